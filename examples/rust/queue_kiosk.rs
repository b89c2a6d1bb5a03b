//! A restaurant's kiosk: a guest verifies a phone, comes into line, waits, is given a table, takes it, and checks out.
//!
//! The guest's calls go by a session of its own, which is renewed when its token is over.
//!
//! ```sh
//! cargo run --example queue_kiosk
//! ```

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use softknack::resources::queue::{
    Allocate, EntryStatus, JoinQueue, MatchType, QueueEntry, QueueSession, RequestOtp, VerifyOtp,
};
use softknack::{Client, ContactId};
use softknack_sandbox::{Sandbox, minutes};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let sandbox = Arc::new(Sandbox::start().await?);
    let business = sandbox.seed().await?;
    let staff = sandbox.client();

    let [_, arjun] = business.contacts[..] else { return Err("the demo business has two contacts".into()) };
    let first = join(&staff, arjun).await?;
    staff.queue().allocate(Allocate::new("table")).await?;
    let first = staff.queue().entries().confirm(first.id).await?;
    println!("A party of {} has the table in the air-conditioned room.", first.party_size);

    let session = verify(&staff, &sandbox).await?;
    println!("A guest typed the code that came by text message: the phone is verified.");
    let renewals = Arc::new(AtomicU32::new(0));
    let guest = staff.with_session(session.token, {
        let (staff, sandbox, renewals) = (staff.clone(), Arc::clone(&sandbox), Arc::clone(&renewals));
        move || {
            renewals.fetch_add(1, Ordering::Relaxed);
            let (staff, sandbox) = (staff.clone(), Arc::clone(&sandbox));
            async move { verify(&staff, &sandbox).await.map(|session| session.token) }
        }
    })?;

    let entry = join(&guest, session.customer_id).await?;
    let (position, wait) = (entry.position.unwrap_or_default(), entry.estimated_wait_seconds.unwrap_or_default());
    println!("In line: position {position}, at most {wait} seconds to wait.");

    // The guest's screen waits, and the party ahead leaves: its table goes to the next in line in the same transaction.
    let waiting = guest.queue().entries().wait_for_status(entry.id, EntryStatus::Allocated);
    let waiting = waiting.poll_every(Duration::from_millis(20), Duration::from_millis(200)).timeout(minutes(1));
    let leaving = async {
        println!("The party ahead checks out.");
        staff.queue().entries().checkout(first.id).await
    };
    let (allocated, left) = tokio::join!(waiting.into_future(), leaving);
    let (allocated, _) = (allocated?, left?);
    assert_eq!(allocated.resource_id, Some(business.tables[0]));
    println!("The table is ready, and kept until {}.", allocated.respond_by.ok_or("a table is kept for a while")?);

    let seated = guest.queue().entries().confirm(entry.id).await?;
    println!("The guest is {}.", seated.status);

    sandbox.clock().advance(minutes(150)).await?;
    let entry = guest.queue().entries().get(entry.id).await?;
    println!("Two hours and a half later the token is over; it was renewed {} time.", renewals.load(Ordering::Relaxed));
    assert_eq!((entry.status, renewals.load(Ordering::Relaxed)), (EntryStatus::Seated, 1));

    let done = staff.queue().entries().checkout(entry.id).await?;
    let line = staff.queue().lines().get("table").await?;
    println!("Checked out: {}. {} wait, {} tables are free.", done.status, line.waiting, line.free);
    assert_eq!((line.waiting, line.free), (0, 2));
    Ok(())
}

/// Shows that a phone is the guest's. Here the code is read in the sandbox's outbox; there the guest types it.
async fn verify(staff: &Client, sandbox: &Sandbox) -> Result<QueueSession, Box<dyn Error + Send + Sync>> {
    let challenge = staff.queue().otp().request(RequestOtp::new("+919800000042").name("Meera")).await?;
    let message = sandbox.outbox().last().await?.ok_or("no code was sent")?;
    let code = message.vars["code"].as_str().ok_or("the message has no code")?;
    Ok(staff.queue().otp().verify(VerifyOtp::new(challenge.challenge_id, code)).await?)
}

async fn join(sk: &Client, customer: ContactId) -> Result<QueueEntry, softknack::Error> {
    sk.queue().join(JoinQueue::new(customer, 2_u32, MatchType::Fitted, "table")).await
}
