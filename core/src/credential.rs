//! Credentials and the environments they belong to.

use crate::declare::open_enum;

open_enum! {
    /// An environment. Nothing crosses from the one to the other.
    pub enum Mode {
        /// For building: no real customer is touched.
        Test = "test",
        /// For real.
        Live = "live",
    }
}
