//! A waitlist: when a slot is released, it is offered to whoever waits for it, first come, first served.
//!
//! ```sh
//! cargo run --example waitlist
//! ```

use std::collections::VecDeque;
use std::error::Error;
use std::time::Duration;

use softknack::webhook::EventData;
use softknack::{ContactId, IdempotencyKey, NewAppointment, NewContact};
use softknack_sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let business = sandbox.seed().await?;
    let webhooks = sandbox.receiver(["slot.released"]).await?;
    let sk = sandbox.client();

    let slot = sk.calendar().availability().list("ac_service").first_page().await?[0].id;
    let booking = NewAppointment::new(slot, business.contacts[0], "ac_service");
    let booked = sk.calendar().appointments().book(booking).await?;
    println!("{} holds the slot at {}.", booked.id, booked.starts_at);

    let mut waiting: VecDeque<ContactId> = VecDeque::new();
    for name in ["Meera", "Kabir"] {
        let contact = sk.crm().contacts().create(NewContact::default().name(name)).await?;
        waiting.push_back(contact.id);
        println!("{name} is on the waitlist.");
    }

    sk.calendar().appointments().cancel(booked.id, "the customer is ill").await?;
    println!("{} was cancelled.", booked.id);

    let event = webhooks.next_event(Duration::from_secs(30)).await?;
    let EventData::SlotReleased(released) = &event.data else { return Err("another event came first".into()) };
    println!("The slot at {} was released.", released.slot.starts_at);

    let first = waiting.pop_front().ok_or("nobody waits")?;
    // The event's ID makes the key: if the event comes twice, the slot is still booked once for this contact.
    let key = IdempotencyKey::derive(("waitlist", event.id, first));
    let offer = NewAppointment::new(released.slot.id, first, "ac_service");
    match sk.calendar().appointments().book(offer).idempotency_key(key).await {
        Ok(appointment) => println!("It went to the first in line: {}.", appointment.id),
        Err(error) if error.slot_taken().is_some() => {
            println!("Somebody was faster; the first in line stays first.");
            waiting.push_front(first);
        }
        Err(error) => return Err(error.into()),
    }
    assert_eq!(waiting.len(), 1);
    Ok(())
}
