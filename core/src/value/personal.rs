//! What is personal, and how it is written where it must not stand.
//!
//! Each type that holds personal data says so where it is declared, in [`text`](super), [`Metadata`](super::Metadata) and
//! [`Vars`](super::Vars). What follows goes by that alone, so nobody keeps a list of members.

use std::cell::Cell;

use serde::{Serialize, Serializer};

/// What stands in the place of something personal.
pub(super) const PERSONAL: &str = "[personal]";

/// How personal data is written.
#[derive(Clone, Copy, PartialEq)]
enum Writing {
    /// As it is.
    Plainly,
    /// As a word that says that it was there.
    Redacted,
    /// As if it had never been there.
    Sanitised,
}

thread_local! {
    static WRITING: Cell<Writing> = const { Cell::new(Writing::Plainly) };
    /// Whether something personal was written as it is.
    static WRITTEN: Cell<bool> = const { Cell::new(false) };
}

/// Runs `serialise` so that whatever is personal or secret is written as `[personal]` or `[secret]`: for logs.
///
/// ```
/// use softknack::{NewContact, redacted};
///
/// let contact = NewContact::default().phone("+15550100").verified(true);
/// assert_eq!(redacted(|| serde_json::to_string(&contact))?, r#"{"phone":"[personal]","verified":true}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn redacted<T>(serialise: impl FnOnce() -> T) -> T {
    with(&WRITING, Writing::Redacted, serialise).0
}

/// Runs `serialise` so that whatever is personal is left out: a text is written as null, metadata as an empty map.
///
/// It is what may be kept when a person is to be forgotten. Where an answer of the API is written, what comes out reads as the
/// same type.
///
/// ```
/// use softknack::{NewContact, sanitised};
///
/// let contact = NewContact::default().phone("+15550100").verified(true).metadata([("friend of", "Priya")]);
/// assert_eq!(sanitised(|| serde_json::to_string(&contact))?, r#"{"phone":null,"verified":true,"metadata":{}}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn sanitised<T>(serialise: impl FnOnce() -> T) -> T {
    with(&WRITING, Writing::Sanitised, serialise).0
}

/// Runs `serialise`, and tells whether it wrote something personal.
///
/// ```
/// use softknack::{NewContact, writes_personal};
///
/// assert!(!writes_personal(|| serde_json::to_string(&NewContact::default().verified(true))).1);
/// assert!(writes_personal(|| serde_json::to_string(&NewContact::default().name("Priya"))).1);
/// ```
pub fn writes_personal<T>(serialise: impl FnOnce() -> T) -> (T, bool) {
    let (done, written) = with(&WRITTEN, false, serialise);
    if written {
        // Whoever asked around this one asked for this, too.
        WRITTEN.set(true);
    }
    (done, written)
}

/// Runs `f` while `cell` holds `value`, which it may change, and gives what it holds then.
fn with<V: Copy + 'static, T>(
    cell: &'static std::thread::LocalKey<Cell<V>>,
    value: V,
    f: impl FnOnce() -> T,
) -> (T, V) {
    /// Restores what was, also when `f` panics.
    struct Restore<V: Copy + 'static>(&'static std::thread::LocalKey<Cell<V>>, V);
    impl<V: Copy + 'static> Drop for Restore<V> {
        fn drop(&mut self) {
            self.0.set(self.1);
        }
    }
    let _restore = Restore(cell, cell.replace(value));
    let done = f();
    (done, cell.get())
}

/// How something personal is to be written now. Whoever asks writes it so.
fn writing() -> Writing {
    let writing = WRITING.get();
    if writing == Writing::Plainly {
        WRITTEN.set(true);
    }
    writing
}

/// Writes a text; `mark` says that it is personal, or secret.
pub(super) fn write_text<S: Serializer>(serializer: S, mark: &'static str, text: &str) -> Result<S::Ok, S::Error> {
    let writing = if mark == PERSONAL { writing() } else { WRITING.get() };
    match writing {
        Writing::Redacted => serializer.serialize_str(mark),
        Writing::Sanitised if mark == PERSONAL => serializer.serialize_none(),
        Writing::Plainly | Writing::Sanitised => serializer.serialize_str(text),
    }
}

/// Writes a map of which all is personal. What is not there is nobody's.
pub(super) fn write_map<S: Serializer, M: Serialize + Default>(
    serializer: S,
    map: &M,
    is_empty: bool,
) -> Result<S::Ok, S::Error> {
    if is_empty {
        return map.serialize(serializer);
    }
    match writing() {
        Writing::Plainly => map.serialize(serializer),
        Writing::Redacted => serializer.serialize_str(PERSONAL),
        Writing::Sanitised => M::default().serialize(serializer),
    }
}

/// What the `Debug` form of such a map says: only whether there is something.
pub(super) fn shown(is_empty: bool) -> &'static str {
    if is_empty { "{}" } else { PERSONAL }
}
