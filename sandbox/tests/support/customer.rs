//! Somebody who books, moves and cancels, and remembers every answer.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::random::Random;
use super::{Api, Reply, text};

const APPOINTMENTS: &str = "/calendar/v1/appointments";

/// Somebody who does one thing after another, under keys that never come twice.
pub struct Customer {
    random: Random,
    contact: String,
    requests: usize,
    /// What was answered last for each record, by its path.
    records: BTreeMap<String, Value>,
    /// What was asked since the last crash, and the records that it changed.
    asked: Vec<Asked>,
    touched: BTreeSet<String>,
    settled: Vec<Settled>,
    /// The events that its changes must have caused, and the records that they are about.
    pub caused: Vec<(&'static str, String)>,
}

/// A request, and what was answered, where an answer arrived.
struct Asked {
    request: Request,
    answer: Option<Answer>,
}

/// A request whose answer is known for good.
struct Settled {
    request: Request,
    answer: Answer,
}

#[derive(Debug, PartialEq)]
struct Answer {
    status: u16,
    text: String,
}

struct Request {
    key: String,
    step: Step,
    path: String,
    body: Value,
    /// The path of the record that it changes, where it makes none.
    record: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    Book,
    Reschedule,
    Cancel,
    Annotate,
    Rename,
}

/// How many answers arrived before a crash and how many requests were cut off, after their commit or before; and how many of
/// all were refused.
#[derive(Debug, Default)]
pub struct Tally {
    pub answered: usize,
    pub refused: usize,
    pub lost_with_effect: usize,
    pub lost_without: usize,
}

impl Tally {
    pub fn add(&mut self, other: &Self) {
        self.answered += other.answered;
        self.refused += other.refused;
        self.lost_with_effect += other.lost_with_effect;
        self.lost_without += other.lost_without;
    }
}

impl Customer {
    /// Somebody new, with a contact who can be reminded.
    pub async fn new(api: &Api, phone: &str, random: Random) -> Self {
        let made = api.post("/crm/v1/contacts", json!({ "name": "Somebody", "phone": phone })).await.ok();
        let contact = text(&made, "id");
        let records = BTreeMap::from([(format!("/crm/v1/contacts/{contact}"), made)]);
        Self {
            random,
            contact,
            requests: 0,
            records,
            asked: Vec::new(),
            touched: BTreeSet::new(),
            settled: Vec::new(),
            caused: Vec::new(),
        }
    }

    /// Asks for one thing after another until no answer comes, and tells of each that does.
    pub async fn act_until_cut_off(&mut self, api: &Api, slots: &[String], answered: &Notify) {
        loop {
            let request = self.choose(slots);
            let reply = request.send(api).await.ok();
            let answer = reply.map(|reply| {
                self.learn(&request, &reply);
                answered.notify_one();
                Answer { status: reply.status, text: reply.text }
            });
            let cut_off = answer.is_none();
            self.asked.push(Asked { request, answer });
            if cut_off {
                return;
            }
        }
    }

    fn choose(&mut self, slots: &[String]) -> Request {
        self.requests += 1;
        let key = format!("{}-{}", self.contact, self.requests);
        let booked: Vec<&String> =
            self.records.iter().filter(|(_, record)| record["status"] == "booked").map(|(path, _)| path).collect();
        let step = match self.random.below(20) {
            0..=1 => Step::Rename,
            2..=8 => Step::Book,
            _ if booked.is_empty() => Step::Book,
            9..=10 => Step::Annotate,
            11..=15 => Step::Reschedule,
            _ => Step::Cancel,
        };
        let slot = self.random.one_of(slots).clone();
        if step == Step::Book {
            let if_taken = *self.random.one_of(&["offer", "offer", "book_next"]);
            let body = json!({
                "slot_id": slot, "contact_id": self.contact, "service": "cut", "if_taken": if_taken, "metadata": { "key": key },
            });
            return Request { key, step, path: APPOINTMENTS.to_owned(), body, record: None };
        }
        if step == Step::Rename {
            let path = format!("/crm/v1/contacts/{}", self.contact);
            return Request { body: json!({ "name": key }), key, step, path: path.clone(), record: Some(path) };
        }
        let record = (*self.random.one_of(&booked)).clone();
        let (path, body) = match step {
            Step::Cancel => (format!("{record}/cancel"), json!({ "reason": key })),
            Step::Reschedule => {
                let others: Vec<&String> =
                    slots.iter().filter(|slot| **slot != self.records[&record]["slot_id"]).collect();
                (format!("{record}/reschedule"), json!({ "slot_id": self.random.one_of(&others), "reason": key }))
            }
            _ => (record.clone(), json!({ "notes": key })),
        };
        Request { key, step, path, body, record: Some(record) }
    }

