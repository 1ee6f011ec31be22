//! See `aftercare_fuzz::updates`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(
    // Why: by itself a panic ends the run at once, and some of the client library's are caught on purpose
    // (`read_json`). One that nobody catches ends it all the same.
    init: std::panic::set_hook(Box::new(|told| eprintln!("{told}"))),
    |data: &[u8]| aftercare_fuzz::updates(data)
);
