//! Answers that a fault asked for, and connections that it breaks.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody as _};
use axum::http::{HeaderValue, Response, header};
use futures_core::Stream;
use softknack::{ErrorCode, Problem};

use super::respond::{Answer, Marks};
use crate::faults::RetryAfter;

/// The answer with a status, as if the platform had failed.
pub(super) fn status(status: u16, retry_after: Option<RetryAfter>, marks: &Marks) -> Answer {
    let code = ErrorCode::KNOWN.iter().find(|code| code.status() == status).cloned().unwrap_or(ErrorCode::Internal);
    let mut problem = Problem::new(code, "A fault that was asked for.");
    problem.status = status;
    let mut answer = Answer::problem(problem, marks);
    answer.retry_after = retry_after.or(answer.retry_after);
    answer
}

/// A body that fails at once makes the server drop the connection before anything of the answer is sent.
pub(super) fn disconnected() -> Response<Body> {
    Response::new(Body::from_stream(Broken(Poll::Ready(()))))
}

/// The head of an answer, whose body never arrives.
pub(super) fn stalled(mut answer: Response<Body>) -> Response<Body> {
    let length = answer.body().size_hint().exact().unwrap_or_default();
    answer.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    *answer.body_mut() = Body::from_stream(Broken(Poll::Pending));
    answer
}

/// A body that fails, or never comes.
struct Broken(Poll<()>);

impl Stream for Broken {
    type Item = Result<Bytes, io::Error>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.map(|()| Some(Err(io::Error::other("disconnected"))))
    }
}
