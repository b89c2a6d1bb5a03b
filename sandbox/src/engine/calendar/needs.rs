//! What a slot needs, and which resources meet it.
//!
//! Each required resource is a need that one resource can meet, each `any_of` group one that several can. An appointment
//! holds a resource of its own for every need, or it is not made.

use std::collections::HashMap;

use serde::Deserialize;
use softknack::{ResourceId, SlotId, SlotResources};

use crate::engine::Context;
use crate::refusal::Outcome;
use crate::store::{args, statements};

/// That no appointment holds `resources` within `slots`' time. Holds of one resource never overlap, so of those that begin
/// before the slot's end only the last can reach into it.
macro_rules! free {
    () => {
        "COALESCE((SELECT holds.ends_at FROM holds WHERE holds.tenant = resources.tenant AND holds.resource_id = resources.id
            AND holds.starts_at < slots.holds_to ORDER BY holds.starts_at DESC LIMIT 1) <= slots.holds_from, TRUE)"
    };
}

/// That `resources` can be held for `slots`' time by a party of the size `$party`, or of any where that is null.
macro_rules! usable {
    ($party:literal) => {
        concat!(
            "resources.active AND COALESCE(resources.capacity_min <= ",
            $party,
            ", TRUE) AND COALESCE(resources.capacity_max >= ",
            $party,
            ", TRUE) AND ",
            $crate::engine::calendar::needs::free!()
        )
    };
}

/// That for each need of `slots` some resource can be held.
macro_rules! bookable {
    ($party:literal) => {
        concat!(
            "NOT EXISTS (SELECT 1 FROM slot_needs AS needs
            WHERE needs.tenant = slots.tenant AND needs.slot_id = slots.id AND needs.choice = 0 AND NOT EXISTS (
                SELECT 1 FROM slot_needs AS choices
                JOIN resources ON resources.tenant = choices.tenant AND resources.id = choices.resource_id
                WHERE choices.tenant = needs.tenant AND choices.slot_id = needs.slot_id AND choices.need = needs.need AND ",
            $crate::engine::calendar::needs::usable!($party),
            "))"
        )
    };
}

/// That the resource `$resource` can be held for some need of `slots`.
macro_rules! holdable {
    ($resource:literal, $party:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM slot_needs AS choices
            JOIN resources ON resources.tenant = choices.tenant AND resources.id = choices.resource_id
            WHERE choices.tenant = slots.tenant AND choices.slot_id = slots.id AND choices.resource_id = ",
            $resource,
            " AND ",
            $crate::engine::calendar::needs::usable!($party),
            ")"
        )
    };
}
pub(super) use {bookable, free, holdable, usable};

/// The choices that a slot's resources leave: a list for each need.
pub(super) fn of(resources: &SlotResources) -> Vec<Vec<ResourceId>> {
    let required = resources.required.iter().map(|id| vec![*id]);
    required.chain(resources.any_of.iter().cloned()).collect()
}

/// Whether every need can be met at once while all resources are free.
pub(super) fn can_all_be_met(resources: &SlotResources) -> bool {
    is_solvable(&of(resources), &[])
}

/// A resource that can meet a need, as it stands now.
#[derive(Debug, Deserialize)]
pub(super) struct Choice {
    need: usize,
    resource_id: ResourceId,
    active: bool,
    capacity_min: u32,
    capacity_max: Option<u32>,
    free: bool,
}

impl Choice {
    /// Why it cannot be held, where it cannot.
    fn fault(&self, party_size: u32) -> Option<String> {
        let id = self.resource_id;
        let fits = self.capacity_min <= party_size && self.capacity_max.is_none_or(|max| party_size <= max);
        if !self.active {
            return Some(format!("{id} is not active."));
        }
        if !fits {
            let max = self.capacity_max.map_or("more".to_owned(), |max| max.to_string());
            return Some(format!("{id} takes parties of {} to {max}, not of {party_size}.", self.capacity_min));
        }
        (!self.free).then(|| format!("{id} is held by another appointment at that time."))
    }
}

/// Every choice for every need of a slot, in the listed order.
pub(super) async fn choices(cx: &mut Context, slot: SlotId) -> Outcome<Vec<Choice>> {
    Ok(cx.tx.all(SELECT_CHOICES, args![&cx.tenant, slot]).await?)
}

