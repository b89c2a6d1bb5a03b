//! Prefixed, time-sortable identifiers.
//!
//! An ID is a prefix that names its kind, an underscore and a 26-character ULID: the kind and the moment of creation can
//! be read off the wire. The vendor also prints shortened samples (`que_01J8F9087`) and slugs (`tbl_ac_04`), so an ID with
//! the right prefix is kept verbatim even when it is no full ULID; only its [time](Id::time) is then unknown.
//!
//! IDs are typed and [`Copy`]: a slot's ID cannot be passed where a contact's is expected.
//!
//! ```
//! use softknack::{AppointmentId, SlotId};
//!
//! let id: SlotId = "slt_01J9X4T5V6W7X8Y9Z0A1B2C3D4".parse()?;
//! assert_eq!(id.time().unwrap().to_string(), "2024-10-11T06:38:45.606Z");
//!
//! let refused = "slt_01J9X4T5V6W7X8Y9Z0A1B2C3D4".parse::<AppointmentId>().unwrap_err();
//! assert_eq!(refused.to_string(), "expected an appointment ID, which starts with \"apt_\"");
//! # Ok::<(), softknack::InvalidId>(())
//! ```

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use ulid::Ulid;

use crate::time::Timestamp;

/// The longest ID that is accepted, in bytes: far above the 30 of a full one, and small enough to be `Copy`.
pub const MAX_LENGTH: usize = 63;

/// What an ID identifies.
pub trait IdKind: Copy + 'static {
    /// What the type of the ID is called, such as `SlotId`.
    const NAME: &'static str;
    /// The letters before the underscore.
    const PREFIX: &'static str;
    /// What a person calls it, with its article.
    const NOUN: &'static str;
}

/// An identifier of the kind `K`.
pub struct Id<K> {
    bytes: [u8; MAX_LENGTH],
    length: u8,
    kind: PhantomData<fn() -> K>,
}

impl<K: IdKind> Id<K> {
    /// Makes an ID whose time is `at` and whose rest is `random`.
    pub fn from_parts(at: Timestamp, random: u128) -> Self {
        let millisecond = u64::try_from(at.as_millisecond()).unwrap_or(0);
        let ulid = Ulid::from_parts(millisecond, random);
        let mut buffer = [0; ulid::ULID_LEN];
        let mut id = Self { bytes: [0; MAX_LENGTH], length: 0, kind: PhantomData };
        id.push(K::PREFIX);
        id.push("_");
        id.push(ulid.array_to_str(&mut buffer));
        id
    }

    /// The ID as it stands on the wire.
    pub fn as_str(&self) -> &str {
        // Only `push` writes, and it takes whole strings.
        std::str::from_utf8(&self.bytes[..usize::from(self.length)]).unwrap_or_default()
    }

    /// When the ID was made, or `None` where it is no full ULID.
    pub fn time(&self) -> Option<Timestamp> {
        time_of(self.as_str(), K::PREFIX)
    }

    fn push(&mut self, part: &str) {
        let start = usize::from(self.length);
        let end = start + part.len();
        if let Some(target) = self.bytes.get_mut(start..end) {
            target.copy_from_slice(part.as_bytes());
            self.length = u8::try_from(end).unwrap_or(0);
        }
    }
}

impl<K: IdKind> FromStr for Id<K> {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        check(text, K::PREFIX, K::NOUN)?;
        let mut id = Self { bytes: [0; MAX_LENGTH], length: 0, kind: PhantomData };
        id.push(text);
        Ok(id)
    }
}

/// Whether `text` is an ID of the kind whose row in [`PREFIXES`] is `prefix` and `noun`: for readers that know the kind only
/// when they run.
///
/// # Errors
/// Why it is none.
pub fn check(text: &str, prefix: &'static str, noun: &'static str) -> Result<(), InvalidId> {
    let invalid = |reason| Err(InvalidId { noun, prefix, reason });
    let rest = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_'));
    match rest {
        None => return invalid(Reason::Prefix),
        Some("") => return invalid(Reason::Empty),
        Some(_) => {}
    }
    if text.len() > MAX_LENGTH {
        return invalid(Reason::TooLong);
    }
    // An ID becomes a segment of a path: what could leave that segment is refused here, once.
    // Without a way out in the middle, so that many are looked at at once.
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() | (byte == b'_') | (byte == b'-');
    if !text.bytes().fold(true, |all, byte| all & belongs(byte)) {
        return invalid(Reason::Character);
    }
    Ok(())
}

