//! `cargo xtask bench`: what is shipped, built as it is shipped, and then each bench.

use crate::python;
use crate::step::Step;
use crate::workspace::target;

/// What the Python package is measured beside.
const PYTHON: &str = "benches/python";

pub(crate) fn run() -> Result<(), String> {
    let steps = [
        Step::cargo("the sandbox's program", "build --release --package softknack-sandbox --bin softknack-sandbox"),
        Step::cargo("the responder", "build --release --package softknack-benches --bin responder"),
        Step::cargo("the benches in Rust", "bench --package softknack-benches"),
    ];
    steps.iter().try_for_each(Step::run)?;
    python_steps().iter().try_for_each(Step::run)
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
