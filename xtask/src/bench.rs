//! `cargo xtask bench`: the sandbox's binary as it is shipped, and then each bench.

use std::process::Command;

use crate::workspace::{cargo, root};

pub(crate) fn run() -> Result<(), String> {
    for arguments in
        ["build --release --package softknack-sandbox --bin softknack-sandbox", "bench --package softknack-benches"]
    {
        let status = Command::new(cargo())
            .args(arguments.split_whitespace())
            .current_dir(root())
            .status()
            .map_err(|error| format!("cargo cannot be started: {error}"))?;
        if !status.success() {
            return Err(format!("cargo {arguments} failed"));
        }
    }
    Ok(())
}
