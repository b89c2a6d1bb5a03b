//! How a loop is told that there are answers.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::sync::Arc;

use crate::completions::Inbox;
use crate::process;

#[cfg_attr(not(unix), expect(dead_code, reason = "loops watch pipes on Unix alone"))]
pub enum Waking {
    /// A pipe that the loop watches: who writes to it needs no interpreter. It holds one byte at most.
    Pipe { watched: PipeReader, told: PipeWriter },
    /// The loop's `call_soon_threadsafe`, where it watches no pipes.
    Call,
}

impl Waking {
    /// A pipe, where there are loops that watch them.
    pub fn pipe() -> io::Result<Self> {
        #[cfg(unix)]
        {
            let (watched, told) = io::pipe()?;
            Ok(Self::Pipe { watched, told })
        }
        #[cfg(not(unix))]
        Ok(Self::Call)
    }

    /// What the loop has to watch.
    pub fn watched(&self) -> Option<i32> {
        #[cfg(unix)]
        if let Self::Pipe { watched, .. } = self {
            return Some(std::os::fd::AsRawFd::as_raw_fd(watched));
        }
        None
    }

    pub fn wake(&self, inbox: &Arc<Inbox>) {
        match self {
            // Both ends are here, and there is room for a byte: it cannot fail.
            Self::Pipe { told, .. } => drop((&*told).write(&[0])),
            Self::Call => process::wake(Arc::clone(inbox)),
        }
    }

    /// To be called once after `wake`, when the loop is there.
    pub fn is_awake(&self) {
        if let Self::Pipe { watched, .. } = self {
            drop((&*watched).read(&mut [0]));
        }
    }
}
