//! `crm.contacts`: the people who book.

use crate::declare::{filters, model, params};
use crate::id::ContactId;
use crate::operation::operations;
use crate::time::Timestamp;
use crate::value::{EmailAddress, Metadata, PersonName, PhoneNumber};

operations! {
    /// Contacts: people, with how to reach them.
    pub struct Contacts in "crm.contacts";

    /// Creates a contact.
    create: Post "/crm/v1/contacts" (NewContact) => 201 Contact, Ours, [];
    /// Reads one contact.
    get: Get "/crm/v1/contacts/{id}" (id: ContactId) => 200 Contact, Ours, [];
    /// Lists contacts, newest first.
    list: Get "/crm/v1/contacts" (..ListContacts) => 200 [Contact], Ours, [];
    /// Changes a contact. A member that is null is removed.
    update: Patch "/crm/v1/contacts/{id}" (id: ContactId, UpdateContact) => 200 Contact, Ours, [];
    /// Erases a person's data everywhere it was copied: on the contact, its appointments, entries and messages, in events and
    /// in stored answers. The contact itself stays, nameless; its places in line are given up, its appointments stay booked.
    erase: Post "/crm/v1/contacts/{id}/erase" (id: ContactId) => 200 Contact, Ours, [];
}

model! {
    /// A person.
    pub struct Contact {
        /// The contact's ID.
        pub id: ContactId,
        /// The person's name.
        pub name: Option<PersonName>,
        /// The person's phone number.
        pub phone: Option<PhoneNumber>,
        /// The person's e-mail address.
        pub email: Option<EmailAddress>,
        /// Whether somebody made sure that the phone number is the person's.
        pub verified: bool,
        /// The caller's own data.
        pub metadata: Metadata,
        /// When it was created.
        pub created_at: Timestamp,
        /// When it last changed.
        pub updated_at: Timestamp,
    }
}

params! {
    /// A contact to create.
    pub struct NewContact {
        /// The person's name.
        #[garde(dive)]
        pub name: Option<PersonName>,
        /// The person's phone number, in E.164.
        #[garde(dive)]
        pub phone: Option<PhoneNumber>,
        /// The person's e-mail address.
        #[garde(dive)]
        pub email: Option<EmailAddress>,
        /// Whether somebody made sure that the phone number is the person's. Default: false.
        pub verified: Option<bool>,
        /// The caller's own data.
        #[garde(dive)]
        pub metadata: Option<Metadata>,
    }
}

filters! {
    /// Which contacts to list.
    pub struct ListContacts {
        /// Only those with this phone number.
        #[garde(dive)]
        pub phone: Option<PhoneNumber>,
        /// Only those with this e-mail address.
        #[garde(dive)]
        pub email: Option<EmailAddress>,
    }
}

params! {
    /// What to change on a contact.
    pub struct UpdateContact {
        /// The person's name.
        #[garde(dive)]
        pub name: Patch<PersonName>,
        /// The person's phone number, in E.164.
        #[garde(dive)]
        pub phone: Patch<PhoneNumber>,
        /// The person's e-mail address.
        #[garde(dive)]
        pub email: Patch<EmailAddress>,
        /// Whether somebody made sure that the phone number is the person's.
        pub verified: Option<bool>,
        /// The caller's own data; it replaces what was there.
        #[garde(dive)]
        pub metadata: Option<Metadata>,
    }
}
