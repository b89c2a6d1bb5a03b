//! A PostgreSQL server of the tests' own: in a temporary directory, reached by a socket there, and gone with the process that
//! started it, however that ends.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests fail by panicking, and each uses a part of this"
)]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Set to `postgres`, has every test run on PostgreSQL instead of SQLite.
pub const ENGINE: &str = "SANDBOX_TEST_ENGINE";

/// Who owns the databases, and as whom the sandbox works there. Both log in without a password: only who starts the tests gets
/// to the socket.
const ROLES: &str = "CREATE ROLE softknack_owner LOGIN CREATEROLE CREATEDB;
    CREATE ROLE softknack_server LOGIN NOINHERIT";

/// Far more than a server takes to start, on whatever machine.
const TOO_LONG: Duration = Duration::from_secs(180);

/// Whether the tests are to run on PostgreSQL.
pub fn wanted() -> bool {
    std::env::var_os(ENGINE).is_some_and(|engine| engine == "postgres")
}

/// A database that nobody has used yet.
pub struct Fresh {
    name: String,
    /// As whom the sandbox works.
    pub url: String,
    /// As whom it makes the tables.
    pub owner_url: String,
    /// As the server's administrator.
    pub admin_url: String,
}

/// A new one on the server of this process, without any tables.
pub fn fresh_database() -> Fresh {
    Server::of_this_process().fresh_database()
}

impl Fresh {
    /// One on the server of this process that is as this is, which nobody is connected to.
    pub fn copied(&self) -> Self {
        Server::of_this_process().copy_of(&self.name)
    }
}

/// A running server. Dropped, it is stopped and its directory removed.
pub struct Server {
    directory: PathBuf,
    /// Ends the server and removes its files as soon as nobody holds its input any more.
    keeper: Child,
}

