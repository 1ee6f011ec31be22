//! Every command, by everybody, in every disguise.

use aftercare::domain::chat::Incoming;
use aftercare::domain::command::Word;
use aftercare::frontend::telegram::{Context, read_json};
use aftercare::sandbox::world::person_id;
use serde_json::{Value, json};

use super::{answers, rows};
use crate::harness::chats::GROUP;
use crate::harness::{DirectStage, Setup, TestDatabase};

/// Who tries. The order is that of their rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    /// Never seen before.
    Stranger,
    Customer,
    /// Was an agent.
    Removed,
    Agent,
    Lead,
    Admin,
}

const EVERYBODY: [Who; 6] = [Who::Stranger, Who::Customer, Who::Removed, Who::Agent, Who::Lead, Who::Admin];

impl Who {
    const fn handle(self) -> &'static str {
        match self {
            Self::Stranger => "rex",
            Self::Customer => "mei",
            Self::Removed => "ron",
            Self::Agent => "ann",
            Self::Lead => "lea",
            Self::Admin => "lin",
        }
    }
}

/// How they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Guise {
    Plain,
    /// In the name of a channel.
    SenderChat,
    AnonymousAdmin,
    ViaBot,
    Forwarded,
    /// As the edit of an earlier message.
    Edited,
}

const GUISES: [Guise; 6] =
    [Guise::Plain, Guise::SenderChat, Guise::AnonymousAdmin, Guise::ViaBot, Guise::Forwarded, Guise::Edited];

/// The least who may use a word; `None` for the words of customers, which work in everybody's own chat.
#[expect(clippy::too_many_lines, reason = "a line for each word there is")]
fn least(word: Word) -> Option<Who> {
    match word {
        Word::Start
        | Word::New
        | Word::Cases
        | Word::Status
        | Word::Add
        | Word::Back
        | Word::Save
        | Word::Cancel
        | Word::Human
        | Word::Language
        | Word::Help
        | Word::Zone
        | Word::Hours
        | Word::Stop
        | Word::Privacy
        | Word::Whoami => None,
        Word::Queue
        | Word::Mine
        | Word::Due
        | Word::Form
        | Word::History
        | Word::Sla
        | Word::Ack
        | Word::Escalate
        | Word::Assign
        | Word::Transfer
        | Word::Ask
        | Word::Wait
        | Word::Resume
        | Word::Set
        | Word::Complex
        | Word::Link
        | Word::Merge
        | Word::Verdict
        | Word::Appoint
        | Word::Quote
        | Word::Away
        | Word::Case
        | Word::Files
        | Word::Take
        | Word::Release
        | Word::Call
        | Word::Lot
        | Word::Reply
        | Word::Note
        | Word::Solve
        | Word::Close
        | Word::Reopen
        | Word::Search
        | Word::Macro
        | Word::Undelivered
        | Word::Resend
        | Word::Order
        | Word::Survey => Some(Who::Agent),
        Word::Block
        | Word::Unblock
        | Word::Mute
        | Word::Company
        | Word::Bind
        | Word::Report
        | Word::Export => Some(Who::Lead),
        Word::Agent => Some(Who::Admin),
    }
}

/// Where it is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Room(i64),
    Group,
    OwnChat,
}

/// What comes of it: an answer of that kind, or none at all.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    Silence,
    Refused(&'static str),
    Done,
}

/// What the table of rights says.
fn wanted(word: Word, who: Who, guise: Guise, place: Place) -> Outcome {
    if guise == Guise::Edited {
        return Outcome::Silence;
    }
    let staff = who >= Who::Agent;
    // Why: what a customer forwards is words, and words are taken.
    if place == Place::OwnChat && guise == Guise::Forwarded && !staff {
        return Outcome::Done;
    }
    if place == Place::OwnChat {
        return match least(word) {
            // Why refused: it tells who somebody is, and it is not certain who asks.
            None if word == Word::Whoami && guise != Guise::Plain => Outcome::Refused("refuse-disguise"),
            // Why: a customer's words that an agent passes on would end the agent's own draft or absence.
            None if guise == Guise::Forwarded => Outcome::Refused("refuse-disguise"),
            Some(least) if who < least => Outcome::Refused("unknown-command"),
            Some(_) if guise != Guise::Plain => Outcome::Refused("refuse-disguise"),
            _ => Outcome::Done,
        };
    }
    match least(word) {
        _ if guise != Guise::Plain => Outcome::Refused("refuse-disguise"),
        // Why for all: it is how somebody tells an admin who they are.
        _ if word == Word::Whoami => Outcome::Done,
        _ if !staff => Outcome::Refused("refuse-stranger"),
        // Why `back` too: for those who work here it ends an absence.
        None if word == Word::Help || word == Word::Back => Outcome::Done,
        None => Outcome::Refused("only-private"),
        Some(least) if who < least => Outcome::Refused("refuse-role"),
        Some(_) => Outcome::Done,
    }
}

