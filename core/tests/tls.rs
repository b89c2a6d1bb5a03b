//! TLS: whom a client trusts, and what it shows.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{Acceptor, WebPkiClientVerifier};
use rustls::{RootCertStore, ServerConfig, StreamOwned};
use softknack::{AppointmentId, Client, ClientBuilder, Error, ErrorKind, Outcome};
use support::{KEY, json};

const ROOT: &[u8] = include_bytes!("support/tls/root.pem");
const SERVER: &[u8] = include_bytes!("support/tls/server.pem");
const ELSEWHERE: &[u8] = include_bytes!("support/tls/elsewhere.pem");
const CLIENT: &[u8] = include_bytes!("support/tls/client.pem");

/// What a client offered in its greeting, and whether it then sent a request.
struct Greeting {
    protocols: Vec<Vec<u8>>,
    requested: bool,
}

fn server(identity: &'static [u8], asks_for_certificate: bool) -> (SocketAddr, Receiver<Greeting>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let config = Arc::new(config(identity, asks_for_certificate));
    let (greeted, greetings) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = greeted.send(serve(stream, &config));
        }
    });
    (address, greetings)
}

fn config(identity: &[u8], asks_for_certificate: bool) -> ServerConfig {
    let provider = Arc::new(ring::default_provider());
    let builder =
        ServerConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions().unwrap();
    let builder = if asks_for_certificate {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(ROOT).unwrap()).unwrap();
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
        builder.with_client_cert_verifier(verifier)
    } else {
        builder.with_no_client_auth()
    };
    let chain = vec![CertificateDer::from_pem_slice(identity).unwrap()];
    builder.with_single_cert(chain, PrivateKeyDer::from_pem_slice(identity).unwrap()).unwrap()
}

fn serve(mut stream: TcpStream, config: &Arc<ServerConfig>) -> Greeting {
    let mut acceptor = Acceptor::default();
    let accepted = loop {
        acceptor.read_tls(&mut stream).unwrap();
        if let Some(accepted) = acceptor.accept().ok().flatten() {
            break accepted;
        }
    };
    let protocols = accepted.client_hello().alpn().map(|names| names.map(<[u8]>::to_vec).collect()).unwrap_or_default();
    let Ok(connection) = accepted.into_connection(Arc::clone(config)) else { panic!("a greeting") };
    let mut stream = StreamOwned::new(connection, stream);
    let requested = matches!(stream.read(&mut [0; 4096]), Ok(1..));
    if requested {
        let body = json::APPOINTMENT;
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
        stream.write_all(head.as_bytes()).unwrap();
    } else {
        // What the handshake failed with is told to the other side.
        let _ = stream.flush();
    }
    Greeting { protocols, requested }
}

/// A proxy that tunnels to where it is asked to, and tells how it was asked.
fn proxy() -> (SocketAddr, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (asked, questions) = channel();
    std::thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                client.read_exact(&mut byte).unwrap();
                head.extend(byte);
            }
            let head = String::from_utf8(head).unwrap();
            let mut platform = TcpStream::connect(head.split(' ').nth(1).unwrap()).unwrap();
            asked.send(head).unwrap();
            client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
            let (mut from, mut to) = (client.try_clone().unwrap(), platform.try_clone().unwrap());
            std::thread::spawn(move || std::io::copy(&mut from, &mut to));
            // The one end or the other lets go first.
            let _ = std::io::copy(&mut platform, &mut client);
        }
    });
    (address, questions)
}

fn client(address: SocketAddr) -> ClientBuilder {
    Client::builder()
        .credential(KEY)
        .base_url(format!("https://{address}"))
        .backoff(Duration::from_millis(1), Duration::from_millis(1))
}

async fn get(builder: ClientBuilder) -> Result<(), Error> {
    let id: AppointmentId = "apt_1".parse().unwrap();
    builder.build().unwrap().calendar().appointments().get(id).await.map(|_| ())
}

#[tokio::test]
async fn a_further_root_is_trusted_and_http_2_is_offered_first() {
    let (address, greetings) = server(SERVER, false);
    get(client(address).root_certificate(ROOT)).await.unwrap();
    let greeting = greetings.recv().unwrap();
    assert_eq!(greeting.protocols, [b"h2".to_vec(), b"http/1.1".to_vec()]);
    assert!(greeting.requested);
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused_once() {
    let (address, greetings) = server(SERVER, false);
    let error = get(client(address)).await.expect_err("an unknown issuer");
    assert_eq!((error.kind(), error.outcome(), error.attempts().len()), (ErrorKind::Connection, Outcome::NotSent, 1));
    assert!(error.to_string().contains("certificate"), "{error}");
    assert!(!greetings.recv().unwrap().requested);
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused() {
    let (address, greetings) = server(ELSEWHERE, false);
    let error = get(client(address).root_certificate(ROOT)).await.expect_err("another name");
    assert!(error.to_string().contains("not valid for name"), "{error}");
    assert!(!greetings.recv().unwrap().requested);
    assert_eq!(error.kind(), ErrorKind::Connection);
}

#[tokio::test]
async fn a_client_certificate_is_shown_to_a_server_that_asks() {
    let (address, greetings) = server(SERVER, true);
    get(client(address).root_certificate(ROOT).client_certificate(CLIENT)).await.unwrap();
    assert!(greetings.recv().unwrap().requested);
    let error = get(client(address).root_certificate(ROOT).max_retries(0)).await.expect_err("no certificate");
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert!(!greetings.recv().unwrap().requested);
}

#[tokio::test]
async fn a_proxy_tunnels_and_learns_no_credential_but_its_own() {
    let ((address, greetings), (proxy, questions)) = (server(SERVER, false), proxy());
    get(client(address).root_certificate(ROOT).proxy(format!("http://user:pass%20word@{proxy}"))).await.unwrap();
    let asked = questions.recv_timeout(Duration::from_secs(60)).unwrap();
    assert!(asked.starts_with(&format!("CONNECT {address} HTTP/1.1\r\n")), "{asked}");
    assert!(asked.contains("Basic dXNlcjpwYXNzIHdvcmQ="), "{asked}");
    assert!(!asked.contains(KEY), "{asked}");
    assert!(greetings.recv().unwrap().requested);
}

#[tokio::test]
async fn a_handshake_that_nobody_answers_ends_with_the_time_to_connect() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let builder = client(silent.local_addr().unwrap()).connect_timeout(Duration::from_millis(50)).max_retries(0);
    let error = get(builder).await.expect_err("no handshake");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connection, Outcome::NotSent));
    assert!(error.to_string().contains("50ms"), "{error}");
}
