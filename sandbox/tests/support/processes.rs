//! Several processes that begin at the same moment: each is this very program, running one test alone, which must call
//! [`work`].

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::watch;

/// Set for a process that is to work: the test that calls [`work`] does nothing otherwise.
const MARK: &str = "WORKING_PROCESS";

/// Far more than a race takes.
const TOO_LONG: Duration = Duration::from_secs(600);

/// Gives each job to a process of its own, which runs the test `name`, and has all of them begin at the same moment. What each
/// came to, in the order of the jobs.
pub async fn race<R: DeserializeOwned + Send + 'static>(
    name: &'static str,
    jobs: Vec<impl Serialize + Send + 'static>,
) -> Vec<R> {
    // Away from the runtime, whose connections must notice meanwhile when they are closed.
    let racing = tokio::task::spawn_blocking(move || {
        let mut processes: Vec<Process> = jobs.iter().map(|job| Process::start(name, job)).collect();
        for process in &mut processes {
            process.hear_until(|line| line == "ready");
        }
        for process in &mut processes {
            process.say("go");
        }
        processes.iter_mut().map(Process::result).collect()
    });
    racing.await.unwrap()
}

/// The moment at which all processes begin.
#[derive(Clone)]
pub struct Start(watch::Receiver<bool>);

impl Start {
    pub async fn wait(&mut self) {
        self.0.wait_for(|started| *started).await.unwrap();
    }
}

/// Works, where this process was started for that: its first line says at what, and the second one when to begin.
pub fn work<J: DeserializeOwned, R: Serialize>(work: impl AsyncFnOnce(J, Start) -> R) {
    if std::env::var_os(MARK).is_none() {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let job: J = serde_json::from_str(&next_line()).unwrap();
        let (start, started) = watch::channel(false);
        let told = std::thread::spawn(move || {
            println!("\nready");
            assert_eq!(next_line(), "go\n");
            start.send_replace(true);
        });
        let result = tokio::time::timeout(TOO_LONG, work(job, Start(started))).await.unwrap();
        told.join().unwrap();
        println!("\ndone {}", serde_json::to_string(&result).unwrap());
    });
}

fn next_line() -> String {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    line
}

/// A process at work. Dropped, it is killed.
struct Process {
    child: Child,
    told: ChildStdin,
    said: BufReader<ChildStdout>,
}

impl Process {
    fn start(name: &str, job: &impl Serialize) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", name, "--nocapture"]).env(MARK, "1");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (told, said) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut process = Self { child, told, said };
        process.say(&serde_json::to_string(job).unwrap());
        process
    }

    fn say(&mut self, line: &str) {
        writeln!(self.told, "{line}").unwrap();
    }

    /// The line that it prints for which `is_last` holds. The test harness prints lines of its own before.
    fn hear_until(&mut self, is_last: impl Fn(&str) -> bool) -> String {
        let mut lines = Vec::new();
        for line in (&mut self.said).lines() {
            let line = line.unwrap();
            if is_last(&line) {
                return line;
            }
            lines.push(line);
        }
        panic!("it ended: {lines:?}");
    }

    fn result<R: DeserializeOwned>(&mut self) -> R {
        let line = self.hear_until(|line| line.starts_with("done "));
        serde_json::from_str(line.trim_start_matches("done ")).unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
