//! Real processes behind a balancer: Telegram brings its updates to all of them, one delivers; any of them may die.

use std::{
    collections::BTreeMap,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use aftercare::sandbox::{
    faults::{Fault, Trouble},
    shown::Place,
    world::{Person, World},
};
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use rustix::process::Signal;
use serde_json::Value;
use sqlx::Connection as _;
use tokio::{net::TcpListener, task::JoinSet};

use super::SECRET;
use crate::harness::site::{Running, Site, TOKEN, eventually, free_address};

/// From a message at one process to the answer of the other, on a machine that does much besides.
const PROMPT: Duration = Duration::from_millis(750);

/// Passes requests on to one process after the other; whoever does not answer is left out.
#[derive(Clone)]
struct Balancer {
    behind: Arc<Vec<String>>,
    next: Arc<AtomicUsize>,
    taken: Arc<Vec<AtomicUsize>>,
    client: reqwest::Client,
}

impl Balancer {
    async fn before(behind: Vec<String>) -> (Self, String, JoinSet<()>) {
        let taken = behind.iter().map(|_| AtomicUsize::new(0)).collect();
        let client =
            reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().expect("a client");
        let this = Self { behind: Arc::new(behind), next: Arc::default(), taken: Arc::new(taken), client };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}/telegram", listener.local_addr().expect("an address"));
        let router = Router::new().fallback(pass_on).with_state(this.clone());
        let mut listening = JoinSet::new();
        listening.spawn(async move { axum::serve(listener, router).await.expect("served") });
        (this, url, listening)
    }

    fn taken(&self) -> Vec<usize> {
        self.taken.iter().map(|count| count.load(Ordering::SeqCst)).collect()
    }
}

async fn pass_on(State(balancer): State<Balancer>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let first = balancer.next.fetch_add(1, Ordering::SeqCst);
    for turn in 0..balancer.behind.len() {
        let n = (first + turn) % balancer.behind.len();
        let mut request = balancer.client.post(format!("http://{}/telegram", balancer.behind[n]));
        for name in ["content-type", "x-telegram-bot-api-secret-token"] {
            request = request.header(name, headers[name].clone());
        }
        let Ok(answer) = request.header("x-forwarded-for", "203.0.113.9").body(body.clone()).send().await
        else {
            continue;
        };
        balancer.taken[n].fetch_add(usize::from(answer.status().is_success()), Ordering::SeqCst);
        return StatusCode::from_u16(answer.status().as_u16()).expect("a status");
    }
    StatusCode::BAD_GATEWAY
}

pub(super) fn command(site: &Site, address: &str, url: &str) -> Command {
    let mut command = site.command("serve");
    command
        .env("AFTERCARE_HTTP", address)
        .env("TELEGRAM_WEBHOOK_URL", url)
        .env("TELEGRAM_WEBHOOK_SECRET", SECRET);
    command
}

async fn health(site: &Site, address: &str) -> Option<(u16, Value)> {
    let answer = site.client.get(format!("http://{address}/healthz")).send().await.ok()?;
    Some((answer.status().as_u16(), answer.json().await.ok()?))
}

pub(super) async fn webhook_is(site: &Site, address: &str, what: &str) {
    eventually(&format!("the webhook is {what}"), async || {
        let answer = health(site, address).await;
        answer.is_some_and(|(status, answer)| status == 200 && answer["checks"]["webhook"] == what)
    })
    .await;
}

fn name(n: usize) -> String {
    format!("guest{n}")
}

fn say(world: &World, who: &str, words: &str) {
    world.say(who, &Place::Chat(who.to_owned()), words, None).expect("they write");
}

/// What the bot said in somebody's chat.
fn answers(world: &World, who: &str) -> usize {
    let lines = world.transcript(&Place::Chat(who.to_owned())).expect("a chat");
    lines.iter().filter(|line| line.author == "bot").count()
}

