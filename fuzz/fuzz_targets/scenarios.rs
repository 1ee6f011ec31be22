//! See `aftercare_fuzz::scenarios`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| aftercare_fuzz::scenarios(data));
