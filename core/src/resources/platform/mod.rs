//! What every product shares: webhooks, events, deliveries, dead letters, the audit log.

pub mod audit;
pub mod dead_letters;
pub mod deliveries;
pub mod events;
pub mod webhooks;

pub use audit::{AuditRecord, ListAudit};
pub use dead_letters::{DeadLetter, ListDeadLetters, ReplayAllDeadLetters, Replayed};
pub use deliveries::{Delivery, DeliveryAttempt, DeliveryStatus, ListDeliveries};
pub use events::ListEvents;
pub use webhooks::{ListWebhooks, NewWebhook, UpdateWebhook, Webhook};

impl Platform<'_> {
    /// Makes up for what a receiver missed: has dead letters delivered again, or hands them and missed events to a handler.
    ///
    /// ```no_run
    /// # async fn example(sk: softknack::Client) -> Result<(), softknack::Error> {
    /// let done = sk.platform().reconcile().replay().await?;
    /// println!("{} on their way again, {} left alone", done.dead_letters, done.skipped.len());
    /// # Ok(()) }
    /// ```
    pub fn reconcile(&self) -> crate::flows::Reconcile {
        crate::flows::Reconcile::new(self.client)
    }
}

super::product! {
    /// What every product shares.
    pub struct Platform {
        /// Endpoints that receive events.
        webhooks: webhooks::Webhooks<'a>,
        /// Everything that happened.
        events: events::Events<'a>,
        /// Events on their way to endpoints.
        deliveries: deliveries::Deliveries<'a>,
        /// Deliveries that were given up, to be replayed.
        dead_letters: dead_letters::DeadLetters<'a>,
        /// Who changed what.
        audit: audit::Audit<'a>,
    }
}
