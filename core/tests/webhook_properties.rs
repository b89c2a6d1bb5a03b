//! The laws of signatures: what is signed verifies, what is changed does not, and no input does worse than a typed error.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

use http::{HeaderMap, HeaderName, HeaderValue};
use proptest::prelude::*;
use serde_json::{Map, Value};
use softknack::webhook::{Event, EventData, Form, SignatureReason, Webhooks};
use softknack::{EventId, Timestamp};

/// One that every form accepts.
const SECRET: &str = "whsec_MDEyMzQ1Njc4OWFiY2RlZg";

fn forms() -> impl Strategy<Value = Form> {
    let plain = Form::PlainHex { header: HeaderName::from_static("x-signature") };
    prop_oneof![Just(Form::Nexus), Just(plain), Just(Form::StandardWebhooks)]
}

/// Secrets that every form accepts.
fn secrets() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("whsec_[A-Za-z0-9+/]{24,64}".prop_filter("base64", |s| (s.len() - 6) % 4 == 0), 1..4)
}

fn seconds() -> impl Strategy<Value = i64> {
    prop_oneof![Just(0), 0..=253_402_207_200_i64, 1_700_000_000..1_800_000_000_i64]
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_millisecond(second * 1000).unwrap()
}

fn event_id() -> EventId {
    "evt_01J9X4T5V6W7X8Y9Z0A1B2C3D4".parse().unwrap()
}

fn ring(secrets: &[String], form: &Form, now: i64) -> Webhooks {
    Webhooks::builder().secrets(secrets).form(form.clone()).clock(move || at(now)).build().unwrap()
}

fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let bit = bit % (bytes.len() * 8);
    bytes[bit / 8] ^= 1 << (bit % 8);
    bytes
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        // Halves are exact, so that what is compared is the decoder and not the printing of floats.
        any::<i32>().prop_map(|n| Value::from(f64::from(n) / 2.0)),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_is_signed_verifies(
        form in forms(), secrets in secrets(), second in seconds(), skew in -300..=300_i64,
        body in prop::collection::vec(any::<u8>(), 0..512),
    ) {
        let now = (second + skew).clamp(0, 253_402_207_200);
        let headers = ring(&secrets, &form, now).sign(event_id(), &body, at(second));
        for (index, secret) in secrets.iter().enumerate() {
            let alone = ring(std::slice::from_ref(secret), &form, now).verify_raw(&body, &headers).map(|body| body.bytes().to_vec());
            // A plain signature is one alone, by the first secret.
            if index == 0 || !matches!(form, Form::PlainHex { .. }) {
                prop_assert_eq!(alone.unwrap(), body.clone());
            }
        }
        prop_assert_eq!(ring(&secrets, &form, now).verify_raw(&body, &headers).unwrap().secret().index, 0);
    }

    #[test]
    fn a_changed_bit_is_refused(
        form in forms(), secrets in secrets(), second in 1_700_000_000..1_800_000_000_i64,
        body in prop::collection::vec(any::<u8>(), 1..256), bit in any::<usize>(),
    ) {
        let webhooks = ring(&secrets[..1], &form, second);
        let headers = webhooks.sign(event_id(), &body, at(second));

        let error = webhooks.verify_raw(&flipped(&body, bit), &headers).unwrap_err();
        prop_assert_eq!(error.reason(), SignatureReason::NoMatch);

        for name in headers.keys() {
            let changed = flipped(headers[name].as_bytes(), bit);
            let found: Vec<(&str, Vec<u8>)> = headers
                .iter()
                .map(|(other, value)| (other.as_str(), if other == name { changed.clone() } else { value.as_bytes().to_vec() }))
                .collect();
            prop_assert!(webhooks.verify_raw(&body, &found).is_err(), "{} {:?}", name, changed.escape_ascii().to_string());
        }
    }

    #[test]
    fn any_header_gives_a_typed_error(
        form in forms(), body in prop::collection::vec(any::<u8>(), 0..64),
        values in prop::collection::vec(prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            "[tv]?[01]{0,2}=?[0-9a-f,=t v1]{0,140}".prop_map(String::into_bytes),
            "(t=[0-9]{0,13},?){0,3}(v1=[0-9a-f]{63,65},?){0,3}".prop_map(String::into_bytes),
        ], 3),
    ) {
        let webhooks = ring(&[SECRET.to_owned()], &form, 1_764_000_000);
        let names = ["x-nexus-signature", "x-signature", "webhook-signature", "webhook-id", "webhook-timestamp"];
        let pairs: Vec<(&str, &[u8])> = names.iter().zip(values.iter().cycle()).map(|(name, value)| (*name, value.as_slice())).collect();
        let error = webhooks.verify(&body, &pairs).unwrap_err();
        prop_assert!(matches!(error.reason(), SignatureReason::MalformedHeader | SignatureReason::NoMatch), "{}", error);

        // The same by way of a header map, where the values allow it.
        let map: HeaderMap = pairs
            .iter()
            .filter_map(|(name, value)| Some((HeaderName::from_static(name), HeaderValue::from_bytes(value).ok()?)))
            .collect();
        if map.len() == pairs.len() {
            prop_assert_eq!(webhooks.verify(&body, &map).unwrap_err(), error);
        }
    }

    #[test]
    fn any_signed_body_is_an_event_or_unreadable(body in prop_oneof![
        prop::collection::vec(any::<u8>(), 0..256),
        json_value().prop_map(|value| value.to_string().into_bytes()),
        r#"[\[\]{}",:0-9a-z\\]{0,300}"#.prop_map(String::into_bytes),
    ]) {
        let webhooks = ring(&[SECRET.to_owned()], &Form::Nexus, 1_764_000_000);
        let headers = webhooks.sign(event_id(), &body, at(1_764_000_000));
        let error = webhooks.verify(&body, &headers).unwrap_err();
        prop_assert_eq!(error.reason(), SignatureReason::MalformedPayload);
    }

    #[test]
    fn an_unknown_event_keeps_every_value(
        event_type in "demo\\.[a-z_]{1,20}", data in json_value(), extra in json_value(),
    ) {
        let value = serde_json::json!({
            "id": "evt_1", "type": event_type, "created_at": "2026-11-22T12:00:00.000Z", "mode": "test",
            "org_id": "org_1", "correlation_id": "cor_1", "data": data, "extra_member": extra,
        });
        let body = value.to_string();
        let webhooks = ring(&[SECRET.to_owned()], &Form::Nexus, 1_764_000_000);
        let event: Event = webhooks.verify(&body, &webhooks.sign(event_id(), &body, at(1_764_000_000))).unwrap();
        prop_assert_eq!(&event.data, &EventData::Unknown(data));
        prop_assert_eq!(serde_json::to_string(&event).unwrap(), body);
    }
}

