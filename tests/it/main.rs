//! One binary for all integration tests: one private cluster, one migrated template database.

mod calendar;
mod day;
mod config;
mod properties_calendar;
mod reference;
mod sla;
mod text;
#[cfg(feature = "sandbox")]
mod private_postgres;
