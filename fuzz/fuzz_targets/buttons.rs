//! See `aftercare_fuzz::buttons`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| aftercare_fuzz::buttons(data));
