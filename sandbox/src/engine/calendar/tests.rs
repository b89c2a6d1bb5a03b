//! What hangs on the clock, on a clock that stands still.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

use std::sync::Arc;

use softknack::{
    Appointment, CancelAppointment, ContactId, ErrorCode, ListAvailability, NewAppointment, NewBookingPage,
    NewSchedule, NewService, OpeningHours, Problem, Schedule, ScheduleException, Slot, Timestamp, Weekday, WeeklyHours,
};

use super::*;
use crate::clock::{Clock, Setting};
use crate::engine::{Caller, Context, Paging};
use crate::organisations::SandboxSecret;
use crate::secrets::Secrets;
use crate::store::{Location, Scope, Store, args};

const TENANT: &str = "org_shop/test";

/// A business in memory, at a time of the test's choice.
struct Shop {
    store: Store,
    clock: Arc<Clock>,
    secrets: Arc<Secrets>,
}

impl Shop {
    async fn at(now: &str) -> Self {
        let store = Store::open(&Location::Memory).await.unwrap();
        let clock = Arc::new(Clock::new(Setting::Frozen(now.parse().unwrap())));
        Self { store, clock, secrets: Arc::new(Secrets::new(&SandboxSecret::new(b"secret"))) }
    }

    fn set_clock(&self, at: Timestamp) {
        self.clock.restore(Setting::Frozen(at));
    }

    async fn cx(&self) -> Context {
        let caller = Caller::system(TENANT).unwrap();
        let tx = self.store.write(Scope::Tenant(TENANT)).await.unwrap();
        Context::for_timer(tx, caller, "test", None, self.clock.clone(), self.secrets.clone())
    }

    async fn service(&self, new: NewService) {
        let mut cx = self.cx().await;
        services::create(&mut cx, (), new).await.unwrap();
        cx.commit().await.unwrap();
    }

    async fn schedule(&self, new: NewSchedule) -> Schedule {
        let mut cx = self.cx().await;
        let schedule = schedules::create(&mut cx, (), new).await.unwrap();
        assert!(cx.commit().await.unwrap().is_some(), "those who wait for timers are woken");
        schedule
    }

    async fn open(&self, service: &str) -> Vec<Slot> {
        let mut cx = self.cx().await;
        let paging = Paging { limit: Some(100), ..Paging::default() };
        availability::list(&mut cx, ListAvailability::new(service), paging).await.unwrap().data
    }

    async fn starts(&self) -> Vec<String> {
        self.open("cut").await.iter().map(|slot| slot.starts_at.to_string()[5..16].to_owned()).collect()
    }

    async fn booked(&self, slot: &Slot) -> Appointment {
        let mut cx = self.cx().await;
        let contact = contact(&mut cx).await;
        let appointment = book(&mut cx, (), NewAppointment::new(slot.id, contact, "cut")).await.unwrap();
        cx.commit().await.unwrap();
        appointment
    }

    async fn texts(&self, sql: &'static str) -> Vec<String> {
        self.cx().await.tx.all(sql, args![TENANT]).await.unwrap()
    }

    async fn extensions(&self) -> usize {
        let mut extended = 0;
        loop {
            let mut cx = self.cx().await;
            let Some(due) = next_extension(&mut cx.tx).await.unwrap() else { return extended };
            if due.extend_at > self.clock.now() {
                return extended;
            }
            assert_eq!(due.tenant, TENANT);
            extend_due(&mut cx, due.id).await.unwrap();
            cx.commit().await.unwrap();
            extended += 1;
        }
    }
}

async fn contact(cx: &mut Context) -> ContactId {
    let id: ContactId = cx.id();
    let insert = "INSERT INTO contacts (tenant, id, verified, metadata, created_at, updated_at) VALUES ($1, $2, FALSE, '{}', $3, $3)";
    cx.tx.execute(insert, args![&cx.tenant, id, cx.now]).await.unwrap();
    id
}

