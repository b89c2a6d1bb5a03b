//! Those who book.

use std::error::Error;

use softknack::{Client, NewAppointment};
use tokio::task::JoinSet;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Books all of them, `in_flight` at a time, through each of the clients in turn.
///
/// # Errors
/// When one is refused.
pub async fn book_all(clients: &[&Client], bookings: Vec<NewAppointment>, in_flight: usize) -> Outcome<()> {
    let mut running = JoinSet::new();
    for (booking, client) in bookings.into_iter().zip(clients.iter().cycle()) {
        if running.len() == in_flight {
            running.join_next().await.ok_or("nothing was running")???;
        }
        let sk = Client::clone(client);
        running.spawn(async move { sk.calendar().appointments().book(booking).await.map(drop) });
    }
    while let Some(booked) = running.join_next().await {
        booked??;
    }
    Ok(())
}
