//! Addresses on the web: the platform's, a proxy's, an endpoint's.
//!
//! They are read by the parser that the transport uses: what is checked here is what is connected to, and nothing is mended on the
//! way. A host's name in other letters than ASCII's is refused, for the tables that it needs are larger than all else in a call.

use std::net::{Ipv4Addr, Ipv6Addr};

use http::Uri;
use http::uri::Authority;

/// An absolute `https` or `http` address.
pub(crate) struct Address(Uri);

impl Address {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let uri: Uri = text.parse().ok()?;
        let is_web = matches!(uri.scheme_str(), Some("https" | "http"));
        (is_web && uri.authority().is_some_and(is_complete)).then_some(Self(uri))
    }

    pub(crate) fn is_https(&self) -> bool {
        self.0.scheme_str() == Some("https")
    }

    /// Whether a user or a password is written into it.
    pub(crate) fn has_user(&self) -> bool {
        self.0.authority().is_some_and(|authority| authority.as_str().contains('@'))
    }

    /// Whether it is on this very machine.
    pub(crate) fn is_loopback(&self) -> bool {
        let host = self.host();
        if let Some(address) = version_6(&host) {
            return address.is_loopback();
        }
        match host.parse::<Ipv4Addr>() {
            Ok(address) => address.is_loopback(),
            Err(_) => host == "localhost" || host.ends_with(".localhost"),
        }
    }

    /// Scheme, host and port, in their usual form.
    pub(crate) fn origin(&self) -> String {
        let (scheme, usual) = if self.is_https() { ("https", 443) } else { ("http", 80) };
        let host = self.host();
        match self.0.port_u16() {
            Some(port) if port != usual => format!("{scheme}://{host}:{port}"),
            _ => format!("{scheme}://{host}"),
        }
    }

    pub(crate) fn path(&self) -> &str {
        self.0.path()
    }

    pub(crate) fn has_query(&self) -> bool {
        self.0.query().is_some()
    }

    fn host(&self) -> String {
        self.0.host().unwrap_or_default().to_ascii_lowercase()
    }
}

/// Whether a host is there, and a port that is one or none: the parser takes any letters for it.
fn is_complete(authority: &Authority) -> bool {
    let host = authority.host();
    let is_host = if host.starts_with('[') { version_6(host).is_some() } else { !host.is_empty() };
    let place = authority.as_str().rsplit_once('@').map_or(authority.as_str(), |(_, place)| place);
    is_host && (place == host || authority.port().is_some())
}

fn version_6(host: &str) -> Option<Ipv6Addr> {
    host.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}

/// Whether `text` is an absolute `https` address, or an `http` one of a loopback host.
pub(crate) fn is_web_url(text: &str) -> bool {
    Address::parse(text).is_some_and(|address| address.is_https() || address.is_loopback())
}

/// Whether a path says what it means: nothing in it ends it or steps out of it, at this end or behind a proxy that decodes it first.
pub(crate) fn is_plain_path(path: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !br##""#<>?\^`{}"##.contains(&byte);
    if !path.starts_with('/') || path.starts_with("//") || !path.bytes().all(is_plain) {
        return false;
    }
    // Most have neither, and need not be taken apart.
    if !path.contains('%') && !path.contains("/.") {
        return true;
    }
    let lower = path.to_ascii_lowercase();
    let mut segments = lower.split('/').map(|segment| segment.replace("%2e", "."));
    !lower.contains("%2f") && !lower.contains("%5c") && !segments.any(|segment| segment == "." || segment == "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_as_it_stands() {
        for (text, origin, path) in [
            ("https://api.softknack.com", "https://api.softknack.com", "/"),
            ("HTTPS://Api.Softknack.com:443/V/", "https://api.softknack.com", "/V/"),
            ("http://localhost:80", "http://localhost", "/"),
            ("http://localhost:443?a", "http://localhost:443", "/"),
            ("http://[::1]:4010/v", "http://[::1]:4010", "/v"),
            ("https://user:pass@xn--bcher-kva.example/#f", "https://xn--bcher-kva.example", "/"),
        ] {
            let address = Address::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((address.origin().as_str(), address.path()), (origin, path));
            assert_eq!((address.has_user(), address.has_query()), (text.contains('@'), text.contains('?')));
        }
        for text in [
            "",
            "https",
            "https:/a",
            "https://",
            "https:///a",
            "https://?a",
            "ftp://a",
            "//a",
            "a.example",
            "https://:80",
            "https://a:",
            "https://a:b",
            "https://a:a",
            "https://65536:65536",
            "https://a:65536",
            "https://a:1:2",
            "https://[::1",
            "https://[::1]a",
            "https://[1.2.3.4]",
            "https://::1",
            "https://a b",
            "https://a\\b",
            "https://a%2eb",
            "https://a<b",
            "https://b\u{fc}cher.example",
            "https://u@",
        ] {
            assert!(Address::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn cleartext_stays_on_this_machine() {
        for text in [
            "http://localhost",
            "http://LOCALHOST:1",
            "http://a.localhost/x",
            "http://127.8.0.1",
            "http://[::1]",
            "https://a",
        ] {
            assert!(is_web_url(text), "{text}");
        }
        for text in [
            "http://a",
            "http://localhost.example",
            "http://xlocalhost",
            "http://128.0.0.1",
            "http://127.0.0.1.example",
            "http://[::2]",
            "http://2130706433",
            "http://0x7f.1",
            "http://localhost@a",
            "ftp://localhost",
        ] {
            assert!(!is_web_url(text), "{text}");
        }
    }

    #[test]
    fn a_path_that_steps_aside_is_not_plain() {
        for path in ["/", "/a", "/a/", "/a/.b", "/a/b..", "/a%20b", "/...", "/a;b=c&d|e~'"] {
            assert!(is_plain_path(path), "{path}");
        }
        for path in ["", "a", "//a", "/a b", "/a\tb", "/ä", "/a?b", "/a#b", "/a\\b", "/a\"", "/<", "/{id}", "/^"] {
            assert!(!is_plain_path(path), "{path}");
        }
        for path in ["/.", "/..", "/a/../b", "/a/./b", "/a/%2e%2E/b", "/a/.%2e", "/a%2Fb", "/a%5cb"] {
            assert!(!is_plain_path(path), "{path}");
        }
    }
}
