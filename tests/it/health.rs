//! The health endpoint over a real socket, on a clock that is moved.

use std::{sync::Arc, time::Duration};

use aftercare::{
    clock::Clock,
    health::{self, Limits, Probe, Pulse, Silence, Vitals},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::oneshot};

fn noon() -> DateTime<Utc> {
    "2026-03-02T12:00:00Z".parse().expect("an instant")
}

fn answering(pulse: Option<Pulse>) -> Probe {
    Arc::new(move || Box::pin(async move { pulse }))
}

/// Asks `path` once of an endpoint on its own port.
async fn ask(path: &str, clock: &Clock, vitals: &Arc<Vitals>, probe: Probe) -> (u16, String) {
    let limits = Limits {
        deaf_after: TimeDelta::seconds(90),
        late_after: TimeDelta::seconds(120),
        probe_timeout: Duration::from_millis(50),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let router = health::router(clock.clone(), Arc::clone(vitals), probe, limits);
    let serving = health::serve(listener, router, async move { drop(stopped.await) });
    let asking = async {
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let answer = client.get(format!("http://{address}{path}")).send().await.expect("an answer");
        let status = answer.status().as_u16();
        let body = answer.text().await.expect("a body");
        drop((client, stop));
        (status, body)
    };
    let (served, answer) = tokio::join!(serving, asking);
    served.expect("it ends when it is told to");
    answer
}

async fn healthz(clock: &Clock, vitals: &Arc<Vitals>, probe: Probe) -> (u16, Value) {
    let (status, body) = ask("/healthz", clock, vitals, probe).await;
    (status, serde_json::from_str(&body).expect("JSON"))
}

#[tokio::test]
async fn a_process_that_does_not_poll_is_well_while_its_database_is() {
    let (clock, vitals) = (Clock::manual(noon()), Arc::new(Vitals::new(true, None)));
    let well = healthz(&clock, &vitals, answering(Some(Pulse { oldest_due: None, staff_lost: false }))).await;
    let checks = json!({ "database": "ok", "poller": "off", "oldest_due": "ok", "staff": "ok" });
    assert_eq!(well, (200, json!({ "ok": true, "checks": checks })));
    let down = healthz(&clock, &vitals, answering(None)).await;
    let checks = json!({ "database": "down", "poller": "off", "oldest_due": "unknown", "staff": "unknown" });
    assert_eq!(down, (503, json!({ "ok": false, "checks": checks })));
}

#[tokio::test]
async fn a_database_that_never_answers_is_down() {
    let (clock, vitals) = (Clock::manual(noon()), Arc::new(Vitals::new(true, None)));
    let silent: Probe = Arc::new(|| Box::pin(std::future::pending()));
    let (status, body) = healthz(&clock, &vitals, silent).await;
    assert_eq!((status, &body["checks"]["database"]), (503, &json!("down")));
}

#[tokio::test]
async fn a_poller_that_hears_nothing_goes_deaf_and_recovers() {
    let (clock, vitals) = (Clock::manual(noon()), Arc::new(Vitals::new(true, None)));
    let well = || answering(Some(Pulse { oldest_due: None, staff_lost: false }));
    let poller = |(status, body): (u16, Value)| (status, body["checks"]["poller"].clone());
    vitals.polling_begins(clock.now());
    clock.advance(TimeDelta::seconds(90));
    assert_eq!(poller(healthz(&clock, &vitals, well()).await), (200, json!("ok")));
    clock.advance(TimeDelta::seconds(1));
    assert_eq!(poller(healthz(&clock, &vitals, well()).await), (503, json!("deaf")));
    vitals.polled(clock.now());
    assert_eq!(poller(healthz(&clock, &vitals, well()).await), (200, json!("ok")));
    clock.advance(TimeDelta::hours(1));
    vitals.polling_ends();
    assert_eq!(poller(healthz(&clock, &vitals, well()).await), (200, json!("off")));
}

#[tokio::test]
async fn where_updates_are_brought_the_webhook_is_looked_at_and_no_poller() {
    let (clock, vitals) = (Clock::manual(noon()), Arc::new(Vitals::new(true, None).by_webhook(true)));
    let well = || answering(Some(Pulse { oldest_due: None, staff_lost: false }));
    let told = async || {
        let (status, body) = healthz(&clock, &vitals, well()).await;
        assert_eq!(body["checks"].get("poller"), None, "nobody polls");
        (status, body["checks"]["webhook"].clone())
    };
    assert_eq!(told().await, (200, json!("off")), "whoever stands by is well");
    vitals.polling_begins(clock.now());
    clock.advance(TimeDelta::seconds(90));
    assert_eq!(told().await, (200, json!("ok")));
    clock.advance(TimeDelta::seconds(1));
    assert_eq!(told().await, (503, json!("deaf")), "for too long nobody has found it well");
    vitals.polled(clock.now());
    assert_eq!(told().await, (200, json!("ok")));
    vitals.polling_ends();
    assert_eq!(told().await, (200, json!("off")));
}

#[tokio::test]
async fn a_message_that_waits_for_long_is_late() {
    let (clock, vitals) = (Clock::manual(noon()), Arc::new(Vitals::new(true, None)));
    let due = |seconds: i64| {
        answering(Some(Pulse { oldest_due: Some(noon() - TimeDelta::seconds(seconds)), staff_lost: false }))
    };
    let in_time = healthz(&clock, &vitals, due(120)).await;
    assert_eq!((in_time.0, &in_time.1["checks"]["oldest_due"]), (200, &json!("ok")));
    let late = healthz(&clock, &vitals, due(121)).await;
    assert_eq!((late.0, &late.1["checks"]["oldest_due"]), (503, &json!("late")));
    assert_eq!(healthz(&clock, &vitals, due(-3600)).await.0, 200, "due later");
}

#[tokio::test]
async fn nothing_else_is_answered() {
    let (clock, vitals) = (Clock::manual(noon()), Arc::new(Vitals::new(true, None)));
    let probe = || answering(Some(Pulse { oldest_due: None, staff_lost: false }));
    for path in ["/", "/version", "/health", "/healthz/", "/file/", "/debug", "/.env"] {
        assert_eq!(ask(path, &clock, &vitals, probe()).await, (404, String::new()), "{path}");
    }
}

#[tokio::test]
async fn whatever_it_says_is_words_of_ours_without_a_version_or_a_count() {
    const WORDS: [&str; 15] = [
        "ok",
        "checks",
        "database",
        "poller",
        "webhook",
        "gateway",
        "oldest_due",
        "staff",
        "down",
        "deaf",
        "off",
        "late",
        "lost",
        "unknown",
        "true",
    ];
    let clock = Clock::manual(noon());
    let gateway: Silence = Arc::new(|| Some(Duration::from_secs(91)));
    let all = Vitals::new(true, Some(gateway)).by_webhook(true);
    let (late, lost) = (Some(noon() - TimeDelta::hours(3)), true);
    for vitals in [Vitals::new(true, None), Vitals::new(false, None), all] {
        vitals.polling_begins(clock.now() - TimeDelta::hours(1));
        let vitals = Arc::new(vitals);
        for pulse in [
            None,
            Some(Pulse { oldest_due: None, staff_lost: false }),
            Some(Pulse { oldest_due: late, staff_lost: lost }),
        ] {
            let (_, body) = ask("/healthz", &clock, &vitals, answering(pulse)).await;
            let strange = |word: &&str| !word.is_empty() && !WORDS.contains(word) && *word != "false";
            let words = body.split(|sign: char| !sign.is_alphanumeric() && sign != '_');
            assert_eq!(words.filter(strange).collect::<Vec<_>>(), [""; 0], "{body}");
            assert!(!body.contains(|sign: char| sign.is_ascii_digit()), "{body}");
        }
    }
}

#[tokio::test]
async fn each_platform_that_is_on_is_told_of_by_itself_and_no_other() {
    let clock = Clock::manual(noon());
    let well = || answering(Some(Pulse { oldest_due: None, staff_lost: false }));
    let told = async |silence: Option<u64>| {
        let gateway: Silence = Arc::new(move || silence.map(Duration::from_secs));
        let (status, body) = healthz(&clock, &Arc::new(Vitals::new(false, Some(gateway))), well()).await;
        assert_eq!(body["checks"].get("poller"), None, "nobody polls where Telegram is not on");
        (status, body["checks"]["gateway"].clone())
    };
    assert_eq!(told(None).await, (200, json!("off")));
    assert_eq!(told(Some(90)).await, (200, json!("ok")));
    assert_eq!(told(Some(91)).await, (503, json!("deaf")));
    let (_, body) = healthz(&clock, &Arc::new(Vitals::new(true, None)), well()).await;
    assert_eq!(body["checks"].get("gateway"), None);
}
