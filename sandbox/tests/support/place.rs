//! Where a sandbox keeps its data beyond its own life: in a file, or in a database of a server.

use std::path::PathBuf;
use std::sync::Arc;

use softknack_sandbox::{Builder, Sandbox};

use super::database::Database;
use super::postgres::{self, Fresh};

/// A place that outlives the sandboxes that are started on it.
#[derive(Clone)]
pub enum Place {
    File(Arc<tempfile::TempDir>),
    Server(Arc<Fresh>),
}

impl Place {
    /// A new one, on the engine that the tests are run on.
    pub fn new() -> Self {
        match postgres::wanted() {
            true => Self::Server(Arc::new(super::fresh_tables())),
            false => Self::File(Arc::new(tempfile::tempdir().unwrap())),
        }
    }

    /// For a sandbox there.
    pub fn builder(&self) -> Builder {
        match self {
            Self::File(folder) => Sandbox::builder().file(file(folder)),
            Self::Server(fresh) => super::builder_on(&fresh.url, Some(&fresh.owner_url)),
        }
    }

    /// The data itself, beside the sandbox.
    pub fn database(&self) -> Database {
        match self {
            Self::File(folder) => Database::open(&file(folder)),
            Self::Server(fresh) => Database::on_server(fresh.owner_url.clone()),
        }
    }
}

fn file(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("sandbox.db")
}
