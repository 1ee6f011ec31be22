//! The sandbox held against the platform's documented behaviour, over real HTTP.
//!
//! Protocol facts are tested with a bare HTTP client, so that the client library can't hide a mistake it shares with
//! the stand-in; one module proves that the library and the stand-in understand each other.

mod both_sites;
mod changes;
mod faults;
mod page;
mod page_discord;
mod polling;
mod rules;
mod script;
mod sending;
mod teloxide_client;

use aftercare::clock::Clock;
use aftercare::sandbox::shown::Place;
use aftercare::sandbox::telegram::TelegramServer;
use aftercare::sandbox::world::{Attachment, Person, Setup, World};
use chrono::{DateTime, Utc};
use reqwest::multipart::Form;
use serde_json::{Value, json};

/// A world with Mei, who has written once, and Lin of the staff, served over HTTP.
struct Bench {
    world: World,
    server: TelegramServer,
    client: reqwest::Client,
    mei: i64,
}

fn monday() -> DateTime<Utc> {
    "2026-03-02T01:00:00Z".parse().expect("a fixed moment")
}

fn chat(handle: &str) -> Place {
    Place::Chat(handle.to_owned())
}

impl Bench {
    async fn new() -> Self {
        Self::with(Setup::default()).await
    }

    async fn with(setup: Setup) -> Self {
        let world = World::new(Clock::manual(monday()), setup);
        world.join(Person::new("mei", "Mei L.", Some("en")));
        world.join(Person::new("lin", "Lin", None).staff());
        world.say("mei", &chat("mei"), "/start", None).expect("mei writes");
        let server = TelegramServer::start_anywhere(world.clone()).await.expect("a free port");
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        Self { mei: aftercare::sandbox::world::person_id("mei"), world, server, client }
    }

    fn url(&self, method: &str) -> String {
        format!("{}/bot{}/{method}", self.server.url(), self.world.token())
    }

    /// The whole answer to a JSON request.
    async fn raw(&self, method: &str, params: Value) -> Value {
        let answer = self.client.post(self.url(method)).json(&params).send().await.expect("an answer");
        let status = answer.status().as_u16();
        let body: Value = answer.json().await.expect("JSON");
        if body["ok"] == json!(false) {
            assert_eq!(body["error_code"], json!(status));
        }
        body
    }

    /// The result of a request that succeeds.
    async fn ok(&self, method: &str, params: Value) -> Value {
        let body = self.raw(method, params).await;
        assert_eq!(body["ok"], json!(true), "{body}");
        body["result"].clone()
    }

    /// The wording of a request that is refused.
    async fn refused(&self, method: &str, params: Value) -> String {
        let body = self.raw(method, params).await;
        assert_eq!(body["ok"], json!(false), "{body}");
        body["description"].as_str().expect("a description").to_owned()
    }

    async fn upload(&self, method: &str, form: Form) -> Value {
        let answer = self.client.post(self.url(method)).multipart(form).send().await.expect("an answer");
        let body: Value = answer.json().await.expect("JSON");
        assert_eq!(body["ok"], json!(true), "{body}");
        body["result"].clone()
    }

    async fn updates(&self, offset: i64) -> Vec<Value> {
        let found = self.ok("getUpdates", json!({"offset": offset})).await;
        found.as_array().expect("a list").clone()
    }

    /// All updates so far, confirmed.
    async fn drain(&self) -> Vec<Value> {
        let updates = self.updates(0).await;
        if let Some(last) = updates.last() {
            self.updates(last["update_id"].as_i64().expect("an id") + 1).await;
        }
        updates
    }
}
