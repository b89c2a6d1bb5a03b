//! How an addon of Node links.

fn main() {
    napi_build::setup();
}
