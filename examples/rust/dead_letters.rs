//! A receiver is down for a whole evening. What it missed becomes dead letters, which are replayed when it is up again; what
//! happened while its endpoint was disabled is read from the log of events.
//!
//! ```sh
//! cargo run --example dead_letters
//! ```

use std::error::Error;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router as Routes;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use softknack::flows::MemoryCursor;
use softknack::resources::platform::{NewWebhook, UpdateWebhook};
use softknack::webhook::{Effect, Event, Inbox, MemoryInbox, Webhooks};
use softknack::{AppointmentId, Client, ContactId, NewAppointment};
use softknack_sandbox::{Sandbox, hours};
use tokio::net::TcpListener;

/// A receiver that can be down, and what it noted: each event once, by whatever way it came.
struct App {
    webhooks: Webhooks,
    up: AtomicBool,
    inbox: Inbox<MemoryInbox>,
    noted: Mutex<Vec<String>>,
}

impl App {
    async fn note(&self, event: Event) -> Result<(), io::Error> {
        let effect = self.inbox.once(event.id, async || {
            self.noted.lock().map_err(|_| io::Error::other("poisoned"))?.push(event.event_type.clone());
            Ok::<_, io::Error>(())
        });
        match effect.await {
            Ok(Effect::Applied(()) | Effect::AppliedBefore) => Ok(()),
            Ok(Effect::InProgress { .. }) => Err(io::Error::other("in progress elsewhere")),
            Err(error) => Err(io::Error::other(error.to_string())),
        }
    }

    fn noted(&self) -> usize {
        self.noted.lock().map(|noted| noted.len()).unwrap_or_default()
    }
}

async fn receive(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if !app.up.load(Ordering::Relaxed) {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let Ok(event) = app.webhooks.verify(&body, &headers) else { return StatusCode::BAD_REQUEST };
    match app.note(event).await {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let business = sandbox.seed().await?;
    let (sk, contact) = (sandbox.client(), business.contacts[0]);

    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/webhooks", listener.local_addr()?);
    let endpoint = sk.platform().webhooks().create(NewWebhook::new(url, ["appointment.booked".into()])).await?;
    let secret = endpoint.secret.ok_or("the secret is shown at creation")?;
    let app = Arc::new(App {
        // The sandbox's clock will have gone ahead of this machine's, and its signatures with it.
        webhooks: Webhooks::builder().secret(secret.as_str()).tolerance(hours(24)).build()?,
        up: AtomicBool::new(false),
        inbox: Inbox::new("bookings", MemoryInbox::default()),
        noted: Mutex::default(),
    });
    let routes = Routes::new().route("/webhooks", post(receive)).with_state(Arc::clone(&app));
    tokio::spawn(async { axum::serve(listener, routes).await });

    println!("The receiver is down.");
    for _ in 0..3 {
        println!("Booked {}.", book(&sk, contact).await?);
    }
    // Eight attempts take about two hours and a half. On the sandbox's clock that is now.
    sandbox.clock().advance(hours(3)).await?;
    let letters = sk.platform().dead_letters().list().webhook_id(endpoint.id).replayed(false).to_vec(100).await?;
    for letter in &letters {
        println!("Given up after {} attempts: {}, {}.", letter.attempts, letter.event_type, letter.reason);
    }
    assert_eq!((letters.len(), app.noted()), (3, 0));

    app.up.store(true, Ordering::Relaxed);
    println!("The receiver is up again.");
    let replayed = sk.platform().reconcile().webhook(endpoint.id).replay().await?;
    sandbox.settle().await?;
    println!("{} dead letters were replayed; the receiver has noted {} events.", replayed.dead_letters, app.noted());
    assert_eq!((replayed.dead_letters, app.noted()), (3, 3));

    sk.platform().webhooks().update(endpoint.id, UpdateWebhook::default().enabled(false)).await?;
    let missed = book(&sk, contact).await?;
    sandbox.settle().await?;
    println!("While the endpoint was disabled {missed} was booked, and nothing was sent.");
    assert_eq!(app.noted(), 3);

    // The log has every event. The inbox lets pass what was noted before.
    let reconcile = sk.platform().reconcile().webhook(endpoint.id).only("appointment.booked");
    let found = reconcile.hand_to(MemoryCursor::default(), |event| app.note(event)).await?;
    println!("{} events were read from the log; the receiver has noted {}.", found.events, app.noted());
    assert_eq!((found.events, app.noted()), (4, 4));
    Ok(())
}

async fn book(sk: &Client, contact: ContactId) -> Result<AppointmentId, Box<dyn Error>> {
    let open = sk.calendar().availability().list("ac_service").limit(1).first_page().await?;
    let slot = open.first().ok_or("nothing is open")?;
    Ok(sk.calendar().appointments().book(NewAppointment::new(slot.id, contact, "ac_service")).await?.id)
}
