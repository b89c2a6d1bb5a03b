//! Booking pages: hosted at `/book/{slug}`, open to everybody, and booking through the same operation as every caller.

mod form;
mod html;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, Request, Response, StatusCode, header};
use axum::routing::get;
use softknack::resources::calendar;
use softknack::{Appointment, ErrorCode, ListAvailability, Problem, Slot};

use self::form::{Booking, Form, Rejected};
use self::html::{Offer, Page};
use crate::engine::calendar::{Hosted, find_hosted};
use crate::engine::{Caller, Context, perform, perform_list};
use crate::http::{self, Marks, Mutation};
use crate::organisations::random_text;
use crate::refusal::{Outcome, Refusal};
use crate::settings;
use crate::state::Shared;
use crate::store::Scope;

const NO_ERRORS: &[&str] = &[];

/// The routes of booking pages.
pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new().route("/book/{slug}", get(show).post(book))
}

async fn show(State(shared): State<Arc<Shared>>, Path(slug): Path<String>, request: Request<Body>) -> Response<Body> {
    let marks = http::marks_or_default(&shared, &request);
    let shown = async {
        let hosted = find(&shared, &slug).await?;
        let offers = offers(&shared, &hosted).await?;
        page(&hosted).open(&offers, &Form::empty()?, NO_ERRORS)
    };
    respond(shown.await.map(|html| (200, html)), &marks)
}

async fn book(State(shared): State<Arc<Shared>>, Path(slug): Path<String>, request: Request<Body>) -> Response<Body> {
    let marks = http::marks_or_default(&shared, &request);
    respond(try_to_book(&shared, &slug, request, &marks).await, &marks)
}

async fn try_to_book(
    shared: &Arc<Shared>,
    slug: &str,
    request: Request<Body>,
    marks: &Marks,
) -> Outcome<(u16, String)> {
    let hosted = find(shared, slug).await?;
    let body = http::read_body(request.into_body()).await?;
    let booking = match Booking::read(&body) {
        Ok(booking) => booking,
        Err(rejected) => {
            let Rejected { form, errors } = *rejected;
            let offers = offers(shared, &hosted).await?;
            return Ok((422, page(&hosted).open(&offers, &form, &errors)?));
        }
    };
    let form = booking.form.clone();
    let caller = caller(&hosted)?;
    let (_, allowed) = http::count_request(shared, &caller.tenant()).await?;
    allowed?;
    let mutation = Mutation {
        operation: calendar::appointments::operation::book.operation,
        caller,
        marks: marks.clone(),
        key: format!("page/{slug}/{}", booking.idempotency_key),
        fingerprint: http::fingerprint("POST", &marks.path, booking.canonical().as_bytes()),
    };
    let booking = booking.on(shared.clone(), hosted.page.services.clone());
    let outcome = mutation.run(shared.clone(), Ok(Box::new(booking))).await;
    let answer = match outcome {
        Ok(answer) => answer,
        Err(Refusal::Problem(problem)) if problem.status < 500 => {
            let offers = offers(shared, &hosted).await?;
            return Ok((
                problem.status,
                page(&hosted).open(&offers, &form.with_new_key()?, &[&problem_text(&problem)])?,
            ));
        }
        Err(refusal) => return Err(refusal),
    };
    if !answer.problem {
        let appointment: Appointment = serde_json::from_str(&answer.body)?;
        let name = service_name(shared, &hosted, &appointment).await?;
        return Ok((answer.status, page(&hosted).confirmed(&appointment, &name)?));
    }
    let problem: Problem = serde_json::from_str(&answer.body)?;
    let offers = match problem.next_slots.clone() {
        Some(next) if !next.is_empty() => next_openings(shared, &hosted, next).await?,
        _ => offers(shared, &hosted).await?,
    };
    Ok((answer.status, page(&hosted).open(&offers, &form.with_new_key()?, &[&problem_text(&problem)])?))
}

