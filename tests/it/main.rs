//! One binary for all integration tests: one private cluster, one migrated template database.

#[cfg(feature = "sandbox")]
mod across;
mod alerts;
mod api_spec;
mod appointments;
mod architecture;
#[cfg(feature = "sandbox")]
mod backup;
mod calendar;
mod calls;
mod catalogue;
#[cfg(feature = "sandbox")]
mod commands;
mod config;
mod config_groups;
mod config_homes;
mod config_ways;
mod coverage;
mod day;
#[cfg(feature = "sandbox")]
mod deletions;
#[cfg(feature = "sandbox")]
mod delivery;
mod desk_texts;
mod dialogue;
mod dialogue_company;
mod dialogue_forms;
mod dialogue_orders;
mod dialogue_reading;
#[cfg(feature = "sandbox")]
mod discord_commands;
mod discord_desk;
mod discord_line;
mod discord_outbound;
#[cfg(feature = "sandbox")]
mod discord_spec;
#[cfg(feature = "sandbox")]
mod discord_stand_in;
mod docs;
mod due_command;
mod engines;
#[cfg(feature = "sandbox")]
mod erasure;
#[cfg(feature = "sandbox")]
mod evidence;
mod form;
mod front;
#[cfg(feature = "sandbox")]
mod fuzzed;
#[cfg(feature = "sandbox")]
mod handout;
#[cfg(feature = "sandbox")]
mod harness;
mod health;
mod homes;
#[cfg(feature = "sandbox")]
mod kept;
#[cfg(feature = "sandbox")]
mod kinds;
#[cfg(feature = "sandbox")]
mod last_release;
#[cfg(feature = "sandbox")]
mod limits;
#[cfg(feature = "sandbox")]
mod lots;
#[cfg(feature = "sandbox")]
mod mended;
mod mentions;
#[cfg(feature = "sandbox")]
mod menus;
#[cfg(feature = "sandbox")]
mod metrics;
#[cfg(feature = "sandbox")]
mod migrations;
mod moves;
#[cfg(feature = "sandbox")]
mod muted;
mod next_reply;
#[cfg(feature = "sandbox")]
mod one_person;
mod order_numbers;
#[cfg(feature = "sandbox")]
mod orders_import;
#[cfg(feature = "sandbox")]
mod outage;
mod own_affairs;
mod own_place;
#[cfg(feature = "sandbox")]
mod parts;
#[cfg(feature = "sandbox")]
mod permissions;
#[cfg(feature = "sandbox")]
mod plans;
#[cfg(feature = "sandbox")]
mod poison;
#[cfg(feature = "sandbox")]
mod private_postgres;
mod properties_appointments;
mod properties_calendar;
mod properties_dialogue;
mod properties_life;
mod properties_quote;
mod properties_verdict;
mod properties_wholesale;
mod quote;
#[cfg(feature = "sandbox")]
mod quote_races;
#[cfg(feature = "sandbox")]
mod quote_rows;
mod ready;
mod reckon;
#[cfg(feature = "sandbox")]
mod reckon_desk;
mod reference;
#[cfg(feature = "sandbox")]
mod relay_table;
mod reliability;
#[cfg(feature = "sandbox")]
mod report;
mod restart;
mod rooms;
#[cfg(feature = "sandbox")]
mod sandbox;
#[cfg(feature = "sandbox")]
mod scaling;
#[cfg(feature = "sandbox")]
mod scenarios;
mod search;
mod security;
mod sla;
#[cfg(feature = "sandbox")]
mod status;
mod suggest;
#[cfg(feature = "sandbox")]
mod survey_kept;
mod survey_rhythm;
#[cfg(feature = "sandbox")]
mod survey_rows;
#[cfg(feature = "sandbox")]
mod take_over;
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
mod text_discord;
mod turns;
#[cfg(feature = "sandbox")]
mod two_processes;
mod verdict;
#[cfg(feature = "sandbox")]
mod verdict_rows;
#[cfg(feature = "sandbox")]
mod webhook;
