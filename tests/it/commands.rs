//! The commands of the real program, as an operator runs them: against a stand-in of the platform and a database of
//! their own.

mod secrets;
mod stopping;

use aftercare::sandbox::discord::DiscordServer;
use rustix::process::Signal;

use crate::harness::site::{Running, Site, eventually, finish, free_address};

#[tokio::test]
async fn check_tells_every_problem_at_once_and_migrate_mends_the_schema() {
    let site = Site::new().await;
    let mut wrong = site.command("check");
    wrong.env("AFTERCARE_ADMINS", "telegram:mei").env("AFTERCARE_HTP", "x").env_remove("TELEGRAM_STAFF_CHAT");
    let (status, said) = finish(wrong).await;
    assert_eq!(status.code(), Some(1), "{said}");
    for part in ["AFTERCARE_ADMINS", "AFTERCARE_HTTP?"] {
        assert!(said.contains(part), "{part} in {said}");
    }
    let (status, said) = finish(site.command("check")).await;
    assert_eq!(status.code(), Some(1), "{said}");
    assert!(said.contains("aftercare migrate"), "{said}");
    let (status, said) = finish(site.command("serve")).await;
    assert_eq!(status.code(), Some(1), "{said}");
    assert!(said.contains("aftercare migrate"), "{said}");
    for _ in 0..2 {
        let (status, said) = finish(site.command("migrate")).await;
        assert!(status.success() && said.contains("up to date"), "{said}");
    }
    let (status, said) = finish(site.command("check")).await;
    assert!(status.success(), "{said}");
    assert!(!said.contains("COMMAND-SECRET"), "{said}");
}

#[tokio::test]
async fn migrate_goes_as_the_owner_of_the_tables_where_one_is_named_and_serve_never_does() {
    let site = Site::new().await;
    let sql = "revoke create on schema public from public; create role restricted login";
    sqlx::raw_sql(sql).execute(&mut site.db().await).await.expect("a role");
    let restricted = site.url.replacen("aftercare@", "restricted@", 1);
    assert_ne!(restricted, site.url);
    let mut alone = site.command("migrate");
    alone.env("DATABASE_URL", &restricted);
    let (status, said) = finish(alone).await;
    assert!(!status.success() && said.contains("permission denied"), "{said}");
    let mut both = site.command("migrate");
    both.env("DATABASE_URL", &restricted).env("MIGRATE_DATABASE_URL", &site.url);
    let (status, said) = finish(both).await;
    assert!(status.success() && said.contains("up to date"), "{said}");
    // What the desk itself may do is the other role's.
    let mut check = site.command("check");
    check.env("DATABASE_URL", &restricted).env("MIGRATE_DATABASE_URL", &site.url);
    let (status, said) = finish(check).await;
    assert!(status.code() == Some(1) && said.contains("permission denied"), "{said}");
}

#[tokio::test]
async fn one_platform_is_enough_whichever_it_is_and_none_is_told() {
    let site = Site::migrated().await;
    let people = site.world.on_discord();
    people.join("lao", "Lao Chen", "en-US", false);
    let discord = DiscordServer::start_anywhere(site.world.clone()).await.expect("a stand-in");
    let (status, said) = finish(site.on_discord("check", &discord)).await;
    assert!(status.success() && said.contains("Telegram is off"), "{said}");
    for command in ["check", "serve"] {
        let mut none = site.on_discord(command, &discord);
        none.env_remove("DISCORD_TOKEN");
        let (status, said) = finish(none).await;
        assert_eq!(status.code(), Some(1), "{said}");
        assert!(said.contains("DISCORD_TOKEN neither") && said.contains("set one of them"), "{said}");
    }
    let mut roomless = site.on_discord("check", &discord);
    roomless.env_remove("DISCORD_STAFF_CHANNEL");
    let (status, said) = finish(roomless).await;
    assert_eq!(status.code(), Some(1), "{said}");
    assert!(said.contains("DISCORD_STAFF_CHANNEL is not set, so cases have no room"), "{said}");
    let address = free_address();
    let mut command = site.on_discord("serve", &discord);
    command.env("AFTERCARE_HTTP", &address);
    let desk = Running::start(command);
    let chat = people.dm("lao").expect("a chat");
    let health = format!("http://{address}/healthz");
    let well =
        async || site.client.get(&health).send().await.ok().is_some_and(|answer| answer.status() == 200);
    eventually("the desk is well without Telegram", well).await;
    let lines = |channel| people.look(|guild| guild.lines(channel).len());
    let panel = || lines(people.channel("support").expect("a channel"));
    eventually("the panel stands", async || panel() > 0).await;
    // Why besides: the first private word of a stranger is lost while nobody listens.
    eventually("the gateway is listened to", async || people.session().is_some()).await;
    people.write("lao", chat, "/start").expect("a message");
    eventually("Lao is answered", async || lines(chat) > 1).await;
    desk.signal(Signal::TERM);
    let (status, said) = desk.end().await;
    assert_eq!(status.code(), Some(0), "{said}");
    assert!(!said.contains("elegram can't be reached"), "{said}");
    discord.stop().await;
}

