//! Patterns and references, as `tests/behaviour/README.md` tells them.

use std::collections::HashMap;

use serde_json::Value;

/// What a scenario has given names to.
#[derive(Default)]
pub struct Scope(HashMap<String, Value>);

impl Scope {
    pub fn set(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    /// The value with its references followed.
    pub fn resolve(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => match text.strip_prefix('$') {
                Some(reference) => self.find(reference).clone(),
                None => value.clone(),
            },
            Value::Array(items) => items.iter().map(|item| self.resolve(item)).collect(),
            Value::Object(members) => {
                Value::Object(members.iter().map(|(name, member)| (name.clone(), self.resolve(member))).collect())
            }
            other => other.clone(),
        }
    }

    /// A text, where it stands or where it refers to.
    pub fn text(&self, value: &Value) -> String {
        self.resolve(value).as_str().expect("a text").to_owned()
    }

    pub fn texts(&self, values: &[Value]) -> Vec<String> {
        values.iter().map(|value| self.text(value)).collect()
    }

    fn find(&self, reference: &str) -> &Value {
        let mut steps = reference.split('.');
        let name = steps.next().unwrap();
        let mut found = self.0.get(name).unwrap_or_else(|| panic!("nothing is called {name}"));
        for step in steps {
            let next = match found {
                Value::Array(items) => items.get(step.parse::<usize>().unwrap()),
                other => other.get(step),
            };
            found = next.unwrap_or_else(|| panic!("no {step} on the way to {reference}"));
        }
        found
    }
}

/// Whether a value is as a pattern without references says; where it is not, what is amiss.
pub fn matches(pattern: &Value, value: &Value) -> Result<(), String> {
    match pattern {
        Value::Object(members) => {
            if let Some((name, argument)) = members.iter().find(|(name, _)| name.starts_with('$')) {
                return special(name, argument, value);
            }
            for (name, pattern) in members {
                let at = |fault: String| format!("/{name}{fault}");
                match value.get(name) {
                    Some(member) => matches(pattern, member).map_err(at)?,
                    None if pattern.get("$absent").is_some() => {}
                    None => return Err(at(" is missing".to_owned())),
                }
            }
            Ok(())
        }
        Value::Array(patterns) => {
            let items = value.as_array().ok_or(" is no list")?;
            if items.len() != patterns.len() {
                return Err(format!(" has {} items, not {}", items.len(), patterns.len()));
            }
            for (number, (pattern, item)) in patterns.iter().zip(items).enumerate() {
                matches(pattern, item).map_err(|fault| format!("/{number}{fault}"))?;
            }
            Ok(())
        }
        pattern if pattern == value => Ok(()),
        pattern => Err(format!(" is {value}, not {pattern}")),
    }
}

fn special(name: &str, argument: &Value, value: &Value) -> Result<(), String> {
    let holds = match name {
        "$starts_with" => value.as_str().is_some_and(|text| text.starts_with(argument.as_str().unwrap())),
        "$length" => value.as_array().map(|items| items.len() as u64) == argument.as_u64(),
        "$not" => matches(argument, value).is_err(),
        "$absent" => false,
        other => panic!("unknown pattern {other}"),
    };
    if holds { Ok(()) } else { Err(format!(" is {value}, which {name} {argument} does not hold for")) }
}
