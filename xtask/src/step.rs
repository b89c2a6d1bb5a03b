//! A step of a longer run: a command, told before and after.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::workspace::{cargo, root};

/// One check: what it is called, and the command that repeats it.
pub(crate) struct Step {
    name: String,
    program: PathBuf,
    arguments: Vec<String>,
    environment: Vec<(&'static str, String)>,
    folder: PathBuf,
}

impl Step {
    pub(crate) fn new(name: &str, program: impl Into<PathBuf>, arguments: &str) -> Self {
        let arguments = arguments.split_whitespace().map(str::to_owned).collect();
        Self {
            name: name.to_owned(),
            program: program.into(),
            arguments,
            environment: Vec::new(),
            folder: root().to_owned(),
        }
    }

    pub(crate) fn cargo(name: &str, arguments: &str) -> Self {
        Self::new(name, cargo(), arguments)
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    /// Runs in `folder` instead of the root.
    pub(crate) fn within(mut self, folder: impl AsRef<Path>) -> Self {
        self.folder = root().join(folder);
        self
    }

    pub(crate) fn run(&self) -> Result<(), String> {
        println!("── {}", self.name);
        let started = Instant::now();
        let status = Command::new(&self.program)
            .args(&self.arguments)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(&self.folder)
            .status()
            .map_err(|error| format!("{}: {} cannot be started: {error}", self.name, self.program.display()))?;
        let seconds = started.elapsed().as_secs_f32();
        if !status.success() {
            return Err(format!(
                "✗ {} failed after {seconds:.1} s; to repeat it:\n  {}",
                self.name,
                self.command_line()
            ));
        }
        println!("✓ {} ({seconds:.1} s)", self.name);
        Ok(())
    }

    /// The command as it can be typed at the root.
    fn command_line(&self) -> String {
        let environment: String = self.environment.iter().map(|(name, value)| format!("{name}='{value}' ")).collect();
        let program = if self.program == Path::new(&cargo()) { Path::new("cargo") } else { &self.program };
        let folder = match self.folder.strip_prefix(root()) {
            Ok(folder) if folder != Path::new("") => format!("cd {} && ", folder.display()),
            _ => String::new(),
        };
        format!("{folder}{environment}{} {}", program.display(), self.arguments.join(" "))
    }
}
