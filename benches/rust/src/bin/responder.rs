//! A server that answers at once, so that only its clients are measured: `responder` prints its URL and serves until it is killed.
//!
//! Any GET is answered with a page of 100 appointments, anything else with one appointment and 201, both with the headers of
//! the platform.

use std::io::Write;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const PAGE: usize = 100;

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    std::io::stdout().flush()?;
    let answers = Arc::new(Answers::new());
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(answer_all(stream, Arc::clone(&answers)));
    }
}

/// Every answer, as it goes out.
struct Answers {
    page: Vec<u8>,
    appointment: Vec<u8>,
}

impl Answers {
    fn new() -> Self {
        let appointments: Vec<Value> = (0..PAGE).map(appointment).collect();
        let page = json!({ "data": appointments, "has_more": false, "next_cursor": null });
        Self { page: answer("200 OK", &page), appointment: answer("201 Created", &appointment(0)) }
    }
}

fn answer(status: &str, body: &Value) -> Vec<u8> {
    let body = body.to_string();
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\n\
         content-type: application/json\r\n\
         content-length: {length}\r\n\
         x-request-id: req_01J9X4T5V6W7X8Y9Z0A1B2C3D4\r\n\
         x-correlation-id: cor_01J9X4T5V6W7X8Y9Z0A1B2C3D4\r\n\
         ratelimit-limit: 600\r\n\
         ratelimit-remaining: 599\r\n\
         ratelimit-reset: 60\r\n\
         date: Mon, 23 Nov 2026 12:00:00 GMT\r\n\r\n{body}"
    )
    .into_bytes()
}

/// Requests do not overlap on a connection, and each says how long its body is.
async fn answer_all(mut stream: TcpStream, answers: Arc<Answers>) -> std::io::Result<()> {
    let mut request = Vec::with_capacity(16 * 1024);
    while stream.read_buf(&mut request).await? > 0 {
        let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = request.get(..end).unwrap_or_default();
        if request.len() < end + 4 + body_length(head) {
            continue;
        }
        let answer = if head.starts_with(b"GET ") { &answers.page } else { &answers.appointment };
        stream.write_all(answer).await?;
        request.clear();
    }
    Ok(())
}

fn body_length(head: &[u8]) -> usize {
    const NAME: &[u8] = b"content-length:";
    let value = head.split(|byte| *byte == b'\n').find_map(|line| {
        let (name, value) = line.split_at_checked(NAME.len())?;
        name.eq_ignore_ascii_case(NAME).then_some(value)
    });
    value.and_then(|value| std::str::from_utf8(value).ok()?.trim().parse().ok()).unwrap_or_default()
}

fn appointment(number: usize) -> Value {
    json!({
        "id": format!("apt_01J9X4T5V6W7X8Y9Z0A1B2C{number:03}"), "status": "booked",
        "slot_id": "slt_01J9X4T5V6W7X8Y9Z0A1B2C3D4", "contact_id": "ctc_01J9X4T5V6W7X8Y9Z0A1B2C3D4",
        "service": "ac_service", "starts_at": "2026-11-23T12:00:00.000Z", "ends_at": "2026-11-23T13:00:00.000Z",
        "resource_ids": ["res_01J9X4T5V6W7X8Y9Z0A1B2C3D4"], "party_size": 1, "source": "api", "reason": null,
        "notes": null, "metadata": { "call": "call_81" }, "requested_slot_id": null,
        "created_at": "2026-11-22T12:00:00.000Z", "updated_at": "2026-11-22T12:00:00.000Z",
    })
}
