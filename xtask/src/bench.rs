//! `cargo xtask bench`: what is shipped, built as it is shipped, and then each bench.

use std::fs;
use std::path::Path;

use crate::step::Step;
use crate::workspace::{root, target};
use crate::{node, python};

/// What the Python package is measured beside.
const PYTHON: &str = "benches/python";

/// The bench of the Node package: what stands there is copied to where the packages are installed.
const NODE: &str = "benches/node";

pub(crate) fn run() -> Result<(), String> {
    let steps = [
        Step::cargo("the sandbox's program", "build --release --package softknack-sandbox --bin softknack-sandbox"),
        Step::cargo("the responder", "build --release --package softknack-benches --bin responder"),
        Step::cargo("the benches in Rust", "bench --package softknack-benches"),
    ];
    steps.iter().try_for_each(Step::run)?;
    python_steps().iter().try_for_each(Step::run)?;
    let folder = target().join("bench/node");
    copy(&root().join(NODE), &folder).map_err(|error| format!("{NODE} cannot be copied: {error}"))?;
    node_steps(&folder).iter().try_for_each(Step::run)
}

/// The bench of the Python package, as its wheel is shipped and installed.
fn python_steps() -> Vec<Step> {
    let (wheels, venv) = (target().join("wheels/bench"), target().join("bench/python"));
    let interpreter = python::interpreter_of(&venv);
    let pip = "-m pip install --quiet --disable-pip-version-check";
    let mut steps = python::environment();
    steps.extend([
        python::wheel("the Python wheel", "bindings-python", &wheels, "release"),
        Step::new("an environment for the bench", "python3", &format!("-m venv {}", venv.display())),
        Step::new("install the others", &interpreter, &format!("{pip} --requirement {PYTHON}/requirements.txt")),
        Step::new(
            "install the Python wheel",
            &interpreter,
            &format!("{pip} --force-reinstall --no-index --find-links {} softknack", wheels.display()),
        ),
        Step::new(
            "the bench in Python",
            &interpreter,
            &format!("{PYTHON}/bench.py {}", target().join("release/responder").display()),
        ),
    ]);
    steps
}

/// The bench of the Node package as it is packed and installed.
fn node_steps(folder: &Path) -> Vec<Step> {
    let tarballs = target().join("npm");
    let mut steps = node::pack(&tarballs);
    steps.push(node::npm_ci(folder));
    steps.push(node::install(&tarballs, folder));
    let bench = format!("bench.mjs {}", target().join("release/responder").display());
    steps.push(Step::new("the bench in Node", "node", &bench).within(folder));
    steps
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}