/// The place in `wanted` of a resource that meets no need.
pub(super) fn stranger(choices: &[Choice], wanted: &[ResourceId]) -> Option<usize> {
    wanted.iter().position(|id| !choices.iter().any(|choice| choice.resource_id == *id))
}

/// The resources to hold, one for each need: for each the first that leaves the others theirs, every one of `wanted` among
/// them.
///
/// # Errors
/// Why there are none, in words.
pub(super) fn choose(choices: &[Choice], party_size: u32, wanted: &[ResourceId]) -> Result<Vec<ResourceId>, String> {
    let mut needs = vec![Vec::new(); choices.last().map_or(0, |last| last.need + 1)];
    for choice in choices.iter().filter(|choice| choice.fault(party_size).is_none()) {
        if let Some(usable) = needs.get_mut(choice.need) {
            usable.push(choice.resource_id);
        }
    }
    if !is_solvable(&needs, wanted) {
        return Err(why_not(choices, &needs, party_size, wanted));
    }
    for need in 0..needs.len() {
        let usable = std::mem::take(&mut needs[need]);
        for id in usable {
            needs[need] = vec![id];
            if is_solvable(&needs, wanted) {
                break;
            }
        }
    }
    Ok(needs.into_iter().flatten().collect())
}

fn why_not(choices: &[Choice], needs: &[Vec<ResourceId>], party_size: u32, wanted: &[ResourceId]) -> String {
    let unusable = |choice: &&Choice| wanted.contains(&choice.resource_id);
    if let Some(fault) = choices.iter().filter(unusable).find_map(|choice| choice.fault(party_size)) {
        return fault;
    }
    let Some(unmet) = needs.iter().position(Vec::is_empty) else {
        return "The resources that are free cannot meet every need of the slot at once.".to_owned();
    };
    let faults: Vec<String> =
        choices.iter().filter(|choice| choice.need == unmet).filter_map(|choice| choice.fault(party_size)).collect();
    match faults.as_slice() {
        [only] => only.clone(),
        all => format!(
            "None of the {} resources that could be held is free, active and fits a party of {party_size}.",
            all.len()
        ),
    }
}

/// Whether each need can have a resource of its own, all of `wanted` among them.
///
/// Where the needs can be matched to resources and the wanted resources to needs, one matching does both (Mendelsohn and
/// Dulmage), so the two are looked at apart.
fn is_solvable(needs: &[Vec<ResourceId>], wanted: &[ResourceId]) -> bool {
    let mut numbers = HashMap::new();
    let resources: Vec<Vec<usize>> = needs
        .iter()
        .map(|need| {
            need.iter()
                .map(|id| {
                    let next = numbers.len();
                    *numbers.entry(*id).or_insert(next)
                })
                .collect()
        })
        .collect();
    let meets = |id: &ResourceId| (0..needs.len()).filter(|need| needs[*need].contains(id)).collect();
    let wanted: Vec<Vec<usize>> = wanted.iter().map(meets).collect();
    is_matchable(&resources, numbers.len()) && is_matchable(&wanted, needs.len())
}

/// Whether each of `sides` can have one of its `edges` to itself: Kuhn's augmenting paths.
fn is_matchable(edges: &[Vec<usize>], others: usize) -> bool {
    fn augment(from: usize, edges: &[Vec<usize>], owner: &mut [Option<usize>], seen: &mut [bool]) -> bool {
        for &to in &edges[from] {
            if std::mem::replace(&mut seen[to], true) {
                continue;
            }
            if owner[to].is_none_or(|other| augment(other, edges, owner, seen)) {
                owner[to] = Some(from);
                return true;
            }
        }
        false
    }
    let mut owner = vec![None; others];
    (0..edges.len()).all(|from| augment(from, edges, &mut owner, &mut vec![false; others]))
}

