//! What a transaction promises, on a file: it is committed together with others.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

use tokio::task::JoinSet;

use crate::store::{Location, Scope, Store, StoreError, Tx, args};

const INSERT: &str = "INSERT INTO notes (text) VALUES ($1)";

struct Notes {
    store: Store,
    file: tempfile::TempDir,
}

impl Notes {
    /// A table of texts, each of which may name another as its parent, which must be there by the commit.
    async fn open() -> Self {
        let file = tempfile::tempdir().unwrap();
        let store = Store::open(&Location::File(file.path().join("notes.db"))).await.unwrap();
        let mut tx = store.write(Scope::Everything).await.unwrap();
        let table =
            "CREATE TABLE notes (text TEXT PRIMARY KEY, parent TEXT REFERENCES notes DEFERRABLE INITIALLY DEFERRED)";
        tx.execute(table, args![]).await.unwrap();
        tx.commit().await.unwrap();
        Self { store, file }
    }

    async fn write(&self, text: &str) -> Tx {
        let mut tx = self.store.write(Scope::Everything).await.unwrap();
        tx.execute(INSERT, args![text]).await.unwrap();
        tx
    }

    /// What somebody else finds in the file.
    fn durable(&self) -> Vec<String> {
        let connection = rusqlite::Connection::open(self.file.path().join("notes.db")).unwrap();
        let mut statement = connection.prepare("SELECT text FROM notes ORDER BY text").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }
}

#[tokio::test]
async fn whoever_is_told_of_a_commit_finds_it_in_the_file() {
    let notes = std::sync::Arc::new(Notes::open().await);
    let mut writers = JoinSet::new();
    for number in 0..64 {
        let notes = notes.clone();
        writers.spawn(async move {
            let text = format!("{number:02}");
            notes.write(&text).await.commit().await.unwrap();
            assert!(notes.durable().contains(&text));
        });
    }
    while let Some(written) = writers.join_next().await {
        written.unwrap();
    }
    assert_eq!(notes.durable().len(), 64);
}

#[tokio::test]
async fn what_is_undone_leaves_its_neighbours_in_the_group_alone() {
    let notes = Notes::open().await;
    let first = notes.write("first").await;
    let (committed, (), last) = tokio::join!(
        biased;
        first.commit(),
        async { notes.write("undone").await.rollback() },
        async { notes.write("last").await.commit().await },
    );
    committed.unwrap();
    last.unwrap();
    assert_eq!(notes.durable(), ["first", "last"]);
}

#[tokio::test]
async fn a_transaction_that_is_dropped_keeps_nothing_locked() {
    let notes = Notes::open().await;
    drop(notes.write("undone").await);
    let beside = rusqlite::Connection::open(notes.file.path().join("notes.db")).unwrap();
    beside.busy_timeout(std::time::Duration::ZERO).unwrap();
    beside.execute(INSERT, ["beside"]).unwrap();
    assert_eq!(notes.durable(), ["beside"]);
}

#[tokio::test]
async fn where_the_group_cannot_be_committed_everybody_in_it_is_told() {
    let notes = Notes::open().await;
    let first = notes.write("first").await;
    let (first, orphan) = tokio::join!(biased; first.commit(), async {
        let mut tx = notes.store.write(Scope::Everything).await.unwrap();
        tx.execute("INSERT INTO notes (text, parent) VALUES ('orphan', 'nobody')", args![]).await.unwrap();
        tx.commit().await
    });
    assert!(matches!(first, Err(StoreError::NotCommitted(_))), "{first:?}");
    assert!(matches!(orphan, Err(StoreError::NotCommitted(_))), "{orphan:?}");
    assert!(notes.durable().is_empty());
    notes.write("after").await.commit().await.unwrap();
    assert_eq!(notes.durable(), ["after"]);
}

#[tokio::test]
async fn where_the_database_undoes_everything_everybody_in_the_group_is_told() {
    let notes = Notes::open().await;
    let first = notes.write("first").await;
    let (first, ()) = tokio::join!(biased; first.commit(), async {
        // As SQLite does by itself when the disk is full.
        notes.write("last").await.execute("ROLLBACK", args![]).await.unwrap();
    });
    assert!(matches!(first, Err(StoreError::NotCommitted(_))), "{first:?}");
    notes.write("after").await.commit().await.unwrap();
    assert_eq!(notes.durable(), ["after"]);
}

#[tokio::test]
async fn after_closing_there_is_nothing_to_read_or_write() {
    let notes = Notes::open().await;
    let committing = tokio::spawn(notes.write("last").await.commit());
    tokio::task::yield_now().await;
    notes.store.close().await;
    committing.await.unwrap().unwrap();
    assert!(matches!(notes.store.read(Scope::Everything).await, Err(StoreError::Closed)));
    assert!(matches!(notes.store.write(Scope::Everything).await, Err(StoreError::Closed)));
    assert_eq!(notes.durable(), ["last"]);
}
