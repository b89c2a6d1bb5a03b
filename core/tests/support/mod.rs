//! A server that plays a script: each request that comes in, on whatever connection, gets the next step.
//!
//! It speaks HTTP/1.1 on plain threads, so that it can break a connection exactly where a test wants it broken.

#![allow(dead_code, unreachable_pub, reason = "a module of several test crates, each of which uses a part of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use softknack::{Client, ClientBuilder};

/// The key of every test client: what must never be seen outside the `Authorization` header.
pub const KEY: &str = "sk_test_hunter2hunter2";

/// Far more than anything takes here that comes to an end at all.
const TOO_LONG: Duration = Duration::from_secs(60);

/// Longer than any test takes, on whatever machine. To wait so long, it is passed over.
pub const HOUR: Duration = Duration::from_secs(60 * 60);

/// Has so much time pass for the calling runtime, of one thread, and at once: what it waits for within that time, is over.
pub async fn pass(time: Duration) {
    // What has come by now is heard first.
    for _ in 0..32 {
        tokio::task::yield_now().await;
    }
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

/// What the server does with one request.
pub enum Step {
    Answer(Answer),
    /// Closes the connection without a byte of an answer.
    Break,
    /// Sends the head and a part of the body, and closes the connection.
    CutBody,
    /// Sends the head and a part of the body, and then nothing more.
    StallBody,
    /// Sends nothing, and waits for the client to go away.
    Stall,
    /// Sends these bytes as they are, and closes the connection.
    Bytes(Vec<u8>),
}

pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    close: bool,
}

pub fn answer(status: u16, body: &str) -> Answer {
    Answer { status, headers: Vec::new(), body: body.into(), close: false }
}

/// A refusal as the platform writes it.
pub fn problem(status: u16, code: &str) -> Answer {
    let json =
        format!(r#"{{"type":"about:blank","title":"t","status":{status},"detail":"what happened","code":"{code}"}}"#);
    answer(status, &json).header("content-type", "application/problem+json").header("x-request-id", "req_1")
}

impl Answer {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Closes the connection afterwards.
    pub fn closing(mut self) -> Self {
        self.close = true;
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} Scripted\r\ncontent-length: {}\r\n", self.status, self.body.len());
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if self.close {
            head.push_str("connection: close\r\n");
        }
        [head.as_bytes(), b"\r\n", &self.body].concat()
    }
}

impl From<Answer> for Step {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}

/// A request as it came in.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
    /// The number of its connection, from 0.
    pub connection: usize,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }
}

/// What a server without a script does with a request.
type Respond = Box<dyn Fn(&Seen) -> Step + Send + Sync>;

#[derive(Default)]
struct Shared {
    script: Mutex<VecDeque<Step>>,
    respond: Option<Respond>,
    seen: Mutex<Vec<Seen>>,
    stalled: Mutex<usize>,
    abandoned: Mutex<usize>,
    changed: Condvar,
    connections: AtomicUsize,
}

pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Server {
    pub fn start<S: Into<Step>>(script: impl IntoIterator<Item = S>) -> Self {
        let script = Mutex::new(script.into_iter().map(Into::into).collect());
        Self::serve(Shared { script, ..Shared::default() })
    }

    /// One that looks at each request, where their order is not known.
    pub fn answering<S: Into<Step>>(respond: impl Fn(&Seen) -> S + Send + Sync + 'static) -> Self {
        let respond: Respond = Box::new(move |seen| respond(seen).into());
        Self::serve(Shared { respond: Some(respond), ..Shared::default() })
    }

    fn serve(shared: Shared) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(shared);
        let server = Self { address, shared: Arc::clone(&shared) };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                let connection = shared.connections.fetch_add(1, Ordering::SeqCst);
                std::thread::spawn(move || shared.serve(&stream, connection));
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Options that reach this server, with waits that a test need not sit out.
    pub fn builder(&self) -> ClientBuilder {
        Client::builder()
            .credential(KEY)
            .base_url(self.url())
            .backoff(Duration::from_millis(1), Duration::from_millis(4))
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().unwrap().clone()
    }

    /// The steps that no request has come for.
    pub fn unplayed(&self) -> usize {
        self.shared.script.lock().unwrap().len()
    }

    /// Waits until the client has gone away from `count` stalled requests.
    pub fn wait_for_abandoned(&self, count: usize) {
        self.shared.wait_until(&self.shared.abandoned, |abandoned| *abandoned >= count, "the client did not go away");
    }

    /// Waits until `count` requests have come in.
    pub fn wait_for_requests(&self, count: usize) {
        self.shared.wait_until(&self.shared.seen, |seen| seen.len() >= count, "the requests did not come");
    }

    /// Waits until `count` requests are stalled, where the client runs on the same thread.
    pub async fn stalled(&self, count: usize) {
        let shared = Arc::clone(&self.shared);
        let waiting = move || shared.wait_until(&shared.stalled, |stalled| *stalled >= count, "nothing is stalled");
        tokio::task::spawn_blocking(waiting).await.unwrap();
    }

    /// As [`wait_for_requests`](Self::wait_for_requests), where the client runs on the same thread.
    pub async fn requests(&self, count: usize) {
        let shared = Arc::clone(&self.shared);
        let waiting = move || shared.wait_until(&shared.seen, |seen| seen.len() >= count, "the requests did not come");
        tokio::task::spawn_blocking(waiting).await.unwrap();
    }
}

