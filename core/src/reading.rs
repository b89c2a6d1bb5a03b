//! Reading a type out of JSON that is parsed already, and telling where that fails.
//!
//! All types are read by this one reader, whether their place is asked for in the end or not: a layer that follows places is compiled
//! once more for every type, and a small library would consist of it to a tenth.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, StrDeserializer, StringDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, Expected, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value, map};

/// Reads a `T`. An object is read by its members' names alone, never from a list.
pub(crate) fn read<T: DeserializeOwned>(json: Value) -> Result<T, Fault> {
    T::deserialize(Reader(json))
}

/// Where reading failed, and why. The reason may repeat what stands there: it is no text for people.
pub(crate) struct Fault(Box<Inside>);

struct Inside {
    reason: String,
    /// The way to the place, from within.
    steps: Vec<Step>,
}

/// One step on the way to a place.
pub(crate) enum Step {
    /// Into an object.
    Member(String),
    /// Into a list.
    Item(usize),
}

impl Fault {
    /// The way to the place.
    pub(crate) fn steps(&self) -> impl Iterator<Item = &Step> {
        self.0.steps.iter().rev()
    }

    /// The same for people, such as `items[3].starts_at`; a full stop where it is the whole.
    pub(crate) fn place(&self) -> String {
        let mut place = String::new();
        for step in self.steps() {
            match step {
                Step::Item(index) => place.push_str(&format!("[{index}]")),
                Step::Member(name) if place.is_empty() => place.push_str(name),
                Step::Member(name) => place.push_str(&format!(".{name}")),
            }
        }
        if place.is_empty() { ".".to_owned() } else { place }
    }

    fn within(mut self, step: Step) -> Self {
        self.0.steps.push(step);
        self
    }

    fn of(reason: String) -> Self {
        Self(Box::new(Inside { reason, steps: Vec::new() }))
    }
}

impl Error for Fault {
    fn custom<T: fmt::Display>(reason: T) -> Self {
        Self::of(reason.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::of(format!("invalid type: {found}, expected {expected}"))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.reason)
    }
}

/// Without the reason.
impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fault").finish_non_exhaustive()
    }
}

impl std::error::Error for Fault {}

struct Reader(Value);

impl Reader {
    fn is_not(&self, expected: &dyn Expected) -> Fault {
        let found = match &self.0 {
            Value::Null => Unexpected::Unit,
            Value::Bool(value) => Unexpected::Bool(*value),
            Value::Number(_) => Unexpected::Other("number"),
            Value::String(text) => Unexpected::Str(text),
            Value::Array(_) => Unexpected::Seq,
            Value::Object(_) => Unexpected::Map,
        };
        Fault::invalid_type(found, expected)
    }
}

