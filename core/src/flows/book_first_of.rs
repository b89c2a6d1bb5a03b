//! One booking, out of several slots, under one deadline.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use tokio::time::Instant;

use crate::client::Client;
use crate::error::{Error, ErrorKind, Outcome};
use crate::id::SlotId;
use crate::idempotency::{IdempotencyKey, KeyParts};
use crate::options::CallOptions;
use crate::problem::{ErrorCode, FieldError};
use crate::record::Target;
use crate::request;
use crate::resources::calendar::appointments::operation;
use crate::resources::calendar::{Appointment, IfTaken, NewAppointment, Slot};
use crate::response::Response;
use crate::retry;

/// A booking of the first of several slots that can be won: `.await` it.
///
/// The slots are tried one after the other, each under a key of its own. The next one is tried only when the platform has
/// *decided* against the one before it: where that may have been booked, or nothing can be known, the walk ends there.
#[must_use = "nothing is booked until it is awaited"]
pub struct BookFirstOf {
    client: Client,
    booking: NewAppointment,
    slots: Vec<SlotId>,
    facts: Option<Vec<String>>,
    offered: usize,
    options: CallOptions,
}

impl BookFirstOf {
    pub(crate) fn new(
        client: &Client,
        booking: NewAppointment,
        alternatives: impl IntoIterator<Item = SlotId>,
    ) -> Self {
        let mut slots = vec![booking.slot_id];
        for slot in alternatives {
            if !slots.contains(&slot) {
                slots.push(slot);
            }
        }
        Self { client: client.clone(), booking, slots, facts: None, offered: 0, options: CallOptions::new() }
    }

    /// The facts of your business that this booking follows from, such as `("booking", call_id)`.
    ///
    /// The key of each slot is [derived](IdempotencyKey::derive) from them and, as the last part, the slot's ID. A process
    /// that crashed and comes back with the same facts and the same slots, in the same order and within the 24 hours for
    /// which the platform remembers keys, is told what the first one won; it books nothing else. Default: fresh keys.
    pub fn key_from(mut self, facts: impl KeyParts) -> Self {
        let mut parts = Vec::new();
        facts.each(&mut |part| parts.push(part.to_owned()));
        self.facts = Some(parts);
        self
    }

    /// When all slots are lost, goes on with up to `most` of the openings that the platform names in its refusals, in the
    /// order in which it names them. Default: 0.
    pub fn then_offered(mut self, most: usize) -> Self {
        self.offered = most;
        self
    }

    /// How long it may take in all, for all slots together. Default: as long as a call.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.timeout(timeout);
        self
    }

    /// Options of the calls, in place of those set so far. The timeout is that of all slots together, and an idempotency key
    /// counts as the one fact of [`key_from`](Self::key_from), where that is not set.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    async fn run(mut self) -> Result<FirstBooked, NotBooked> {
        let timeout = self.options.timeout.unwrap_or(self.client.settings.timeout);
        let deadline = retry::after(timeout);
        if self.options.correlation_id.is_none() {
            self.options.correlation_id = Some(retry::correlation_id(&self.client));
        }
        let facts = self.facts();
        let mut walk =
            Walk { untried: self.slots.iter().copied().collect(), tried: Vec::new(), to_offer: self.offered };
        loop {
            let Some(slot_id) = walk.untried.pop_front() else { return Err(walk.end(NotBookedReason::AllTaken)) };
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() && !walk.tried.is_empty() {
                walk.untried.push_front(slot_id);
                return Err(walk.end(NotBookedReason::TimedOut));
            }
            let error = match self.book(slot_id, &facts, left).await {
                Ok(appointment) => return Ok(FirstBooked { appointment, lost: walk.tried }),
                Err(error) => error,
            };
            let end = if is_lost(&error) { None } else { Some(NotBookedReason::of(&error)) };
            walk.note(TriedSlot { slot_id, error });
            if let Some(reason) = end {
                return Err(walk.end(reason));
            }
        }
    }

    fn facts(&mut self) -> Vec<String> {
        let key = self.options.idempotency_key.take();
        self.facts.take().unwrap_or_else(|| vec![key.unwrap_or_else(IdempotencyKey::generate).as_str().to_owned()])
    }

    async fn book(&self, slot_id: SlotId, facts: &[String], left: Duration) -> Result<Response<Appointment>, Error> {
        if self.booking.if_taken.as_ref().is_some_and(|wish| *wish != IfTaken::Offer) {
            let detail = "must be `offer` or absent: which slot comes next is said by the alternatives";
            let fault = FieldError::new("/if_taken", "invalid", detail);
            return Err(request::invalid(Target::Declared(operation::book.operation), vec![fault]));
        }
        let booking = NewAppointment { slot_id, ..self.booking.clone() };
        let parts: Vec<&str> = facts.iter().map(String::as_str).chain([slot_id.as_str()]).collect();
        let mut options = self.options.clone().idempotency_key(IdempotencyKey::derive(parts));
        // A timeout of nothing was set by the caller, and is told as the fault that it is.
        if !left.is_zero() {
            options = options.timeout(left);
        }
        self.client.calendar().appointments().book(booking).options(options).with_response().await
    }
}

/// Whether the platform has decided that this slot, and it alone, cannot be had.
fn is_lost(error: &Error) -> bool {
    let about_slot = || error.problem().is_some_and(|problem| problem.param.as_deref() == Some("/slot_id"));
    error.outcome() == Outcome::Refused
        && match error.code() {
            Some(ErrorCode::SlotTaken | ErrorCode::ResourceTaken) => true,
            Some(ErrorCode::NotFound) => about_slot(),
            _ => false,
        }
}

