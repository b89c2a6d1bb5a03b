//! Pages.

use std::marker::PhantomData;

use crate::client::Client;
use crate::operation::Endpoint;

/// A list that is read page by page.
#[derive(Debug)]
pub struct List<P, T>(PhantomData<(P, T)>);

impl<P, T> List<P, T> {
    pub(crate) fn new(_: &Client, _: Endpoint<(), P, T>, _: P) -> Self {
        Self(PhantomData)
    }
}
