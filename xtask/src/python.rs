//! The Python environment in the target folder, and the wheels.

use std::env;
use std::path::{Path, PathBuf};

use crate::step::Step;
use crate::workspace::target;

/// What the checks of the Python package need.
const REQUIREMENTS: &str = "bindings-python/requirements.txt";

/// An interpreter without a global lock. Those have no stable interface yet, so each of their versions needs a wheel of its own.
const FREE_THREADED: &str = "python3.14t";

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
    wheel_for(&interpreter(), name, folder, wheels, profile)
}

fn wheel_for(python: &Path, name: &str, folder: &str, wheels: &Path, profile: &str) -> Step {
    let arguments = format!(
        "-m maturin build --quiet --profile {profile} --interpreter {} --out {}",
        python.display(),
        wheels.display()
    );
    Step::new(name, interpreter(), &arguments).within(folder)
}

/// The steps that build the wheels into `wheels`, as they are shipped, and try them in a clean environment. The one without a global
/// lock is built where there is an interpreter for it.
pub(crate) fn pack(wheels: &Path) -> Vec<Step> {
    let mut steps = environment();
    let mut quickstart = format!("bindings-python/scripts/quickstart.py {} python3", wheels.display());
    steps.push(wheel("the wheel of softknack", "bindings-python", wheels, "release"));
    if let Some(free_threaded) = found(FREE_THREADED) {
        let name = "the free-threaded wheel of softknack";
        steps.push(wheel_for(&free_threaded, name, "bindings-python", wheels, "release"));
        quickstart = format!("{quickstart} {}", free_threaded.display());
    }
    steps.push(wheel("the wheel of softknack-sandbox", "bindings-python/sandbox-wheel", wheels, "release"));
    steps.push(Step::new("the quickstart in a clean environment", "python3", &quickstart));
    steps
}

/// Where a program is on the path.
fn found(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|program| program.is_file())
}
