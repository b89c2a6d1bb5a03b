//! Identifiers: they sort by time, and read back as they were written.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

use proptest::prelude::*;
use softknack::{AppointmentId, SlotId, Timestamp};

fn at(millisecond: i64) -> Timestamp {
    Timestamp::from_millisecond(millisecond).unwrap()
}

proptest! {
    #[test]
    fn an_id_reads_back(millisecond in 0_i64..253_402_300_000_000 / 1000 * 999, random: u128) {
        let id = SlotId::from_parts(at(millisecond), random);
        prop_assert_eq!(id.as_str().parse::<SlotId>().unwrap(), id);
        prop_assert_eq!(id.time(), Some(at(millisecond)));
        prop_assert!(id.as_str().parse::<AppointmentId>().is_err());
        let json = serde_json::to_string(&id).unwrap();
        prop_assert_eq!(serde_json::from_str::<SlotId>(&json).unwrap(), id);
    }

    #[test]
    fn the_order_of_ids_is_that_of_their_times(earlier in 0_i64..2_000_000_000_000, later in 1_i64..1_000_000, a: u128, b: u128) {
        prop_assert!(SlotId::from_parts(at(earlier), a) < SlotId::from_parts(at(earlier + later), b));
    }

    #[test]
    fn no_text_makes_reading_panic(text in "\\PC{0,80}") {
        if let Ok(id) = text.parse::<SlotId>() {
            prop_assert_eq!(id.as_str(), text);
        }
    }
}