impl IntoFuture for BookFirstOf {
    type Output = Result<FirstBooked, NotBooked>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for BookFirstOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BookFirstOf")
            .field("slots", &self.slots)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

struct Walk {
    untried: VecDeque<SlotId>,
    tried: Vec<TriedSlot>,
    /// How many of the openings that the platform names may still be added.
    to_offer: usize,
}

impl Walk {
    fn note(&mut self, tried: TriedSlot) {
        self.tried.push(tried);
        let named = self.tried.last().map(|tried| next_slots(&tried.error)).unwrap_or_default();
        for slot in named.iter().map(|slot| slot.id) {
            if self.to_offer > 0
                && !self.untried.contains(&slot)
                && self.tried.iter().all(|tried| tried.slot_id != slot)
            {
                self.untried.push_back(slot);
                self.to_offer -= 1;
            }
        }
    }

    fn end(self, reason: NotBookedReason) -> NotBooked {
        NotBooked { reason, tried: self.tried, untried: self.untried.into() }
    }
}

fn next_slots(error: &Error) -> &[Slot] {
    error.problem().and_then(|problem| problem.next_slots.as_deref()).unwrap_or_default()
}

/// The slot that was won, and those that were lost before it.
#[derive(Debug)]
#[non_exhaustive]
pub struct FirstBooked {
    /// The appointment, with what came beside it: its [`slot_id`](Appointment::slot_id) says which slot was won, and
    /// [`replayed`](Response::replayed) whether an earlier process had won it.
    pub appointment: Response<Appointment>,
    /// The slots that were lost, in the order in which they were tried.
    pub lost: Vec<TriedSlot>,
}

/// A slot that was not booked, and why.
#[derive(Debug)]
#[non_exhaustive]
pub struct TriedSlot {
    /// The slot.
    pub slot_id: SlotId,
    /// Why it was not booked, or why that is not known.
    pub error: Error,
}

/// None of the slots was booked, as far as is known.
pub struct NotBooked {
    reason: NotBookedReason,
    tried: Vec<TriedSlot>,
    untried: Vec<SlotId>,
}

/// Why none of several slots was booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NotBookedReason {
    /// The platform decided against each of them.
    AllTaken,
    /// Time ran out between two of them.
    TimedOut,
    /// The last one that was tried may have been booked: send the same again, with the same facts, to learn it.
    InDoubt,
    /// The last call failed for another reason than its slot: see its error.
    Failed,
}

impl NotBookedReason {
    /// The reason as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AllTaken => "all_taken",
            Self::TimedOut => "timed_out",
            Self::InDoubt => "in_doubt",
            Self::Failed => "failed",
        }
    }

    fn of(error: &Error) -> Self {
        match error.outcome() {
            Outcome::MaybeApplied => Self::InDoubt,
            Outcome::NotSent | Outcome::Refused => Self::Failed,
        }
    }
}

impl NotBooked {
    /// Why, for a program.
    pub fn reason(&self) -> NotBookedReason {
        self.reason
    }

    /// Every slot that was tried, first to last, with its error.
    pub fn tried(&self) -> &[TriedSlot] {
        &self.tried
    }

    /// The same, to keep their errors.
    pub fn into_tried(self) -> Vec<TriedSlot> {
        self.tried
    }

    /// The slots that were left alone.
    pub fn untried(&self) -> &[SlotId] {
        &self.untried
    }

    /// The slot that may have been booked.
    pub fn in_doubt(&self) -> Option<SlotId> {
        let last = self.tried.last().filter(|_| self.reason == NotBookedReason::InDoubt)?;
        Some(last.slot_id)
    }

    /// The openings that the platform named last.
    pub fn next_slots(&self) -> &[Slot] {
        self.tried.last().map(|tried| next_slots(&tried.error)).unwrap_or_default()
    }

    /// What became of the booking.
    pub fn outcome(&self) -> Outcome {
        self.tried.last().map_or(Outcome::NotSent, |tried| tried.error.outcome())
    }
}

/// The error of the slot that was tried last, or that time ran out, so that `?` works in a function of calls.
impl From<NotBooked> for Error {
    fn from(mut not_booked: NotBooked) -> Self {
        let in_words = not_booked.to_string();
        match (not_booked.reason, not_booked.tried.pop()) {
            (NotBookedReason::TimedOut, Some(last)) => Self::new(ErrorKind::Timeout, in_words).with_source(last.error),
            (_, Some(last)) => last.error,
            (_, None) => Self::new(ErrorKind::Timeout, in_words),
        }
    }
}

impl fmt::Display for NotBooked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (tried, all) = (self.tried.len(), self.tried.len() + self.untried.len());
        match (self.reason, self.tried.last()) {
            (NotBookedReason::InDoubt, Some(last)) => {
                write!(
                    f,
                    "{} may have been booked, and the slots after it were left alone: {}",
                    last.slot_id, last.error
                )
            }
            (NotBookedReason::Failed, Some(last)) => write!(f, "none of {all} slots was booked: {}", last.error),
            (NotBookedReason::TimedOut, _) => write!(f, "none of {all} slots was booked: time ran out after {tried}"),
            (_, last) => {
                write!(f, "none of {all} slots was booked: each was taken")?;
                last.map_or(Ok(()), |last| write!(f, "; the last: {}", last.error))
            }
        }
    }
}

impl fmt::Debug for NotBooked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        self.tried.iter().try_for_each(|tried| write!(f, "\n  {}: {:#}", tried.slot_id, tried.error))?;
        self.untried.iter().try_for_each(|slot| write!(f, "\n  {slot}: not tried"))
    }
}

impl std::error::Error for NotBooked {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.tried.last().map(|tried| &tried.error as _)
    }
}