/// What came of it, told by what is said.
fn outcome(said: &[Value]) -> Outcome {
    let keys: Vec<&str> = said.iter().filter_map(|parcel| first_key(parcel)).collect();
    let Some(first) = keys.first() else { return Outcome::Silence };
    for refusal in ["refuse-disguise", "refuse-stranger", "refuse-role", "only-private"] {
        if keys.contains(&refusal) {
            return Outcome::Refused(refusal);
        }
    }
    if first.starts_with("unknown-command") { Outcome::Refused("unknown-command") } else { Outcome::Done }
}

/// The first phrase of what was said, else what it is.
pub(super) fn first_key(parcel: &Value) -> Option<&str> {
    let line = &parcel["lines"][0];
    line.as_str().or_else(|| line[0].as_str()).or_else(|| parcel["is"].as_str())
}

/// One update as Telegram would send it.
fn update(number: i64, word: Word, who: Who, guise: Guise, place: Place) -> Incoming {
    written(number, &format!("/{}", word.name()), who, guise, place)
}

fn written(number: i64, text: &str, who: Who, guise: Guise, place: Place) -> Incoming {
    let user = json!({"id": person_id(who.handle()), "is_bot": false, "first_name": who.handle()});
    let group = json!({"id": GROUP, "type": "supergroup", "title": "Staff", "is_forum": true});
    let private = json!({"id": person_id(who.handle()), "type": "private", "first_name": who.handle()});
    let chat = if place == Place::OwnChat { private } else { group.clone() };
    let mut message = json!({"message_id": 5_000 + number, "date": 1_772_416_800, "chat": chat, "from": user,
        "text": text, "entities": [{"type": "bot_command", "offset": 0, "length": text.len()}]});
    if let Place::Room(topic) = place {
        message["message_thread_id"] = json!(topic);
        message["is_topic_message"] = json!(true);
    }
    let bot = json!({"id": 4711, "is_bot": true, "first_name": "Another bot"});
    let anonymous = json!({"id": 1_087_968_824, "is_bot": true, "first_name": "Group"});
    let channel = json!({"id": -1_000_777, "type": "channel", "title": "News"});
    let mut kind = "message";
    match guise {
        Guise::Plain => {}
        Guise::SenderChat => message["sender_chat"] = channel,
        Guise::AnonymousAdmin => {
            message["sender_chat"] = group;
            message["from"] = anonymous;
        }
        Guise::ViaBot => message["via_bot"] = bot,
        Guise::Forwarded => {
            message["forward_origin"] = json!({"type": "user", "date": 1, "sender_user": user});
        }
        Guise::Edited => {
            message["edit_date"] = json!(1_772_416_900);
            kind = "edited_message";
        }
    }
    let json = json!({"update_id": 900_000_000 + number, kind: message});
    read_json(json, &Context { staff_chat: Some(GROUP) }).expect("an update")
}

/// A desk with one case that nobody has, and somebody of every kind.
async fn house(database: &TestDatabase) -> (DirectStage, i64) {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: mei \"mei\" en consumer, lin \"lin\" en staff, lea \"lea\" en staff, ann \"ann\" en staff, \
             ron \"ron\" en staff\nmei: /human\nlea in staff: hello\nann in staff: hello\nron in staff: hello",
        )
        .await;
    for line in [
        format!("add {} lead", person_id("lea")),
        format!("add {} agent", person_id("ann")),
        format!("add {} lead", person_id("ron")),
        format!("remove {}", person_id("ron")),
    ] {
        stage.play(&format!("lin in staff: /agent {line}")).await;
    }
    assert_eq!(database.number("select count(*) from agents where removed_at is null").await, 3);
    let topic = database.number("select thread from rooms").await;
    (stage, topic)
}

/// Commands are not given in the name of a channel in a chat of one's own; there is no such thing on the platform.
fn is_possible(guise: Guise, place: Place) -> bool {
    place != Place::OwnChat || !matches!(guise, Guise::SenderChat | Guise::AnonymousAdmin)
}