impl<'de> Deserializer<'de> for Reader {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => visitor.visit_u64(number),
                (None, Some(number)) => visitor.visit_i64(number),
                (None, None) => visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => items_into(items, visitor),
            Value::Object(members) => members_into(members, visitor),
        }
    }

    // Where a type says what it is, the ways to read anything else need not be there for it.

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::String(text) => visitor.visit_string(text),
            _ => Err(self.is_not(&visitor)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_string(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::Array(items) => items_into(items, visitor),
            _ => Err(self.is_not(&visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::Object(members) => members_into(members, visitor),
            _ => Err(self.is_not(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.0 {
            Value::String(variant) => visitor.visit_enum(StringDeserializer::new(variant)),
            Value::Object(members) => visitor.visit_enum(MapAccessDeserializer::new(Members::of(members))),
            _ => Err(self.is_not(&"string or map")),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct identifier
    }
}

fn items_into<'de, V: Visitor<'de>>(items: Vec<Value>, visitor: V) -> Result<V::Value, Fault> {
    let length = items.len();
    let mut items = Items { index: 0, left: items.into_iter() };
    let value = visitor.visit_seq(&mut items)?;
    match items.left.len() {
        0 => Ok(value),
        _ => Err(Fault::invalid_length(length, &"fewer elements in array")),
    }
}

fn members_into<'de, V: Visitor<'de>>(members: Map<String, Value>, visitor: V) -> Result<V::Value, Fault> {
    visitor.visit_map(Members::of(members))
}

struct Items {
    index: usize,
    left: std::vec::IntoIter<Value>,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let Some(item) = self.left.next() else { return Ok(None) };
        let index = self.index;
        self.index += 1;
        seed.deserialize(Reader(item)).map(Some).map_err(|fault| fault.within(Step::Item(index)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.len())
    }
}

struct Members {
    left: map::IntoIter,
    /// The member whose name was read last.
    name: String,
    value: Value,
}

impl Members {
    fn of(members: Map<String, Value>) -> Self {
        Self { left: members.into_iter(), name: String::new(), value: Value::Null }
    }

    fn here(&mut self, fault: Fault) -> Fault {
        fault.within(Step::Member(std::mem::take(&mut self.name)))
    }
}

impl<'de> MapAccess<'de> for Members {
    type Error = Fault;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let Some((name, value)) = self.left.next() else { return Ok(None) };
        (self.name, self.value) = (name, value);
        seed.deserialize(StrDeserializer::new(&self.name)).map(Some).map_err(|fault| self.here(fault))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        let value = self.value.take();
        seed.deserialize(Reader(value)).map_err(|fault| self.here(fault))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.len())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

    use serde_json::json;

    use super::*;
    use crate::resources::calendar::{ListAvailability, NewSchedule};
    use crate::resources::queue::JoinQueue;
    use crate::webhook::{AppointmentRescheduled, ContactUpdated, QueueEntryJoined, SlotReleased};

    /// Every change of one place of `json`: another value there, or none.
    fn changed(json: &Value) -> Vec<Value> {
        let others = [json!(null), json!(true), json!(7), json!(-1.5), json!("x"), json!([7]), json!({ "a": [{}] })];
        let mut all = others.to_vec();
        match json {
            Value::Object(members) => {
                for (name, member) in members {
                    let with = |value: Option<Value>| {
                        let mut members = members.clone();
                        match value {
                            None => members.shift_remove(name),
                            Some(value) => members.insert(name.clone(), value),
                        };
                        Value::Object(members)
                    };
                    all.push(with(None));
                    all.extend(changed(member).into_iter().map(|value| with(Some(value))));
                }
                let unknown = json!({ "no/such": 1 });
                all.push(
                    members
                        .iter()
                        .chain(unknown.as_object().expect("an object"))
                        .map(|(n, v)| (n.clone(), v.clone()))
                        .collect(),
                );
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    for value in changed(item) {
                        let mut items = items.clone();
                        items[index] = value;
                        all.push(Value::Array(items));
                    }
                }
            }
            _ => {}
        }
        all
    }

    /// It tells the same as a layer over the reader of serde_json, the way there and what was expected.
    fn agrees<T: DeserializeOwned + fmt::Debug>(json: Value) -> usize {
        let mut faults = 0;
        for json in changed(&json).into_iter().chain([json]) {
            let ours = read::<T>(json.clone());
            let theirs: Result<T, _> = serde_path_to_error::deserialize(json.clone());
            match (ours, theirs) {
                (Ok(ours), Ok(theirs)) => assert_eq!(format!("{ours:?}"), format!("{theirs:?}"), "{json}"),
                (Err(ours), Err(theirs)) => {
                    let expected =
                        |text: String| text.split_once(", expected ").map_or(text.clone(), |(_, is)| is.to_owned());
                    assert_eq!(ours.place(), theirs.path().to_string(), "{json}: {ours}");
                    assert_eq!(expected(ours.to_string()), expected(theirs.into_inner().to_string()), "{json}");
                    faults += 1;
                }
                (ours, theirs) => panic!("{json}: {ours:?} and {theirs:?}"),
            }
        }
        faults
    }

    #[test]
    fn it_tells_places_as_others_do() {
        let vectors: Value = serde_json::from_str(include_str!("../../tests/vectors/events.json")).expect("vectors");
        let data = |name: &str| -> Value {
            let events = vectors["events"].as_array().expect("events");
            let event = events.iter().find(|event| event["type"] == name).expect("the event");
            let body: Value = serde_json::from_str(event["body"].as_str().expect("a body")).expect("JSON");
            body["data"].clone()
        };
        assert!(agrees::<AppointmentRescheduled>(data("appointment.rescheduled")) > 50);
        assert!(agrees::<SlotReleased>(data("slot.released")) > 50);
        assert!(agrees::<QueueEntryJoined>(data("queue.entry.joined")) > 50);
        assert!(agrees::<ContactUpdated>(data("contact.updated")) > 30);
        let weekly = json!([{ "weekday": "monday", "opens": "09:00", "closes": "17:00" }]);
        assert!(agrees::<NewSchedule>(json!({ "service": "cut", "timezone": "Asia/Kolkata", "weekly": weekly })) > 30);
        let metadata = json!({ "a~b": 1, "vip": true });
        assert!(agrees::<JoinQueue>(json!({ "customerId": "ctc_1", "partySize": 2, "metadata": metadata })) > 10);
        assert!(agrees::<ListAvailability>(json!({ "service": "cut", "from": "2026-11-22T12:00:00Z" })) > 5);
        let enums: Vec<Result<(u8, Option<i16>), char>> =
            read(json!([{ "Ok": [1, -2] }, { "Err": "x" }])).expect("enums");
        assert_eq!(enums, [Ok((1, Some(-2))), Err('x')]);
    }
}
