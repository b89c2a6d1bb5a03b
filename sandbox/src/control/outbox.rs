//! Reading the outbox: the messages that would have been sent.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use softknack::{ContactId, Mode, OrganisationId};

use super::routes::caller;
use crate::engine::notifications::{OutboxMessage, outbox};
use crate::error::Error;
use crate::refusal::Outcome;
use crate::state::Shared;
use crate::store::Scope;

/// How far back it is looked for messages that match.
const DEPTH: u32 = 1000;

const DEFAULT_LIMIT: usize = 25;

/// Which messages to read. Without an organisation and a mode: those of every tenant.
#[derive(Debug, Clone, Default, Deserialize, Serialize, garde::Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub(super) struct OutboxQuery {
    organisation: Option<OrganisationId>,
    #[garde(dive)]
    mode: Option<Mode>,
    template: Option<String>,
    contact_id: Option<ContactId>,
    #[garde(inner(range(min = 1, max = 1000)))]
    limit: Option<u32>,
}

/// The messages that match, newest first.
pub(super) async fn read(shared: &Shared, query: OutboxQuery) -> Outcome<Vec<OutboxMessage>> {
    let tenant = match (query.organisation, query.mode) {
        (None, None) => None,
        (organisation, mode) => Some(caller(shared, organisation, mode).await?.tenant()),
    };
    let mut tx = shared.store.read(tenant.as_deref().map_or(Scope::Everything, Scope::Tenant)).await?;
    let messages = outbox(&mut tx, tenant.as_deref(), DEPTH).await?;
    let matches = |message: &OutboxMessage| {
        query.template.as_ref().is_none_or(|template| *template == message.template)
            && query.contact_id.is_none_or(|contact| contact == message.contact_id)
    };
    let limit = query.limit.map_or(DEFAULT_LIMIT, |limit| limit as usize);
    Ok(messages.into_iter().rev().filter(matches).take(limit).collect())
}

/// A handle on the outbox.
#[derive(Clone, Copy)]
pub struct OutboxHandle<'a> {
    shared: &'a Arc<Shared>,
}

impl<'a> OutboxHandle<'a> {
    pub(crate) fn new(shared: &'a Arc<Shared>) -> Self {
        Self { shared }
    }

    /// The last thousand messages, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list(self) -> Result<Vec<OutboxMessage>, Error> {
        Ok(read(self.shared, OutboxQuery { limit: Some(DEPTH), ..OutboxQuery::default() }).await?)
    }

    /// The newest message, where there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn last(self) -> Result<Option<OutboxMessage>, Error> {
        let last = read(self.shared, OutboxQuery { limit: Some(1), ..OutboxQuery::default() }).await?;
        Ok(last.into_iter().next())
    }
}