#[tokio::test]
async fn two_processes_take_side_by_side_and_lose_and_repeat_nothing_when_one_is_killed() {
    const GUESTS: usize = 20;
    let site = Site::migrated().await;
    let addresses = [free_address(), free_address()];
    let (balancer, url, _listening) = Balancer::before(addresses.to_vec()).await;
    let first = Running::start(command(&site, &addresses[0], &url));
    webhook_is(&site, &addresses[0], "ok").await;
    let _second = Running::start(command(&site, &addresses[1], &url));
    webhook_is(&site, &addresses[1], "off").await;
    for n in 0..GUESTS {
        site.world.join(Person::new(&name(n), &format!("Guest {n}"), Some("en")));
        say(&site.world, &name(n), "/start");
    }
    let all_have = |times: usize| (0..GUESTS).all(|n| answers(&site.world, &name(n)) >= times);
    eventually("all are answered", async || all_have(1)).await;
    for n in 0..GUESTS {
        say(&site.world, &name(n), "/start");
    }
    first.signal(Signal::KILL);
    let killed = Instant::now();
    for n in 0..GUESTS {
        say(&site.world, &name(n), "/start");
    }
    eventually("all are answered three times", async || all_have(3)).await;
    assert!(killed.elapsed() < Duration::from_secs(25), "{:?}", killed.elapsed());
    assert!(site.world.wait(Duration::from_secs(10), |state| state.queue.is_empty()).await);
    assert!(balancer.taken().iter().all(|count| *count > 0), "both took some: {:?}", balancer.taken());
    let updates = i64::try_from(3 * GUESTS).expect("few");
    assert_eq!(site.count("SELECT count(*) FROM seen WHERE source = 1").await, updates, "each once");
    let mut repeated: BTreeMap<usize, usize> = BTreeMap::new();
    (0..GUESTS).for_each(|n| *repeated.entry(answers(&site.world, &name(n)) - 3).or_default() += 1);
    assert!(
        repeated.keys().all(|more| *more <= 1),
        "what was in the air is said once more at most: {repeated:?}"
    );
    let unsent = "SELECT count(*) FROM outbox WHERE state <> 'sent'";
    eventually("all is marked as sent", async || site.count(unsent).await == 0).await;
}

#[tokio::test]
async fn what_one_process_takes_the_other_answers_promptly_and_nothing_but_updates_is_reached_from_outside() {
    let site = Site::migrated().await;
    let addresses = [free_address(), free_address()];
    // Why the second alone: all that comes in is to be answered by a process that has not taken it.
    let (balancer, url, _listening) = Balancer::before(vec![addresses[1].clone()]).await;
    let _first = Running::start(command(&site, &addresses[0], &url));
    webhook_is(&site, &addresses[0], "ok").await;
    let _second = Running::start(command(&site, &addresses[1], &url));
    webhook_is(&site, &addresses[1], "off").await;
    let mut waits = Vec::new();
    for n in 0..20 {
        let person = name(n);
        site.world.join(Person::new(&person, &format!("Guest {n}"), Some("en")));
        let begun = Instant::now();
        say(&site.world, &person, "/start");
        assert!(
            site.world
                .wait(Duration::from_secs(20), |state| {
                    state.calls.iter().filter(|(method, _)| method == "sendMessage").count() > n
                })
                .await,
            "answered"
        );
        waits.push(begun.elapsed());
    }
    waits.sort();
    assert!(waits[10] < PROMPT, "half of all within {PROMPT:?}: {waits:?}");
    // Why waited for: what was taken may be answered to its sender before it is answered to who brought it.
    eventually("all are told to be taken", async || balancer.taken()[0] == 20).await;
    figures_are_true(&site, &addresses).await;
    for path in ["/healthz", "/status", "/status?detail=1", "/metrics", "/", "/file/x"] {
        let outside = site.client.get(format!("http://{}{path}", addresses[0]));
        let answer = outside.header("x-forwarded-for", "203.0.113.9").send().await.expect("an answer");
        assert_eq!(answer.status(), 404, "{path}");
    }
}

