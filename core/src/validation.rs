//! Checking a request against its declaration: the same check for the caller's client and for a server of the contract.

use garde::Validate;
use serde::Serialize;
use serde::de::{DeserializeOwned, Deserializer, Visitor};
use serde_json::Value;

use crate::problem::FieldError;
use crate::reading::{self, Fault, Step};

/// Reads the parameters `P` in whatever form they came, and checks them.
///
/// # Errors
/// Every member at fault. No value is ever repeated: a request may hold personal data.
pub fn read<'de, P, D>(params: D) -> Result<P, Vec<FieldError>>
where
    P: DeserializeOwned + Serialize + Validate<Context = ()>,
    D: Deserializer<'de>,
{
    use serde_path_to_error::Segment;

    let params: P = serde_path_to_error::deserialize(params).map_err(|error| {
        let steps = error.path().iter().filter_map(|segment| match segment {
            Segment::Seq { index } => Some(Step::Item(*index)),
            Segment::Map { key } => Some(Step::Member(key.clone())),
            Segment::Enum { .. } | Segment::Unknown => None,
        });
        let steps: Vec<Step> = steps.collect();
        vec![at(&steps, &error.inner().to_string())]
    })?;
    check(&params)?;
    Ok(params)
}

/// The same for JSON that is parsed already.
///
/// # Errors
/// As of [`read`].
pub fn read_json<P>(json: Value) -> Result<P, Vec<FieldError>>
where
    P: DeserializeOwned + Serialize + Validate<Context = ()>,
{
    let params: P = reading::read(json).map_err(|fault| vec![unreadable(&fault)])?;
    check(&params)?;
    Ok(params)
}

/// Checks parameters that are typed already.
///
/// # Errors
/// Every member at fault.
pub fn check<P: Serialize + Validate<Context = ()>>(params: &P) -> Result<(), Vec<FieldError>> {
    params.validate().map_err(|report| {
        let wire = serde_json::to_value(params).unwrap_or_default();
        report.iter().map(|(path, error)| FieldError::new(pointer(path, &wire), "invalid", error.message())).collect()
    })
}

