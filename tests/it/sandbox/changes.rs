//! Changing what was sent, copies, pins, and the bot's few settings.

use aftercare::sandbox::shown::{Place, Room};
use serde_json::{Value, json};

use super::{Bench, chat};

#[tokio::test]
async fn media_captions_and_keyboards_are_edited_each_for_itself() {
    let bench = Bench::new().await;
    for name in ["a.jpg", "b.jpg"] {
        bench.world.photo("mei", &chat("mei"), name, vec![1], "").expect("a photo");
    }
    let photo =
        json!({"chat_id": bench.mei, "photo": "file-photo-1", "caption": "<i>one</i>", "parse_mode": "HTML"});
    let sent = bench.ok("sendPhoto", photo).await;
    assert_eq!(sent["caption_entities"][0]["type"], "italic");
    let edit = |more: Value| {
        let mut all = json!({"chat_id": bench.mei, "message_id": sent["message_id"]});
        all.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        all
    };
    let text = bench.refused("editMessageText", edit(json!({"text": "x"}))).await;
    assert_eq!(text, "Bad Request: there is no text in the message to edit");
    let captioned = bench.ok("editMessageCaption", edit(json!({"caption": "two"}))).await;
    assert_eq!((&captioned["caption"], &captioned["caption_entities"]), (&json!("two"), &Value::Null));
    let keyboard = json!({"inline_keyboard": [[{"text": "ok", "callback_data": "1"}]]});
    let pressed = bench.ok("editMessageReplyMarkup", edit(json!({"reply_markup": keyboard}))).await;
    assert_eq!((&pressed["caption"], &pressed["reply_markup"]), (&json!("two"), &keyboard));
    let media = json!({"type": "photo", "media": "file-photo-2"});
    let replaced = bench.ok("editMessageMedia", edit(json!({"media": media}))).await;
    assert_eq!(replaced["photo"][1]["file_id"], "file-photo-2");
    assert_eq!((&replaced["caption"], &replaced["reply_markup"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn a_copy_is_the_bots_own_and_may_change_its_caption() {
    let bench = Bench::new().await;
    let id = bench.world.photo("mei", &chat("mei"), "a.jpg", vec![1], "mine").expect("a photo");
    let group = bench.world.group_id();
    let copy = json!({"chat_id": group, "from_chat_id": bench.mei, "message_id": id, "caption": "from Mei"});
    let copied = bench.ok("copyMessage", copy).await;
    assert_eq!(
        copied.as_object().map(|fields| fields.keys().collect::<Vec<_>>()),
        Some(vec![&"message_id".to_owned()])
    );
    let shown = bench.world.transcript(&Place::Staff).expect("a place").pop().expect("a line");
    assert_eq!((shown.author.as_str(), shown.text.as_str()), ("bot", "from Mei"));
    assert_eq!(shown.attachments, ["photo a.jpg"]);
    let missing = json!({"chat_id": group, "from_chat_id": bench.mei, "message_id": 999});
    assert_eq!(bench.refused("copyMessage", missing).await, "Bad Request: message to copy not found");
}

#[tokio::test]
async fn pins_are_shown_announced_and_need_the_right() {
    let bench = Bench::new().await;
    let group = bench.world.group_id();
    let topic = bench.ok("createForumTopic", json!({"chat_id": group, "name": "HX-1"})).await;
    let card = json!({"chat_id": group, "message_thread_id": topic["message_thread_id"], "text": "card"});
    let card = bench.ok("sendMessage", card).await;
    let pin = json!({"chat_id": group, "message_id": card["message_id"]});
    bench.ok("pinChatMessage", pin.clone()).await;
    let room = || bench.world.transcript(&Place::Room(Room::Newest)).expect("a room");
    assert!(room()[0].pinned && room().len() == 1, "the announcement is no line of the conversation");
    let next = bench.ok("sendMessage", json!({"chat_id": group, "text": "next"})).await;
    assert_eq!(
        next["message_id"].as_i64(),
        card["message_id"].as_i64().map(|id| id + 2),
        "it has an id all the same"
    );
    bench.ok("unpinChatMessage", pin.clone()).await;
    assert!(!room()[0].pinned);
    assert_eq!(
        bench.refused("unpinChatMessage", pin.clone()).await,
        "Bad Request: message to unpin not found"
    );
    bench.world.set_bot_admin(false);
    let wording = "Bad Request: not enough rights to manage pinned messages in the chat";
    assert_eq!(bench.refused("pinChatMessage", pin).await, wording);
    let topic = bench.refused("createForumTopic", json!({"chat_id": group, "name": "HX-2"})).await;
    assert_eq!(topic, "Bad Request: not enough rights to manage topics in the chat");
    assert_eq!(bench.ok("getChatAdministrators", json!({"chat_id": group})).await, json!([]));
}

#[tokio::test]
async fn topics_made_renamed_and_removed_by_people_are_there_or_gone() {
    let bench = Bench::new().await;
    let id = bench.world.make_topic("lin", "Notes").expect("a topic");
    let made = bench.drain().await.pop().expect("an update")["message"].clone();
    assert_eq!((&made["forum_topic_created"]["name"], &made["message_id"]), (&json!("Notes"), &json!(id)));
    let rename = json!({"chat_id": bench.world.group_id(), "message_thread_id": id, "name": "x".repeat(200)});
    bench.ok("editForumTopic", rename.clone()).await;
    assert_eq!(bench.world.topics(), ["x".repeat(128)]);
    assert_eq!(bench.refused("editForumTopic", rename.clone()).await, "Bad Request: TOPIC_NOT_MODIFIED");
    bench.world.remove_topic(id);
    assert_eq!(bench.refused("editForumTopic", rename).await, "Bad Request: TOPIC_ID_INVALID");
    assert_eq!(bench.drain().await, [] as [Value; 0], "bots hear nothing of it");
}

#[tokio::test]
async fn places_contacts_and_commands_are_checked() {
    let bench = Bench::new().await;
    let place = |latitude: f64| json!({"chat_id": bench.mei, "latitude": latitude, "longitude": 121.5});
    assert_eq!(bench.ok("sendLocation", place(31.25)).await["location"]["latitude"], json!(31.25));
    bench.refused("sendLocation", place(91.0)).await;
    let contact = json!({"chat_id": bench.mei, "phone_number": "+861", "first_name": "Lin"});
    bench.ok("sendContact", contact).await;
    let hanging: Vec<String> = bench
        .world
        .transcript(&chat("mei"))
        .expect("a place")
        .into_iter()
        .flat_map(|line| line.attachments)
        .collect();
    assert_eq!(hanging, ["location 31.25, 121.5", "contact Lin +861"]);
    let commands = |name: &str| json!({"commands": [{"command": name, "description": "Begin"}]});
    bench.ok("setMyCommands", commands("start")).await;
    assert_eq!(bench.ok("getMyCommands", json!({})).await, commands("start")["commands"]);
    assert_eq!(bench.refused("setMyCommands", commands("Start!")).await, "Bad Request: BOT_COMMAND_INVALID");
    bench.ok("sendChatAction", json!({"chat_id": bench.mei, "action": "typing"})).await;
    bench.refused("sendChatAction", json!({"chat_id": bench.mei, "action": "dancing"})).await;
    assert_eq!(bench.ok("getWebhookInfo", json!({})).await["pending_update_count"], 1);
    bench.ok("deleteWebhook", json!({"drop_pending_updates": true})).await;
    assert_eq!(bench.world.unconfirmed(), 0);
}

#[tokio::test]
async fn what_a_person_deletes_is_gone_and_nobody_is_told() {
    let bench = Bench::new().await;
    let id = bench.world.say("mei", &chat("mei"), "oops", None).expect("mei writes");
    bench.drain().await;
    bench.world.delete("mei", &chat("mei"), "oops").expect("mei deletes");
    assert_eq!(bench.world.unconfirmed(), 0);
    let reply = json!({"chat_id": bench.mei, "text": "x", "reply_parameters": {"message_id": id}});
    assert_eq!(bench.refused("sendMessage", reply).await, "Bad Request: message to be replied not found");
}
