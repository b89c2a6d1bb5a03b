//! Query parameters.

use softknack::{ErrorCode, FieldError};

use crate::engine::{Order, Paging};
use crate::refusal::{Outcome, Refusal};

/// The longest cursor that is looked at.
const MAX_CURSOR: usize = 1024;

/// Reads a query's pairs as the members of a type.
pub(super) fn deserializer(query: &str) -> serde_urlencoded::Deserializer<'_> {
    serde_urlencoded::Deserializer::new(url::form_urlencoded::parse(query.as_bytes()))
}

/// Takes `limit`, `cursor` and `order` out of a query, and gives back the rest.
pub(super) fn split_paging(query: &str) -> Outcome<(Paging, String)> {
    let mut paging = Paging::default();
    let mut rest = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "limit" => match value.parse() {
                Ok(limit @ 1..=100) => paging.limit = Some(limit),
                _ => return Err(invalid("/limit", "must be a whole number from 1 to 100")),
            },
            "cursor" if value.len() > MAX_CURSOR => return Err(invalid("/cursor", "is longer than any cursor")),
            "cursor" => paging.cursor = Some(value.into_owned()),
            "order" => match &*value {
                "asc" => paging.order = Some(Order::Ascending),
                "desc" => paging.order = Some(Order::Descending),
                _ => return Err(invalid("/order", "must be asc or desc")),
            },
            _ => {
                rest.append_pair(&name, &value);
            }
        }
    }
    Ok((paging, rest.finish()))
}

/// For operations that take no query.
pub(crate) fn refuse_any(query: &str) -> Outcome<()> {
    let unknown = |name| FieldError::new(format!("/{name}"), "unknown", "this operation takes no query parameters");
    let errors: Vec<FieldError> =
        url::form_urlencoded::parse(query.as_bytes()).map(|(name, _)| unknown(name)).collect();
    if errors.is_empty() { Ok(()) } else { Err(Refusal::fields(ErrorCode::InvalidParameter, errors)) }
}

fn invalid(param: &str, detail: &str) -> Refusal {
    Refusal::fields(ErrorCode::InvalidParameter, vec![FieldError::new(param, "invalid", detail)])
}
