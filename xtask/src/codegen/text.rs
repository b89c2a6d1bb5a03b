//! Names and documentation, before a language makes them its own.

/// `mark_no_show` as `MarkNoShow`.
pub(crate) fn pascal(snake: &str) -> String {
    snake
        .split(['_', '.'])
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
        })
        .collect()
}

/// `text` in lines of at most `width`; what is indented goes on with the same indent and four more.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let indent = &paragraph[..paragraph.len() - paragraph.trim_start().len()];
        let further = if indent.is_empty() { String::new() } else { format!("{indent}    ") };
        let mut line = indent.to_owned();
        for word in paragraph.split_whitespace() {
            let is_start = line.trim().is_empty();
            if !is_start && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::replace(&mut line, further.clone()));
                line.push_str(word);
                continue;
            }
            if !is_start {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The text of a doc comment: paragraphs, each in one line.
pub(crate) fn prose(doc: &str) -> String {
    let mut paragraphs = vec![String::new()];
    for line in doc.lines().map(str::trim) {
        let last = paragraphs.len() - 1;
        match line {
            "" if !paragraphs[last].is_empty() => paragraphs.push(String::new()),
            "" => {}
            line => {
                if !paragraphs[last].is_empty() {
                    paragraphs[last].push(' ');
                }
                paragraphs[last].push_str(line);
            }
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_wrapped_and_keep_their_indent() {
        assert_eq!(wrapped("a bb ccc", 4), ["a bb", "ccc"]);
        assert_eq!(wrapped("  a: bb ccc", 8), ["  a: bb", "      ccc"]);
        assert_eq!(wrapped("a\n\nb", 9), ["a", "", "b"]);
    }

    #[test]
    fn names_begin_with_capitals() {
        assert_eq!(["mark_no_show", "calendar.slots"].map(pascal), ["MarkNoShow", "CalendarSlots"]);
    }

    #[test]
    fn a_doc_comment_becomes_paragraphs() {
        assert_eq!(prose(" One\n two.\n\n Three.\n"), "One two.\n\nThree.");
    }
}
