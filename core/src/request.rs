//! Building a request: path, query or body out of typed or untyped parameters, checked before anything is sent.

use bytes::Bytes;
use form_urlencoded::Serializer as QueryWriter;
use garde::Validate;
use http::Uri;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::address::{self, Address};
use crate::error::Error;
use crate::id::{Id, IdKind};
use crate::operation::{Method, Operation};
use crate::page::PageOptions;
use crate::problem::FieldError;
use crate::record::{CallRecord, Target};
use crate::validation;
use crate::value::Slug;

/// Checks untyped parameters against the types of an operation.
pub(crate) type Prepare = fn(&'static Operation, Map<String, Value>) -> Result<Parts, Vec<FieldError>>;

/// What differs from call to call: the rest of the address and the body.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) body: Option<Bytes>,
}

/// A request that can be sent, as often as needed.
pub(crate) struct Request {
    pub(crate) target: Target,
    pub(crate) uri: Uri,
    pub(crate) body: Option<Bytes>,
}

impl Request {
    pub(crate) fn new(base: &Base, target: Target, parts: Parts) -> Result<Self, Error> {
        let Parts { path, query, body } = parts;
        let query = if query.is_empty() { ["", ""] } else { ["?", &*query] };
        let uri = [base.as_str(), &*path, query[0], query[1]].concat();
        match Uri::try_from(uri) {
            Ok(uri) if address::is_plain_path(&path) => Ok(Self { target, uri, body }),
            _ => {
                let fault = FieldError::new("/path", "invalid", "must be a plain path, percent-encoded where needed");
                Err(invalid(target, vec![fault]))
            }
        }
    }
}

/// The address of the platform, without a slash at its end: every path is put behind it.
pub(crate) struct Base(String);

impl Base {
    /// The base in a text, or what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        const ABSOLUTE: &str = "the base URL is not an absolute URL, such as https://api.softknack.com";
        const HTTPS: &str =
            "the base URL must be https; http is accepted for loopback hosts alone, for it would show the credential";
        let text = text.trim();
        if !text.is_ascii() {
            return Err(
                "the base URL must be in ASCII: a host's name in other letters has a form that begins with xn--",
            );
        }
        let Some(address) = Address::parse(text) else {
            let is_other = text.split_once("://").is_some_and(|(scheme, _)| !scheme.starts_with("http"));
            return Err(if is_other { HTTPS } else { ABSOLUTE });
        };
        if address.has_user() {
            return Err(
                "the base URL must not have a user or a password in it: the credential is an option of its own",
            );
        }
        // The parser passes a fragment over.
        if address.has_query() || text.contains('#') {
            return Err("the base URL must not have a query or a fragment");
        }
        if !address.is_https() && !address.is_loopback() {
            return Err(HTTPS);
        }
        let path = address.path().trim_end_matches('/');
        if !path.is_empty() && !address::is_plain_path(path) {
            return Err("the base URL must have a plain path, percent-encoded where needed");
        }
        Ok(Self(address.origin() + path))
    }

    pub(crate) fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The error of a request that was not sent because of `faults`.
pub(crate) fn invalid(target: Target, faults: Vec<FieldError>) -> Error {
    let record = CallRecord { target, correlation_id: None, idempotency_key: None, attempts: Vec::new() };
    Error::invalid_request(faults).with_record(record)
}

/// What can stand in a path: nothing, an ID or a slug.
pub(crate) trait PathParameter: Sized {
    /// The text of the segment, or why it cannot be one. It has no character that a path would need to encode.
    fn segment(&self) -> Result<&str, String>;
    fn read(text: &str) -> Result<Self, String>;
}

impl PathParameter for () {
    fn segment(&self) -> Result<&str, String> {
        Ok("")
    }

    fn read(_: &str) -> Result<Self, String> {
        Ok(())
    }
}

impl<K: IdKind> PathParameter for Id<K> {
    fn segment(&self) -> Result<&str, String> {
        Ok(self.as_str())
    }

    fn read(text: &str) -> Result<Self, String> {
        text.parse().map_err(|error: crate::id::InvalidId| error.to_string())
    }
}

impl PathParameter for Slug {
    fn segment(&self) -> Result<&str, String> {
        match validation::check(self) {
            Ok(()) => Ok(self.as_str()),
            Err(faults) => Err(faults.into_iter().next().map_or_else(String::new, |fault| fault.detail)),
        }
    }

    fn read(text: &str) -> Result<Self, String> {
        Ok(Self::from(text))
    }
}

/// What an operation takes beside its path: nothing, or a struct of `params!`.
pub trait Params: Serialize + DeserializeOwned + Validate<Context = ()> {
    fn read(members: Map<String, Value>) -> Result<Self, Vec<FieldError>> {
        validation::read_json(Value::Object(members))
    }
}

