//! Sessions that renew themselves: the caller's function, as the core takes it.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use napi::Status;
use napi::bindgen_prelude::Promise;
use napi::threadsafe_function::ThreadsafeFunction;
use softknack::Secret;

/// The face's wrapper around the function. Its promise never fails: it gives a token, or `!`, a number by which the face finds
/// what was thrown, and the name of that. It is weak: an idle client keeps no process alive, and whoever waits does.
pub type Renew = ThreadsafeFunction<(), Promise<String>, (), Status, false, true>;

/// Gets the next token.
pub async fn renew(renew: Arc<Renew>) -> Result<Secret, Box<dyn Error + Send + Sync>> {
    let answer = renew.call_async(()).await?.await?;
    let Some(thrown) = answer.strip_prefix('!') else { return Ok(Secret::from(answer)) };
    let (number, name) = thrown.split_once(' ').unwrap_or((thrown, "what is no error"));
    Err(Thrown { number: number.parse().unwrap_or_default(), name: name.to_owned() }.into())
}

/// What the function threw. Its own words may hold anything, and are left to the error itself.
#[derive(Debug)]
pub struct Thrown {
    /// The number by which the face finds it.
    pub number: u32,
    name: String,
}

impl fmt::Display for Thrown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the function that renews it threw {}", self.name)
    }
}

impl Error for Thrown {}
