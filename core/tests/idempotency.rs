//! Derived keys: the same in every language, and never the same for other facts.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

use std::collections::HashSet;

use proptest::prelude::*;
use softknack::{IdempotencyKey, SlotId};

#[test]
fn keys_are_derived_as_the_shared_vectors_say() {
    #[derive(serde::Deserialize)]
    struct Vector {
        parts: Vec<String>,
        key: String,
    }
    let vectors: Vec<Vector> = serde_json::from_str(include_str!("../../tests/vectors/derived_keys.json")).unwrap();
    assert!(vectors.len() > 10);
    for Vector { parts, key } in vectors {
        assert_eq!(IdempotencyKey::derive(parts.clone()).as_str(), key, "{parts:?}");
        assert!(IdempotencyKey::new(&key).is_ok());
    }
}

#[test]
fn arrays_slices_and_tuples_of_the_same_parts_agree() {
    let slot: SlotId = "slt_1".parse().unwrap();
    let key = IdempotencyKey::derive(["booking", "slt_1"]);
    assert_eq!(IdempotencyKey::derive(("booking", slot)), key);
    assert_eq!(IdempotencyKey::derive((String::from("booking"), &slot)), key);
    assert_eq!(IdempotencyKey::derive(&["booking", "slt_1"][..]), key);
    assert_eq!(IdempotencyKey::derive([slot]), IdempotencyKey::derive((slot,)));
}

#[test]
fn generated_keys_are_fresh() {
    let keys: HashSet<String> = (0..1000).map(|_| IdempotencyKey::generate().to_string()).collect();
    assert_eq!(keys.len(), 1000);
    assert!(keys.iter().all(|key| key.len() == 30 && key.starts_with("idk_")));
}

proptest! {
    /// Parts drawn from few characters, so that concatenations often agree where lists do not.
    #[test]
    fn other_parts_give_another_key(
        left in prop::collection::vec("[a1:\n]{0,3}", 0..5),
        right in prop::collection::vec("[a1:\n]{0,3}", 0..5),
    ) {
        prop_assert_eq!(left == right, IdempotencyKey::derive(left) == IdempotencyKey::derive(right));
    }

    #[test]
    fn a_key_is_visible_ascii_of_1_to_255(text in "[ -~é\u{7f}\n]{0,20}", long in 200_usize..300) {
        let visible = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        prop_assert_eq!(IdempotencyKey::new(&text).is_ok(), visible);
        prop_assert_eq!(IdempotencyKey::new("x".repeat(long)).is_ok(), long <= 255);
    }
}
