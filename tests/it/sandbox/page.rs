//! The web page: what it shows, what it can do, and whom it refuses.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aftercare::sandbox::page::{Fact, Hooks, Page};
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
        json!({"deed": "clock", "minutes": 120}),
    ] {
        assert_eq!(status(wish(&bench, &page, &deed)).await, StatusCode::NO_CONTENT, "{deed}");
    }
    let url = format!("{}api/file?who=mei&place=chat:mei&kind=photo&name=a.jpg&caption=look", page.url());
    let upload = bench.client.post(url).header("x-sandbox", "1").body("jpeg bytes");
    assert_eq!(status(upload).await, StatusCode::NO_CONTENT);
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
    assert!(document.text().await.expect("a text").contains("page.js"));
    for part in ["", "page.css", "page.js"] {
        let answer = bench.client.get(format!("{}{part}", page.url())).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK, "{part}");
        let text = answer.text().await.expect("a text");
        assert!(!text.contains("innerHTML") && !text.contains("http") && !text.contains("//cdn"), "{part}");
    }
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
    let unplug: Arc<dyn Fn() + Send + Sync> = Arc::new(move || plug.store(true, Ordering::SeqCst));
    let fact = Fact { label: "Desk".into(), text: "open".into(), bad: false };
    let facts: Arc<dyn Fn() -> Vec<Fact> + Send + Sync> = Arc::new(move || vec![fact.clone()]);
    let hooks = Hooks { facts, unplug: Some(unplug), ..Hooks::of(&bench.world) };
    let page = page(&bench, hooks).await;
    let seen = view(&bench, &page, "").await;
    assert_eq!(seen["facts"], json!([{"label": "Desk", "text": "open", "bad": false}]));
    assert_eq!((&seen["zone"], &seen["can_unplug"]), (&json!("UTC"), &json!(true)));
    let since = format!("?since={}", seen["version"]);
    let (woken, ()) = tokio::join!(view(&bench, &page, &since), async { bench.world.touch() });
    assert!(woken["version"].as_u64() > seen["version"].as_u64());
    assert_eq!(status(wish(&bench, &page, &json!({"deed": "unplug"}))).await, StatusCode::NO_CONTENT);
    assert!(pulled.load(Ordering::SeqCst));
    page.stop().await;
}
