//! The thread on which all calls of this process run.
//!
//! It is one: what it does for a call is little, and calls and connections that share a thread need not wake each other.

use std::cell::RefCell;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::thread;

use tokio::runtime;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use crate::answers::{Answer, Calls, Delivery, Ticket};

/// A call that gives its answer.
pub type Call = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// A call on its way to the thread. A burst of them wakes it once.
struct Job {
    calls: Arc<Calls>,
    ticket: Ticket,
    call: Call,
}

thread_local! {
    /// The answers that were not sent yet.
    static ANSWERED: RefCell<Vec<Delivery>> = const { RefCell::new(Vec::new()) };
}

/// Has the thread make a call; it is started when there is none yet.
///
/// # Errors
/// Why it cannot be started.
pub fn start(calls: &Arc<Calls>, ticket: Ticket, call: Call) -> Result<(), &'static str> {
    static JOBS: OnceLock<Result<UnboundedSender<Job>, String>> = OnceLock::new();
    let jobs = JOBS.get_or_init(|| begin().map_err(|error| format!("its thread cannot be started: {error}")));
    let jobs = jobs.as_ref().map_err(String::as_str)?;
    jobs.send(Job { calls: Arc::clone(calls), ticket, call }).map_err(|_| "its thread has ended")
}

/// Keeps, on the thread itself, an answer that is sent when nothing else is left to do: so the event loop is woken once for a
/// burst of them.
pub fn answered(delivery: Delivery) {
    ANSWERED.with_borrow_mut(|answered| answered.push(delivery));
}

fn begin() -> std::io::Result<UnboundedSender<Job>> {
    let (sender, jobs) = mpsc::unbounded_channel();
    let runtime = runtime::Builder::new_current_thread().enable_all().on_thread_park(send_all).build()?;
    thread::Builder::new().name("softknack".to_owned()).spawn(move || runtime.block_on(work(jobs)))?;
    Ok(sender)
}

async fn work(mut jobs: UnboundedReceiver<Job>) {
    while let Some(Job { calls, ticket, call }) = jobs.recv().await {
        calls.run(ticket, call);
    }
}

fn send_all() {
    ANSWERED.with_borrow_mut(mem::take).into_iter().for_each(Delivery::send);
}