/// What went wrong, in words for the person who books.
fn problem_text(problem: &Problem) -> String {
    match problem.code {
        ErrorCode::SlotTaken | ErrorCode::ResourceTaken => {
            "Somebody else has just booked that time. These are the next openings.".to_owned()
        }
        ErrorCode::NotFound => "That time is no longer offered. Please choose another one.".to_owned(),
        ErrorCode::RateLimited => "There are too many requests just now. Please try again in a minute.".to_owned(),
        ErrorCode::IdempotencyKeyReused => {
            "This form was sent before. Send it again if you would like another booking.".to_owned()
        }
        ErrorCode::IdempotencyInProgress => "Your booking is being made. Please try again in a moment.".to_owned(),
        _ => problem.detail.clone().unwrap_or_else(|| problem.title.clone()),
    }
}

/// The page at this address. One of the live environment is there only where the sandbox plays that.
async fn find(shared: &Shared, slug: &str) -> Outcome<Hosted> {
    settings::hear_of_others(shared).await?;
    let mut tx = shared.store.read(Scope::Everything).await?;
    let hosted = find_hosted(&mut tx, slug).await?;
    hosted
        .filter(|hosted| shared.live || !hosted.tenant.ends_with("/live"))
        .ok_or_else(|| Refusal::not_found("booking page"))
}

fn caller(hosted: &Hosted) -> Outcome<Caller> {
    let system = Caller::system(&hosted.tenant).ok_or_else(|| Refusal::Fault("a page is of no tenant".into()))?;
    Ok(Caller { actor: format!("page:{}", hosted.page.slug), ..system })
}

fn page(hosted: &Hosted) -> Page<'_> {
    Page::new(&hosted.page)
}

async fn reading(shared: &Shared, hosted: &Hosted) -> Outcome<Context> {
    let tx = shared.store.read(Scope::Tenant(&hosted.tenant)).await?;
    let (clock, secrets) = (shared.clock.clone(), shared.secrets.clone());
    Ok(Context::for_timer(tx, caller(hosted)?, "booking_page", None, clock, secrets))
}

/// What the page offers: each service with its openings.
async fn offers(shared: &Shared, hosted: &Hosted) -> Outcome<Vec<Offer>> {
    let mut cx = reading(shared, hosted).await?;
    let mut offers = Vec::new();
    for slug in &hosted.page.services {
        let service = perform(&shared.handlers, &mut cx, calendar::services::operation::get, slug.clone(), &()).await?;
        let query = ListAvailability::new(slug.clone());
        let slots = perform_list(&shared.handlers, &mut cx, calendar::availability::operation::list, &query).await?;
        offers.push(Offer { service: service.name, slots });
    }
    Ok(offers)
}

/// The openings that a lost race names, under their service.
async fn next_openings(shared: &Shared, hosted: &Hosted, slots: Vec<Slot>) -> Outcome<Vec<Offer>> {
    let mut cx = reading(shared, hosted).await?;
    let Some(first) = slots.first() else { return Ok(Vec::new()) };
    let service = first.service.clone();
    let service = perform(&shared.handlers, &mut cx, calendar::services::operation::get, service, &()).await?;
    Ok(vec![Offer { service: service.name, slots }])
}

async fn service_name(shared: &Shared, hosted: &Hosted, appointment: &Appointment) -> Outcome<String> {
    let mut cx = reading(shared, hosted).await?;
    let slug = appointment.service.clone();
    Ok(perform(&shared.handlers, &mut cx, calendar::services::operation::get, slug, &()).await?.name)
}

/// An answer in HTML, with what keeps anything but the page's own style from taking effect.
fn respond(outcome: Outcome<(u16, String)>, marks: &Marks) -> Response<Body> {
    let (status, html) = outcome.unwrap_or_else(|refusal| match refusal {
        Refusal::Problem(problem) | Refusal::Later(problem, _) | Refusal::Kept(problem) => {
            (problem.status, html::message(&problem.title))
        }
        Refusal::Fault(error) => {
            tracing::error!(request_id = %marks.request_id, %error, "a booking page failed");
            (500, html::message("Something went wrong on our side. Please try again."))
        }
    });
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(html::POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(id) = HeaderValue::from_str(marks.request_id.as_str()) {
        headers.insert("x-request-id", id);
    }
    response
}

/// A key that no other form has.
fn new_key() -> Outcome<String> {
    random_text::<16>()
}
