//! One binary for all integration tests: one private cluster, one migrated template database.

#[cfg(feature = "sandbox")]
mod api_spec;
mod architecture;
mod calendar;
mod catalogue;
#[cfg(feature = "sandbox")]
mod commands;
mod config;
mod day;
#[cfg(feature = "sandbox")]
mod delivery;
mod desk_texts;
mod dialogue;
mod dialogue_reading;
mod docs;
mod front;
#[cfg(feature = "sandbox")]
mod harness;
mod health;
#[cfg(feature = "sandbox")]
mod migrations;
#[cfg(feature = "sandbox")]
mod permissions;
#[cfg(feature = "sandbox")]
mod poison;
#[cfg(feature = "sandbox")]
mod private_postgres;
mod properties_calendar;
mod properties_dialogue;
mod properties_life;
mod reference;
#[cfg(feature = "sandbox")]
mod restart;
#[cfg(feature = "sandbox")]
mod sandbox;
#[cfg(feature = "sandbox")]
mod scenarios;
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
