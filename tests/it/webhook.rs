//! Updates that are brought: who is heard, when it is said that one was taken, and what comes again.

mod processes;
mod stopped;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aftercare::clock::Clock;
use aftercare::domain::chat::{Incoming, Input};
use aftercare::frontend::telegram::{
    self, Bot, Conflict, Context, Hook, Reception, connect, hatch, keep_webhook, take_back,
};
use aftercare::sandbox::faults::{Fault, Trouble};
use aftercare::sandbox::shown::Place;
use aftercare::sandbox::telegram::TelegramServer;
use aftercare::sandbox::world::{Person, Setup, World};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::JoinSet;

const SECRET: &str = "0123456789abcdef0123456789abcdef";
/// More than anything takes here.
const PATIENCE: Duration = Duration::from_secs(30);

/// Takes batches when it is let, and says what it is told to.
#[derive(Clone)]
struct Desk {
    batches: mpsc::UnboundedSender<Vec<Incoming>>,
    permits: Arc<Semaphore>,
    /// What is said of the next batches; nothing = they are taken.
    refusals: Arc<Mutex<u32>>,
}

impl Reception for Desk {
    async fn context(&self) -> Option<Context> {
        Some(Context::default())
    }

    async fn take(&self, batch: Vec<Incoming>) -> bool {
        self.batches.send(batch).expect("somebody listens");
        self.permits.acquire().await.expect("open").forget();
        let mut refusals = self.refusals.lock().expect("no panic");
        let refused = *refusals > 0;
        *refusals = refusals.saturating_sub(1);
        !refused
    }
}

/// A door that is open, and the desk behind it.
struct Door {
    url: String,
    desk: Desk,
    batches: mpsc::UnboundedReceiver<Vec<Incoming>>,
    stop: watch::Sender<bool>,
    client: reqwest::Client,
    receiving: JoinSet<()>,
    _listening: JoinSet<()>,
}

impl Door {
    /// `permits`: how many batches are taken without further ado.
    async fn open(bot: Bot, permits: usize) -> Self {
        let (sender, batches) = mpsc::unbounded_channel();
        let desk =
            Desk { batches: sender, permits: Arc::new(Semaphore::new(permits)), refusals: Arc::default() };
        let (hatch, basket) = hatch();
        let (stop, stops) = watch::channel(false);
        let (mut receiving, mut listening) = (JoinSet::new(), JoinSet::new());
        receiving.spawn(telegram::receive(bot, basket, desk.clone(), stops));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}/telegram", listener.local_addr().expect("an address"));
        let router = telegram::webhook("/telegram", SECRET, hatch);
        listening.spawn(async move { axum::serve(listener, router).await.expect("served") });
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        Self { url, desk, batches, stop, client, receiving, _listening: listening }
    }

    /// A door nobody is asked anything behind.
    async fn alone(permits: usize) -> Self {
        Self::open(connect("1:SANDBOX-TOKEN", Some("http://127.0.0.1:9")).expect("a bot"), permits).await
    }

    fn post(&self, secret: &str, kind: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
        let request = self.client.post(&self.url).header("x-telegram-bot-api-secret-token", secret);
        request.header("content-type", kind).body(body)
    }

    fn brings(&self, id: i64) -> RequestBuilder {
        self.post(SECRET, "application/json", update(id).to_string())
    }

    async fn batch(&mut self) -> Vec<i64> {
        let batch = tokio::time::timeout(PATIENCE, self.batches.recv()).await.expect("in time");
        batch.expect("a batch").iter().map(|one| one.key.key).collect()
    }
}

fn update(id: i64) -> Value {
    let mei = json!({"id": 5, "is_bot": false, "first_name": "Mei"});
    let chat = json!({"id": 5, "type": "private", "first_name": "Mei"});
    json!({"update_id": id, "message":
        {"message_id": id, "date": 1, "chat": chat, "from": mei, "text": format!("word {id}")}})
}

async fn status(request: RequestBuilder) -> u16 {
    request.send().await.expect("an answer").status().as_u16()
}

