//! Logs: what never gets through, whatever is asked for.

use std::io::Write as _;

use aftercare::telemetry::{
    Capture, Format, RedactedLines, cap, redact, report_panics, subscriber, without_quotes,
};
use proptest::prelude::*;
use tracing::level_filters::LevelFilter;

fn clean(line: &str) -> String {
    String::from_utf8(redact(line.as_bytes())).expect("secrets are plain letters")
}

/// What `log` writes while everything is asked for.
fn captured(format: Format, log: impl FnOnce()) -> Vec<String> {
    let capture = Capture::new();
    let subscriber = subscriber("trace", format, capture.clone()).expect("plain directives");
    tracing::subscriber::with_default(subscriber, log);
    capture.lines()
}

fn telegram() -> impl Strategy<Value = String> {
    "[0-9]{8,10}:[A-Za-z0-9_-]{35}"
}

fn discord() -> impl Strategy<Value = String> {
    "[MNO][A-Za-z0-9_-]{23,25}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,38}"
}

/// What stands in a one-time link.
fn invite() -> impl Strategy<Value = String> {
    "join-[0-9a-f]{32}"
}

/// What stands around a secret, with the escapes of JSON.
fn around() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[ a-z,=\\[(/]{0,12}[ =\\[(/]",
        Just("bot".to_owned()),
        Just("https://api.telegram.org/bot".to_owned()),
        Just("\\n".to_owned()),
        Just("\\\"".to_owned()),
        Just("\\u001b".to_owned()),
        Just("{\"url\":\"".to_owned()),
    ]
}

proptest! {
    #[test]
    fn a_token_never_gets_through_however_it_is_cut(
        before in around(), token in prop_oneof![telegram(), discord(), invite()], cuts in prop::collection::vec(0usize..120, 0..6),
    ) {
        // Directly behind letters a Discord token is no word of its own.
        prop_assume!(before != "bot" && !before.ends_with("/bot") || token.contains(':'));
        let line = format!("{before}{token} end\n");
        let capture = Capture::new();
        let mut writer = RedactedLines::new(capture.clone());
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut % line.len()).collect();
        cuts.sort_unstable();
        let mut from = 0;
        for cut in cuts.into_iter().chain([line.len()]) {
            writer.write_all(&line.as_bytes()[from..cut]).expect("memory takes it");
            writer.flush().expect("memory takes it");
            from = cut;
        }
        drop(writer);
        prop_assert_eq!(capture.lines(), [format!("{before}[redacted] end")]);
    }

    #[test]
    fn a_password_in_an_address_never_gets_through(
        user in "[a-z]{1,8}", password in "[A-Za-z0-9%!/:@?#-]{1,20}", host in "[a-z.]{1,12}", before in around(),
    ) {
        let line = format!("{before} postgres://{user}:{password}@{host}:5432/db end");
        prop_assert_eq!(clean(&line), format!("{before} postgres://[redacted]@{host}:5432/db end"));
    }

    #[test]
    fn a_line_of_json_stays_one(
        text in "[ -~\n\t\"\\\\]{0,20}", token in prop_oneof![telegram(), discord()], end in "[ -~\n\"\\\\]{0,10}",
    ) {
        let address = format!("postgres://u:{text}{token}@host/{end} password={text}{end}");
        let line = serde_json::json!({ "message": format!("{text}\u{1b}{token}\n{end}"), "url": address }).to_string();
        let out = clean(&line);
        prop_assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok(), "{}", out);
        prop_assert!(!out.contains(&token), "{}", out);
    }

    #[test]
    fn what_is_no_secret_is_left_alone(line in "[ a-z0-9:/{}\",_-]{0,80}") {
        prop_assume!(!line.contains("://"));
        let longest = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').map(str::len).max();
        prop_assume!(longest < Some(30));
        prop_assert_eq!(clean(&line), line);
    }
}

#[test]
fn known_shapes_of_secrets() {
    let token = "123456789:AAabcdefghijklmnopqrstuvwxyz0123456";
    let escaped = token.replace(':', "%3A");
    assert_eq!(
        clean(&format!("https://api.telegram.org/bot{token}/getMe")),
        "https://api.telegram.org/bot[redacted]/getMe"
    );
    assert_eq!(clean(&format!("path=%2Fbot/{escaped}!")), "path=%2Fbot/[redacted]!");
    assert_eq!(clean("postgresql://desk:p@ss/word@db/x ok"), "postgresql://[redacted]@db/x ok");
    assert_eq!(clean("http://me:you@proxy/a@b"), "http://[redacted]@proxy/a@b");
    assert_eq!(
        clean("postgres:///db?user=desk&password=hunter2&sslmode=require"),
        "postgres:///db?user=desk&password=[redacted]&sslmode=require"
    );
    assert_eq!(clean("host=db Password=hunter2 user=desk"), "host=db Password=[redacted] user=desk");
    assert_eq!(
        clean("{\"url\":\"postgres://u:a\\\"b@h\",\"to\":\"c@d\"}"),
        "{\"url\":\"postgres://[redacted]@h\",\"to\":\"c@d\"}"
    );
}

