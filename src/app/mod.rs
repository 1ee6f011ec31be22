//! The composition root: configuration becomes a desk with its platforms, and the commands of the program.

mod build;
mod check;
mod courier;
#[cfg(feature = "sandbox")]
pub mod demo;
mod due;
mod intake;
mod line;
mod office;
pub mod orders;
#[cfg(feature = "sandbox")]
pub mod rehearsal;
mod serve;

pub use build::{Blueprint, Running, start};
pub use check::check;
pub use due::{Question, due};
pub use serve::{migrate, serve};

/// What to tell the operator, and how the program ends.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The configuration, as a report of every problem.
    #[error("{0}")]
    Config(String),
    /// The database's schema.
    #[error("{0}")]
    Schema(String),
    /// Anything else, in a sentence.
    #[error("{0}")]
    Other(String),
}

impl AppError {
    /// A failure with what was being done when it came.
    pub fn doing(what: &str, why: impl std::fmt::Display) -> Self {
        Self::Other(format!("{what}: {why}"))
    }
}
