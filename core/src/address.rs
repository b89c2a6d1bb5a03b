//! Addresses on the web: the platform's, a proxy's, an endpoint's.
//!
//! They are read as strictly as they are used: nothing is mended, and a name of a host stands as it goes into the question for it.
//! So no tables of the world's letters are needed, which would be larger than all else that a call needs here.

use std::net::{Ipv4Addr, Ipv6Addr};

/// An absolute `https` or `http` address, taken apart.
pub(crate) struct Address<'a> {
    pub(crate) is_https: bool,
    /// A user and a password, as some are written into addresses.
    pub(crate) user: Option<&'a str>,
    /// As it stands; an IP address of version 6 in its brackets.
    host: &'a str,
    port: Option<u16>,
    /// The path, the query and the fragment.
    pub(crate) rest: &'a str,
}

impl<'a> Address<'a> {
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let is_https = scheme.eq_ignore_ascii_case("https");
        if !is_https && !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        let (authority, rest) = rest.split_at(rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len()));
        let (user, place) = match authority.rsplit_once('@') {
            Some((user, place)) => (Some(user), place),
            None => (None, authority),
        };
        let name_ends =
            if place.starts_with('[') { place.find(']')? + 1 } else { place.find(':').unwrap_or(place.len()) };
        let (host, port) = place.split_at(name_ends);
        let port = match port.strip_prefix(':') {
            None if !port.is_empty() => return None,
            None | Some("") => None,
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => Some(digits.parse().ok()?),
            Some(_) => return None,
        };
        is_host(host).then_some(Self { is_https, user, host, port, rest })
    }

    /// Whether it is on this very machine.
    pub(crate) fn is_loopback(&self) -> bool {
        if let Some(address) = version_6(self.host) {
            return address.is_loopback();
        }
        match self.host.parse::<Ipv4Addr>() {
            Ok(address) => address.is_loopback(),
            Err(_) => {
                let name = self.host.to_ascii_lowercase();
                name == "localhost" || name.ends_with(".localhost")
            }
        }
    }

    /// Scheme, host and port, in their usual form.
    pub(crate) fn origin(&self) -> String {
        let (scheme, usual) = if self.is_https { ("https", 443) } else { ("http", 80) };
        let host = self.host.to_ascii_lowercase();
        match self.port {
            Some(port) if port != usual => format!("{scheme}://{host}:{port}"),
            _ => format!("{scheme}://{host}"),
        }
    }

    /// Whether its host can be asked for as it stands.
    pub(crate) fn is_ascii(&self) -> bool {
        self.host.is_ascii()
    }
}

/// A name, or an IP address.
fn is_host(host: &str) -> bool {
    if host.starts_with('[') {
        return version_6(host).is_some();
    }
    let is_of_name =
        |letter: char| !letter.is_whitespace() && !letter.is_control() && !r##""#%/:<>?@[\]^`{|}"##.contains(letter);
    let last = host.strip_suffix('.').unwrap_or(host).rsplit('.').next().unwrap_or_default();
    let is_number = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    let is_name = !host.is_empty() && host.chars().all(is_of_name);
    if is_number { host.parse::<Ipv4Addr>().is_ok() } else { is_name }
}

fn version_6(host: &str) -> Option<Ipv6Addr> {
    host.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}

/// Whether `text` is an absolute `https` address, or an `http` one of a loopback host.
pub(crate) fn is_web_url(text: &str) -> bool {
    Address::parse(text).is_some_and(|address| address.is_https || address.is_loopback())
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
        for (text, origin, rest) in [
            ("https://api.softknack.com", "https://api.softknack.com", ""),
            ("HTTPS://Api.Softknack.com:443/V/", "https://api.softknack.com", "/V/"),
            ("http://localhost:80", "http://localhost", ""),
            ("http://localhost:443?a", "http://localhost:443", "?a"),
            ("http://[::1]:4010/v", "http://[::1]:4010", "/v"),
            ("https://user:pa@ss@xn--bcher-kva.example:/#f", "https://xn--bcher-kva.example", "/#f"),
            ("https://10.0.0.1\\x", "https://10.0.0.1", "\\x"),
        ] {
            let address = Address::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((address.origin().as_str(), address.rest), (origin, rest));
            assert_eq!(address.user, text.contains('@').then_some("user:pa@ss"));
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
            "https://a:b",
            "https://a:65536",
            "https://a:+1",
            "https://a:1:2",
            "https://[::1",
            "https://[::1]a",
            "https://[1.2.3.4]",
            "https://::1",
            "https://a b",
            "https://a%2eb",
            "https://a<b",
            "https://1.2.3",
            "https://1.2.3.256",
            "https://a.1",
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
