//! One binary for all integration tests: one private cluster, one migrated template database.

#[cfg(feature = "sandbox")]
mod api_spec;
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
mod sandbox;
mod sla;
mod talk;
mod telegram_inbound;
#[cfg(feature = "sandbox")]
mod telegram_outbound;
#[cfg(feature = "sandbox")]
mod telegram_poll;
#[cfg(feature = "sandbox")]
mod telegram_scripted;
mod text;