#[tokio::test]
async fn every_command_is_allowed_or_refused_as_the_table_says_and_a_refusal_changes_nothing() {
    let database = TestDatabase::new();
    let (stage, topic) = house(&database).await;
    let before = rows(&database).await;
    let mut allowed = Vec::new();
    let mut number = 0;
    let mut wrong = Vec::new();
    for word in Word::ALL.iter().copied() {
        for who in EVERYBODY {
            for guise in GUISES {
                for place in [Place::Room(topic), Place::Group, Place::OwnChat] {
                    number += 1;
                    let wish = wanted(word, who, guise, place);
                    match wish {
                        _ if !is_possible(guise, place) => {}
                        Outcome::Done => allowed.push((word, who, guise, place)),
                        _ => {
                            let incoming = update(number, word, who, guise, place);
                            let got = outcome(&answers(&stage, &database, &incoming).await);
                            if got != wish {
                                wrong.push(format!(
                                    "{word:?} by {who:?}, {guise:?}, in {place:?}: {got:?}, not {wish:?}"
                                ));
                            }
                        }
                    }
                }
            }
        }
    }
    let after: Vec<String> = rows(&database).await;
    let new: Vec<&String> =
        after.iter().filter(|row| !before.contains(row) && !is_acquaintance(row)).collect();
    let gone: Vec<&String> = before.iter().filter(|row| !after.contains(row)).collect();
    assert_eq!((new, gone), (vec![], vec![]), "refused, and yet something changed");
    for (word, who, guise, place) in allowed {
        number += 1;
        let incoming = update(number, word, who, guise, place);
        let got = outcome(&answers(&stage, &database, &incoming).await);
        if !matches!(got, Outcome::Done) {
            wrong
                .push(format!("{word:?} by {who:?}, {guise:?}, in {place:?}: {got:?}, though it is allowed"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
    stage.close().await;
}

/// Whoever speaks is known from then on; that is no effect of the command.
fn is_acquaintance(row: &str) -> bool {
    row.starts_with("people ") || row.starts_with("identities ")
}

/// What `privacy export|erase WHO` must come to: the data of others is for leads.
fn wanted_of_others(who: Who, guise: Guise, place: Place) -> Outcome {
    match (guise, place, who) {
        (Guise::Edited, ..) => Outcome::Silence,
        // Why: to customers it is the page about their own data, whoever they name.
        (_, Place::OwnChat, Who::Stranger | Who::Customer | Who::Removed)
        | (Guise::Plain, _, Who::Lead | Who::Admin) => Outcome::Done,
        (Guise::Plain, _, Who::Agent) => Outcome::Refused("refuse-role"),
        (Guise::Plain, ..) => Outcome::Refused("refuse-stranger"),
        _ => Outcome::Refused("refuse-disguise"),
    }
}

#[tokio::test]
async fn other_peoples_data_is_for_leads_alone_and_nobody_erases_it_alone() {
    let database = TestDatabase::new();
    let (stage, topic) = house(&database).await;
    let mut number = 0;
    let mut wrong = Vec::new();
    for verb in ["export", "erase"] {
        for who in EVERYBODY {
            for guise in GUISES {
                for place in [Place::Room(topic), Place::Group, Place::OwnChat] {
                    number += 1;
                    // Why: a second export joins the first while that is on its way.
                    let joins = verb == "export" && place == Place::OwnChat && guise != Guise::Plain;
                    if !is_possible(guise, place) || joins {
                        continue;
                    }
                    let text = format!("/privacy {verb} {}", person_id("ron"));
                    let said = answers(&stage, &database, &written(number, &text, who, guise, place)).await;
                    let (got, wish) = (outcome(&said), wanted_of_others(who, guise, place));
                    let tells = who < Who::Lead && said.iter().any(|p| p.to_string().contains("\"ron\""));
                    if got != wish || (tells && who != Who::Removed) {
                        wrong.push(format!(
                            "{verb} by {who:?}, {guise:?}, in {place:?}: {got:?}, not {wish:?}"
                        ));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(
        database
            .number("select count(*) from privacy_acts where what = 'erase' and done_at is not null")
            .await,
        0
    );
    assert_eq!(
        database.number("select count(*) from people where name = 'ron'").await,
        1,
        "nobody was erased"
    );
    stage.close().await;
}
