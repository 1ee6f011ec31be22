//! One binary for all integration tests: one private cluster, one migrated template database.

#[cfg(feature = "sandbox")]
mod api_spec;
#[cfg(feature = "sandbox")]
mod sandbox;
