//! The kinds of content that are neither plain words nor a file.

use aftercare::domain::{catalogue::Catalogue, chat::Input, lang::Lang, text::Rich};
use serde::Deserialize as _;
use serde_json::{Value, json};
use teloxide::types::{MessageKind, Update, UpdateKind};

use super::{in_topic, message, private, said, staff, update, user};

#[test]
fn the_words_of_a_message_made_of_blocks_come_through() {
    let paragraph = |text: Value| json!({"type": "paragraph", "text": text});
    let bold = json!({"type": "bold", "text": ["very ", {"type": "italic", "text": "loose"}]});
    let items = json!([{"label": "1.", "blocks": [paragraph(json!("left"))]}, {"label": "2.", "blocks": [paragraph(json!("right"))]}]);
    let blocks = json!([paragraph(json!(["The seam is ", bold, "."])), {"type": "divider"}, {"type": "list", "items": items},
        {"type": "photo", "photo": [{"file_id": "a"}], "caption": {"text": "see here"}}]);
    let more = json!({"rich_message": {"blocks": blocks}});
    assert_eq!(said(&more).input, Input::Text(Rich::plain("The seam is very loose.\nleft\nright\nsee here")));
    assert_eq!(said(&json!({"rich_message": {"blocks": []}})).input, Input::Other("kind-other"));
}

/// Kinds of content that are neither words nor pictures: their field, a content the client library can read, their key.
fn kinds() -> Vec<(&'static str, Value, &'static str)> {
    let file = json!({"file_id": "f", "file_unique_id": "u", "file_size": 5, "mime_type": "a/b", "duration": 1, "length": 9,
        "width": 9, "height": 9, "type": "regular", "is_animated": false, "is_video": false});
    let location = json!({"latitude": 31.2, "longitude": 121.5});
    let poll = json!({"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": false,
        "is_anonymous": true, "type": "regular", "allows_multiple_answers": false});
    let invoice = json!({"title": "t", "description": "d", "start_parameter": "", "currency": "CNY", "total_amount": 5});
    let giveaway = json!({"chats": [], "winners_selection_date": 1, "winner_count": 1});
    let winners = json!({"chat": staff(), "giveaway_message_id": 3, "winners_selection_date": 1, "winner_count": 1,
        "winners": []});
    vec![
        ("voice", file.clone(), "kind-voice"),
        ("audio", file.clone(), "kind-audio"),
        ("video_note", file.clone(), "kind-video-note"),
        ("sticker", file, "kind-sticker"),
        ("location", location.clone(), "kind-location"),
        ("venue", json!({"location": location, "title": "t", "address": "a"}), "kind-venue"),
        ("contact", json!({"phone_number": "+86", "first_name": "Mei"}), "kind-contact"),
        ("poll", poll, "kind-poll"),
        ("dice", json!({"emoji": "🎲", "value": 3}), "kind-dice"),
        ("story", json!({"chat": private(), "id": 5}), "kind-story"),
        ("game", json!({"title": "t", "description": "d", "photo": []}), "kind-game"),
        ("giveaway", giveaway, "kind-giveaway"),
        ("giveaway_winners", winners, "kind-giveaway"),
        ("paid_media", json!({"star_count": 5, "paid_media": []}), "kind-paid-media"),
        ("checklist", json!({"title": "t", "tasks": []}), "kind-checklist"),
        ("invoice", invoice, "kind-invoice"),
    ]
}

#[test]
fn every_other_kind_has_a_key_the_catalogue_knows() {
    let catalogue = Catalogue::embedded().expect("the catalogue");
    for (field, content, key) in kinds() {
        let raw = json!({"update_id": 1, "message": message(&json!({field: content}))});
        let typed = Update::deserialize(&raw).expect("an update");
        let UpdateKind::Message(readable) = typed.kind else { panic!("{field}: not read") };
        assert!(!matches!(readable.kind, MessageKind::Empty {}), "{field}: not a sample of its kind");
        let input = said(&json!({field: content})).input;
        let crosses = matches!(input, Input::File { .. } | Input::Thing(_));
        assert!(crosses || input == Input::Other(key), "{field}: {input:?}");
        for content in [json!({"of": "tomorrow"}), json!([])] {
            assert_eq!(said(&json!({field: content})).input, Input::Other(key), "{field}: {content}");
        }
        assert!(Lang::ALL.iter().all(|lang| catalogue.keys(*lang).any(|known| known == key)), "{key}");
    }
    // The client library panics at this one.
    let contradiction = json!({"file_id": "f", "file_unique_id": "u", "file_size": 5, "width": 9, "height": 9,
        "type": "regular", "is_animated": true, "is_video": true});
    assert!(matches!(said(&json!({"sticker": contradiction})).input, Input::File { .. }));
    assert_eq!(said(&json!({"hologram": {"size": 3}})).input, Input::Other("kind-other"));
}

#[test]
fn announcements_of_the_platform_mean_nothing() {
    let there = json!([user(5, "New")]);
    for (field, content) in [
        ("new_chat_members", there.clone()),
        ("left_chat_member", there[0].clone()),
        ("new_chat_title", json!("Title")),
        ("pinned_message", message(&json!({"text": "card"}))),
        ("forum_topic_created", json!({"name": "HX", "icon_color": 7_322_096})),
        ("forum_topic_edited", json!({"name": "HY"})),
        ("forum_topic_closed", json!({})),
        ("forum_topic_reopened", json!({})),
        ("group_chat_created", json!(true)),
        ("message_auto_delete_timer_changed", json!({"message_auto_delete_time": 86_400})),
        ("video_chat_started", json!({})),
        ("boost_added", json!({"boost_count": 1})),
        ("chat_owner_changed", json!({"of": "tomorrow"})),
        ("suggested_post_paid", json!({"of": "tomorrow"})),
    ] {
        let incoming = update("message", &in_topic(&json!({field: content})));
        assert_eq!(incoming.input, Input::Nothing, "{field}");
    }
}
