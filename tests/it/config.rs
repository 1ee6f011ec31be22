//! Configuration as an operator meets it: what is reported, what is merged, what is never shown.

use std::{fs, path::PathBuf};

use aftercare::{
    config::{Config, Environment, Problem, Severity, report},
    domain::{calendar::Span, chat::Platform, lang::Lang},
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use secrecy::ExposeSecret as _;

const TOKEN: &str = "123456789:AAabcdefghijklmnopqrstuvwxyz0123456";
const DATABASE: &str = "postgres://desk:hunter2@db.internal:5432/aftercare";

/// A folder of an operator, removed with the value.
pub struct Folder(PathBuf);

impl Folder {
    pub fn of(test: &str, files: &[(&str, &str)]) -> Self {
        let folder = std::env::temp_dir().join(format!("aftercare-config-{}-{test}", std::process::id()));
        for (name, text) in files {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a folder can be made");
            fs::write(path, text).expect("a file can be written");
        }
        Self(folder)
    }

    pub fn path(&self) -> &std::path::Path {
        &self.0
    }

    pub fn load(&self) -> Result<Config, Vec<Problem>> {
        load(&[("AFTERCARE_CONFIG", self.0.to_str().expect("a path of plain letters"))])
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _removed = fs::remove_dir_all(&self.0);
    }
}

fn march() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date")
}