/// Where a fault stands in `wire`, the parameters as they are sent.
///
/// The validator knows the members by their names in Rust; what is at fault is there, so it has its name on the wire there.
fn pointer(path: &garde::Path, wire: &Value) -> String {
    let mut pointer = String::new();
    let mut place = Some(wire);
    for (_, component) in path.__iter().rev().filter(|(_, component)| !component.is_empty()) {
        let sent = |name: &str| match place {
            Some(Value::Object(members)) => members.get(name),
            Some(Value::Array(items)) => name.parse().ok().and_then(|index: usize| items.get(index)),
            _ => None,
        };
        let in_camel_case = camel_case(component);
        let (name, value) = match (sent(component), sent(&in_camel_case)) {
            (None, Some(value)) => (in_camel_case.as_str(), Some(value)),
            (value, _) => (component.as_str(), value),
        };
        pointer.push('/');
        pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
        place = value;
    }
    pointer
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

/// A deserializer that gives a struct an object, and never a list.
pub(crate) struct ObjectOnly<D>(pub(crate) D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for ObjectOnly<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// The member at which reading failed, and what was expected there; never what stands there.
pub(crate) fn unreadable(fault: &Fault) -> FieldError {
    at(fault.steps(), &fault.to_string())
}

fn at<'a>(steps: impl IntoIterator<Item = &'a Step>, message: &str) -> FieldError {
    let mut pointer = String::new();
    for step in steps {
        pointer.push('/');
        match step {
            Step::Item(index) => pointer.push_str(&index.to_string()),
            Step::Member(name) => pointer.push_str(&name.replace('~', "~0").replace('/', "~1")),
        }
    }
    let message = message.split(" at line ").next().unwrap_or_default();
    let named = |message: &str| message.split('`').nth(1).unwrap_or_default().to_owned();
    if message.starts_with("missing field") {
        let name = named(message);
        return FieldError::new(format!("{pointer}/{name}"), "missing", format!("`{name}` is required"));
    }
    if message.starts_with("unknown field") {
        let known = message.split_once(", ").map_or("", |(_, known)| known);
        let name = named(message);
        // The path ends at the unknown member already where the reader had come to its value.
        let pointer = if pointer.ends_with(&format!("/{name}")) { pointer } else { format!("{pointer}/{name}") };
        return FieldError::new(pointer, "unknown", format!("there is no such member; {known}"));
    }
    // What serde says of a wrong type repeats the value; what it expected is enough.
    let detail = match message.split_once(", expected ") {
        Some((_, expected)) => format!("expected {expected}"),
        None => message.to_owned(),
    };
    FieldError::new(pointer, "invalid", detail)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

    use super::*;
    use crate::resources::calendar::{NewAppointment, NewSchedule};
    use crate::resources::queue::JoinQueue;

    fn faults<P: DeserializeOwned + Serialize + Validate<Context = ()>>(json: &str) -> Vec<(String, String, String)> {
        let ways = [
            read::<P, _>(&mut serde_json::Deserializer::from_str(json)),
            read_json(serde_json::from_str(json).expect("it is JSON")),
        ];
        let [ours, theirs] = ways.map(|way| way.err().unwrap_or_default());
        assert_eq!(ours, theirs, "both ways tell the same of {json}");
        ours.into_iter().map(|error| (error.param, error.code, error.detail)).collect()
    }

    #[test]
    fn each_fault_names_its_member_and_the_remedy() {
        let fault = |json, param: &str, code: &str, detail: &str| {
            assert_eq!(
                faults::<NewAppointment>(json),
                [(param.to_owned(), code.to_owned(), detail.to_owned())],
                "{json}"
            );
        };
        fault(r#"{"slot_id":"slt_1","contact_id":"ctc_1"}"#, "/service", "missing", "`service` is required");
        fault(
            r#"{"slot_id":"apt_1","contact_id":"ctc_1","service":"cut"}"#,
            "/slot_id",
            "invalid",
            "expected a slot ID, which starts with \"slt_\"",
        );
        fault(
            r#"{"slot_id":"slt_1","contact_id":"ctc_1","service":"Cut"}"#,
            "/service",
            "invalid",
            "must be 1 to 64 lower-case letters, digits, \"_\" or \"-\", beginning with a letter",
        );
        let long = "x".repeat(501);
        fault(
            &format!(r#"{{"slot_id":"slt_1","contact_id":"ctc_1","service":"cut","metadata":{{"a":"{long}"}}}}"#),
            "/metadata/a",
            "invalid",
            "must be at most 500 characters",
        );
        let unknown = faults::<NewAppointment>(r#"{"slot_id":"slt_1","when":1}"#);
        assert_eq!(unknown[0].0, "/when");
        assert_eq!(unknown[0].1, "unknown");
    }

    #[test]
    fn a_fault_deep_inside_is_pointed_at() {
        let json = r#"{"service":"cut","timezone":"Asia/Kolkata","weekly":[{"weekday":"monday","opens":"09:00","closes":"25:00"}]}"#;
        assert_eq!(faults::<NewSchedule>(json)[0].0, "/weekly/0/closes");
    }

    #[test]
    fn a_member_has_its_name_on_the_wire() {
        let params = |faults: Vec<(String, String, String)>| -> Vec<String> {
            let mut params: Vec<String> = faults.into_iter().map(|(param, _, _)| param).collect();
            params.sort();
            params
        };
        let metadata = format!(r#"{{"home_zone":"{}"}}"#, "x".repeat(501));
        let join = |party: u32, metadata: &str| {
            faults::<JoinQueue>(&format!(
                r#"{{"customerId":"ctc_1","partySize":{party},"matchType":"BEST","resourceType":"A table","metadata":{metadata}}}"#
            ))
        };
        assert_eq!(params(join(0, "{}")), ["/matchType", "/partySize", "/resourceType"]);
        assert_eq!(params(join(1, &metadata))[1], "/metadata/home_zone", "the caller's own names stay as they are");
        assert_eq!(params(faults::<JoinQueue>(r#"{"customerId":"apt_1"}"#)), ["/customerId"]);
        assert_eq!(params(faults::<JoinQueue>(r#"{"customer_id":"ctc_1"}"#)), ["/customer_id"]);
    }

    #[test]
    fn a_value_is_never_repeated() {
        let json = r#"{"slot_id":"slt_1","contact_id":"ctc_1","service":"cut","party_size":"+919800000000"}"#;
        let [(param, _, detail)] = &faults::<NewAppointment>(json)[..] else { panic!("one fault") };
        assert_eq!((param.as_str(), detail.as_str()), ("/party_size", "expected u32"));
    }
}
