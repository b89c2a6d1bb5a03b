//! PostgreSQL for the sandbox's tests, which start a server of their own from the programs that are installed.

use std::path::Path;
use std::process::Command;

use crate::step::Step;

/// Has the tests run on PostgreSQL.
const ENGINE: (&str, &str) = ("SANDBOX_TEST_ENGINE", "postgres");

/// Its programs, where they are missing and may be installed.
pub(crate) fn installed() -> Vec<Step> {
    if is_installed() || !may_install() {
        return Vec::new();
    }
    let install = "install --quiet --yes --no-install-recommends postgresql";
    vec![
        Step::new("what Debian has", "apt-get", "update --quiet"),
        Step::new("install PostgreSQL", "apt-get", install).with("DEBIAN_FRONTEND", "noninteractive"),
    ]
}

/// The sandbox's tests once more, on its other engine.
pub(crate) fn tests() -> Step {
    let test = "test --package softknack-sandbox --all-features --lib --test contract --test behaviour";
    Step::cargo("the sandbox's tests on PostgreSQL", test).with(ENGINE.0, ENGINE.1)
}

/// Elsewhere than on Debian they are in the path, or the tests say what to do.
fn is_installed() -> bool {
    let runs = |program: &str| Command::new(program).arg("--version").output().is_ok_and(|told| told.status.success());
    Path::new("/usr/lib/postgresql").is_dir() || runs("postgres")
}

fn may_install() -> bool {
    let id = Command::new("id").arg("-u").output();
    Path::new("/usr/bin/apt-get").is_file() && id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}
