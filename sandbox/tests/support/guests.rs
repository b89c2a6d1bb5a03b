//! A restaurant to test the queue with: tables, guests, and short ways to the rest.

use serde_json::{Value, json};
use softknack_sandbox::{Sandbox, minutes};

use super::{Api, Reply, start, text};

/// A restaurant whose clock stands still.
pub struct Restaurant {
    pub sandbox: Sandbox,
    pub api: Api,
}

impl Restaurant {
    pub async fn open() -> Self {
        let sandbox = start().await;
        sandbox.clock().freeze().await.unwrap();
        let api = Api::new(&sandbox);
        Self { sandbox, api }
    }

    /// A table, and its ID; `more` are further members.
    pub async fn table(&self, more: Value) -> String {
        table(&self.api, more).await
    }

    /// The ID of a contact whose phone is verified.
    pub async fn guest(&self, number: u32) -> String {
        guest(&self.api, number).await
    }

    pub async fn try_join(&self, guest: &str, more: Value) -> Reply {
        self.api.post("/v1/queue/join", joining(guest, more)).await
    }

    /// A party of two comes into line, unless `more` says otherwise.
    pub async fn join(&self, guest: &str, more: Value) -> Value {
        let reply = self.try_join(guest, more).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        reply.json()
    }

    /// A new guest's party comes into line.
    pub async fn party(&self, number: u32, more: Value) -> Value {
        let guest = self.guest(number).await;
        self.join(&guest, more).await
    }

    /// The IDs of the entries that an allocation check gave a table, in that order.
    pub async fn allocate(&self) -> Vec<String> {
        let answer = self.api.post("/v1/queue/allocate", json!({ "resourceType": "table" })).await.ok();
        answer["allocated"].as_array().unwrap().iter().map(|entry| text(entry, "id")).collect()
    }

    pub async fn entry(&self, entry: &Value) -> Value {
        self.api.get(&path(entry, "")).await.ok()
    }

    pub async fn act(&self, entry: &Value, step: &str) -> Reply {
        self.api.post(&path(entry, step), json!({})).await
    }

    /// Asks for a code, and reads it in the outbox.
    pub async fn challenge(&self, number: u32) -> (String, String) {
        let answer = self.api.post("/v1/queue/otp", json!({ "phone": phone(number), "name": "Priya" })).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        (text(&answer.json(), "challengeId"), self.code().await)
    }

    /// The code that was sent last.
    pub async fn code(&self) -> String {
        let messages = self.sandbox.outbox().list().await.unwrap();
        let message = messages.iter().find(|message| message.template == "queue_otp").expect("a code was sent");
        message.vars["code"].as_str().unwrap().to_owned()
    }

    pub async fn verify(&self, challenge: &str, code: &str) -> Reply {
        self.api.post("/v1/queue/otp/verify", json!({ "challengeId": challenge, "code": code })).await
    }

    /// Verifies a phone: the guest as a caller, and its contact's ID.
    pub async fn session(&self, number: u32) -> (Api, String) {
        let (challenge, code) = self.challenge(number).await;
        let session = self.verify(&challenge, &code).await.ok();
        (Api::with_key(&self.sandbox, &text(&session, "token")), text(&session, "customerId"))
    }

    /// Every event of the queue, oldest first.
    pub async fn events(&self) -> Vec<Value> {
        events(&self.api).await
    }

    /// Lets parties stay at the tables for so many minutes each, one after another.
    pub async fn sessions(&self, first_number: u32, stays: &[u64]) {
        for (number, stay) in (first_number..).zip(stays) {
            let entry = self.party(number, json!({})).await;
            self.allocate().await;
            self.act(&entry, "/confirm").await.ok();
            self.sandbox.clock().advance(minutes(*stay)).await.unwrap();
            self.act(&entry, "/checkout").await.ok();
        }
    }
}

/// A table, and its ID; `more` are further members.
pub async fn table(api: &Api, more: Value) -> String {
    let mut table = json!({ "name": "Table", "kind": "table" });
    extend(&mut table, more);
    text(&api.post("/calendar/v1/resources", table).await.ok(), "id")
}

/// The ID of a contact whose phone is verified.
pub async fn guest(api: &Api, number: u32) -> String {
    let contact = json!({ "name": format!("Guest {number}"), "phone": phone(number), "verified": true });
    text(&api.post("/crm/v1/contacts", contact).await.ok(), "id")
}

/// Every event of the queue, oldest first.
pub async fn events(api: &Api) -> Vec<Value> {
    api.all("/platform/v1/events?type=queue.*&order=asc").await
}

pub fn phone(number: u32) -> String {
    format!("+9198{number:08}")
}

pub fn path(entry: &Value, step: &str) -> String {
    format!("/v1/queue/entries/{}{step}", text(entry, "id"))
}

/// The body of a join.
pub fn joining(guest: &str, more: Value) -> Value {
    let mut join = json!({ "customerId": guest, "partySize": 2, "matchType": "FITTED", "resourceType": "table" });
    extend(&mut join, more);
    join
}

/// A code that is not the one that was sent.
pub fn another(code: &str) -> String {
    format!("{:04}", (code.parse::<u32>().unwrap() + 1) % 10_000)
}

fn extend(object: &mut Value, more: Value) {
    object.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
}