/// What each of both says of itself when the second took twenty updates and the first answered them.
async fn figures_are_true(site: &Site, addresses: &[String; 2]) {
    let series = async |address: &String, name: &str| -> String {
        let answer = site.client.get(format!("http://{address}/metrics")).send().await.expect("an answer");
        let page = answer.text().await.expect("text");
        let line =
            page.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("{name}: {page}"));
        line.trim().to_owned()
    };
    let taken = "aftercare_updates_total{platform=\"telegram\",outcome=\"taken\"}";
    let sent = "aftercare_deliveries_total{platform=\"telegram\",outcome=\"sent\"}";
    let listening = "aftercare_listening{platform=\"telegram\"}";
    for (name, of_first, of_second) in
        [("aftercare_lease_held", "1", "0"), (listening, "1", "0"), (taken, "0", "20")]
    {
        let both = [series(&addresses[0], name).await, series(&addresses[1], name).await];
        assert_eq!(both, [of_first, of_second], "{name}");
    }
    let number = |text: String| text.parse::<f64>().expect("a number");
    eventually("all is counted as sent", async || number(series(&addresses[0], sent).await) >= 20.0).await;
    assert_eq!(series(&addresses[1], sent).await, "0", "whoever stands by sends nothing");
    let silence = "aftercare_silence_seconds{platform=\"telegram\"}";
    assert!(number(series(&addresses[0], silence).await) < 60.0);
}

#[tokio::test]
async fn a_database_that_hangs_holds_up_no_stop_and_what_was_brought_comes_to_the_other() {
    let site = Site::migrated().await;
    let addresses = [free_address(), free_address()];
    let (_balancer, url, _listening) = Balancer::before(addresses.to_vec()).await;
    let first = Running::start(command(&site, &addresses[0], &url));
    webhook_is(&site, &addresses[0], "ok").await;
    site.start();
    site.answered(1).await;
    let mut db = site.db().await;
    let mut held = db.begin().await.expect("a transaction");
    sqlx::raw_sql("LOCK TABLE seen IN ACCESS EXCLUSIVE MODE").execute(&mut *held).await.expect("a lock");
    site.start();
    let waits =
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%seen%'";
    eventually("the intake waits", async || site.count(waits).await > 0).await;
    first.signal(Signal::TERM);
    let asked = Instant::now();
    let (status, said) = first.end().await;
    assert_eq!(status.code(), Some(0), "{said}");
    assert!(asked.elapsed() <= Duration::from_secs(10), "it took {:?}: {said}", asked.elapsed());
    held.rollback().await.expect("the lock goes");
    assert_eq!(site.count("SELECT count(*) FROM seen").await, 1, "the batch was not taken");
    let _second = Running::start(command(&site, &addresses[1], &url));
    site.answered(2).await;
    assert_eq!(site.count("SELECT count(*) FROM seen").await, 2, "and came again to the other");
}

#[tokio::test]
async fn the_way_updates_come_can_be_changed_back_and_forth_with_nothing_lost() {
    let site = Site::migrated().await;
    let address = free_address();
    let url = format!("http://{address}/telegram");
    let polling = Running::start(site.command("serve"));
    site.start();
    site.answered(1).await;
    let brought = Running::start(command(&site, &address, &url));
    webhook_is(&site, &address, "off").await;
    assert_eq!(site.world.webhook(), None, "whoever stands by changes nothing");
    site.start();
    site.answered(2).await;
    polling.signal(Signal::TERM);
    assert!(polling.end().await.0.success());
    site.start();
    webhook_is(&site, &address, "ok").await;
    site.answered(3).await;
    assert_eq!(site.world.webhook(), Some(url));
    brought.signal(Signal::TERM);
    assert!(brought.end().await.0.success());
    site.start();
    let _polling = Running::start(site.command("serve"));
    site.answered(4).await;
    assert_eq!(site.world.webhook(), None);
}

#[tokio::test]
async fn who_is_to_ask_for_updates_takes_the_webhook_back_though_telegram_does_not_answer_at_first() {
    let site = Site::migrated().await;
    let set = format!("{}/bot{TOKEN}/setWebhook", site.telegram.url());
    let led_away = serde_json::json!({"url": "http://127.0.0.1:9/telegram"});
    assert!(site.client.post(set).json(&led_away).send().await.expect("an answer").status().is_success());
    let (method, trouble) = ("getWebhookInfo".to_owned(), Trouble::BadGateway);
    site.world.fault(Fault::Calls { method, chat: None, times: 1, trouble });
    let _desk = Running::start(site.command("serve"));
    eventually("it is asked", async || site.world.look(|now| now.faults.is_empty())).await;
    site.start();
    site.answered(1).await;
    assert_eq!(site.world.webhook(), None);
}