/// When the ID `text` of the kind `prefix` was made, or `None` where it is no full ULID.
pub fn time_of(text: &str, prefix: &str) -> Option<Timestamp> {
    let text = text.strip_prefix(prefix)?.strip_prefix('_')?;
    // The parser also takes what the contract does not write: lower case, and more than the 128 bits that there are.
    let is_written_so = text.starts_with(|first: char| ('0'..='7').contains(&first))
        && !text.bytes().any(|byte| byte.is_ascii_lowercase());
    let ulid = Ulid::from_string(text).ok().filter(|_| is_written_so)?;
    Timestamp::from_millisecond(i64::try_from(ulid.timestamp_ms()).ok()?).ok()
}

/// Why a text is not an ID of the expected kind. It never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidId {
    noun: &'static str,
    prefix: &'static str,
    reason: Reason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    Prefix,
    Empty,
    TooLong,
    Character,
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { noun, prefix, reason } = self;
        match reason {
            Reason::Prefix => write!(f, "expected {noun} ID, which starts with \"{prefix}_\""),
            Reason::Empty => write!(f, "expected {noun} ID, but nothing follows \"{prefix}_\""),
            Reason::TooLong => write!(f, "expected {noun} ID, but this is longer than {MAX_LENGTH} characters"),
            Reason::Character => {
                write!(f, "expected {noun} ID, which has only letters, digits, \"_\" and \"-\"")
            }
        }
    }
}

impl std::error::Error for InvalidId {}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Id<K> {}

impl<K: IdKind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<K: IdKind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<K: IdKind> AsRef<str> for Id<K> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl<K: IdKind> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl<K: IdKind> Eq for Id<K> {}

impl<K: IdKind> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K: IdKind> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl<K: IdKind> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl<K: IdKind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de, K: IdKind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text<K>(PhantomData<K>);
        impl<K: IdKind> de::Visitor<'_> for Text<K> {
            type Value = Id<K>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{} ID, a string that starts with \"{}_\"", K::NOUN, K::PREFIX)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Id<K>, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text(PhantomData))
    }
}

#[cfg(feature = "schema")]
impl<K: IdKind> schemars::JsonSchema for Id<K> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        K::NAME.into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": format!("Identifies {}.", K::NOUN),
            "pattern": format!("^{}_[0-9A-Za-z_-]+$", K::PREFIX),
            "maxLength": MAX_LENGTH,
        })
    }
}

macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $alias:ident = $kind:ident, $prefix:literal, $noun:literal;)+) => {
        /// The kinds of [`Id`]: uninhabited types that only mark it.
        pub mod kind {
            $(
                $(#[doc = $doc])+
                #[derive(Debug, Clone, Copy)]
                pub enum $kind {}
                impl super::IdKind for $kind {
                    const NAME: &'static str = stringify!($alias);
                    const PREFIX: &'static str = $prefix;
                    const NOUN: &'static str = $noun;
                }
            )+
        }
        $($(#[doc = $doc])+ pub type $alias = Id<kind::$kind>;)+
        /// Every prefix that this version knows, with what it stands for.
        pub const PREFIXES: &[(&str, &str)] = &[$(($prefix, $noun)),+];
    };
}

ids! {
    /// Identifies an appointment.
    AppointmentId = Appointment, "apt", "an appointment";
    /// Identifies an audit record.
    AuditRecordId = AuditRecord, "aud", "an audit record";
    /// Identifies a booking page.
    BookingPageId = BookingPage, "bkp", "a booking page";
    /// Identifies a contact, in CRM and wherever a person is meant.
    ContactId = Contact, "ctc", "a contact";
    /// Correlates everything that one cause brought about.
    CorrelationId = Correlation, "cor", "a correlation";
    /// Identifies a dead letter: a delivery that was given up.
    DeadLetterId = DeadLetter, "dlq", "a dead letter";
    /// Identifies the delivery of one event to one endpoint.
    DeliveryId = Delivery, "dlv", "a delivery";
    /// Identifies an event.
    EventId = Event, "evt", "an event";
    /// Identifies a message sent by SK Notifications.
    MessageId = Message, "msg", "a message";
    /// Identifies an organisation: a tenant.
    OrganisationId = Organisation, "org", "an organisation";
    /// Identifies a one-time code that was sent.
    OtpChallengeId = OtpChallenge, "otp", "an OTP challenge";
    /// Identifies a party in line.
    QueueEntryId = QueueEntry, "que", "a queue entry";
    /// Identifies one HTTP request.
    RequestId = Request, "req", "a request";
    /// Identifies a resource: a person, room, table or device that appointments hold.
    ResourceId = Resource, "res", "a resource";
    /// Identifies a schedule of opening hours.
    ScheduleId = Schedule, "sch", "a schedule";
    /// Identifies a service.
    ServiceId = Service, "svc", "a service";
    /// Identifies a slot.
    SlotId = Slot, "slt", "a slot";
    /// Identifies a webhook endpoint.
    WebhookId = Webhook, "whk", "a webhook endpoint";
}
