//! The Python environment in the target folder, and the wheels.

use std::path::{Path, PathBuf};

use crate::step::Step;
use crate::workspace::target;

/// What the checks of the Python package need.
const REQUIREMENTS: &str = "bindings-python/requirements.txt";

/// The interpreter of the environment.
pub(crate) fn interpreter() -> PathBuf {
    interpreter_of(&venv())
}

/// The interpreter of the environment in `venv`.
pub(crate) fn interpreter_of(venv: &Path) -> PathBuf {
    venv.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" })
}

fn venv() -> PathBuf {
    target().join("venv")
}

/// Makes the environment, with everything in it that the project's own tools ask for.
pub(crate) fn environment() -> Vec<Step> {
    let install = format!(
        "-m pip install --quiet --disable-pip-version-check --requirement xtask/requirements.txt --requirement {REQUIREMENTS}"
    );
    vec![
        Step::new("a Python environment", "python3", &format!("-m venv {}", venv().display())),
        Step::new("install its tools", interpreter(), &install),
    ]
}

/// Builds the wheel of `folder` into `wheels`.
pub(crate) fn wheel(name: &str, folder: &str, wheels: &Path, profile: &str) -> Step {
    let arguments = format!(
        "-m maturin build --quiet --profile {profile} --interpreter {} --out {}",
        interpreter().display(),
        wheels.display()
    );
    Step::new(name, interpreter(), &arguments).within(folder)
}

/// The steps that build both wheels into `wheels`, as they are shipped, and try them in a clean environment.
pub(crate) fn pack(wheels: &Path) -> Vec<Step> {
    let mut steps = environment();
    steps.push(wheel("the wheel of softknack", "bindings-python", wheels, "release"));
    steps.push(wheel("the wheel of softknack-sandbox", "bindings-python/sandbox-wheel", wheels, "release"));
    let quickstart = format!("bindings-python/scripts/quickstart.py {}", wheels.display());
    steps.push(Step::new("the quickstart in a clean environment", "python3", &quickstart));
    steps
}
