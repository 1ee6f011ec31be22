//! Refusals with the platform's own wording.

use aftercare::sandbox::shown::{Place, Room};
use aftercare::sandbox::world::{GroupKind, Person, Setup};
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Bench, chat};

#[tokio::test]
async fn the_token_and_the_method_must_exist() {
    let bench = Bench::new().await;
    let wrong = format!("{}/bot1:WRONG/getMe", bench.server.url());
    let answer = bench.client.get(wrong).send().await.expect("an answer");
    assert_eq!(answer.status(), 401);
    let body: Value = answer.json().await.expect("JSON");
    assert_eq!(body, json!({"ok": false, "error_code": 401, "description": "Unauthorized"}));
    assert_eq!(bench.refused("makeCoffee", json!({})).await, "Not Found: method not found");
}

#[tokio::test]
async fn texts_and_captions_have_limits_in_utf16_units() {
    let bench = Bench::new().await;
    let send = |text: String| json!({"chat_id": bench.mei, "text": text});
    assert_eq!(bench.refused("sendMessage", send(String::new())).await, "Bad Request: message text is empty");
    assert_eq!(
        bench.refused("sendMessage", send(" \n ".into())).await,
        "Bad Request: text must be non-empty"
    );
    bench.ok("sendMessage", send("😀".repeat(2048))).await;
    assert_eq!(
        bench.refused("sendMessage", send("😀".repeat(2049))).await,
        "Bad Request: message is too long"
    );
    bench.world.photo("mei", &chat("mei"), "a.jpg", vec![1], "").expect("a photo");
    let photo =
        |length| json!({"chat_id": bench.mei, "photo": "file-photo-1", "caption": "x".repeat(length)});
    bench.ok("sendPhoto", photo(1024)).await;
    assert_eq!(bench.refused("sendPhoto", photo(1025)).await, "Bad Request: message caption is too long");
}

#[tokio::test]
async fn broken_markup_is_refused_where_it_breaks() {
    let bench = Bench::new().await;
    for (html, wording) in [
        ("<b>x", "Can't find end tag corresponding to start tag \"b\""),
        ("<b>x</i>", "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\""),
        ("a <x>", "Unsupported start tag \"x\" at byte offset 2"),
    ] {
        let params = json!({"chat_id": bench.mei, "text": html, "parse_mode": "HTML"});
        let refused = bench.refused("sendMessage", params).await;
        assert_eq!(refused, format!("Bad Request: can't parse entities: {wording}"));
    }
}

#[tokio::test]
async fn buttons_carry_between_1_and_64_bytes() {
    let bench = Bench::new().await;
    let send = |data: String| {
        let keyboard = json!({"inline_keyboard": [[{"text": "ok", "callback_data": data}]]});
        json!({"chat_id": bench.mei, "text": "x", "reply_markup": keyboard})
    };
    bench.ok("sendMessage", send("x".repeat(64))).await;
    for data in [String::new(), "x".repeat(65), "长".repeat(22)] {
        assert_eq!(bench.refused("sendMessage", send(data)).await, "Bad Request: BUTTON_DATA_INVALID");
    }
}

#[tokio::test]
async fn a_bot_writes_only_to_people_who_began_and_did_not_block_it() {
    let bench = Bench::new().await;
    let to = |id: i64| json!({"chat_id": id, "text": "hello"});
    let lin = aftercare::sandbox::world::person_id("lin");
    assert_eq!(bench.refused("sendMessage", to(1)).await, "Bad Request: chat not found");
    bench.world.join(Person::new("kim", "Kim", None).with_id(77));
    assert_eq!(bench.refused("sendMessage", to(77)).await, "Bad Request: chat not found");
    assert_eq!(
        bench.refused("sendMessage", to(lin)).await,
        "Forbidden: bot can't initiate conversation with a user"
    );
    bench.world.set_blocked("mei", true).expect("mei blocks");
    assert_eq!(bench.refused("sendMessage", to(bench.mei)).await, "Forbidden: bot was blocked by the user");
    bench.world.say("mei", &chat("mei"), "hi", None).expect_err("a blocked bot can't be written to");
    bench.world.set_blocked("mei", false).expect("mei unblocks");
    bench.ok("sendMessage", to(bench.mei)).await;
}

#[tokio::test]
async fn edits_must_change_something_of_the_bots_own() {
    let bench = Bench::new().await;
    let keyboard = json!({"inline_keyboard": [[{"text": "ok", "callback_data": "1"}]]});
    let sent =
        bench.ok("sendMessage", json!({"chat_id": bench.mei, "text": "a", "reply_markup": keyboard})).await;
    let edit = |id: &Value, text: &str| json!({"chat_id": bench.mei, "message_id": id, "text": text});
    let id = &sent["message_id"];
    let edited = bench.ok("editMessageText", edit(id, "a")).await;
    assert_eq!(edited["reply_markup"], Value::Null, "an edit without a keyboard takes it away");
    assert!(edited["edit_date"].is_null(), "only the keyboard has changed");
    assert_eq!(
        bench.refused("editMessageText", edit(id, "a")).await,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as \
         a current content and reply markup of the message"
    );
    assert!(bench.ok("editMessageText", edit(id, "b")).await["edit_date"].is_i64());
    let foreign = bench.refused("editMessageText", edit(&json!(1), "b")).await;
    assert_eq!(foreign, "Bad Request: message can't be edited");
    let missing = bench.refused("editMessageText", edit(&json!(999), "b")).await;
    assert_eq!(missing, "Bad Request: message to edit not found");
    let caption = json!({"chat_id": bench.mei, "message_id": id, "caption": "x"});
    let wording = "Bad Request: there is no caption in the message to edit";
    assert_eq!(bench.refused("editMessageCaption", caption).await, wording);
}

