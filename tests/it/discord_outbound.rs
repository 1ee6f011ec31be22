//! Every act and every way it can fail, through the real client library against the sandbox's Discord.
//!
//! Every request that was accepted is held against Discord's own description.

mod failures;
mod files;
mod upkeep;

use std::sync::Arc;
use std::time::Duration;

use aftercare::clock::Clock;
use aftercare::desk::courier::{Act, Button, Courier, Delivery, DeliveryError, Receipt, Refusal};
use aftercare::domain::{
    chat::{Address, Platform},
    lang::Lang,
    staff_side::Shape,
    text::{Mark, MarkKind, Rich},
};
use aftercare::frontend::discord::{DiscordCourier, LIST};
use aftercare::sandbox::discord::{DiscordServer, GuildSetup, Pings, Post, Recorded, Visitors};
use aftercare::sandbox::world::{Setup, World};
use serde_json::{Value, json};
use serenity::http::HttpBuilder;

/// More than any answer takes here.
const PATIENCE: Duration = Duration::from_secs(30);
/// Words that may be in no error.
const SECRET: &str = "the buyer's own words";

/// A server with Ken, who buys, and Lin of the staff, and a courier into it.
struct Bench {
    clock: Clock,
    people: Visitors,
    server: DiscordServer,
    support: i64,
    staff: i64,
    cases: i64,
    dm: i64,
}

impl Bench {
    async fn new() -> Self {
        Self::with(GuildSetup::default()).await
    }

    async fn with(setup: GuildSetup) -> Self {
        let clock = Clock::manual("2026-03-02T01:00:00Z".parse().expect("a moment"));
        let world = World::new(clock.clone(), Setup::default());
        let people = world.on_discord();
        people.found(setup);
        people.join("ken", "Ken", "en-US", false);
        people.join("lin", "Lin", "zh-CN", true);
        let server = DiscordServer::start_anywhere(world).await.expect("a free port");
        let id = |id: u64| i64::try_from(id).expect("an id of 63 bits");
        let channel = |name: &str| id(people.channel(name).expect("a channel"));
        let (support, staff, cases) = (channel("support"), channel("staff"), channel("cases"));
        let dm = id(people.dm("ken").expect("a conversation"));
        Self { clock, people, server, support, staff, cases, dm }
    }

    fn courier(&self) -> DiscordCourier {
        self.patient(PATIENCE)
    }

    fn patient(&self, patience: Duration) -> DiscordCourier {
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        // Why no limiter: with it the library goes to the real address, whatever the proxy.
        let http = HttpBuilder::new(self.people.look(|guild| guild.setup.token.clone()))
            .client(client)
            .proxy(self.server.url())
            .ratelimiter_disabled(true)
            .build();
        DiscordCourier::new(Arc::new(http), patience)
    }

    async fn deliver(&self, place: Address, act: Act) -> Result<Receipt, DeliveryError> {
        let nonce = self.people.look(|guild| guild.calls.len());
        deliver(&self.courier(), &delivery(&format!("r{nonce}.0"), place, act)).await
    }

    /// The one message that came of it.
    async fn posted(&self, place: Address, act: Act) -> i64 {
        let receipt = self.deliver(place, act).await.expect("delivered");
        assert_eq!((receipt.messages.len(), receipt.thread), (1, None));
        receipt.messages[0]
    }

    async fn refusal(&self, place: Address, act: Act) -> Refusal {
        match self.deliver(place, act).await {
            Err(DeliveryError::Refused { refusal, .. }) => refusal,
            other => panic!("not refused: {other:?}"),
        }
    }

    /// A case's room in the staff channel.
    async fn room(&self) -> Address {
        let opened = self.deliver(at(self.staff, None), open("HX-1 Ken")).await.expect("a room");
        at(self.staff, opened.thread)
    }

    fn post(&self, id: i64) -> Post {
        self.people.look(|guild| guild.posts.get(&id.unsigned_abs()).cloned()).expect("a message")
    }

    /// What stands in a place, oldest first.
    fn texts(&self, place: Address) -> Vec<String> {
        let holder = place.holder().unsigned_abs();
        let there = |post: &&Post| post.channel == holder && !post.deleted && post.kind != 6;
        self.people
            .look(|guild| guild.posts.values().filter(there).map(|post| post.content.clone()).collect())
    }

