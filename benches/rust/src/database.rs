//! Databases of the benches' own: a file, or one on a PostgreSQL server that is gone with the bench.

#[path = "../../../sandbox/tests/support/history.rs"]
mod history;
#[path = "../../../sandbox/tests/support/postgres.rs"]
mod postgres;

use std::error::Error;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use history::{Dialect, History};
use softknack::{ContactId, NewAppointment, SlotId};

use crate::program::processor_time;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// A database that nobody has used yet.
pub struct Database {
    kind: Kind,
    /// From when on its appointments lie ahead.
    now: i64,
}

enum Kind {
    File(tempfile::TempDir),
    Server(postgres::Fresh),
}

/// The server that all of a bench's databases are on: as durable as it is by default, with memory as a server of its size has.
fn server() -> &'static postgres::Server {
    const SETTINGS: &str = "-c shared_buffers=1GB -c max_wal_size=8GB";
    static SERVER: LazyLock<postgres::Server> = LazyLock::new(|| postgres::Server::with_roles(SETTINGS));
    &SERVER
}

impl Database {
    /// A new file.
    ///
    /// # Errors
    /// When there can be none.
    pub fn in_a_file() -> Outcome<Self> {
        Ok(Self { kind: Kind::File(tempfile::tempdir()?), now: now()? })
    }

    /// A new one on the server, which is started where it does not run yet.
    ///
    /// # Errors
    /// When the system does not tell the time.
    ///
    /// # Panics
    /// Where no PostgreSQL is installed, with what to do about it.
    pub fn on_a_server() -> Outcome<Self> {
        Ok(Self { kind: Kind::Server(server().fresh_database()), now: now()? })
    }

    /// What the sandbox is told to find it by.
    pub fn options(&self) -> Vec<String> {
        match &self.kind {
            Kind::File(_) => vec!["--file".to_owned(), self.file().display().to_string()],
            Kind::Server(fresh) => {
                ["--database", &fresh.url, "--migrate-as", &fresh.owner_url].map(str::to_owned).to_vec()
            }
        }
    }

    /// The processor time that its server has used: none where the sandbox itself is all there is.
    ///
    /// # Errors
    /// Where the system does not tell.
    pub fn cpu(&self) -> Outcome<Duration> {
        match &self.kind {
            Kind::File(_) => Ok(Duration::ZERO),
            Kind::Server(_) => processor_time(server().process()),
        }
    }

    /// Adds appointments to those that a tenant has, until there are `to`, while no sandbox runs on it.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn fill(&self, tenant: &str, from: u64, to: u64) -> Outcome<()> {
        let history = self.history(tenant);
        if from == 0 {
            self.run(&history.resources())?;
        }
        self.run(&history.appointments(from, to))?;
        // What a server does by itself in a quiet hour is not to fall into the measuring.
        if let Kind::Server(_) = &self.kind {
            self.run("VACUUM ANALYZE")?;
            self.run("CHECKPOINT")?;
        }
        Ok(())
    }

    /// Opens slots between the `appointments` that a tenant has, and what books each of them.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn open(&self, tenant: &str, batch: u64, count: u64, appointments: u64) -> Outcome<Vec<NewAppointment>> {
        let (statements, slots) = self.history(tenant).openings(batch, count, appointments);
        self.run(&statements)?;
        let contact: ContactId = History::contact().parse()?;
        slots.iter().map(|slot| Ok(NewAppointment::new(slot.parse::<SlotId>()?, contact, "cut"))).collect()
    }

    fn history(&self, tenant: &str) -> History {
        let dialect = match &self.kind {
            Kind::File(_) => Dialect::Sqlite,
            Kind::Server(_) => Dialect::Postgres,
        };
        History { dialect, tenant: tenant.to_owned(), now: self.now }
    }

    fn file(&self) -> PathBuf {
        match &self.kind {
            Kind::File(folder) => folder.path().join("sandbox.db"),
            Kind::Server(_) => PathBuf::new(),
        }
    }

    fn run(&self, statements: &str) -> Outcome<()> {
        match &self.kind {
            Kind::File(_) => {
                let connection = rusqlite::Connection::open(self.file())?;
                // The sandbox has it durable again.
                connection.execute_batch(
                    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000",
                )?;
                Ok(connection.execute_batch(statements)?)
            }
            Kind::Server(fresh) => Ok(postgres::psql(&fresh.admin_url, statements).map(drop)?),
        }
    }
}

fn now() -> Outcome<i64> {
    Ok(i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())?)
}
