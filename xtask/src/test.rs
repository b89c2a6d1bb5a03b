//! `cargo xtask test`: every check, one after the other.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::workspace::{cargo, root, target};

/// The examples of the SDK in Rust: each file is one.
const EXAMPLES: &str = "examples/rust";

/// What the vendor's snippet for Node imports.
const AXIOS: &str = "axios@1.21.1";

/// One check: what it is called, and the command that repeats it.
struct Step {
    name: String,
    program: PathBuf,
    arguments: Vec<String>,
    environment: Vec<(&'static str, String)>,
}

impl Step {
    fn new(name: &str, program: impl Into<PathBuf>, arguments: &str) -> Self {
        let arguments = arguments.split_whitespace().map(str::to_owned).collect();
        Self { name: name.to_owned(), program: program.into(), arguments, environment: Vec::new() }
    }

    fn cargo(name: &str, arguments: &str) -> Self {
        Self::new(name, cargo(), arguments)
    }

    fn run(&self) -> Result<(), String> {
        println!("── {}", self.name);
        let started = Instant::now();
        let status = Command::new(&self.program)
            .args(&self.arguments)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(root())
            .status()
            .map_err(|error| format!("{}: {} cannot be started: {error}", self.name, self.program.display()))?;
        let seconds = started.elapsed().as_secs_f32();
        if !status.success() {
            return Err(format!(
                "✗ {} failed after {seconds:.1} s; to repeat it:\n  {}",
                self.name,
                self.command_line()
            ));
        }
        println!("✓ {} ({seconds:.1} s)", self.name);
        Ok(())
    }

    /// The command as it can be typed at the root.
    fn command_line(&self) -> String {
        let environment: String = self.environment.iter().map(|(name, value)| format!("{name}='{value}' ")).collect();
        let program = if self.program == Path::new(&cargo()) { Path::new("cargo") } else { &self.program };
        format!("{environment}{} {}", program.display(), self.arguments.join(" "))
    }
}

pub(crate) fn run() -> Result<(), String> {
    let started = Instant::now();
    let steps = steps()?;
    steps.iter().try_for_each(Step::run)?;
    println!("all {} checks passed in {:.0} s", steps.len(), started.elapsed().as_secs_f32());
    Ok(())
}

fn steps() -> Result<Vec<Step>, String> {
    let venv = target().join("venv");
    let python = venv.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let create = format!("-m venv {}", venv.display());
    let node = target().join("node");
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let install_axios = format!("install --silent --no-audit --no-fund --prefix {} {AXIOS}", node.display());
    let mut steps = vec![
        Step::cargo("format", "fmt --all --check"),
        Step::cargo("lints", "clippy --workspace --all-targets --all-features -- -D warnings"),
        Step::cargo("printed files are in step", "xtask codegen --check"),
        Step::cargo("tests", "test --workspace --all-features --lib --bins --tests"),
        Step::cargo("snippets in the documentation", "test --workspace --all-features --doc"),
        Step {
            environment: vec![("RUSTDOCFLAGS", "-D warnings".to_owned())],
            ..Step::cargo("documentation", "doc --workspace --all-features --no-deps")
        },
        Step::new("a Python environment (needs Python 3)", "python3", &create),
        Step::new(
            "install the validator of OpenAPI, and requests",
            &python,
            "-m pip install --quiet --disable-pip-version-check --requirement xtask/requirements.txt",
        ),
        Step::new("the OpenAPI document is valid", &python, "-m openapi_spec_validator spec/openapi.json"),
        Step::new("install axios (needs Node.js 18 or newer, with npm)", npm, &install_axios),
        Step {
            environment: vec![
                ("SNIPPETS_PYTHON", python.display().to_string()),
                ("SNIPPETS_NODE", node.display().to_string()),
            ],
            ..Step::cargo(
                "the vendor's snippets in Python and Node",
                "test --workspace --all-features --test snippets -- --ignored",
            )
        },
    ];
    for example in examples()? {
        let arguments = format!("run --quiet --package softknack-examples --example {example}");
        steps.push(Step::cargo(&format!("example {example}"), &arguments));
    }
    Ok(steps)
}

fn examples() -> Result<Vec<String>, String> {
    let unreadable = |error| format!("{EXAMPLES} cannot be read: {error}");
    let mut names = Vec::new();
    for entry in fs::read_dir(root().join(EXAMPLES)).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            names.extend(path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned));
        }
    }
    names.sort();
    Ok(names)
}
