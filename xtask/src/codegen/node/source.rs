//! Writing TypeScript source.

use std::collections::{BTreeMap, BTreeSet};

use crate::codegen::text::wrapped;

/// How wide a line may be.
const WIDTH: usize = 120;

const GENERATED: &str = "// Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.";

/// Names to import, by module: values, and types alone.
#[derive(Default)]
pub(super) struct Imports {
    values: BTreeMap<String, BTreeSet<String>>,
    types: BTreeMap<String, BTreeSet<String>>,
}

impl Imports {
    pub(super) fn add(&mut self, module: &str, name: &str) {
        self.values.entry(module.to_owned()).or_default().insert(name.to_owned());
    }

    pub(super) fn add_type(&mut self, module: &str, name: &str) {
        self.types.entry(module.to_owned()).or_default().insert(name.to_owned());
    }

    fn write(&self, source: &mut Source) {
        for (keyword, group) in [("import", &self.values), ("import type", &self.types)] {
            for (module, names) in group {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                source.listing(&format!("{keyword} {{"), &names, &format!("}} from {}", quoted(module)));
            }
        }
        if !(self.values.is_empty() && self.types.is_empty()) {
            source.gap();
        }
    }
}

/// A file in the making.
#[derive(Default)]
pub(super) struct Source(String);

impl Source {
    pub(super) fn line(&mut self, depth: usize, text: &str) {
        if !text.is_empty() {
            self.0.push_str(&"  ".repeat(depth));
            self.0.push_str(text);
        }
        self.0.push('\n');
    }

    /// An empty line, unless something begins here.
    pub(super) fn gap(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") && !self.0.ends_with("{\n") {
            self.0.push('\n');
        }
    }

    /// `before items after` at the top of a file in one line, or with an item on each line where that is too long.
    pub(super) fn listing(&mut self, before: &str, items: &[&str], after: &str) {
        let line = format!("{before} {} {after}", items.join(", "));
        if line.chars().count() <= WIDTH {
            return self.line(0, &line);
        }
        self.line(0, before);
        items.iter().for_each(|item| self.line(1, &format!("{item},")));
        self.line(0, after);
    }

    /// A comment of paragraphs and tags.
    pub(super) fn doc(&mut self, depth: usize, text: &str) {
        let text = text.trim().replace("*/", "* /");
        let lines = wrapped(&text, WIDTH - depth * 2 - 3);
        match lines.as_slice() {
            [] => {}
            [only] if depth * 2 + only.chars().count() + 7 <= WIDTH => self.line(depth, &format!("/** {only} */")),
            lines => {
                self.line(depth, "/**");
                lines.iter().for_each(|line| self.line(depth, format!(" * {line}").trim_end()));
                self.line(depth, " */");
            }
        }
    }

    /// The file: its mark, what it is, its imports, its body.
    pub(super) fn file(self, doc: &str, imports: &Imports) -> String {
        let mut file = Self::default();
        file.line(0, GENERATED);
        wrapped(doc, WIDTH - 3).iter().for_each(|line| file.line(0, format!("// {line}").trim_end()));
        file.gap();
        imports.write(&mut file);
        file.0.push_str(self.0.trim_start_matches('\n'));
        file.0.truncate(file.0.trim_end().len());
        file.0.push('\n');
        file.0
    }
}

/// A literal of a text.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}