impl Params for () {
    fn read(members: Map<String, Value>) -> Result<Self, Vec<FieldError>> {
        let faults: Vec<FieldError> = members.keys().map(|name| unknown(name)).collect();
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}

fn unknown(name: &str) -> FieldError {
    FieldError::new(format!("/{name}"), "unknown", "there is no such parameter")
}

/// The one way from parameters to a request, for typed calls and untyped ones.
pub(crate) fn prepare<K: PathParameter, P: Params>(
    operation: &'static Operation,
    key: &K,
    params: &P,
) -> Result<Parts, Vec<FieldError>> {
    validation::check(params)?;
    let segment = key.segment().map_err(|detail| vec![at_path(operation, detail)])?;
    let path = fill(operation, segment);
    if operation.method == Method::Get {
        return Ok(Parts { path, query: query(params)?, body: None });
    }
    let json = serde_json::to_vec(params).map_err(|_| unwritable())?;
    // No parameters at all are written as null: such a request has no body.
    let body = if json == b"null" { None } else { Some(Bytes::from(json)) };
    Ok(Parts { path, query: String::new(), body })
}

/// The same for parameters that come as one flat JSON object: the path parameter by its name, the options of a page, and
/// the rest.
pub(crate) fn prepare_json<K: PathParameter, P: Params>(
    operation: &'static Operation,
    members: Map<String, Value>,
) -> Result<Parts, Vec<FieldError>> {
    assemble(operation, members, reread_key::<K>, reread::<P>)
}

/// The segment of a path that a text is.
fn reread_key<K: PathParameter>(text: &str) -> Result<String, String> {
    K::read(text)?.segment().map(str::to_owned)
}

/// Parameters as they are sent. What is read is checked, too.
fn reread<P: Params>(members: Map<String, Value>) -> Result<Value, Vec<FieldError>> {
    serde_json::to_value(P::read(members)?).map_err(|_| unwritable())
}

/// The path parameter out of the members, or nothing where the operation has none.
fn take_key(operation: &'static Operation, members: &mut Map<String, Value>) -> Result<String, Vec<FieldError>> {
    let Some(name) = operation.path_parameter() else { return Ok(String::new()) };
    match members.shift_remove(name) {
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(vec![at_path(operation, "expected a string".to_owned())]),
        None => Err(vec![FieldError::new(format!("/{name}"), "missing", format!("`{name}` is required"))]),
    }
}

/// The rest of the work of `prepare_json`, in which no operation differs from another: it stands in a binary once.
fn assemble(
    operation: &'static Operation,
    mut members: Map<String, Value>,
    read_key: fn(&str) -> Result<String, String>,
    read: fn(Map<String, Value>) -> Result<Value, Vec<FieldError>>,
) -> Result<Parts, Vec<FieldError>> {
    let segment = read_key(&take_key(operation, &mut members)?).map_err(|detail| vec![at_path(operation, detail)])?;
    let page = if operation.paged { Some(PageOptions::take(&mut members)?) } else { None };
    let params = read(members)?;
    let path = fill(operation, &segment);
    let mut parts = Parts { path, query: String::new(), body: None };
    if operation.method == Method::Get {
        parts.query = query_of(&params)?;
    } else if !params.is_null() {
        parts.body = Some(Bytes::from(serde_json::to_vec(&params).map_err(|_| unwritable())?));
    }
    if let Some(page) = page {
        page.write(&mut parts.query)?;
    }
    Ok(parts)
}

fn fill(operation: &'static Operation, segment: &str) -> String {
    match (operation.path.split_once('{'), operation.path.rsplit_once('}')) {
        (Some((before, _)), Some((_, after))) => [before, segment, after].concat(),
        _ => operation.path.to_owned(),
    }
}

fn at_path(operation: &'static Operation, detail: String) -> FieldError {
    FieldError::new(format!("/{}", operation.path_parameter().unwrap_or("path")), "invalid", detail)
}

fn unwritable() -> Vec<FieldError> {
    vec![FieldError::new("", "invalid", "cannot be written as JSON")]
}

/// The members of a struct as a query, in the order of their declaration.
pub(crate) fn query<P: Serialize>(params: &P) -> Result<String, Vec<FieldError>> {
    query_of(&serde_json::to_value(params).map_err(|_| unwritable())?)
}

fn query_of(params: &Value) -> Result<String, Vec<FieldError>> {
    let mut writer = QueryWriter::new(String::new());
    match params {
        Value::Null => {}
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::Null => {}
                    Value::Array(items) => {
                        for item in items {
                            append(&mut writer, name, item)?;
                        }
                    }
                    value => append(&mut writer, name, value)?,
                }
            }
        }
        _ => return Err(vec![FieldError::new("", "invalid", "a query must be an object")]),
    }
    Ok(writer.finish())
}