#[tokio::test]
async fn nobody_is_heard_but_who_knows_the_secret_and_brings_an_update() {
    let mut door = Door::alone(100).await;
    for method in [Method::GET, Method::PUT, Method::DELETE, Method::HEAD] {
        let asked = door.client.request(method.clone(), &door.url);
        assert_eq!(status(asked.header("x-telegram-bot-api-secret-token", SECRET)).await, 405, "{method}");
    }
    let one = update(1).to_string();
    assert_eq!(status(door.client.post(&door.url).body(one.clone())).await, 401, "without a secret");
    for wrong in ["", "x", &SECRET[1..], &format!("{SECRET}0"), &SECRET.to_uppercase()] {
        assert_eq!(status(door.post(wrong, "application/json", one.clone())).await, 401, "{wrong}");
    }
    assert_eq!(status(door.post("x", "text/plain", "?")).await, 401, "the secret is asked for first");
    for kind in ["text/plain", "application/x-www-form-urlencoded", ""] {
        assert_eq!(status(door.post(SECRET, kind, one.clone())).await, 415, "{kind}");
    }
    assert_eq!(status(door.post(SECRET, "application/json", "{\"update_id\": ")).await, 400);
    let large = format!("{{\"update_id\": 1, \"text\": \"{}\"}}", "a".repeat(1 << 20));
    assert_eq!(status(door.post(SECRET, "application/json", large)).await, 413);
    let elsewhere = door.client.post(door.url.replace("/telegram", "/other"));
    assert_eq!(status(elsewhere.header("x-telegram-bot-api-secret-token", SECRET)).await, 404);
    assert!(door.batches.try_recv().is_err(), "nothing of all that came in");
    assert_eq!(status(door.brings(1)).await, 200);
    assert_eq!(door.batch().await, [1]);
    // What is no update is not brought for ever, and takes no other with it.
    assert_eq!(status(door.post(SECRET, "application/json", "{}")).await, 200);
    assert!(door.batches.try_recv().is_err());
}

#[tokio::test]
async fn it_is_said_that_an_update_was_taken_when_it_is_and_never_before() {
    let mut door = Door::alone(0).await;
    let (first, mut asking) = (door.brings(1), JoinSet::new());
    asking.spawn(status(first));
    assert_eq!(door.batch().await, [1]);
    // Why real time: that nothing is answered is seen by waiting.
    assert!(tokio::time::timeout(Duration::from_millis(300), asking.join_next()).await.is_err(), "too early");
    door.desk.permits.add_permits(1);
    assert_eq!(asking.join_next().await.expect("it asked").expect("no panic"), 200);
    *door.desk.refusals.lock().expect("no panic") = 1;
    door.desk.permits.add_permits(2);
    let refused = door.brings(2).send().await.expect("an answer");
    assert_eq!(
        (refused.status().as_u16(), &refused.headers()["retry-after"]),
        (503, &"1".parse().expect("a value"))
    );
    assert_eq!(status(door.brings(2)).await, 200);
}

#[tokio::test]
async fn what_comes_side_by_side_is_taken_together_in_telegrams_order() {
    let mut door = Door::alone(0).await;
    let mut asking = JoinSet::new();
    asking.spawn(status(door.brings(1)));
    assert_eq!(door.batch().await, [1]);
    for id in (2..=31).rev() {
        asking.spawn(status(door.brings(id)));
    }
    // Why real time: they come over thirty connections, and nobody tells when the last one is in.
    tokio::time::sleep(Duration::from_millis(500)).await;
    door.desk.permits.add_permits(2);
    assert_eq!(door.batch().await, (2..=31).collect::<Vec<_>>(), "thirty in one transaction");
    assert!(asking.join_all().await.into_iter().all(|status| status == 200));
}

