//! Everything that happens by itself when its time has come: deliveries, reminders, schedules, expiries.
//!
//! There is one lock in a process, and whoever holds it does what is due: its loop, or whoever moves the clock. Several processes
//! may do so at once. Nothing is done twice, since each thing is done in a transaction that finds it still to be done.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use softknack::Timestamp;
use tokio::sync::{Mutex, MutexGuard};

use crate::attempts::Attempts;
use crate::clock::Setting;
use crate::dispatch::{self, Dispatcher, Finished};
use crate::engine::notifications::{self, reminders};
use crate::engine::{calendar, queue, retention};
use crate::http::expire_idempotency_records;
use crate::refusal::{Outcome, Refusal};
use crate::settings;
use crate::state::Shared;
use crate::store::{Alone, Scope, args, statements};

/// How long the loop rests when the database failed.
const REST: Duration = Duration::from_secs(1);

/// The longest that it sleeps: the system's clock may be set meanwhile, and nobody tells.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

/// The longest that it sleeps where other processes leave something to do: whoever dies tells nobody.
const LONGEST_SLEEP_AMONG_OTHERS: Duration = Duration::from_millis(500);

/// How often it is looked whether others have done what they are at.
const OTHERS_AT_WORK: Duration = Duration::from_millis(20);

/// How often what has expired is removed.
const EXPIRY_MINUTES: i64 = 60;

/// What is under way.
pub(crate) struct Timers {
    turn: Mutex<Turn>,
    finished: Arc<Finished>,
    /// Until when the loop sleeps, in milliseconds of the sandbox's clock; for ever while it looks around.
    asleep_until: AtomicI64,
}

impl Timers {
    /// Whether the loop would sleep when something falls due at `due`.
    pub(crate) fn sleep_beyond(&self, due: Timestamp) -> bool {
        due.as_millisecond() < self.asleep_until.load(Ordering::SeqCst)
    }
}

impl Default for Timers {
    fn default() -> Self {
        let turn = Turn::default();
        Self {
            finished: turn.dispatcher.finished().clone(),
            turn: Mutex::new(turn),
            asleep_until: AtomicI64::new(i64::MAX),
        }
    }
}

#[derive(Default)]
struct Turn {
    dispatcher: Dispatcher,
    expired_at: Option<Timestamp>,
}

/// Does what falls due, for ever.
pub(crate) async fn run(shared: Arc<Shared>) {
    loop {
        // Listening begins before the look, so that nothing slips in between.
        let mut woken = std::pin::pin!(shared.wake.notified());
        let mut finished = std::pin::pin!(shared.timers.finished.notify.notified());
        let mut changed = std::pin::pin!(shared.clock.changed());
        woken.as_mut().enable();
        finished.as_mut().enable();
        changed.as_mut().enable();
        shared.timers.asleep_until.store(i64::MAX, Ordering::SeqCst);
        match look(&shared).await {
            Ok(sleep) => tokio::select! {
                () = woken => {}
                () = finished => {}
                () = changed => {}
                () = tokio::time::sleep(sleep) => {}
            },
            Err(refusal) => {
                report(&refusal);
                tokio::time::sleep(REST).await;
            }
        }
    }
}

/// Ends what is under way, after [`run`] has ended.
pub(crate) async fn stop(shared: &Shared) {
    if let Err(refusal) = shared.timers.turn.lock().await.dispatcher.stop(shared).await {
        report(&refusal);
    }
}

