//! What is sent arrives with the fields the platform would show, both ways.

use aftercare::sandbox::shown::{Place, Room};
use aftercare::sandbox::world::{Attachment, MediaKind};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::{Bench, chat};

#[tokio::test]
async fn all_body_shapes_and_name_cases_mean_the_same() {
    let bench = Bench::new().await;
    let text = "你好 & <more>";
    let json_way = bench.ok("SendMessage", json!({"chat_id": bench.mei, "text": text})).await;
    let form = [("chat_id", bench.mei.to_string()), ("text", text.to_owned())];
    let posted = bench.client.post(bench.url("sendmessage")).form(&form).send().await.expect("an answer");
    let form_way: Value = posted.json().await.expect("JSON");
    let asked = bench.client.get(bench.url("SENDMESSAGE")).query(&form).send().await.expect("an answer");
    let query_way: Value = asked.json().await.expect("JSON");
    let parts = Form::new().text("chat_id", bench.mei.to_string()).text("text", text);
    let multipart_way = bench.upload("sendMessage", parts).await;
    for message in [&json_way, &form_way["result"], &query_way["result"], &multipart_way] {
        assert_eq!(message["text"], text);
        assert_eq!(message["chat"]["id"], json!(bench.mei));
        assert_eq!(message["date"], json!(super::monday().timestamp()));
    }
    assert_eq!(bench.world.calls_of("sendMessage").len(), 4);
}

#[tokio::test]
async fn a_press_brings_the_data_and_its_message_and_is_answered_once() {
    let bench = Bench::new().await;
    let keyboard = json!({"inline_keyboard": [[{"text": "Bag", "callback_data": "q:1:bag"}]]});
    let sent = bench
        .ok("sendMessage", json!({"chat_id": bench.mei, "text": "Which?", "reply_markup": keyboard}))
        .await;
    assert_eq!(sent["reply_markup"], keyboard);
    let wrong = bench.world.press("mei", &chat("mei"), "Case").expect_err("there is no such button");
    assert_eq!(wrong, "mei has no button \"Case\"; there is [Bag]");
    bench.world.press("mei", &chat("mei"), "Bag").expect("mei presses");
    let query = bench.drain().await.pop().expect("an update")["callback_query"].clone();
    assert_eq!(query["data"], "q:1:bag");
    assert_eq!(query["message"]["message_id"], sent["message_id"]);
    assert_eq!(query["from"]["username"], "mei");
    let answer = json!({"callback_query_id": query["id"], "text": "Noted"});
    assert_eq!(bench.ok("answerCallbackQuery", answer.clone()).await, json!(true));
    assert_eq!(
        bench.refused("answerCallbackQuery", answer).await,
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    );
    assert_eq!(bench.world.notices()[0].text, "Noted");
}

#[tokio::test]
async fn a_photo_of_a_person_can_be_fetched_and_sent_on() {
    let bench = Bench::new().await;
    bench
        .world
        .photo("mei", &chat("mei"), "zipper.jpg", b"jpeg bytes".to_vec(), "see @linwei")
        .expect("a photo");
    let message = bench.drain().await.pop().expect("an update")["message"].clone();
    assert_eq!(message["caption_entities"][0]["type"], "mention");
    let sizes = message["photo"].as_array().expect("sizes");
    assert_eq!(sizes.len(), 2);
    let id = &sizes[1]["file_id"];
    let file = bench.ok("getFile", json!({"file_id": id})).await;
    let path = file["file_path"].as_str().expect("a path").replace('/', "%2F");
    let url = format!("{}/file/bot{}/{path}", bench.server.url(), bench.world.token());
    let bytes = bench.client.get(url).send().await.expect("an answer").bytes().await.expect("a body");
    assert_eq!(&bytes[..], b"jpeg bytes");
    let again = bench.ok("sendPhoto", json!({"chat_id": bench.mei, "photo": id, "caption": "back"})).await;
    assert_eq!(again["photo"][1]["file_id"], *id);
    let as_document = bench.refused("sendDocument", json!({"chat_id": bench.mei, "document": id})).await;
    assert_eq!(as_document, "Bad Request: can't use file of type Photo as Document");
}

#[tokio::test]
async fn uploads_are_found_under_their_own_name_or_attached() {
    let bench = Bench::new().await;
    let part = || Part::bytes(b"%PDF".to_vec()).file_name("form.pdf");
    let direct = Form::new().text("chat_id", bench.mei.to_string()).part("document", part());
    let sent = bench.upload("sendDocument", direct).await;
    assert_eq!(sent["document"]["file_name"], "form.pdf");
    assert_eq!(sent["document"]["mime_type"], "application/pdf");
    let media = json!([{"type": "photo", "media": "attach://a", "caption": "two"}, {"type": "video", "media": "attach://b"}]);
    let album = Form::new()
        .text("chat_id", bench.mei.to_string())
        .text("media", media.to_string())
        .part("a", Part::bytes(b"1".to_vec()).file_name("a.jpg"))
        .part("b", Part::bytes(b"2".to_vec()).file_name("b.mp4"));
    let sent = bench.upload("sendMediaGroup", album).await;
    assert_eq!(sent[0]["media_group_id"], sent[1]["media_group_id"]);
    assert_eq!((&sent[0]["caption"], &sent[1]["caption"]), (&json!("two"), &Value::Null));
    let shown = bench.world.transcript(&chat("mei")).expect("a place");
    let hanging: Vec<&str> = shown.iter().flat_map(|line| &line.attachments).map(String::as_str).collect();
    assert_eq!(hanging, ["document form.pdf", "photo a.jpg", "video b.mp4"]);
}