#[tokio::test]
async fn at_the_end_what_was_handed_in_is_taken_and_who_comes_later_is_told_to_come_again() {
    let mut door = Door::alone(0).await;
    let mut asking = JoinSet::new();
    asking.spawn(status(door.brings(1)));
    assert_eq!(door.batch().await, [1]);
    asking.spawn(status(door.brings(2)));
    // Why real time: as above.
    tokio::time::sleep(Duration::from_millis(200)).await;
    door.stop.send_replace(true);
    door.desk.permits.add_permits(2);
    assert!(asking.join_all().await.into_iter().all(|status| status == 200));
    assert_eq!(door.batch().await, [2]);
    let ended = tokio::time::timeout(PATIENCE, door.receiving.join_next()).await;
    ended.expect("in time").expect("it ran").expect("no panic");
    assert_eq!(status(door.brings(3)).await, 503);
}

/// A world with Mei and Ken, and a bot of it.
async fn world() -> (World, TelegramServer, Bot) {
    let clock = Clock::manual("2026-03-02T01:00:00Z".parse().expect("a moment"));
    let world = World::new(clock, Setup::default());
    for (handle, name) in [("mei", "Mei L."), ("ken", "Ken B.")] {
        world.join(Person::new(handle, name, Some("en")));
    }
    let server = TelegramServer::start_anywhere(world.clone()).await.expect("a free port");
    let bot = connect(&world.token(), Some(&server.url())).expect("a bot");
    (world, server, bot)
}

fn say(world: &World, who: &str, words: &str) {
    world.say(who, &Place::Chat(who.to_owned()), words, None).expect("they write");
}

/// Keeps the webhook; what it says of conflicts and how often it was well.
fn kept(
    bot: &Bot,
    url: &str,
) -> (JoinSet<()>, watch::Sender<bool>, mpsc::UnboundedReceiver<Option<Conflict>>) {
    let (stop, stops) = watch::channel(false);
    let (said, saying) = mpsc::unbounded_channel();
    let conflicts = said.clone();
    let hook = Hook { url: url.to_owned(), secret: SECRET.to_owned(), connections: 40 };
    let mut keeping = JoinSet::new();
    keeping.spawn(keep_webhook(
        bot.clone(),
        hook,
        stops,
        move || _ = said.send(None),
        move |conflict| _ = conflicts.send(Some(conflict)),
    ));
    (keeping, stop, saying)
}

fn words(batch: &[Incoming]) -> Vec<String> {
    let word = |one: &Incoming| match &one.input {
        Input::Text(text) => text.text.clone(),
        other => panic!("no text: {other:?}"),
    };
    batch.iter().map(word).collect()
}

#[tokio::test]
async fn telegram_brings_everything_once_it_is_asked_to_in_the_order_of_each_chat_and_again_until_it_is_taken()
 {
    let (world, _server, bot) = world().await;
    say(&world, "mei", "before");
    let mut door = Door::open(bot.clone(), 1_000).await;
    let (_keeping, _stop, mut well) = kept(&bot, &door.url);
    assert_eq!(tokio::time::timeout(PATIENCE, well.recv()).await.expect("in time"), Some(None));
    assert_eq!(world.webhook(), Some(door.url.clone()));
    *door.desk.refusals.lock().expect("no panic") = 1;
    world.fault(Fault::Calls { method: "webhook".into(), chat: None, times: 1, trouble: Trouble::DropAfter });
    for n in 0..20 {
        say(&world, "mei", &format!("mei {n}"));
        say(&world, "ken", &format!("ken {n}"));
    }
    assert!(world.wait(PATIENCE, |state| state.queue.is_empty()).await, "all is taken");
    let mut heard: Vec<String> = Vec::new();
    while let Ok(batch) = door.batches.try_recv() {
        heard.extend(words(&batch));
    }
    for who in ["mei", "ken"] {
        let mut theirs: Vec<&String> = heard.iter().filter(|word| word.starts_with(who)).collect();
        theirs.dedup();
        let wanted: Vec<String> = (0..20).map(|n| format!("{who} {n}")).collect();
        assert_eq!(theirs, wanted.iter().collect::<Vec<_>>(), "repeats stand where they belong");
    }
    assert!(heard.len() >= 42, "something came twice: {}", heard.len());
    let set = world.calls_of("setWebhook");
    assert_eq!(set.len(), 1);
    assert_eq!((&set[0]["max_connections"], set[0].get("drop_pending_updates")), (&json!(40), None));
    assert_eq!(crate::api_spec::check_calls(&world.calls()), Ok(()));
}

