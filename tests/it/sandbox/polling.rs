//! `getUpdates`: offsets, confirmation, long polls, rivals.

use aftercare::sandbox::faults::Fault;
use serde_json::{Value, json};

use super::{Bench, chat};

fn ids(updates: &[Value]) -> Vec<i64> {
    updates.iter().map(|update| update["update_id"].as_i64().expect("an id")).collect()
}

#[tokio::test]
async fn an_update_comes_again_until_a_higher_offset_confirms_it() {
    let bench = Bench::new().await;
    bench.world.say("mei", &chat("mei"), "hello", None).expect("mei writes");
    let first = ids(&bench.updates(0).await);
    assert_eq!(first.len(), 2);
    assert_eq!(ids(&bench.updates(0).await), first);
    assert_eq!(ids(&bench.updates(first[0] + 1).await), first[1..]);
    assert_eq!(bench.world.unconfirmed(), 1);
    assert_eq!(ids(&bench.updates(first[1] + 1).await), [0; 0]);
    assert_eq!(ids(&bench.updates(0).await), [0; 0]);
}

#[tokio::test]
async fn the_limit_cuts_a_batch_and_a_negative_offset_forgets_the_older() {
    let bench = Bench::new().await;
    for n in 0..3 {
        bench.world.say("mei", &chat("mei"), &format!("text {n}"), None).expect("mei writes");
    }
    let one = bench.ok("getUpdates", json!({"limit": 1})).await;
    assert_eq!(one[0]["message"]["text"], "/start");
    let last = bench.ok("getUpdates", json!({"offset": -1})).await;
    assert_eq!(last.as_array().map(Vec::len), Some(1));
    assert_eq!(last[0]["message"]["text"], "text 2");
    assert_eq!(bench.world.unconfirmed(), 1);
}

#[tokio::test]
async fn a_long_poll_returns_as_soon_as_somebody_writes() {
    let bench = Bench::new().await;
    bench.drain().await;
    let params = json!({"timeout": 50});
    let (found, ()) = tokio::join!(bench.ok("getUpdates", params), async {
        assert!(bench.world.wait(std::time::Duration::from_secs(20), |state| state.calls.len() == 3).await);
        bench.world.say("mei", &chat("mei"), "now", None).expect("mei writes");
    });
    assert_eq!(found[0]["message"]["text"], "now");
}

#[tokio::test]
async fn the_older_of_two_pollers_is_told_so() {
    let bench = Bench::new().await;
    bench.drain().await;
    let (older, newer) = tokio::join!(bench.raw("getUpdates", json!({"timeout": 50})), async {
        assert!(bench.world.wait(std::time::Duration::from_secs(20), |state| state.calls.len() == 3).await);
        bench.raw("getUpdates", json!({"timeout": 0})).await
    });
    assert_eq!(older["error_code"], 409);
    let wording =
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    assert_eq!(older["description"], wording);
    assert_eq!(newer, json!({"ok": true, "result": []}));
}

#[tokio::test]
async fn kinds_that_were_not_asked_for_never_come() {
    let bench = Bench::new().await;
    bench
        .ok("getUpdates", json!({"offset": -1, "allowed_updates": ["my_chat_member", "message_reaction"]}))
        .await;
    let was = bench.world.unconfirmed();
    bench.world.say("mei", &chat("mei"), "unheard", None).expect("mei writes");
    bench.world.react("mei", &chat("mei"), "unheard", Some("👍")).expect("mei reacts");
    bench.world.set_blocked("mei", true).expect("mei blocks");
    let updates = bench.updates(0).await;
    assert_eq!(updates.len() - was, 2);
    assert_eq!(updates[was]["message_reaction"]["new_reaction"][0]["emoji"], "👍");
    assert_eq!(updates[was + 1]["my_chat_member"]["new_chat_member"]["status"], "kicked");
}

#[tokio::test]
async fn a_lost_confirmation_brings_the_same_updates_again() {
    let bench = Bench::new().await;
    bench.world.fault(Fault::Duplicates(true));
    bench.world.say("mei", &chat("mei"), "twice", None).expect("mei writes");
    let first = ids(&bench.updates(0).await);
    let after = first[1] + 1;
    assert_eq!(
        ids(&bench.updates(after).await),
        first[1..],
        "only what was said under the fault comes again"
    );
    assert_eq!(ids(&bench.updates(after).await), [0; 0]);
    bench.world.fault(Fault::Redeliver(2));
    assert_eq!(ids(&bench.updates(after).await), first);
    assert_eq!(ids(&bench.updates(after).await), [0; 0]);
}

#[tokio::test]
async fn stopping_the_server_ends_a_waiting_poll() {
    let bench = Bench::new().await;
    bench.drain().await;
    let url = bench.url("getUpdates");
    let Bench { world, server, client, .. } = bench;
    let poll = async { client.post(url).json(&json!({"timeout": 50})).send().await.expect("an answer") };
    let (answer, ()) = tokio::join!(poll, async {
        assert!(world.wait(std::time::Duration::from_secs(20), |state| state.calls.len() == 3).await);
        server.stop().await;
    });
    assert_eq!(answer.json::<Value>().await.expect("JSON"), json!({"ok": true, "result": []}));
}