#[test]
fn what_telegram_shows_at_a_webhook_is_hidden_wherever_its_name_stands_before_it() {
    let secret = "0123456789abcdef_0123456789-ABCDEF";
    for line in [
        "{\"url\": \"https://h/t\", \"secret_token\":\"…\"}",
        "{\\\"secret_token\\\": \\\"…\\\"}",
        "SetWebhook { url: \"https://h/t\", secret_token: Some(\"…\") }",
        "{\"x-telegram-bot-api-secret-token\": \"…\", \"host\": \"h\"}",
        "X-Telegram-Bot-Api-Secret-Token: … over",
        "TELEGRAM_WEBHOOK_SECRET=… is set",
    ] {
        assert_eq!(clean(&line.replace('…', secret)), line.replace('…', "[redacted]"));
    }
    for line in ["secret_token is missing", "secret_token: Some(words)", "a secret token: none"] {
        assert_eq!(clean(line), line);
    }
}

#[test]
fn known_shapes_of_no_secrets() {
    for line in [
        "2026-03-02T09:00:00.123456Z INFO aftercare::desk::deliver: delivered case=12 attempt=1",
        "HX-7K3M-Q9TD-4XC update 123456789 chat -1001234567890:55",
        "postgres://db.internal:5432/aftercare is up, ask desk@brand.com",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "https://example.com/a/b?c=d#e@f",
    ] {
        assert_eq!(clean(line), line);
    }
}

#[test]
fn a_secret_in_a_field_or_a_message_is_hidden_in_both_formats() {
    let token = "123456789:AAabcdefghijklmnopqrstuvwxyz0123456";
    for format in [Format::Json, Format::Human] {
        let lines = captured(format, || {
            let _span =
                tracing::info_span!("poll", url = %format!("http://h/bot{token}/getUpdates")).entered();
            tracing::error!(error = ?format!("quoted \"{token}\""), "failed at {token}");
        });
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert_eq!(lines[0].matches("[redacted]").count(), 3, "{}", lines[0]);
        assert!(!lines[0].contains("AAabc"), "{}", lines[0]);
    }
}

#[test]
fn foreign_targets_are_capped_whatever_is_asked_for() {
    let lines = captured(Format::Human, || {
        tracing::trace!(target: "aftercare::desk", "ours-trace");
        tracing::info!(target: "hyper::client", "foreign-info");
        tracing::debug!(target: "hyper::client", "foreign-debug");
        tracing::info!(target: "sqlx::postgres::notice", "sqlx-info");
        tracing::warn!(target: "sqlx::pool::acquire", "sqlx-warn");
        tracing::warn!(target: "sqlx::query", { db.statement = "SELECT 1" }, "slow-statement");
        tracing::debug!(target: "aftercare_like", "pretender");
    });
    let said = lines.join("\n");
    for shown in ["ours-trace", "foreign-info", "sqlx-warn"] {
        assert!(said.contains(shown), "{shown} is missing in {said}");
    }
    assert_eq!(lines.len(), 3, "{said}");
    assert_eq!(cap("aftercare"), LevelFilter::TRACE);
    assert_eq!(cap("sqlx_core::pool"), LevelFilter::WARN);
    assert_eq!(cap("teloxide_core::net"), LevelFilter::INFO);
}

#[test]
fn directives_quieten_our_own_targets() {
    let capture = Capture::new();
    let quiet =
        subscriber("warn,aftercare::desk=debug", Format::Json, capture.clone()).expect("plain directives");
    tracing::subscriber::with_default(quiet, || {
        tracing::info!(target: "aftercare::config", "left out");
        tracing::debug!(target: "aftercare::desk", case = 12, "kept");
    });
    let lines = capture.lines();
    let line: serde_json::Value = serde_json::from_str(&lines[0]).expect("a line is one JSON object");
    assert_eq!((lines.len(), &line["message"], &line["case"]), (1, &"kept".into(), &12.into()));
    assert_eq!((&line["level"], &line["target"]), (&"DEBUG".into(), &"aftercare::desk".into()));
    assert!(subscriber("aftercare=loud", Format::Json, Capture::new()).is_err());
}

#[test]
fn a_panic_says_what_went_wrong_and_nobodys_words() {
    assert_eq!(without_quotes("no route for a case"), "no route for a case");
    assert_eq!(
        without_quotes("called `Result::unwrap()` on an `Err` value: Text(\"hello\")"),
        "called `Result::unwrap()` on an `Err` value"
    );
    assert_eq!(
        without_quotes("byte index 1 is not a char boundary; it is inside 'é' of `été`"),
        "byte index 1 is not a char boundary; it is inside …"
    );
    assert_eq!(without_quotes("can't read 'hello'"), "can…");
    assert_eq!(without_quotes("assertion failed\n  left: hello"), "assertion failed…");
    assert_eq!(without_quotes(&"a".repeat(500)).chars().count(), 201);
}

#[test]
fn a_panic_is_one_redacted_event_with_its_place() {
    let before = std::panic::take_hook();
    report_panics();
    let lines = captured(Format::Json, || {
        let caught = std::panic::catch_unwind(|| {
            panic!("gave up on postgres://desk:hunter2@db after \"dear sirs\"");
        });
        assert!(caught.is_err());
    });
    std::panic::set_hook(before);
    let line: serde_json::Value = serde_json::from_str(&lines[0]).expect("a line is one JSON object");
    assert_eq!(
        (lines.len(), &line["level"], &line["target"]),
        (1, &"ERROR".into(), &"aftercare::panic".into())
    );
    assert_eq!(line["message"], "process.panicked");
    assert_eq!(line["reason"], "gave up on postgres://[redacted]@db after …");
    assert!(line["place"].as_str().is_some_and(|place| place.starts_with("tests/it/telemetry.rs:")));
}
