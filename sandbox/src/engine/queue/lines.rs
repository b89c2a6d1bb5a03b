//! `queue.lines`.

use softknack::Slug;
use softknack::resources::queue::QueueLine;

use super::allocation::is_free;
use super::wait::{self, sessions};
use crate::engine::Context;
use crate::refusal::Outcome;
use crate::store::{args, statements};

pub(super) async fn get(cx: &mut Context, resource_type: Slug, (): ()) -> Outcome<QueueLine> {
    let mut line: QueueLine = cx.tx.one(SELECT, args![&cx.tenant, &resource_type, cx.now]).await?;
    let seconds = wait::session_seconds(cx, resource_type.as_str()).await?;
    line.estimated_wait_seconds = line.estimated_wait_seconds.saturating_mul(seconds);
    Ok(line)
}

statements! {
    // In the place of the wait stands how many sessions it would last for a party that came now.
    SELECT: concat!(r#"SELECT $2 AS "resourceType", waiting, (waiting + servers) / servers AS "estimatedWaitSeconds",
            (SELECT CAST(SUM(session_seconds) AS BIGINT) / COUNT(*) FROM "#, sessions!(), r#") AS "averageSessionSeconds",
            (SELECT COUNT(*) FROM resources r WHERE r.tenant = $1 AND r.kind = $2 AND "#, is_free!("$3"), ") AS free
        FROM (SELECT
            (SELECT COUNT(*) FROM queue_entries WHERE tenant = $1 AND resource_type = $2 AND status = 'waiting') AS waiting,
            (SELECT CASE COUNT(*) WHEN 0 THEN 1 ELSE COUNT(*) END FROM resources
                WHERE tenant = $1 AND kind = $2 AND active) AS servers) AS line");
}
