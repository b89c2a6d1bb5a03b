//! How an addon of Node links.

fn main() {
    napi_build::setup();
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_OS", "linux") {
        // The thread of the calls outlives a worker that was the only one to load this: it must not be unloaded with it.
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
        // Where Rust links with LLD by itself, functions that are alike stand there once.
        if is("CARGO_CFG_TARGET_ARCH", "x86_64") && is("CARGO_CFG_TARGET_ENV", "gnu") {
            println!("cargo:rustc-cdylib-link-arg=-Wl,--icf=all");
        }
    }
}
