//! `softknack-sandbox`: the sandbox as a program.

use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use serde::Serialize;
use softknack::{ContactId, OrganisationId, Secret, Slot, SlotId};
use softknack_sandbox::{Sandbox, Seeded};
use tracing_subscriber::EnvFilter;

/// The Softknack platform in a box: the same contract, on this machine, with no account and no network.
#[derive(Debug, Parser)]
#[command(name = "softknack-sandbox", version)]
struct Options {
    /// Keep everything in this file, across restarts: data, keys, admin token and clock. Without it everything is kept in
    /// memory and gone at the end.
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,

    /// Keep everything in this PostgreSQL database, which other sandboxes may share: postgres://user:password@host:5432/name.
    #[arg(
        long,
        value_name = "URL",
        env = "SOFTKNACK_SANDBOX_DATABASE",
        hide_env_values = true,
        conflicts_with = "file"
    )]
    database: Option<Secret>,

    /// Make the tables of the database as this role, its owner; the sandbox itself then owns nothing.
    #[arg(long, value_name = "URL", env = "SOFTKNACK_SANDBOX_MIGRATE_AS", hide_env_values = true)]
    migrate_as: Option<Secret>,

    /// Keep everything in memory; the default, unless there is a file or a database.
    #[arg(long, conflicts_with_all = ["file", "database"])]
    memory: bool,

    /// The port to listen at; 0 for a free one.
    #[arg(long, default_value_t = 4010)]
    port: u16,

    /// The address to listen at: a loopback address, or 0.0.0.0 for callers from elsewhere.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,

    /// Play the live environment too: sk_live_ keys work. Otherwise they are refused.
    #[arg(long)]
    live: bool,

    /// Set up a demo business, also in a file that has been used before. A fresh database gets one anyway.
    #[arg(long)]
    seed: bool,

    /// Set up no demo business.
    #[arg(long, conflicts_with = "seed")]
    no_seed: bool,

    /// Allow each organisation so many requests a minute.
    #[arg(long, value_name = "REQUESTS", default_value_t = 1_000_000)]
    requests_per_minute: u32,

    /// What to log to standard error, such as `info` or `softknack_sandbox=debug`.
    #[arg(long, value_name = "FILTER", env = "SOFTKNACK_SANDBOX_LOG", default_value = "warn")]
    log: String,

    /// Print one line of JSON when ready, instead of words.
    #[arg(long)]
    json: bool,

    /// Print nothing when ready.
    #[arg(long, conflicts_with = "json")]
    quiet: bool,

    /// End when standard input closes: with the program that started this one, however that ends.
    #[arg(long)]
    until_stdin_closes: bool,
}

