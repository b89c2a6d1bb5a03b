//! `platform.webhooks`: endpoints that receive events.

use crate::declare::{filters, model, params};
use crate::id::WebhookId;
use crate::operation::operations;
use crate::time::Timestamp;
use crate::value::{EventPattern, Secret, WebUrl};
use crate::webhook::Event;

operations! {
    /// Webhook endpoints: addresses to which events are delivered, signed and at least once.
    pub struct Webhooks in "platform.webhooks";

    /// Registers an endpoint. The answer is the only one that shows its secret.
    create: Post "/platform/v1/webhooks" (NewWebhook) => 201 Webhook, Ours, [];
    /// Reads one endpoint.
    get: Get "/platform/v1/webhooks/{id}" (id: WebhookId) => 200 Webhook, Ours, [];
    /// Lists endpoints, newest first.
    list: Get "/platform/v1/webhooks" (..ListWebhooks) => 200 [Webhook], Ours, [];
    /// Changes an endpoint.
    update: Patch "/platform/v1/webhooks/{id}" (id: WebhookId, UpdateWebhook) => 200 Webhook, Ours, [];
    /// Removes an endpoint. What was not delivered to it yet is dropped.
    delete: Delete "/platform/v1/webhooks/{id}" (id: WebhookId) => 204 (), Ours, [];
    /// Gives an endpoint a new secret and shows it once. The old one signs along for 24 hours.
    rotate_secret: Post "/platform/v1/webhooks/{id}/rotate_secret" (id: WebhookId) => 200 Webhook, Ours, [];
    /// Sends an endpoint a `webhook.ping`, and answers with that event.
    ping: Post "/platform/v1/webhooks/{id}/ping" (id: WebhookId) => 200 Event, Ours, [];
}

model! {
    /// An address to which events are delivered.
    pub struct Webhook {
        /// The endpoint's ID.
        pub id: WebhookId,
        /// The address.
        pub url: WebUrl,
        /// Which events it receives.
        pub events: Vec<EventPattern>,
        /// What it is for.
        pub description: Option<String>,
        /// Whether events are delivered to it.
        pub enabled: bool,
        /// The secret that signs its deliveries: shown once, at creation and at rotation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub secret: Option<Secret>,
        /// When it was registered.
        pub created_at: Timestamp,
        /// When it last changed.
        pub updated_at: Timestamp,
    }
}

params! {
    /// An endpoint to register.
    pub struct NewWebhook {
        /// The address: https, or http to a loopback host.
        #[garde(dive)]
        pub url: WebUrl,
        /// Which events it receives: types, or patterns such as `*` and `appointment.*`.
        #[garde(length(min = 1, max = 64), dive)]
        pub events: Vec<EventPattern>,
        /// What it is for.
        #[garde(length(chars, max = 500))]
        pub description: Option<String>,
        /// Whether events are delivered to it. Default: true.
        pub enabled: Option<bool>,
    }
}

filters! {
    /// Which endpoints to list: all of them.
    pub struct ListWebhooks {}
}

params! {
    /// What to change on an endpoint.
    pub struct UpdateWebhook {
        /// The address: https, or http to a loopback host.
        #[garde(dive)]
        pub url: Option<WebUrl>,
        /// Which events it receives.
        #[garde(length(min = 1, max = 64), dive)]
        pub events: Option<Vec<EventPattern>>,
        /// Whether events are delivered to it.
        pub enabled: Option<bool>,
        /// What it is for.
        #[garde(length(chars, max = 500))]
        pub description: Patch<String>,
    }
}
