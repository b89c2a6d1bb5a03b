//! Checking a signature, beside the bare HMAC of the cryptographic library.

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use ring::hmac;
use softknack::webhook::Webhooks;
use softknack::{EventId, Timestamp};
use softknack_benches::{head, median, row};

const SECRET: &str = "whsec_0123456789abcdef0123456789abcdef";
const ROUNDS: usize = 21;
const ROUND: Duration = Duration::from_millis(100);

fn main() -> Result<(), Box<dyn Error>> {
    let webhooks = Webhooks::new([SECRET])?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    let id: EventId = "evt_01J9X4T5V6W7X8Y9Z0A1B2C3D4".parse()?;

    println!("Checks of one signature a second, {ROUNDS} rounds in turn\n");
    head(&["body", "ring's HMAC alone", "softknack", "ratio"]);
    for (name, size) in [("1 KB", 1024), ("64 KB", 64 * 1024)] {
        let body = vec![b'x'; size];
        let headers = webhooks.sign(id, &body, Timestamp::now());
        let tag = hmac::sign(&key, &body);
        let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let theirs_now = rate(|| hmac::verify(&key, black_box(&body), tag.as_ref()).is_ok());
            let ours_now = rate(|| webhooks.verify_raw(black_box(&body), &headers).is_ok());
            theirs.push(theirs_now);
            ours.push(ours_now);
            ratios.push(ours_now / theirs_now);
        }
        let cells = [
            name.to_owned(),
            format!("{:.0}", median(&mut theirs)),
            format!("{:.0}", median(&mut ours)),
            format!("{:.1} %", 100.0 * median(&mut ratios)),
        ];
        row(&cells.each_ref().map(|cell| cell as &dyn std::fmt::Display));
    }
    Ok(())
}

/// How often a second `check` succeeds.
fn rate(check: impl Fn() -> bool) -> f64 {
    let begin = Instant::now();
    let mut checked = 0_u32;
    while begin.elapsed() < ROUND {
        for _ in 0..32 {
            assert!(check());
        }
        checked += 32;
    }
    f64::from(checked) / begin.elapsed().as_secs_f64()
}