#[tokio::test]
async fn check_tells_the_numbers_that_are_still_missing_and_takes_nothing_away() {
    let site = Site::migrated().await;
    let bare = || {
        let mut command = site.command("check");
        command.env_remove("TELEGRAM_STAFF_CHAT").env_remove("AFTERCARE_ADMINS");
        command
    };
    let (_, said) = finish(bare()).await;
    assert!(said.contains("Nobody waits at the bot"), "{said}");
    site.start();
    for _ in 0..2 {
        let (_, said) = finish(bare()).await;
        assert!(said.contains("AFTERCARE_ADMINS=telegram:"), "{said}");
    }
    let desk = Running::start(site.command("serve"));
    site.answered(1).await;
    desk.signal(Signal::TERM);
    let (status, said) = desk.end().await;
    assert_eq!(status.code(), Some(0), "{said}");
}

#[tokio::test]
async fn serve_answers_says_how_it_is_and_ends_well_without_a_word_of_its_secrets() {
    let mut site = Site::migrated().await;
    let address = free_address();
    let mut command = site.command("serve");
    command.env("AFTERCARE_HTTP", &address).env("RUST_LOG", "trace");
    let desk = Running::start(command);
    site.start();
    site.answered(1).await;
    let health = format!("http://{address}/healthz");
    let ask = async || site.client.get(&health).send().await.ok().map(|answer| answer.status().as_u16());
    eventually("the desk is well", async || ask().await == Some(200)).await;
    let figures = site.client.get(format!("http://{address}/metrics")).send().await.expect("an answer");
    let figures = figures.text().await.expect("text");
    for line in
        ["aftercare_lease_held 1", "aftercare_updates_total{platform=\"telegram\",outcome=\"taken\"} 1"]
    {
        assert!(figures.lines().any(|told| told == line), "{line} in {figures}");
    }
    assert!(figures.contains("aftercare_intake_lag_seconds{platform=\"telegram\"} "), "{figures}");
    drop(site.postgres.take());
    eventually("the desk is ill without its database", async || ask().await == Some(503)).await;
    desk.signal(Signal::TERM);
    let (status, said) = desk.end().await;
    assert_eq!(status.code(), Some(0), "{said}");
    assert!(said.contains("SIGTERM"), "{said}");
    assert!(!said.contains("SECRET") && !said.contains("/start"), "secrets and words stay out of the log");
}

#[tokio::test]
async fn a_terminated_desk_leaves_nothing_half_sent_and_the_next_says_nothing_twice() {
    let site = Site::migrated().await;
    for round in 1..=2 {
        let desk = Running::start(site.command("serve"));
        site.start();
        site.answered(round).await;
        desk.signal(Signal::TERM);
        let (status, said) = desk.end().await;
        assert_eq!(status.code(), Some(0), "{said}");
        assert_eq!(site.count("SELECT count(*) FROM outbox WHERE state IN ('sending', 'queued')").await, 0);
    }
}
