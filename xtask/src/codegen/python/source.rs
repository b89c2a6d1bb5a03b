//! Writing Python source.

use std::collections::{BTreeMap, BTreeSet};

use crate::codegen::text::wrapped;

/// How wide a line may be.
const WIDTH: usize = 120;

const GENERATED: &str = "# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.";

/// Names to import, by module.
#[derive(Default)]
pub(super) struct Imports(BTreeMap<String, BTreeSet<String>>);

impl Imports {
    pub(super) fn add(&mut self, module: &str, name: &str) {
        self.0.entry(module.to_owned()).or_default().insert(name.to_owned());
    }

    fn write(&self, source: &mut Source) {
        // The standard library stands first, the package itself after it.
        let (own, standard): (Vec<_>, Vec<_>) = self.0.iter().partition(|(module, _)| module.starts_with("softknack"));
        for group in [standard, own] {
            for (module, names) in &group {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                source.call(0, &format!("from {module} import "), &names, "");
            }
            if !group.is_empty() {
                source.blank();
            }
        }
    }
}

/// A file in the making.
#[derive(Default)]
pub(super) struct Source(String);

impl Source {
    pub(super) fn line(&mut self, depth: usize, text: &str) {
        if !text.is_empty() {
            self.0.push_str(&"    ".repeat(depth));
            self.0.push_str(text);
        }
        self.0.push('\n');
    }

    pub(super) fn blank(&mut self) {
        self.0.push('\n');
    }

    /// Two empty lines, which stand between what is at the top of a module.
    pub(super) fn gap(&mut self) {
        while !self.0.is_empty() && !self.0.ends_with("\n\n\n") {
            self.0.push('\n');
        }
    }

    /// `before (items) after` in one line, or with an item on each line where that is too long. An import takes its
    /// parentheses only then.
    pub(super) fn call(&mut self, depth: usize, before: &str, items: &[&str], after: &str) {
        let is_import = before.ends_with("import ");
        let joined = items.join(", ");
        let line = if is_import { format!("{before}{joined}") } else { format!("{before}({joined}){after}") };
        if depth * 4 + line.chars().count() <= WIDTH {
            return self.line(depth, &line);
        }
        self.line(depth, &format!("{before}("));
        for item in items {
            self.line(depth + 1, &format!("{item},"));
        }
        self.line(depth, &format!("){after}"));
    }

    /// `before {items}` in one line, or with an item on each line where that is too long.
    pub(super) fn braces(&mut self, depth: usize, before: &str, items: &[&str]) {
        let line = format!("{before}{{{}}}", items.join(", "));
        if depth * 4 + line.chars().count() <= WIDTH {
            return self.line(depth, &line);
        }
        self.line(depth, &format!("{before}{{"));
        items.iter().for_each(|item| self.line(depth + 1, &format!("{item},")));
        self.line(depth, "}");
    }

    /// An argument that is a dictionary of `items`, in one line or with an item on each line where that is too long.
    pub(super) fn dictionary(&mut self, depth: usize, items: &[&str]) {
        let line = format!("{{{}}},", items.join(", "));
        if depth * 4 + line.chars().count() <= WIDTH {
            return self.line(depth, &line);
        }
        self.line(depth, "{");
        items.iter().for_each(|item| self.line(depth + 1, &format!("{item},")));
        self.line(depth, "},");
    }

    /// A docstring of paragraphs and lists.
    pub(super) fn doc(&mut self, depth: usize, text: &str) {
        let text = text.trim().replace('\\', "\\\\");
        let lines = wrapped(&text, WIDTH - depth * 4 - 6);
        match lines.as_slice() {
            [only] => self.line(depth, &format!("\"\"\"{only}\"\"\"")),
            [first, rest @ ..] => {
                self.line(depth, &format!("\"\"\"{first}"));
                rest.iter().for_each(|line| self.line(depth, line));
                self.line(depth, "\"\"\"");
            }
            [] => {}
        }
    }

    /// The file: its mark, its own docstring, its imports, its body.
    pub(super) fn file(self, doc: &str, imports: &Imports) -> String {
        let mut file = Source::default();
        file.line(0, GENERATED);
        file.doc(0, doc);
        file.blank();
        file.line(0, "from __future__ import annotations");
        file.blank();
        imports.write(&mut file);
        let body = self.0.trim_start_matches('\n');
        if body.starts_with("class ") {
            file.blank();
        }
        file.0.push_str(body);
        file.0.truncate(file.0.trim_end().len());
        file.0.push('\n');
        file.0
    }
}

/// A literal of a text.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
