//! The web page: what it shows, what it can do, and whom it refuses.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aftercare::sandbox::page::{Board, Hooks, Page, Pull, Work, twice};
use aftercare::sandbox::world::GroupKind;
use chrono::TimeDelta;
use reqwest::{RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::{Bench, chat};

async fn page(bench: &Bench, hooks: Hooks) -> Page {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    Page::start(bench.world.clone(), hooks, listener).expect("a page")
}

async fn status(request: RequestBuilder) -> StatusCode {
    request.send().await.expect("an answer").status()
}

fn wish(bench: &Bench, page: &Page, wish: &Value) -> RequestBuilder {
    bench.client.post(format!("{}api/act", page.url())).header("x-sandbox", "1").json(wish)
}

async fn view(bench: &Bench, page: &Page, query: &str) -> Value {
    let answer = bench.client.get(format!("{}api/state{query}", page.url())).send().await.expect("an answer");
    answer.json().await.expect("JSON")
}

#[tokio::test]
async fn the_view_holds_chats_and_rooms_and_waits_for_what_is_new() {
    let bench = Bench::new().await;
    let page = page(&bench, Hooks::of(&bench.world)).await;
    let group = bench.world.group_id();
    bench.ok("createForumTopic", json!({"chat_id": group, "name": "HX-1 <b>"})).await;
    let first = view(&bench, &page, "").await;
    assert_eq!(first["people"][0]["lines"][0]["text"], "/start");
    assert_eq!(first["staff"]["topics"][0]["name"], "HX-1 <b>");
    let since = format!("?since={}", first["version"]);
    let (second, _) = tokio::join!(view(&bench, &page, &since), async {
        bench.ok("sendMessage", json!({"chat_id": bench.mei, "text": "hello"})).await
    });
    assert!(second["version"].as_u64() > first["version"].as_u64());
    assert_eq!(view(&bench, &page, "").await["people"][0]["lines"][1]["text"], "hello");
}

/// Names of files that stand behind `mark` in a text, with their folder.
fn named_in<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = String> + 'a {
    let folder = if mark.contains("css/") { "css/" } else { "js/" };
    text.split(mark)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(move |name| format!("{folder}{name}"))
}

fn upload(bench: &Bench, page: &Page, files: &Value, bytes: &'static str) -> RequestBuilder {
    let mut url = reqwest::Url::parse(&format!("{}api/file", page.url())).expect("an address");
    url.query_pairs_mut()
        .append_pair("who", "mei")
        .append_pair("place", "chat:mei")
        .append_pair("caption", "look")
        .append_pair("files", &files.to_string());
    bench.client.post(url).header("x-sandbox", "1").body(bytes)
}

