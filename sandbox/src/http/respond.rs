//! Answers and their headers.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use softknack::{ErrorCode, Problem, RequestId};

use super::limits::Standing;

/// What every answer carries.
#[derive(Debug)]
pub(super) struct Marks {
    pub(super) request_id: RequestId,
    pub(super) correlation_id: String,
    pub(super) standing: Option<Standing>,
    pub(super) path: String,
}

/// An answer to an operation.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: String,
    pub(super) problem: bool,
    pub(super) replayed: bool,
    pub(super) retry_after: Option<i64>,
}

impl Answer {
    /// The answer of success.
    pub(super) fn success(status: u16, body: String) -> Self {
        Self { status, body, problem: false, replayed: false, retry_after: None }
    }

    /// The answer of a refusal.
    pub(super) fn problem(mut problem: Problem, marks: &Marks) -> Self {
        problem.instance = Some(marks.path.clone());
        problem.request_id = Some(marks.request_id);
        problem.correlation_id = Some(marks.correlation_id.clone());
        let retry_after = match problem.code {
            ErrorCode::RateLimited => marks.standing.map(|standing| standing.reset_seconds),
            ErrorCode::IdempotencyInProgress | ErrorCode::Unavailable => Some(1),
            _ => None,
        };
        let body = serde_json::to_string(&problem).unwrap_or_default();
        Self { status: problem.status, body, problem: true, replayed: false, retry_after }
    }

    pub(super) fn into_response(self, marks: &Marks) -> Response<Body> {
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
        if let Some(seconds) = self.retry_after {
            insert("retry-after", &seconds.to_string());
        }
        response
    }
}
