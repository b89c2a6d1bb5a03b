//! The way from the thread of the calls into an event loop: one queue for each loop, emptied in one go.

use std::collections::HashMap;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Env, Status};
use napi_derive::napi;
use tokio::task::AbortHandle;

use crate::facts;
use crate::runtime::{self, Call};

/// Has the event loop empty the queue. It is weak: while no call is under way, it keeps no process alive.
pub type Wake = ThreadsafeFunction<(), (), (), Status, false, true>;

/// The calls of one event loop: those under way, and the answers that wait to be fetched.
#[napi]
pub struct Answers(Arc<Calls>);

#[napi]
impl Answers {
    /// Calls `wake` when there are answers; once for however many there are then.
    #[napi(factory)]
    pub fn open(wake: Wake) -> Self {
        Self(Arc::new(Calls { state: Mutex::default(), wake: Mutex::new(wake) }))
    }

    /// Every answer that is there: the tickets of the calls, and the texts.
    #[napi]
    pub fn drain(&self, env: &Env) -> (Vec<u32>, Vec<String>) {
        let mut state = self.0.state();
        state.is_told = false;
        let done = mem::take(&mut state.done);
        self.0.keep_alive(env, &state);
        drop(state);
        done.into_iter().unzip()
    }

    /// Abandons the call of `ticket` at once.
    #[napi]
    pub fn cancel(&self, env: &Env, ticket: u32) {
        let mut state = self.0.state();
        let task = state.running.remove(&ticket).flatten();
        self.0.keep_alive(env, &state);
        drop(state);
        if let Some(task) = task {
            task.abort();
        }
    }
}

impl Answers {
    /// Begins a call, which is known by its ticket from now on. Nothing else is done on the event loop's own thread.
    pub fn begin(&self, env: &Env, ticket: u32, call: Call) {
        let mut state = self.0.state();
        state.running.insert(ticket, None);
        self.0.keep_alive(env, &state);
        drop(state);
        if let Err(why) = runtime::start(&self.0, ticket, call)
            && self.0.answered(ticket, facts::of_mismatch(why))
        {
            self.0.wake();
        }
    }
}

impl Drop for Answers {
    /// The event loop has ended: nobody waits any more.
    fn drop(&mut self) {
        let running = mem::take(&mut self.0.state().running);
        running.into_values().flatten().for_each(|task| task.abort());
    }
}

/// What the event loop shares with the thread of the calls.
pub struct Calls {
    state: Mutex<State>,
    wake: Mutex<Wake>,
}

#[derive(Default)]
struct State {
    /// The calls under way, each with its task once that has begun.
    running: HashMap<u32, Option<AbortHandle>>,
    done: Vec<(u32, String)>,
    is_told: bool,
}

impl Calls {
    /// Begins the task of a call, on the thread of the calls; unless it was cancelled already.
    pub fn run(self: Arc<Self>, ticket: u32, call: Call) {
        let mut state = self.state();
        let Some(task) = state.running.get_mut(&ticket) else { return };
        let reply = Reply { calls: Arc::clone(&self), ticket, text: None };
        *task = Some(tokio::spawn(async move { reply.send(call.await) }).abort_handle());
    }

    /// Has the event loop fetch what is there.
    pub fn wake(&self) {
        let wake = self.wake.lock().unwrap_or_else(PoisonError::into_inner);
        // It fails only while the environment ends, when nobody waits any more.
        wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
    }

    /// Queues the answer of a call, unless it was cancelled. Says whether the event loop has to be told.
    fn answered(&self, ticket: u32, text: String) -> bool {
        let mut state = self.state();
        if state.running.remove(&ticket).is_none() {
            return false;
        }
        state.done.push((ticket, text));
        !mem::replace(&mut state.is_told, true)
    }

    /// A process lives on while a call is under way or an answer waits.
    #[allow(deprecated, reason = "dropping the function is no way to let go of the process and yet be called again")]
    fn keep_alive(&self, env: &Env, state: &State) {
        let mut wake = self.wake.lock().unwrap_or_else(PoisonError::into_inner);
        // These fail only while the environment ends.
        let _ = if state.running.is_empty() && state.done.is_empty() { wake.unref(env) } else { wake.refer(env) };
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers a call when it is dropped, so that one whose task ends without an answer is answered as well.
struct Reply {
    calls: Arc<Calls>,
    ticket: u32,
    text: Option<String>,
}

impl Reply {
    fn send(mut self, text: String) {
        self.text = Some(text);
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        let text = self
            .text
            .take()
            .unwrap_or_else(|| facts::of_mismatch("the native half failed, which is a fault of its own"));
        if self.calls.answered(self.ticket, text) {
            runtime::filled(Arc::clone(&self.calls));
        }
    }
}
