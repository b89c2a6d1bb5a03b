//! Answers and their headers.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use softknack::{ErrorCode, Problem, RequestId, Timestamp};

use super::limits::Standing;
use crate::faults::RetryAfter;

/// What every answer carries.
#[derive(Debug, Clone)]
pub(crate) struct Marks {
    pub(crate) request_id: RequestId,
    pub(crate) correlation_id: String,
    pub(crate) standing: Option<Standing>,
    pub(crate) path: String,
}

/// An answer to an operation.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
    pub(crate) problem: bool,
    pub(crate) replayed: bool,
    pub(crate) retry_after: Option<RetryAfter>,
}

impl Answer {
    /// The answer of success.
    pub(crate) fn success(status: u16, body: String) -> Self {
        Self { status, body, problem: false, replayed: false, retry_after: None }
    }

    /// The answer of a refusal.
    pub(crate) fn problem(mut problem: Problem, marks: &Marks) -> Self {
        problem.instance = Some(marks.path.clone());
        problem.request_id = Some(marks.request_id);
        problem.correlation_id = Some(marks.correlation_id.clone());
        let retry_after = match problem.code {
            ErrorCode::RateLimited => marks.standing.map(|standing| RetryAfter::Seconds(standing.reset_seconds)),
            ErrorCode::IdempotencyInProgress | ErrorCode::Unavailable => Some(RetryAfter::Seconds(1)),
            _ => None,
        };
        let body = serde_json::to_string(&problem).unwrap_or_default();
        Self { status: problem.status, body, problem: true, replayed: false, retry_after }
    }

    pub(crate) fn into_response(self, marks: &Marks) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        if self.status != 204 {
            let media_type = if self.problem { "application/problem+json" } else { "application/json" };
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        }
        let mut insert = |name: &'static str, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        };
        insert("x-request-id", marks.request_id.as_str());
        insert("x-correlation-id", &marks.correlation_id);
        if let Some(standing) = marks.standing {
            insert("ratelimit-limit", &standing.limit.to_string());
            insert("ratelimit-remaining", &standing.remaining.to_string());
            insert("ratelimit-reset", &standing.reset_seconds.to_string());
        }
        if self.replayed {
            insert("idempotency-replayed", "true");
        }
        if let Some(retry_after) = self.retry_after {
            insert("retry-after", &in_header(retry_after));
        }
        response
    }
}

fn in_header(retry_after: RetryAfter) -> String {
    match retry_after {
        RetryAfter::Seconds(seconds) => seconds.to_string(),
        RetryAfter::Date(seconds) => {
            let at = Timestamp::now().plus_milliseconds(1000 * i64::from(seconds)).to_jiff();
            // No year of four digits lacks an HTTP date.
            jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&at).unwrap_or_default()
        }
    }
}
