//! SK CRM: the people who book.

pub mod contacts;

pub use contacts::{Contact, ListContacts, NewContact, UpdateContact};

super::product! {
    /// SK CRM: the people who book.
    pub struct Crm {
        /// People, with how to reach them.
        contacts: contacts::Contacts<'a>,
    }
}
