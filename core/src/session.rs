//! Sessions that renew themselves: when the platform says `token_expired`, the caller's function gives a new token, once for
//! however many calls wait for it.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderValue;
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::time::timeout;
use zeroize::Zeroizing;

use crate::credential::{Credential, Mode};
use crate::error::Error;
use crate::value::Secret;

/// The caller's function, in the one form in which it is kept.
pub(crate) type Renew = Arc<dyn Fn() -> Renewing + Send + Sync>;
type Renewing = Pin<Box<dyn Future<Output = Result<Zeroizing<String>, Cause>> + Send>>;
type Cause = Box<dyn StdError + Send + Sync>;

tokio::task_local! {
    /// The session for which the running code gets a new token.
    static WITHIN: usize;
}

pub(crate) fn renewing<F, T, E>(renew: impl Fn() -> F + Send + Sync + 'static) -> Renew
where
    F: Future<Output = Result<T, E>> + Send + 'static,
    T: Into<Secret>,
    E: Into<Cause>,
{
    Arc::new(move || {
        let token = renew();
        Box::pin(async move {
            let token: Secret = token.await.map_err(Into::into)?.into();
            Ok(Zeroizing::new(token.into_string()))
        })
    })
}

/// What a client calls with: a credential that stays, or a session that is renewed.
pub(crate) enum Access {
    Fixed(Credential),
    Session(Arc<Session>),
    /// The session as the function that renews it has it: it cannot wait for itself.
    Renewing(Arc<Session>),
}

impl Access {
    /// # Errors
    /// The credential is none that can be renewed.
    pub(crate) fn session(
        credential: Credential,
        renew: Renew,
        limit: Duration,
        runtime: Option<Handle>,
    ) -> Result<Self, Error> {
        if !credential.is_token() {
            return Err(Error::configuration(
                "a session is renewed, and an API key is none: pass the session's token as the credential",
            ));
        }
        let mode = credential.mode().cloned();
        let state = Mutex::new(State { credential, number: 0, running: None });
        Ok(Self::Session(Arc::new(Session { renew, limit, runtime, mode, state })))
    }

    pub(crate) fn mode(&self) -> Option<&Mode> {
        match self {
            Self::Fixed(credential) => credential.mode(),
            Self::Session(session) | Self::Renewing(session) => session.mode.as_ref(),
        }
    }

    /// The header of one attempt, and the number of the token in it.
    pub(crate) fn authorization(&self) -> (HeaderValue, u64) {
        match self {
            Self::Fixed(credential) => (credential.authorization(), 0),
            Self::Session(session) | Self::Renewing(session) => {
                let state = session.state();
                (state.credential.authorization(), state.number)
            }
        }
    }

    /// Waits until the token of the number `refused` was replaced; `None` where it never is.
    pub(crate) async fn renew(&self, refused: u64) -> Option<Result<(), NotRenewed>> {
        match self {
            Self::Session(session) if !session.is_within() => Some(session.renewed(refused).await),
            Self::Fixed(_) | Self::Session(_) | Self::Renewing(_) => None,
        }
    }
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// A token and how the next one is got.
pub(crate) struct Session {
    renew: Renew,
    /// How long getting the next one may take.
    limit: Duration,
    /// Where it is renewed. Default: where the call runs that found it expired.
    runtime: Option<Handle>,
    mode: Option<Mode>,
    state: Mutex<State>,
}

struct State {
    credential: Credential,
    /// How many tokens there were before this one.
    number: u64,
    /// The renewal that is under way, where there is one: what it tells when it ends.
    running: Option<watch::Receiver<Option<Ended>>>,
}

type Ended = Result<(), NotRenewed>;

/// Why a session was not renewed.
#[derive(Debug, Clone)]
pub(crate) enum NotRenewed {
    /// The caller's function failed.
    Caller(SharedCause),
    /// It gave nothing that can be used.
    Unusable(Cow<'static, str>),
}

impl Session {
    async fn renewed(self: &Arc<Self>, refused: u64) -> Ended {
        while let Some(mut running) = self.join(refused) {
            if let Ok(ended) = running.wait_for(Option::is_some).await
                && let Some(ended) = &*ended
            {
                return ended.clone();
            }
            // It went down with its runtime, and begins anew; in this one, unless that is ending, too.
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    /// The renewal that is under way, or a new one; `None` where the refused token was replaced before.
    ///
    /// It runs in a task of its own: a caller that goes away takes nothing from the others.
    fn join(self: &Arc<Self>, refused: u64) -> Option<watch::Receiver<Option<Ended>>> {
        let mut state = self.state();
        if state.number != refused {
            return None;
        }
        if let Some(running) = &state.running {
            return Some(running.clone());
        }
        let (tell, running) = watch::channel(None);
        state.running = Some(running.clone());
        drop(state);
        let run = Run { session: Arc::clone(self), tell, ended: None };
        let renewal = WITHIN.scope(self.address(), async move {
            let fetched = run.session.fetch().await;
            run.end(fetched);
        });
        match &self.runtime {
            Some(runtime) => runtime.spawn(renewal),
            None => tokio::spawn(renewal),
        };
        Some(running)
    }

    async fn fetch(&self) -> Result<Credential, NotRenewed> {
        let token = match timeout(self.limit, async { (self.renew)().await }).await {
            Ok(Ok(token)) => token,
            Ok(Err(cause)) => return Err(NotRenewed::Caller(SharedCause(cause.into()))),
            Err(_) => return Err(format!("no token came within {:?}", self.limit).into()),
        };
        let credential = match Credential::parse(&token) {
            Ok(credential) if credential.is_token() => credential,
            Ok(_) => return Err("what came is an API key and no session's token".into()),
            Err(error) => return Err(error.message().to_owned().into()),
        };
        match (&self.mode, credential.mode()) {
            (Some(before), Some(now)) if before != now => {
                Err(format!("the token that came is for the {now} environment, and the session is a {before} one")
                    .into())
            }
            _ => Ok(credential),
        }
    }

    /// Whether this is called by the very function that gets the next token: it cannot wait for itself.
    fn is_within(self: &Arc<Self>) -> bool {
        WITHIN.try_with(|session| *session == self.address()).unwrap_or(false)
    }

    fn address(self: &Arc<Self>) -> usize {
        Arc::as_ptr(self).addr()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Every change leaves it whole, so a thread that panicked did, too.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One renewal. However it ends, those who wait are told, and the next one may begin.
struct Run {
    session: Arc<Session>,
    tell: watch::Sender<Option<Ended>>,
    ended: Option<Ended>,
}

impl Run {
    fn end(mut self, fetched: Result<Credential, NotRenewed>) {
        self.ended = Some(fetched.map(|credential| {
            let mut state = self.session.state();
            state.credential = credential;
            state.number += 1;
        }));
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        self.session.state().running = None;
        let panicked = || std::thread::panicking().then(|| Err("the function that renews it panicked".into()));
        if let Some(ended) = self.ended.take().or_else(panicked) {
            self.tell.send_replace(Some(ended));
        }
    }
}

impl<T: Into<Cow<'static, str>>> From<T> for NotRenewed {
    fn from(message: T) -> Self {
        Self::Unusable(message.into())
    }
}

impl fmt::Display for NotRenewed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Caller(cause) => fmt::Display::fmt(cause, f),
            Self::Unusable(why) => f.write_str(why),
        }
    }
}

/// What the caller's function failed with, for each call that waited for it.
#[derive(Clone)]
pub(crate) struct SharedCause(Arc<dyn StdError + Send + Sync>);

impl SharedCause {
    /// What it is, as the caller's function gave it.
    pub(crate) fn cause(&self) -> &(dyn StdError + Send + Sync + 'static) {
        &*self.0
    }
}

impl fmt::Display for SharedCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for SharedCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl StdError for SharedCause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}
