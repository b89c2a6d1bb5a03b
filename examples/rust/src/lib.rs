//! The examples of the Softknack SDK in Rust. Run one with `cargo run --example quickstart`.
