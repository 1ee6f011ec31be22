//! One binary for all integration tests: one private cluster, one migrated template database.

#[cfg(feature = "sandbox")]
mod api_spec;
mod architecture;
mod calendar;
mod catalogue;
mod config;
mod day;
mod desk_texts;
mod dialogue;
mod dialogue_reading;
mod docs;
mod health;
#[cfg(feature = "sandbox")]
mod private_postgres;
mod properties_calendar;
mod properties_dialogue;
mod properties_life;
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
mod telegram_scripted;
mod telemetry;
mod terms_to_code;
mod text;
