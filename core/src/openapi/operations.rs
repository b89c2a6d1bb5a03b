//! The document's `paths`: one operation for each row.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::{Schemas, summary, text};
use crate::operation::{Method, OPERATIONS, Operation, SchemaOf};
use crate::problem::{ErrorCode, Problem};

pub(super) fn paths(schemas: &mut Schemas) -> Value {
    let mut paths = Map::new();
    for operation in OPERATIONS.iter() {
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method.as_str().to_ascii_lowercase()] = row(operation, schemas);
    }
    paths.into()
}

fn row(operation: &Operation, schemas: &mut Schemas) -> Value {
    let (summary, description) = summary(operation.doc);
    let tag = operation.name.rsplit_once('.').map_or(operation.name, |(resource, _)| resource);
    let mut row = json!({
        "operationId": operation.name,
        "tags": [tag],
        "summary": summary,
        "x-source": operation.source.as_str(),
        "parameters": parameters(operation, schemas),
    });
    if let Some(description) = description {
        row["description"] = description.into();
    }
    if operation.takes_session() {
        row["security"] = json!([{ "api_key": [] }, { "session": [] }]);
    }
    if let Some(params) = body(operation) {
        let schema = params(&mut schemas.sent);
        row["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": schema } } });
    }
    row["responses"] = responses(operation, schemas);
    row
}

fn body(operation: &Operation) -> Option<SchemaOf> {
    operation.schema.params.filter(|_| operation.method != Method::Get)
}

fn parameters(operation: &Operation, schemas: &mut Schemas) -> Vec<Value> {
    let mut parameters = Vec::new();
    if let (Some(name), Some(schema)) = (operation.path_parameter(), operation.schema.path) {
        let schema = schema(&mut schemas.sent);
        parameters.push(json!({ "name": name, "in": "path", "required": true, "schema": schema }));
    }
    if let (Method::Get, Some(params)) = (operation.method, operation.schema.params) {
        parameters.extend(query(params, schemas));
    }
    let mut shared = |name: &str| parameters.push(json!({ "$ref": format!("#/components/parameters/{name}") }));
    if operation.paged {
        ["Limit", "Cursor", "Order"].into_iter().for_each(&mut shared);
    }
    if operation.is_mutation() {
        shared("IdempotencyKey");
    }
    shared("CorrelationId");
    parameters
}

/// A query parameter for each member of the parameters. A query has no null: a member is there, or it is not.
fn query(params: SchemaOf, schemas: &mut Schemas) -> Vec<Value> {
    let reference = params(&mut schemas.sent).to_value();
    let name = reference["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()).unwrap_or_default();
    // Only its members are used, so it is no component of its own.
    let schema = schemas.sent.definitions_mut().remove(name).unwrap_or_default();
    let required = |name: &String| schema["required"].as_array().is_some_and(|names| names.contains(&json!(name)));
    let Some(properties) = schema["properties"].as_object() else { return Vec::new() };
    properties
        .iter()
        .map(|(name, member)| {
            let mut member = without_null(member.clone());
            let description = member.as_object_mut().and_then(|member| member.shift_remove("description"));
            let mut parameter = json!({ "name": name, "in": "query", "required": required(name), "schema": member });
            parameter["description"] = description.unwrap_or_default();
            parameter
        })
        .collect()
}

fn without_null(mut schema: Value) -> Value {
    let Some(members) = schema.as_object_mut() else { return schema };
    if let Some(Value::Array(types)) = members.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            members.insert("type".into(), only);
        }
    }
    if let Some(Value::Array(mut choices)) = members.shift_remove("anyOf") {
        choices.retain(|choice| choice["type"] != "null");
        match <[Value; 1]>::try_from(choices) {
            Ok([Value::Object(only)]) => members.extend(only),
            Ok([only]) => drop(members.insert("anyOf".into(), json!([only]))),
            Err(choices) => drop(members.insert("anyOf".into(), choices.into())),
        }
    }
    schema
}

fn responses(operation: &Operation, schemas: &mut Schemas) -> Value {
    let mut responses = Map::new();
    responses.insert(operation.status.to_string(), success(operation, schemas));
    for (status, codes) in by_status(codes(operation)) {
        let response = if is_shared(status) {
            json!({ "$ref": format!("#/components/responses/Problem{status}") })
        } else {
            problem(status, &codes, schemas)
        };
        responses.insert(status.to_string(), response);
    }
    responses.into()
}

/// The refusals that are the same for every operation that has them.
pub(super) fn shared_responses(schemas: &mut Schemas) -> Value {
    let mut responses = Map::new();
    for (status, codes) in OPERATIONS.iter().flat_map(|operation| by_status(codes(operation))) {
        if is_shared(status) {
            responses.entry(format!("Problem{status}")).or_insert_with(|| problem(status, &codes, schemas));
        }
    }
    responses.sort_keys();
    responses.into()
}

