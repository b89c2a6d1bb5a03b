//! Names: what the declaration and the wire call things, as Python calls them.

/// Words that cannot be names.
const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// `resourceType` and `resource_type` alike as `resource_type`; a keyword takes an underscore at its end.
pub(super) fn snake(wire: &str) -> String {
    let mut name = String::with_capacity(wire.len() + 4);
    for letter in wire.chars() {
        if letter.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    if KEYWORDS.contains(&name.as_str()) {
        name.push('_');
    }
    name
}

/// `no_show` and `FITTED` alike in capitals.
pub(super) fn constant(value: &str) -> String {
    value.to_ascii_uppercase().replace(['-', '.'], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_of_python() {
        assert_eq!(
            ["resourceType", "resource_type", "from", "id"].map(snake),
            ["resource_type", "resource_type", "from_", "id"]
        );
        assert_eq!(["no_show", "FITTED"].map(constant), ["NO_SHOW", "FITTED"]);
    }
}
