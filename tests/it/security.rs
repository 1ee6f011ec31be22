//! Guards against people who mean harm, as far as they have no other place.

#[cfg(feature = "sandbox")]
mod record;
