//! Every kind of trouble, at the finest level there is, in the real program: no secret and no words of anybody in what it prints.
//!
//! What hides secrets by their shape is not what is tried here: it is to have nothing to do.

mod webhook;

use std::{process::Command, time::Duration};

use aftercare::sandbox::{
    discord::{Cut, DiscordServer, RestFault, RestTrouble, Upset},
    faults::{Fault, Trouble},
    shown::Place,
    world::{Attachment, MediaKind},
};
use rustix::process::Signal;
use serde_json::json;

use crate::harness::site::{Running, Site, TOKEN, eventually, finish, free_address};

/// The password in the database's address.
const PASSWORD: &str = "PASS-OF-THE-DATABASE";
/// What lets Telegram in where it brings its updates.
const WEBHOOK: &str = "WEBHOOK_SECRET_0123456789abcdefgh";
/// What people say, send and are called.
const WORDS: [&str; 6] = ["quicksilver", "Mei Li", "Lao Chen", "receipt-of-mine", "+86 139", "Wenceslas"];

/// What a program printed, and whether all its troubles are seen in it.
struct Printed(String);

impl Printed {
    fn holds(&self, events: &[&str]) -> &Self {
        for event in events {
            assert!(self.0.contains(event), "{event} did not happen:\n{}", self.0);
        }
        self
    }

    fn tells_nothing(&self) {
        let (number, secret) = TOKEN.split_once(':').expect("two parts");
        assert!(secret.starts_with("COMMAND-SECRET") && number.len() == 7, "what is looked for below");
        let telltales =
            ["COMMAND-SECRET", "SANDBOX-DISCORD", PASSWORD, "a_secret_of_an_interaction", "HOOK_SECRET_"];
        for told in telltales.into_iter().chain(WORDS) {
            let lines: Vec<&str> = self.0.lines().filter(|line| line.contains(told)).collect();
            assert!(lines.is_empty(), "{told} in {lines:#?}");
        }
        assert!(!self.0.contains("[redacted]"), "the net below was needed:\n{}", self.0);
    }
}

/// The program on both platforms, at the finest level, with a password in the address of its database.
fn command(site: &Site, word: &str, discord: &DiscordServer) -> Command {
    let mut program = site.on_discord(word, discord);
    let url = site.url.replacen('@', &format!(":{PASSWORD}@"), 1);
    assert!(url.contains(PASSWORD), "{url}");
    program
        .env("DATABASE_URL", url)
        .env("TELEGRAM_BOT_TOKEN", TOKEN)
        .env("TELEGRAM_API_URL", site.telegram.url())
        .env("TELEGRAM_STAFF_CHAT", site.world.group_id().to_string())
        .env("RUST_LOG", "trace");
    program
}

#[tokio::test]
async fn what_keeps_it_from_starting_is_told_without_a_secret() {
    let site = Site::migrated().await;
    let discord = DiscordServer::start_anywhere(site.world.clone()).await.expect("a stand-in");
    let nowhere = free_address();
    let dead = format!("postgres://desk:{PASSWORD}@{nowhere}/desk?sslmode=disable");
    let bad = format!("postgres://desk:{PASSWORD}@host:notaport/desk");
    let stranger = TOKEN.replace("7000007", "7000008");
    let away = format!("http://{nowhere}");
    for (variable, value) in [
        ("DATABASE_URL", dead.as_str()),
        ("DATABASE_URL", bad.as_str()),
        ("TELEGRAM_BOT_TOKEN", stranger.as_str()),
        ("TELEGRAM_BOT_TOKEN", PASSWORD),
        ("TELEGRAM_API_URL", away.as_str()),
        ("TELEGRAM_WEBHOOK_SECRET", "WEBHOOK_SECRET"),
        ("DISCORD_TOKEN", PASSWORD),
        ("DISCORD_API_URL", away.as_str()),
    ] {
        let mut check = command(&site, "check", &discord);
        let url = format!("{away}/telegram");
        let hooked = (variable == "TELEGRAM_WEBHOOK_SECRET").then_some(("TELEGRAM_WEBHOOK_URL", &url));
        check.env(variable, value).envs(hooked);
        let (status, said) = finish(check).await;
        assert_eq!(status.code(), Some(1), "{variable}: {said}");
        Printed(said).tells_nothing();
        let mut serve = command(&site, "serve", &discord);
        serve.env(variable, value).envs(hooked);
        let mut desk = Running::start(serve);
        // Why real time: some of these are waited for without end, and then nothing says so but silence.
        tokio::time::sleep(Duration::from_secs(2)).await;
        if desk.0.try_wait().expect("a status").is_none() {
            desk.signal(Signal::TERM);
        }
        let (_, said) = desk.end().await;
        assert!(!said.is_empty(), "{variable}: it says why");
        Printed(said).tells_nothing();
    }
    discord.stop().await;
}

