//! A voice agent that books while the caller is on the line. It loses the race for the slot that it offered, offers what is
//! next, and wins one of those, once, though its connection breaks and its process dies.
//!
//! ```sh
//! cargo run --example booking_agent
//! ```

use std::error::Error;
use std::time::Duration;

use softknack::flows::BookFirstOf;
use softknack::{AppointmentSource, Client, ContactId, NewAppointment, Slot, Timestamp};
use softknack_sandbox::Sandbox;

const SERVICE: &str = "ac_service";

/// An agent during one call. What it books follows from the call, so that it is booked once.
struct Agent {
    sk: Client,
    call_id: &'static str,
    caller: ContactId,
}

impl Agent {
    /// Books the first of `slots` that can be won. A caller does not wait for ever: all of it has ten seconds.
    fn book(&self, slots: &[Slot]) -> BookFirstOf {
        let booking = NewAppointment::new(slots[0].id, self.caller, SERVICE).source(AppointmentSource::Agent);
        let alternatives = slots[1..].iter().map(|slot| slot.id);
        let walk = self.sk.calendar().appointments().book_first_of(booking, alternatives);
        walk.key_from(("booking", self.call_id)).timeout(Duration::from_secs(10))
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let business = sandbox.seed().await?;
    let [caller, somebody] = business.contacts[..] else { return Err("the demo business has two contacts".into()) };
    let agent = Agent { sk: sandbox.client(), call_id: "call_81", caller };

    println!("Caller: My air conditioner drips. When can you come?");
    let open = agent.sk.calendar().availability().list(SERVICE).timezone("Asia/Kolkata").limit(1).first_page().await?;
    println!("Agent:  The next opening is {}. Shall I take it?", spoken(open[0].starts_at)?);

    // While the caller thinks about it, somebody books it on the web page.
    let faster = NewAppointment::new(open[0].id, somebody, SERVICE).source(AppointmentSource::Page);
    agent.sk.calendar().appointments().book(faster).await?;

    println!("Caller: Yes, please.");
    let lost = agent.book(&open).await.err().ok_or("two parties won one slot")?;
    let next = lost.next_slots();
    let offer: Vec<String> = next.iter().map(|slot| spoken(slot.starts_at)).collect::<Result<_, _>>()?;
    println!("Agent:  That one has just gone. I can offer {}.", offer.join(", or "));

    println!("Caller: Any of these, the sooner the better.");
    // The booking commits, and then the connection breaks: the SDK asks again with the same key.
    sandbox.faults().next("calendar.appointments.book").disconnect_after_commit().await?;
    let booked = agent.book(next).await?.appointment;
    println!("Agent:  Done: {}. ({} attempts, one appointment.)", spoken(booked.starts_at)?, booked.attempts().len());
    assert!(booked.replayed());

    // The agent's process dies before it has noted that, comes back, and does the same again.
    let again = agent.book(next).await?.appointment;
    assert_eq!((again.id, again.slot_id), (booked.id, next[0].id));
    println!("        After a crash the same call asks again, and is told of the same appointment.");
    let appointments = agent.sk.calendar().appointments().list().contact_id(caller).to_vec(10).await?;
    assert_eq!(appointments.len(), 1);
    println!("Caller: Thank you, goodbye.");
    Ok(())
}

/// A time as one says it on the phone, where the business is.
fn spoken(at: Timestamp) -> Result<String, Box<dyn Error>> {
    Ok(at.to_jiff().in_tz("Asia/Kolkata")?.strftime("%A at %H:%M").to_string())
}
