//! Several sandboxes on one database, each a process of its own.

use reqwest::Method;
use serde_json::{Value, json};

use super::postgres::{Fresh, fresh_database};
use super::program::Program;
use super::{Api, Reply, text};

/// The sandboxes, and their database.
pub struct Team {
    pub database: Fresh,
    pub members: Vec<Member>,
    options: Vec<String>,
}

/// One of them.
pub struct Member {
    pub program: Program,
    pub api: Api,
    admin: Api,
    pub ready: Value,
}

impl Team {
    /// So many on a new database.
    pub fn of(size: usize) -> Self {
        Self::with(size, &[])
    }

    /// So many on this database.
    pub fn on(database: Fresh, size: usize) -> Self {
        Self { database, members: Vec::new(), options: Vec::new() }.filled(size)
    }

    /// So many on a new one, started with further options.
    pub fn with(size: usize, options: &[&str]) -> Self {
        let options = options.iter().map(|&option| option.to_owned()).collect();
        Self { database: fresh_database(), members: Vec::new(), options }.filled(size)
    }

    fn filled(mut self, size: usize) -> Self {
        for _ in 0..size {
            let member = self.start();
            self.members.push(member);
        }
        self
    }

    /// One more, for nobody's place.
    pub fn start(&self) -> Member {
        let mut arguments = vec!["--database", &self.database.url, "--migrate-as", &self.database.owner_url];
        arguments.extend(self.options.iter().map(String::as_str));
        let (program, ready) = Program::serve_with(&arguments);
        let base_url = text(&ready, "base_url");
        let api = Api::at(&base_url, &text(&ready, "test_key"));
        Member { program, api, admin: Api::at(&base_url, &text(&ready, "admin_token")), ready }
    }

    /// Kills one as `kill -9` does.
    pub fn kill(&mut self, number: usize) {
        self.members.remove(number).program.kill();
    }

    pub fn api(&self, number: usize) -> &Api {
        &self.members[number % self.members.len()].api
    }
}

impl Member {
    /// Calls its control plane.
    pub async fn control(&self, method: Method, path: &str, body: Option<Value>) -> Reply {
        self.admin.send(method, &format!("/sandbox/v1{path}"), body, None).await
    }

    pub async fn clock(&self, change: Value) -> Value {
        self.control(Method::POST, "/clock", Some(change)).await.ok()
    }

    pub async fn clock_now(&self) -> Value {
        self.control(Method::GET, "/clock", None).await.ok()
    }

    /// Waits until everything that is due was done.
    pub async fn settle(&self) {
        self.control(Method::POST, "/settle", None).await.ok();
    }

    /// Makes a contact, under a key of its own.
    pub async fn contact(&self) -> Value {
        self.api.post("/crm/v1/contacts", json!({ "name": "Priya" })).await.ok()
    }

    /// As [`Api`] of another key.
    pub fn as_key(&self, key: &str) -> Api {
        Api::at(&text(&self.ready, "base_url"), key)
    }
}