#[tokio::test]
async fn a_reply_needs_its_message_unless_it_may_stand_alone() {
    let bench = Bench::new().await;
    let reply = |lenient: bool| {
        let to = json!({"message_id": 99, "allow_sending_without_reply": lenient});
        json!({"chat_id": bench.mei, "text": "x", "reply_parameters": to})
    };
    let refused = bench.refused("sendMessage", reply(false)).await;
    assert_eq!(refused, "Bad Request: message to be replied not found");
    assert_eq!(bench.ok("sendMessage", reply(true)).await["reply_to_message"], Value::Null);
    let to_start = json!({"chat_id": bench.mei, "text": "x", "reply_parameters": {"message_id": 1}});
    assert_eq!(bench.ok("sendMessage", to_start).await["reply_to_message"]["text"], "/start");
}

#[tokio::test]
async fn topics_can_be_closed_once_and_are_missed_when_gone() {
    let bench = Bench::new().await;
    let group = bench.world.group_id();
    let topic = bench.ok("createForumTopic", json!({"chat_id": group, "name": "HX-1"})).await;
    let thread = json!({"chat_id": group, "message_thread_id": topic["message_thread_id"]});
    bench.ok("closeForumTopic", thread.clone()).await;
    assert_eq!(bench.refused("closeForumTopic", thread.clone()).await, "Bad Request: TOPIC_NOT_MODIFIED");
    bench.world.join(Person::new("gao", "Gao", None).staff());
    let own = bench.world.say("lin", &Place::Room(Room::Nth(1)), "x", None);
    assert!(own.is_ok(), "who made the group is not kept out: {own:?}");
    let closed = bench.world.say("gao", &Place::Room(Room::Nth(1)), "x", None);
    assert_eq!(closed, Err("room 1 is closed".to_owned()));
    bench.ok("reopenForumTopic", thread.clone()).await;
    bench.ok("deleteForumTopic", thread.clone()).await;
    assert_eq!(bench.refused("closeForumTopic", thread.clone()).await, "Bad Request: TOPIC_ID_INVALID");
    let lost = json!({"chat_id": group, "message_thread_id": topic["message_thread_id"], "text": "x"});
    assert_eq!(bench.refused("sendMessage", lost).await, "Bad Request: message thread not found");
    let private = bench.refused("createForumTopic", json!({"chat_id": bench.mei, "name": "x"})).await;
    assert_eq!(private, "Bad Request: the chat is not a forum");
}

#[tokio::test]
async fn an_upgraded_group_answers_with_its_new_id() {
    let bench = Bench::with(Setup { group: GroupKind::Basic, ..Setup::default() }).await;
    let old = bench.world.group_id();
    let new = bench.world.upgrade_group().expect("a basic group");
    let body = bench.raw("sendMessage", json!({"chat_id": old, "text": "x"})).await;
    assert_eq!(body["description"], "Bad Request: group chat was upgraded to a supergroup chat");
    assert_eq!(body["parameters"]["migrate_to_chat_id"], json!(new));
    let sent = bench.ok("sendMessage", json!({"chat_id": new, "text": "x"})).await;
    assert_eq!(sent["chat"]["type"], "supergroup");
    let updates = bench.drain().await;
    assert_eq!(updates[1]["message"]["migrate_to_chat_id"], json!(new));
    assert_eq!(updates[2]["message"]["migrate_from_chat_id"], json!(old));
}

#[tokio::test]
async fn albums_reactions_and_deletions_keep_to_the_rules() {
    let bench = Bench::new().await;
    bench.world.photo("mei", &chat("mei"), "a.jpg", vec![1], "").expect("a photo");
    let photo = json!({"type": "photo", "media": "file-photo-1"});
    let album = |items: Vec<Value>| json!({"chat_id": bench.mei, "media": items});
    bench.refused("sendMediaGroup", album(vec![photo.clone()])).await;
    let eleven = bench.refused("sendMediaGroup", album(vec![photo; 11])).await;
    assert_eq!(eleven, "Bad Request: too many messages to send as an album");
    let react = |emoji: &str| json!({"chat_id": bench.mei, "message_id": 1, "reaction": [{"type": "emoji", "emoji": emoji}]});
    bench.ok("setMessageReaction", react("👌")).await;
    assert_eq!(bench.refused("setMessageReaction", react("✅")).await, "Bad Request: REACTION_INVALID");
    let sent = bench.ok("sendMessage", json!({"chat_id": bench.mei, "text": "x"})).await;
    let delete = json!({"chat_id": bench.mei, "message_id": sent["message_id"]});
    bench.world.clock().advance(TimeDelta::hours(49));
    let late = bench.refused("deleteMessage", delete).await;
    assert_eq!(late, "Bad Request: message can't be deleted for everyone");
}
