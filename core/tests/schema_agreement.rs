//! The law of the declaration: what the printed schema accepts, the validators accept, and nothing else.
//!
//! For every operation, documents are made out of its own schema, at and just past each bound, and judged by both.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Map, Value, json};
use softknack::FieldError;
use softknack::operation::OPERATIONS;

/// Rules that a schema cannot tell: there the validators may refuse what the schema accepts.
const BEYOND_THE_SCHEMA: &[&str] = &[
    // The pattern takes the 30th of February.
    "must be a date, YYYY-MM-DD",
    // The pattern takes `http` to any host, and ports that are none.
    "must be an absolute https URL (http for loopback hosts alone), percent-encoded where needed, its host in ASCII",
];

static DOCUMENT: LazyLock<Value> = LazyLock::new(softknack::openapi::document);

#[test]
fn schemas_and_validators_agree() {
    let mut checked = 0;
    for operation in OPERATIONS.iter() {
        let Some(params) = operation.schema.params else { continue };
        let schema = schema_of(params);
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        let (accepted, refused) = (AtomicU32::new(0), AtomicU32::new(0));
        let mut runner = TestRunner::new(Config { cases: 500, failure_persistence: None, ..Config::default() });
        let outcome = runner.run(&documents(&schema, &schema), |document| {
            let by_schema = validator.is_valid(&document);
            let found = (operation.schema.check)(document);
            let counter = if found.is_ok() { &accepted } else { &refused };
            counter.fetch_add(1, Ordering::Relaxed);
            agree(by_schema, found)
        });
        assert!(outcome.is_ok(), "{}: {}", operation.name, outcome.unwrap_err());
        let (accepted, refused) = (accepted.into_inner(), refused.into_inner());
        assert!(accepted > 0 && refused > 0, "{}: {accepted} accepted, {refused} refused", operation.name);
        checked += 1;
    }
    assert!(checked >= 20, "{checked}");
}

fn agree(by_schema: bool, found: Result<(), Vec<FieldError>>) -> Result<(), TestCaseError> {
    match found {
        Ok(()) if by_schema => Ok(()),
        Ok(()) => Err(TestCaseError::fail("the schema refuses what the validators accept")),
        Err(_) if !by_schema => Ok(()),
        Err(errors) if errors.iter().all(|error| BEYOND_THE_SCHEMA.contains(&error.detail.as_str())) => Ok(()),
        Err(errors) => Err(TestCaseError::fail(format!("the schema accepts what the validators refuse: {errors:?}"))),
    }
}

/// The schema of an operation's parameters, with every definition that it refers to.
fn schema_of(params: softknack::operation::SchemaOf) -> Value {
    let mut generator = schemars::generate::SchemaSettings::draft2020_12().into_generator();
    let mut schema = params(&mut generator).to_value();
    schema["$defs"] = generator.take_definitions(true).into();
    schema
}

/// Documents that obey the schema mostly, and break it in one place or another.
fn documents(schema: &Value, root: &Value) -> BoxedStrategy<Value> {
    if let Some(reference) = schema["$ref"].as_str() {
        return documents(root.pointer(reference.strip_prefix('#').unwrap()).unwrap(), root);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        return proptest::strategy::Union::new(choices.iter().map(|choice| documents(choice, root))).boxed();
    }
    if let Some(known) = schema["enum"].as_array() {
        let known = prop::sample::select(known.clone());
        return prop_oneof![90 => known, 1 => Just(json!("")), 1 => Just(json!("Unknown")), 1 => wild()].boxed();
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().map(|name| name.as_str().unwrap()).collect(),
        _ => panic!("a schema without a type: {schema}"),
    };
    let of_types = proptest::strategy::Union::new(types.into_iter().map(|name| of_type(name, schema, root)));
    prop_oneof![150 => of_types, 1 => wild()].boxed()
}

fn of_type(name: &str, schema: &Value, root: &Value) -> BoxedStrategy<Value> {
    match name {
        "null" => Just(Value::Null).boxed(),
        "boolean" => any::<bool>().prop_map(Value::from).boxed(),
        "integer" => integers(schema),
        "number" => prop_oneof![any::<i64>().prop_map(Value::from), (-1e9..1e9).prop_map(Value::from)].boxed(),
        "string" => strings(schema),
        "array" => arrays(schema, root),
        "object" => objects(schema, root),
        _ => panic!("an unknown type: {schema}"),
    }
}

/// Any small value, of whatever type. No number has a fraction of zero: to JSON Schema it is an integer, to serde it is not.
fn wild() -> BoxedStrategy<Value> {
    prop::sample::select(vec![
        json!(null),
        json!(true),
        json!(1),
        json!(-1),
        json!(1.5),
        json!("x"),
        json!([]),
        json!({}),
        json!([1]),
    ])
    .boxed()
}

fn integers(schema: &Value) -> BoxedStrategy<Value> {
    let least = schema["minimum"].as_i64().expect("every integer has a lower bound");
    let most = schema["maximum"].as_i64().expect("every integer has an upper bound");
    let past = prop::sample::select(vec![least - 1, most + 1, -most, i64::from(u32::MAX) + 1, i64::MAX]);
    prop_oneof![30 => least..=most, 15 => Just(least), 15 => Just(most), 2 => past].prop_map(Value::from).boxed()
}

