//! Secrets: what is accepted as one, and the ring that signs and compares with several.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use ring::hmac;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::Zeroizing;

use crate::value::Secret;
use crate::webhook::signature::Form;

/// The least key material, in bytes. An unset variable or a bare prefix would otherwise verify what anybody signs.
const MIN_MATERIAL: usize = 16;

const PREFIX: &str = "whsec_";

/// The standard alphabet; the padding may be left out.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A secret of a webhook endpoint, with a label to tell it from the others of its ring. It is wiped when dropped and never
/// printed.
///
/// ```
/// use softknack::webhook::{WebhookSecret, Webhooks};
///
/// # let (old, new) = ("whsec_0123456789abcdef", "whsec_fedcba9876543210");
/// let webhooks = Webhooks::new([WebhookSecret::labelled("new", new), WebhookSecret::labelled("old", old)])?;
/// # Ok::<(), softknack::webhook::InvalidSecret>(())
/// ```
#[derive(Clone)]
pub struct WebhookSecret {
    text: Zeroizing<String>,
    label: Option<Arc<str>>,
}

impl WebhookSecret {
    /// A secret that results and errors call `label`.
    pub fn labelled(label: impl Into<Arc<str>>, secret: impl Into<Self>) -> Self {
        Self { label: Some(label.into()), ..secret.into() }
    }
}

impl From<&str> for WebhookSecret {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for WebhookSecret {
    fn from(text: String) -> Self {
        Self { text: Zeroizing::new(text), label: None }
    }
}

impl From<&String> for WebhookSecret {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Secret> for WebhookSecret {
    fn from(secret: Secret) -> Self {
        Self::from(secret.into_string())
    }
}

impl From<&Secret> for WebhookSecret {
    fn from(secret: &Secret) -> Self {
        Self::from(secret.as_str())
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookSecret").field("label", &self.label).finish_non_exhaustive()
    }
}

/// Which secret of the ring a delivery was signed with: during a rotation it tells when the old one is out of use.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MatchedSecret {
    /// Its place in the ring, from 0.
    pub index: usize,
    /// Its label, where it has one.
    pub label: Option<Arc<str>>,
}

/// Keys that are all live at once.
///
/// It holds no secret, only the states of the hash function that each leads to.
#[derive(Clone)]
pub(super) struct KeyRing(Arc<[RingKey]>);

struct RingKey {
    key: hmac::Key,
    label: Option<Arc<str>>,
}

impl KeyRing {
    pub(super) fn new(secrets: &[WebhookSecret], form: &Form) -> Result<Self, InvalidSecret> {
        if secrets.is_empty() {
            return Err(InvalidSecret { index: 0, label: None, reason: SecretReason::None });
        }
        let key = |(index, secret): (usize, &WebhookSecret)| match derive(&secret.text, form) {
            Ok(key) => Ok(RingKey { key, label: secret.label.clone() }),
            Err(reason) => Err(InvalidSecret { index, label: secret.label.clone(), reason }),
        };
        Ok(Self(secrets.iter().enumerate().map(key).collect::<Result<_, _>>()?))
    }

    /// The MAC of the parts, one after the other, under each key.
    pub(super) fn macs(&self, parts: &[&[u8]]) -> impl Iterator<Item = hmac::Tag> {
        self.0.iter().map(move |ring_key| {
            let mut context = hmac::Context::with_key(&ring_key.key);
            parts.iter().for_each(|part| context.update(part));
            context.sign()
        })
    }

    /// The first key under which one of `claimed` is the MAC of the parts. How long it takes tells nothing but the counts.
    pub(super) fn find(&self, parts: &[&[u8]], claimed: &[[u8; 32]]) -> Option<MatchedSecret> {
        let mut found = u32::MAX;
        for (index, mac) in (0u32..).zip(self.macs(parts)) {
            for claim in claimed {
                let better = equal(mac.as_ref(), claim) & found.ct_eq(&u32::MAX);
                found.conditional_assign(&index, better);
            }
        }
        let index = usize::try_from(found).ok()?;
        self.0.get(index).map(|ring_key| MatchedSecret { index, label: ring_key.label.clone() })
    }
}

/// Compared by words, which takes an eighth of the time.
fn equal(mac: &[u8], claim: &[u8; 32]) -> Choice {
    let (words, rest) = mac.as_chunks::<8>();
    let (claimed, _) = claim.as_chunks::<8>();
    let pairs = words.iter().zip(claimed);
    let same = pairs.map(|(one, other)| u64::from_ne_bytes(*one).ct_eq(&u64::from_ne_bytes(*other)));
    let length = Choice::from(u8::from(rest.is_empty() && words.len() == claimed.len()));
    same.fold(length, |all, one| all & one)
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|ring_key| ring_key.label.as_deref().unwrap_or("[secret]"))).finish()
    }
}

fn derive(text: &str, form: &Form) -> Result<hmac::Key, SecretReason> {
    if text.contains(char::is_whitespace) {
        return Err(SecretReason::WhiteSpace);
    }
    let material = text.strip_prefix(PREFIX).unwrap_or(text);
    let decoded;
    let (key, length) = match form {
        Form::Nexus | Form::PlainHex { .. } => (text.as_bytes(), material.len()),
        Form::StandardWebhooks => {
            decoded = Zeroizing::new(BASE64.decode(material).map_err(|_| SecretReason::NotBase64)?);
            (decoded.as_slice(), decoded.len())
        }
    };
    if length < MIN_MATERIAL {
        return Err(SecretReason::TooShort { length });
    }
    Ok(hmac::Key::new(hmac::HMAC_SHA256, key))
}

/// Why a text is refused as a secret. It never repeats the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidSecret {
    index: usize,
    label: Option<Arc<str>>,
    reason: SecretReason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SecretReason {
    None,
    WhiteSpace,
    NotBase64,
    TooShort { length: usize },
}

impl InvalidSecret {
    /// The place of the secret in the ring, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Why, for a program: `none`, `white_space`, `not_base64` or `too_short`.
    pub fn reason(&self) -> &'static str {
        match self.reason {
            SecretReason::None => "none",
            SecretReason::WhiteSpace => "white_space",
            SecretReason::NotBase64 => "not_base64",
            SecretReason::TooShort { .. } => "too_short",
        }
    }
}

impl fmt::Display for InvalidSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.reason == SecretReason::None {
            return f.write_str("no webhook secret was given: is the variable that holds it set?");
        }
        write!(f, "webhook secret {}", self.index + 1)?;
        if let Some(label) = &self.label {
            write!(f, " ({label})")?;
        }
        match self.reason {
            SecretReason::None => Ok(()),
            SecretReason::WhiteSpace => f.write_str(" has white space in it: was it pasted with a line break?"),
            SecretReason::NotBase64 => f.write_str(
                " is not base64, which Standard Webhooks secrets are: is it a secret for X-Nexus-Signature?",
            ),
            SecretReason::TooShort { length } => write!(
                f,
                " has {length} bytes of key material, but at least {MIN_MATERIAL} are needed: was it copied whole, and is the variable that holds it set?"
            ),
        }
    }
}

impl std::error::Error for InvalidSecret {}
