//! What is packed, and what is left to JavaScript.

#![allow(clippy::expect_used, reason = "tests fail by panicking")]

use serde_json::{Value, json};
use softknack_packing::{Shape, packed};

/// What is packed of an object with these members, each of its own kind.
fn of(at: &str, id: &str, count: &str, share: &str, more: &str) -> Option<String> {
    let members = json!([
        ["at", "time", 0],
        ["of", "id:apt", 1],
        ["count", "integer", 0],
        ["share", "number", 0],
        ["more", "any", 0]
    ]);
    packed_as(
        &json!({ "members": members }),
        &format!(r#"{{"at":{at},"of":{id},"count":{count},"share":{share},"more":{more}}}"#),
    )
}

fn packed_as(table: &Value, json: &str) -> Option<String> {
    let packed = packed(json.as_bytes(), &Shape::of(table).expect("it is a table"));
    packed.starts_with(b"[").then(|| String::from_utf8_lossy(&packed).into_owned())
}

const AT: &str = r#""2026-12-31T23:59:59.999Z""#;
const ID: &str = r#""apt_1-b""#;

#[test]
fn what_is_plainly_of_its_shape_is_packed() {
    let more = r#"{"a":["\"",{},1.5,null]}"#;
    assert_eq!(of(AT, ID, "-12", "0.25", more), Some(format!("[{AT},{ID},-12,0.25,{more}]")));
    assert_eq!(
        of(" \t\"2026-02-28T00:00:00Z\"\n", "null", "0 ", "1", "[]"),
        Some(r#"["2026-02-28T00:00:00Z",null,0,1,[]]"#.to_owned())
    );
}

#[test]
fn what_is_not_is_left() {
    let times = [
        "2026-02-29T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:60Z",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00",
        "2026-01-01T00:00:00+01:00",
        "2026-1-01T00:00:00Z",
        "202a-01-01T00:00:00Z",
        "",
    ];
    for time in times {
        assert_eq!(of(&format!("\"{time}\""), ID, "1", "1", "1"), None, "{time}");
    }
    let long = format!("apt_{}", "a".repeat(60));
    for id in ["apt_", "slt_1", "apt_a/b", "apt_\\u0061", "apt_1\\", &long] {
        assert_eq!(of(AT, &format!("\"{id}\""), "1", "1", "1"), None, "{id}");
    }
    for count in ["1.0", "1e3", "1234567890123456", "\"1\"", "true", "null", ""] {
        assert_eq!(of(AT, ID, count, "1", "1"), None, "{count}");
    }
    for share in ["1e400", &"1".repeat(301), "\"1\"", "[]"] {
        assert_eq!(of(AT, ID, "1", share, "1"), None, "{share}");
    }
    let deep = "[".repeat(80) + &"]".repeat(80);
    for more in ["1e3", "[1e400]", "{\"a\" 1}", "[1 2]", "\"", "\"\\", &deep] {
        assert_eq!(of(AT, ID, "1", "1", more), None, "{more}");
    }
}

#[test]
fn members_stand_in_the_order_of_the_table() {
    let table = json!({ "members": [["a", "text", 0], ["b", ["boolean"], 0]] });
    let plain = Some(r#"["",[true,false]]"#);
    assert_eq!(packed_as(&table, r#"{"a":"","b":[true, false]}"#).as_deref(), plain);
    assert_eq!(packed_as(&table, " { \"a\" : \"\" , \"b\" : [ true , false ] } ").as_deref(), plain);
    for json in [
        r#"{"b":[],"a":""}"#,
        r#"{"a":""}"#,
        r#"{"a":"","a":"","b":[]}"#,
        r#"{"a":"","b":[],"a":""}"#,
        r#"{"a":"","b":[],}"#,
        r#"{,"a":"","b":[]}"#,
        r#"{"a":"" "b":[]}"#,
        r#"{"a":"","b":[true,]}"#,
        r#"{"a":"","b":[]} 1"#,
        r#"{"a":"","b":[]"#,
        r#"["",[]]"#,
        "",
        "null",
    ] {
        assert_eq!(packed_as(&table, json), None, "{json}");
    }
    assert_eq!(packed_as(&json!({ "members": [] }), "{ }").as_deref(), Some("[]"));
}

#[test]
fn what_the_table_does_not_know_comes_last() {
    let table = json!({ "members": [["a", "text", 0], ["b", "integer", 1]] });
    let json = r#"{"x":{"y":[1]},"a":"","z" : null ,"b":1,"x":"\""}"#;
    assert_eq!(packed_as(&table, json).as_deref(), Some(r#"["",1,{"x":{"y":[1]},"z" : null,"x":"\""}]"#));
    assert_eq!(packed_as(&json!({ "members": [] }), r#"{"x":1}"#).as_deref(), Some(r#"[{"x":1}]"#));
    // A name that is escaped may be one of the table, and a number may be too large.
    assert_eq!(packed_as(&table, r#"{"a":"","\u0062":1}"#), None);
    assert_eq!(packed_as(&table, r#"{"a":"","b":1,"x":1e400}"#), None);
}

#[test]
fn what_is_absent_is_null_or_an_empty_list_where_that_is_the_same() {
    let table = json!({ "members": [["a", "text", 1], ["b", ["text"], 2], ["c", "text", 1]] });
    assert_eq!(packed_as(&table, "{}").as_deref(), Some("[null,[],null]"));
    assert_eq!(packed_as(&table, r#"{"c":""}"#).as_deref(), Some(r#"[null,[],""]"#));
    assert_eq!(packed_as(&table, r#"{"x":1,"b":[]}"#).as_deref(), Some(r#"[null,[],null,{"x":1}]"#));
    // Elsewhere it means something.
    for flag in [0, 2, 3] {
        assert_eq!(packed_as(&json!({ "members": [["a", "text", flag]] }), "{}"), None, "{flag}");
    }
    for (flag, packed) in [(0, None), (1, Some("[null]")), (2, None), (3, Some("[null]"))] {
        assert_eq!(
            packed_as(&json!({ "members": [["a", "text", flag]] }), r#"{"a":null}"#).as_deref(),
            packed,
            "{flag}"
        );
    }
}

#[test]
fn a_list_never_looks_like_what_is_packed() {
    let shape = Shape::of(&json!({ "members": [["a", "text", 0]] })).expect("it is a table");
    assert_eq!(&*packed(br#"["a"]"#, &shape), b"\n[\"a\"]");
    assert_eq!(&*packed(br#"{"b":1}"#, &shape), br#"{"b":1}"#);
}

#[test]
fn a_type_tells_the_shape_of_what_follows() {
    let table = json!({
        "members": [["type", "text", 0], ["data", "raw", 0]],
        "byType": { "known": { "members": [["a", "integer", 0]] } },
    });
    assert_eq!(packed_as(&table, r#"{"type":"known","data":{"a":1}}"#).as_deref(), Some(r#"["known",[1]]"#));
    assert_eq!(packed_as(&table, r#"{"type":"other","data":{"a":1}}"#).as_deref(), Some(r#"["other",{"a":1}]"#));
    assert_eq!(packed_as(&table, r#"{"type":"known","data":{"b":1}}"#), None);
    // One that is escaped may be the same.
    assert_eq!(packed_as(&table, r#"{"type":"\u006bnown","data":{"a":1}}"#), None);
}

#[test]
fn what_is_no_table_is_no_shape() {
    for table in [json!(1), json!("word"), json!([]), json!({}), json!({ "members": [["a", "text"]] })] {
        assert!(Shape::of(&table).is_none(), "{table}");
    }
}
