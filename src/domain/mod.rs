//! The pure core: no I/O, no clock, no randomness; everything it needs comes in as an argument.

pub mod calendar;
pub mod day;
pub mod lang;
pub mod moment;
pub mod reference;
pub mod sla;
pub mod text;
