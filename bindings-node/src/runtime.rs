//! Where calls run: on a thread of their own, but for one that comes alone, which begins on the event loop's.
//!
//! The thread is one: what it does for a call is little, and calls and connections that share a thread need not wake each other.
//! To wake it costs more than to send a request. So a call that comes alone is sent on the spot, and the thread, which watches the
//! sockets anyway, goes on with it when the answer comes.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::mem;
use std::panic::{self, AssertUnwindSafe};
use std::pin::Pin;
use std::sync::OnceLock;

use async_task::{Runnable, Task};
use tokio::runtime::{self, Handle};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::task::unconstrained;

use crate::answers::Delivery;

/// After as many steps of a call that begins on the event loop, the thread goes on with it: nothing may hold up the loop.
const STEPS: usize = 32;

/// What a task does.
pub type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The thread of the calls.
pub struct Thread {
    handle: Handle,
    /// What is to be run on it. A burst of it wakes the thread once.
    woken: UnboundedSender<Runnable>,
}

thread_local! {
    /// What is woken while a call begins on this thread, to be run here as well.
    static WOKEN_HERE: RefCell<Option<VecDeque<Runnable>>> = const { RefCell::new(None) };

    /// The answers that were not sent yet.
    static ANSWERED: RefCell<Vec<Delivery>> = const { RefCell::new(Vec::new()) };
}

/// The thread, which is started when it is first asked for.
///
/// # Errors
/// Why it cannot be started.
pub fn thread() -> Result<&'static Thread, &'static str> {
    static THREAD: OnceLock<Result<Thread, String>> = OnceLock::new();
    let thread =
        THREAD.get_or_init(|| Thread::start().map_err(|error| format!("its thread cannot be started: {error}")));
    thread.as_ref().map_err(String::as_str)
}

/// A task that is to be begun, and its handle; it is cancelled where that is dropped.
pub fn task(future: Work) -> (Runnable, Task<()>) {
    async_task::spawn(future, schedule)
}

/// Runs `future` in the background.
pub fn spawn(future: Work) {
    let (runnable, task) = task(future);
    task.detach();
    runnable.schedule();
}

/// Keeps an answer, which is sent when nothing else is left to do: so the event loop is woken once for a burst of them.
pub fn answered(delivery: Delivery) {
    ANSWERED.with_borrow_mut(|answered| answered.push(delivery));
}

impl Thread {
    fn start() -> std::io::Result<Self> {
        let (sender, woken) = mpsc::unbounded_channel();
        let runtime = runtime::Builder::new_current_thread().enable_all().on_thread_park(send_all).build()?;
        let handle = runtime.handle().clone();
        // Being a task, it is woken by others of its thread without a system call. What it runs would share the budget of one task, and
        // wait for nothing once that is spent.
        let running: Work = Box::pin(unconstrained(run_all(woken)));
        let running = handle.spawn(running);
        std::thread::Builder::new().name("softknack".to_owned()).spawn(move || runtime.block_on(running))?;
        Ok(Self { handle, woken: sender })
    }

    /// Runs a task on the spot, and what that wakes, until all of it waits for the thread.
    pub fn begin_here(&self, runnable: Runnable) {
        let context = self.handle.enter();
        WOKEN_HERE.set(Some(VecDeque::from([runnable])));
        for _ in 0..STEPS {
            let Some(runnable) = WOKEN_HERE.with_borrow_mut(|woken| woken.as_mut()?.pop_front()) else { break };
            run(runnable);
        }
        WOKEN_HERE.take().into_iter().flatten().for_each(Runnable::schedule);
        drop(context);
        send_all();
    }
}

async fn run_all(mut woken: UnboundedReceiver<Runnable>) {
    while let Some(runnable) = woken.recv().await {
        run(runnable);
    }
}

/// Has a task run that was woken: here, where a call is just begun, and else on the thread.
fn schedule(runnable: Runnable) {
    let runnable = WOKEN_HERE.with_borrow_mut(|woken| match woken {
        Some(woken) => {
            woken.push_back(runnable);
            None
        }
        None => Some(runnable),
    });
    if let (Some(runnable), Ok(thread)) = (runnable, thread()) {
        // It fails only where the process ends.
        let _ = thread.woken.send(runnable);
    }
}

/// One that panics has ended, and others go on.
fn run(runnable: Runnable) {
    let _ = panic::catch_unwind(AssertUnwindSafe(|| runnable.run()));
}

fn send_all() {
    ANSWERED.with_borrow_mut(mem::take).into_iter().for_each(Delivery::send);
}
