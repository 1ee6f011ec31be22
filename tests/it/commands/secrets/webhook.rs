//! The same where updates are brought: what lets Telegram in is a secret, too, and so is whatever somebody tries in its place.

use aftercare::sandbox::{
    discord::DiscordServer,
    faults::{Fault, Trouble},
    shown::Place,
    world::person_id,
};
use reqwest::RequestBuilder;
use rustix::process::Signal;
use serde_json::json;
use tokio::task::JoinSet;

use super::{Printed, WEBHOOK, command};
use crate::harness::site::{Running, Site, eventually, free_address};

const HEADER: &str = "x-telegram-bot-api-secret-token";

/// An update of Mei's as Telegram brings it.
fn update(id: i64) -> String {
    let mei = person_id("mei");
    json!({"update_id": id, "message": {
        "message_id": id, "date": 1, "text": format!("/new quicksilver {id}"),
        "chat": {"id": mei, "type": "private", "first_name": "Mei Li"},
        "from": {"id": mei, "is_bot": false, "first_name": "Mei Li"}}})
    .to_string()
}

async fn status(request: RequestBuilder) -> u16 {
    request.send().await.expect("an answer").status().as_u16()
}

/// Whoever is not heard, and for what reason.
async fn refused(post: impl Fn(&str, &str, &str) -> RequestBuilder) {
    let (json, one) = ("application/json", update(1));
    for wrong in ["", "WEBHOOK_SECRET_of_somebody_elses", &WEBHOOK[1..], &format!("{WEBHOOK}_")] {
        assert_eq!(status(post(wrong, json, &one)).await, 401, "{wrong}");
    }
    assert_eq!(status(post(WEBHOOK, "text/plain", &one)).await, 415);
    assert_eq!(status(post(WEBHOOK, json, "{\"quicksilver\": ")).await, 400);
    assert_eq!(
        status(post(WEBHOOK, json, "{\"quicksilver\": 1}")).await,
        200,
        "no update, and none to bring again"
    );
}

#[tokio::test]
async fn whatever_goes_wrong_with_what_is_brought_no_secret_is_logged_at_the_finest_level() {
    let mut site = Site::migrated().await;
    let discord = DiscordServer::start_anywhere(site.world.clone()).await.expect("a stand-in");
    for trouble in [Trouble::BadGateway, Trouble::TopicDeleted] {
        site.world.fault(Fault::Calls { method: "setWebhook".to_owned(), chat: None, times: 1, trouble });
    }
    let address = free_address();
    let url = format!("http://{address}/telegram");
    let mut serve = command(&site, "serve", &discord);
    serve
        .env("AFTERCARE_HTTP", &address)
        .env("TELEGRAM_WEBHOOK_URL", &url)
        .env("TELEGRAM_WEBHOOK_SECRET", WEBHOOK);
    let desk = Running::start(serve);
    eventually("the address is taken at last", async || site.world.webhook().is_some()).await;
    site.start();
    site.answered(1).await;
    let post = |secret: &str, kind: &str, body: &str| {
        let request = site.client.post(&url).header(HEADER, secret).header("content-type", kind);
        request.body(body.to_owned())
    };
    refused(post).await;
    drop(site.postgres.take());
    let brought = post(WEBHOOK, "application/json", &update(2_000_000_000));
    let mut waiting = JoinSet::new();
    waiting.spawn(status(brought));
    let chat = Place::Chat("mei".to_owned());
    site.world.say("mei", &chat, "quicksilver, while nothing can be kept", None).expect("a message");
    let health = format!("http://{address}/healthz");
    let ask = async || site.client.get(&health).send().await.ok().map(|answer| answer.status().as_u16());
    eventually("the desk is ill without its database", async || ask().await == Some(503)).await;
    desk.signal(Signal::TERM);
    assert_eq!(
        waiting.join_next().await.expect("it waits").expect("no panic"),
        503,
        "what is not taken is to be brought again"
    );
    let (_, said) = desk.end().await;
    let seen = ["telegram.webhook.refused", "telegram.webhook.set", "telegram.webhook.strange"];
    Printed(said).holds(&seen).tells_nothing();
    discord.stop().await;
}