#[tokio::test]
async fn people_write_press_and_send_through_the_page() {
    let bench = Bench::new().await;
    let page = page(&bench, Hooks::of(&bench.world)).await;
    let keyboard = json!({"inline_keyboard": [[{"text": "Bag", "callback_data": "1"}]]});
    let sent = json!({"chat_id": bench.mei, "text": "Which?", "reply_markup": keyboard});
    let id = bench.ok("sendMessage", sent).await["message_id"].clone();
    let at = json!({"who": "mei", "place": "chat:mei"});
    let with = |more: Value| {
        let mut all = at.clone();
        all.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        all
    };
    for deed in [
        with(json!({"deed": "press", "message": id, "label": "Bag"})),
        with(json!({"deed": "say", "text": "the red one", "reply_to": id})),
        json!({"deed": "clock", "seconds": 7200}),
    ] {
        assert_eq!(status(wish(&bench, &page, &deed)).await, StatusCode::NO_CONTENT, "{deed}");
    }
    let files = json!([{"kind": "photo", "name": "a.jpg", "size": 10}]);
    assert_eq!(status(upload(&bench, &page, &files, "jpeg bytes")).await, StatusCode::NO_CONTENT);
    let updates = bench.drain().await;
    assert_eq!(updates[1]["callback_query"]["data"], "1");
    assert_eq!(updates[2]["message"]["reply_to_message"]["message_id"], id);
    assert_eq!(updates[3]["message"]["caption"], "look");
    assert_eq!(bench.world.clock().now(), super::monday() + TimeDelta::hours(2));
    let photo = format!("{}file/file-photo-1", page.url());
    let photo = bench.client.get(photo).send().await.expect("an answer");
    assert_eq!(photo.headers()["content-type"], "image/jpeg");
    assert_eq!(photo.bytes().await.expect("a body"), "jpeg bytes");
    let nothing =
        wish(&bench, &page, &with(json!({"deed": "say", "text": " "}))).send().await.expect("an answer");
    assert_eq!(nothing.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(nothing.text().await.expect("a text"), "mei can't send an empty message");
}

#[tokio::test]
async fn strangers_are_refused_and_uploads_are_not_opened() {
    let bench = Bench::new().await;
    let page = page(&bench, Hooks::of(&bench.world)).await;
    let deed = json!({"deed": "block", "who": "mei", "blocked": true});
    let foreign = bench.client.post(format!("{}api/act", page.url())).json(&deed);
    assert_eq!(status(foreign).await, StatusCode::FORBIDDEN);
    let rebound = bench.client.get(format!("{}api/state", page.url())).header("host", "evil.example:80");
    assert_eq!(status(rebound).await, StatusCode::FORBIDDEN);
    let document = bench.client.get(page.url()).send().await.expect("an answer");
    let policy = document.headers()["content-security-policy"].to_str().expect("a text").to_owned();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    let html = bench.client.get(page.url()).send().await.expect("an answer").text().await.expect("a text");
    let mut parts: Vec<String> = named_in(&html, "href=\"css/").chain(named_in(&html, "src=\"js/")).collect();
    let mut at = 0;
    while let Some(part) = parts.get(at).cloned() {
        at += 1;
        let answer = bench.client.get(format!("{}{part}", page.url())).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK, "{part}");
        let text = answer.text().await.expect("a text");
        for markup in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "//cdn"] {
            assert!(!text.contains(markup), "{markup} in {part}");
        }
        let outside = text.split('"').filter(|quoted| quoted.starts_with("http"));
        let namespace = "http://www.w3.org/2000/svg";
        assert_eq!(outside.filter(|address| *address != namespace).count(), 0, "{part}");
        let imported =
            named_in(&text, "from \"./").map(|name| name.replace("js/", "")).map(|name| format!("js/{name}"));
        parts
            .extend(imported.filter(|name| !parts.contains(name)).collect::<std::collections::BTreeSet<_>>());
    }
    assert!(parts.len() > 20, "{parts:?}");
    let file = super::Attachment::named(aftercare::sandbox::world::MediaKind::Document, "page.html");
    bench.world.send("mei", &chat("mei"), file, "").expect("a file");
    let file =
        bench.client.get(format!("{}file/file-document-1", page.url())).send().await.expect("an answer");
    assert_eq!(file.headers()["content-disposition"], "attachment");
}

#[tokio::test]
async fn hooks_move_the_hosts_clock_and_pull_its_plug() {
    let bench = Bench::with(super::Setup { group: GroupKind::Supergroup, ..super::Setup::default() }).await;
    let pulled = Arc::new(AtomicBool::new(false));
    let plug = pulled.clone();
    let unplug: Arc<dyn Fn(Pull) + Send + Sync> =
        Arc::new(move |when| plug.store(when == Pull::Sending, Ordering::SeqCst));
    let board: Arc<dyn Fn() -> Board + Send + Sync> =
        Arc::new(|| Board { work: Work::Open, taken: 7, ..Board::default() });
    let hooks = Hooks { board, unplug: Some(unplug), ..Hooks::of(&bench.world) };
    let page = page(&bench, hooks).await;
    let seen = view(&bench, &page, "").await;
    assert_eq!((&seen["desk"]["work"], &seen["desk"]["taken"]), (&json!("open"), &json!(7)));
    assert_eq!((&seen["zone"], &seen["can_unplug"]), (&json!("UTC"), &json!(true)));
    let since = format!("?since={}", seen["version"]);
    let (woken, ()) = tokio::join!(view(&bench, &page, &since), async { bench.world.touch() });
    assert!(woken["version"].as_u64() > seen["version"].as_u64());
    assert_eq!(
        status(wish(&bench, &page, &json!({"deed": "unplug", "when": "sending"}))).await,
        StatusCode::NO_CONTENT
    );
    assert!(pulled.load(Ordering::SeqCst));
    page.stop().await;
}

