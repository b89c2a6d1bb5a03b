//! The way to where a reader stands.

use std::cell::RefCell;

use serde::de::Error;

use crate::decode::Fault;

/// The way back from where something was found wrong, and what.
#[derive(Default)]
pub struct Trail<'a> {
    steps: RefCell<Vec<Step<'a>>>,
    detail: RefCell<Option<String>>,
}

pub enum Step<'a> {
    Member(&'a str),
    Item(usize),
}

impl<'a> Trail<'a> {
    /// Notes a step on the way back: so nothing is noted where nothing is wrong.
    pub fn back(&self, step: Step<'a>) {
        self.steps.borrow_mut().push(step);
    }

    pub fn refuse<E: Error>(&self, detail: impl Into<String>) -> E {
        self.detail.borrow_mut().get_or_insert(detail.into());
        E::custom("refused")
    }

    pub fn fault(&self, error: &serde_json::Error) -> Fault {
        match self.detail.take() {
            Some(detail) => Fault { pointer: self.pointer(), detail },
            None => {
                let detail = format!("it is not JSON, at line {}, column {}", error.line(), error.column());
                Fault { pointer: String::new(), detail }
            }
        }
    }

    fn pointer(&self) -> String {
        let step = |step: &Step<'_>| match step {
            Step::Item(index) => format!("/{index}"),
            Step::Member(name) => format!("/{}", name.replace('~', "~0").replace('/', "~1")),
        };
        self.steps.borrow().iter().rev().map(step).collect()
    }
}
