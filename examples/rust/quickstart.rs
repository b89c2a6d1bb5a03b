//! The main job, end to end: find an opening, book it once, lose a race and take the next opening, receive the signed
//! webhook, page through what was booked.
//!
//! It starts a sandbox of its own, so it needs no account and no network:
//!
//! ```sh
//! cargo run --example quickstart
//! ```

use std::error::Error;
use std::time::Duration;

use softknack::webhook::EventData;
use softknack::{IdempotencyKey, NewAppointment};
use softknack_sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // Against the real platform this is `Client::from_env()`, with SK_API_KEY set.
    let sandbox = Sandbox::start().await?;
    let business = sandbox.seed().await?;
    let webhooks = sandbox.receiver(["appointment.*"]).await?;
    let sk = sandbox.client();
    println!("A sandbox with a demo business is at {}.", sandbox.base_url());

    let openings = sk.calendar().availability().list("ac_service").timezone("Asia/Kolkata").first_page().await?;
    let slot = openings.first().ok_or("the demo business has no opening")?;
    println!("{} openings on the first page, the first at {}.", openings.len(), slot.starts_at);

    // A key from the facts of the business: whoever comes back after a crash with the same facts books once.
    let [priya, arjun] = business.contacts[..] else { return Err("the demo business has two contacts".into()) };
    let key = IdempotencyKey::derive(("quickstart", priya, slot.id));
    let booking = NewAppointment::new(slot.id, priya, "ac_service");
    let booked = sk.calendar().appointments().book(booking.clone()).idempotency_key(key.clone()).await?;
    println!("Booked {} at {}.", booked.id, booked.starts_at);

    let again = sk.calendar().appointments().book(booking).idempotency_key(key).with_response().await?;
    assert_eq!(*again, booked);
    println!("Sent again with the same key: the same appointment, replayed: {}.", again.replayed());

    let lost = sk.calendar().appointments().book(NewAppointment::new(slot.id, arjun, "ac_service")).await;
    let error = lost.err().ok_or("two parties won one slot")?;
    let taken = error.slot_taken().ok_or("the slot should have been taken")?;
    let offered = taken.next_slots.first().ok_or("there should be a next opening")?;
    println!("Somebody else wanted that slot and lost the race; the next opening is at {}.", offered.starts_at);
    let second = sk.calendar().appointments().book(NewAppointment::new(offered.id, arjun, "ac_service")).await?;
    println!("Took it: {} at {}.", second.id, second.starts_at);

    // The receiver verifies the signature over the raw bytes before it parses them.
    let event = webhooks.next_event(Duration::from_secs(30)).await?;
    let EventData::AppointmentBooked(data) = &event.data else { return Err("another event came first".into()) };
    println!("A signed webhook told of it: {} of {}, event {}.", event.event_type, data.appointment.id, event.id);

    let mut appointments = sk.calendar().appointments().list().limit(1).stream();
    let mut count = 0;
    while let Some(appointment) = appointments.try_next().await? {
        count += 1;
        println!("Appointment {count}: {} is {}.", appointment.id, appointment.status);
    }
    assert_eq!(count, 2);
    println!("Done.");
    Ok(())
}