#[test]
fn no_bit_of_a_delivery_can_change() {
    let body = br#"{"id":"evt_1","type":"demo.happened"}"#;
    let plain = Form::PlainHex { header: HeaderName::from_static("x-signature") };
    for form in [Form::Nexus, plain, Form::StandardWebhooks] {
        let webhooks = ring(&[SECRET.to_owned()], &form, 1_764_000_000);
        let headers = webhooks.sign(event_id(), body, at(1_764_000_000));
        assert!(webhooks.verify_raw(body, &headers).is_ok());
        for bit in 0..body.len() * 8 {
            assert!(webhooks.verify_raw(&flipped(body, bit), &headers).is_err(), "{form:?}: bit {bit} of the body");
        }
        for (changed, value) in &headers {
            for bit in 0..value.len() * 8 {
                let found = |name: &str| {
                    let value = headers.get(name)?.as_bytes();
                    Some(if name == changed { flipped(value, bit) } else { value.to_vec() })
                };
                assert!(webhooks.verify_raw(body, &found).is_err(), "{form:?}: bit {bit} of {changed}");
            }
        }
    }
}

#[test]
fn nothing_secret_is_printed() {
    let secret = "whsec_do_not_print_me_0123456789";
    let webhooks = Webhooks::new([secret]).unwrap();
    let body = r#"{"phone":"+919800000000"}"#;
    let headers = webhooks.sign(event_id(), body, Timestamp::now());
    let mac = headers["x-nexus-signature"].to_str().unwrap().split("v1=").nth(1).unwrap();
    let forged = webhooks.verify("{}", &headers).unwrap_err();
    let unreadable = webhooks.verify(body, &headers).unwrap_err();
    let refused = Webhooks::new(["whsec_do_not print me"]).unwrap_err();
    let printed = format!(
        "{webhooks:?} {:?} {forged} {forged:?} {unreadable} {unreadable:?} {refused} {refused:?} {:?} {:?}",
        Webhooks::builder().secret(secret),
        softknack::webhook::WebhookSecret::labelled("main", secret),
        webhooks.verify_raw(body.as_bytes(), &headers).unwrap(),
    );
    for word in ["do_not", mac, "9198"] {
        assert!(!printed.contains(word), "{word} in {printed}");
    }
}

#[test]
fn a_hint_says_what_may_have_gone_wrong() {
    let webhooks = Webhooks::new(["whsec_0123456789abcdef"]).unwrap();
    let headers = webhooks.sign(event_id(), "{}", Timestamp::now());
    let hint = |body: &str| webhooks.verify(body, &headers).unwrap_err().to_string();
    assert!(hint("{}\n").contains("white space at the end"));
    assert!(hint("").contains("read before"));
    assert!(hint("[object Object]").contains("raw bytes"));
    assert!(hint("{ }").contains("written again"));

    let standard = webhooks.verify("{}", &[("Webhook-Signature", "v1,x")]).unwrap_err();
    assert!(standard.to_string().contains("Standard Webhooks"), "{standard}");
    let closure = |name: &str| (name == "x-nexus-signature").then(|| format!("sha256={}", "0".repeat(64)));
    assert!(webhooks.verify("{}", &closure).unwrap_err().to_string().contains("bare signature"));
}
