//! Every class of failure.

use std::time::Duration;

use aftercare::desk::courier::{Act, DeliveryError, Receipt, Refusal};
use aftercare::domain::{
    plan::Sign,
    text::{MarkKind, Rich},
};
use aftercare::frontend::telegram::{TelegramCourier, connect};
use aftercare::sandbox::faults::{Fault, Trouble};
use aftercare::sandbox::world::{GroupKind, Setup, person_id};
use serde_json::{Value, json};

use super::{Bench, PATIENCE, SECRET, at, button, chat, deliver, mei, post};
use crate::telegram_scripted::Scripted;

impl Bench {
    /// The next request meets this.
    fn fault(&self, trouble: Trouble) {
        self.world.fault(Fault::Calls { method: "*".into(), chat: None, times: 1, trouble });
    }
}

fn refusal(answer: Result<Receipt, DeliveryError>) -> Refusal {
    match answer {
        Err(DeliveryError::Refused { refusal, .. }) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn is_uncertain(answer: &Result<Receipt, DeliveryError>) -> bool {
    matches!(answer, Err(DeliveryError::Uncertain { .. }))
}

#[tokio::test]
async fn refusals_say_what_is_gone() {
    let bench = Bench::new().await;
    let here = at(mei(), None);
    let edit = |message| Act::Edit { message, text: Rich::plain(SECRET), rows: Vec::new() };
    let group = bench.world.group_id();
    bench.world.set_blocked("mei", true).expect("mei blocks");
    assert_eq!(refusal(bench.deliver(here, post(SECRET)).await), Refusal::Blocked);
    for (place, act, meaning) in [
        (at(person_id("lin"), None), post(SECRET), Refusal::Blocked),
        (at(12_345, None), post(SECRET), Refusal::ChatGone),
        (at(group, Some(999)), post(SECRET), Refusal::RoomGone),
        (at(group, Some(1 << 40)), post(SECRET), Refusal::RoomGone),
        (here, edit(9_999), Refusal::MessageGone),
        (here, edit(1 << 40), Refusal::MessageGone),
        (here, Act::EditCaption { message: 9_999, caption: Rich::plain(SECRET) }, Refusal::MessageGone),
        (bench.group(), Act::Pin { message: 9_999 }, Refusal::MessageGone),
        (bench.group(), Act::Sign { message: 9_999, sign: Sign::Taken }, Refusal::MessageGone),
        (here, Act::OpenRoom { title: "x".into() }, Refusal::Forbidden),
        (bench.group(), post(""), Refusal::Content),
        (bench.group(), post(&"x".repeat(5_000)), Refusal::Content),
    ] {
        assert_eq!(refusal(bench.deliver(place, act.clone()).await), meaning, "{place:?} {act:?}");
    }
    bench.world.set_bot_admin(false);
    assert_eq!(refusal(bench.deliver(bench.group(), Act::Pin { message: 1 }).await), Refusal::Forbidden);
    assert_eq!(
        refusal(bench.deliver(bench.group(), Act::OpenRoom { title: "x".into() }).await),
        Refusal::Forbidden
    );
}

#[tokio::test]
async fn buttons_that_bring_back_nothing_or_too_much_do_not_leave() {
    let bench = Bench::new().await;
    for data in [String::new(), "x".repeat(65)] {
        let rows = vec![vec![button("Yes", &data)]];
        let act = Act::Post { text: Rich::plain("Sure?"), rows, reply_to: None };
        assert_eq!(refusal(bench.deliver(at(mei(), None), act).await), Refusal::Content);
    }
    assert_eq!(bench.world.calls_of("sendMessage").len(), 0);
}

#[tokio::test]
async fn a_group_that_moved_says_where() {
    let bench = Bench::with(Setup { group: GroupKind::Basic, ..Setup::default() }).await;
    let old = bench.group();
    let new = bench.world.upgrade_group().expect("a supergroup");
    assert_eq!(refusal(bench.deliver(old, post(SECRET)).await), Refusal::Moved(new));
}

#[tokio::test]
async fn faults_have_their_class() {
    let bench = Bench::new().await;
    let place = at(mei(), None);
    let lines = || bench.world.transcript(&chat("mei")).expect("a place").len();
    let before = lines();

    bench.fault(Trouble::TooManyRequests(30));
    let answer = bench.deliver(place, post(SECRET)).await;
    let Err(DeliveryError::NotSent { retry_after, .. }) = answer else { panic!("{answer:?}") };
    assert_eq!((retry_after, lines()), (Some(Duration::from_secs(30)), before));

    bench.fault(Trouble::Blocked);
    assert_eq!(refusal(bench.deliver(place, post(SECRET)).await), Refusal::Blocked);
    bench.fault(Trouble::TopicDeleted);
    assert_eq!(refusal(bench.deliver(place, post(SECRET)).await), Refusal::RoomGone);

    // Nobody can tell these two apart.
    for (trouble, more) in [(Trouble::DropBefore, 0), (Trouble::DropAfter, 1)] {
        let before = lines();
        bench.fault(trouble);
        assert!(is_uncertain(&bench.deliver(place, post(SECRET)).await));
        assert_eq!(lines(), before + more);
    }
    // Why a short patience: the client library keeps such an answer to itself for ten seconds.
    bench.fault(Trouble::BadGateway);
    let hasty = TelegramCourier::new(bench.bot.clone(), Duration::from_millis(300));
    assert!(is_uncertain(&deliver(&hasty, place, post(SECRET)).await));
    bench.posted(place, post("all is well")).await;
}

#[tokio::test]
async fn a_wrong_token_and_no_server_are_told_apart() {
    let bench = Bench::new().await;
    let wrong = connect("4200042:ANOTHER", Some(&bench.server.url())).expect("a bot");
    let answer = deliver(&TelegramCourier::new(wrong, PATIENCE), at(mei(), None), post(SECRET)).await;
    assert_eq!(refusal(answer), Refusal::Token);
    let closed =
        std::net::TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port");
    let nobody = connect("1:SANDBOX-TOKEN", Some(&format!("http://{closed}"))).expect("a bot");
    let answer = deliver(&TelegramCourier::new(nobody, PATIENCE), at(mei(), None), post(SECRET)).await;
    assert!(matches!(answer, Err(DeliveryError::Unreached { .. })), "{answer:?}");
    assert!(connect("1:a", Some("not a URL")).is_err());
}

/// A refusal as the platform words it.
fn worded(code: u16, description: &str) -> Value {
    json!({"ok": false, "error_code": code, "description": description})
}

#[tokio::test]
async fn looks_that_are_refused_go_once_more_without() {
    let sent = json!({"ok": true, "result": {"message_id": 8, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "x"}});
    let refused =
        worded(400, "Bad Request: can't parse entities: wrong entity \"the buyer's own words\" at 3");
    let marked =
        Act::Post { text: Rich::from_utf16("x", [(MarkKind::Bold, 0, 1)]), rows: Vec::new(), reply_to: None };
    let server = Scripted::start([refused.clone(), sent]).await;
    let courier = TelegramCourier::new(server.bot(), PATIENCE);
    let receipt = deliver(&courier, at(5, None), marked.clone()).await.expect("posted");
    assert_eq!(receipt.messages, [8]);
    let entities: Vec<_> =
        server.requests().iter().map(|params| params["entities"].as_array().map(Vec::len)).collect();
    assert_eq!(entities, [Some(1), Some(0)]);

    let server = Scripted::start([refused.clone(), refused]).await;
    let courier = TelegramCourier::new(server.bot(), PATIENCE);
    assert_eq!(refusal(deliver(&courier, at(5, None), marked).await), Refusal::Content);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn an_answer_that_is_no_answer_leaves_it_open() {
    for answer in [json!("<html>"), json!({"ok": true, "result": 5}), worded(500, "Internal Server Error")] {
        let server = Scripted::start([answer.clone()]).await;
        let courier = TelegramCourier::new(server.bot(), PATIENCE);
        let answer = deliver(&courier, at(5, None), post(SECRET)).await;
        assert!(is_uncertain(&answer), "{answer:?}");
    }
}
