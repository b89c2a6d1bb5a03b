//! What every product shares: webhooks, events, deliveries, dead letters, the audit log.

mod audit;
mod dead_letters;
mod deliveries;
mod events;
mod webhooks;

use softknack::resources::platform;

use crate::http::{Handlers, on};

pub(super) fn register(handlers: &mut Handlers) {
    {
        use platform::webhooks::operation;
        on!(handlers, operation::create => webhooks::create);
        on!(handlers, operation::get => webhooks::get);
        on!(handlers, paged operation::list => webhooks::list);
        on!(handlers, operation::update => webhooks::update);
        on!(handlers, operation::delete => webhooks::delete);
        on!(handlers, operation::rotate_secret => webhooks::rotate_secret);
        on!(handlers, operation::ping => webhooks::ping);
    }
    {
        use platform::events::operation;
        on!(handlers, operation::get => events::get);
        on!(handlers, paged operation::list => events::list);
    }
    {
        use platform::deliveries::operation;
        on!(handlers, operation::get => deliveries::get);
        on!(handlers, paged operation::list => deliveries::list);
    }
    {
        use platform::dead_letters::operation;
        on!(handlers, operation::get => dead_letters::get);
        on!(handlers, paged operation::list => dead_letters::list);
        on!(handlers, operation::replay => dead_letters::replay);
        on!(handlers, operation::replay_all => dead_letters::replay_all);
    }
    {
        use platform::audit::operation;
        on!(handlers, paged operation::list => audit::list);
    }
}
