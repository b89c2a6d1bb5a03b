//! The contract, declared: one file for each resource, grouped by product.

pub mod calendar;
pub mod crm;
pub mod notifications;
pub mod platform;
pub mod queue;

use crate::client::Client;
use crate::operation::Resource;

/// Every resource, in the order in which documents print them.
pub static RESOURCES: &[Resource] = &[
    calendar::availability::RESOURCE,
    calendar::slots::RESOURCE,
    calendar::appointments::RESOURCE,
    calendar::services::RESOURCE,
    calendar::resources::RESOURCE,
    calendar::schedules::RESOURCE,
    calendar::booking_pages::RESOURCE,
    queue::RESOURCE,
    queue::otp::RESOURCE,
    queue::entries::RESOURCE,
    queue::lines::RESOURCE,
    crm::contacts::RESOURCE,
    notifications::messages::RESOURCE,
    platform::webhooks::RESOURCE,
    platform::events::RESOURCE,
    platform::deliveries::RESOURCE,
    platform::dead_letters::RESOURCE,
    platform::audit::RESOURCE,
];

impl Client {
    /// SK Calendar: what can be booked, and bookings.
    pub fn calendar(&self) -> calendar::Calendar<'_> {
        calendar::Calendar::new(self)
    }

    /// SK CRM: the people who book.
    pub fn crm(&self) -> crm::Crm<'_> {
        crm::Crm::new(self)
    }

    /// SK Notifications: messages to contacts.
    pub fn notifications(&self) -> notifications::Notifications<'_> {
        notifications::Notifications::new(self)
    }

    /// SK Queue: fair lines for tables, bays and agents.
    pub fn queue(&self) -> queue::Queue<'_> {
        queue::Queue::new(self)
    }

    /// What every product shares: webhooks, events, deliveries, dead letters, the audit log.
    pub fn platform(&self) -> platform::Platform<'_> {
        platform::Platform::new(self)
    }
}

/// Declares a product: a handle on the client with an accessor for each of its resources.
macro_rules! product {
    ($(#[doc = $doc:literal])+ pub struct $product:ident { $($(#[doc = $method_doc:literal])+ $method:ident: $type:path,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy)]
        pub struct $product<'a> {
            client: &'a crate::client::Client,
        }

        impl<'a> $product<'a> {
            pub(crate) fn new(client: &'a crate::client::Client) -> Self {
                Self { client }
            }

            $(
                $(#[doc = $method_doc])+
                pub fn $method(&self) -> $type {
                    <$type>::new(self.client)
                }
            )+
        }
    };
}

pub(crate) use product;
