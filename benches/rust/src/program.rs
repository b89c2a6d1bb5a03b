//! The sandbox as a process of its own.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use softknack::Client;

use crate::database::Database;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// The sandbox's process.
pub struct Program {
    process: Child,
    /// A client of its organisation.
    pub client: Client,
    /// Its organisation in test mode, as rows name it.
    pub tenant: String,
    /// How long it took until it said that it was ready.
    pub ready: Duration,
}

impl Program {
    /// Starts it in memory, or on a database.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(database: Option<&Database>, seed: &str) -> Outcome<Self> {
        let begin = Instant::now();
        let mut command = Command::new(program()?);
        command.args(["--json", seed, "--port", "0", "--requests-per-minute", "100000000"]).stdout(Stdio::piped());
        if let Some(database) = database {
            command.args(database.options());
        }
        let mut process = command.spawn()?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().ok_or("the sandbox has no output")?).read_line(&mut line)?;
        let ready = begin.elapsed();
        let printed: Value = serde_json::from_str(&line)?;
        let member = |name: &str| printed[name].as_str().map(str::to_owned).ok_or("the sandbox printed something else");
        let client = Client::builder().credential(member("test_key")?).base_url(member("base_url")?).build()?;
        let tenant = format!("{}/test", member("organisation_id")?);
        Ok(Self { process, client, tenant, ready })
    }

    /// The processor time that it has used.
    ///
    /// # Errors
    /// Where the system does not tell.
    pub fn cpu(&self) -> Outcome<Duration> {
        processor_time(self.process.id())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The processor time that a process has used, and all that it started: those that have ended and those that run.
pub(crate) fn processor_time(process: u32) -> Outcome<Duration> {
    let mut ticks = 0;
    for entry in std::fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(other) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // It may have ended meanwhile.
        let Ok(stat) = std::fs::read_to_string(format!("/proc/{other}/stat")) else { continue };
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let number = |field: usize| fields.get(field).and_then(|field| field.parse::<u64>().ok()).unwrap_or(0);
        // Of the whole line, the 4th field is its parent; from the 14th on stand its user and system time, and those of its children
        // that have ended, in hundredths of a second.
        if other == process {
            ticks += (11..15).map(number).sum::<u64>();
        } else if number(1) == u64::from(process) {
            ticks += number(11) + number(12);
        }
    }
    Ok(Duration::from_millis(10 * ticks))
}

/// The sandbox's binary, which `cargo xtask bench` builds beside this one.
fn program() -> Outcome<std::path::PathBuf> {
    let here = std::env::current_exe()?;
    let release = here.ancestors().nth(2).ok_or("this program is nowhere")?;
    Ok(release.join("softknack-sandbox"))
}
