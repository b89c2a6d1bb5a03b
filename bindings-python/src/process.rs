//! What a process has once: the runtimes, and the thread that wakes event loops.
//!
//! After a fork the child has the parent's memory but none of its threads, so nothing of the parent's runtimes, pools and
//! locks may be touched. The child counts itself one generation further, and what is kept in a [`PerProcess`] is made
//! anew for it. The parent's is left where it is and never dropped: to drop it would be to wait for threads that are not there.

use std::future;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use pyo3::prelude::*;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::completions::{self, Inbox};

/// How many forks lie between this process and the one that loaded the module.
static GENERATION: AtomicUsize = AtomicUsize::new(0);

/// Whether the interpreter is about to end.
static CLOSED: AtomicBool = AtomicBool::new(false);

static INLINE: PerProcess<Runtime> = PerProcess::new();
static BACKGROUND: PerProcess<Handle> = PerProcess::new();
static WAKER: PerProcess<Sender<Wake>> = PerProcess::new();

/// A value that each process makes for itself.
///
/// A chain with a link for each generation instead of a lock: a lock that a thread held at the fork would stay locked.
pub struct PerProcess<T> {
    value: OnceLock<T>,
    next: OnceLock<Box<Self>>,
}

impl<T> PerProcess<T> {
    pub const fn new() -> Self {
        Self { value: OnceLock::new(), next: OnceLock::new() }
    }

    /// This process's value, made where there is none. Of two threads that make one at the same time, one's is kept.
    pub fn get_or_make<E>(&self, make: impl FnOnce() -> Result<T, E>) -> Result<&T, E> {
        let mut link = self;
        for _ in 0..GENERATION.load(Ordering::Acquire) {
            link = link.next.get_or_init(|| Box::new(Self::new()));
        }
        if let Some(value) = link.value.get() {
            return Ok(value);
        }
        let made = make()?;
        Ok(link.value.get_or_init(|| made))
    }
}

impl<T> Drop for PerProcess<T> {
    fn drop(&mut self) {
        let mut link = Some(self);
        for _ in 0..GENERATION.load(Ordering::Acquire) {
            let Some(parent) = link else { return };
            std::mem::forget(parent.value.take());
            link = parent.next.get_mut().map(|next| &mut **next);
        }
    }
}

pub fn forked() {
    GENERATION.fetch_add(1, Ordering::AcqRel);
}

pub fn is_closed() -> bool {
    CLOSED.load(Ordering::Acquire)
}

/// The runtime of synchronous calls. It has no thread: whoever waits drives it, so that a call changes no thread.
pub fn inline() -> PyResult<&'static Runtime> {
    INLINE.get_or_make(|| Ok(Builder::new_current_thread().enable_all().build()?))
}

/// The runtime of calls that nobody blocks for, with a thread of its own.
pub fn background() -> PyResult<&'static Handle> {
    BACKGROUND.get_or_make(|| {
        let runtime = Builder::new_current_thread().enable_all().on_thread_park(completions::tell_loops).build()?;
        let handle = runtime.handle().clone();
        let run = move || runtime.block_on(future::pending::<()>());
        thread::Builder::new().name("softknack-io".to_owned()).spawn(run)?;
        Ok(handle)
    })
}

/// What is to be done in the interpreter.
type Errand = Box<dyn FnOnce(Python<'_>) + Send>;

enum Wake {
    Loop(Arc<Inbox>),
    Errand(Errand),
    Stop(Sender<()>),
}

/// Has the event loop of `inbox` look into it, where it can be told so only by a call. No runtime's thread ever waits for the interpreter.
pub fn wake(inbox: Arc<Inbox>) {
    send(Wake::Loop(inbox));
}

/// Has something done in the interpreter that is done at once.
pub fn send_on(errand: Errand) {
    send(Wake::Errand(errand));
}

fn send(wake: Wake) {
    if is_closed() {
        return;
    }
    let waker = WAKER.get_or_make(|| {
        let (sender, receiver) = mpsc::channel();
        let run = move || wake_loops(&receiver);
        thread::Builder::new().name("softknack-wake".to_owned()).spawn(run).map(|_| sender)
    });
    if let Ok(waker) = waker {
        // It fails only when the thread was told to stop.
        let _ = waker.send(wake);
    }
}

fn wake_loops(receiver: &Receiver<Wake>) {
    while let Ok(wake) = receiver.recv() {
        match wake {
            Wake::Loop(inbox) if !is_closed() => {
                Python::try_attach(|py| inbox.call_drain(py));
            }
            Wake::Errand(errand) if !is_closed() => {
                Python::try_attach(errand);
            }
            // Without the interpreter nothing of its may be dropped.
            Wake::Loop(inbox) => std::mem::forget(inbox),
            Wake::Errand(errand) => std::mem::forget(errand),
            Wake::Stop(stopped) => {
                let _ = stopped.send(());
                return;
            }
        }
    }
}

/// Ends what would call into the interpreter, and waits for it, for a short while.
pub fn shutdown(py: Python<'_>) {
    CLOSED.store(true, Ordering::Release);
    let waker: Result<&Sender<Wake>, ()> = WAKER.get_or_make(|| Err(()));
    if let Ok(waker) = waker {
        let (stopped, wait) = mpsc::channel();
        if waker.send(Wake::Stop(stopped)).is_ok() {
            py.detach(move || wait.recv_timeout(Duration::from_millis(200)).ok());
        }
    }
}
