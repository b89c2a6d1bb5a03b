//! The way from the thread of the calls into an event loop.

use std::collections::HashMap;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_task::Task;
use napi::bindgen_prelude::{FnArgs, Function, Result};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Env, Status};
use napi_derive::napi;

use crate::facts;
use crate::runtime;
use crate::text::Text;

/// What an answer is on the event loop: its ticket, its facts and its body.
type Parts = FnArgs<(u32, Text, Text)>;

/// Takes an answer on the event loop. It is weak: while no call is under way, it keeps no process alive.
type Deliver = ThreadsafeFunction<Delivery, (), Parts, Status, false, true>;

/// The answer of a call.
pub struct Answer {
    facts: Text,
    body: Text,
}

impl Answer {
    /// Facts and a body; or `!` and the facts of an error, and none.
    pub fn new(facts: String, body: Option<Text>) -> Self {
        Self { facts: facts.into(), body: body.unwrap_or_else(|| Text::from(String::new())) }
    }
}

/// The calls of one event loop that are under way.
#[napi]
pub struct Answers(Arc<Calls>);

#[napi]
impl Answers {
    /// Calls `deliver` with each answer by itself: what it leaves behind is garbage when the next one comes, and not carried along.
    #[napi(factory)]
    pub fn open(
        #[napi(ts_arg_type = "(ticket: number, facts: string, body: string) => void")] deliver: Function<'_, Parts, ()>,
    ) -> Result<Self> {
        let deliver = deliver.build_threadsafe_function().weak::<true>().build_callback(|context| {
            let Delivery { calls, ticket, answer } = context.value;
            calls.delivered(&context.env);
            Ok(FnArgs::from((ticket, answer.facts, answer.body)))
        })?;
        Ok(Self(Arc::new(Calls { state: Mutex::default(), deliver: Mutex::new(deliver) })))
    }

    /// Abandons the call of `ticket` at once. Says whether it was still under way, and no answer comes.
    #[napi]
    pub fn cancel(&self, env: &Env, ticket: u32) -> bool {
        let mut state = self.0.state();
        let Some(begun) = state.running.remove(&ticket) else { return false };
        self.0.keep_alive(env, &state);
        drop(state);
        drop(begun.task);
        true
    }

    /// Keeps back what is not sent yet. Node-API goes on for as long as answers come, and nothing else would have its turn.
    #[napi]
    pub fn hold(&self) {
        self.0.state().held.get_or_insert_default();
    }

    /// Sends what was kept back, and what comes.
    #[napi]
    pub fn release(&self) {
        let held = self.0.state().held.take();
        held.into_iter().flatten().for_each(|delivery| self.0.deliver(delivery));
    }
}

impl Answers {
    /// Begins a call, which is known by its ticket from now on: at once where it is alone, and else on the thread of the calls.
    pub fn begin(&self, env: &Env, ticket: u32, call: impl Future<Output = Answer> + Send + 'static) {
        let mut state = self.0.state();
        let is_alone = state.begins_alone();
        state.begun += 1;
        let ticket = Ticket { number: ticket, call: state.begun };
        let reply = Reply { calls: Arc::clone(&self.0), ticket, answer: None };
        let (runnable, task) = runtime::task(Box::pin(async move { reply.send(call.await) }));
        state.running.insert(ticket.number, Begun { call: ticket.call, task });
        self.0.keep_alive(env, &state);
        drop(state);
        match runtime::thread() {
            Ok(thread) if is_alone => thread.begin_here(runnable),
            Ok(_) => runnable.schedule(),
            Err(why) => {
                let delivery = self.0.answered(ticket, Answer::new(facts::of_mismatch(why), None));
                delivery.into_iter().for_each(Delivery::send);
            }
        }
    }
}

impl Drop for Answers {
    /// The event loop has ended: nobody waits any more.
    fn drop(&mut self) {
        let mut state = self.0.state();
        let (running, held) = (mem::take(&mut state.running), state.held.take());
        drop((state, held));
        drop(running);
    }
}

