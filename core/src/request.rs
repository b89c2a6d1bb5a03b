//! One call.

use std::marker::PhantomData;

use crate::client::Client;
use crate::operation::{Endpoint, Operation};

/// Checks untyped parameters against the types of an operation.
pub(crate) type Prepare = fn(&Operation);

pub(crate) fn prepare_json<K, P>(_: &Operation) {}

/// A call that is ready to be sent: `.await` it.
#[derive(Debug)]
pub struct Call<T>(PhantomData<T>);

impl<T> Call<T> {
    pub(crate) fn new<K, P>(_: &Client, _: Endpoint<K, P, T>, _: &K, _: &P) -> Self {
        Self(PhantomData)
    }
}
