//! What runs the connections.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use hyper::rt;

/// What is run for a connection: as long as it stands, or until an answer has come.
pub(crate) type Background = Pin<Box<dyn Future<Output = ()> + Send>>;

type Spawn = Arc<dyn Fn(Background) + Send + Sync>;

/// Runs connections on the runtime of the call that opens one, unless something else is to.
#[derive(Clone, Default)]
pub(crate) struct Executor(Option<Spawn>);

impl Executor {
    pub(crate) fn new(spawn: impl Fn(Background) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(spawn)))
    }
}

impl rt::Executor<Background> for Executor {
    fn execute(&self, future: Background) {
        match &self.0 {
            Some(spawn) => spawn(future),
            None => drop(tokio::spawn(future)),
        }
    }
}
