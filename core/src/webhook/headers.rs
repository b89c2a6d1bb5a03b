//! Looking a header up in whatever a framework hands over.

use http::HeaderMap;

/// Headers of a request, looked up by name without regard to case.
///
/// Implemented for [`http::HeaderMap`] (axum, hyper, tonic, reqwest), for slices, arrays and vectors of `(name, value)`
/// pairs, and for closures that take a lower-case name: `|name: &str| request.header(name)`.
pub trait Headers {
    /// Calls `found` with each value of the header `name`, which is in lower case.
    fn each(&self, name: &str, found: &mut dyn FnMut(&[u8]));
}

/// How a header is looked up, whatever it is looked up in: what reads signatures is compiled once for all of them.
pub(super) type Lookup<'a> = dyn Fn(&str, &mut dyn FnMut(&[u8])) + 'a;

impl Headers for HeaderMap {
    fn each(&self, name: &str, found: &mut dyn FnMut(&[u8])) {
        self.get_all(name).iter().for_each(|value| found(value.as_bytes()));
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>> Headers for [(N, V)] {
    fn each(&self, name: &str, found: &mut dyn FnMut(&[u8])) {
        self.iter()
            .filter(|(found, _)| found.as_ref().eq_ignore_ascii_case(name))
            .for_each(|(_, value)| found(value.as_ref()));
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>, const COUNT: usize> Headers for [(N, V); COUNT] {
    fn each(&self, name: &str, found: &mut dyn FnMut(&[u8])) {
        self.as_slice().each(name, found);
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>> Headers for Vec<(N, V)> {
    fn each(&self, name: &str, found: &mut dyn FnMut(&[u8])) {
        self.as_slice().each(name, found);
    }
}

impl<F, V> Headers for F
where
    F: Fn(&str) -> Option<V>,
    V: AsRef<[u8]>,
{
    fn each(&self, name: &str, found: &mut dyn FnMut(&[u8])) {
        if let Some(value) = self(name) {
            found(value.as_ref());
        }
    }
}
