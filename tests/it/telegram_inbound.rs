//! Updates of every kind and what they are read as, the disguises of senders included.

mod kinds;

use aftercare::domain::{
    chat::{Account, Disguise, FileKind, Incoming, Input, Platform, Room},
    text::{MarkKind, Rich},
};
use aftercare::frontend::telegram::{Context, SOURCE, read_json};
use serde::Deserialize as _;
use serde_json::{Value, json};
use teloxide::types::{MessageKind, Update, UpdateKind};

const MEI: i64 = 100_200_300;
const STAFF: i64 = -1_002_100_300_400;
/// Beyond 32 bits, as ids of today are.
const LIN: i64 = 7_000_000_001;

fn user(id: i64, first: &str) -> Value {
    json!({"id": id, "is_bot": false, "first_name": first, "language_code": "zh-hans"})
}

fn private() -> Value {
    json!({"id": MEI, "type": "private", "first_name": "Mei"})
}

fn staff() -> Value {
    json!({"id": STAFF, "type": "supergroup", "title": "Staff", "is_forum": true})
}

/// An object with the fields of both; the second's win.
fn with(base: &Value, more: &Value) -> Value {
    let fields = [base, more].into_iter().flat_map(|object| object.as_object().expect("an object").clone());
    fields.collect::<serde_json::Map<_, _>>().into()
}

/// A message of Mei to the bot with these fields besides.
fn message(more: &Value) -> Value {
    with(&json!({"message_id": 41, "date": 1_772_000_000, "chat": private(), "from": user(MEI, "Mei")}), more)
}

/// A message of Lin in a topic of the staff group.
fn in_topic(more: &Value) -> Value {
    let place =
        json!({"chat": staff(), "from": user(LIN, "Lin"), "message_thread_id": 7, "is_topic_message": true});
    message(&with(&place, more))
}

fn ctx() -> Context {
    Context { staff_chat: Some(STAFF) }
}

/// Reads an update of this kind.
fn update(kind: &str, body: &Value) -> Incoming {
    let raw = json!({"update_id": 9_000, kind: body});
    let incoming = read_json(raw.clone(), &ctx()).expect("it has an id");
    assert_eq!((incoming.key.source, incoming.key.key, incoming.key.sub), (SOURCE, 9_000, 0));
    assert_eq!(incoming.raw, raw);
    incoming
}

fn said(more: &Value) -> Incoming {
    update("message", &message(more))
}

/// What `said` is for something the client library can't read at all: only JSON is left.
fn unread(more: &Value) -> Incoming {
    let broken = with(more, &json!({"reply_to_message": {"message_id": 40, "chat": 5}}));
    let raw = json!({"update_id": 9_000, "message": message(&broken)});
    let typed = Update::deserialize(&raw).expect("an update");
    let unreadable = match &typed.kind {
        UpdateKind::Message(message) => matches!(message.kind, MessageKind::Empty {}),
        other => matches!(other, UpdateKind::Error(_)),
    };
    assert!(unreadable, "readable after all: {typed:?}");
    said(&broken)
}

const fn account(id: i64) -> Account {
    Account { platform: Platform::Telegram, id }
}

#[test]
fn a_text_keeps_its_looks_on_both_ways() {
    let more = json!({"text": "🧵 loose seam", "entities": [
        {"type": "bold", "offset": 3, "length": 5},
        {"type": "text_link", "offset": 9, "length": 4, "url": "https://example.com/a"},
        {"type": "pre", "offset": 0, "length": 2, "language": "rust"},
        {"type": "expandable_blockquote", "offset": 0, "length": 13},
        {"type": "hashtag", "offset": 0, "length": 2}]});
    for incoming in [said(&more), unread(&more)] {
        let Input::Text(rich) = incoming.input else { panic!("no text") };
        assert_eq!(rich.text, "🧵 loose seam");
        let marks: Vec<_> =
            rich.marks.iter().map(|mark| (mark.kind.clone(), &rich.text[mark.from..mark.to])).collect();
        let expected = [
            (MarkKind::Bold, "loose"),
            (MarkKind::Link("https://example.com/a".into()), "seam"),
            (MarkKind::Pre(Some("rust".into())), "🧵"),
            (MarkKind::Quote, "🧵 loose seam"),
        ];
        assert_eq!(marks, expected);
    }
}

