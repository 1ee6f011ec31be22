//! Guards against people who mean harm, as far as they have no other place.

mod disguises;
#[cfg(feature = "sandbox")]
mod record;
#[cfg(feature = "sandbox")]
mod role;
mod shown;