/// What the event loop shares with the thread of the calls.
pub struct Calls {
    state: Mutex<State>,
    deliver: Mutex<Deliver>,
}

/// A ticket, and whose it is: its number is given out again as soon as a call was cancelled, which may still be ending then.
#[derive(Clone, Copy)]
pub struct Ticket {
    number: u32,
    call: u64,
}

/// A call that was begun. Its task is cancelled when it is dropped.
struct Begun {
    call: u64,
    task: Task<()>,
}

#[derive(Default)]
struct State {
    /// How many calls were begun.
    begun: u64,
    /// The calls under way, by the numbers of their tickets.
    running: HashMap<u32, Begun>,
    /// Whether calls were under way at the same time since the last one that found none.
    were_together: bool,
    /// How many answers are on their way.
    on_the_way: usize,
    /// Those of them that are kept back, where they are to be.
    held: Option<Vec<Delivery>>,
}

impl State {
    /// Notes that a call begins, and tells whether it is alone, as far as can be known. The first of many is not: where several were
    /// under way together they will be again, and are best sent together.
    fn begins_alone(&mut self) -> bool {
        if !self.running.is_empty() {
            self.were_together = true;
            return false;
        }
        !mem::take(&mut self.were_together)
    }
}

impl Calls {
    /// The answer of a call, to be sent, unless it was cancelled.
    fn answered(self: &Arc<Self>, ticket: Ticket, answer: Answer) -> Option<Delivery> {
        let mut state = self.state();
        state.running.get(&ticket.number).filter(|begun| begun.call == ticket.call)?;
        let begun = state.running.remove(&ticket.number)?;
        state.on_the_way += 1;
        drop(state);
        begun.task.detach();
        Some(Delivery { calls: Arc::clone(self), ticket: ticket.number, answer })
    }

    /// Notes, on the event loop, that an answer is there.
    fn delivered(&self, env: &Env) {
        let mut state = self.state();
        state.on_the_way -= 1;
        self.keep_alive(env, &state);
    }

    /// A process lives on while a call is under way or an answer.
    #[allow(deprecated, reason = "dropping the function is no way to let go of the process and yet be called again")]
    fn keep_alive(&self, env: &Env, state: &State) {
        let mut deliver = self.deliver.lock().unwrap_or_else(PoisonError::into_inner);
        // These fail only while the environment ends.
        let _ = if state.running.is_empty() && state.on_the_way == 0 { deliver.unref(env) } else { deliver.refer(env) };
    }

    /// Queues an answer for the event loop.
    fn deliver(&self, delivery: Delivery) {
        let deliver = self.deliver.lock().unwrap_or_else(PoisonError::into_inner);
        // It fails only while the environment ends, when nobody waits any more.
        deliver.call(delivery, ThreadsafeFunctionCallMode::NonBlocking);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An answer on its way.
pub struct Delivery {
    calls: Arc<Calls>,
    ticket: u32,
    answer: Answer,
}

impl Delivery {
    /// Sends it to the event loop, as soon as that takes any.
    pub fn send(self) {
        let calls = Arc::clone(&self.calls);
        let mut state = calls.state();
        match &mut state.held {
            Some(held) => held.push(self),
            None => {
                drop(state);
                calls.deliver(self);
            }
        }
    }
}

/// Answers a call when it is dropped, so that one whose task ends without an answer is answered as well.
struct Reply {
    calls: Arc<Calls>,
    ticket: Ticket,
    answer: Option<Answer>,
}

impl Reply {
    fn send(mut self, answer: Answer) {
        self.answer = Some(answer);
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        let answer = self.answer.take().unwrap_or_else(|| {
            Answer::new(facts::of_mismatch("the native half failed, which is a fault of its own"), None)
        });
        if let Some(delivery) = self.calls.answered(self.ticket, answer) {
            runtime::answered(delivery);
        }
    }
}