#[test]
fn a_look_of_tomorrow_costs_no_word_and_no_other_look() {
    let entities =
        json!([{"type": "sparkle", "offset": 0, "length": 3}, {"type": "italic", "offset": 4, "length": 3}]);
    let incoming = said(&json!({"text": "the end", "entities": entities}));
    let Input::Text(rich) = incoming.input else { panic!("no text") };
    assert_eq!(rich, Rich::from_utf16("the end", [(MarkKind::Italic, 4, 3)]));
    let more = json!({"photo": [{"file_id": "a", "file_unique_id": "b"}], "caption": "so", "caption_entities": entities});
    let Input::File { file, caption, .. } = said(&more).input else { panic!("no file") };
    assert_eq!((file.id.as_str(), caption.text.as_str()), ("a", "so"));
}

#[test]
fn place_sender_and_answer_are_told() {
    let before = message(&json!({"message_id": 40, "text": "before"}));
    let incoming = said(&json!({"text": "x", "reply_to_message": before}));
    assert_eq!((incoming.place.chat, incoming.place.thread, incoming.room), (MEI, None, Room::Private));
    assert_eq!((incoming.message, incoming.reply_to), (Some(41), Some(40)));
    assert_eq!(incoming.answered_author, Some(account(MEI)));
    assert_eq!((incoming.by.account, incoming.by.name.as_str()), (account(MEI), "Mei"));
    assert_eq!((incoming.by.lang.as_deref(), incoming.by.disguise), (Some("zh-hans"), None));

    let bot = json!({"id": 42, "is_bot": true, "first_name": "Desk"});
    let ours = in_topic(&json!({"message_id": 40, "from": bot, "text": "card"}));
    let incoming = update("message", &in_topic(&json!({"text": "x", "reply_to_message": ours})));
    assert_eq!((incoming.place.chat, incoming.place.thread, incoming.room), (STAFF, Some(7), Room::Staff));
    assert_eq!((incoming.reply_to, incoming.answered_author), (Some(40), None));
    assert_eq!(incoming.by.account, account(LIN));

    let elsewhere = json!({"id": -5, "type": "group", "title": "Club"});
    let incoming = said(&json!({"text": "x", "chat": elsewhere}));
    assert_eq!(incoming.room, Room::Elsewhere);
}

#[test]
fn what_opened_a_topic_is_not_what_a_message_answers() {
    let opened = json!({"message_id": 7, "forum_topic_created": {"name": "HX", "icon_color": 7_322_096}});
    let incoming = update("message", &in_topic(&json!({"text": "x", "reply_to_message": in_topic(&opened)})));
    assert_eq!((incoming.place.thread, incoming.reply_to, incoming.answered_author), (Some(7), None, None));
    // A number of a thread outside of topics is the root of a chain of replies.
    let general = json!({"is_topic_message": false, "text": "x", "reply_to_message": in_topic(&json!({"message_id": 7, "text": "root"}))});
    let incoming = update("message", &in_topic(&general));
    assert_eq!((incoming.place.thread, incoming.reply_to), (None, Some(7)));
    assert_eq!(incoming.answered_author, Some(account(LIN)));
}

#[test]
fn names_are_fit_to_be_shown() {
    let named = |first: &str, last: &str| {
        let from = json!({"id": MEI, "is_bot": false, "first_name": first, "last_name": last});
        [said(&json!({"text": "x", "from": from})), unread(&json!({"text": "x", "from": from}))]
            .map(|incoming| incoming.by.name)
    };
    assert_eq!(named("Mei", "Li"), ["Mei Li", "Mei Li"]);
    assert_eq!(named("A\u{202E}gent\n", ""), ["Agent", "Agent"]);
    assert_eq!(named("\u{200B}", "\u{2066}"), [MEI.to_string(), MEI.to_string()]);
}

#[test]
fn nobody_passes_for_somebody_else() {
    let chat = json!({"id": -77, "type": "channel", "title": "News"});
    let bot = json!({"id": 42, "is_bot": true, "first_name": "Other bot"});
    let origin = json!({"type": "hidden_user", "date": 1, "sender_user_name": "Boss"});
    let anonymous = json!({"id": 1_087_968_824, "is_bot": true, "first_name": "Group"});
    let telegram = json!({"id": 777_000, "is_bot": false, "first_name": "Telegram"});
    for (more, disguise) in [
        (json!({}), None),
        (json!({"sender_chat": staff(), "from": anonymous}), Some(Disguise::Channel)),
        (json!({"from": anonymous}), Some(Disguise::Channel)),
        (json!({"from": telegram}), Some(Disguise::Channel)),
        (
            json!({"is_automatic_forward": true, "sender_chat": chat, "from": telegram}),
            Some(Disguise::Channel),
        ),
        (json!({"sender_chat": chat}), Some(Disguise::Channel)),
        (json!({"via_bot": bot}), Some(Disguise::Bot)),
        (json!({"from": bot}), Some(Disguise::Bot)),
        (json!({"forward_origin": origin}), Some(Disguise::Forwarded)),
        (json!({"forward_origin": origin, "via_bot": bot}), Some(Disguise::Bot)),
    ] {
        let text = with(&more, &json!({"text": "/take"}));
        assert_eq!(said(&text).by.disguise, disguise, "{more}");
        assert_eq!(unread(&text).by.disguise, disguise, "as JSON: {more}");
        let answering = in_topic(
            &json!({"text": "x", "reply_to_message": message(&with(&text, &json!({"message_id": 40})))}),
        );
        let shows_itself = matches!(disguise, None | Some(Disguise::Forwarded));
        let author = shows_itself.then_some(account(MEI));
        assert_eq!(update("message", &answering).answered_author, author, "answered: {more}");
    }
    let unknown_origin = json!({"text": "x", "forward_origin": {"type": "from the moon"}});
    assert_eq!(said(&unknown_origin).by.disguise, Some(Disguise::Forwarded));
    let nobody = json!({"message_id": 1, "date": 1, "chat": staff(), "text": "x"});
    let incoming = update("message", &nobody);
    assert_eq!((incoming.by.account, incoming.by.disguise), (account(STAFF), Some(Disguise::Channel)));
}

