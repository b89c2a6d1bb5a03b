//! Why a delivery is refused.

use std::fmt;

use crate::problem::FieldError;

/// Why a delivery is refused: a reason for programs, a sentence for people. It holds no secret, no signature, no body.
///
/// ```
/// use softknack::webhook::{SignatureReason, Webhooks};
///
/// let webhooks = Webhooks::new(["whsec_0123456789abcdef"])?;
/// let error = webhooks.verify(b"{}", &[("Content-Type", "application/json")]).unwrap_err();
/// assert_eq!(error.reason(), SignatureReason::MissingHeader);
/// assert_eq!(error.to_string(), "missing_header: the request has no X-Nexus-Signature header");
/// # Ok::<(), softknack::webhook::InvalidSecret>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureError {
    fault: Fault,
    hint: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Fault {
    Missing { header: String },
    Malformed { header: String, detail: &'static str },
    OutOfTolerance { skew: i64, tolerance: u64 },
    NoMatch,
    Payload { param: String, detail: String },
}

/// The reasons of a [`SignatureError`].
///
/// Only `NoMatch` says that the bytes are not the ones that the platform signed. `OutOfTolerance` and `MalformedPayload`
/// are told of deliveries that were rightly signed: old, or unreadable, but not forged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureReason {
    /// The request has no signature.
    MissingHeader,
    /// The signature is not of its form.
    MalformedHeader,
    /// It was signed too long ago, or in the future.
    OutOfTolerance,
    /// No secret of the ring made the signature.
    NoMatch,
    /// The body is rightly signed, but it is no event that can be read.
    MalformedPayload,
}

impl SignatureReason {
    /// The reason as every language of the SDK spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MissingHeader => "missing_header",
            Self::MalformedHeader => "malformed_header",
            Self::OutOfTolerance => "timestamp_out_of_tolerance",
            Self::NoMatch => "no_match",
            Self::MalformedPayload => "malformed_payload",
        }
    }
}

impl fmt::Display for SignatureReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl SignatureError {
    /// The reason, for a program.
    pub fn reason(&self) -> SignatureReason {
        match self.fault {
            Fault::Missing { .. } => SignatureReason::MissingHeader,
            Fault::Malformed { .. } => SignatureReason::MalformedHeader,
            Fault::OutOfTolerance { .. } => SignatureReason::OutOfTolerance,
            Fault::NoMatch => SignatureReason::NoMatch,
            Fault::Payload { .. } => SignatureReason::MalformedPayload,
        }
    }

    /// On `timestamp_out_of_tolerance`: how many seconds ago it was signed; less than zero when in the future.
    pub fn skew(&self) -> Option<i64> {
        match self.fault {
            Fault::OutOfTolerance { skew, .. } => Some(skew),
            _ => None,
        }
    }

    /// The body is rightly signed, but what stands at `param` (a JSON pointer, empty for the whole) cannot be read; `detail`
    /// says what would be right, and repeats nothing of the body.
    pub fn unreadable(param: impl Into<String>, detail: impl Into<String>) -> Self {
        Fault::Payload { param: param.into(), detail: detail.into() }.into()
    }

    pub(super) fn missing(header: &str) -> Self {
        Fault::Missing { header: header.to_owned() }.into()
    }

    pub(super) fn malformed(header: &str, detail: &'static str) -> Self {
        Fault::Malformed { header: header.to_owned(), detail }.into()
    }

    pub(super) fn out_of_tolerance(skew: i64, tolerance: u64) -> Self {
        Fault::OutOfTolerance { skew, tolerance }.into()
    }

    pub(super) fn no_match() -> Self {
        Fault::NoMatch.into()
    }

    pub(super) fn payload(detail: impl Into<String>) -> Self {
        Self::unreadable("", detail)
    }

    pub(super) fn member(fault: FieldError) -> Self {
        Self::unreadable(fault.param, fault.detail)
    }

    /// The same, with what may have gone wrong. It is told to whoever runs the receiver and changes no decision.
    pub(super) fn hint(mut self, hint: Option<&'static str>) -> Self {
        self.hint = hint;
        self
    }
}

impl From<Fault> for SignatureError {
    fn from(fault: Fault) -> Self {
        Self { fault, hint: None }
    }
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.reason())?;
        match &self.fault {
            Fault::Missing { header } => write!(f, "the request has no {header} header")?,
            Fault::Malformed { header, detail } => write!(f, "the {header} header {detail}")?,
            Fault::OutOfTolerance { skew, tolerance } => {
                let side = if *skew < 0 { "in the future" } else { "ago" };
                let skew = skew.unsigned_abs();
                write!(
                    f,
                    "it was signed {skew} s {side}, and {tolerance} s are tolerated: is this machine's clock right?"
                )?;
            }
            Fault::NoMatch => f.write_str("the body was not signed with any of the secrets")?,
            Fault::Payload { param, detail } if param.is_empty() => {
                write!(f, "it is rightly signed, but cannot be read: {detail}")?;
            }
            Fault::Payload { param, detail } => {
                write!(f, "it is rightly signed, but cannot be read at {param}: {detail}")?;
            }
        }
        match self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for SignatureError {}
