//! The texts of statements.

use std::borrow::Cow;

/// The text of a statement. It is this program's own: every value is bound.
#[derive(Debug, Clone)]
pub struct Sql(Cow<'static, str>);

impl Sql {
    /// A text put together from constants and [`places`], never from a value.
    pub fn assembled(text: String) -> Self {
        Self(Cow::Owned(text))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

/// How many values a statement takes: the highest `$n` in it.
pub(super) fn count_places(sql: &str) -> usize {
    let numbers =
        sql.split('$').skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default());
    numbers.filter_map(|number| number.parse().ok()).max().unwrap_or(0)
}

/// The places of `rows` rows of `width` values, the first of which is `$first`: `($4, $5), ($6, $7)`.
pub(crate) fn places(first: usize, width: usize, rows: usize) -> String {
    let row = |row: usize| {
        let start = first + row * width;
        let places: Vec<String> = (start..start + width).map(|place| format!("${place}")).collect();
        format!("({})", places.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

/// Names the statements of a module, with a test that every engine takes every one of them.
macro_rules! statements {
    ($($(#[doc = $doc:literal])* $name:ident: $sql:expr;)+) => {
        $($(#[doc = $doc])* const $name: &str = $sql;)+

        #[cfg(test)]
        #[tokio::test]
        async fn every_statement_is_understood() {
            crate::store::check_statements(&[$((stringify!($name), $name)),+]).await;
        }
    };
}
pub(crate) use statements;