fn strings(schema: &Value) -> BoxedStrategy<Value> {
    if schema["format"] == "date-time" {
        return prop_oneof![
            40 => prop::sample::select(vec!["2026-11-22T12:00:00Z", "2026-11-22T17:30:00.123+05:30", "2024-02-29t00:00:00z", "1969-12-31T23:59:59.999999999-00:00"]),
            1 => prop::sample::select(vec!["", "2026-11-22", "2026-11-22 12:00:00", "2026-11-22T12:00:00", "2026-11-22T12:00Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T12:00:00.Z", "2026-11-22T12:00:00+0530", "2026-11-22T12:00:00Z[UTC]", "20261122T120000Z", "+002026-11-22T12:00:00Z", "tomorrow"]),
        ]
        .prop_map(Value::from)
        .boxed();
    }
    let least = schema["minLength"].as_u64().unwrap_or(0) as usize;
    let most = schema["maxLength"].as_u64().expect("every text has an upper bound") as usize;
    // Letters of one, two, three and four bytes: a length counts characters.
    let plain = prop_oneof![
        4 => prop::collection::vec(prop::sample::select(vec!['a', 'é', 'ह', '😀', ' ']), least..=most.min(least + 12)),
        1 => prop::sample::select(vec![least, most]).prop_map(|length| vec!['é'; length]),
        1 => prop::sample::select(vec![least.saturating_sub(1), most + 1]).prop_map(|length| vec!['é'; length]),
    ]
    .prop_map(|letters| letters.into_iter().collect::<String>());
    let Some(pattern) = schema["pattern"].as_str() else { return plain.prop_map(Value::from).boxed() };

    let fitting = prop::string::string_regex(pattern.trim_start_matches('^').trim_end_matches('$')).unwrap().boxed();
    // Of what fits the pattern of an address few are one: the rest is beyond the schema.
    let known = if pattern.starts_with("^http") { "https://example.com/a?b" } else { "" };
    let fitting = prop_oneof![8 * known.len().min(1) as u32 => Just(known.to_owned()), 1 => fitting].boxed();
    let stretched =
        (fitting.clone(), prop::sample::select(vec![most - 1, most, most + 1])).prop_map(|(text, length)| {
            let last = text.chars().last().unwrap_or('a');
            let missing = length.saturating_sub(text.chars().count());
            text + &last.to_string().repeat(missing)
        });
    let spoilt = (
        fitting.clone(),
        any::<prop::sample::Index>(),
        prop::sample::select(vec![
            "", " ", "\n", "\0", "é", "/", ".", "*", "A", "-", "0", "@", "\u{a0}", "\u{feff}", "\u{85}",
        ]),
    )
        .prop_map(|(text, at, part)| {
            let mut letters: Vec<char> = text.chars().collect();
            let at = at.index(letters.len() + 1);
            // One letter is replaced, taken away or added at the end.
            letters.splice(at..(at + 1).min(letters.len()), part.chars());
            letters.into_iter().collect::<String>()
        });
    prop_oneof![110 => fitting, 2 => stretched, 2 => spoilt, 1 => plain].prop_map(Value::from).boxed()
}

fn arrays(schema: &Value, root: &Value) -> BoxedStrategy<Value> {
    let least = schema["minItems"].as_u64().unwrap_or(0) as usize;
    let most = schema["maxItems"].as_u64().expect("every list has an upper bound") as usize;
    let items = documents(&schema["items"], root);
    let few = prop::collection::vec(items.clone(), least..=most.min(least + 2));
    let bound = (items, prop::sample::select(vec![least.saturating_sub(1), least, most, most + 1]))
        .prop_map(|(item, length)| vec![item; length]);
    prop_oneof![20 => few, 1 => bound].prop_map(Value::from).boxed()
}

fn objects(schema: &Value, root: &Value) -> BoxedStrategy<Value> {
    let closed = schema["additionalProperties"] == json!(false);
    let mut members: BoxedStrategy<Map<String, Value>> = Just(Map::new()).boxed();
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        let required = schema["required"].as_array().is_some_and(|names| names.contains(&json!(name)));
        let present = prop::bool::weighted(if required { 0.99 } else { 0.35 });
        let name = name.clone();
        members = (members, present, documents(member, root))
            .prop_map(move |(mut members, present, value)| {
                if present {
                    members.insert(name.clone(), value);
                }
                members
            })
            .boxed();
    }
    if schema["additionalProperties"].is_object() {
        let most = schema["maxProperties"].as_u64().unwrap() as usize;
        let value = documents(&schema["additionalProperties"], root);
        let names = prop_oneof![20 => "[a-z]{1,40}", 2 => Just("é".repeat(40)), 1 => Just("é".repeat(41)), 1 => Just(String::new())];
        let few = prop::collection::vec((names, value.clone()), 0..3);
        let bound = (value, prop::sample::select(vec![most, most + 1]))
            .prop_map(|(value, length)| (0..length).map(|n| (format!("k{n}"), value.clone())).collect());
        return prop_oneof![20 => few, 1 => bound]
            .prop_map(|members: Vec<(String, Value)>| Value::Object(members.into_iter().collect()))
            .boxed();
    }
    let unknown = prop::bool::weighted(if closed { 0.03 } else { 0.0 });
    (members, unknown)
        .prop_map(|(mut members, unknown)| {
            if unknown {
                members.insert("unknown_member".into(), Value::Null);
            }
            Value::Object(members)
        })
        .boxed()
}

#[test]
fn every_parameter_of_a_query_is_printed() {
    for operation in OPERATIONS.iter().filter(|operation| operation.paged) {
        let parameters = DOCUMENT["paths"][operation.path]["get"]["parameters"].as_array().unwrap();
        let names: Vec<&str> = parameters.iter().filter_map(|parameter| parameter["name"].as_str()).collect();
        let schema = schema_of(operation.schema.params.unwrap());
        let schema = schema.pointer(schema["$ref"].as_str().unwrap().strip_prefix('#').unwrap()).unwrap();
        let members = schema["properties"].as_object();
        assert_eq!(names, members.into_iter().flatten().map(|(name, _)| name.as_str()).collect::<Vec<_>>());
    }
}
