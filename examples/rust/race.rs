//! Twenty bookers want one slot at the same moment: one wins it, and the others are told what is still open. Then twenty
//! more let the platform choose the next opening for them, and each gets one of their own.
//!
//! ```sh
//! cargo run --example race
//! ```

use std::collections::HashSet;
use std::error::Error;

use softknack::{Client, ContactId, IfTaken, NewAppointment, SlotId};
use softknack_sandbox::Sandbox;

const BOOKERS: usize = 20;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let business = sandbox.seed().await?;
    let sk = sandbox.client();
    let contact = business.contacts[0];
    let slot = sk.calendar().availability().list("ac_service").first_page().await?[0].id;

    let answers = all_at_once(&sk, |sk| async move {
        match sk.calendar().appointments().book(NewAppointment::new(slot, contact, "ac_service")).await {
            Ok(_) => Ok(None),
            // A lost race is an answer: the SDK does not send it again.
            Err(error) => match error.slot_taken() {
                Some(taken) => Ok(Some(taken.next_slots.len())),
                None => Err(error),
            },
        }
    })
    .await?;
    let winners = answers.iter().filter(|answer| answer.is_none()).count();
    println!("{BOOKERS} bookers, one slot: {winners} won, {} were offered other openings.", BOOKERS - winners);
    assert_eq!(winners, 1);
    assert!(answers.iter().flatten().all(|offered| *offered > 0));

    let slots = all_at_once(&sk, |sk| book_next(sk, slot, contact)).await?;
    let different: HashSet<SlotId> = slots.into_iter().collect();
    println!("{BOOKERS} bookers with `book_next`: {} different slots.", different.len());
    assert_eq!(different.len(), BOOKERS);
    Ok(())
}

/// Wants `slot`, and takes the next opening where it is gone.
async fn book_next(sk: Client, slot: SlotId, contact: ContactId) -> Result<SlotId, softknack::Error> {
    let booking = NewAppointment::new(slot, contact, "ac_service").if_taken(IfTaken::BookNext);
    Ok(sk.calendar().appointments().book(booking).await?.slot_id)
}

async fn all_at_once<T, F>(sk: &Client, booker: impl Fn(Client) -> F) -> Result<Vec<T>, Box<dyn Error>>
where
    T: Send + 'static,
    F: Future<Output = Result<T, softknack::Error>> + Send + 'static,
{
    let running: Vec<_> = (0..BOOKERS).map(|_| tokio::spawn(booker(sk.clone()))).collect();
    let mut answers = Vec::with_capacity(BOOKERS);
    for task in running {
        answers.push(task.await??);
    }
    Ok(answers)
}