#[test]
fn files_come_with_their_words_and_album() {
    let named = |id: &str| {
        json!({"file_id": id, "file_unique_id": format!("u{id}"), "file_size": 1234, "file_name": "a.bin",
            "mime_type": "video/mp4", "width": 9, "height": 9, "duration": 1})
    };
    let size = |id: &str, edge: u32| json!({"file_id": id, "file_unique_id": format!("u{id}"), "width": edge, "height": edge, "file_size": 1234});
    let photo = json!([size("small", 90), size("large", 1280), size("middle", 320)]);
    for (fields, kind, id, named) in [
        (json!({"photo": photo}), FileKind::Photo, "large", false),
        (json!({"video": named("v")}), FileKind::Video, "v", true),
        (json!({"document": named("d")}), FileKind::Document, "d", true),
        (json!({"animation": named("g"), "document": named("g")}), FileKind::Animation, "g", true),
        (json!({"audio": named("a")}), FileKind::Audio, "a", true),
    ] {
        let more = with(
            &fields,
            &json!({"caption": "look", "media_group_id": "13",
            "caption_entities": [{"type": "bold", "offset": 0, "length": 4}]}),
        );
        for incoming in [said(&more), unread(&more)] {
            let Input::File { file, caption, album } = incoming.input else { panic!("no file: {fields}") };
            assert_eq!((file.kind, file.id.as_str(), file.size), (kind, id, Some(1234)));
            assert_eq!(file.unique, format!("u{id}"));
            let (name, mime) = (file.name.as_deref(), file.mime.as_deref());
            assert_eq!((name, mime), if named { (Some("a.bin"), Some("video/mp4")) } else { (None, None) });
            assert_eq!(caption, Rich::from_utf16("look", [(MarkKind::Bold, 0, 4)]));
            // The platform makes no albums of animations.
            assert!(album.as_deref() == Some("13") || (id == "g" && album.is_none()));
        }
    }
    // The client library does not read one without its type.
    let untyped = json!({"file_id": "v", "file_unique_id": "u", "width": 9, "height": 9, "duration": 1});
    let Input::File { file, .. } = said(&json!({"video": untyped})).input else { panic!("no file") };
    assert_eq!((file.kind, file.mime), (FileKind::Video, None));
    let unsized_file = json!({"document": {"file_id": "d", "file_unique_id": "u"}});
    let Input::File { file, caption, .. } = said(&unsized_file).input else { panic!("no file") };
    assert_eq!((file.size, caption), (None, Rich::default()));
}

fn new_words(text: &str) -> Input {
    Input::Edited { words: Rich::plain(text), file: None }
}

