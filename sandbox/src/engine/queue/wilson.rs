//! How many of the past sessions a duration must cover before it may be promised.

/// The 97.5 % quantile of the standard normal distribution: the bound of a two-sided interval of 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// The lower end of the Wilson score interval, at 95 %, for a probability that was observed `hits` times out of `n`.
pub(super) fn lower_bound(hits: u64, n: u64) -> f64 {
    if n == 0 {
        return 0.0;
    }
    #[allow(clippy::cast_precision_loss, reason = "nobody counts 2^53 sessions")]
    let (hits, n) = (hits as f64, n as f64);
    let share = hits / n;
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    (share + Z * Z / (2.0 * n) - spread) / (1.0 + Z * Z / n)
}

/// The fewest of `n` observations whose share is, with 95 % confidence, at least one half.
///
/// None where not even all of them are enough.
pub(super) fn hits_for_one_half(n: u64) -> Option<u64> {
    // The bound rises with the hits, so the smallest number that reaches one half is found by halving.
    let (mut too_few, mut enough) = (0, n);
    if lower_bound(enough, n) < 0.5 {
        return None;
    }
    while enough - too_few > 1 {
        let middle = too_few + (enough - too_few) / 2;
        if lower_bound(middle, n) < 0.5 { too_few = middle } else { enough = middle }
    }
    Some(enough)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use proptest::prelude::*;

    use super::*;

    /// The same bound without the formula: the smallest probability that the score test does not reject, by bisection.
    fn by_score_test(hits: u64, n: u64) -> f64 {
        let (hits, n) = (hits as f64, n as f64);
        let rejects = |p: f64| hits / n - p > Z * (p * (1.0 - p) / n).sqrt();
        let (mut rejected, mut kept) = (0.0, hits / n);
        for _ in 0..200 {
            let middle = (rejected + kept) / 2.0;
            if rejects(middle) { rejected = middle } else { kept = middle }
        }
        kept
    }

    #[test]
    fn printed_values() {
        for (hits, n, printed) in
            [(8, 8, 0.675_592_4), (7, 8, 0.529_111_7), (6, 8, 0.409_275_4), (60, 100, 0.502_002_6)]
        {
            assert!((lower_bound(hits, n) - printed).abs() < 1e-6, "{hits} of {n}: {}", lower_bound(hits, n));
        }
        assert_eq!(hits_for_one_half(0), None);
        assert_eq!(hits_for_one_half(3), None);
        assert_eq!(hits_for_one_half(4), Some(4));
        assert_eq!(hits_for_one_half(8), Some(7));
        assert_eq!(hits_for_one_half(20), Some(15));
        assert_eq!(hits_for_one_half(100), Some(60));
    }

    proptest! {
        #[test]
        fn the_formula_is_the_score_test_turned_round(n in 1_u64..5000, share in 0.0_f64..=1.0) {
            let hits = (share * n as f64).round() as u64;
            prop_assert!((lower_bound(hits, n) - by_score_test(hits, n)).abs() < 1e-9);
        }

        #[test]
        fn more_hits_never_lower_the_bound(n in 1_u64..5000, hits in 0_u64..5000) {
            let hits = hits.min(n - 1);
            prop_assert!(lower_bound(hits, n) < lower_bound(hits + 1, n));
        }

        #[test]
        fn the_smallest_number_that_reaches_one_half_lies_above_the_median(n in 4_u64..5000) {
            let hits = hits_for_one_half(n).unwrap();
            prop_assert!(2 * hits > n);
            prop_assert!(by_score_test(hits, n) >= 0.5);
            prop_assert!(by_score_test(hits - 1, n) < 0.5);
        }
    }
}
