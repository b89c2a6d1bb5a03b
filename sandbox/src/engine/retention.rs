//! Retention: personal data goes as soon as nobody needs it, from wherever it was copied to.
//!
//! What is personal is said by the declared types alone (`softknack::sanitised`). It stands in two kinds of places:
//!
//! - In columns of its own: [`TABLES`] names them, and a test holds the list against the declaration.
//! - In bodies that are kept: events, and answers under their idempotency keys. Their rows hold the sanitised text from the
//!   first. The whole text, where it says more, stands apart, in `personal_copies`, linked to the entries and contacts that it
//!   names; it is read instead as long as it is there. So rows that only grow are never touched: forgetting deletes copies.
//!
//! The audit log never has it, being written with `softknack::redacted`. The database overwrites what it deletes, and [`Store::scrub`](crate::store::Store::scrub) takes it out of the log that is
//! written ahead.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;
use softknack::{Contact, ContactId, QueueEntryId, Timestamp, sanitised, writes_personal};

use super::Context;
use super::crm::contacts;
use crate::attempts::Attempts;
use crate::refusal::Outcome;
use crate::state::Shared;
use crate::store::{Scope, Sql, Tx, args, places, statements};

/// A table that holds personal data in columns of its own.
struct Table {
    name: &'static str,
    /// The column that says whose data it is.
    contact: &'static str,
    /// The personal columns, and what is left in them.
    emptied: &'static [(&'static str, &'static str)],
}

const TABLES: &[Table] = &[
    Table {
        name: "contacts",
        contact: "id",
        emptied: &[("name", "NULL"), ("phone", "NULL"), ("email", "NULL"), ("metadata", "'{}'")],
    },
    Table {
        name: "appointments",
        contact: "contact_id",
        emptied: &[("reason", "NULL"), ("notes", "NULL"), ("metadata", "'{}'")],
    },
    // The zone is read out of the metadata.
    Table { name: ENTRIES, contact: "customer_id", emptied: EMPTIED_ENTRY },
    Table { name: "messages", contact: "contact_id", emptied: &[("vars", "'{}'")] },
];

const ENTRIES: &str = "queue_entries";
const EMPTIED_ENTRY: &[(&str, &str)] = &[("metadata", "'{}'"), ("zone", "NULL")];

/// Empties the personal columns of the rows of `table` whose `owner` is `$2`, where there is anything in them.
fn emptying(table: &str, owner: &str, emptied: &[(&str, &str)]) -> String {
    let joined = |between: &str, with: &str| {
        emptied.iter().map(|(column, left)| format!("{column}{between}{left}")).collect::<Vec<_>>().join(with)
    };
    let (left, filled) = (joined(" = ", ", "), joined(" IS DISTINCT FROM ", " OR "));
    format!("UPDATE {table} SET {left} WHERE tenant = $1 AND {owner} = $2 AND ({filled})")
}

/// What empties all that is a contact's.
static EMPTY_CONTACT: LazyLock<Vec<String>> =
    LazyLock::new(|| TABLES.iter().map(|table| emptying(table.name, table.contact, table.emptied)).collect());

/// What empties one entry.
static EMPTY_ENTRY: LazyLock<String> = LazyLock::new(|| emptying(ENTRIES, "id", EMPTIED_ENTRY));

/// A text, and what may be kept of it.
#[derive(Debug)]
pub(crate) struct Kept {
    /// The whole text.
    pub(crate) text: String,
    /// The text without what is personal, where there was anything.
    sanitised: Option<String>,
}

impl Kept {
    /// What `write` writes, and what of it may be kept.
    ///
    /// # Errors
    /// When it writes nothing that is JSON.
    pub(crate) fn of(write: impl Fn() -> serde_json::Result<String>) -> serde_json::Result<Self> {
        let (text, personal) = writes_personal(&write);
        Ok(Self { text: text?, sanitised: personal.then(|| sanitised(write)).transpose()? })
    }