#[tokio::test]
async fn messages_are_changed_deleted_and_reacted_to_by_those_who_may() {
    let bench = Bench::new().await;
    let page = page(&bench, Hooks::of(&bench.world)).await;
    bench
        .ok("getUpdates", json!({"allowed_updates": ["message", "edited_message", "message_reaction"]}))
        .await;
    let bots =
        bench.ok("sendMessage", json!({"chat_id": bench.mei, "text": "hello"})).await["message_id"].clone();
    let own = bench.world.say("mei", &chat("mei"), "teh zipper", None).expect("a message");
    let mei = |more: Value| {
        let mut all = json!({"who": "mei", "place": "chat:mei"});
        all.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        wish(&bench, &page, &all)
    };
    let did = async |request: RequestBuilder| {
        let answer = request.send().await.expect("an answer");
        (answer.status() == StatusCode::NO_CONTENT, answer.text().await.expect("a text"))
    };
    let fixed = json!({"deed": "edit", "message": own, "text": "the zipper"});
    assert!(did(mei(fixed)).await.0);
    let foreign = json!({"deed": "edit", "message": bots, "text": "mine"});
    assert_eq!(did(mei(foreign)).await, (false, "only its author can change a message".to_owned()));
    let like = json!({"deed": "react", "message": bots, "emoji": "👍"});
    assert!(did(mei(like.clone())).await.0);
    let lines = view(&bench, &page, "").await["people"][0]["lines"].clone();
    assert_eq!(
        (&lines[1]["feelings"]["mei"], &lines[2]["text"], &lines[2]["edited"]),
        (&json!("👍"), &json!("the zipper"), &json!(true))
    );
    assert!(did(mei(like)).await.0, "the same again takes it back");
    assert!(did(mei(json!({"deed": "delete", "message": own}))).await.0);
    assert_eq!(
        did(mei(json!({"deed": "delete", "message": bots}))).await.1,
        "only its author can delete a message"
    );
    let lines = view(&bench, &page, "").await["people"][0]["lines"].clone();
    assert_eq!((lines.as_array().map(Vec::len), &lines[1]["feelings"]), (Some(2), &json!({})));
    let updates = bench.drain().await;
    let reactions: Vec<&Value> = updates.iter().filter_map(|update| update.get("message_reaction")).collect();
    assert_eq!(reactions[0]["new_reaction"][0]["emoji"], "👍");
    assert_eq!(
        (&reactions[1]["old_reaction"][0]["emoji"], &reactions[1]["new_reaction"]),
        (&json!("👍"), &json!([]))
    );
    assert!(updates.iter().any(|update| update["edited_message"]["text"] == "the zipper"));
}

#[tokio::test]
async fn several_files_are_an_album_and_bytes_that_are_missing_are_told() {
    let bench = Bench::new().await;
    let page = page(&bench, Hooks::of(&bench.world)).await;
    let photo = |name: &str, size: usize| json!({"kind": "photo", "name": name, "size": size});
    let files = json!([photo("a.jpg", 3), photo("b.jpg", 4)]);
    assert_eq!(status(upload(&bench, &page, &files, "onetwos")).await, StatusCode::NO_CONTENT);
    let short = upload(&bench, &page, &json!([photo("c.jpg", 9)]), "one").send().await.expect("an answer");
    assert_eq!(short.text().await.expect("a text"), "some bytes are missing");
    let lines = view(&bench, &page, "").await["people"][0]["lines"].clone();
    assert!(lines[1]["album"].is_string() && lines[1]["album"] == lines[2]["album"], "{lines}");
    assert_eq!(
        (&lines[1]["kind"], &lines[1]["text"], &lines[1]["taken"]),
        (&json!("photo"), &json!("look"), &json!(false))
    );
    let second =
        bench.client.get(format!("{}file/file-photo-2", page.url())).send().await.expect("an answer");
    assert_eq!(second.bytes().await.expect("bytes"), "twos");
    bench.drain().await;
    assert_eq!(view(&bench, &page, "").await["people"][0]["lines"][1]["taken"], true);
}

#[tokio::test]
async fn a_message_that_arrived_and_was_sent_again_counts_as_twice() {
    let bench = Bench::new().await;
    let said = json!({"chat_id": bench.mei, "text": "Which?"});
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(bench.ok("sendMessage", said.clone()).await["message_id"].clone());
    }
    let row = |doubts: u8, id: &Value| json!({"chat": bench.mei, "doubts": doubts, "messages": [id]});
    let count = |rows: Value| bench.world.look(|state| twice(state, &rows));
    assert_eq!(count(json!([row(0, &ids[0]), row(0, &ids[1]), row(0, &ids[2])])), 0);
    assert_eq!(count(json!([row(0, &ids[0]), row(1, &ids[2])])), 1, "the second is nobody's");
    assert_eq!(
        count(json!([row(0, &ids[0]), row(0, &ids[1]), row(1, &ids[2])])),
        0,
        "it never arrived at first"
    );
}