fn problem(outcome: Outcome<Appointment>) -> Problem {
    match outcome {
        Err(Refusal::Problem(problem)) => *problem,
        other => panic!("not refused: {other:?}"),
    }
}

fn mondays(opens: &str, closes: &str) -> NewSchedule {
    NewSchedule::new("cut", "Europe/Berlin", vec![WeeklyHours::new(Weekday::Monday, opens, closes)])
}

#[tokio::test]
async fn slots_are_made_as_far_as_the_horizon_and_further_as_the_clock_moves() {
    // Monday, 08:30 in Berlin.
    let shop = Shop::at("2026-11-23T07:30:00Z").await;
    shop.service(NewService::new("cut", "Cut", 60_u32)).await;
    let schedule = shop.schedule(mondays("08:00", "11:00").horizon_days(14_u32)).await;
    assert_eq!(schedule.interval_minutes, 60);
    let first_two = ["11-23T08:00", "11-23T09:00", "11-30T07:00", "11-30T08:00", "11-30T09:00"];
    assert_eq!(shop.starts().await, first_two, "nothing that has begun");

    shop.set_clock("2026-11-23T22:59:59Z".parse().unwrap());
    assert_eq!(shop.extensions().await, 0, "it is Monday still");
    shop.set_clock("2026-11-23T23:00:00Z".parse().unwrap());
    assert_eq!(shop.extensions().await, 1, "midnight in Berlin");
    assert_eq!(shop.starts().await.last().unwrap(), "12-07T09:00");
    assert_eq!(shop.extensions().await, 0, "once a day");

    shop.set_clock("2027-03-20T12:00:00Z".parse().unwrap());
    assert_eq!(shop.extensions().await, 1, "after a long sleep at once");
    let after = ["03-22T07:00", "03-22T08:00", "03-22T09:00", "03-29T06:00", "03-29T07:00", "03-29T08:00"];
    assert_eq!(shop.starts().await, after, "summer time begins on the 28th, and no day is made twice or in the past");
}

#[tokio::test]
async fn exceptions_close_a_day_or_give_it_other_hours() {
    let shop = Shop::at("2026-11-23T00:00:00Z").await;
    shop.service(NewService::new("cut", "Cut", 60_u32)).await;
    let exceptions = vec![
        ScheduleException::new("2026-11-30"),
        ScheduleException::new("2026-12-01").hours(vec![OpeningHours::new("22:00", "24:00")]),
    ];
    shop.schedule(mondays("10:00", "11:00").exceptions(exceptions).horizon_days(15_u32)).await;
    assert_eq!(shop.starts().await, ["11-23T09:00", "12-01T21:00", "12-01T22:00", "12-07T09:00"]);
}

#[tokio::test]
async fn buffers_lie_between_appointments_and_may_lie_outside_the_hours() {
    let shop = Shop::at("2026-11-23T00:00:00Z").await;
    let service = NewService::new("cut", "Cut", 30_u32).buffer_before_minutes(10_u32).buffer_after_minutes(5_u32);
    shop.service(service).await;
    let schedule = shop.schedule(mondays("10:00", "12:00").horizon_days(1_u32)).await;
    assert_eq!(schedule.interval_minutes, 45);
    assert_eq!(shop.starts().await, ["11-23T09:00", "11-23T09:45", "11-23T10:30"]);
    let held = shop.texts("SELECT holds_from || ' ' || holds_to FROM slots WHERE tenant = $1 ORDER BY starts_at").await;
    assert_eq!(held[0], "2026-11-23T08:50:00.000Z 2026-11-23T09:35:00.000Z");
    assert_eq!(held[2], "2026-11-23T10:20:00.000Z 2026-11-23T11:05:00.000Z");
}