fn append(writer: &mut QueryWriter<'_, String>, name: &str, value: &Value) -> Result<(), Vec<FieldError>> {
    match value {
        Value::String(text) => writer.append_pair(name, text),
        Value::Bool(_) | Value::Number(_) => writer.append_pair(name, &value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => {
            let detail = "must be a text, a number or a truth value to stand in a query";
            return Err(vec![FieldError::new(format!("/{name}"), "invalid", detail)]);
        }
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

    use serde_json::json;

    use super::*;
    use crate::resources::calendar::{ListAvailability, NewAppointment};

    fn untyped(operation: &str, members: Value) -> Result<Parts, Vec<FieldError>> {
        let operation = Operation::find(operation).unwrap();
        let Value::Object(members) = members else { panic!("an object") };
        (operation.prepare)(operation, members)
    }

    fn fault(operation: &str, members: Value) -> (String, String) {
        let faults = untyped(operation, members).expect_err("a fault");
        (faults[0].param.clone(), faults[0].code.clone())
    }

    #[test]
    fn a_query_has_the_order_of_the_declaration_and_is_encoded() {
        let params = ListAvailability::new("ac_service").party_size(4_u32).timezone("Etc/GMT+2");
        assert_eq!(query(&params).unwrap(), "service=ac_service&timezone=Etc%2FGMT%2B2&party_size=4");
    }

    #[test]
    fn untyped_parameters_make_the_same_request_as_typed_ones() {
        let typed = NewAppointment::new(
            "slt_1".parse::<crate::SlotId>().unwrap(),
            "ctc_1".parse::<crate::ContactId>().unwrap(),
            "cut",
        );
        let operation = Operation::find("calendar.appointments.book").unwrap();
        let typed = prepare(operation, &(), &typed).unwrap();
        let untyped =
            untyped("calendar.appointments.book", json!({"service": "cut", "contact_id": "ctc_1", "slot_id": "slt_1"}))
                .unwrap();
        assert_eq!((typed.path, typed.body), (untyped.path, untyped.body));
    }

    #[test]
    fn the_path_parameter_is_filled_in_and_checked() {
        let parts = untyped("calendar.appointments.cancel", json!({"id": "apt_1", "reason": "ill"})).unwrap();
        assert_eq!(parts.path, "/calendar/v1/appointments/apt_1/cancel");
        assert_eq!(parts.body.as_deref(), Some(&br#"{"reason":"ill"}"#[..]));

        let cases = [
            ("calendar.appointments.get", json!({}), "missing"),
            ("calendar.appointments.get", json!({"id": "slt_1"}), "invalid"),
            ("calendar.appointments.get", json!({"id": "apt_1/../x"}), "invalid"),
            ("calendar.appointments.get", json!({"id": 7}), "invalid"),
        ];
        for (operation, members, code) in cases {
            assert_eq!(fault(operation, members), ("/id".to_owned(), code.to_owned()));
        }
        for slug in ["", "..", "a/b", "a%2fb", "Upper", "x?y"] {
            assert_eq!(
                fault("calendar.services.get", json!({"slug": slug})),
                ("/slug".to_owned(), "invalid".to_owned())
            );
        }
    }

    #[test]
    fn what_an_operation_does_not_take_is_refused() {
        let unknown = |name: &str| (format!("/{name}"), "unknown".to_owned());
        assert_eq!(fault("calendar.appointments.get", json!({"id": "apt_1", "x": 1})), unknown("x"));
        assert_eq!(fault("calendar.appointments.list", json!({"x": 1})), unknown("x"));
        assert_eq!(
            fault(
                "calendar.appointments.book",
                json!({"limit": 1, "slot_id": "slt_1", "contact_id": "ctc_1", "service": "cut"})
            ),
            unknown("limit")
        );
    }

    #[test]
    fn an_operation_without_parameters_sends_no_body() {
        let parts = untyped("calendar.appointments.complete", json!({"id": "apt_1"})).unwrap();
        assert_eq!((parts.body, parts.query.as_str()), (None, ""));
    }

    #[test]
    fn a_page_takes_its_options_beside_the_filters() {
        let parts = untyped(
            "calendar.appointments.list",
            json!({"limit": 5, "status": "booked", "order": "asc", "cursor": "c=1"}),
        )
        .unwrap();
        assert_eq!(parts.query, "status=booked&limit=5&order=asc&cursor=c%3D1");
        assert_eq!(
            fault("calendar.appointments.list", json!({"limit": 101})),
            ("/limit".to_owned(), "invalid".to_owned())
        );
        assert_eq!(
            fault("calendar.appointments.list", json!({"order": "up"})),
            ("/order".to_owned(), "invalid".to_owned())
        );
    }

    #[test]
    fn a_path_that_is_not_plain_is_refused() {
        let base = Base::parse("https://api.example.com/v/").unwrap();
        let target = || Target::undeclared(Method::Get, "/x");
        for path in ["/a/../b", "/a/%2e%2E/b", "/a/./b", "/a\\b", "/a\tb", "/a?b", "/a#b"] {
            let parts = Parts { path: path.to_owned(), query: String::new(), body: None };
            assert!(Request::new(&base, target(), parts).is_err(), "{path}");
        }
        let parts = Parts { path: "/a%20b/c".to_owned(), query: "q=1".to_owned(), body: None };
        let request = Request::new(&base, target(), parts).unwrap();
        assert_eq!(request.uri.to_string(), "https://api.example.com/v/a%20b/c?q=1");
    }
}
