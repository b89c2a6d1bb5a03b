//! The sandbox as a program, in a process of its own.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;

use serde_json::Value;

/// A running program. Dropped, it is killed.
pub struct Program {
    process: Child,
    /// Reads what it logs as it comes: a full pipe would hold it up.
    log: Option<JoinHandle<String>>,
}

impl Program {
    pub fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_softknack-sandbox"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.args(arguments).spawn().unwrap();
        let mut stderr = process.stderr.take().unwrap();
        let log = std::thread::spawn(move || {
            let mut logged = String::new();
            stderr.read_to_string(&mut logged).unwrap();
            logged
        });
        Self { process, log: Some(log) }
    }

    /// One without a demo business on a free port, in memory or in a file, and what it printed when it was ready.
    pub fn serve(file: Option<&Path>) -> (Self, Value) {
        match file {
            Some(file) => Self::serve_with(&["--file", file.to_str().unwrap()]),
            None => Self::serve_with(&[]),
        }
    }

    /// The same, with further arguments.
    pub fn serve_with(more: &[&str]) -> (Self, Value) {
        let mut program = Self::start(&[&["--port", "0", "--json", "--no-seed"], more].concat());
        let ready = program.ready();
        (program, ready)
    }

    /// What it prints until the line that begins with `last`.
    pub fn printed_until(&mut self, last: &str) -> Vec<String> {
        let mut lines = Vec::new();
        let mut out = BufReader::new(self.process.stdout.as_mut().unwrap());
        loop {
            let mut line = String::new();
            if out.read_line(&mut line).unwrap() == 0 {
                let _ = self.process.kill();
                panic!("it ended: {lines:?}, {}", self.logged());
            }
            let done = line.starts_with(last);
            lines.push(line.trim_end().to_owned());
            if done {
                return lines;
            }
        }
    }

    pub fn ready(&mut self) -> Value {
        serde_json::from_str(&self.printed_until("{")[0]).unwrap()
    }

    /// Ends it as a supervisor does, and gives its status and what it logged.
    pub fn terminate(mut self) -> (Option<i32>, String) {
        let killed = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(killed.success());
        let logged = self.logged();
        (self.process.wait().unwrap().code(), logged)
    }

    /// Closes its standard input, as the end of the process that started it does, and gives its status when it ends.
    pub fn leave(mut self) -> Option<i32> {
        drop(self.process.stdin.take());
        self.process.wait().unwrap().code()
    }

    /// Ends it at once, as `kill -9` does, and gives what it logged.
    pub fn kill(mut self) -> String {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        self.logged()
    }

    fn logged(&mut self) -> String {
        self.log.take().unwrap().join().unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
