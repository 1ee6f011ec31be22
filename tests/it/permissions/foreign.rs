//! Other people's cases, by reference, by a guessed button, by an answer to a message: as if they did not exist.

use aftercare::domain::chat::Incoming;
use aftercare::sandbox::world::person_id;
use serde_json::Value;

use super::{answers, commands::first_key, rows};
use crate::harness::chats::Message;
use crate::harness::{DirectStage, Setup, TestDatabase};

/// A reference of the right form that no case has.
const NOBODYS: &str = "HX-0000-0000-000";
/// An id that no row has.
const NO_ROW: i64 = 999_999_999;

/// Mei has a case, a draft and something unplaced; Wei has a case of his own; Rex has nothing.
async fn house(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: mei \"Mei Li\" en consumer, wei \"Wei Zhao\" en consumer, rex \"Rex\" en consumer, \
             lin \"Lin\" en staff, gao \"Gao\" en staff\n\
             rex: /start\nmei: /human\nmei: The puller came off.\nlin in room presses \"Take\"\n\
             lin in room: /reply Which side?\nmei: /new\nwei: /human\nwei: Hello?",
        )
        .await;
    stage
}

struct Mei {
    reference: String,
    case: i64,
    dialogue: i64,
    rev: i64,
    message: i64,
    /// The bot's last message in her chat.
    remote: i64,
    row: i64,
}

async fn mei(database: &TestDatabase) -> Mei {
    let one = async |sql: &str| database.number(sql).await;
    Mei {
        reference: database
            .texts("select ref from cases join people p on p.id = customer where p.name = 'Mei Li'")
            .await
            .pop()
            .expect("a case"),
        case: one("select c.id from cases c join people p on p.id = customer where p.name = 'Mei Li'").await,
        dialogue: one("select id from dialogues").await,
        rev: one("select rev::bigint from dialogues").await,
        message: one("select min(id) from messages").await,
        remote: one(&format!("select max(remote) from links where chat = {}", person_id("mei"))).await,
        row: one("select min(id) from outbox").await,
    }
}

/// Presses a button that is not there, as somebody does who makes up what it brings back.
pub(super) fn press(stage: &mut DirectStage, place: &str, who: &str, data: &str) -> Incoming {
    let mut incoming = stage.updates_of(&format!("{who}{place}: x")).remove(0);
    incoming.input = aftercare::domain::chat::Input::Press { data: data.to_owned() };
    incoming
}

pub(super) fn text(stage: &mut DirectStage, who: &str, words: &str) -> Incoming {
    stage.updates_of(&format!("{who}: {words}")).remove(0)
}

/// What is said, without what the two tries differ in by themselves.
fn alike(said: &[Value], differs: &[&str]) -> Vec<String> {
    let plain = |parcel: &Value| {
        let mut text = parcel.to_string();
        for part in differs {
            text = text.replace(part, "…");
        }
        text
    };
    said.iter().map(plain).collect()
}

#[tokio::test]
async fn a_reference_of_somebody_elses_case_is_answered_like_one_that_does_not_exist() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    let mei = mei(&database).await;
    for who in ["wei", "rex"] {
        for word in [
            "status", "add", "case", "files", "take", "reply", "close", "reopen", "cancel", "history", "sla",
            "assign", "transfer", "ask", "wait", "resume", "set", "complex", "link", "merge",
        ] {
            let before = rows(&database).await;
            let real = text(&mut stage, who, &format!("/{word} {} please", mei.reference));
            let real = answers(&stage, &database, &real).await;
            if word != "add" || who != "wei" {
                assert_eq!(rows(&database).await, before, "{who}: /{word}");
            }
            let none = text(&mut stage, who, &format!("/{word} {NOBODYS} please"));
            let none = answers(&stage, &database, &none).await;
            let differs = [mei.reference.as_str(), NOBODYS];
            assert_eq!(alike(&real, &differs), alike(&none, &differs), "{who}: /{word}");
            assert!(!real.is_empty(), "{who}: /{word} is answered");
            let said = format!("{real:?}");
            assert!(!said.contains("Mei") && !said.contains("Lin"), "{who}: /{word}: {said}");
        }
    }
    stage.close().await;
}

