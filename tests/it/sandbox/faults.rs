//! Faults meet the calls they were made for, and only those.

use aftercare::sandbox::faults::{Fault, Trouble};
use serde_json::{Value, json};

use super::{Bench, chat};

fn next(method: &str, chat: Option<i64>, times: u32, trouble: Trouble) -> Fault {
    Fault::Calls { method: method.to_owned(), chat, times, trouble }
}

#[tokio::test]
async fn a_429_names_its_wait_and_wears_off() {
    let bench = Bench::new().await;
    bench.world.fault(next("sendMessage", Some(bench.mei), 2, Trouble::TooManyRequests(30)));
    let to = |id: i64| json!({"chat_id": id, "text": "x"});
    let group = bench.world.group_id();
    for _ in 0..2 {
        let body = bench.raw("sendMessage", to(bench.mei)).await;
        assert_eq!(body["description"], "Too Many Requests: retry after 30");
        assert_eq!(body["parameters"]["retry_after"], 30);
    }
    bench.ok("sendMessage", to(group)).await;
    bench.ok("sendMessage", to(bench.mei)).await;
}

#[tokio::test]
async fn a_connection_breaks_before_or_after_the_effect() {
    let bench = Bench::new().await;
    let said = || bench.world.transcript(&chat("mei")).expect("a place").len();
    let params = json!({"chat_id": bench.mei, "text": "x"});
    for (trouble, lines) in [(Trouble::DropBefore, 1), (Trouble::DropAfter, 2)] {
        bench.world.fault(next("sendMessage", None, 1, trouble));
        let broken = bench.client.post(bench.url("sendMessage")).json(&params).send().await;
        assert!(broken.is_err(), "the answer must not arrive");
        assert_eq!(said(), lines);
    }
    bench.ok("sendMessage", params).await;
    assert_eq!(bench.world.calls_of("sendMessage").len(), 3);
}

#[tokio::test]
async fn other_troubles_have_their_wording_and_can_be_taken_back() {
    let bench = Bench::new().await;
    let params = json!({"chat_id": bench.mei, "text": "x"});
    for (trouble, wording) in [
        (Trouble::BadGateway, "Bad Gateway"),
        (Trouble::Blocked, "Forbidden: bot was blocked by the user"),
        (Trouble::TopicDeleted, "Bad Request: message thread not found"),
    ] {
        bench.world.fault(next("*", None, 1, trouble));
        bench.ok("getUpdates", json!({})).await;
        assert_eq!(bench.refused("sendMessage", params.clone()).await, wording);
    }
    bench.world.fault(next("*", None, 9, Trouble::Blocked));
    bench.world.fault(Fault::Clear);
    assert_ne!(bench.ok("sendMessage", params).await, Value::Null);
}

#[tokio::test]
async fn a_beginning_of_a_name_means_all_methods_that_begin_so_and_a_held_call_is_let_go_with_its_caller() {
    let bench = Bench::new().await;
    let params = json!({"chat_id": bench.mei, "text": "x"});
    bench.world.fault(next("send*", None, 1, Trouble::Stall));
    bench.ok("getMe", json!({})).await;
    let mut hanging = tokio::task::JoinSet::new();
    hanging.spawn(bench.client.post(bench.url("sendMessage")).json(&params).send());
    let held = |state: &aftercare::sandbox::world::State| state.is_holding();
    let patience = std::time::Duration::from_secs(30);
    assert!(bench.world.wait(patience, held).await, "the call hangs");
    hanging.abort_all();
    assert!(bench.world.wait(patience, |state| !held(state)).await, "nobody waits for it any more");
    assert_eq!(bench.world.transcript(&chat("mei")).expect("a place").len(), 1, "and nothing has happened");
    bench.ok("sendMessage", params).await;
}
