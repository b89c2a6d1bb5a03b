//! The client: an operation and its parameters in, one text out.

use std::sync::Arc;

use napi::Env;
use napi::bindgen_prelude::{Error, Result};
use napi_derive::napi;
use serde_json::{Map, Value};
use softknack::operation::Operation;
use softknack::{CallOptions, RawResponse};
use zeroize::Zeroizing;

use crate::answers::{Answer, Answers};
use crate::facts;
use crate::hooks::{self, Hook};
use crate::options;
use crate::runtime;
use crate::session::{self, Renew};
use crate::shape::Shape;
use crate::text::Text;

/// A credential, its pool of connections, and how calls are made.
#[napi]
pub struct Client {
    pub(crate) inner: softknack::Client,
}

#[napi]
impl Client {
    /// A client; or an error whose message is the facts of why it cannot be made.
    #[napi(factory)]
    pub fn connect(
        credential: Option<String>,
        options: String,
        hook: Option<Hook>,
        renew: Option<Renew>,
    ) -> Result<Self> {
        let credential = credential.map(Zeroizing::new);
        let mut builder = options::client(credential, &options)?.executor(runtime::spawn);
        if let Some(hook) = hook {
            builder = hooks::add(builder, &Arc::new(hook));
        }
        if let Some(renew) = renew.map(Arc::new) {
            builder = builder.renew_session(move || session::renew(Arc::clone(&renew)));
        }
        Ok(Self { inner: builder.build().map_err(refused)? })
    }

    /// The same connections with another credential, which `renew` renews where it is given; or an error as of `connect`.
    #[napi]
    pub fn with_credential(&self, credential: String, renew: Option<Renew>) -> Result<Self> {
        let credential = Zeroizing::new(credential);
        let inner = match renew.map(Arc::new) {
            None => self.inner.with_credential(credential.as_str()),
            Some(renew) => self.inner.with_session(credential.as_str(), move || session::renew(Arc::clone(&renew))),
        };
        Ok(Self { inner: inner.map_err(refused)? })
    }

    /// The same client for the very function that renews its session: its calls wait for no renewal.
    #[napi]
    pub fn for_renewal(&self) -> Self {
        Self { inner: self.inner.for_renewal() }
    }

    /// The address of the platform.
    #[napi(getter)]
    pub fn base_url(&self) -> &str {
        self.inner.base_url()
    }

    /// The environment that the credential says it belongs to.
    #[napi(getter)]
    pub fn mode(&self) -> Option<String> {
        self.inner.mode().map(ToString::to_string)
    }

    /// Makes a call, whose answer comes through `answers` under the number `ticket`: its facts and the answer's body, packed where it is
    /// plainly of its `shape`; or `!` and the facts of an error. It never fails by itself.
    #[napi]
    #[allow(
        clippy::too_many_arguments,
        reason = "they cross one by one, since an object of them costs more than the rest"
    )]
    pub fn execute(
        &self,
        env: &Env,
        answers: &Answers,
        ticket: u32,
        operation: String,
        params: String,
        options: Option<String>,
        shape: Option<&Shape>,
    ) {
        let client = self.inner.clone();
        let shape = shape.map(|shape| Arc::clone(&shape.0));
        let call = async move {
            match prepare(&operation, &params, options.as_deref()) {
                Ok((row, params, options)) => {
                    finish(row.name, client.execute(row, params, options).await, shape.as_deref())
                }
                Err(fault) => Answer::new(fault, None),
            }
        };
        answers.begin(env, ticket, call);
    }
}

type Prepared = (&'static Operation, Map<String, Value>, CallOptions);

fn prepare(operation: &str, params: &str, options: Option<&str>) -> std::result::Result<Prepared, String> {
    let row = Operation::find(operation)
        .ok_or_else(|| facts::of_mismatch(&format!("the native half of softknack knows no operation {operation}")))?;
    let params = serde_json::from_str(params)
        .map_err(|error| facts::of_mismatch(&format!("the parameters are no JSON object: {error}")))?;
    Ok((row, params, options::call(options).map_err(|error| facts::of_mismatch(&error.to_string()))?))
}

fn finish(
    operation: &str,
    result: std::result::Result<RawResponse, softknack::Error>,
    shape: Option<&softknack_packing::Shape>,
) -> Answer {
    match result {
        Ok(response) => match Text::of_body(response.value.clone()) {
            Some(body) => {
                let body = match shape {
                    Some(shape) => body.packed(shape),
                    None => body,
                };
                Answer::new(facts::beside(&response), Some(body))
            }
            None => Answer::new(facts::of_unreadable(operation, &response), None),
        },
        Err(error) => Answer::new(facts::of_error(&error), None),
    }
}

/// An error that crosses as data, for the face to make its own of.
fn refused(error: softknack::Error) -> Error {
    Error::from_reason(facts::of_error(&error))
}
