//! Every line a test logs, at the finest level there is.
//!
//! The capture is set for the current thread alone, so tests that run side by side do not hear each other. That fits
//! because a test's runtime has one thread: whatever the test starts logs there.

use aftercare::app::rehearsal::TOKEN;
use aftercare::telemetry::{Capture, Format, subscriber};
use tracing::subscriber::DefaultGuard;

/// Shorter words are everybody's and prove nothing.
const TELLING: usize = 8;

/// What is logged while this lives.
pub struct Logs {
    capture: Capture,
    _guard: DefaultGuard,
}

impl Logs {
    pub fn capture() -> Self {
        let capture = Capture::new();
        let keep = subscriber("trace", Format::Json, capture.clone()).expect("plain directives");
        Self { capture, _guard: tracing::subscriber::set_default(keep) }
    }

    pub fn lines(&self) -> Vec<String> {
        self.capture.lines()
    }

    /// The lines of an event.
    pub fn of(&self, part: &str) -> Vec<String> {
        self.lines().into_iter().filter(|line| line.contains(part)).collect()
    }

    /// Lines at the level of errors.
    pub fn errors(&self) -> Vec<String> {
        self.of(r#""level":"ERROR""#)
    }

    /// Lines that hold any of these words, or the bot's token.
    pub fn leaks<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        let telling = words.into_iter().filter(|word| word.chars().count() >= TELLING);
        // Why both: a line is JSON, and words with quotes in them stand in it escaped.
        let mut secrets: Vec<String> = telling.flat_map(|word| [word.to_owned(), escaped(word)]).collect();
        secrets.push(TOKEN.to_owned());
        secrets.extend(TOKEN.split_once(':').map(|(_, secret)| secret.to_owned()));
        let lines = self.lines();
        assert!(!lines.is_empty(), "a desk that works logs something; nothing was captured");
        lines.into_iter().filter(|line| secrets.iter().any(|secret| line.contains(secret))).collect()
    }
}

fn escaped(word: &str) -> String {
    let json = serde_json::Value::from(word).to_string();
    json[1..json.len() - 1].to_owned()
}

#[test]
fn errors_and_leaks_are_found() {
    let logs = Logs::capture();
    tracing::info!(event = "test.plain", "nothing to see");
    assert_eq!(logs.errors(), [""; 0]);
    assert_eq!(logs.leaks(["nothing", "He said \"no\" twice"]), [""; 0], "short words are everybody's");
    tracing::error!(event = "test.told", "it was: {}", "He said \"no\" twice");
    assert_eq!(logs.errors().len(), 1);
    assert_eq!(logs.leaks(["He said \"no\" twice"]).len(), 1, "words with quotes are found in JSON");
}
