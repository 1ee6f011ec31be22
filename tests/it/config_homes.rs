//! Which platforms there must be, with a place for the staff, and on which of them each group has its home.

use aftercare::config::{Config, Environment};

use crate::config::Folder;

const TELEGRAM: [(&str, &str); 2] = [
    ("TELEGRAM_BOT_TOKEN", "123456789:AAabcdefghijklmnopqrstuvwxyz0123456"),
    ("TELEGRAM_STAFF_CHAT", "-1001234567890"),
];
const DISCORD: [(&str, &str); 3] = [
    ("DISCORD_TOKEN", "not-a-real-one-but-long-enough"),
    ("DISCORD_GUILD", "7"),
    ("DISCORD_STAFF_CHANNEL", "9"),
];

/// The keys of what `serve` would not start with.
fn errors(folder: Option<&Folder>, variables: &[(&str, &str)]) -> Vec<String> {
    let mut all = vec![
        ("DATABASE_URL", "postgres://desk:hunter2@db.internal:5432/aftercare"),
        ("AFTERCARE_ADMINS", "discord:6"),
    ];
    let path = folder.map(|folder| folder.path().to_string_lossy().into_owned());
    all.extend(path.as_deref().map(|path| ("AFTERCARE_CONFIG", path)));
    all.extend(variables);
    let today = "2026-03-02".parse().expect("a day");
    let config = Config::load(&Environment::of(all), today).expect("in order");
    config
        .missing_for_serve()
        .into_iter()
        .map(|problem| format!("{}: {}", problem.key, problem.mend))
        .collect()
}

fn keys(folder: Option<&Folder>, variables: &[(&str, &str)]) -> Vec<String> {
    let key = |said: String| said.split(": set").next().unwrap_or_default().to_owned();
    errors(folder, variables).into_iter().map(key).collect()
}

#[test]
fn one_platform_with_a_place_for_the_staff_is_enough() {
    assert_eq!(keys(None, &TELEGRAM), [""; 0]);
    assert_eq!(keys(None, &DISCORD), [""; 0]);
    assert_eq!(
        keys(None, &DISCORD[..2]),
        ["DISCORD_STAFF_CHANNEL: make a channel only your people and the bot see, and set its number"]
    );
    assert!(keys(None, &TELEGRAM[..1])[0].starts_with("TELEGRAM_STAFF_CHAT"));
    // Why in order: a channel on the one platform is a place for the customers of both.
    assert_eq!(keys(None, &[&TELEGRAM[..1], &DISCORD[..]].concat()), [""; 0]);
    assert_eq!(keys(None, &[]), ["TELEGRAM_BOT_TOKEN"]);
}

#[test]
fn a_group_at_home_where_the_staff_has_no_place_keeps_the_desk_closed() {
    let groups = |quality: &str| {
        let ids = ["after-sales", "technical", "marketing", "management"];
        let others =
            ids.map(|id| format!("[[groups]]\nid = \"{id}\"\nname = {{ en = \"A\", zh-Hans = \"A\" }}\n"));
        let quality = format!(
            "[[groups]]\nid = \"quality\"\nname = {{ en = \"Q\", zh-Hans = \"Q\" }}\nhome = \"{quality}\"\n"
        );
        quality + &others.concat()
    };
    let folder = |home: &str| Folder::of(&format!("home-{home}"), &[("terms.toml", &groups(home))]);
    let (telegram, discord, auto) = (folder("telegram"), folder("discord"), folder("auto"));
    let both = [&TELEGRAM[..], &DISCORD[..]].concat();
    for home in [&telegram, &discord, &auto] {
        assert_eq!(keys(Some(home), &both), [""; 0]);
    }
    assert_eq!(keys(Some(&telegram), &TELEGRAM), [""; 0]);
    assert_eq!(keys(Some(&discord), &TELEGRAM), ["terms.toml: groups[1].home"]);
    assert_eq!(keys(Some(&telegram), &DISCORD), ["terms.toml: groups[1].home"]);
    assert!(errors(Some(&telegram), &DISCORD)[0].contains("set TELEGRAM_BOT_TOKEN and TELEGRAM_STAFF_CHAT"));
    // Why an error too: a platform without a place for the staff is no home.
    assert_eq!(
        keys(Some(&discord), &[&TELEGRAM[..], &DISCORD[..2]].concat()),
        ["terms.toml: groups[1].home"]
    );
}

#[test]
fn links_to_files_lead_to_where_the_desk_listens() {
    let url = ("AFTERCARE_PUBLIC_URL", "https://files.example.com");
    let told = |variables: &[(&str, &str)]| {
        let all: Vec<(&str, &str)> = TELEGRAM.iter().chain(variables).copied().collect();
        errors(None, &all).into_iter().filter(|said| said.starts_with("AFTERCARE_PUBLIC_URL")).count()
    };
    assert_eq!(told(&[url]), 1, "nothing hands them out");
    assert_eq!(told(&[url, ("AFTERCARE_HTTP", "127.0.0.1:8080")]), 0);
}

#[test]
fn links_to_files_are_encrypted_and_hold_no_secret() {
    let read = |url: &str| {
        let variables = Environment::of([("AFTERCARE_PUBLIC_URL", url)]);
        Config::load(&variables, "2026-03-02".parse().expect("a day"))
    };
    for url in [
        "files.example.com",
        "http://files.example.com",
        "https://user:hunter2@files.example.com",
        "https://files.example.com/?key=hunter2",
        "ftp://files.example.com",
        "changeme",
    ] {
        let problems = read(url).expect_err(url);
        assert!(problems.iter().any(|problem| problem.key == "AFTERCARE_PUBLIC_URL"), "{url}");
        assert!(!format!("{problems:?}").contains("hunter2"), "{url}");
    }
    let config = read("http://127.0.0.1:8081/files/").expect("in order");
    assert_eq!(config.public_url.as_deref(), Some("http://127.0.0.1:8081/files"));
}
