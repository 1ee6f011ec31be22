//! Guards against people who mean harm, as far as they have no other place: `docs/security.md` names them all.

mod disguises;
pub mod document;
#[cfg(feature = "sandbox")]
mod record;
#[cfg(feature = "sandbox")]
mod role;
mod shown;