/// Does what is due, without waiting for attempts to be finished, and tells how long there is nothing else to do.
async fn look(shared: &Shared) -> Outcome<Duration> {
    let mut turn = shared.timers.turn.lock().await;
    settings::hear_of_others(shared).await?;
    if matches!(shared.clock.setting(), Setting::Held(_))
        && let Some(_alone) = shared.store.try_alone(MOVING).await?
    {
        // Whoever moved it gave up, or died.
        settings::catch_up(shared).await?;
        settings::set_clock(shared, shared.clock.setting().released()).await?;
    }
    // What falls due while this looks around counts as next.
    let since = shared.clock.now();
    turn.do_due(shared).await?;
    let next = next_due(shared, since).await?;
    let now = shared.clock.now().as_millisecond();
    let longest = if shared.store.is_shared() { LONGEST_SLEEP_AMONG_OTHERS } else { LONGEST_SLEEP };
    let sleep = match (shared.clock.setting(), next) {
        (Setting::Offset(_), Some(next)) => {
            let milliseconds = next.as_millisecond().saturating_sub(now);
            Duration::from_millis(u64::try_from(milliseconds).unwrap_or(0)).min(longest)
        }
        (Setting::Frozen(_) | Setting::Held(_), _) | (_, None) => longest,
    };
    let until = now.saturating_add(i64::try_from(sleep.as_millis()).unwrap_or(i64::MAX));
    shared.timers.asleep_until.store(until, Ordering::SeqCst);
    Ok(sleep)
}

/// The right to move the clock, which one at a time has, of all processes.
pub(crate) struct Mover<'a> {
    shared: &'a Shared,
    turn: MutexGuard<'a, Turn>,
    _alone: Alone,
}

/// What the right to move the clock is called among processes.
const MOVING: &str = "clock";

/// Waits for the right to move the clock.
///
/// # Errors
/// When the database fails.
pub(crate) async fn mover(shared: &Shared) -> Outcome<Mover<'_>> {
    let turn = shared.timers.turn.lock().await;
    let alone = shared.store.alone(MOVING).await?;
    settings::hear_of_others(shared).await?;
    Ok(Mover { shared, turn, _alone: alone })
}

impl Mover<'_> {
    /// Stops the clock where it is, or lets it run on from there.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn freeze(&self, frozen: bool) -> Outcome<()> {
        let now = self.shared.clock.now();
        let setting = if frozen { Setting::Frozen(now) } else { Setting::running(now) };
        settings::set_clock(self.shared, setting).await
    }

    /// Moves the clock to `to`. On the way there it stops at each time at which something falls due, and stands still until that
    /// is done, attempts of deliveries included. Backwards it jumps.
    ///
    /// # Errors
    /// When the database fails: the clock then runs on from where it came to.
    pub(crate) async fn advance(&mut self, to: Timestamp) -> Outcome<()> {
        let shared = self.shared;
        if to > shared.clock.now() {
            let held = Held::still(shared).await?;
            loop {
                self.turn.settle(shared).await?;
                match next_due(shared, shared.clock.now()).await? {
                    Some(due) if due <= to => self.set(due).await?,
                    _ => break,
                }
            }
            self.set(to).await?;
            held.release().await
        } else {
            self.set(to).await
        }
    }

    async fn set(&self, to: Timestamp) -> Outcome<()> {
        settings::set_clock(self.shared, self.shared.clock.setting().at(to)).await
    }
}

/// Does everything that is due, and waits until it is done, attempts of deliveries included.
///
/// # Errors
/// When the database fails.
pub(crate) async fn settle(shared: &Shared) -> Outcome<()> {
    let mut turn = shared.timers.turn.lock().await;
    settings::hear_of_others(shared).await?;
    turn.settle(shared).await
}

impl Turn {
    async fn settle(&mut self, shared: &Shared) -> Outcome<()> {
        let mut attempts = Attempts::default();
        loop {
            let mut finished = std::pin::pin!(shared.timers.finished.notify.notified());
            finished.as_mut().enable();
            if let Err(refusal) = self.do_due(shared).await {
                attempts.again(refusal).await?;
            } else if !self.dispatcher.is_idle() {
                finished.await;
            } else if dispatch::is_anything_due(shared).await? {
                tokio::time::sleep(OTHERS_AT_WORK).await;
            } else {
                return Ok(());
            }
        }
    }

    /// What fails of it does not keep the rest from being done.
    async fn do_due(&mut self, shared: &Shared) -> Outcome<()> {
        let recorded = self.dispatcher.record(shared).await;
        let reminded = reminders::send_due(shared).await;
        let queued = queue::run_due(shared).await;
        let forgotten = retention::run_due(shared).await;
        let arrived = notifications::deliver_due(shared).await;
        let extended = extend_schedules(shared).await;
        let expired = self.expire(shared).await;
        let scrubbed = shared.store.scrub().await.map_err(Refusal::from);
        let started = self.dispatcher.start(shared).await;
        let forgotten = forgotten.and(scrubbed);
        recorded.and(reminded).and(queued).and(forgotten).and(arrived).and(extended).and(expired).and(started)
    }

