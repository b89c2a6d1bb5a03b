//! The project's own commands: `cargo xtask codegen`, `test`, `bench` and `package`.

mod bench;
mod codegen;
mod node;
mod package;
mod postgres;
mod python;
mod step;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(bin_name = "cargo xtask", about = "The project's own commands", max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Prints what follows from the declaration: spec/openapi.json, and the faces in Python and TypeScript.
    Codegen {
        /// Changes nothing, and fails where a file is out of step.
        #[arg(long)]
        check: bool,
    },
    /// Measures what it costs, beside what others cost, in one run.
    Bench,
    /// Builds what is shipped: the Python wheels and the Node packages.
    Package,
    /// Runs every check that a change must pass, and stops at the first that fails.
    Test,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Codegen { check: false } => codegen::write(),
        Command::Codegen { check: true } => codegen::check(),
        Command::Bench => bench::run(),
        Command::Package => package::run(),
        Command::Test => test::run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
