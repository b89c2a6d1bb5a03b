//! How an addon of Node links.

fn main() {
    napi_build::setup();
    // The thread of the calls outlives a worker that was the only one to load this: it must not be unloaded with it.
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
}
