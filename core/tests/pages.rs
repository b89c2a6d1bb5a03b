//! Lists: to the end and no further, one page ahead, from where one stood.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use futures_core::Stream;
use softknack::{Appointment, AppointmentStatus, CallOptions, ErrorKind, Items, Order};
use support::json::page;
use support::{Server, Step, answer, problem};

fn pages(bodies: &[String]) -> Server {
    Server::start(bodies.iter().map(|body| answer(200, body)))
}

async fn ids(mut items: Items<Appointment>) -> Vec<String> {
    let mut ids = Vec::new();
    while let Some(appointment) = items.try_next().await.unwrap() {
        ids.push(appointment.id.to_string());
    }
    assert_eq!(items.next_cursor(), None);
    assert!(items.try_next().await.unwrap().is_none(), "the end is the end");
    ids
}

#[tokio::test]
async fn every_item_comes_once_and_the_filters_come_along() {
    let server = pages(&[page(&["apt_1", "apt_2"], Some("c+1")), page(&["apt_3"], None)]);
    let list = server.client().calendar().appointments().list().status(AppointmentStatus::Booked).limit(2);
    let list = list.order(Order::Ascending).options(CallOptions::new().correlation_id("cor_7"));
    assert_eq!(ids(list.stream()).await, ["apt_1", "apt_2", "apt_3"]);
    let targets: Vec<String> = server.seen().into_iter().map(|request| request.target).collect();
    let first = "/calendar/v1/appointments?status=booked&limit=2&order=asc";
    assert_eq!(targets, [first.to_owned(), format!("{first}&cursor=c%2B1")]);
    assert!(server.seen().iter().all(|request| request.header("x-correlation-id") == Some("cor_7")));
}

#[tokio::test]
async fn an_empty_page_is_not_the_end() {
    let server = pages(&[page(&[], Some("c1")), page(&[], Some("c2")), page(&["apt_1"], Some("c3")), page(&[], None)]);
    assert_eq!(ids(server.client().calendar().appointments().list().stream()).await, ["apt_1"]);
}

#[tokio::test]
async fn a_page_tells_where_to_go_on() {
    let server = pages(&[page(&["apt_1"], Some("c1")), page(&["apt_2"], None)]);
    let sk = server.client();
    let first = sk.calendar().appointments().list().first_page().await.unwrap();
    assert_eq!((first.len(), first.has_more, first.response().status()), (1, true, 200));
    assert_eq!(first[0].id.as_str(), "apt_1");
    let rest = sk.calendar().appointments().list().cursor(first.next_cursor.clone().unwrap());
    assert_eq!(ids(rest.stream()).await, ["apt_2"]);
    assert_eq!(first.iter().count() + (&first).into_iter().count() + first.into_iter().count(), 3);
    assert_eq!(server.seen()[1].target, "/calendar/v1/appointments?cursor=c1");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_page_is_asked_for_while_one_is_looked_at() {
    let server = pages(&[page(&["apt_1"], Some("c1")), page(&["apt_2"], Some("c2")), page(&["apt_3"], None)]);
    let mut pages = server.client().calendar().appointments().list().pages();
    pages.try_next().await.unwrap().unwrap();
    // Nothing is polled here: the request is on its way already.
    server.wait_for_requests(2);
    assert_eq!(pages.next_cursor(), Some("c1"));
    drop(pages);
    assert_eq!(server.unplayed(), 1);
}

#[tokio::test]
async fn a_page_asked_for_ahead_that_fails_is_asked_for_again_when_needed() {
    let script =
        [answer(200, &page(&["apt_1"], Some("c1"))).into(), Step::CutBody, answer(200, &page(&["apt_2"], None)).into()];
    let server = Server::start(script);
    let client = server.builder().max_retries(0).build().unwrap();
    assert_eq!(ids(client.calendar().appointments().list().stream()).await, ["apt_1", "apt_2"]);
}

#[tokio::test]
async fn after_an_error_the_same_page_can_be_asked_for_again() {
    let script = [
        answer(200, &page(&["apt_1"], Some("c1"))),
        problem(400, "invalid_cursor"),
        answer(200, &page(&["apt_2"], None)),
    ];
    let server = Server::start(script);
    let mut items = server.client().calendar().appointments().list().stream();
    assert_eq!(items.try_next().await.unwrap().unwrap().id.as_str(), "apt_1");
    assert_eq!(items.try_next().await.expect_err("refused").status(), Some(400));
    assert_eq!(items.next_cursor(), Some("c1"));
    assert_eq!(items.try_next().await.unwrap().unwrap().id.as_str(), "apt_2");
}

#[tokio::test]
async fn a_list_that_would_never_end_is_refused() {
    let circle = [page(&["apt_1"], Some("c1")), page(&["apt_2"], Some("c2")), page(&["apt_3"], Some("c1"))];
    let lost = [page(&["apt_1"], Some("c1")).replace("\"c1\"", "null")];
    for (bodies, whole) in [(&circle[..], 2), (&lost[..], 0)] {
        let server = pages(bodies);
        let mut pages = server.client().calendar().appointments().list().pages();
        for _ in 0..whole {
            pages.try_next().await.unwrap().unwrap();
        }
        let error = pages.try_next().await.expect_err("a circle");
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Pagination, Some("calendar.appointments.list")));
        assert!(pages.try_next().await.unwrap().is_none());
    }
}

#[tokio::test]
async fn to_vec_reads_no_more_than_it_takes() {
    let server =
        pages(&[page(&["apt_1", "apt_2"], Some("c1")), page(&["apt_3", "apt_4"], Some("c2")), page(&[], None)]);
    let items = server.client().calendar().appointments().list().to_vec(3).await.unwrap();
    assert_eq!(items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), ["apt_1", "apt_2", "apt_3"]);
    assert_eq!((server.seen().len(), server.unplayed()), (2, 1));
    assert_eq!(server.seen()[0].target, "/calendar/v1/appointments?limit=3");
    assert!(server.client().calendar().appointments().list().to_vec(0).await.unwrap().is_empty());
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn where_a_reader_stands_is_known_within_a_page() {
    let server = pages(&[page(&["apt_1"], Some("c1")), page(&["apt_2", "apt_3"], Some("c2")), page(&["apt_4"], None)]);
    let mut items = server.client().calendar().appointments().list().stream();
    let mut cursors = Vec::new();
    while items.try_next().await.unwrap().is_some() {
        cursors.push(items.next_cursor().map(str::to_owned));
    }
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(cursors, [some("c1"), some("c1"), some("c2"), None]);
}

#[tokio::test]
async fn items_are_a_stream() {
    let server = pages(&[page(&["apt_1"], Some("c1")), page(&["apt_2"], None)]);
    let mut items = pin!(server.client().calendar().appointments().list().stream());
    let mut count = 0;
    while let Some(item) = std::future::poll_fn(|context| items.as_mut().poll_next(context)).await {
        item.unwrap();
        count += 1;
    }
    assert_eq!(count, 2);
    let end = Pin::new(&mut items).as_mut().poll_next(&mut Context::from_waker(Waker::noop()));
    assert!(matches!(end, Poll::Ready(None)));
}
