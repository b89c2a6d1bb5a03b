//! The Node package: its checks, and what is shipped.

use std::path::{Path, PathBuf};

use crate::step::Step;
use crate::workspace::target;

const PACKAGE: &str = "bindings-node";
const FRAMEWORKS: &str = "bindings-node/tests/frameworks";
const EXAMPLES: &str = "examples/node";

/// The profile of the native half that is shipped.
const SHIPPED: &str = "addon";

/// The checks of the package, and the examples: built as shipped but for the profile, and tested through its exports.
pub(crate) fn steps(sandbox: &str, examples: &[String]) -> Vec<Step> {
    let mut steps = vec![npm_ci(PACKAGE)];
    steps.extend(build("dev"));
    steps.extend([
        Step::new("TypeScript types", "npm", "run --silent check").within(PACKAGE),
        Step::new("the npm package's exports", "npm", "run --silent lint").within(PACKAGE),
        Step::new("Node tests", "npm", "test --silent").within(PACKAGE).with("SOFTKNACK_SANDBOX", sandbox),
        npm_ci(FRAMEWORKS),
        Step::new("the package in frameworks, vitest and jest", "npm", "test --silent")
            .within(FRAMEWORKS)
            .with("SOFTKNACK_SANDBOX", sandbox),
        npm_ci(EXAMPLES),
        Step::new("the examples in TypeScript", "node", "../../bindings-node/node_modules/typescript/bin/tsc")
            .within(EXAMPLES),
    ]);
    for example in examples {
        let path = format!("{EXAMPLES}/dist/{example}.js");
        steps.push(Step::new(&format!("example {example} in Node"), "node", &path).with("SOFTKNACK_SANDBOX", sandbox));
    }
    steps
}

/// The steps that pack tarballs into `tarballs`: the packages, and those of this platform.
pub(crate) fn pack(tarballs: &Path) -> Vec<Step> {
    let sandbox = target().join("release").join(format!("softknack-sandbox{}", std::env::consts::EXE_SUFFIX));
    let pack =
        format!("scripts/package.mjs {} {} {}", library(SHIPPED).display(), sandbox.display(), tarballs.display());
    let mut steps = vec![npm_ci(PACKAGE)];
    steps.extend(build(SHIPPED));
    steps.push(Step::cargo("the sandbox's program", "build --release --bin softknack-sandbox"));
    steps.push(Step::new("the Node packages", "node", &pack).within(PACKAGE));
    let quickstart = format!("scripts/quickstart.mjs {}", tarballs.display());
    steps.push(Step::new("the quickstart in a clean project", "node", &quickstart).within(PACKAGE));
    steps
}

pub(crate) fn npm_ci(folder: impl AsRef<Path>) -> Step {
    let name = format!("what {} needs of npm", folder.as_ref().display());
    Step::new(&name, "npm", "ci --silent --no-audit --no-fund --ignore-scripts").within(folder)
}

/// Installs the packages in `tarballs` into `folder`, beside what is there, as a user would.
pub(crate) fn install(tarballs: &Path, folder: &Path) -> Step {
    let arguments = format!("scripts/install.mjs {} {}", tarballs.display(), folder.display());
    Step::new("install the packed packages", "node", &arguments).within(PACKAGE)
}

/// The native half and the compiled face, side by side.
fn build(profile: &str) -> [Step; 3] {
    let native = format!("scripts/native.mjs {}", library(profile).display());
    [
        Step::cargo("the native half for Node", &format!("build --package softknack-node --profile {profile}")),
        Step::new("the TypeScript face", "npm", "run --silent build").within(PACKAGE),
        Step::new("put them side by side", "node", &native).within(PACKAGE),
    ]
}

/// The library that Cargo builds.
fn library(profile: &str) -> PathBuf {
    use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
    let folder = if profile == "dev" { "debug" } else { profile };
    target().join(folder).join(format!("{DLL_PREFIX}softknack_node{DLL_SUFFIX}"))
}
