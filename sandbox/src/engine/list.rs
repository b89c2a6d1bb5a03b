//! Lists: keyset pages behind opaque, tamper-evident cursors.
//!
//! A cursor says after which key the next page begins. So a row that is added, changed or removed meanwhile makes no other
//! row be skipped or repeated. It is bound to the tenant, the operation, the order and the filters.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use softknack::ErrorCode;

use super::Context;
use crate::refusal::{Outcome, Refusal};
use crate::store::{Arg, Sql, args};

/// Which page a caller asks for.
#[derive(Debug, Clone, Default)]
pub struct Paging {
    /// How many items, 1 to 100.
    pub limit: Option<u32>,
    /// Where the last page ended.
    pub cursor: Option<String>,
    /// In which order; the list's own where absent.
    pub order: Option<Order>,
}

/// An order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Lowest key first.
    Ascending,
    /// Highest key first.
    Descending,
}

/// A page as it stands on the wire.
#[derive(Debug, Serialize)]
pub struct PageOf<T> {
    /// The items.
    pub data: Vec<T>,
    /// Whether more follow.
    pub has_more: bool,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// How a table is listed.
#[derive(Debug, Clone, Copy)]
pub struct Listing {
    /// `SELECT … FROM … WHERE tenant = $1`.
    pub select: &'static str,
    /// The columns that order it, the last of which makes each row's key unique.
    pub key: &'static [&'static str],
    /// The order where the caller asks for none.
    pub order: Order,
}

impl Listing {
    /// By ID, newest first: the order of most lists.
    pub const fn by_id(select: &'static str) -> Self {
        Self { select, key: &["id"], order: Order::Descending }
    }
}

/// The conditions of a list: fragments of SQL with `$` where their values belong, and the values.
#[derive(Debug, Default)]
pub struct Filters {
    chosen: Vec<(&'static str, Vec<Arg>)>,
    passing: Vec<(&'static str, Vec<Arg>)>,
}

impl Filters {
    /// Adds a condition where there is a value.
    #[must_use]
    pub fn and(self, condition: &'static str, value: Option<impl Into<Arg>>) -> Self {
        match value {
            Some(value) => self.and_all(condition, vec![value.into()]),
            None => self,
        }
    }

    /// Adds a condition with several values: each `$` takes the next one, and begins again after the last.
    #[must_use]
    pub fn and_all(mut self, condition: &'static str, values: Vec<Arg>) -> Self {
        self.chosen.push((condition, values));
        self
    }

    /// Adds a condition whose value passes, as the time does: a cursor is not bound to it.
    #[must_use]
    pub fn and_passing(mut self, condition: &'static str, value: impl Into<Arg>) -> Self {
        self.passing.push((condition, vec![value.into()]));
        self
    }

    /// Adds the conditions to a statement, and their values to what is bound to it.
    fn append_to(self, sql: &mut String, args: &mut Vec<Arg>) {
        for (condition, values) in self.chosen.into_iter().chain(self.passing) {
            let mut places = (args.len() + 1..=args.len() + values.len()).cycle();
            args.extend(values);
            sql.push_str(" AND ");
            for (part, text) in condition.split('$').enumerate() {
                if part > 0 {
                    sql.push_str(&format!("${}", places.next().unwrap_or_default()));
                }
                sql.push_str(text);
            }
        }
    }
}

const TAG_BYTES: usize = 32;
const DEFAULT_LIMIT: u32 = 25;

impl Context {
    /// A page of a list.
    ///
    /// # Errors
    /// `invalid_cursor` for a cursor that was altered or made for another list; and when the database fails.
    pub async fn list<T: DeserializeOwned + Serialize>(
        &mut self,
        listing: Listing,
        filters: Filters,
        paging: Paging,
    ) -> Outcome<PageOf<T>> {
        let limit = paging.limit.unwrap_or(DEFAULT_LIMIT);
        let order = paging.order.unwrap_or(listing.order);
        let binding = self.binding(&filters, order);
        let after: Option<Vec<String>> = match &paging.cursor {
            Some(cursor) => Some(self.open_cursor(cursor, &binding)?),
            None => None,
        };

        let mut sql = listing.select.to_owned();
        let mut args = args![&self.tenant];
        filters.append_to(&mut sql, &mut args);
        let (comparison, direction) = match order {
            Order::Ascending => (">", "ASC"),
            Order::Descending => ("<", "DESC"),
        };
        if let Some(after) = after {
            let first = args.len();
            args.extend(after.into_iter().map(Arg::Text));
            let places: Vec<String> = (first + 1..=args.len()).map(|place| format!("${place}")).collect();
            sql.push_str(&format!(" AND ({}) {comparison} ({})", listing.key.join(", "), places.join(", ")));
        }
        let columns: Vec<String> = listing.key.iter().map(|column| format!("{column} {direction}")).collect();
        args.push(Arg::Int(i64::from(limit) + 1));
        sql.push_str(&format!(" ORDER BY {} LIMIT ${}", columns.join(", "), args.len()));

        // Only fragments of this program's own are put together here; every value is bound.
        let mut data: Vec<T> = self.tx.all(Sql::assembled(sql), args).await?;
        let has_more = data.len() > limit as usize;
        data.truncate(limit as usize);
        let next_cursor = match data.last() {
            Some(last) if has_more => Some(self.seal_cursor(&key_of(last, listing.key)?, &binding)?),
            _ => None,
        };
        Ok(PageOf { data, has_more, next_cursor })
    }

    /// What a cursor is bound to.
    fn binding(&self, filters: &Filters, order: Order) -> String {
        let operation = self.operation.map_or("", |operation| operation.name);
        format!("{}\n{operation}\n{order:?}\n{:?}", self.tenant, filters.chosen)
    }

    fn seal_cursor(&self, key: &[String], binding: &str) -> Outcome<String> {
        let key = serde_json::to_string(key)?;
        let mut bytes = hmac::sign(&self.secrets.cursors, signed(&key, binding).as_bytes()).as_ref().to_vec();
        bytes.extend_from_slice(key.as_bytes());
        Ok(URL_SAFE_NO_PAD.encode(bytes))
    }

    fn open_cursor(&self, cursor: &str, binding: &str) -> Outcome<Vec<String>> {
        let refused = || {
            Refusal::from(
                softknack::Problem::new(
                    ErrorCode::InvalidCursor,
                    "The cursor was altered, or was made for another list, other filters or another order. List again from the start.",
                )
                .at("/cursor"),
            )
        };
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| refused())?;
        let (tag, key) = bytes.split_at_checked(TAG_BYTES).ok_or_else(refused)?;
        let key = std::str::from_utf8(key).map_err(|_| refused())?;
        hmac::verify(&self.secrets.cursors, signed(key, binding).as_bytes(), tag).map_err(|_| refused())?;
        serde_json::from_str(key).map_err(|_| refused())
    }
}

fn signed(key: &str, binding: &str) -> String {
    format!("{binding}\n{key}")
}

fn key_of<T: Serialize>(item: &T, columns: &[&str]) -> Outcome<Vec<String>> {
    #[derive(Deserialize)]
    struct Item(serde_json::Map<String, serde_json::Value>);

    let Item(members) = serde_json::from_value(serde_json::to_value(item)?)?;
    let text = |column: &&str| members.get(*column).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    Ok(columns.iter().map(text).collect())
}
