//! What the desk tells a page on the same machine: every delivery and every clock, and no words of people.

use std::sync::Arc;

use aftercare::health;
use serde_json::Value;
use tokio::{net::TcpListener, sync::oneshot};

use crate::harness::{DirectStage, Setup, TestDatabase};

const CASE: &str = "people: mei \"Mei Li\" en consumer, lin \"Lin\" en staff\nmei: /human\nlin in room presses \"Take\"\n\
                    lin in room: /reply A new puller is on its way";

/// Asks the endpoint of a desk once.
async fn ask(stage: &DirectStage, query: &str, detailed: bool) -> (u16, Value) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let router = health::status(Arc::clone(&stage.bureau().desk), detailed);
    let serving = health::serve(listener, router, async move { drop(stopped.await) });
    let asking = async {
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let answer = client.get(format!("http://{address}/status{query}")).send().await.expect("an answer");
        let status = answer.status().as_u16();
        let body = answer.text().await.expect("a body");
        drop((client, stop));
        (status, serde_json::from_str(&body).unwrap_or_default())
    };
    let (served, answer) = tokio::join!(serving, asking);
    served.expect("it ends when it is told to");
    answer
}

fn rows<'a>(detail: &'a Value, of: &str) -> Vec<&'a Value> {
    detail[of].as_array().expect("a list").iter().collect()
}

#[tokio::test]
async fn deliveries_and_clocks_are_told_with_their_state_and_without_words() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(CASE).await;
    stage.play("fault * mei blocked\nlin in room: /reply And a small tool").await;
    let (status, detail) = ask(&stage, "?detail=1", true).await;
    assert_eq!(status, 200);
    let said = detail.to_string();
    for word in ["puller", "Mei", "Lin", "tool"] {
        assert!(!said.contains(word), "{word} in {said}");
    }
    let case = detail["clocks"][0]["case"].as_str().expect("a reference").to_owned();
    assert!(case.starts_with("HX-"), "{case}");
    let clocks: Vec<(&str, &str)> = rows(&detail, "clocks")
        .iter()
        .map(|c| (c["target"].as_str().unwrap_or_default(), c["state"].as_str().unwrap_or_default()))
        .collect();
    assert!(clocks.contains(&("first_response", "met")), "{clocks:?}");
    assert!(clocks.iter().all(|(_, state)| *state != "missed"), "{clocks:?}");
    let relays: Vec<_> = rows(&detail, "rows").into_iter().filter(|row| row["what"] == "relay").collect();
    assert_eq!((&relays[0]["state"], &relays[0]["lane"]), (&"undelivered".into(), &"person".into()));
    assert_eq!((&relays[1]["state"], relays[1]["problem"].is_null()), (&"sent".into(), true));
    let mei = aftercare::sandbox::world::person_id("mei");
    assert_eq!(relays[1]["chat"], mei);
    assert_eq!(relays[1]["messages"].as_array().map(Vec::len), Some(1));
    let card = rows(&detail, "rows").into_iter().find(|row| row["what"] == "card").expect("a card");
    assert_eq!((&card["lane"], card["messages"].as_array().map(Vec::len)), (&"room".into(), Some(1)));
    assert_eq!(detail["taken"], database.number("select count(*) from seen").await);
    stage.close().await;
}

#[tokio::test]
async fn beyond_this_machine_only_figures_are_told() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(CASE).await;
    assert_eq!(ask(&stage, "?detail=1", false).await, (404, Value::Null));
    let (status, figures) = ask(&stage, "", false).await;
    assert_eq!((status, &figures["in_office"], &figures["rows"]), (200, &true.into(), &Value::Null));
    assert!(figures["deliveries"]["sent"].as_i64() > Some(0), "{figures}");
    stage.close().await;
}
