//! The sandbox as a process of its own.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use softknack::Client;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// The sandbox's process.
pub struct Program {
    process: Child,
    /// A client of its organisation.
    pub client: Client,
    /// How long it took until it said that it was ready.
    pub ready: Duration,
}

impl Program {
    /// Starts it in memory, or in a file.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(file: Option<&Path>, seed: &str) -> Outcome<Self> {
        let begin = Instant::now();
        let mut command = Command::new(program()?);
        command.args(["--json", seed, "--port", "0", "--requests-per-minute", "100000000"]).stdout(Stdio::piped());
        if let Some(file) = file {
            command.arg("--file").arg(file);
        }
        let mut process = command.spawn()?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().ok_or("the sandbox has no output")?).read_line(&mut line)?;
        let ready = begin.elapsed();
        let printed: Value = serde_json::from_str(&line)?;
        let member = |name: &str| printed[name].as_str().map(str::to_owned).ok_or("the sandbox printed something else");
        let client = Client::builder().credential(member("test_key")?).base_url(member("base_url")?).build()?;
        Ok(Self { process, client, ready })
    }

    /// The processor time that it has used.
    ///
    /// # Errors
    /// Where the system does not tell.
    pub fn cpu(&self) -> Outcome<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id()))?;
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |field: usize| fields.get(field).and_then(|field| field.parse::<u64>().ok()).ok_or("no such field");
        // User and system time are the 14th and 15th field of the whole line, in hundredths of a second.
        Ok(Duration::from_millis(10 * (ticks(11)? + ticks(12)?)))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The sandbox's binary, which `cargo xtask bench` builds beside this one.
fn program() -> Outcome<std::path::PathBuf> {
    let here = std::env::current_exe()?;
    let release = here.ancestors().nth(2).ok_or("this program is nowhere")?;
    Ok(release.join("softknack-sandbox"))
}
