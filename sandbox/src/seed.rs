//! A demo business, set up through the operations that everybody uses.

use std::sync::Arc;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use softknack::resources::{calendar, crm, platform};
use softknack::{
    BookingPageId, Brand, Color, ContactId, ListAvailability, Mode, NewBookingPage, NewContact, NewResource,
    NewSchedule, NewService, OrganisationId, ResourceId, ResourceKind, ScheduleException, ScheduleId, Secret, Slot,
    SlotResources, Slug, Timestamp, WebhookId, Weekday, WeeklyHours,
};

use crate::attempts::rerun;
use crate::engine::{Caller, Context, perform_list, perform_plain};
use crate::organisations;
use crate::refusal::Outcome;
use crate::sandbox::base_url;
use crate::state::Shared;
use crate::store::{Scope, Tx};

const TIME_ZONE: &str = "Asia/Kolkata";

const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// What a demo business consists of.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Seeded {
    /// The organisation that it belongs to.
    pub organisation: OrganisationId,
    /// The environment.
    pub mode: Mode,
    /// `ac_service`, an hour at home by one of the staff, and `table_dinner`, a table in the evening.
    pub services: Vec<Slug>,
    /// Two of staff.
    pub staff: Vec<ResourceId>,
    /// Two tables, in the zones `AC` and `Garden`.
    pub tables: Vec<ResourceId>,
    /// From the day after: Monday to Saturday from nine to six for the staff, every evening for the tables.
    pub schedules: Vec<ScheduleId>,
    /// Two people with verified numbers.
    pub contacts: Vec<ContactId>,
    /// The booking page, served at `/book/{slug}`.
    pub booking_page: BookingPageId,
    /// The booking page's slug: `demo` for the first business.
    pub booking_page_slug: Slug,
    /// A webhook endpoint for every event. Its address is the sandbox's own sink, until you give it yours.
    pub webhook: WebhookId,
    /// What signs its deliveries.
    pub webhook_secret: Secret,
}

/// The sandbox itself, as a caller of an organisation's test environment.
pub(crate) fn test_caller(org: OrganisationId) -> Caller {
    Caller { org, mode: Mode::Test, actor: "sandbox".to_owned(), session: None }
}

/// Sets up a demo business, in one transaction. Where it was set up before, tells what it consists of.
pub(crate) async fn seed(shared: &Arc<Shared>, caller: &Caller) -> Outcome<Seeded> {
    // It is long, and all who do so want the same page's address: they would be in each other's way again and again.
    let _alone = shared.store.alone("seed").await?;
    rerun(|| seed_once(shared, caller)).await
}

async fn seed_once(shared: &Arc<Shared>, caller: &Caller) -> Outcome<Seeded> {
    // The page's address is looked for among everybody's.
    let mut cx = context(shared, shared.store.write(Scope::Everything).await?, caller);
    if let Some(seeded) = organisations::remembered(&mut cx.tx, &name(caller)).await? {
        return Ok(serde_json::from_str(&seeded)?);
    }
    let seeded = set_up(shared, &mut cx).await?;
    organisations::remember(&mut cx.tx, &name(caller), &serde_json::to_string(&seeded)?).await?;
    shared.wake_by(cx.commit().await?);
    Ok(seeded)
}

/// What the demo business consists of, where it was set up before.
pub(crate) async fn seeded(shared: &Shared, caller: &Caller) -> Outcome<Option<Seeded>> {
    let seeded = organisations::remembered(&mut shared.store.read(Scope::Everything).await?, &name(caller)).await?;
    Ok(seeded.map(|seeded| serde_json::from_str(&seeded)).transpose()?)
}

/// Open slots of a service, soonest first.
pub(crate) async fn openings(shared: &Shared, caller: &Caller, service: &str) -> Outcome<Vec<Slot>> {
    let mut cx = context(shared, shared.store.read(Scope::Tenant(&caller.tenant())).await?, caller);
    let query = ListAvailability::new(service);
    perform_list(&shared.handlers, &mut cx, calendar::availability::operation::list, &query).await
}

fn context(shared: &Shared, tx: Tx, caller: &Caller) -> Context {
    let (clock, secrets) = (shared.clock.clone(), shared.secrets.clone());
    Context::for_timer(tx, caller.clone(), "sandbox.seed", None, clock, secrets)
}

/// Under which name it is remembered what was set up.
fn name(caller: &Caller) -> String {
    format!("seed:{}", caller.tenant())
}

