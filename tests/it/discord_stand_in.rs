//! The stand-in of Discord held against what Discord documents: REST by a bare HTTP client, the gateway by a bare
//! socket, and both once more by the real client library.
//!
//! Every bench ends by holding all its accepted requests against Discord's own description (`discord_spec.rs`).

mod gateway;
mod interactions;
mod messages;
mod scenes;
mod serenity_client;
mod socket;
mod threads;

use aftercare::clock::Clock;
use aftercare::sandbox::discord::{DiscordServer, Recorded, Visitors};
use aftercare::sandbox::world::{Setup, World};
use chrono::{DateTime, Utc};
use reqwest::Method;
use serde_json::{Value, json};

/// A server with Ken, who buys, and Lin of the staff, served over HTTP.
struct Bench {
    clock: Clock,
    people: Visitors,
    server: DiscordServer,
    client: reqwest::Client,
    ken: u64,
    lin: u64,
    support: u64,
    staff: u64,
    cases: u64,
    application: u64,
    guild: u64,
}

fn monday() -> DateTime<Utc> {
    "2026-03-02T01:00:00Z".parse().expect("a fixed moment")
}

impl Bench {
    async fn new() -> Self {
        let clock = Clock::manual(monday());
        let world = World::new(clock.clone(), Setup::default());
        let people = world.on_discord();
        let ken = people.join("ken", "Ken", "en-US", false);
        let lin = people.join("lin", "Lin", "zh-CN", true);
        let server = DiscordServer::start_anywhere(world.clone()).await.expect("a free port");
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let channel = |name: &str| people.channel(name).expect("a channel");
        let (support, staff, cases) = (channel("support"), channel("staff"), channel("cases"));
        let (application, guild) = people.look(|guild| (guild.application, guild.id));
        Self { clock, people, server, client, ken, lin, support, staff, cases, application, guild }
    }

    fn token(&self) -> String {
        self.people.look(|guild| guild.setup.token.clone())
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}/api/v10{path}", self.server.url());
        self.client.request(method, url).header("authorization", format!("Bot {}", self.token()))
    }

    /// Status and body of a request.
    async fn raw(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let request = self.request(method, path);
        let request = if body.is_null() { request } else { request.json(&body) };
        let answer = request.send().await.expect("an answer");
        let status = answer.status().as_u16();
        let text = answer.text().await.expect("a body");
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// The body of a request that succeeds.
    async fn ok(&self, method: Method, path: &str, body: Value) -> Value {
        let (status, answer) = self.raw(method, path, body).await;
        assert!((200..300).contains(&status), "{path}: {status} {answer}");
        answer
    }

    /// Status and code of a request that is refused.
    async fn refused(&self, method: Method, path: &str, body: Value) -> (u16, u64) {
        let (status, answer) = self.raw(method, path, body).await;
        assert!(status >= 400, "{path}: {status} {answer}");
        (status, answer["code"].as_u64().unwrap_or_default())
    }

    async fn post(&self, channel: u64, body: Value) -> Value {
        self.ok(Method::POST, &format!("/channels/{channel}/messages"), body).await
    }

    /// Registers `/claim`, with a subcommand and every kind of option, and two entries of context menus.
    async fn register(&self) -> Value {
        let option = |of: u8, name: &str, more: Value| {
            let mut option = json!({"type": of, "name": name, "description": name});
            more.as_object().expect("an object").iter().for_each(|(key, value)| option[key] = value.clone());
            option
        };
        let order = option(
            1,
            "order",
            json!({"options": [
            option(3, "sku", json!({"required": true, "autocomplete": true})),
            option(4, "pieces", json!({"min_value": 1, "max_value": 500})),
            option(6, "agent", json!({})),
            option(5, "urgent", json!({}))]}),
        );
        let commands = json!([
            {"name": "claim", "description": "Open a claim", "name_localizations": {"zh-CN": "申请"},
                "description_localizations": {"zh-CN": "提出申请"}, "options": [order]},
            {"name": "Add to case", "type": 3}, {"name": "Look up", "type": 2}]);
        let path = format!("/applications/{}/guilds/{}/commands", self.application, self.guild);
        self.ok(Method::PUT, &path, commands).await
    }

    /// Everything that was accepted keeps to Discord's description.
    fn check(&self) {
        let accepted = |call: &Recorded| call.status.is_some_and(|status| status < 400);
        let calls: Vec<_> = self.people.calls().into_iter().filter(accepted).collect();
        assert!(!calls.is_empty());
        assert_eq!(crate::discord_spec::check_calls(&calls), Ok(()));
    }
}

/// The id in a JSON body.
fn id(value: &Value) -> u64 {
    value["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")
}
