//! See `aftercare_fuzz::commands`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| aftercare_fuzz::commands(data));
