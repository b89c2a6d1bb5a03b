//! `calendar.resources`.

use softknack::{ErrorCode, ListResources, NewResource, Problem, Resource, ResourceId, SlotResources, UpdateResource};

use super::needs;
use crate::engine::{Context, Filters, Listing, PageOf, Paging};
use crate::refusal::{Outcome, Refusal};
use crate::store::{Arg, Sql, args, places, statements};

pub(super) async fn create(cx: &mut Context, (): (), new: NewResource) -> Outcome<Resource> {
    let id: ResourceId = cx.id();
    let capacity_min = new.capacity_min.unwrap_or(1);
    check_bounds(capacity_min, new.capacity_max)?;
    let args = args![
        &cx.tenant,
        id,
        new.name,
        &new.kind,
        capacity_min,
        new.capacity_max,
        new.zone,
        new.active.unwrap_or(true),
        cx.now
    ];
    let resource: Resource = cx.tx.one(INSERT, args).await?;
    cx.audit(id, None::<&Resource>, Some(&resource));
    Ok(resource)
}

pub(super) async fn get(cx: &mut Context, id: ResourceId, (): ()) -> Outcome<Resource> {
    cx.tx.optional(SELECT_ONE, args![&cx.tenant, id]).await?.ok_or_else(|| Refusal::not_found("resource"))
}

pub(super) async fn list(cx: &mut Context, query: ListResources, paging: Paging) -> Outcome<PageOf<Resource>> {
    let filters = Filters::default().and("kind = $", query.kind.as_ref()).and("active = $", query.active);
    cx.list(Listing::by_id(SELECT), filters, paging).await
}

pub(super) async fn update(cx: &mut Context, id: ResourceId, change: UpdateResource) -> Outcome<Resource> {
    let before = get(cx, id, ()).await?;
    let capacity_min = change.capacity_min.unwrap_or(before.capacity_min);
    let capacity_max = change.capacity_max.apply(before.capacity_max);
    check_bounds(capacity_min, capacity_max)?;
    let args = args![
        &cx.tenant,
        id,
        change.name.as_ref().unwrap_or(&before.name),
        capacity_min,
        capacity_max,
        change.zone.apply(before.zone.clone()),
        change.active.unwrap_or(before.active),
        cx.now
    ];
    let after: Resource = cx.tx.one(UPDATE, args).await?;
    cx.audit(id, Some(&before), Some(&after));
    Ok(after)
}

fn check_bounds(capacity_min: u32, capacity_max: Option<u32>) -> Outcome<()> {
    match capacity_max {
        Some(max) if capacity_min > max => {
            Err(Refusal::invalid("/capacity_max", format!("must be at least capacity_min, which is {capacity_min}")))
        }
        _ => Ok(()),
    }
}

/// Checks that every resource a slot is to hold exists, and that there are enough of them.
pub(super) async fn check(cx: &mut Context, resources: &SlotResources) -> Outcome<()> {
    let groups = resources.any_of.iter().enumerate();
    let grouped = groups.flat_map(|(group, ids)| {
        ids.iter().enumerate().map(move |(place, id)| (format!("/resources/any_of/{group}/{place}"), *id))
    });
    let required =
        resources.required.iter().enumerate().map(|(place, id)| (format!("/resources/required/{place}"), *id));
    let named: Vec<(String, ResourceId)> = required.chain(grouped).collect();
    if named.is_empty() {
        return Ok(());
    }
    let mut args = args![&cx.tenant];
    args.extend(named.iter().map(|(_, id)| Arg::from(*id)));
    // Only places are put together here; every value is bound.
    let sql = format!("{SELECT_IDS} {}", places(2, named.len(), 1));
    let known: Vec<ResourceId> = cx.tx.all(Sql::assembled(sql), args).await?;
    if let Some((param, _)) = named.into_iter().find(|(_, id)| !known.contains(id)) {
        return Err(Problem::new(ErrorCode::NotFound, "There is no such resource.").at(param).into());
    }
    if !needs::can_all_be_met(resources) {
        let detail =
            "must name enough resources: every required one and one of each group are held at once, each by itself";
        return Err(Refusal::invalid("/resources", detail));
    }
    Ok(())
}

macro_rules! columns {
    () => {
        "id, name, kind, capacity_min, capacity_max, zone, active, created_at, updated_at"
    };
}

const SELECT_IDS: &str = "SELECT id FROM resources WHERE tenant = $1 AND id IN";

statements! {
    INSERT: concat!("INSERT INTO resources (tenant, id, name, kind, capacity_min, capacity_max, zone, active, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) RETURNING ", columns!());
    SELECT: concat!("SELECT ", columns!(), " FROM resources WHERE tenant = $1");
    SELECT_ONE: concat!("SELECT ", columns!(), " FROM resources WHERE tenant = $1 AND id = $2");
    UPDATE: concat!("UPDATE resources SET name = $3, capacity_min = $4, capacity_max = $5, zone = $6, active = $7, updated_at = $8
        WHERE tenant = $1 AND id = $2 RETURNING ", columns!());
}