statements! {
    SELECT_CHOICES: concat!("SELECT choices.need, choices.resource_id, resources.active, resources.capacity_min, resources.capacity_max, ",
            free!(), " AS free
        FROM slots JOIN slot_needs AS choices ON choices.tenant = slots.tenant AND choices.slot_id = slots.id
        JOIN resources ON resources.tenant = choices.tenant AND resources.id = choices.resource_id
        WHERE slots.tenant = $1 AND slots.id = $2 ORDER BY choices.need, choices.choice");
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn id(name: &str) -> ResourceId {
        format!("res_{name}").parse().unwrap_or_else(|error| panic!("{error}"))
    }

    fn choices(needs: &[&[&str]], held: &[&str]) -> Vec<Choice> {
        let choice = |need: usize, name: &str| Choice {
            need,
            resource_id: id(name),
            active: true,
            capacity_min: 1,
            capacity_max: None,
            free: !held.contains(&name),
        };
        needs.iter().enumerate().flat_map(|(need, names)| names.iter().map(move |name| choice(need, name))).collect()
    }

    fn chosen(needs: &[&[&str]], held: &[&str], wanted: &[&str]) -> Option<Vec<String>> {
        let wanted: Vec<ResourceId> = wanted.iter().map(|name| id(name)).collect();
        let chosen = choose(&choices(needs, held), 1, &wanted).ok()?;
        Some(chosen.iter().map(|id| id.as_str()[4..].to_owned()).collect())
    }

    fn names(names: &[&str]) -> Option<Vec<String>> {
        Some(names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn each_need_takes_the_first_that_leaves_the_others_theirs() {
        assert_eq!(chosen(&[&["a", "b"], &["c", "d"]], &[], &[]), names(&["a", "c"]));
        assert_eq!(chosen(&[&["a", "b"], &["c", "d"]], &["a"], &[]), names(&["b", "c"]));
        assert_eq!(chosen(&[&["a", "b"], &["a"]], &[], &[]), names(&["b", "a"]), "the first gives way");
        assert_eq!(chosen(&[&["a", "b"], &["b", "c"], &["a"]], &[], &[]), names(&["b", "c", "a"]), "and so on");
        assert_eq!(chosen(&[&["a"], &["a"]], &[], &[]), None);
        assert_eq!(chosen(&[&["a", "b"], &["a", "b"]], &["b"], &[]), None);
        assert_eq!(chosen(&[], &[], &[]), names(&[]));
    }

    #[test]
    fn what_is_wanted_is_among_them() {
        assert_eq!(chosen(&[&["a", "b"], &["c", "d"]], &[], &["d"]), names(&["a", "d"]));
        assert_eq!(chosen(&[&["a", "b"], &["a", "c"]], &[], &["c", "a"]), names(&["a", "c"]));
        assert_eq!(chosen(&[&["a", "b"], &["a", "c"]], &[], &["b"]), names(&["b", "a"]));
        assert_eq!(chosen(&[&["a", "b"]], &[], &["a", "b"]), None, "one need holds one");
        assert_eq!(chosen(&[&["a", "b"], &["c"]], &["b"], &["b"]), None);
    }

    #[test]
    fn the_words_name_what_is_in_the_way() {
        let why = |needs: &[&[&str]], held: &[&str]| choose(&choices(needs, held), 1, &[]).unwrap_err();
        assert_eq!(why(&[&["a"]], &["a"]), "res_a is held by another appointment at that time.");
        assert!(why(&[&["a", "b"]], &["a", "b"]).starts_with("None of the 2 resources"));
        let mut small = choices(&[&["a"]], &[]);
        small[0].capacity_max = Some(2);
        assert_eq!(choose(&small, 3, &[]).unwrap_err(), "res_a takes parties of 1 to 2, not of 3.");
        small[0].active = false;
        assert_eq!(choose(&small, 1, &[]).unwrap_err(), "res_a is not active.");
        assert_eq!(stranger(&small, &[id("a"), id("x")]), Some(1));
    }

    #[test]
    fn the_largest_slot_is_decided_quickly() {
        let many: Vec<String> = (0..64).map(|number| format!("r{number}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let held: Vec<&str> = many[15..].to_vec();
        let needs: Vec<&[&str]> = vec![many.as_slice(); 16];
        assert_eq!(chosen(&needs, &held, &[]), None, "sixteen needs, fifteen resources");
        assert_eq!(chosen(&needs, &many[16..], &[]).map(|ids| ids.len()), Some(16));
    }
}
