//! The keys that follow from the sandbox's own secret, one for each purpose.

use std::fmt;

use ring::hmac::{HMAC_SHA256, Key};

use crate::organisations::SandboxSecret;

/// The keys that follow from the sandbox's own secret.
pub struct Secrets {
    /// Signs the cursors of lists.
    pub cursors: Key,
    /// Signs the sessions of guests.
    pub sessions: Key,
    /// Digests one-time codes, and the phone numbers that they were sent to.
    pub codes: Key,
}

impl Secrets {
    /// From the sandbox's own secret.
    pub(crate) fn new(secret: &SandboxSecret) -> Self {
        let derived = |purpose: &str| Key::new(HMAC_SHA256, secret.derive(purpose).as_ref());
        Self { cursors: derived("cursors"), sessions: derived("sessions"), codes: derived("codes") }
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets([secret])")
    }
}
