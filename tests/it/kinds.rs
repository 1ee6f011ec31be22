//! Every kind of update and of message the platform's own description names, and what becomes of it. A field that stands in
//! the description and not here, or here and not there, fails; each kind that is relayed or told is sent by somebody, and
//! both sides are looked at.

use std::collections::{BTreeMap, BTreeSet};

use aftercare::app::demo::rehearsal_of;
use aftercare::app::rehearsal::Theatre;
use aftercare::sandbox::script::{Moment, Player, Script, Stage as _};
use aftercare::sandbox::shown::{BOT, Place, Room};
use aftercare::sandbox::world::{Attachment, MediaKind, content_of};
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::api_spec::check_calls;
use crate::harness::TestDatabase;

const DESCRIPTION: &str = include_str!("specs/telegram.json");

/// What becomes of a field of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    /// It crosses, both ways.
    Relayed,
    /// It can't cross, and both sides are told.
    Told,
    /// An announcement that means nothing to the desk.
    Ignored,
    /// It is no content: it says something about a message that has some.
    About,
}

const RELAYED: &[&str] = &[
    "text",
    "rich_message",
    "animation",
    "audio",
    "document",
    "live_photo",
    "photo",
    "sticker",
    "video",
    "video_note",
    "voice",
    "checklist",
    "contact",
    "dice",
    "poll",
    "venue",
    "location",
];

const TOLD: &[&str] = &[
    "paid_media",
    "story",
    "game",
    "invoice",
    "successful_payment",
    "refunded_payment",
    "giveaway",
    "giveaway_winners",
    "gift",
    "unique_gift",
    "users_shared",
    "chat_shared",
    "passport_data",
    "web_app_data",
];

const IGNORED: &[&str] = &[
    "new_chat_members",
    "left_chat_member",
    "chat_owner_left",
    "chat_owner_changed",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
    "message_auto_delete_timer_changed",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "pinned_message",
    "gift_upgrade_sent",
    "connected_website",
    "write_access_allowed",
    "proximity_alert_triggered",
    "boost_added",
    "chat_background_set",
    "checklist_tasks_done",
    "checklist_tasks_added",
    "direct_message_price_changed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "giveaway_created",
    "giveaway_completed",
    "managed_bot_created",
    "paid_message_price_changed",
    "poll_option_added",
    "poll_option_deleted",
    "suggested_post_approved",
    "suggested_post_approval_failed",
    "suggested_post_declined",
    "suggested_post_paid",
    "suggested_post_refunded",
    "video_chat_scheduled",
    "video_chat_started",
    "video_chat_ended",
    "video_chat_participants_invited",
];

/// Forwards, quotes, captions, albums, covers, authors and disguises have tests of their own; the rest is of no use here.
const ABOUT: &[&str] = &[
    "message_id",
    "message_thread_id",
    "direct_messages_topic",
    "from",
    "sender_chat",
    "sender_boost_count",
    "sender_business_bot",
    "sender_tag",
    "date",
    "guest_query_id",
    "business_connection_id",
    "chat",
    "forward_origin",
    "is_topic_message",
    "is_automatic_forward",
    "reply_to_message",
    "external_reply",
    "quote",
    "reply_to_story",
    "reply_to_checklist_task_id",
    "reply_to_poll_option_id",
    "via_bot",
    "guest_bot_caller_user",
    "guest_bot_caller_chat",
    "edit_date",
    "has_protected_content",
    "is_from_offline",
    "is_paid_post",
    "media_group_id",
    "author_signature",
    "paid_star_count",
    "entities",
    "link_preview_options",
    "suggested_post_info",
    "effect_id",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "has_media_spoiler",
    "reply_markup",
];

/// Updates the desk asks for; no others are ever sent to it.
const ASKED_FOR: &[&str] =
    &["message", "edited_message", "callback_query", "message_reaction", "my_chat_member"];

/// Updates of channels, businesses, shops, queries in other chats, polls of the bot's own, and members: not the desk's.
const NOT_ASKED_FOR: &[&str] = &[
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "guest_message",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
];

fn fates() -> BTreeMap<&'static str, Fate> {
    let lists =
        [(RELAYED, Fate::Relayed), (TOLD, Fate::Told), (IGNORED, Fate::Ignored), (ABOUT, Fate::About)];
    let mut fates = BTreeMap::new();
    for (fields, fate) in lists {
        for field in fields {
            assert_eq!(fates.insert(*field, fate), None, "{field} stands in two lists");
        }
    }
    fates
}

fn described(object: &str) -> BTreeSet<String> {
    let description: Value = serde_json::from_str(DESCRIPTION).expect("the description is JSON");
    description["received"][object].as_object().expect("its fields").keys().cloned().collect()
}