/// Everything that can go wrong with a call to Telegram, each met before the next comes.
async fn trouble_on_telegram(site: &Site) {
    let chat = Place::Chat("mei".to_owned());
    let troubles = [
        ("getUpdates", Trouble::DropBefore),
        ("getUpdates", Trouble::TooManyRequests(1)),
        ("getUpdates", Trouble::BadGateway),
        ("sendMessage", Trouble::TooManyRequests(1)),
        ("sendMessage", Trouble::DropBefore),
        ("sendMessage", Trouble::DropAfter),
        ("sendMessage", Trouble::TopicDeleted),
        ("getFile", Trouble::FileGone),
        ("getFile", Trouble::DropAfter),
        ("sendMessage", Trouble::Kicked),
        ("sendMessage", Trouble::BadGateway),
        ("sendMessage", Trouble::Blocked),
    ];
    for (n, (method, trouble)) in troubles.into_iter().enumerate() {
        let method = method.to_owned();
        site.world.fault(Fault::Calls { method, chat: None, times: 1, trouble: trouble.clone() });
        site.world.say("mei", &chat, &format!("/new quicksilver {n}"), None).expect("a message");
        let photo = Attachment::named(MediaKind::Photo, &format!("receipt-of-mine-{n}.jpg"));
        site.world.send("mei", &chat, photo, "quicksilver").expect("a photo");
        eventually(&format!("{trouble:?} is met"), async || site.world.look(|now| now.faults.is_empty()))
            .await;
    }
    // What the client library can't read, and what holds nothing that can be taken.
    let odd =
        json!({"message_id": 1, "date": 1, "chat": {"id": "Wenceslas"}, "sticker": {"emoji": "quicksilver"}});
    site.world.inject("message", odd);
}

/// Everything that can go wrong with requests to Discord and with its gateway.
async fn trouble_on_discord(site: &Site) {
    let people = site.world.on_discord();
    let dm = people.dm("lao").expect("a conversation");
    let slow = |global| RestTrouble::TooManyRequests { millis: 300, global };
    let troubles = [
        slow(false),
        slow(true),
        RestTrouble::BadGateway { after: false },
        RestTrouble::BadGateway { after: true },
        RestTrouble::DropBefore,
        RestTrouble::DropAfter,
        RestTrouble::Refused(50_013),
        RestTrouble::Refused(50_035),
        RestTrouble::Refused(50_007),
        RestTrouble::Refused(10_003),
    ];
    for (n, trouble) in troubles.into_iter().enumerate() {
        let (route, before) = ("POST *".to_owned(), people.calls().len());
        people.upset(Upset::Calls(RestFault { route, channel: None, times: 1, trouble }), None);
        people.write("lao", dm, &format!("/new quicksilver {n}")).expect("written");
        eventually("it is met", async || people.calls().len() > before).await;
    }
    let sessions = || people.calls().iter().filter(|call| call.route.starts_with("GET /gateway")).count();
    for cut in [Cut::Drop, Cut::Reconnect, Cut::Invalid { resumable: false }, Cut::Close(4000)] {
        people.write("lao", dm, "quicksilver again").expect("written");
        people.upset(Upset::Cut(cut), None);
    }
    eventually("it was connected", async || sessions() > 0).await;
}

/// Somebody's draft is made unreadable, as a fault of ours or of the disk would, and they go on with it.
async fn poison(site: &Site) {
    let drafts = "SELECT count(*) FROM dialogues";
    eventually("there is a draft", async || site.count(drafts).await > 0).await;
    sqlx::query("UPDATE dialogues SET draft = '{\"nothing\": \"of ours: quicksilver\"}'")
        .execute(&mut site.db().await)
        .await
        .expect("spoiled");
    let chat = Place::Chat("mei".to_owned());
    site.world.say("mei", &chat, "quicksilver, +86 139 0000 0000", None).expect("a message");
    eventually("it is put aside", async || site.count("SELECT count(*) FROM quarantine").await > 0).await;
}

#[tokio::test]
async fn whatever_goes_wrong_no_secret_and_nobodys_words_are_logged_at_the_finest_level() {
    let mut site = Site::migrated().await;
    let people = site.world.on_discord();
    people.join("lao", "Lao Chen", "en-US", false);
    let discord = DiscordServer::start_anywhere(site.world.clone()).await.expect("a stand-in");
    let address = free_address();
    let mut serve = command(&site, "serve", &discord);
    serve.env("AFTERCARE_HTTP", &address).env("AFTERCARE_PUBLIC_URL", "https://files.example.com");
    let desk = Running::start(serve);
    site.start();
    site.answered(1).await;
    trouble_on_telegram(&site).await;
    trouble_on_discord(&site).await;
    poison(&site).await;
    people.upset(Upset::Revoke, None);
    people.upset(Upset::Cut(Cut::Close(4004)), None);
    drop(site.postgres.take());
    let chat = Place::Chat("mei".to_owned());
    site.world.say("mei", &chat, "quicksilver, while nothing can be kept", None).expect("a message");
    let health = format!("http://{address}/healthz");
    let ask = async || site.client.get(&health).send().await.ok().map(|answer| answer.status().as_u16());
    eventually("the desk is ill without its database", async || ask().await == Some(503)).await;
    let passes = format!("http://{address}/file/a_secret_of_an_interaction");
    let answer = site.client.get(&passes).send().await.expect("an answer");
    assert_eq!(answer.status().as_u16(), 503, "and hands nothing out");
    desk.signal(Signal::TERM);
    let (_, said) = desk.end().await;
    let seen = ["telegram.poll.failed", "desk.update.quarantined", "discord.ready", "handout.away"];
    Printed(said).holds(&seen).tells_nothing();
    discord.stop().await;
}