#[tokio::test]
async fn a_deleted_schedule_leaves_appointments_and_takes_the_rest() {
    let shop = Shop::at("2026-11-23T00:00:00Z").await;
    shop.service(NewService::new("cut", "Cut", 60_u32)).await;
    let schedule = shop.schedule(mondays("10:00", "12:00").horizon_days(1_u32)).await;
    let open = shop.open("cut").await;
    let appointment = shop.booked(&open[0]).await;
    let mut cx = shop.cx().await;
    schedules::delete(&mut cx, schedule.id, ()).await.unwrap();
    assert!(schedules::get(&mut cx, schedule.id, ()).await.is_err());
    cx.commit().await.unwrap();
    assert!(shop.open("cut").await.is_empty());
    let statuses = shop.texts("SELECT status FROM slots WHERE tenant = $1 ORDER BY starts_at").await;
    assert_eq!(statuses, ["full", "closed"]);
    let mut cx = shop.cx().await;
    assert_eq!(appointments::get(&mut cx, appointment.id, ()).await.unwrap(), appointment);
    drop(cx);
    shop.set_clock("2027-11-23T00:00:00Z".parse().unwrap());
    assert_eq!(shop.extensions().await, 0);
}

#[tokio::test]
async fn an_appointment_ends_only_once_it_has_begun() {
    let shop = Shop::at("2026-11-23T00:00:00Z").await;
    shop.service(NewService::new("cut", "Cut", 60_u32)).await;
    shop.schedule(mondays("10:00", "12:00").horizon_days(1_u32)).await;
    let open = shop.open("cut").await;
    let (first, second) = (shop.booked(&open[0]).await, shop.booked(&open[1]).await);

    shop.set_clock(first.starts_at.plus_milliseconds(-1));
    let mut cx = shop.cx().await;
    let early = problem(appointments::complete(&mut cx, first.id, ()).await);
    assert_eq!(
        (early.code, early.from.as_deref(), early.to.as_deref()),
        (ErrorCode::InvalidTransition, Some("booked"), Some("completed"))
    );
    assert!(early.detail.unwrap().contains("begins at 2026-11-23T09:00:00.000Z"));
    drop(cx);

    shop.set_clock(first.starts_at);
    let mut cx = shop.cx().await;
    assert_eq!(appointments::complete(&mut cx, first.id, ()).await.unwrap().status.as_str(), "completed");
    let early = problem(appointments::mark_no_show(&mut cx, second.id, ()).await);
    assert_eq!(early.to.as_deref(), Some("no_show"));
    cx.commit().await.unwrap();

    shop.set_clock(second.starts_at);
    let mut cx = shop.cx().await;
    assert_eq!(appointments::mark_no_show(&mut cx, second.id, ()).await.unwrap().status.as_str(), "no_show");
    for (id, from) in [(first.id, "completed"), (second.id, "no_show")] {
        let cancelled = problem(appointments::cancel(&mut cx, id, CancelAppointment::new("late")).await);
        assert_eq!((cancelled.from.as_deref(), cancelled.to.as_deref()), (Some(from), Some("cancelled")));
        assert_eq!(problem(appointments::complete(&mut cx, id, ()).await).code, ErrorCode::InvalidTransition);
    }
    cx.commit().await.unwrap();
    let events = shop.texts("SELECT type FROM events WHERE tenant = $1 ORDER BY id").await;
    assert_eq!(events, ["appointment.booked", "appointment.booked", "appointment.completed", "appointment.no_show"]);
    assert!(shop.texts("SELECT due_at FROM reminders WHERE tenant = $1").await.is_empty());
}