    async fn expire(&mut self, shared: &Shared) -> Outcome<()> {
        let now = shared.clock.now();
        // Neither is anything to be done where the clock was set back.
        if self.expired_at.is_some_and(|at| now < at.plus_minutes(EXPIRY_MINUTES)) {
            return Ok(());
        }
        let mut attempts = Attempts::default();
        while let Err(refusal) = remove_expired(shared, now).await {
            attempts.again(refusal).await?;
        }
        self.expired_at = Some(now);
        Ok(())
    }
}

/// Makes the slots of the days that have come within the horizons of schedules.
async fn extend_schedules(shared: &Shared) -> Outcome<()> {
    loop {
        let due = calendar::next_extension(&mut shared.store.read(Scope::Everything).await?).await?;
        let Some(due) = due.filter(|due| due.extend_at <= shared.clock.now()) else { return Ok(()) };
        let mut attempts = Attempts::default();
        while let Err(refusal) = extend(shared, &due).await {
            attempts.again(refusal).await?;
        }
    }
}

async fn extend(shared: &Shared, due: &calendar::Extension) -> Outcome<()> {
    let tx = shared.store.write(Scope::Tenant(&due.tenant)).await?;
    let mut cx = shared.timer_context(tx, &due.tenant, "calendar.schedules.extend", None)?;
    calendar::extend_due(&mut cx, due.id).await?;
    cx.commit().await?;
    Ok(())
}

/// Removes what has expired by now.
async fn remove_expired(shared: &Shared, now: Timestamp) -> Outcome<()> {
    let mut tx = shared.store.write(Scope::Everything).await?;
    expire_idempotency_records(&mut tx, now).await?;
    queue::expire_challenges(&mut tx, now).await?;
    retention::expire(&mut tx, now).await?;
    Ok(tx.commit().await?)
}

/// When something falls due next, later than `since`.
async fn next_due(shared: &Shared, since: Timestamp) -> Outcome<Option<Timestamp>> {
    let mut tx = shared.store.read(Scope::Everything).await?;
    Ok(tx.one(SELECT_NEXT, args![since]).await?)
}

/// A clock that is kept from running by itself. Dropped without [`release`](Self::release), the loop lets it run on.
struct Held<'a>(&'a Shared);

impl<'a> Held<'a> {
    async fn still(shared: &'a Shared) -> Outcome<Self> {
        settings::set_clock(shared, shared.clock.setting().held()).await?;
        Ok(Self(shared))
    }

    async fn release(self) -> Outcome<()> {
        settings::set_clock(self.0, self.0.clock.setting().released()).await
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.wake.notify_waiters();
    }
}

fn report(refusal: &Refusal) {
    match refusal {
        Refusal::Fault(error) => tracing::error!(%error, "what was due could not be done"),
        Refusal::Problem(problem) | Refusal::Later(problem, _) | Refusal::Kept(problem) => {
            tracing::error!(code = %problem.code, "what was due was refused")
        }
    }
}

statements! {
    SELECT_NEXT: "SELECT MIN(due_at) FROM (
        SELECT due_at FROM (SELECT d.next_attempt_at AS due_at FROM deliveries d
            JOIN webhooks w ON w.tenant = d.tenant AND w.id = d.webhook_id AND w.enabled
            WHERE d.status = 'pending' AND d.next_attempt_at > $1
            ORDER BY d.next_attempt_at LIMIT 1) AS delivery
        UNION ALL SELECT MIN(due_at) FROM reminders WHERE due_at > $1
        UNION ALL SELECT MIN(due_at) FROM queue_entries WHERE due_at > $1
        UNION ALL SELECT MIN(due_at) FROM messages WHERE due_at > $1
        UNION ALL SELECT MIN(forget_at) FROM contacts WHERE forget_at > $1
        UNION ALL SELECT MIN(extend_at) FROM schedules WHERE extend_at > $1
    ) AS next";
}