    /// Takes in an answer that it had not seen before.
    fn learn(&mut self, request: &Request, reply: &Reply) {
        if reply.status == 409 {
            let code = reply.code();
            assert!(["slot_taken", "resource_taken"].contains(&code.as_str()), "{} {}", request.path, reply.text);
            return;
        }
        assert_eq!(
            reply.status,
            if request.step == Step::Book { 201 } else { 200 },
            "{}: {}",
            request.path,
            reply.text
        );
        let after = reply.json();
        let path = request.record.clone().unwrap_or_else(|| format!("{APPOINTMENTS}/{}", text(&after, "id")));
        let before = self.records.insert(path.clone(), after.clone());
        self.touched.insert(path);
        let id = text(&after, "id");
        let mut freed = || self.caused.push(("slot.released", text(before.as_ref().unwrap(), "slot_id")));
        match request.step {
            Step::Book => self.caused.push(("appointment.booked", id)),
            Step::Rename => self.caused.push(("contact.updated", id)),
            Step::Annotate => {}
            Step::Cancel => {
                freed();
                self.caused.push(("appointment.cancelled", id));
            }
            Step::Reschedule => {
                freed();
                self.caused.push(("appointment.rescheduled", id));
            }
        }
    }

    /// After a restart: what was answered is there and is answered again, and what was not has, sent again, one effect.
    pub async fn recover(&mut self, api: &Api, tally: &mut Tally) {
        let asked = std::mem::take(&mut self.asked);
        let touched = std::mem::take(&mut self.touched);
        let lost = asked.iter().find(|asked| asked.answer.is_none()).map(|asked| &asked.request);
        for path in touched.iter().filter(|path| lost.is_none_or(|lost| lost.record.as_ref() != Some(path))) {
            assert_eq!(api.get(path).await.ok(), self.records[path], "what was answered is there");
        }
        let had_effect = match lost {
            Some(lost) => self.find_effect(api, lost).await,
            None => false,
        };
        for Asked { request, answer } in asked {
            let reply = request.send(api).await.unwrap();
            let replayed = reply.is_replayed();
            let found = Answer { status: reply.status, text: reply.text.clone() };
            match answer {
                Some(answer) => {
                    assert_eq!((&found, replayed), (&answer, true), "{:?}, sent again", request.step);
                    tally.answered += 1;
                }
                None => {
                    self.learn(&request, &reply);
                    let effect_before = replayed && reply.status < 300;
                    assert_eq!(effect_before, had_effect, "{:?}: effect and record are one: {reply:?}", request.step);
                    *(if had_effect { &mut tally.lost_with_effect } else { &mut tally.lost_without }) += 1;
                }
            }
            tally.refused += usize::from(found.status == 409);
            self.settled.push(Settled { request, answer: found });
        }
        for path in std::mem::take(&mut self.touched) {
            assert_eq!(api.get(&path).await.ok(), self.records[&path]);
        }
    }

    /// Whether a request had its effect, though its answer never arrived.
    async fn find_effect(&self, api: &Api, lost: &Request) -> bool {
        match &lost.record {
            Some(path) => api.get(path).await.ok() != self.records[path],
            None => {
                let newest = api.get(&format!("{APPOINTMENTS}?contact_id={}&limit=5", self.contact)).await.ok();
                newest["data"].as_array().unwrap().iter().any(|made| made["metadata"]["key"] == lost.key)
            }
        }
    }

    /// Everything that was ever asked has the answer that it had, and what was made is there and nothing else.
    pub async fn check_everything(&self, api: &Api) {
        for Settled { request, answer } in &self.settled {
            let reply = request.send(api).await.unwrap();
            assert!(reply.is_replayed(), "{reply:?}");
            assert_eq!(Answer { status: reply.status, text: reply.text }, *answer);
        }
        let made = api.all(&format!("{APPOINTMENTS}?contact_id={}&order=asc", self.contact)).await;
        let known = self.records.iter().filter(|(path, _)| path.starts_with(APPOINTMENTS)).map(|(_, record)| record);
        assert!(made.iter().eq(known), "{made:?}");
    }
}

impl Request {
    async fn send(&self, api: &Api) -> Result<Reply, reqwest::Error> {
        let method = match self.step {
            Step::Book | Step::Reschedule | Step::Cancel => Method::POST,
            Step::Annotate | Step::Rename => Method::PATCH,
        };
        api.try_send(method, &self.path, Some(self.body.clone()), Some(&self.key)).await
    }
}