#[tokio::test]
async fn an_album_of_a_person_comes_as_one_update_each_under_one_group() {
    let bench = Bench::new().await;
    let files = ["a.jpg", "b.jpg"].map(|name| Attachment::named(MediaKind::Photo, name)).to_vec();
    bench.world.album("mei", &chat("mei"), files, "both").expect("an album");
    let updates = bench.drain().await;
    let group = &updates[1]["message"]["media_group_id"];
    assert!(group.is_string());
    assert_eq!(updates[2]["message"]["media_group_id"], *group);
}

#[tokio::test]
async fn a_topic_has_the_id_of_its_first_message_and_marks_what_stands_in_it() {
    let bench = Bench::new().await;
    let group = bench.world.group_id();
    let topic = bench.ok("createForumTopic", json!({"chat_id": group, "name": "HX-1"})).await;
    let thread = &topic["message_thread_id"];
    let card = json!({"chat_id": group, "message_thread_id": thread, "text": "card"});
    let sent = bench.ok("sendMessage", card).await;
    assert_eq!(sent["is_topic_message"], true);
    assert_eq!(sent["reply_to_message"]["forum_topic_created"]["name"], "HX-1");
    assert_eq!(sent["reply_to_message"]["message_id"], *thread);
    let room = Place::Room(Room::Newest);
    bench.world.say("lin", &room, "/take", None).expect("lin writes");
    bench.world.say("lin", &room, "mine", Some("card")).expect("lin answers");
    let updates = bench.drain().await;
    let [.., take, mine] = updates.as_slice() else { panic!("two updates") };
    assert_eq!(take["message"]["message_thread_id"], *thread);
    assert_eq!(take["message"]["entities"][0]["type"], "bot_command");
    assert_eq!(take["message"]["reply_to_message"]["message_id"], *thread);
    assert_eq!(mine["message"]["reply_to_message"]["message_id"], sent["message_id"]);
}

#[tokio::test]
async fn outside_topics_a_reply_carries_the_root_of_its_chain_as_thread() {
    let bench = Bench::new().await;
    let first = bench.world.say("lin", &Place::Staff, "first", None).expect("lin writes");
    bench.world.say("lin", &Place::Staff, "second", Some("first")).expect("lin answers");
    bench.world.say("lin", &Place::Staff, "third", Some("second")).expect("lin answers");
    let third = bench.drain().await.pop().expect("an update")["message"].clone();
    assert_eq!(third["message_thread_id"], json!(first));
    assert_eq!(third["is_topic_message"], Value::Null);
}

#[tokio::test]
async fn html_becomes_entities_in_utf16_units() {
    let bench = Bench::new().await;
    let html =
        "  😀 <b>bold <i>both</i></b> &lt;&amp;&#33; <a href=\"https://x.org/?a=1&amp;b=2\">link</a> /help ";
    let sent =
        bench.ok("sendMessage", json!({"chat_id": bench.mei, "text": html, "parse_mode": "HTML"})).await;
    assert_eq!(sent["text"], "😀 bold both <&! link /help");
    let expected = json!([
        {"type": "bold", "offset": 3, "length": 9},
        {"type": "italic", "offset": 8, "length": 4},
        {"type": "text_link", "url": "https://x.org/?a=1&b=2", "offset": 17, "length": 4},
        {"type": "bot_command", "offset": 22, "length": 5}
    ]);
    assert_eq!(sent["entities"], expected);
}

#[tokio::test]
async fn edits_of_people_and_long_texts_come_as_their_clients_send_them() {
    let bench = Bench::new().await;
    bench.world.say("mei", &chat("mei"), "order 4471", None).expect("mei writes");
    bench.world.edit("mei", &chat("mei"), "4471", "order 4472").expect("mei edits");
    bench.world.say("mei", &chat("mei"), &"长".repeat(5000), None).expect("mei writes");
    let updates = bench.drain().await;
    assert_eq!(updates[2]["edited_message"]["text"], "order 4472");
    assert_eq!(updates[2]["edited_message"]["message_id"], updates[1]["message"]["message_id"]);
    assert!(updates[2]["edited_message"]["edit_date"].is_i64());
    let lengths =
        [3, 4].map(|n: usize| updates[n]["message"]["text"].as_str().map(|text| text.chars().count()));
    assert_eq!(lengths, [Some(4096), Some(904)]);
}