#[test]
fn every_field_of_a_message_and_every_kind_of_update_has_its_fate() {
    let here: BTreeSet<String> = fates().keys().map(ToString::to_string).collect();
    assert_eq!(described("Message"), here);
    let kinds = ["update_id"].iter().chain(ASKED_FOR).chain(NOT_ASKED_FOR);
    assert_eq!(described("Update"), kinds.map(ToString::to_string).collect());
}

/// What somebody sends.
enum Sample {
    /// Of that name.
    File(MediaKind, &'static str),
    Fields(Value),
}

/// A message of that kind, and what the other side is to see of it.
fn sample(field: &str) -> (Sample, &'static str) {
    if let Some(kind) = MediaKind::of(field) {
        let shown = match kind {
            MediaKind::Photo => "(photo a.jpg)",
            MediaKind::Document => "(document a.pdf)",
            MediaKind::Video => "(video a.mp4)",
            MediaKind::Audio => "(audio a.mp3)",
            MediaKind::Voice => "(voice a.ogg)",
            MediaKind::Animation => "(animation b.mp4)",
            MediaKind::VideoNote => "(video_note c.mp4)",
            MediaKind::Sticker => "(sticker a.webp)",
        };
        let name = shown.rsplit(' ').next().unwrap_or_default().trim_end_matches(')');
        return (Sample::File(kind, name), shown);
    }
    let place = json!({"latitude": 31.2, "longitude": 121.5});
    let item = |text: &str| json!({"id": 1, "text": text, "voter_count": 0});
    let (fields, shown) = match field {
        "text" => (json!({"text": "so it is"}), "so it is"),
        "rich_message" => {
            let blocks = json!([{"type": "paragraph", "text": "in blocks"}]);
            (json!({"rich_message": {"blocks": blocks}}), "in blocks")
        }
        "checklist" => (json!({"checklist": {"title": "to do", "tasks": [item("look")]}}), "· look"),
        "contact" => (json!({"contact": {"phone_number": "+86 20", "first_name": "Anna"}}), "Anna +86 20"),
        "dice" => (json!({"dice": {"emoji": "🎲", "value": 4}}), "🎲 4"),
        "poll" => {
            let poll = json!({"id": "1", "question": "which?", "options": [item("left")], "total_voter_count": 0,
                "is_closed": false, "is_anonymous": true, "type": "regular", "allows_multiple_answers": false});
            (json!({"poll": poll}), "· left")
        }
        "venue" => {
            let venue = json!({"location": place, "title": "HX", "address": "Road 88"});
            (json!({"venue": venue, "location": place}), "(venue HX, Road 88 at 31.2, 121.5)")
        }
        "location" => (json!({"location": place}), "(location 31.2, 121.5)"),
        other => (json!({other: {}}), ""),
    };
    (Sample::Fields(fields), shown)
}

/// Mei has a case that Lin has; what Lin answers is her newest words.
struct Talk {
    theatre: Theatre,
    database: TestDatabase,
}

const ROOM: Place = Place::Room(Room::Newest);

fn mei() -> Place {
    Place::Chat("mei".to_owned())
}

impl Talk {
    async fn begin() -> Self {
        let script = Script::parse(
            "people: mei@telegram \"Mei\" en consumer, lin@telegram \"Lin\" en staff\n\
             at 2026-03-02 10:00 Asia/Shanghai\nmei: /human\nlin in room presses \"Take\"\nmei: It broke.\n\
             lin in room: /reply I look into it.",
        );
        let script = script.expect("a script");
        let database = TestDatabase::new();
        let rehearsal = rehearsal_of(&script, database.options().clone());
        let mut theatre = Theatre::open(rehearsal).await.expect("the house opens");
        Player::new(theatre.stage()).run(&script).await.expect("a case");
        Self { theatre, database }
    }

    /// What the bot has said in both places so far, as it looks now.
    fn said(&self, place: &Place) -> Vec<String> {
        let lines = self.theatre.world().transcript(place).expect("a place");
        lines.iter().filter(|line| line.author == BOT).map(aftercare::sandbox::shown::Shown::render).collect()
    }

    /// Somebody sends it; what the bot then says in the room and to Mei. A minute passes, so that no pace holds it up.
    async fn after(&mut self, who: &str, field: &str, sample: Sample) -> (String, String) {
        let (in_room, in_chat) = (self.said(&ROOM).len(), self.said(&mei()).len());
        let (place, part) = if who == "mei" { (mei(), None) } else { (ROOM, Some("It broke.")) };
        let world = self.theatre.world();
        let sent = match sample {
            Sample::File(kind, name) => {
                world.answer_with(who, &place, Attachment::named(kind, name), "", part)
            }
            Sample::Fields(fields) => world.content(who, &place, fields, part),
        };
        sent.unwrap_or_else(|why| panic!("{field}: {why}"));
        self.rest(field).await;
        (self.said(&ROOM)[in_room..].concat(), self.said(&mei())[in_chat..].concat())
    }

