//! Flows through the door: a flow runs until it needs something that only its caller has, says what, and goes on when it is told.
//!
//! So no function of another language is ever called from here, on whatever thread: a binding asks for the next step, does in
//! its own way what the step asks, and passes the result to the next.

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use serde::Serialize;
use serde_json::Value;

use crate::error::Error;
use crate::flows::CursorStore;
use crate::response::Response;

/// A flow under way.
///
/// Dropped, it ends at once, and so does the call that it is at.
pub struct RawFlow {
    running: Pin<Box<dyn Future<Output = Result<FlowValue, FlowFailure>> + Send>>,
    caller: Caller,
}

/// What a flow came to.
pub enum Step {
    /// It needs something of its caller.
    Asks {
        /// What: `load` (the stored cursor, or null), `save` (the cursor, told as a text), `handle` (an event) or `meets`
        /// (whether an entry is as it was waited for).
        what: &'static str,
        /// What that is about, as JSON.
        about: String,
    },
    /// It has ended well.
    Done(Box<FlowValue>),
}

/// What a flow gave.
#[derive(Default)]
pub struct FlowValue {
    /// The value, as JSON.
    pub json: String,
    /// What came beside it, where it is the answer of one call.
    pub response: Option<Response<()>>,
    /// The errors that the value names, in its order.
    pub errors: Vec<Error>,
}

/// Why a flow gave nothing.
pub enum FlowFailure {
    /// A call failed.
    Call(Error),
    /// It ended otherwise: `not_booked`, `wait_ended`, `wait_timed_out` or `unreadable_cursor`.
    Ended {
        /// How, as one word.
        kind: &'static str,
        /// How, in one line.
        message: String,
        /// What is known of it.
        about: Box<FlowValue>,
    },
}

impl RawFlow {
    pub(super) fn new<F>(run: impl FnOnce(Caller) -> F) -> Self
    where
        F: Future<Output = Result<FlowValue, FlowFailure>> + Send + 'static,
    {
        let caller = Caller::default();
        Self { running: Box::pin(run(caller.clone())), caller }
    }

    /// Goes on to the next step. `answer` is the result of what the last step asked: JSON, null where it has none.
    ///
    /// # Errors
    /// The flow has failed. Whoever failed to do what a step asked drops the flow instead of going on.
    pub async fn resume(&mut self, answer: Value) -> Result<Step, FlowFailure> {
        self.caller.exchange().answer = Some(answer);
        poll_fn(|context| match self.running.as_mut().poll(context) {
            Poll::Ready(Ok(value)) => Poll::Ready(Ok(Step::Done(Box::new(value)))),
            Poll::Ready(Err(failure)) => Poll::Ready(Err(failure)),
            Poll::Pending => match self.caller.exchange().asked.take() {
                Some((what, about)) => Poll::Ready(Ok(Step::Asks { what, about })),
                None => Poll::Pending,
            },
        })
        .await
    }
}

/// Whoever resumes a flow, as the flow sees them.
#[derive(Clone, Default)]
pub(super) struct Caller(Arc<Mutex<Exchange>>);

#[derive(Default)]
struct Exchange {
    asked: Option<(&'static str, String)>,
    answer: Option<Value>,
}

impl Caller {
    /// Asks, and waits until the flow is resumed with the answer.
    pub(super) fn ask<T: Serialize>(
        &self,
        what: &'static str,
        about: &T,
    ) -> impl Future<Output = Value> + Send + use<T> {
        // What the platform answered can be written again.
        let about = serde_json::to_string(about).unwrap_or_default();
        let caller = self.clone();
        async move {
            *caller.exchange() = Exchange { asked: Some((what, about)), answer: None };
            poll_fn(|_| match caller.exchange().answer.take() {
                Some(answer) => Poll::Ready(answer),
                None => Poll::Pending,
            })
            .await
        }
    }

    fn exchange(&self) -> MutexGuard<'_, Exchange> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CursorStore for Caller {
    type Error = Infallible;

    async fn load(&self) -> Result<Option<String>, Infallible> {
        Ok(match self.ask("load", &()).await {
            Value::String(cursor) => Some(cursor),
            _ => None,
        })
    }

    async fn save(&self, cursor: &str) -> Result<(), Infallible> {
        self.ask("save", &cursor).await;
        Ok(())
    }
}
