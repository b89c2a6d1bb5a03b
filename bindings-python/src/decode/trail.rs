//! The way to where a reader stands.

use std::cell::RefCell;

use serde::de::Error;

use crate::decode::Fault;

/// The way there, and what it found wrong there.
#[derive(Default)]
pub struct Trail<'a> {
    pub steps: RefCell<Vec<Step<'a>>>,
    detail: RefCell<Option<String>>,
}

pub enum Step<'a> {
    Member(&'a str),
    Item(usize),
}

impl Trail<'_> {
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
        self.steps.borrow().iter().map(step).collect()
    }
}
