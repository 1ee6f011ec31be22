//! A panic becomes one event, through the same guards as every other.
//!
//! The standard library quotes values in its own panic messages: the whole text a slice went wrong in, the whole error
//! an `unwrap` met. Those can be words a customer wrote, so they are cut out.

use std::panic::{self, PanicHookInfo};

/// Longer messages are cut; the place says more than the rest would.
const LONGEST: usize = 200;
/// Beginnings with quotation marks that hold no value.
const HARMLESS: [&str; 2] =
    ["called `Option::unwrap()` on a `None` value", "called `Result::unwrap()` on an `Err` value"];

/// From now on the panics of this process are logged instead of printed.
pub fn report() {
    panic::set_hook(Box::new(log));
}

fn log(info: &PanicHookInfo<'_>) {
    let reason = info.payload_as_str().map_or_else(|| "a value that is no text".to_owned(), without_quotes);
    let place = info.location().map(|place| format!("{}:{}", place.file(), place.line())).unwrap_or_default();
    let thread = std::thread::current();
    let thread = thread.name().unwrap_or_default();
    tracing::error!(target: "aftercare::panic", reason, place, thread, "process.panicked");
}

/// The first line of a panic's message up to the first quoted value, at most 200 characters.
///
/// Why nothing after the first quotation mark: pairs cannot be told apart from apostrophes. Saying less costs a look at
/// the place; saying more could cost a customer's words.
pub fn without_quotes(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default();
    if let Some(harmless) = HARMLESS.into_iter().find(|harmless| first.starts_with(harmless)) {
        return harmless.to_owned();
    }
    let end = first.find(['`', '"', '\'']).unwrap_or(first.len());
    let mut said: String = first[..end].chars().take(LONGEST).collect();
    if said.len() < message.len() {
        said.push('…');
    }
    said
}
