//! The bindings' only door: an operation and its parameters in, status, headers and JSON out.

mod flow;
mod flows;
mod session;
mod start;

use bytes::Bytes;
use serde_json::{Map, Value};

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;
use crate::operation::Operation;
use crate::options::CallOptions;
use crate::record::Target;
use crate::request::{self, Request};
use crate::response::Response;

pub use flow::{FlowFailure, FlowValue, RawFlow, Step};
pub use flows::{FLOWS, Flow, Gives};

/// An answer whose body was not read.
pub type RawResponse = Response<Bytes>;

impl Client {
    /// Calls `operation` with untyped parameters: one flat JSON object with the path parameter by its name, the rest of
    /// the query or of the body, and on a page `limit`, `order` and `cursor`.
    ///
    /// They are checked against the operation's types before anything is sent, as in a typed call.
    ///
    /// ```no_run
    /// # async fn example(sk: softknack::Client) -> Result<(), softknack::Error> {
    /// use softknack::{CallOptions, operation::Operation};
    ///
    /// let get = Operation::find("calendar.appointments.get").expect("declared");
    /// let params = serde_json::Map::from_iter([("id".to_owned(), "apt_01J9X4T5V6W7X8Y9Z0A1B2C3D4".into())]);
    /// let json = sk.execute(get, params, CallOptions::new()).await?.into_value();
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As those of a typed call.
    pub async fn execute(
        &self,
        operation: &'static Operation,
        params: Map<String, Value>,
        options: CallOptions,
    ) -> Result<RawResponse, Error> {
        let target = Target::Declared(operation);
        let request = match (operation.prepare)(operation, params) {
            Ok(parts) => Request::new(self.base(), target, parts),
            Err(faults) => Err(request::invalid(target, faults)),
        };
        Call::<()>::of(self.clone(), request, options).bytes().await
    }
}