pub fn load(variables: &[(&str, &str)]) -> Result<Config, Vec<Problem>> {
    Config::load(&Environment::of(variables.iter().copied()), march())
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// Key and mending of every error, without warnings.
pub fn errors(loaded: Result<Config, Vec<Problem>>) -> Vec<(String, String)> {
    let problems = loaded.err().unwrap_or_default();
    problems
        .into_iter()
        .filter(|problem| problem.severity == Severity::Error)
        .map(|problem| (problem.key, problem.mend))
        .collect()
}

fn keys(loaded: Result<Config, Vec<Problem>>) -> Vec<String> {
    errors(loaded).into_iter().map(|(key, _)| key).collect()
}

/// The keys of the errors one changed `terms.toml` has.
pub fn keys_of_terms(test: &str, terms: &str) -> Vec<String> {
    keys(Folder::of(test, &[("terms.toml", terms)]).load())
}

#[test]
fn the_built_in_files_hold_the_promises_of_the_brand() {
    let config = load(&[]).expect("the built-in files are in order");
    let terms = &config.terms;
    let hours = TimeDelta::hours;
    assert_eq!(terms.promises.first_response, Span::ServiceHours(hours(2)));
    assert_eq!(terms.promises.solution, Span::ServiceDays(hours(24)));
    assert_eq!(terms.promises.solution_complex, Span::ServiceDays(hours(48)));
    assert_eq!(terms.promises.enquiry_reply, Span::ServiceHours(hours(8)));
    assert!(terms.families.iter().all(|family| family.warranty_months == Some(12)));
    assert_eq!(
        terms.families.iter().map(|f| f.name.get(Lang::ZhHans)).collect::<Vec<_>>(),
        ["化妆包", "化妆箱", "旅行箱", "其他产品"]
    );
    assert!(config.telegram.is_none() && config.database_url.is_none() && config.http.is_none());
    assert_eq!(config.log, "info");
}

#[test]
fn the_built_in_hours_know_holidays_and_the_days_worked_for_them() {
    let calendar = &load(&[]).expect("in order").terms.calendar;
    assert!(calendar.is_open(at("2026-03-02T00:00:00Z")), "Monday 08:00 in Shanghai");
    assert!(!calendar.is_open(at("2026-03-02T12:00:00Z")), "Monday 20:00");
    assert!(!calendar.is_open(at("2026-02-17T02:00:00Z")), "a Tuesday in the Spring Festival");
    assert!(calendar.is_open(at("2026-10-10T02:00:00Z")), "a Saturday worked for National Day");
    assert!(!calendar.is_open(at("2026-10-17T02:00:00Z")), "a Saturday");
}

#[test]
fn everything_wrong_is_reported_at_once_with_its_key() {
    let folder = Folder::of(
        "all-at-once",
        &[
            (
                "terms.toml",
                "versoin = 2\n[brand]\nemail = 7\nprefix = \"h1\"\n[caps]\nevidence = -1\nopen_cases = 0",
            ),
            ("default.toml", "[lease]\nrenew_s = 10\n[telegram]\npoll_limits = 5\npoll_limit = 500"),
        ],
    );
    let found = keys(load(&[
        ("AFTERCARE_CONFIG", folder.0.to_str().expect("plain")),
        ("DATABASE_URL", "mysql://x"),
        ("TELEGRAM_BOT_TOKEN", "changeme"),
        ("TELEGRAM_STAFF_CHAT", "0"),
        ("AFTERCARE_ADMINS", "lin"),
        ("AFTERCARE_HTTP", "8080"),
        ("RUST_LOG", "aftercare=loud"),
    ]));
    assert_eq!(
        found,
        [
            "terms.toml: versoin",
            "terms.toml: brand.email",
            "terms.toml: brand.prefix",
            "terms.toml: caps.evidence",
            "terms.toml: caps.open_cases",
            "default.toml: telegram.poll_limit",
            "default.toml: telegram.poll_limits",
            "default.toml: lease.renew_s",
            "DATABASE_URL",
            "TELEGRAM_STAFF_CHAT",
            "TELEGRAM_BOT_TOKEN",
            "AFTERCARE_ADMINS",
            "AFTERCARE_HTTP",
            "RUST_LOG",
        ]
    );
}

#[test]
fn an_unknown_key_is_answered_with_the_nearest_known_one() {
    let terms = "[brand]\nnmae = \"x\"\n[promises.frist_response]\nhours = 1\n[promises.solution]\nhour = 1\n\
                 [[groups]]\nid = \"desk\"\nname = { en = \"Desk\" }\nhomes = \"auto\"\n[[routing]]\ngroup = \"desk\"";
    let folder = Folder::of("nearest", &[("terms.toml", terms), ("defaults.toml", "")]);
    let found = errors(folder.load());
    let mend = |key: &str| found.iter().find(|(k, _)| k == key).map(|(_, mend)| mend.as_str());
    assert_eq!(mend("AFTERCARE_CONFIG: defaults.toml"), Some("rename it to default.toml"));
    assert_eq!(mend("terms.toml: promises.frist_response"), Some("did you mean first_response?"));
    assert_eq!(mend("terms.toml: promises.solution.hour"), Some("did you mean hours?"));
    assert_eq!(mend("terms.toml: groups[1].homes"), Some("did you mean home?"));
    assert_eq!(mend("terms.toml: brand.nmae"), Some("did you mean name?"));
    assert_eq!(found.len(), 5, "{found:?}");
}

#[test]
fn a_changed_key_leaves_its_neighbours_and_a_list_is_replaced() {
    let terms = "wishes = [\"repair\"]\n[promises.first_response]\nhours = 0.5\n[brand]\nname = \"Corner Shop\"\n\
                 phone = \"+49 30 1234\"\nprivacy_url = \"https://corner.shop/privacy\"\n\
                 [calendar.week]\nsat = [[\"10:00\", \"13:00\"]]\n[calendar.holidays]\n2027 = [\"2027-01-01\"]";
    let folder = Folder::of("merge", &[("terms.toml", terms), ("default.toml", "[lease]\nttl_s = 60")]);
    let config = folder.load().expect("in order");
    let terms = &config.terms;
    assert_eq!((terms.brand.name.as_str(), terms.brand.prefix.as_str()), ("Corner Shop", "HX"));
    assert_eq!(terms.brand.phone.as_deref(), Some("+49 30 1234"));
    assert_eq!(terms.promises.first_response, Span::ServiceHours(TimeDelta::minutes(30)));
    assert_eq!(terms.wishes, ["repair"]);
    assert!(terms.calendar.is_open(at("2026-03-07T02:00:00Z")), "Saturday 10:00");
    assert!(terms.calendar.is_open(at("2026-03-02T02:00:00Z")), "Monday as before");
    assert!(!terms.calendar.is_open(at("2026-10-01T02:00:00Z")), "the holidays of 2026 as before");
    assert!(!terms.calendar.is_open(at("2027-01-01T02:00:00Z")), "the holiday of 2027");
    assert_eq!((config.technical.lease.ttl_s, config.technical.lease.renew_s), (60, 5));
    assert!(config.redacted().contains("ttl_s = 60"));
}

#[test]
fn promises_must_be_times_that_can_be_kept() {
    for hours in ["0", "-2", "nan", "inf", "9000", "0.0001"] {
        let terms = format!("[promises.enquiry_reply]\nhours = {hours}");
        let found = keys_of_terms("spans", &terms);
        assert_eq!(found, ["terms.toml: promises.enquiry_reply.hours"], "{hours}");
    }
    let count = keys_of_terms("count", "[promises.solution]\ncount = \"days\"");
    assert_eq!(count, ["terms.toml: promises.solution.count"]);
    let shorter = keys_of_terms("shorter", "[promises.solution_complex]\nhours = 5");
    assert_eq!(shorter, ["terms.toml: promises.solution_complex.hours"]);
}

#[test]
fn hours_that_overlap_or_are_none_are_named_by_their_day() {
    let found = keys_of_terms(
        "hours",
        "[calendar]\ntz = \"Mars/Olympus\"\n[calendar.week]\nmon = [[\"08:00\", \"12:00\"], [\"11:00\", \"20:00\"]]\n\
         tue = [[\"25:00\", \"26:00\"]]\nwed = \"always\"\n[calendar.special]\n\"2026-13-01\" = []\n\
         [calendar.holidays]\n2027 = [\"2026-12-31\"]\nnext = []",
    );
    assert_eq!(
        found,
        [
            "terms.toml: calendar.week.wed",
            "terms.toml: calendar.holidays.2027",
            "terms.toml: calendar.holidays.next",
            "terms.toml: calendar.tz",
            "terms.toml: calendar.week.mon",
            "terms.toml: calendar.week.tue",
            "terms.toml: calendar.special.2026-13-01",
        ]
    );
}

#[test]
fn routing_is_total_and_names_only_what_exists() {
    let gap = Folder::of("gap", &[("terms.toml", "[[routing]]\nkind = \"claim\"\ngroup = \"quality\"")]);
    assert_eq!(keys(gap.load()), ["terms.toml: routing"; 4], "care, enquiry, order, person");
    let wrong = "[[routing]]\nkind = \"clam\"\ntopic = \"custom\"\nurgency = \"urgent\"\ngroup = \"afer-sales\"\n\
                 [[routing]]\nkind = \"order\"\ntopic = \"custom\"\ngroup = \"quality\"\n\
                 [[routing]]\ngroup = \"after-sales\"";
    assert_eq!(
        errors(Folder::of("wrong", &[("terms.toml", wrong)]).load()),
        [
            ("terms.toml: routing[1].kind".to_owned(), "did you mean claim?".to_owned()),
            ("terms.toml: routing[1].urgency".to_owned(), "use one of low, normal, high".to_owned()),
            ("terms.toml: routing[1].group".to_owned(), "did you mean after-sales?".to_owned()),
            ("terms.toml: routing[1].topic".to_owned(), "remove it".to_owned()),
            ("terms.toml: routing[2].topic".to_owned(), "remove it".to_owned()),
        ]
    );
    let shadowed = "[[routing]]\ngroup = \"quality\"\n[[routing]]\nkind = \"care\"\ngroup = \"technical\"";
    let config = Folder::of("shadowed", &[("terms.toml", shadowed)]).load().expect("only a warning");
    assert!(config.warnings.iter().any(|warning| warning.key == "terms.toml: routing[2]"));
}

#[test]
fn lists_lives_and_roles_are_checked() {
    let terms = "parts = [\"zipper\", \"Zip\", \"zipper\"]\nescalation = []\nwishes = []\n\
                 [lives]\ndraft_reminders_hours = [72, 24]\ndaytime = [\"21:00\", \"09:00\"]\nreopen_days = 0\n\
                 [[families]]\nid = \"bag\"\nname = { en = \"\" }\nwarranty_months = 0\nparts = [\"wheel\"]";
    assert_eq!(
        keys_of_terms("lists", terms),
        [
            "terms.toml: parts",
            "terms.toml: parts",
            "terms.toml: wishes",
            "terms.toml: families[1].name",
            "terms.toml: families[1].warranty_months",
            "terms.toml: families[1].parts",
            "terms.toml: escalation",
            "terms.toml: lives.draft_reminders_hours",
            "terms.toml: lives.daytime",
            "terms.toml: lives.reopen_days",
        ]
    );
    assert_eq!(
        keys_of_terms("chain", "escalation = [\"lead\", \"quality\", \"boss\"]"),
        ["terms.toml: escalation"]
    );
}

#[test]
fn a_list_that_does_not_fit_is_the_only_thing_said_about_it() {
    let terms = "[[groups]]\nid = 5\nname = { en = \"Desk\" }\n[[routing]]\ngroup = \"desk\"\n\
                 [[families]]\nid = \"a\"\nname = { fr = \"Sac\" }\n[[families]]\nid = \"b\"\nwarranty_months = -1";
    let found = Folder::of("lists-alone", &[("terms.toml", terms)]).load().expect_err("three errors");
    let said = report(&found, None);
    let keys: Vec<&str> = found.iter().map(|problem| problem.key.as_str()).collect();
    assert_eq!(
        keys[1..4],
        ["terms.toml: families[1]", "terms.toml: families[2]", "terms.toml: groups[1]"],
        "{said}"
    );
    assert!(said.contains("unknown variant `fr`, expected `en` or `zh-Hans`"), "{said}");
    assert!(said.contains("expected a whole number from 0 on"), "{said}");
    assert!(said.ends_with("Not ready to start: 3 errors, 1 warning.\n"), "{said}");
}

#[test]
fn next_years_holidays_are_missed_from_november_on() {
    let warned = |day: &str| {
        let today = day.parse().expect("a date");
        let config = Config::load(&Environment::default(), today).expect("in order");
        config.warnings.iter().any(|warning| warning.key == "terms.toml: calendar.holidays.2027")
    };
    assert!(!warned("2026-10-31"));
    assert!(warned("2026-11-01"));
    let known = Folder::of("known", &[("terms.toml", "[calendar.holidays]\n2027 = []")]);
    let path = known.0.to_str().expect("plain");
    let november = NaiveDate::from_ymd_opt(2026, 11, 2).expect("a date");
    let config = Config::load(&Environment::of([("AFTERCARE_CONFIG", path)]), november).expect("in order");
    assert!(config.warnings.iter().all(|warning| !warning.key.contains("holidays")));
}

#[test]
fn files_that_cannot_be_read_say_where() {
    let folder = Folder::of(
        "broken",
        &[
            ("terms.toml", "[brand]\nname = \"open"),
            ("locales/en.ftl", "welcome = Hello\n\nkey-add Add\n"),
            ("locales/fr.ftl", "welcome = Bonjour\n"),
        ],
    );
    assert_eq!(
        keys(folder.load()),
        ["terms.toml: line 2", "AFTERCARE_CONFIG: fr.ftl", "locales/en.ftl: line 3",]
    );
    assert_eq!(keys(load(&[("AFTERCARE_CONFIG", "/no/such/folder")])), ["AFTERCARE_CONFIG"]);
    let good = Folder::of("texts", &[("locales/zh-Hans.ftl", "welcome = 您好\n")]);
    let config = good.load().expect("in order");
    assert_eq!(config.locales, [(Lang::ZhHans, "welcome = 您好\n".to_owned())]);
}

#[test]
fn placeholders_and_misshapen_addresses_are_refused_without_repeating_secrets() {
    for (key, value) in [
        ("TELEGRAM_BOT_TOKEN", "<token>"),
        ("TELEGRAM_BOT_TOKEN", "xxx"),
        ("TELEGRAM_BOT_TOKEN", "123456789:too-short-but-secret"),
        ("TELEGRAM_BOT_TOKEN", "12345678A:AAabcdefghijklmnopqrstuvwxyz0123456"),
        ("DATABASE_URL", "postgres://desk:changeme@db/aftercare"),
        ("DATABASE_URL", "postgres://<user>:hunter2@db/aftercare"),
        ("DATABASE_URL", "postgres://desk:hunter2@db:99999/aftercare"),
        ("MIGRATE_DATABASE_URL", "desk:hunter2@db"),
        ("TELEGRAM_API_URL", "localhost"),
        ("TELEGRAM_API_URL", "http://user:hunter2@host"),
        ("TELEGRAM_API_URL", "https://api.telegram.org/bot123456789:AAabcdefghijklmnopqrstuvwxyz0123456"),
        ("TELEGRAM_STAFF_CHAT", "my group"),
        ("TELEGRAM_STAFF_CHAT", "0"),
        ("AFTERCARE_ADMINS", "telegram:@lin"),
        ("AFTERCARE_ADMINS", "wechat:5"),
        ("AFTERCARE_HTTP", "localhost"),
    ] {
        let problems = load(&[(key, value)]).expect_err(value);
        let named: Vec<_> = problems.iter().filter(|problem| problem.key == key).collect();
        assert_eq!(named.len(), 1, "{key}={value}");
        let said = report(&problems, None);
        for secret in ["hunter2", "too-short-but-secret", "AAabcdefghijklmnop"] {
            assert!(!said.contains(secret), "{said}");
        }
    }
}

#[test]
fn a_full_environment_is_read_and_shown_without_its_secrets() {
    let config = load(&[
        ("DATABASE_URL", DATABASE),
        ("MIGRATE_DATABASE_URL", DATABASE),
        ("TELEGRAM_BOT_TOKEN", TOKEN),
        ("TELEGRAM_API_URL", "http://127.0.0.1:8081/"),
        ("TELEGRAM_STAFF_CHAT", "-1001234567890"),
        ("AFTERCARE_ADMINS", " telegram:5, discord:6 ,telegram:5"),
        ("AFTERCARE_HTTP", "127.0.0.1:8080"),
        ("AFTERCARE_PUBLIC_URL", "https://files.example.com/"),
        ("AFTERCARE_ADMIN", "telegram:7"),
        ("RUST_LOG", "info,aftercare=debug"),
    ])
    .expect("in order");
    let telegram = config.telegram.as_ref().expect("Telegram is on");
    assert_eq!(telegram.token.expose_secret(), TOKEN);
    assert_eq!(telegram.api_url.as_deref(), Some("http://127.0.0.1:8081"));
    assert_eq!(telegram.staff_chat, Some(-1_001_234_567_890));
    assert_eq!(config.admins, [(Platform::Telegram, 5), (Platform::Discord, 6)]);
    assert_eq!(config.public_url.as_deref(), Some("https://files.example.com"));
    assert_eq!(config.log, "info,aftercare=debug");
    assert!(config.missing_for_serve().is_empty());
    let stray = config.warnings.iter().find(|warning| warning.key == "AFTERCARE_ADMIN");
    assert_eq!(stray.map(|warning| warning.mend.as_str()), Some("did you mean AFTERCARE_ADMINS?"));
    let said = report(&config.warnings, Some(&config)) + &format!("{config:?}");
    for secret in ["hunter2", "AAabcdefgh", "123456789:"] {
        assert!(!said.contains(secret), "{secret} is shown");
    }
    assert!(
        said.contains("TELEGRAM_BOT_TOKEN = set (hidden)") && said.contains("Ready to start; 2 warnings.")
    );
}

#[test]
fn an_empty_variable_is_none_and_serve_says_what_it_misses() {
    let config = load(&[("DATABASE_URL", "  "), ("TELEGRAM_BOT_TOKEN", "")]).expect("in order");
    let missing = config.missing_for_serve();
    let keys: Vec<&str> = missing.iter().map(|problem| problem.key.as_str()).collect();
    assert_eq!(keys, ["DATABASE_URL", "TELEGRAM_BOT_TOKEN", "AFTERCARE_ADMINS"]);
    assert!(report(&missing, Some(&config)).ends_with("Not ready to start: 2 errors, 1 warning.\n"));
    let on = load(&[("DATABASE_URL", DATABASE), ("TELEGRAM_BOT_TOKEN", TOKEN)]).expect("in order");
    let missing = on.missing_for_serve();
    assert!(missing.iter().any(|p| p.key == "TELEGRAM_STAFF_CHAT" && p.severity == Severity::Error));
}

#[test]
fn waits_between_tries_follow_the_list_and_end() {
    let folder = Folder::of("waits", &[("default.toml", "[delivery]\nattempts = 4\nbackoff_s = [1, 10]")]);
    let delivery = folder.load().expect("in order").technical.delivery;
    let waits: Vec<_> = (1..=4).map(|failed| delivery.wait_s(failed)).collect();
    assert_eq!(waits, [Some(1), Some(10), Some(10), None]);
    let falling = Folder::of("falling", &[("default.toml", "[delivery]\nbackoff_s = [10, 1]")]);
    assert_eq!(keys(falling.load()), ["default.toml: delivery.backoff_s"]);
}
