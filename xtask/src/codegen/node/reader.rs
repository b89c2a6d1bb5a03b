//! The quick way to read a model: the checks of its members, and an object of them, as one expression of TypeScript.

use super::types::shape;
use crate::codegen::schema::{Kind, Member};

/// An expression, and what it uses of the codec's.
pub(super) struct Expression {
    pub(super) text: String,
    pub(super) uses: Vec<&'static str>,
}

/// What must hold for a member; or nothing, where reading it is the check.
pub(super) fn check(member: &Member) -> Option<Expression> {
    let of = format!("o.{}", member.wire);
    let mut uses = Vec::new();
    let holds = holds(&member.kind, &of, &mut uses)?;
    // What may be anything may be null.
    let is_null = member.nullable && member.kind != Kind::Any;
    let text = if is_null { format!("({of} === null || {holds})") } else { holds };
    Some(Expression { text, uses })
}

fn holds(kind: &Kind, of: &str, uses: &mut Vec<&'static str>) -> Option<String> {
    let mut plain = |name: &'static str| {
        uses.push(name);
        format!("{name}({of})")
    };
    Some(match kind {
        Kind::Object => format!("{of} !== undefined"),
        Kind::Any | Kind::Metadata => plain("isAny"),
        Kind::Text | Kind::Enum(_) => plain("isText"),
        Kind::Integer => plain("isInteger"),
        Kind::Number => plain("isNumber"),
        Kind::Boolean => plain("isBoolean"),
        Kind::Time => plain("isTime"),
        Kind::Id(_, prefix) => {
            uses.push("isId");
            format!("isId({of}, '{prefix}')")
        }
        Kind::List(item) => {
            let item = holds(item, "item", uses)?;
            uses.push("isListOf");
            format!("isListOf({of}, (item) => {item})")
        }
        Kind::Model(_) | Kind::Event => return None,
    })
}

/// The value of a member.
pub(super) fn value(member: &Member) -> Expression {
    let of = format!("o.{}", member.wire);
    let mut uses = Vec::new();
    let text = match read(&member.kind, &of, &mut uses) {
        Some(read) if member.nullable => format!("{of} === null ? null : {read}"),
        Some(read) => read,
        None => of,
    };
    Expression { text, uses }
}

/// How a value is read that is another than its JSON.
fn read(kind: &Kind, of: &str, uses: &mut Vec<&'static str>) -> Option<String> {
    match kind {
        Kind::Model(name) => Some(format!("{}.read({of})", shape(name))),
        Kind::Event => Some(format!("eventShape.read({of})")),
        Kind::List(item) => {
            let item = read(item, "item", uses)?;
            uses.push("listOf");
            Some(format!("listOf({of}, (item) => {item})"))
        }
        _ => None,
    }
}