fn main() -> ExitCode {
    let options = Options::parse();
    match run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing can be done about an error that cannot be told.
            let _ = writeln!(io::stderr(), "softknack-sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn run(options: Options) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&options.log).map_err(|error| format!("--log is no filter: {error}"))?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(serve(options))
}

async fn serve(options: Options) -> Result<(), Failure> {
    // Before anybody can know that it runs: who sends a signal then is heard.
    let stop = Stop::listen()?;
    let mut builder = Sandbox::builder()
        .address(SocketAddr::new(options.host, options.port))
        .live(options.live)
        .requests_per_minute(options.requests_per_minute);
    if let Some(file) = &options.file {
        builder = builder.file(file);
    }
    if let Some(url) = options.database {
        builder = builder.database(url);
    }
    if let Some(url) = options.migrate_as {
        builder = builder.migrate_as(url);
    }
    let sandbox = builder.start().await?;
    let wanted = options.seed || sandbox.is_new() && !options.no_seed;
    let seeded = if wanted { Some(sandbox.seed().await?) } else { sandbox.seeded().await? };
    if !options.quiet {
        let ready = Ready::of(&sandbox, seeded, options.live).await?;
        let text = if options.json { serde_json::to_string(&ready)? + "\n" } else { ready.in_words() };
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()?;
    }
    tokio::select! {
        () = stop.wait() => {}
        () = stdin_closed(), if options.until_stdin_closes => {}
    }
    sandbox.shutdown().await;
    Ok(())
}

/// Waits until nobody can write to standard input any more.
async fn stdin_closed() {
    let (closed, told) = tokio::sync::oneshot::channel();
    // A thread of the runtime's would hold the runtime up at the end for as long as it reads.
    std::thread::spawn(move || {
        // What cannot be read any more is as good as closed.
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let _ = closed.send(());
    });
    let _ = told.await;
}

/// What is printed when the sandbox is ready: its secrets are meant to be seen here.
#[derive(Serialize)]
struct Ready {
    base_url: String,
    organisation_id: OrganisationId,
    test_key: Secret,
    #[serde(skip_serializing_if = "Option::is_none")]
    live_key: Option<Secret>,
    admin_token: Secret,
    #[serde(skip_serializing_if = "Option::is_none")]
    webhook_secret: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    booking_page: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    curl: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<Seeded>,
}

impl Ready {
    async fn of(sandbox: &Sandbox, seeded: Option<Seeded>, live: bool) -> Result<Self, Failure> {
        let base_url = sandbox.base_url();
        let organisation = sandbox.organisation();
        let mut ready = Self {
            organisation_id: organisation.id,
            test_key: organisation.test_key.clone(),
            live_key: live.then(|| organisation.live_key.clone()),
            admin_token: sandbox.admin_token(),
            webhook_secret: None,
            booking_page: None,
            curl: None,
            seed: None,
            base_url,
        };
        if let Some(seeded) = seeded {
            let open: Vec<Slot> = sandbox.openings("ac_service").await?;
            if let (Some(slot), Some(contact)) = (open.first(), seeded.contacts.first()) {
                ready.curl = Some(curl(&ready.base_url, ready.test_key.as_str(), slot.id, *contact));
            }
            ready.webhook_secret = Some(seeded.webhook_secret.clone());
            ready.booking_page = Some(format!("{}/book/{}", ready.base_url, seeded.booking_page_slug));
            ready.seed = Some(seeded);
        }
        Ok(ready)
    }

    fn in_words(&self) -> String {
        let mut text = format!("The Softknack sandbox is ready.\n\n  base URL        {}\n", self.base_url);
        let mut line = |name: &str, value: Option<&str>| {
            if let Some(value) = value {
                text.push_str(&format!("  {name:<15} {value}\n"));
            }
        };
        line("test key", Some(self.test_key.as_str()));
        line("live key", self.live_key.as_ref().map(Secret::as_str));
        line("admin token", Some(self.admin_token.as_str()));
        line("webhook secret", self.webhook_secret.as_ref().map(Secret::as_str));
        line("booking page", self.booking_page.as_deref());
        if let Some(curl) = &self.curl {
            text.push_str(&format!("\nBook a slot:\n\n{curl}\n"));
        }
        text.push_str("\nStop it with Ctrl-C.\n");
        text
    }
}

/// The main job, as a line for a shell. The key is the slot's own, so that after a restart the next slot gets another.
fn curl(base_url: &str, key: &str, slot: SlotId, contact: ContactId) -> String {
    format!(
        "curl -X POST {base_url}/calendar/v1/appointments \\\n  -H 'Authorization: Bearer {key}' \\\n  \
         -H 'Idempotency-Key: demo-{slot}' \\\n  -H 'Content-Type: application/json' \\\n  \
         -d '{{\"slot_id\": \"{slot}\", \"contact_id\": \"{contact}\", \"service\": \"ac_service\"}}'"
    )
}

/// Ctrl-C, or what a supervisor sends.
struct Stop {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl Stop {
    #[cfg(unix)]
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    #[cfg(unix)]
    async fn wait(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }

    #[cfg(not(unix))]
    fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn wait(self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}
