//! A webhook receiver with axum that may lose nothing and do nothing twice.
//!
//! It verifies the raw bytes, answers quickly, and makes each event's effect happen once though deliveries come at least
//! once. The effect fails at its first try here, so that one event comes twice.
//!
//! ```sh
//! cargo run --example webhook_receiver
//! ```

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router as Routes;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use softknack::NewAppointment;
use softknack::resources::platform::NewWebhook;
use softknack::webhook::{AppointmentBooked, BoxFuture, Effect, Inbox, MemoryInbox, Router, Webhooks};
use softknack_sandbox::{Sandbox, seconds};
use tokio::net::TcpListener;

struct App {
    webhooks: Webhooks,
    inbox: Inbox<MemoryInbox>,
    router: Router<BoxFuture<Result<(), String>>>,
}

async fn receive(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let event = match app.webhooks.verify(&body, &headers) {
        Ok(event) => event,
        Err(error) => {
            println!("Refused: {error}");
            return StatusCode::BAD_REQUEST;
        }
    };
    match app.inbox.once(event.id, async || app.router.route(event).await).await {
        Ok(Effect::Applied(()) | Effect::AppliedBefore) => StatusCode::NO_CONTENT,
        // Whatever is no 2xx is delivered again.
        Ok(Effect::InProgress { .. }) | Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let business = sandbox.seed().await?;
    let sk = sandbox.client();

    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/webhooks", listener.local_addr()?);
    let endpoint = sk.platform().webhooks().create(NewWebhook::new(url, ["appointment.*".into()])).await?;
    let secret = endpoint.secret.ok_or("the secret is shown at creation")?;

    let (tries, effects) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let router = {
        let (tries, effects) = (tries.clone(), effects.clone());
        Router::new_async(|event| async move {
            println!("No handler for {}.", event.event_type);
            Ok(())
        })
        .on_async::<AppointmentBooked, _>(move |event| {
            let (tries, effects) = (tries.clone(), effects.clone());
            async move {
                if tries.fetch_add(1, Ordering::Relaxed) == 0 {
                    return Err("the mail server does not answer".to_owned());
                }
                effects.fetch_add(1, Ordering::Relaxed);
                println!("Confirmation sent for {}.", event.data.appointment.id);
                Ok(())
            }
        })
    };
    let app = App {
        webhooks: Webhooks::new([secret.as_str()])?,
        inbox: Inbox::new("confirmations", MemoryInbox::default()),
        router,
    };
    let routes = Routes::new().route("/webhooks", post(receive)).with_state(Arc::new(app));
    tokio::spawn(async { axum::serve(listener, routes).await });

    let slot = sk.calendar().availability().list("ac_service").first_page().await?[0].id;
    sk.calendar().appointments().book(NewAppointment::new(slot, business.contacts[0], "ac_service")).await?;
    sandbox.settle().await?;
    println!("After the first delivery: {} confirmations.", effects.load(Ordering::Relaxed));
    assert_eq!(effects.load(Ordering::Relaxed), 0);

    // The second attempt comes a second later. On the sandbox's clock that is now.
    sandbox.clock().advance(seconds(1)).await?;
    println!("After the second: {} confirmation.", effects.load(Ordering::Relaxed));
    assert_eq!((tries.load(Ordering::Relaxed), effects.load(Ordering::Relaxed)), (2, 1));
    Ok(())
}
