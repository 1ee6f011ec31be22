//! One binary for all integration tests: one private cluster, one migrated template database.

mod architecture;
mod calendar;
mod config;
mod day;
mod dialogue;
#[cfg(feature = "sandbox")]
mod private_postgres;
mod properties_calendar;
mod reference;
#[cfg(feature = "sandbox")]
mod api_spec;
#[cfg(feature = "sandbox")]
mod sandbox;
mod sla;
mod talk;
mod text;