    async fn rest(&mut self, field: &str) {
        let stage = self.theatre.stage();
        stage.rest().await.unwrap_or_else(|why| panic!("{field}: {why}"));
        stage.move_clock(Moment::By(TimeDelta::minutes(1))).await.expect("the clock moves");
        stage.rest().await.unwrap_or_else(|why| panic!("{field}: {why}"));
    }

    async fn end(self) {
        let calls = self.theatre.world().calls();
        assert_eq!(check_calls(&calls), Ok(()));
        self.theatre.close().await;
        assert_eq!(self.database.texts("select why from quarantine").await, [""; 0]);
        let undelivered = "select format('%s: %s', parcel, problem) from outbox where state <> 'sent'";
        assert_eq!(self.database.texts(undelivered).await, [""; 0]);
    }
}

#[tokio::test]
async fn what_is_relayed_reaches_the_other_side_both_ways() {
    let mut talk = Talk::begin().await;
    for field in RELAYED.iter().filter(|field| **field != "live_photo") {
        let (sent, shown) = sample(field);
        let (room, chat) = talk.after("mei", field, sent).await;
        assert!(room.contains(shown) && room.contains("Customer Mei:"), "{field} in the room: {room}");
        assert_eq!(chat, "", "{field}: nothing is to be said to who sent it");
        let (sent, shown) = sample(field);
        let (room, chat) = talk.after("lin", field, sent).await;
        assert!(chat.contains(shown) && chat.contains("Lin:"), "{field} to the customer: {chat}");
        assert_eq!(room, "", "{field}: nothing is to be said in the room it was sent in");
    }
    talk.end().await;
}

#[tokio::test]
async fn a_live_photo_crosses_as_the_photo_it_carries() {
    let mut talk = Talk::begin().await;
    let world = talk.theatre.world();
    world.photo("mei", &mei(), "a.jpg", content_of("a.jpg"), "").expect("a photo");
    let photo = world.look(|state| {
        let chat = state.resolve(&mei()).expect("a chat").0;
        state.chats[&chat].messages.last().expect("a message").body["photo"].clone()
    });
    talk.rest("photo").await;
    let live = json!({"file_id": "live", "file_unique_id": "l", "width": 9, "height": 9, "duration": 1, "photo": photo});
    for fields in [json!({"live_photo": live, "photo": photo}), json!({"live_photo": live})] {
        let before = talk.said(&ROOM).len();
        talk.theatre.world().content("mei", &mei(), fields, None).expect("a live photo");
        talk.rest("live_photo").await;
        assert!(talk.said(&ROOM)[before..].concat().contains("(photo a.jpg)"));
    }
    talk.end().await;
}

#[tokio::test]
async fn what_cannot_cross_is_told_to_both_sides() {
    let mut talk = Talk::begin().await;
    for field in TOLD.iter().chain(&["hologram"]) {
        let (room, chat) = talk.after("mei", field, sample(field).0).await;
        assert!(room.contains("which can't be shown here"), "{field} in the room: {room}");
        assert!(chat.contains("I can't pass on"), "{field} to the customer: {chat}");
        let (room, chat) = talk.after("lin", field, sample(field).0).await;
        assert!(room.contains("I can't pass on"), "{field} in the room: {room}");
        assert!(chat.contains("which I can't show here"), "{field} to the customer: {chat}");
    }
    talk.end().await;
}

#[tokio::test]
async fn announcements_and_updates_nobody_asked_for_are_taken_and_say_nothing() {
    let mut talk = Talk::begin().await;
    for field in IGNORED {
        for who in ["mei", "lin"] {
            let said = talk.after(who, field, sample(field).0).await;
            assert_eq!(said, (String::new(), String::new()), "{field} of {who}");
        }
    }
    let before = (talk.said(&ROOM), talk.said(&mei()));
    for kind in NOT_ASKED_FOR {
        let from = json!({"id": 5, "is_bot": false, "first_name": "Mei"});
        let chat = json!({"id": 5, "type": "private", "first_name": "Mei"});
        let body = json!({"message_id": 1, "date": 1, "chat": chat, "from": from, "text": "x", "id": "1"});
        talk.theatre.world().inject(kind, body);
        talk.rest(kind).await;
        assert_eq!((talk.said(&ROOM), talk.said(&mei())), before, "{kind}");
    }
    let polls = talk.theatre.world().calls_of("getUpdates");
    assert_eq!(polls.last().expect("a poll")["allowed_updates"], json!(ASKED_FOR));
    talk.end().await;
}