    /// A text that says nothing personal, or is only told and not kept.
    pub(crate) fn whole(text: String) -> Self {
        Self { text, sanitised: None }
    }

    /// What the row holds. The rest goes to `personal_copies` under `id`, until `expires_at` at the latest.
    pub(crate) fn store(&self, tx: &mut Tx, tenant: &str, id: &str, expires_at: Option<Timestamp>) -> &str {
        let Some(sanitised) = &self.sanitised else { return &self.text };
        tx.write_later(INSERT_COPY, args![tenant, id, &self.text, expires_at]);
        let subjects = subjects(&self.text);
        if !subjects.is_empty() {
            let mut args = args![tenant, id];
            args.extend(subjects.iter().map(|subject| (*subject).into()));
            // Only places are put together here; every value is bound.
            let sql = format!("{INSERT_SUBJECTS} FROM (VALUES {}) AS subjects", places(3, 1, subjects.len()));
            tx.write_later(Sql::assembled(sql), args);
        }
        sanitised
    }
}

/// The contacts and entries that a body names: the people in it.
fn subjects(body: &str) -> BTreeSet<&str> {
    let is_subject = |text: &&str| text.parse::<ContactId>().is_ok() || text.parse::<QueueEntryId>().is_ok();
    body.split('"').filter(is_subject).collect()
}

/// An entry has ended: what is personal about it goes, though its contact may stay known. Called before it is read again.
pub(crate) fn empty_entry(cx: &mut Context, entry: QueueEntryId) {
    cx.tx.write_later(EMPTY_ENTRY.as_str(), args![&cx.tenant, entry]);
    cx.tx.write_later(DELETE_COPIES, args![&cx.tenant, entry]);
    cx.tx.leaves_no_trace();
}

#[derive(Deserialize)]
struct Needed {
    in_line: bool,
    until: Option<Timestamp>,
}

/// Forgets a guest whom nothing needs any more, or notes when to look again: a guest is needed while in a line, until the last
/// booked appointment has ended, and while a code is on its way.
pub(crate) async fn settle(cx: &mut Context, contact: ContactId) -> Outcome<()> {
    let needed: Needed = cx.tx.one(SELECT_NEEDED, args![&cx.tenant, contact, cx.now]).await?;
    if needed.in_line || needed.until.is_some() {
        // Whoever leaves a line is looked at then.
        let until = needed.until.filter(|_| !needed.in_line);
        cx.tx.write_later(FORGET_AT, args![&cx.tenant, contact, until]);
        if let Some(until) = until {
            cx.wake_by(until);
        }
        return Ok(());
    }
    forget(cx, contact).await?;
    Ok(())
}

/// Something ended that a guest may have been kept known for.
pub(crate) async fn reconsider(cx: &mut Context, contact: ContactId) -> Outcome<()> {
    if cx.tx.optional::<ContactId>(FORGET_SOONER, args![&cx.tenant, contact, cx.now]).await?.is_some() {
        cx.wake_by(cx.now);
    }
    Ok(())
}

/// Keeps a guest, who is known by a code alone, known until then.
pub(crate) fn remember_until(cx: &mut Context, contact: ContactId, until: Timestamp) {
    cx.tx.write_later(FORGET_LATER, args![&cx.tenant, contact, until]);
    cx.wake_by(until);
}

/// A guest who came to be known at this moment by asking for a code.
pub(crate) fn is_known_by_code(cx: &mut Context, contact: ContactId, until: Timestamp) {
    cx.tx.write_later(FORGET_AT, args![&cx.tenant, contact, Some(until)]);
    cx.wake_by(until);
}

