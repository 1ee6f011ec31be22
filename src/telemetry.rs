//! Logs: one JSON object a line in production, plain lines in a terminal, both through the same two guards.
//!
//! Invariants, whatever `RUST_LOG` says: targets that are not ours stay within [`cap`], because libraries print
//! payloads and statements at the finer levels; no line leaves without passing [`redact()`]. Our own events carry ids,
//! never words people wrote: no guard can tell those. Not here: which events exist (`docs/logging.md`).

mod capture;
mod panics;
mod redact;

use tracing::{Metadata, Subscriber, level_filters::LevelFilter};
use tracing_subscriber::{
    EnvFilter, Layer, filter::FilterExt as _, filter::filter_fn, fmt::MakeWriter, layer::SubscriberExt as _,
};

pub use capture::Capture;
pub use panics::{report as report_panics, without_quotes};
pub use redact::{Redacted, RedactedLines, redact};

/// How a line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line, for machines.
    Json,
    /// Words, for a person at a terminal.
    Human,
}

/// Why logging could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The directives cannot be read; `config` refuses such ones beforehand.
    #[error("the log directives cannot be read")]
    Directives(#[from] tracing_subscriber::filter::ParseError),
    /// Somebody set logging up before.
    #[error("logging is set up already")]
    Twice(#[from] tracing::subscriber::SetGlobalDefaultError),
}

/// The finest level that is let through, for targets that are not ours; the first prefix that fits decides.
const CAPS: [(&str, LevelFilter); 3] = [
    // Why: slow statements are told with their whole text.
    ("sqlx::query", LevelFilter::OFF),
    ("sqlx", LevelFilter::WARN),
    ("", LevelFilter::INFO),
];

/// Starts logging for the whole process, panics included. Once per process. JSON goes to stdout, words for a person to
/// stderr: stdout belongs to what the command itself has to say.
pub fn init(directives: &str, format: Format) -> Result<(), TelemetryError> {
    tracing::subscriber::set_global_default(match format {
        Format::Json => subscriber(directives, format, std::io::stdout)?,
        Format::Human => subscriber(directives, format, std::io::stderr)?,
    })?;
    report_panics();
    Ok(())
}

/// The same guards in front of any writer. `directives` are in the notation of `RUST_LOG`.
pub fn subscriber<W>(
    directives: &str,
    format: Format,
    writer: W,
) -> Result<Box<dyn Subscriber + Send + Sync>, TelemetryError>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let wanted = EnvFilter::builder().parse(directives)?;
    let filter = wanted.and(filter_fn(within_cap));
    let lines = tracing_subscriber::fmt::layer().with_writer(Redacted::new(writer)).with_ansi(false);
    let registry = tracing_subscriber::registry();
    Ok(match format {
        Format::Json => Box::new(
            registry.with(lines.json().flatten_event(true).with_span_list(false).with_filter(filter)),
        ),
        Format::Human => Box::new(registry.with(lines.compact().with_filter(filter))),
    })
}

/// The finest level a target may log at.
pub fn cap(target: &str) -> LevelFilter {
    if covers("aftercare", target) {
        return LevelFilter::TRACE;
    }
    CAPS.into_iter().find(|(prefix, _)| covers(prefix, target)).map_or(LevelFilter::INFO, |(_, level)| level)
}

fn within_cap(event: &Metadata<'_>) -> bool {
    *event.level() <= cap(event.target())
}

/// Whether the target is that module or inside of it; a crate whose name only begins alike is not, except for the
/// families of crates named `prefix_…` and `prefix-…`.
fn covers(prefix: &str, target: &str) -> bool {
    let Some(rest) = target.strip_prefix(prefix) else { return false };
    let family = prefix != "aftercare" && rest.starts_with(['_', '-']);
    prefix.is_empty() || rest.is_empty() || rest.starts_with("::") || rest.starts_with('.') || family
}
