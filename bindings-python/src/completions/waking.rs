//! How a loop is told that there are answers.

use std::io::{PipeReader, PipeWriter, Read, Write};
use std::sync::Arc;

use pyo3::prelude::*;

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
    /// The way to tell `the_loop`, which then calls `drain`.
    #[cfg(unix)]
    pub fn of(the_loop: &Bound<'_, PyAny>, drain: &Bound<'_, PyAny>) -> PyResult<Self> {
        use pyo3::exceptions::PyNotImplementedError;
        use pyo3::intern;
        use std::os::fd::AsRawFd;

        let (watched, told) = std::io::pipe()?;
        match the_loop.call_method1(intern!(the_loop.py(), "add_reader"), (watched.as_raw_fd(), drain)) {
            Ok(_) => Ok(Self::Pipe { watched, told }),
            Err(error) if error.is_instance_of::<PyNotImplementedError>(the_loop.py()) => Ok(Self::Call),
            Err(error) => Err(error),
        }
    }

    #[cfg(not(unix))]
    pub fn of(_: &Bound<'_, PyAny>, _: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self::Call)
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