/// Removes what is personal about a contact, wherever it stands. Forgotten before, nothing changes.
///
/// # Errors
/// When there is no such contact, and when the database fails.
pub(crate) async fn forget(cx: &mut Context, id: ContactId) -> Outcome<Contact> {
    let before = contacts::get(cx, id, ()).await?;
    for sql in EMPTY_CONTACT.iter() {
        cx.tx.write_later(sql.as_str(), args![&cx.tenant, id]);
    }
    cx.tx.write_later(CLOSE_CHALLENGES, args![&cx.tenant, id, cx.now]);
    cx.tx.write_later(DELETE_COPIES, args![&cx.tenant, id]);
    cx.tx.leaves_no_trace();
    let known = before.verified || writes_personal(|| serde_json::to_string(&before)).1;
    let updated_at = if known { cx.now } else { before.updated_at };
    cx.tx.write_later(FORGOTTEN, args![&cx.tenant, id, updated_at]);
    cx.wake_by(cx.now);
    contacts::forgotten(cx, &before).await
}

#[derive(Deserialize)]
struct Due {
    tenant: String,
    id: ContactId,
}

/// Forgets, or keeps known for longer, every guest whose time has come.
///
/// # Errors
/// When the database fails.
pub(crate) async fn run_due(shared: &Shared) -> Outcome<()> {
    /// How many are read at once.
    const BATCH: u32 = 100;

    let now = shared.clock.now();
    loop {
        let due: Vec<Due> = shared.store.read(Scope::Everything).await?.all(SELECT_DUE, args![now, BATCH]).await?;
        if due.is_empty() {
            return Ok(());
        }
        for guest in due {
            let mut attempts = Attempts::default();
            while let Err(refusal) = look_at(shared, &guest, now).await {
                attempts.again(refusal).await?;
            }
        }
    }
}

async fn look_at(shared: &Shared, due: &Due, now: Timestamp) -> Outcome<()> {
    let tx = shared.store.write(Scope::Tenant(&due.tenant)).await?;
    let mut cx = shared.timer_context(tx, &due.tenant, "crm.contacts.expire", None)?;
    // There may be reason to wait since it was read.
    if cx.tx.optional::<ContactId>(IS_DUE, args![&cx.tenant, due.id, now]).await?.is_some() {
        settle(&mut cx, due.id).await?;
        cx.commit().await?;
    }
    Ok(())
}

/// Removes the copies whose time is over.
pub(crate) async fn expire(tx: &mut Tx, now: Timestamp) -> Outcome<()> {
    if tx.execute(EXPIRE_COPIES, args![now]).await? > 0 {
        tx.leaves_no_trace();
    }
    Ok(())
}

statements! {
    INSERT_COPY: "INSERT INTO personal_copies (tenant, id, body, expires_at) VALUES ($1, $2, $3, $4)";
    /// The links go with the copies.
    DELETE_COPIES: "DELETE FROM personal_copies WHERE tenant = $1
        AND id IN (SELECT copy_id FROM personal_subjects WHERE tenant = $1 AND subject = $2)";
    EXPIRE_COPIES: "DELETE FROM personal_copies WHERE expires_at <= $1";
    SELECT_NEEDED: "SELECT
            EXISTS (SELECT 1 FROM queue_entries WHERE tenant = $1 AND customer_id = $2
                AND status IN ('waiting', 'allocated', 'seated')) AS in_line,
            (SELECT MAX(needed_until) FROM (
                SELECT MAX(ends_at) AS needed_until FROM appointments
                    WHERE tenant = $1 AND contact_id = $2 AND status = 'booked' AND ends_at > $3
                UNION ALL SELECT MAX(expires_at) FROM otp_challenges
                    WHERE tenant = $1 AND contact_id = $2 AND closed_at IS NULL AND expires_at > $3
            ) AS business) AS until";
    FORGET_AT: "UPDATE contacts SET forget_at = $3 WHERE tenant = $1 AND id = $2";
    FORGET_SOONER: "UPDATE contacts SET forget_at = $3 WHERE tenant = $1 AND id = $2 AND forget_at > $3 RETURNING id";
    FORGET_LATER: "UPDATE contacts SET forget_at = $3 WHERE tenant = $1 AND id = $2 AND forget_at < $3";
    /// A number that is not known is nobody's.
    FORGOTTEN: "UPDATE contacts SET verified = FALSE, forget_at = NULL, updated_at = $3 WHERE tenant = $1 AND id = $2";
    CLOSE_CHALLENGES: "UPDATE otp_challenges SET code_digest = '', closed_at = COALESCE(closed_at, $3)
        WHERE tenant = $1 AND contact_id = $2";
    IS_DUE: "SELECT id FROM contacts WHERE tenant = $1 AND id = $2 AND forget_at <= $3";
    SELECT_DUE: "SELECT tenant, id FROM contacts WHERE forget_at <= $1 ORDER BY forget_at, id LIMIT $2";
}