#[tokio::test]
async fn a_check_says_how_the_webhook_is_doing_and_changes_nothing() {
    let (world, _server, bot) = world().await;
    let ours = "http://127.0.0.1:9/telegram";
    let found = async |wanted: Option<&str>| -> Vec<String> {
        let findings = telegram::check_webhook(&bot, wanted).await;
        findings.into_iter().map(|finding| finding.what).collect()
    };
    assert_eq!(found(None).await, [""; 0], "updates are asked for");
    assert_eq!(found(Some(ours)).await, [""; 0], "it is set when the desk starts");
    let (keeping, stop, mut well) = kept(&bot, ours);
    assert_eq!(tokio::time::timeout(PATIENCE, well.recv()).await.expect("in time"), Some(None));
    stop.send_replace(true);
    keeping.join_all().await;
    assert_eq!(found(Some(ours)).await, [""; 0], "all is well");
    let [unset] = &found(None).await[..] else { panic!("one finding") };
    assert!(unset.contains("TELEGRAM_WEBHOOK_URL is not set"), "{unset}");
    let [elsewhere] = &found(Some("https://desk.example/telegram")).await[..] else { panic!("one finding") };
    assert!(elsewhere.contains("another address"), "{elsewhere}");
    say(&world, "mei", "nobody is there");
    // Why its first try is waited for: what has not failed yet is nothing to be told of.
    let failed = |info: &Value| info["last_error_date"].is_i64();
    let mut info = Value::Null;
    for _ in 0..500 {
        info =
            serde_json::to_value(teloxide::prelude::Requester::get_webhook_info(&bot).await.expect("told"))
                .expect("JSON");
        if failed(&info) {
            break;
        }
        // Why real time: the stand-in brings it by itself.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let [failing] = &found(Some(ours)).await[..] else { panic!("one finding: {info}") };
    assert!(failing.contains("could not bring 1 updates yet: Connection refused"), "{failing}");
    assert_eq!((world.webhook().as_deref(), world.unconfirmed()), (Some(ours), 1), "nothing is changed");
}

#[tokio::test]
async fn somebody_who_sets_another_webhook_is_noticed_and_it_is_set_again() {
    let (world, _server, bot) = world().await;
    let (_keeping, _stop, mut said) = kept(&bot, "http://127.0.0.1:9/telegram");
    let mut next = async || tokio::time::timeout(2 * PATIENCE, said.recv()).await.expect("in time");
    assert_eq!(next().await, Some(None), "well");
    take_back(&bot).await;
    assert_eq!(next().await, Some(Some(Conflict::Elsewhere)), "the next look sees it");
    assert_eq!(next().await, Some(None), "it is set again");
    assert_eq!(world.webhook().as_deref(), Some("http://127.0.0.1:9/telegram"));
    let dropped = world.calls().iter().any(|(_, call)| call.get("drop_pending_updates").is_some());
    assert!(!dropped, "what waits is never thrown away");
}

#[tokio::test]
async fn a_poll_is_refused_while_a_webhook_is_set_and_taking_it_back_loses_nothing() {
    let (world, _server, bot) = world().await;
    let (keeping, stop, mut well) = kept(&bot, "http://127.0.0.1:9/telegram");
    assert_eq!(tokio::time::timeout(PATIENCE, well.recv()).await.expect("in time"), Some(None));
    stop.send_replace(true);
    keeping.join_all().await;
    say(&world, "mei", "hello");
    let asked = teloxide::prelude::Requester::get_updates(&bot).await;
    assert!(asked.expect_err("it is brought").to_string().contains("webhook"));
    take_back(&bot).await;
    assert_eq!((world.webhook(), world.unconfirmed()), (None, 1));
    let updates = teloxide::prelude::Requester::get_updates(&bot).await.expect("given");
    assert_eq!(updates.len(), 1);
    let before = world.calls_of("deleteWebhook").len();
    take_back(&bot).await;
    assert_eq!(world.calls_of("deleteWebhook").len(), before, "there is nothing to take back");
}