/// Whether no two operations differ in their codes of that status.
fn is_shared(status: u16) -> bool {
    static SHARED: LazyLock<BTreeMap<u16, bool>> = LazyLock::new(|| {
        let mut first = BTreeMap::new();
        let mut shared = BTreeMap::new();
        for (status, codes) in OPERATIONS.iter().flat_map(|operation| by_status(codes(operation))) {
            let same = *first.entry(status).or_insert_with(|| codes.clone()) == codes;
            *shared.entry(status).or_insert(true) &= same;
        }
        shared
    });
    SHARED.get(&status).copied().unwrap_or(false)
}

fn by_status(codes: Vec<ErrorCode>) -> BTreeMap<u16, Vec<ErrorCode>> {
    let mut groups = BTreeMap::<u16, Vec<ErrorCode>>::new();
    codes.into_iter().for_each(|code| groups.entry(code.status()).or_default().push(code));
    groups
}

fn success(operation: &Operation, schemas: &mut Schemas) -> Value {
    let mut headers = headers();
    if operation.is_mutation() {
        headers.insert("Idempotency-Replayed".into(), json!({ "$ref": "#/components/headers/IdempotencyReplayed" }));
    }
    let mut response = json!({ "description": "Done.", "headers": headers });
    if let Some(result) = operation.schema.result {
        let schema = result(&mut schemas.answered).to_value();
        let schema = if operation.paged { page(&schema) } else { schema };
        response["content"] = json!({ "application/json": { "schema": schema } });
    }
    response
}

fn page(item: &Value) -> Value {
    json!({
        "type": "object",
        "properties": {
            "data": { "type": "array", "items": item, "maxItems": 100 },
            "has_more": { "type": "boolean", "description": "Whether another page follows." },
            "next_cursor": {
                "type": ["string", "null"],
                "description": "Where the next page begins, or null where none follows.",
            },
        },
        "required": ["data", "has_more", "next_cursor"],
    })
}

fn problem(status: u16, codes: &[ErrorCode], schemas: &mut Schemas) -> Value {
    let lines: Vec<String> =
        codes.iter().map(|code| format!("- `{code}`: {}", text(code.doc()).replace('\n', " "))).collect();
    let names: Vec<&str> = codes.iter().map(ErrorCode::as_str).collect();
    let mut headers = headers();
    if codes.iter().any(|code| WAITS.contains(code)) {
        headers.insert("Retry-After".into(), json!({ "$ref": "#/components/headers/RetryAfter" }));
    }
    // Only mutations conflict, and a conflict that the operation decided is stored under the key.
    if status == 409 {
        headers.insert("Idempotency-Replayed".into(), json!({ "$ref": "#/components/headers/IdempotencyReplayed" }));
    }
    json!({
        "description": lines.join("\n"),
        "headers": headers,
        "content": { "application/problem+json": { "schema": {
            "allOf": [
                schemas.answered.subschema_for::<Problem>(),
                { "properties": { "status": { "const": status }, "code": { "enum": names } } },
            ],
        } } },
    })
}

fn headers() -> Map<String, Value> {
    let header =
        |name: &str, component: &str| (name.to_owned(), json!({ "$ref": format!("#/components/headers/{component}") }));
    Map::from_iter([
        header("X-Request-Id", "RequestId"),
        header("X-Correlation-Id", "CorrelationId"),
        header("RateLimit-Limit", "RateLimitLimit"),
        header("RateLimit-Remaining", "RateLimitRemaining"),
        header("RateLimit-Reset", "RateLimitReset"),
    ])
}

/// The codes that come with `Retry-After`.
const WAITS: &[ErrorCode] = &[ErrorCode::IdempotencyInProgress, ErrorCode::RateLimited, ErrorCode::Unavailable];

/// Every code that the operation can fail with, by status: those of its row, and those that its form brings along.
fn codes(operation: &Operation) -> Vec<ErrorCode> {
    use ErrorCode as Code;

    let applies = |code: &Code| match code {
        Code::InvalidParameter
        | Code::AuthenticationRequired
        | Code::InvalidCredential
        | Code::TokenExpired
        | Code::PermissionDenied
        | Code::RateLimited
        | Code::Internal
        | Code::Unavailable => true,
        Code::InvalidCursor => operation.paged,
        Code::NotFound => operation.path_parameter().is_some() || body(operation).is_some(),
        Code::IdempotencyKeyMissing
        | Code::IdempotencyKeyInvalid
        | Code::IdempotencyKeyReused
        | Code::IdempotencyInProgress => operation.is_mutation(),
        Code::MalformedJson | Code::PayloadTooLarge | Code::UnsupportedMediaType | Code::ValidationFailed => {
            body(operation).is_some()
        }
        _ => false,
    };
    Code::KNOWN.iter().filter(|code| applies(code) || operation.errors.contains(code)).cloned().collect()
}
