//! What a person fills in, and booking it.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use softknack::resources::{calendar, crm};
use softknack::{
    AppointmentSource, ListContacts, NewAppointment, NewContact, PersonName, PhoneNumber, Slot, SlotId, Slug,
    validation,
};

use super::new_key;
use crate::engine::retention::Kept;
use crate::engine::{Context, perform, perform_list, perform_plain};
use crate::http::{Checked, Running, to_kept};
use crate::refusal::{Outcome, Refusal};
use crate::state::Shared;

/// A form as it was filled in, to be shown again. It holds personal data, so its `Debug` form shows none of it.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    pub(super) idempotency_key: String,
    pub(super) slot_id: String,
    pub(super) name: String,
    pub(super) phone: String,
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Form([personal])")
    }
}

impl Form {
    /// An empty one, with a key of its own: sent twice, it books once.
    pub(super) fn empty() -> Outcome<Self> {
        Self::default().with_new_key()
    }

    /// The same, as another intent.
    pub(super) fn with_new_key(mut self) -> Outcome<Self> {
        self.idempotency_key = new_key()?;
        Ok(self)
    }
}

/// A form that cannot be booked, and why.
#[derive(Debug)]
pub(super) struct Rejected {
    pub(super) form: Form,
    pub(super) errors: Vec<&'static str>,
}

/// What a person wants to book.
pub(super) struct Booking {
    pub(super) form: Form,
    pub(super) idempotency_key: String,
    slot_id: SlotId,
    name: PersonName,
    phone: PhoneNumber,
}

impl Booking {
    /// Reads a form as a browser sends it.
    pub(super) fn read(body: &[u8]) -> Result<Self, Box<Rejected>> {
        let form: Form = serde_urlencoded::from_bytes(body).unwrap_or_default();
        let slot_id = form.slot_id.parse::<SlotId>();
        let name = PersonName::from(form.name.trim());
        // People write numbers with spaces, dashes and brackets.
        let phone: String = form.phone.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '.')).collect();
        let phone = PhoneNumber::from(phone);
        let mut errors = Vec::new();
        if slot_id.is_err() {
            errors.push("Please choose a time.");
        }
        if validation::check(&name).is_err() {
            errors.push("Please give your name.");
        }
        if validation::check(&phone).is_err() {
            errors.push("Please give your phone number with its country code, such as +91 98000 00000.");
        }
        let key = &form.idempotency_key;
        let key_is_valid = (1..=64).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
        match slot_id {
            Ok(slot_id) if errors.is_empty() && key_is_valid => {
                Ok(Self { idempotency_key: key.clone(), slot_id, name, phone, form })
            }
            _ => {
                // The key of a form that is sent anew stays, unless it was none.
                let form = if key_is_valid { Ok(form.clone()) } else { form.clone().with_new_key() };
                Err(Box::new(Rejected { form: form.unwrap_or_default(), errors }))
            }
        }
    }

    /// What makes two forms the same, for the record of their key.
    pub(super) fn canonical(&self) -> String {
        #[derive(Serialize)]
        struct Canonical<'a>(&'a SlotId, &'a PersonName, &'a PhoneNumber);

        serde_json::to_string(&Canonical(&self.slot_id, &self.name, &self.phone)).unwrap_or_default()
    }

    /// Ready to be carried out on a page that offers `services`.
    pub(super) fn on(self, shared: Arc<Shared>, services: Vec<Slug>) -> PageBooking {
        PageBooking { shared, services, slot_id: self.slot_id, name: self.name, phone: self.phone }
    }
}

/// A booking on its way: the contact and the appointment are made in one transaction.
pub(super) struct PageBooking {
    shared: Arc<Shared>,
    services: Vec<Slug>,
    slot_id: SlotId,
    name: PersonName,
    phone: PhoneNumber,
}

impl Checked for PageBooking {
    fn run<'a>(&'a self, cx: &'a mut Context) -> Running<'a, Kept> {
        Box::pin(async move {
            let handlers = &self.shared.handlers;
            let slot: Slot = perform(handlers, cx, calendar::slots::operation::get, self.slot_id, &()).await?;
            if !self.services.contains(&slot.service) {
                return Err(Refusal::not_found("slot"));
            }
            let same_phone = ListContacts::default().phone(self.phone.clone());
            let known = perform_list(handlers, cx, crm::contacts::operation::list, &same_phone).await?;
            // Whoever knows a number does not thereby rename its owner.
            let contact = match known.into_iter().next() {
                Some(contact) => contact,
                None => {
                    let new = NewContact::default().name(self.name.clone()).phone(self.phone.clone());
                    perform_plain(handlers, cx, crm::contacts::operation::create, &new).await?
                }
            };
            let booking = NewAppointment::new(self.slot_id, contact.id, slot.service).source(AppointmentSource::Page);
            to_kept(&perform_plain(handlers, cx, calendar::appointments::operation::book, &booking).await?)
        })
    }
}
