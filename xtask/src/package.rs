//! `cargo xtask package`: everything that is shipped, for this platform.

use crate::step::Step;
use crate::workspace::target;
use crate::{node, python};

pub(crate) fn run() -> Result<(), String> {
    let (wheels, tarballs) = (target().join("wheels"), target().join("npm"));
    let steps = [python::pack(&wheels), node::pack(&tarballs)];
    steps.iter().flatten().try_for_each(Step::run)?;
    println!("the wheels are in {}, the Node packages in {}", wheels.display(), tarballs.display());
    Ok(())
}