    fn calls_of(&self, route: &str) -> Vec<Recorded> {
        self.people.calls().into_iter().filter(|call| call.route == route).collect()
    }

    fn bodies_of(&self, route: &str) -> Vec<Value> {
        self.calls_of(route).into_iter().map(|call| call.body).collect()
    }

    /// Everything that was accepted keeps to Discord's description.
    fn requests_are_proper(&self) {
        let accepted = |call: &Recorded| call.status.is_some_and(|status| status < 400);
        let calls: Vec<_> = self.people.calls().into_iter().filter(accepted).collect();
        assert!(!calls.is_empty());
        assert_eq!(crate::discord_spec::check_calls(&calls), Ok(()));
    }
}

async fn deliver(courier: &DiscordCourier, delivery: &Delivery) -> Result<Receipt, DeliveryError> {
    let answer = courier.deliver(delivery).await;
    if let Err(error) = &answer {
        let said = error.to_string();
        let leaks = said.contains("TOKEN") || said.contains("http") || said.contains(SECRET);
        assert!(!leaks, "{said}");
    }
    answer
}

fn delivery(nonce: &str, place: Address, act: Act) -> Delivery {
    Delivery { nonce: nonce.into(), place, under: None, act }
}

const fn at(chat: i64, thread: Option<i64>) -> Address {
    Address { platform: Platform::Discord, chat, thread }
}

fn open(title: &str) -> Act {
    Act::OpenRoom { title: title.into() }
}

fn post(text: &str) -> Act {
    Act::Post { text: Rich::plain(text), rows: Vec::new(), reply_to: None }
}

fn button(label: &str, data: &str) -> Button {
    Button { label: label.into(), data: data.into() }
}

const POST: &str = "POST /channels/{channel_id}/messages";

#[tokio::test]
async fn a_post_carries_looks_buttons_answer_and_thread() {
    let bench = Bench::new().await;
    let room = bench.room().await;
    let first = bench.posted(room, post("first")).await;
    let text = Rich::new("zip *1*", vec![Mark { kind: MarkKind::Bold, from: 0, to: 3 }]);
    let rows = vec![vec![button(&"长".repeat(90), "s:1:0:yes")], vec![]];
    let id = bench.posted(room, Act::Post { text, rows, reply_to: Some(first) }).await;
    let shown = bench.post(id);
    assert_eq!(shown.content, "**zip** \\*1\\*");
    assert_eq!(shown.channel, room.thread.expect("a thread").unsigned_abs());
    assert_eq!(shown.reply_to, Some(first.unsigned_abs()));
    let shown = &shown.components[0]["components"];
    assert_eq!(shown[0]["custom_id"], "s:1:0:yes");
    assert_eq!(shown[0]["label"].as_str().map(|label| label.chars().count()), Some(80));
    let sent = bench.bodies_of(POST);
    assert_eq!((&sent[1]["flags"], &sent[1]["enforce_nonce"]), (&json!(4), &json!(true)));
    assert_eq!(sent[1]["message_reference"]["fail_if_not_exists"], false);
    assert!(sent[0].get("components").is_none() && sent[0].get("message_reference").is_none());
    bench.requests_are_proper();
}

#[tokio::test]
async fn many_buttons_become_lists() {
    let bench = Bench::new().await;
    let many: Vec<_> = (0..30).map(|n| vec![button(&format!("Case {n}"), &format!("c:{n}"))]).collect();
    let act = Act::Post { text: Rich::plain("Which?"), rows: many, reply_to: None };
    let id = bench.posted(at(bench.dm, None), act).await;
    let components = bench.post(id).components;
    let list = &components[1]["components"][0];
    assert_eq!((components.len(), &list["options"][4]["value"]), (2, &json!("c:29")));
    assert!(list["custom_id"].as_str().is_some_and(|id| id.starts_with(LIST)));
    assert_eq!(list["placeholder"], "Case 25 … Case 29");
    bench.requests_are_proper();
}