#[test]
fn an_edit_brings_the_new_words() {
    let edited = |more: &Value| update("edited_message", &message(&with(more, &json!({"edit_date": 2}))));
    assert_eq!(edited(&json!({"text": "better"})).input, new_words("better"));
    assert_eq!(edited(&json!({"text": "better"})).message, Some(41));
    let photo = json!([{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]);
    let Input::Edited { words, file } = edited(&json!({"photo": photo, "caption": "so"})).input else {
        panic!("no edit")
    };
    assert_eq!((words.text.as_str(), file.map(|f| f.unique)), ("so", Some("b".to_owned())));
    let moving = json!({"location": {"latitude": 31.2, "longitude": 121.5, "live_period": 900}});
    assert_eq!(edited(&moving).input, Input::Nothing);
    let unknown = json!({"text": "so", "entities": [{"type": "sparkle", "offset": 0, "length": 1}]});
    assert_eq!(edited(&unknown).input, new_words("so"));
}

#[test]
fn a_press_names_its_button_and_where_it_stands() {
    let card = in_topic(&json!({"message_id": 50, "text": "card"}));
    let query = |message: &Value| {
        json!({"id": "77", "from": user(LIN, "Lin"), "chat_instance": "1", "data": "a:b:1",
        "message": message})
    };
    let strange = with(&card, &json!({"chat": with(&staff(), &json!({"type": "hall"}))}));
    for (message, room) in [(&card, Room::Staff), (&strange, Room::Staff)] {
        let incoming = update("callback_query", &query(message));
        assert_eq!(incoming.input, Input::Press { data: "a:b:1".into() });
        assert_eq!((incoming.place.chat, incoming.place.thread, incoming.room), (STAFF, Some(7), room));
        assert_eq!((incoming.message, incoming.reply_to), (Some(50), None));
        assert_eq!((incoming.by.account, incoming.by.disguise), (account(LIN), None));
    }
    let old = json!({"message_id": 50, "chat": staff(), "date": 0});
    let incoming = update("callback_query", &query(&old));
    assert_eq!((incoming.message, incoming.place.thread), (Some(50), None));
    assert_eq!(incoming.input, Input::Press { data: "a:b:1".into() });
    let inline = json!({"id": "77", "from": user(LIN, "Lin"), "chat_instance": "1", "data": "x", "inline_message_id": "i"});
    assert_eq!(update("callback_query", &inline).input, Input::Nothing);
}

#[test]
fn what_becomes_of_the_bot_is_told_in_private_chats_and_on_the_staff_side() {
    let bot = json!({"id": 42, "is_bot": true, "first_name": "Desk"});
    let member = |status: &str| json!({"user": bot, "status": status, "until_date": 0});
    let change = |chat: Value, status: &str| {
        json!({"chat": chat, "from": user(MEI, "Mei"), "date": 1,
        "old_chat_member": member("member"), "new_chat_member": member(status)})
    };
    let input = |chat: Value, status: &str| update("my_chat_member", &change(chat, status)).input;
    assert_eq!(input(private(), "kicked"), Input::Blocked);
    assert_eq!(input(private(), "member"), Input::Unblocked);
    assert_eq!(input(staff(), "kicked"), Input::Removed);
    assert_eq!(input(staff(), "left"), Input::Removed);
    assert_eq!(input(staff(), "member"), Input::Admitted);
    assert_eq!(input(json!({"id": -77, "type": "group", "title": "Others"}), "kicked"), Input::Nothing);
    assert_eq!(input(private(), "asleep"), Input::Nothing);
    let broken = with(&change(private(), "kicked"), &json!({"old_chat_member": {"of": "tomorrow"}}));
    let incoming = update("my_chat_member", &broken);
    assert_eq!((incoming.input, incoming.by.account), (Input::Blocked, account(MEI)));
}

#[test]
fn a_group_that_moves_is_told_from_both_its_numbers() {
    let old = json!({"id": -9, "type": "group", "title": "Staff"});
    let new = json!({"id": -1_009, "type": "supergroup", "title": "Staff"});
    for (chat, field, other) in [(old, "migrate_to_chat_id", -1_009), (new, "migrate_from_chat_id", -9)] {
        let said = json!({"message_id": 1, "date": 0, "chat": chat, "from": user(LIN, "Lin"), field: other});
        let incoming = update("message", &said);
        assert_eq!(incoming.input, Input::Moved { from: -9, to: -1_009 }, "{field}");
        assert_eq!(incoming.place.chat, -9, "it happened to the old number");
    }
}

#[test]
fn what_names_no_chat_and_sender_is_kept_as_it_came() {
    for (kind, body) in [
        ("message", json!({"text": "from nowhere"})),
        ("message", json!(17)),
        ("channel_post", message(&json!({"text": "news"}))),
        ("poll_answer", json!({"poll_id": "1", "option_ids": []})),
        ("hologram", json!({"size": 3})),
    ] {
        assert_eq!(update(kind, &body).input, Input::Nothing, "{kind}: {body}");
    }
    let beyond = json!({"update_id": 5_000_000_000_i64, "message": message(&json!({"text": "late"}))});
    let incoming = read_json(beyond.clone(), &ctx()).expect("it has an id");
    assert_eq!((incoming.key.key, incoming.raw), (5_000_000_000, beyond));
    assert_eq!(incoming.input, Input::Text(Rich::plain("late")));
    assert_eq!(read_json(json!({"message": message(&json!({"text": "x"}))}), &ctx()), None);
    assert_eq!(read_json(json!(17), &ctx()), None);
}