impl Server {
    /// The one that all tests of this process share.
    pub fn of_this_process() -> &'static Self {
        static SERVER: OnceLock<Server> = OnceLock::new();
        SERVER.get_or_init(|| Self::with_roles("-c fsync=off -c full_page_writes=off -c wal_recycle=off"))
    }

    /// One with these settings, where databases can be made.
    pub fn with_roles(settings: &str) -> Self {
        let server = Self::start(settings);
        server.sql("postgres", ROLES);
        server
    }

    /// A database that nobody has used yet, without any tables.
    pub fn fresh_database(&self) -> Fresh {
        self.copy_of("template0")
    }

    /// One that is as `template` is, which nobody may be connected to.
    fn copy_of(&self, template: &str) -> Fresh {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("sandbox_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let statement = format!("CREATE DATABASE {name} OWNER softknack_owner TEMPLATE {template} STRATEGY file_copy");
        let since = Instant::now();
        // Who was connected to the template may not be gone yet.
        while let Err(error) = psql(&self.url("postgres", "postgres"), &statement) {
            assert!(since.elapsed() < TOO_LONG, "{error}");
            std::thread::sleep(Duration::from_millis(20));
        }
        let url = |role| self.url(role, &name);
        Fresh { url: url("softknack_server"), owner_url: url("softknack_owner"), admin_url: url("postgres"), name }
    }

    /// Stops it at once, as a crash does, and starts it again.
    pub fn crash(mut self) -> Self {
        writeln!(self.keeper.stdin.as_mut().unwrap(), "crash").unwrap();
        // It goes down first: only then is being ready a sign of its return.
        let started = |log: &str| log.matches("ready to accept connections").count();
        let before = started(&self.log());
        while started(&self.log()) == before {
            std::thread::sleep(Duration::from_millis(20));
        }
        self.wait_until_ready();
        self
    }

    /// What a query gives across all tenants, of one of its databases.
    pub fn query(&self, database: &Fresh, query: &str) -> String {
        psql(&database.admin_url, query).unwrap()
    }

    /// The process that starts all others of it.
    pub fn process(&self) -> u32 {
        let file = std::fs::read_to_string(self.directory.join("data/postmaster.pid")).unwrap();
        file.lines().next().unwrap().parse().unwrap()
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.directory.join("log")).unwrap_or_default()
    }

    /// Starts one with these settings.
    pub fn start(settings: &str) -> Self {
        let programs = programs();
        // A socket's path is short, on every system.
        let directory = std::env::temp_dir().join(format!("sandbox-pg-{}-{}", std::process::id(), since_boot()));
        std::fs::create_dir(&directory).unwrap();
        let user = other_user();
        if user.is_some() {
            let owned = Command::new("chown").arg("postgres").arg(&directory).status();
            assert!(owned.is_ok_and(|status| status.success()), "the server's directory cannot be given to its user");
        }
        let program = |name: &str| programs.join(name).display().to_string();
        let place = directory.display();
        let as_user = |command: String| match user {
            Some(user) => format!("{user} {command}"),
            None => command,
        };
        let initdb = as_user(format!(
            "{} --pgdata={place}/data --username=postgres --auth=trust --no-locale --encoding=UTF8 --no-sync",
            program("initdb")
        ));
        let serve = as_user(format!(
            "{} -D {place}/data -k {place} -c listen_addresses= -c max_connections=400 {settings}",
            program("postgres")
        ));
        let stop = as_user(format!(
            "{} stop --pgdata={place}/data --mode=immediate --silent >/dev/null 2>&1",
            program("pg_ctl")
        ));
        // The shell lives as long as this process holds its input, and ends the server after that. A line asks for a crash.
        let script = format!(
            "trap '' INT TERM; {initdb} >{place}/log 2>&1 || exit 1; {serve} >>{place}/log 2>&1 & \
             while read -r line; do {stop}; {serve} >>{place}/log 2>&1 & done; {stop}; rm -rf {place}"
        );
        let keeper = Command::new("sh")
            .args(["-c", &script])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { directory, keeper };
        server.wait_until_ready();
        server
    }

    fn wait_until_ready(&self) {
        let since = Instant::now();
        while !self.try_sql("postgres", "SELECT 1") {
            assert!(since.elapsed() < TOO_LONG, "the server does not start: {}", self.log());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Its files that have one of these texts in them, but for those of other databases: they are many while tests run.
    pub fn files_with(&self, database: &Fresh, texts: &[String]) -> Vec<String> {
        let others = format!("SELECT oid FROM pg_database WHERE datname <> '{}'", database.name);
        let others = psql(&self.url("postgres", "postgres"), &others).unwrap();
        let others = others.lines().map(|folder| format!("--exclude-dir={folder}"));
        let patterns = texts.iter().flat_map(|text| ["-e", text]);
        let mut grep = Command::new("grep");
        let found = grep.arg("-rlaF").args(others).args(patterns).arg(&self.directory).output().unwrap();
        String::from_utf8(found.stdout).unwrap().lines().map(str::to_owned).collect()
    }

    /// Where a database is for a role.
    pub fn url(&self, role: &str, database: &str) -> String {
        let directory = self.directory.display().to_string().replace('/', "%2F");
        format!("postgres://{role}@{directory}/{database}")
    }

    /// Runs statements as the server's administrator.
    pub fn sql(&self, database: &str, statements: &str) {
        for statement in statements.split(';') {
            assert!(self.try_sql(database, statement.trim()), "{statement}");
        }
    }

    fn try_sql(&self, database: &str, statement: &str) -> bool {
        psql(&self.url("postgres", database), statement).is_ok()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// What statements print as whom `url` says, or why they fail.
pub fn psql(url: &str, statements: &str) -> Result<String, String> {
    let mut psql = Command::new(programs().join("psql"));
    psql.args(["--dbname", url, "--no-psqlrc", "--quiet", "--tuples-only", "--no-align"]);
    // All in one go, where the sandbox's tables are.
    let told =
        psql.env("PGOPTIONS", "-c search_path=softknack,public").args(["--command", statements]).output().unwrap();
    match told.status.success() {
        true => Ok(String::from_utf8(told.stdout).unwrap()),
        false => Err(String::from_utf8_lossy(&told.stderr).into_owned()),
    }
}

/// The server refuses to run as the administrator of the system.
fn other_user() -> Option<&'static str> {
    let id = Command::new("id").arg("-u").output().ok()?;
    (id.stdout.trim_ascii() == b"0").then_some("setpriv --reuid=postgres --regid=postgres --clear-groups")
}

/// Where the server's programs are.
fn programs() -> &'static Path {
    static PROGRAMS: OnceLock<PathBuf> = OnceLock::new();
    PROGRAMS.get_or_init(find_programs)
}

fn find_programs() -> PathBuf {
    let told = Command::new("pg_config").arg("--bindir").output().ok().filter(|told| told.status.success());
    let told = told.map(|told| PathBuf::from(String::from_utf8_lossy(&told.stdout).trim().to_owned()));
    let mut places: Vec<PathBuf> = told.into_iter().collect();
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<PathBuf> = installed.map(|version| version.path().join("bin")).collect();
    versions.sort();
    places.extend(versions.into_iter().rev());
    places.extend(std::env::var_os("PATH").iter().flat_map(|path| std::env::split_paths(path).collect::<Vec<_>>()));
    let complete =
        |place: &&PathBuf| ["initdb", "postgres", "pg_ctl", "psql"].iter().all(|name| place.join(name).is_file());
    places.iter().find(complete).cloned().unwrap_or_else(|| {
        panic!("no PostgreSQL server is installed here: install one (Debian: apt-get install postgresql), version 15 or newer")
    })
}

/// A number that no other directory of this process has.
fn since_boot() -> u128 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos()
}
