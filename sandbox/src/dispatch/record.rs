//! The record of an attempt: delivered, to be tried again, or given up.

use serde_json::json;
use softknack::DeadLetterId;

use super::Attempted;
use crate::clock::Clock;
use crate::refusal::Outcome;
use crate::store::{Arg, Tx, args, statements};

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;

/// How long after each failed attempt the next one is due. After the one that has none the delivery is given up.
const DELAYS: [i64; 7] = [SECOND, 4 * SECOND, 16 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE];

/// Records an attempt. Taken over by somebody else, or dropped together with its endpoint, the delivery stays as it is.
pub(super) async fn record(tx: &mut Tx, clock: &Clock, attempted: &Attempted) -> Outcome<()> {
    let Attempted { delivery, tenant, webhook_id, lease, started_at, ended_at, answer } = attempted;
    let failure = answer.failure();
    let number = delivery.attempted + 1;
    let mut attempts = delivery.attempts.clone();
    attempts.push(json!({
        "number": number,
        "attempted_at": started_at,
        "status_code": answer.status(),
        "error": failure,
    }));

    let delay = DELAYS.get(delivery.attempted as usize);
    let (status, delivered_at, next_attempt_at) = match (&failure, delay) {
        (None, _) => ("delivered", Some(*ended_at), None),
        (Some(_), Some(delay)) => ("pending", None, Some(ended_at.plus_milliseconds(*delay))),
        (Some(_), None) => ("dead", None, None),
    };
    let args =
        args![tenant, delivery.id, lease.name(), status, Arg::json(&attempts), number, next_attempt_at, delivered_at];
    let changed = tx.execute(UPDATE, args).await?;
    if changed == 1 && status == "dead" {
        let id: DeadLetterId = clock.id();
        let args = args![
            tenant,
            id,
            delivery.id,
            delivery.event_id,
            &delivery.event_type,
            *webhook_id,
            failure,
            number,
            *ended_at
        ];
        tx.execute(INSERT_DEAD_LETTER, args).await?;
    }
    Ok(())
}

statements! {
    UPDATE: "UPDATE deliveries
        SET status = $4, attempts = $5, attempted = $6, next_attempt_at = $7, delivered_at = $8, lease = NULL, leased_until = NULL
        WHERE tenant = $1 AND id = $2 AND lease = $3";
    INSERT_DEAD_LETTER: "INSERT INTO dead_letters
        (tenant, id, delivery_id, event_id, event_type, webhook_id, reason, attempts, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
}