#[tokio::test]
async fn an_answer_to_what_is_gone_is_posted_and_a_post_under_a_card_is_not() {
    let bench = Bench::new().await;
    let place = at(bench.support, None);
    let act = |reply_to| Act::Post { text: Rich::plain("x"), rows: Vec::new(), reply_to };
    let id = bench.posted(place, act(Some(9_999))).await;
    assert_eq!(bench.post(id).reply_to, None);
    let under = |act| Delivery { under: Some(9_999), ..delivery("r9.0", place, act) };
    match deliver(&bench.courier(), &under(act(None))).await {
        Err(DeliveryError::Refused { refusal, .. }) => assert_eq!(refusal, Refusal::AnchorGone),
        other => panic!("{other:?}"),
    }
    let answer = deliver(&bench.courier(), &under(act(Some(id)))).await.expect("it answers a message");
    assert_eq!(bench.post(answer.messages[0]).reply_to, Some(id.unsigned_abs()));
    assert_eq!(bench.texts(place).len(), 2);
    bench.requests_are_proper();
}

#[tokio::test]
async fn nobody_is_called_by_anything_said() {
    let bench = Bench::new().await;
    let (ken, role) = bench.people.look(|guild| (guild.members[1].id, guild.staff_role));
    let asked = bench.people.write("ken", bench.support.unsigned_abs(), "hello").expect("ken writes");
    let words = format!("@everyone @here <@{ken}> <@!{ken}> <@&{role}> https://a.example/@everyone");
    let place = at(bench.support, None);
    for kind in [MarkKind::Bold, MarkKind::Code, MarkKind::Pre(None), MarkKind::Quote] {
        let text = Rich::new(words.clone(), vec![Mark { kind, from: 0, to: words.len() }]);
        let reply_to = i64::try_from(asked).ok();
        let id = bench.posted(place, Act::Post { text: text.clone(), rows: Vec::new(), reply_to }).await;
        assert_eq!(bench.post(id).pings, Pings::default());
        bench
            .deliver(place, Act::Edit { message: id, text: text.clone(), rows: Vec::new() })
            .await
            .expect("edited");
        let shown = bench.post(id);
        assert_eq!(shown.pings, Pings::default());
        assert!(!shown.content.contains("@everyone") && !shown.content.contains("<@"), "{}", shown.content);
        let upload = files::upload("a.txt", b"x", text);
        assert_eq!(bench.post(bench.posted(place, upload).await).pings, Pings::default());
    }
    bench.deliver(at(bench.cases, None), open(&words)).await.expect("a room");
    for call in bench.people.calls() {
        let message = if call.body["message"].is_object() { &call.body["message"] } else { &call.body };
        if message.get("content").is_some() {
            assert_eq!(message["allowed_mentions"]["parse"], json!([]), "{}", call.route);
        }
    }
    assert!(bench.people.look(|guild| guild.posts.values().all(|post| post.pings == Pings::default())));
    bench.requests_are_proper();
}

#[tokio::test]
async fn a_place_is_words_with_a_map_and_the_list_of_commands_is_not_the_couriers() {
    let bench = Bench::new().await;
    let place = at(bench.dm, None);
    let name = Some(("The shop".to_owned(), "Nanjing Rd 1".to_owned()));
    let id = bench.posted(place, Act::Place { latitude: 31.2, longitude: 121.5, name }).await;
    let words = "The shop\nNanjing Rd 1\n31.2, 121.5\n<https://www.openstreetmap.org/?mlat=31.2&mlon=121.5>";
    assert_eq!(bench.post(id).content, words);
    let before = bench.people.calls().len();
    let menu = Act::Menu { commands: vec![("new".into(), "x".into())], lang: Lang::En };
    bench.deliver(at(0, None), menu).await.expect("nothing to do");
    assert_eq!(bench.people.calls().len(), before);
    let blank = bench.posted(place, post(" \n ")).await;
    assert_eq!(bench.post(blank).content, "\u{200B}", "nothing to see is not refused");
    bench.requests_are_proper();
}

#[tokio::test]
async fn channels_are_looked_at() {
    let bench = Bench::new().await;
    let look = async |chat| bench.courier().look(at(chat, None)).await;
    assert_eq!(look(bench.staff).await, Ok(Some(Shape::Topics)));
    assert_eq!(look(bench.cases).await, Ok(Some(Shape::Topics)));
    assert_eq!(look(bench.dm).await, Ok(Some(Shape::Private)));
    let gone = look(7).await;
    assert!(matches!(gone, Err(DeliveryError::Refused { refusal: Refusal::ChatGone, .. })), "{gone:?}");
    let nothing = look(0).await;
    assert!(matches!(nothing, Err(DeliveryError::Refused { refusal: Refusal::ChatGone, .. })), "{nothing:?}");
    bench.requests_are_proper();
}
