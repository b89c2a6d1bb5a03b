//! Measuring: rounds of each contender in turn, so that a machine that slows down slows all of them, and medians.

pub mod bookers;
pub mod database;
pub mod program;

use std::fmt::Display;
use std::time::Duration;

/// The middle of some figures.
pub fn median(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Prints a row of a Markdown table.
pub fn row(cells: &[&dyn Display]) {
    let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
    println!("| {} |", cells.join(" | "));
}

/// Prints the head of a Markdown table.
pub fn head(cells: &[&str]) {
    println!("| {} |\n|{}", cells.join(" | "), " --- |".repeat(cells.len()));
}

/// Microseconds for each of `count` things that took `whole` together.
pub fn microseconds_each(whole: Duration, count: usize) -> f64 {
    whole.as_secs_f64() * 1e6 / count as f64
}

/// A client of no address but loopback, as bare as reqwest comes.
///
/// # Errors
/// When the TLS library and reqwest are not of one version.
pub fn bare_client() -> Result<reqwest::Client, Box<dyn std::error::Error>> {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    Ok(reqwest::Client::builder().tls_backend_preconfigured(tls).build()?)
}
