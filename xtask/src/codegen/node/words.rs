//! Comments in the names of TypeScript: what the declaration says of `next_cursor` is printed of `nextCursor`.

use std::collections::BTreeSet;

use softknack::ErrorCode;

use super::types::camel;
use crate::codegen::schema::Schemas;

/// The members whose names on the wire are of several words.
pub(super) struct Words(BTreeSet<String>);

impl Words {
    pub(super) fn of(schemas: &Schemas<'_>) -> Self {
        let mut words = schemas.wire_names();
        words.retain(|name| name.contains('_'));
        // What is also a code or a value stays as it is sent.
        for value in schemas.values().chain(ErrorCode::KNOWN.iter().map(ErrorCode::as_str)) {
            words.remove(value);
        }
        Self(words)
    }

    /// A file whose comments call members as TypeScript does.
    pub(super) fn in_comments(&self, file: &str) -> String {
        let is_comment = |line: &str| line.trim_start().starts_with(['*', '/']);
        file.split_inclusive('\n')
            .map(|line| if is_comment(line) { self.quoted(line) } else { line.to_owned() })
            .collect()
    }

    /// Between backticks stands code.
    fn quoted(&self, line: &str) -> String {
        let parts: Vec<String> = line
            .split('`')
            .enumerate()
            .map(|(at, part)| if at % 2 == 1 { self.code(part) } else { part.to_owned() })
            .collect();
        parts.join("`")
    }

    fn code(&self, text: &str) -> String {
        let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let ends = |text: &str| text.find(|letter| !is_word(letter)).unwrap_or(text.len());
        let mut written = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(is_word) {
            let (before, from) = rest.split_at(start);
            let (word, after) = from.split_at(ends(from));
            written.push_str(before);
            written.push_str(&if self.0.contains(word) { camel(word) } else { word.to_owned() });
            rest = after;
        }
        written + rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_renamed_in_the_code_of_comments_alone() {
        let words = Words(BTreeSet::from(["if_taken".to_owned()]));
        assert_eq!(
            words.in_comments(" * with `if_taken: book_next`, if_taken\n"),
            " * with `ifTaken: book_next`, if_taken\n"
        );
        assert_eq!(words.in_comments("const a = `if_taken`\n"), "const a = `if_taken`\n");
    }
}