async fn set_up(shared: &Arc<Shared>, cx: &mut Context) -> Outcome<Seeded> {
    let handlers = &shared.handlers;
    let staff = [NewResource::new("Asha", ResourceKind::Staff), NewResource::new("Ravi", ResourceKind::Staff)];
    let tables = [
        NewResource::new("Table 1", ResourceKind::Table).capacity_min(1u32).capacity_max(4u32).zone("AC"),
        NewResource::new("Table 2", ResourceKind::Table).capacity_min(3u32).capacity_max(8u32).zone("Garden"),
    ];
    let staff = create_resources(shared, cx, &staff).await?;
    let tables = create_resources(shared, cx, &tables).await?;

    let ac_service = NewService::new("ac_service", "AC service at home", 60u32).buffer_after_minutes(15u32);
    let dinner = NewService::new("table_dinner", "Dinner", 90u32).buffer_after_minutes(15u32);
    let mut services = Vec::new();
    for new in [&ac_service, &dinner] {
        services.push(perform_plain(handlers, cx, calendar::services::operation::create, new).await?.slug);
    }

    let open = |days: &[Weekday], opens: &str, closes: &str| -> Vec<WeeklyHours> {
        days.iter().map(|day| WeeklyHours::new(day.clone(), opens, closes)).collect()
    };
    // What precedes an appointment, such as its last reminder, is still to come then, whatever the hour is.
    let closed_today = vec![ScheduleException::new(today(cx.now))];
    let daytime = NewSchedule::new("ac_service", TIME_ZONE, open(&WEEK[..6], "09:00", "18:00"))
        .exceptions(closed_today.clone())
        .resources(SlotResources::default().any_of(staff.iter().copied()));
    let evening = NewSchedule::new("table_dinner", TIME_ZONE, open(&WEEK, "18:00", "22:30"))
        .capacity(2u32)
        .exceptions(closed_today)
        .resources(SlotResources::default().any_of(tables.iter().copied()));
    let mut schedules = Vec::new();
    for new in [&daytime, &evening] {
        schedules.push(perform_plain(handlers, cx, calendar::schedules::operation::create, new).await?.id);
    }

    let mut contacts = Vec::new();
    for (name, phone) in [("Priya Sharma", "+919800000001"), ("Arjun Rao", "+919800000002")] {
        let new = NewContact::default().name(name).phone(phone).verified(true);
        contacts.push(perform_plain(handlers, cx, crm::contacts::operation::create, &new).await?.id);
    }

    let slug = page_slug(shared, cx).await?;
    let page = NewBookingPage::new(slug.clone(), "Cool Air & Kitchen", services.clone(), TIME_ZONE)
        .brand(Brand::default().color(Color::from("#0A7D5C")));
    let page = perform_plain(handlers, cx, calendar::booking_pages::operation::create, &page).await?;

    let sink = format!("{}/sandbox/v1/sink", base_url(shared.address));
    let webhook = platform::webhooks::NewWebhook::new(sink, ["*".into()]).description("The demo's own sink");
    let webhook = perform_plain(handlers, cx, platform::webhooks::operation::create, &webhook).await?;

    Ok(Seeded {
        organisation: cx.caller.org,
        mode: cx.caller.mode.clone(),
        services,
        staff,
        tables,
        schedules,
        contacts,
        booking_page: page.id,
        booking_page_slug: slug,
        webhook: webhook.id,
        webhook_secret: webhook.secret.unwrap_or_else(|| Secret::from("")),
    })
}

/// The day in the business's zone.
fn today(now: Timestamp) -> String {
    let zone = TimeZone::get(TIME_ZONE).unwrap_or(TimeZone::UTC);
    now.to_jiff().to_zoned(zone).date().to_string()
}

async fn create_resources(shared: &Shared, cx: &mut Context, new: &[NewResource]) -> Outcome<Vec<ResourceId>> {
    let mut made = Vec::new();
    for new in new {
        made.push(perform_plain(&shared.handlers, cx, calendar::resources::operation::create, new).await?.id);
    }
    Ok(made)
}

/// `demo`, or a name of the tenant's own where another one has that: addresses of pages are shared by all.
async fn page_slug(shared: &Shared, cx: &mut Context) -> Outcome<Slug> {
    use crate::engine::calendar::find_hosted;

    if find_hosted(&mut cx.tx, "demo").await?.is_none() {
        return Ok(Slug::from("demo"));
    }
    let id: BookingPageId = shared.clock.id();
    let tail: String = id.as_str().chars().rev().take(8).collect();
    Ok(Slug::from(format!("demo-{}", tail.to_ascii_lowercase())))
}