#[tokio::test]
async fn a_guessed_button_does_and_tells_nothing() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    let mei = mei(&database).await;
    let Mei { case, dialogue, rev, message, row, .. } = mei;
    let verbs = [
        "ask",
        "wait:goods",
        "resume",
        "transfer:quality",
        "complex",
        "set:wish:repair",
        "close:2",
        "history",
        "merge:3:1",
        "more",
        "status",
        "add",
        "cancel",
        "cancel-yes",
        "solved",
        "unsolved",
        "reopen",
        "take",
        "release",
        "solve",
        "card",
        "files",
        "files.10",
        "shows.0",
    ];
    let mut pairs: Vec<(String, String)> =
        verbs.map(|verb| (format!("c:{case}:{verb}"), format!("c:{NO_ROW}:{verb}"))).into();
    for option in [".cancel", ".person", ".save", ".back", "broken", "travel_case"] {
        pairs.push((format!("d:{dialogue}:{rev}:{option}"), format!("d:{NO_ROW}:{rev}:{option}")));
    }
    pairs.push((format!("f:{message}:{case}"), format!("f:{NO_ROW}:{NO_ROW}")));
    pairs.push((format!("o:{row}:resend"), format!("o:{NO_ROW}:resend")));
    for who in ["wei", "rex"] {
        for (guess, nothing) in &pairs {
            let before = rows(&database).await;
            let guessed = press(&mut stage, "", who, guess);
            let guessed = answers(&stage, &database, &guessed).await;
            assert_eq!(rows(&database).await, before, "{who} presses {guess}");
            let none = press(&mut stage, "", who, nothing);
            let none = answers(&stage, &database, &none).await;
            assert_eq!(alike(&guessed, &[]), alike(&none, &[]), "{who} presses {guess}");
        }
    }
    // In the staff group, somebody who is not on the list.
    for (guess, _) in &pairs {
        let before = rows(&database).await;
        let guessed = press(&mut stage, " in staff", "gao", guess);
        let said = answers(&stage, &database, &guessed).await;
        let after: Vec<String> = rows(&database).await;
        let new: Vec<&String> = after.iter().filter(|row| !before.contains(row)).collect();
        assert!(new.iter().all(|row| row.starts_with("people") || row.starts_with("identities")), "{new:?}");
        assert_eq!(said.len(), 1, "{guess}");
        assert_eq!(first_key(&said[0]), Some("refuse-stranger"), "{guess}");
    }
    stage.close().await;
}

#[tokio::test]
async fn an_answer_to_a_message_of_another_chat_reaches_nobody_elses_case() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    let mei = mei(&database).await;
    // Numbers of messages are small and can be guessed; private chats even share them.
    let mut incoming = text(&mut stage, "wei", "I answer what I can't see.");
    incoming.reply_to = Some(mei.remote);
    answers(&stage, &database, &incoming).await;
    let in_case =
        format!("select count(*) from messages where case_id = {} and body like 'I answer%'", mei.case);
    assert_eq!(database.number(&in_case).await, 0);
    assert_eq!(database.number("select count(*) from messages where body like 'I answer%'").await, 1);

    // Somebody without a case stands in the group and answers a message of the room.
    let topic = database.number("select min(thread) from rooms").await;
    let asked =
        stage.chats().lock().messages.iter().filter(|m| m.thread == Some(topic)).map(Message::clone).next();
    let asked = asked.expect("the card");
    let mut incoming = stage.updates_of("gao in room 1: I answer for the desk.").remove(0);
    incoming.reply_to = Some(asked.id);
    let before = database.number("select count(*) from messages").await;
    let said = answers(&stage, &database, &incoming).await;
    assert_eq!((said.len(), database.number("select count(*) from messages").await), (0, before));
    stage.close().await;
}

#[tokio::test]
async fn an_edit_changes_no_message_but_ones_own() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    let mei = mei(&database).await;
    let before = rows(&database).await;
    let theirs = database
        .number(&format!("select remote from links where source and message = {}", mei.message))
        .await;
    for (who, message) in [("wei", theirs), ("wei", mei.remote), ("rex", theirs)] {
        let mut incoming = text(&mut stage, who, "Words put into her mouth.");
        incoming.input = aftercare::domain::chat::Input::Edited {
            words: aftercare::domain::text::Rich::plain("Other words."),
            file: None,
        };
        incoming.message = Some(message);
        let said = answers(&stage, &database, &incoming).await;
        assert_eq!(said.len(), 0);
    }
    assert_eq!(rows(&database).await, before);
    stage.close().await;
}