const INSERT_SUBJECTS: &str = "INSERT INTO personal_subjects (tenant, copy_id, subject) SELECT $1, $2, column1";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::collections::{BTreeMap, BTreeSet};

    use serde_json::Value;

    use super::*;
    use crate::store::check_statements;

    /// What each `$ref` below a value names.
    fn references<'d>(value: &'d Value, found: &mut BTreeSet<&'d str>) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    match (name.as_str(), member) {
                        ("$ref", Value::String(reference)) => drop(found.insert(reference.rsplit('/').next().unwrap())),
                        _ => references(member, found),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            _ => {}
        }
    }

    /// The personal members of every type that the API answers or announces, as they are declared.
    fn declared(document: &Value) -> BTreeMap<&str, BTreeSet<&str>> {
        let component = |name: &str| &document["components"]["schemas"][name];
        let mut named = BTreeSet::new();
        for path in document["paths"].as_object().unwrap().values() {
            path.as_object().unwrap().values().for_each(|operation| references(&operation["responses"], &mut named));
        }
        references(&document["webhooks"], &mut named);
        loop {
            let mut more = named.clone();
            named.iter().for_each(|name| references(component(name), &mut more));
            if more.len() == named.len() {
                break;
            }
            named = more;
        }
        let is_personal = |member: &Value| {
            let mut types = BTreeSet::new();
            references(member, &mut types);
            types.iter().any(|name| component(name)["x-sensitive"] == "personal")
        };
        let mut declared = BTreeMap::new();
        for name in named {
            let Some(members) = component(name)["properties"].as_object() else { continue };
            // Members of members are those of another type.
            let personal = members.iter().filter(|(_, member)| is_personal(member)).map(|(name, _)| name.as_str());
            let personal: BTreeSet<&str> = personal.collect();
            if !personal.is_empty() {
                declared.insert(name, personal);
            }
        }
        declared
    }

    #[test]
    fn every_personal_member_that_is_declared_is_emptied_where_it_is_stored() {
        let document = softknack::openapi::document();
        for (model, members) in declared(&document) {
            let name = match model {
                "Contact" => "contacts",
                "Appointment" => "appointments",
                "QueueEntry" => "queue_entries",
                other => panic!("{other} has personal members: in which table are they?"),
            };
            let table = TABLES.iter().find(|table| table.name == name).unwrap();
            let emptied: BTreeSet<&str> = table.emptied.iter().map(|(column, _)| *column).collect();
            assert!(members.is_subset(&emptied), "{model} has {members:?}, emptied are {emptied:?}");
        }
    }

    #[tokio::test]
    async fn every_emptying_is_understood() {
        let all = EMPTY_CONTACT.iter().chain([&*EMPTY_ENTRY]);
        let statements: Vec<(&str, &'static str)> = all.map(|sql| (sql.as_str(), sql.as_str())).collect();
        check_statements(&statements).await;
    }

    #[test]
    fn a_text_is_linked_to_whom_it_names() {
        let body =
            r#"{"id":"evt_1","data":{"entry":{"id":"que_1","customerId":"ctc_1"},"note":"ctc","que":"not que_2"}}"#;
        assert_eq!(subjects(body), BTreeSet::from(["ctc_1", "que_1"]));
    }
}
