//! `crm.contacts`.

use serde_json::json;
use softknack::{
    Contact, ContactId, ListContacts, Metadata, NewContact, Patch, PersonName, PhoneNumber, Timestamp, UpdateContact,
};

use crate::engine::{Context, Filters, Listing, PageOf, Paging, calendar, queue, retention};
use crate::refusal::{Outcome, Refusal};
use crate::store::{Arg, args, statements};

pub(super) async fn create(cx: &mut Context, (): (), new: NewContact) -> Outcome<Contact> {
    let id: ContactId = cx.id();
    let args = args![
        &cx.tenant,
        id,
        new.name.as_ref(),
        new.phone.as_ref(),
        new.email.as_ref(),
        new.verified.unwrap_or(false),
        Arg::json(&new.metadata.unwrap_or_default()),
        cx.now
    ];
    let contact: Contact = cx.tx.one(INSERT, args).await?;
    cx.audit(id, None::<&Contact>, Some(&contact));
    Ok(contact)
}

pub(in crate::engine) async fn get(cx: &mut Context, id: ContactId, (): ()) -> Outcome<Contact> {
    cx.tx.optional(SELECT_ONE, args![&cx.tenant, id]).await?.ok_or_else(|| Refusal::not_found("contact"))
}

pub(super) async fn list(cx: &mut Context, query: ListContacts, paging: Paging) -> Outcome<PageOf<Contact>> {
    let filters = Filters::default().and("phone = $", query.phone.as_ref()).and("email = $", query.email.as_ref());
    cx.list(Listing::by_id(SELECT), filters, paging).await
}

pub(super) async fn update(cx: &mut Context, id: ContactId, change: UpdateContact) -> Outcome<Contact> {
    let before = get(cx, id, ()).await?;
    // Another number was not made sure of, whatever was said of the old one.
    let same_phone = matches!(&change.phone, Patch::Keep) || Patch::apply(change.phone.clone(), None) == before.phone;
    let verified = change.verified.unwrap_or(before.verified && same_phone);
    let args = args![
        &cx.tenant,
        id,
        change.name.apply(before.name.clone()).as_ref(),
        change.phone.apply(before.phone.clone()).as_ref(),
        change.email.apply(before.email.clone()).as_ref(),
        verified,
        Arg::json(change.metadata.as_ref().unwrap_or(&before.metadata)),
        cx.now
    ];
    let after: Contact = cx.tx.one(UPDATE, args).await?;
    cx.audit(id, Some(&before), Some(&after));
    announce(cx, &before, &after).await?;
    Ok(after)
}

/// Who waits in line cannot be called any more and leaves it; what is booked stays booked, and nobody is reminded of it.
pub(super) async fn erase(cx: &mut Context, id: ContactId, (): ()) -> Outcome<Contact> {
    get(cx, id, ()).await?;
    queue::leave(cx, id).await?;
    calendar::forget_reminders_of(cx, id);
    retention::forget(cx, id).await
}

/// Announces what changed, where anything did.
async fn announce(cx: &mut Context, before: &Contact, after: &Contact) -> Outcome<()> {
    let changed = changed(before, after);
    if !changed.is_empty() {
        cx.emit("contact.updated", || json!({ "contact": after, "changed": changed })).await?;
    }
    Ok(())
}

/// Notes that a contact was forgotten, where it was not before.
pub(in crate::engine) async fn forgotten(cx: &mut Context, before: &Contact) -> Outcome<Contact> {
    let after = get(cx, before.id, ()).await?;
    if after != *before {
        cx.audit(before.id, Some(before), Some(&after));
        announce(cx, before, &after).await?;
    }
    Ok(after)
}

/// The contact with this phone number, made where there is none: one whose number was made sure of, or else the oldest.
///
/// A name is taken only where nobody has made sure of anything yet. Who is known by the code alone is so until `until`.
pub(in crate::engine) async fn with_phone(
    cx: &mut Context,
    phone: &PhoneNumber,
    name: Option<PersonName>,
    until: Timestamp,
) -> Outcome<Contact> {
    match cx.tx.optional::<Contact>(SELECT_BY_PHONE, args![&cx.tenant, phone]).await? {
        Some(contact) => {
            retention::remember_until(cx, contact.id, until);
            match name {
                Some(name) if contact.name.is_none() && !contact.verified => {
                    update(cx, contact.id, UpdateContact::default().name(name)).await
                }
                _ => Ok(contact),
            }
        }
        None => {
            let mut new = NewContact::default().phone(phone);
            new.name = name;
            let contact = create(cx, (), new).await?;
            retention::is_known_by_code(cx, contact.id, until);
            Ok(contact)
        }
    }
}

/// Notes that somebody made sure of the contact's phone number.
pub(in crate::engine) async fn verify(cx: &mut Context, contact: Contact) -> Outcome<Contact> {
    match contact.verified {
        true => Ok(contact),
        false => update(cx, contact.id, UpdateContact::default().verified(true)).await,
    }
}

fn changed(before: &Contact, after: &Contact) -> Vec<&'static str> {
    [
        ("name", before.name != after.name),
        ("phone", before.phone != after.phone),
        ("email", before.email != after.email),
        ("verified", before.verified != after.verified),
        ("metadata", Metadata::ne(&before.metadata, &after.metadata)),
    ]
    .into_iter()
    .filter_map(|(name, changed)| changed.then_some(name))
    .collect()
}

macro_rules! columns {
    () => {
        "id, name, phone, email, verified, metadata, created_at, updated_at"
    };
}

statements! {
    INSERT: concat!("INSERT INTO contacts (tenant, id, name, phone, email, verified, metadata, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) RETURNING ", columns!());
    SELECT: concat!("SELECT ", columns!(), " FROM contacts WHERE tenant = $1");
    SELECT_ONE: concat!("SELECT ", columns!(), " FROM contacts WHERE tenant = $1 AND id = $2");
    SELECT_BY_PHONE: concat!("SELECT ", columns!(), " FROM contacts WHERE tenant = $1 AND phone = $2 ORDER BY verified DESC, id LIMIT 1");
    UPDATE: concat!("UPDATE contacts SET name = $3, phone = $4, email = $5, verified = $6, metadata = $7, updated_at = $8
        WHERE tenant = $1 AND id = $2 RETURNING ", columns!());
}