#[tokio::test]
async fn reminders_are_due_before_the_appointment_and_never_in_the_past() {
    let shop = Shop::at("2026-11-23T00:00:00Z").await;
    let offsets = vec![60_u32, 1440, 30, 60, 540];
    shop.service(NewService::new("cut", "Cut", 60_u32).reminder_offsets_minutes(offsets)).await;
    shop.schedule(mondays("10:00", "12:00").horizon_days(1_u32)).await;
    let open = shop.open("cut").await;
    let appointment = shop.booked(&open[0]).await;
    let due = shop.texts("SELECT due_at FROM reminders WHERE tenant = $1 ORDER BY due_at").await;
    assert_eq!(
        due,
        ["2026-11-23T08:00:00.000Z", "2026-11-23T08:30:00.000Z"],
        "each once; now is too late for 540 minutes"
    );

    let mut cx = shop.cx().await;
    appointments::reschedule(&mut cx, appointment.id, open[1].id.into()).await.unwrap();
    cx.commit().await.unwrap();
    let due = shop.texts("SELECT due_at FROM reminders WHERE tenant = $1 ORDER BY due_at").await;
    assert_eq!(due, ["2026-11-23T01:00:00.000Z", "2026-11-23T09:00:00.000Z", "2026-11-23T09:30:00.000Z"]);

    let mut cx = shop.cx().await;
    appointments::cancel(&mut cx, appointment.id, "ill".into()).await.unwrap();
    cx.commit().await.unwrap();
    assert!(shop.texts("SELECT due_at FROM reminders WHERE tenant = $1").await.is_empty());
}

#[tokio::test]
async fn what_has_begun_is_neither_listed_nor_booked() {
    let shop = Shop::at("2026-11-23T00:00:00Z").await;
    shop.service(NewService::new("cut", "Cut", 60_u32)).await;
    shop.schedule(mondays("10:00", "12:00").horizon_days(1_u32)).await;
    let open = shop.open("cut").await;
    shop.set_clock(open[0].starts_at);
    assert_eq!(shop.open("cut").await, open[1..]);
    let mut cx = shop.cx().await;
    let contact = contact(&mut cx).await;
    let taken = problem(book(&mut cx, (), NewAppointment::new(open[0].id, contact, "cut")).await);
    assert_eq!(taken.code, ErrorCode::SlotTaken);
    assert_eq!(taken.next_slots.unwrap(), open[1..]);
    let detail = taken.detail.unwrap();
    assert!(
        detail.contains("began at") && detail.ends_with("Mon 23 Nov 11:00 (Europe/Berlin): offer one of next_slots."),
        "{detail}"
    );
}

#[tokio::test]
async fn a_month_of_slots_is_made_in_a_few_statements() {
    let shop = Shop::at("2026-11-23T00:00:00Z").await;
    shop.service(NewService::new("cut", "Cut", 30_u32)).await;
    let weekly: Vec<WeeklyHours> =
        Weekday::KNOWN.iter().map(|day| WeeklyHours::new(Weekday::from(*day), "09:00", "18:00")).collect();
    shop.schedule(NewSchedule::new("cut", "Asia/Kolkata", weekly)).await;
    let made: Vec<i64> =
        shop.cx().await.tx.all("SELECT COUNT(*) FROM slots WHERE tenant = $1", args![TENANT]).await.unwrap();
    assert_eq!(made, [30 * 18], "each once, across statements");
    let firsts: Vec<Timestamp> = shop.open("cut").await.iter().map(|slot| slot.starts_at).collect();
    assert!(firsts.is_sorted());
}

#[tokio::test]
async fn a_booking_page_is_found_at_its_address_whoever_owns_it() {
    let shop = Shop::at("2026-11-23T00:00:00Z").await;
    shop.service(NewService::new("cut", "Cut", 30_u32)).await;
    let mut cx = shop.cx().await;
    let new = NewBookingPage::new("salon", "Salon", vec![Slug::from("cut")], "Asia/Kolkata");
    let page = booking_pages::create(&mut cx, (), new).await.unwrap();
    let hosted = find_hosted(&mut cx.tx, "salon").await.unwrap().unwrap();
    assert_eq!((hosted.tenant.as_str(), hosted.page), (TENANT, page));
    assert!(find_hosted(&mut cx.tx, "none").await.unwrap().is_none());
}
