//! `cargo xtask test`: every check, one after the other.

use std::fs;
use std::time::Instant;

use crate::step::Step;
use crate::workspace::{root, target};
use crate::{node, postgres, python};

/// The examples of the SDK: each file is one.
const EXAMPLES: &str = "examples/rust";
const PYTHON_EXAMPLES: &str = "examples/python";
const NODE_EXAMPLES: &str = "examples/node";

/// What the vendor's snippet for Node imports.
const AXIOS: &str = "axios@1.21.1";

pub(crate) fn run() -> Result<(), String> {
    let started = Instant::now();
    let steps = steps()?;
    steps.iter().try_for_each(Step::run)?;
    println!("all {} checks passed in {:.0} s", steps.len(), started.elapsed().as_secs_f32());
    Ok(())
}

fn steps() -> Result<Vec<Step>, String> {
    let python = python::interpreter();
    let mut steps = postgres::installed();
    steps.extend([
        Step::cargo("format", "fmt --all --check"),
        Step::cargo("lints", "clippy --workspace --all-targets --all-features -- -D warnings"),
        Step::cargo("printed files are in step", "xtask codegen --check"),
        Step::cargo("tests", "test --workspace --all-features --lib --bins --tests"),
        Step::cargo("snippets in the documentation", "test --workspace --all-features --doc"),
        Step::cargo("documentation", "doc --workspace --all-features --no-deps").with("RUSTDOCFLAGS", "-D warnings"),
        postgres::tests(),
    ]);
    for example in examples(EXAMPLES, "rs")? {
        let arguments = format!("run --quiet --package softknack-examples --example {example}");
        steps.push(Step::cargo(&format!("example {example}"), &arguments));
    }
    steps.extend(python::environment());
    steps.push(Step::new("the OpenAPI document is valid", &python, "-m openapi_spec_validator spec/openapi.json"));
    steps.extend(snippets());
    steps.extend(python_steps()?);
    steps.extend(node::steps(&sandbox(), &examples(NODE_EXAMPLES, "ts")?));
    Ok(steps)
}

/// The vendor's printed snippets, run as they stand.
fn snippets() -> [Step; 2] {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let node = target().join("node").display().to_string();
    let install = format!("install --silent --no-audit --no-fund --prefix {node} {AXIOS}");
    let test = "test --workspace --all-features --test snippets -- --ignored";
    [
        Step::new("install axios (needs Node.js 18 or newer, with npm)", npm, &install),
        Step::cargo("the vendor's snippets in Python and Node", test)
            .with("SNIPPETS_PYTHON", python::interpreter().display().to_string())
            .with("SNIPPETS_NODE", node),
    ]
}

/// The Python package: built as it is shipped but for the profile, installed, and tested as installed.
fn python_steps() -> Result<Vec<Step>, String> {
    let python = python::interpreter();
    let wheels = target().join("wheels/test");
    let sandbox = sandbox();
    let mut steps = vec![
        Step::new("Python lints", &python, "-m ruff check . ../examples/python ../benches/python")
            .within("bindings-python"),
        Step::new("Python format", &python, "-m ruff format --check . ../examples/python ../benches/python")
            .within("bindings-python"),
        python::wheel("the Python wheel", "bindings-python", &wheels, "dev"),
        Step::new(
            "install the Python wheel",
            &python,
            &format!(
                "-m pip install --quiet --disable-pip-version-check --force-reinstall --no-index --find-links {} softknack",
                wheels.display()
            ),
        ),
        Step::cargo("the sandbox's program", "build --workspace --all-features --bin softknack-sandbox"),
        Step::new("Python tests", &python, "-m pytest --quiet bindings-python").with("SOFTKNACK_SANDBOX", &sandbox),
    ];
    for example in examples(PYTHON_EXAMPLES, "py")? {
        let path = format!("{PYTHON_EXAMPLES}/{example}.py");
        steps.push(
            Step::new(&format!("example {example} in Python"), &python, &path).with("SOFTKNACK_SANDBOX", &sandbox),
        );
    }
    Ok(steps)
}

/// The sandbox's program.
fn sandbox() -> String {
    target().join("debug/softknack-sandbox").display().to_string()
}

/// The names of the examples in `folder`.
fn examples(folder: &str, suffix: &str) -> Result<Vec<String>, String> {
    let unreadable = |error| format!("{folder} cannot be read: {error}");
    let mut names = Vec::new();
    for entry in fs::read_dir(root().join(folder)).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == suffix) {
            names.extend(path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned));
        }
    }
    names.sort();
    Ok(names)
}