impl Shared {
    fn wait_until<T>(&self, told: &Mutex<T>, is_so: impl Fn(&T) -> bool, otherwise: &str) {
        let guard = told.lock().unwrap();
        let (_guard, result) = self.changed.wait_timeout_while(guard, TOO_LONG, |told| !is_so(told)).unwrap();
        assert!(!result.timed_out(), "{otherwise}");
    }

    fn serve(&self, mut stream: &TcpStream, connection: usize) {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        while let Some(seen) = read(&mut reader, connection) {
            let step = match &self.respond {
                Some(respond) => Some(respond(&seen)),
                None => self.script.lock().unwrap().pop_front(),
            };
            self.seen.lock().unwrap().push(seen);
            self.changed.notify_all();
            const CUT: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"id\":";
            let written = match step.unwrap_or_else(|| answer(599, "the script is over").into()) {
                Step::Answer(answer) => {
                    let close = answer.close;
                    stream.write_all(&answer.bytes()).and(if close {
                        Err(std::io::ErrorKind::NotConnected.into())
                    } else {
                        Ok(())
                    })
                }
                Step::Break => return,
                Step::CutBody => return stream.write_all(CUT).unwrap(),
                Step::Bytes(bytes) => return stream.write_all(&bytes).unwrap(),
                Step::StallBody => stream.write_all(CUT).map(|()| self.stall(&mut reader)),
                Step::Stall => {
                    self.stall(&mut reader);
                    Ok(())
                }
            };
            if written.is_err() {
                return;
            }
        }
    }

    fn stall(&self, reader: &mut impl Read) {
        *self.stalled.lock().unwrap() += 1;
        self.changed.notify_all();
        let gone = reader.read(&mut [0; 64]);
        if !matches!(gone, Ok(1..)) {
            *self.abandoned.lock().unwrap() += 1;
            self.changed.notify_all();
        }
    }
}

fn read(reader: &mut impl BufRead, connection: usize) -> Option<Seen> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, target) = (words.next()?, words.next()?);
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    let length =
        headers.iter().find(|(name, _)| name == "content-length").map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Seen { method, target, headers, body: String::from_utf8(body).unwrap(), connection })
}

/// Bodies as the platform writes them.
pub mod json {
    pub const SLOT: &str = r#"{"id":"slt_1","service":"cut","starts_at":"2026-11-22T12:00:00.000Z","ends_at":"2026-11-22T12:30:00.000Z","timezone":"UTC","status":"open","capacity":1,"booked":0,"overbook_limit":0,"resources":{"required":[],"any_of":[]}}"#;

    pub const APPOINTMENT: &str = r#"{"id":"apt_1","status":"booked","slot_id":"slt_1","contact_id":"ctc_1","service":"cut","starts_at":"2026-11-22T12:00:00.000Z","ends_at":"2026-11-22T12:30:00.000Z","resource_ids":[],"party_size":1,"source":"api","reason":null,"notes":null,"metadata":{},"requested_slot_id":null,"created_at":"2026-11-22T10:00:00.000Z","updated_at":"2026-11-22T10:00:00.000Z"}"#;

    pub fn appointment(id: &str) -> String {
        APPOINTMENT.replace("apt_1", id)
    }

    /// A page of appointments; the cursor of the next, where there is one.
    pub fn page(ids: &[&str], next: Option<&str>) -> String {
        let items: Vec<String> = ids.iter().map(|id| appointment(id)).collect();
        let next = next.map_or_else(|| "null".to_owned(), |cursor| format!("{cursor:?}"));
        format!(r#"{{"data":[{}],"has_more":{},"next_cursor":{next}}}"#, items.join(","), next != "null")
    }
}
