//! Commands of Discord: what each takes, read back as words; what is offered to whom; what fits while somebody types; and
//! the entries of a message's menu. The whole desk on the stand-in, and every accepted request against Discord's own
//! description.

use aftercare::app::demo::rehearsal_of;
use aftercare::app::rehearsal::Theatre;
use aftercare::clock::Clock;
use aftercare::desk::{Form, InEach, Offer, Slot};
use aftercare::domain::{
    command::{Audience, FIELDS, Takes, Word, parse},
    dialogue::Question,
    lang::Lang,
    party::Role,
    reference::{Prefix, Reference},
    text::Rich,
};
use aftercare::frontend::discord::{self, Finding, words_of};
use aftercare::sandbox::discord::{Answered, DiscordServer, Recorded, Visitors};
use aftercare::sandbox::script::{Script, Stage as _};
use aftercare::sandbox::shown::{Place, Room};
use aftercare::sandbox::world::{Setup, World};
use serde_json::{Value, json};

use crate::harness::{TestDatabase, desk::monday};

/// Two commands with a text and a case to be looked up, one of them for the staff, and what the entries of a menu are called.
pub fn few() -> ([Offer; 2], [InEach; 3]) {
    let said = |text: &str| vec![(Lang::En, text.to_owned())];
    let (called, about) = (said("text"), said("words"));
    let text = Slot { name: "text", called, about, form: Form::Words, needed: false };
    let case = Slot { name: "case", called: said("case"), form: Form::Lookable, ..text.clone() };
    let offers = [Word::Cases, Word::Reply].map(|word| {
        let staff = word == Word::Reply;
        Offer { word, does: said("does"), staff, takes: vec![text.clone(), case.clone()] }
    });
    (offers, ["answer", "note", "add"].map(said))
}

fn reference() -> String {
    Reference::new(Prefix::new("HX").expect("letters"), 7).to_string()
}

/// What a command with these options is read as.
fn read(name: &str, options: &[(&str, &str)]) -> String {
    let options: Vec<Value> =
        options.iter().map(|(name, value)| json!({"name": name, "type": 3, "value": value})).collect();
    words_of(&json!({"data": {"name": name, "type": 1, "options": options}})).expect("a command")
}

/// Something that fits a piece.
fn sample(takes: Takes) -> String {
    match takes {
        Takes::Words => "some words".to_owned(),
        Takes::OneOf(_, words) => words[0].to_owned(),
        Takes::Case => reference(),
        Takes::Macro => "thanks".to_owned(),
        Takes::Colleague | Takes::Person => "123456789012345678".to_owned(),
        Takes::Group => "after-sales".to_owned(),
        Takes::Groups => "after-sales sales".to_owned(),
        Takes::Appointing => "phone".to_owned(),
    }
}

#[test]
fn what_is_given_piece_by_piece_reads_like_what_is_typed() {
    for word in Word::ALL {
        let given: Vec<(&str, String)> =
            word.asked().iter().map(|piece| (piece.name, sample(piece.takes))).collect();
        let given: Vec<(&str, &str)> = given.iter().map(|(name, text)| (*name, text.as_str())).collect();
        for many in 0..=given.len() {
            let some = &given[given.len() - many..];
            let words = read(word.name(), some);
            let typed = parse(&Rich::plain(words.clone()), "desk").expect("a command");
            assert_eq!(typed.word, Some(*word), "{words}");
            let cases: Vec<&str> =
                word.pieces().iter().filter(|p| p.takes == Takes::Case).map(|p| p.name).collect();
            let named = some.iter().any(|(name, _)| cases.contains(name));
            assert_eq!(typed.case.is_some(), named, "a case is read as a case: {words}");
            let rest = typed.rest.text.split_whitespace().count();
            let given = some.iter().map(|(_, text)| text.split_whitespace().count()).sum::<usize>();
            assert_eq!(rest + usize::from(named), given, "nothing is lost: {words}");
        }
    }
}

/// A command, what is given, and the line that comes of it.
type Row<'a> = (&'a str, &'a [(&'a str, &'a str)], String);

#[test]
fn pieces_come_in_the_order_the_text_has_them() {
    let case = reference();
    let who = "123456789012345678";
    let table: &[Row<'_>] = &[
        ("take", &[("case", &case)], format!("/take {case}")),
        ("wait", &[("for", "goods"), ("case", &case)], format!("/wait {case} goods")),
        (
            "reply",
            &[("text", " On its way\nsoon "), ("case", &case)],
            format!("/reply {case} On its way\nsoon"),
        ),
        ("set", &[("value", "high"), ("field", "urgency")], "/set urgency high".to_owned()),
        ("assign", &[("who", who), ("case", &case)], format!("/assign {case} {who}")),
        ("transfer", &[("group", "sales"), ("note", "a big one")], "/transfer sales a big one".to_owned()),
        ("link", &[("other", &case), ("what", "off")], format!("/link {case} off")),
        ("complex", &[("what", "off"), ("reason", "it is not")], "/complex off it is not".to_owned()),
        ("macro", &[("name", "delay"), ("text", "days=3")], "/macro delay days=3".to_owned()),
        (
            "macro",
            &[("what", "save"), ("name", "delay"), ("language", "zh"), ("text", "晚几天")],
            "/macro save delay zh 晚几天".to_owned(),
        ),
        ("order", &[("number", "A-4471")], "/order A-4471".to_owned()),
        (
            "order",
            &[("what", "deliver"), ("number", "A-4471"), ("day", "2026-03-03")],
            "/order deliver A-4471 2026-03-03".to_owned(),
        ),
        (
            "agent",
            &[("what", "add"), ("who", who), ("role", "lead"), ("groups", "after-sales sales")],
            format!("/agent add {who} lead after-sales sales"),
        ),
        (
            "agent",
            &[("what", "add"), ("role", "agent"), ("name", "Anna")],
            "/agent add agent Anna".to_owned(),
        ),
        ("company", &[("who", who), ("name", "Hansa Trading")], format!("/company {who} Hansa Trading")),
        ("bind", &[("account", "telegram:7"), ("who", who)], format!("/bind {who} telegram:7")),
        ("block", &[("who", who), ("reason", "spam for 3d")], format!("/block {who} spam for 3d")),
        ("privacy", &[("what", "export"), ("who", &case)], format!("/privacy export {case}")),
        ("queue", &[("group", "sales")], "/queue sales".to_owned()),
        ("away", &[("until", "until Monday")], "/away until Monday".to_owned()),
        ("mine", &[], "/mine".to_owned()),
        ("mine", &[("text", "of an older list")], "/mine of an older list".to_owned()),
        ("note", &[("text", "   ")], "/note".to_owned()),
    ];
    for (name, options, words) in table {
        assert_eq!(read(name, options), *words);
    }
}

#[test]
fn words_to_choose_from_are_those_that_are_read() {
    let words = |word: Word, piece: &str| {
        let found = word.pieces().iter().find(|one| one.name == piece).expect("a piece").takes;
        match found {
            Takes::OneOf(_, words) => words,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(words(Word::Agent, "role"), Role::ALL.map(Role::name));
    assert!(FIELDS.iter().all(|field| Question::from_id(field).is_some()) && FIELDS.len() <= 25);
    for word in Word::ALL {
        let pieces = word.asked();
        assert!(pieces.len() <= 25 && pieces.is_sorted_by_key(|piece| !piece.needed), "{word:?}");
        let staff = matches!(word.audience(), Audience::Staff(_));
        for piece in pieces {
            assert!(staff || word.lookable(piece.name).is_none(), "customers look nothing up: {word:?}");
        }
    }
}

const PEOPLE: &str = "people: mei@telegram \"Mei L.\" en consumer, lao@discord \"Lao Chen\" en consumer, \
                      lin@discord \"Lin\" en staff, ken@discord \"Ken\" zh staff\nstaff: discord\n\
                      at 2026-03-02 10:00 Asia/Shanghai";

async fn house(database: &TestDatabase, lines: &str) -> Theatre {
    let script = Script::parse(&format!("{PEOPLE}\n{lines}")).expect("a scenario");
    let mut theatre =
        Theatre::open(rehearsal_of(&script, database.options().clone())).await.expect("it opens");
    theatre.play(&script).await.expect("it plays");
    theatre
}

async fn play(theatre: &mut Theatre, lines: &str) {
    theatre.play(&Script::parse(lines).expect("lines")).await.expect("they play");
}

fn said(theatre: &mut Theatre, place: &Place) -> Vec<String> {
    theatre.stage().transcript(place).expect("a place").into_iter().map(|line| line.text).collect()
}

/// Ends it, and holds what Discord accepted against its description.
async fn close(theatre: Theatre) {
    let calls = theatre.world().on_discord().calls();
    let accepted = |call: &Recorded| call.status.is_some_and(|status| status < 400);
    let calls: Vec<_> = calls.into_iter().filter(accepted).collect();
    theatre.close().await;
    assert_eq!(crate::discord_spec::check_calls(&calls), Ok(()));
}

/// What came back for what was typed last: what is shown, and what is meant.
fn offered(people: &Visitors) -> Vec<(String, String)> {
    people.look(|guild| {
        let asked = guild.interactions.values().next_back().expect("somebody typed");
        let Some(Answered::Choices(choices)) = &asked.answered else { panic!("{asked:?}") };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        choices.iter().map(|one| (text(&one["name"]), text(&one["value"]))).collect()
    })
}

#[tokio::test]
async fn cases_are_offered_to_agents_alone_their_own_first() {
    let database = TestDatabase::new();
    let mut theatre = house(
        &database,
        "mei: /human\nlao in support presses \"Talk to a person\"\nlin in room 1 presses \"Take\"",
    )
    .await;
    let people = theatre.world().on_discord();
    let refs = database.texts("select ref from cases order by id").await;
    play(&mut theatre, "lin in staff: /take …").await;
    let shown = offered(&people);
    assert_eq!(shown.iter().map(|(_, value)| value).collect::<Vec<_>>(), [&refs[0], &refs[1]], "{shown:?}");
    assert_eq!(shown[0].0, format!("{}, Mei L., in progress (yours)", refs[0]));
    play(&mut theatre, "lin in staff: /take lao…").await;
    assert_eq!(offered(&people).iter().map(|(_, value)| value).collect::<Vec<_>>(), [&refs[1]]);
    let begun = refs[1].to_lowercase().replace('-', "");
    play(&mut theatre, &format!("lin in staff: /take {}…", &begun[2..6])).await;
    assert_eq!(offered(&people).iter().map(|(_, value)| value).collect::<Vec<_>>(), [&refs[1]]);
    // Ken has the role on the platform, and is nobody to the desk.
    play(&mut theatre, "ken in staff: /take …").await;
    assert_eq!(offered(&people), []);
    let ken = people.look(|guild| guild.named("ken").map(|ken| ken.id)).expect("Ken");
    play(&mut theatre, &format!("lin in staff: /agent add {ken} agent technical")).await;
    play(&mut theatre, "ken in staff: /take …").await;
    assert_eq!(offered(&people), [], "cases of other groups are nobody's to see");
    play(&mut theatre, &format!("lin in staff: /agent add {ken}")).await;
    play(&mut theatre, "ken in staff: /take …").await;
    let shown = offered(&people);
    assert!(shown.len() == 2 && shown.iter().all(|(text, _)| !text.contains("您的")), "{shown:?}");
    play(&mut theatre, &format!("lin in staff: /agent remove {ken}\nken in staff: /take …")).await;
    assert_eq!(offered(&people), [], "the role counts as it is at this moment");
    close(theatre).await;
}

#[tokio::test]
async fn colleagues_groups_and_canned_replies_are_offered_too() {
    let database = TestDatabase::new();
    let mut theatre = house(&database, "mei: /human\nlin in room presses \"Take\"").await;
    let people = theatre.world().on_discord();
    play(&mut theatre, "lin in room: /assign li…").await;
    let lin = people.look(|guild| guild.named("lin").map(|lin| lin.id.to_string())).expect("Lin");
    assert_eq!(offered(&people), [("Lin, admin".to_owned(), lin)]);
    play(&mut theatre, "lin in room: /macro …").await;
    let names = offered(&people);
    assert!(!names.is_empty() && names.iter().all(|(text, name)| text.starts_with(name.as_str())));
    play(&mut theatre, "lin in staff: /agent add role:agent groups:after-sales qua…").await;
    let values: Vec<String> = offered(&people).into_iter().map(|(_, value)| value).collect();
    assert_eq!(values, ["after-sales quality"]);
    play(&mut theatre, "lin in room: /assign nobody…").await;
    assert_eq!(offered(&people), []);
    close(theatre).await;
}

#[tokio::test]
async fn nothing_is_offered_where_customers_read_along() {
    let database = TestDatabase::new();
    let mut theatre = house(&database, "mei: /human").await;
    let people = theatre.world().on_discord();
    let support = people.channel("support").expect("a channel");
    play(&mut theatre, "lin in support: /take …").await;
    assert_eq!(offered(&people), [], "in the channel everybody sees");
    play(&mut theatre, "lin in support uses \"Add to case\" on \"HX Leather\"").await;
    let told = theatre.stage().transcript(&Place::Support).expect("a place").pop().expect("an answer");
    assert!(told.selects.is_empty() && told.only_for.as_deref() == Some("lin"), "{told:?}");
    assert!(told.text.starts_with("This works in the staff channel"), "{}", told.text);
    assert!(people.slash("lao", support, "take", &[]).is_err(), "and customers are not offered the command");
    close(theatre).await;
}

#[tokio::test]
async fn the_staffs_commands_are_hidden_from_who_lacks_the_right() {
    let database = TestDatabase::new();
    let theatre = house(&database, "mei: /human").await;
    let people = theatre.world().on_discord();
    let names = |who: &str| -> Vec<String> {
        let menu = people.menu(who, &Place::Support).expect("a menu");
        menu.into_iter().map(|(name, _)| name).collect()
    };
    let customers = |staff: bool| -> Vec<&str> {
        let fits = |word: &&Word| staff || !matches!(word.audience(), Audience::Staff(_));
        Word::ALL.iter().filter(fits).map(|word| word.name()).collect()
    };
    assert_eq!(names("lao"), customers(false));
    assert_eq!(names("lin"), customers(true));
    let entries = people.look(|guild| {
        let all = guild.commands.values().flatten().filter(|command| command["type"] == 3);
        all.map(|one| (one["name"].clone(), one["default_member_permissions"].clone())).collect::<Vec<_>>()
    });
    assert_eq!(
        entries,
        ["Reply to customer", "Note", "Add to case"].map(|name| (json!(name), json!("128"))),
        "the entries of a message's menu are the staff's too"
    );
    close(theatre).await;
}

#[tokio::test]
async fn a_role_that_is_not_offered_the_commands_is_told_to_the_operator() {
    let world = World::new(Clock::manual(monday()), Setup::default());
    let people = world.on_discord();
    let (token, guild) = people.look(|guild| (guild.setup.token.clone(), guild.id));
    let staff = people.channel("staff").ok();
    let server = DiscordServer::start_anywhere(world).await.expect("a free port");
    let http = discord::connect(&token, Some(&server.url())).expect("a client");
    let lighter = async || -> Vec<Finding> {
        let found = discord::check(&http, guild, None, staff, &[]).await;
        found.into_iter().filter(|finding| !finding.grave).collect()
    };
    assert_eq!(lighter().await, []);
    people.set_staff_rights(0);
    let found = lighter().await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].what.contains("Staff") && found[0].mend.contains("View Audit Log"));
    server.stop().await;
}

#[tokio::test]
async fn a_message_of_the_staff_channel_is_put_into_the_case_that_is_chosen() {
    let database = TestDatabase::new();
    let mut theatre = house(&database, "mei: /human\nlin in room presses \"Take\"").await;
    let reference = database.texts("select ref from cases").await.remove(0);
    play(&mut theatre, "ken in staff sends photos a.jpg b.jpg \"from the workshop\"").await;
    play(&mut theatre, "lin in staff uses \"Add to case\" on \"workshop\"").await;
    let asked = theatre.stage().transcript(&Place::Staff).expect("a place").pop().expect("a question");
    assert_eq!(asked.only_for.as_deref(), Some("lin"), "only who asks sees which cases there are");
    let label = format!("{reference}, Mei L., in progress (yours)");
    assert_eq!(asked.selects, [("choose".to_owned(), vec![label.clone()])]);
    play(&mut theatre, &format!("lin in staff chooses \"{label}\"")).await;
    let notes =
        "select p.name || ' ' || m.kind || ' ' || coalesce(m.along->'origin'->>'name', '') || ' ' || m.body
                 from messages m join people p on p.id = m.person where m.side = 'note' order by m.id";
    assert_eq!(database.texts(notes).await, ["Lin file Ken from the workshop", "Lin file Ken "]);
    let room = said(&mut theatre, &Place::Room(Room::Newest));
    assert!(room.iter().any(|text| text.contains("from the workshop")), "{room:?}");
    let staff = said(&mut theatre, &Place::Staff);
    assert!(!staff.iter().any(|text| text.contains("Which case")), "the question is gone: {staff:?}");
    close(theatre).await;
}

#[tokio::test]
async fn in_a_cases_thread_a_message_goes_into_that_case_and_strangers_put_nothing_in() {
    let database = TestDatabase::new();
    let mut theatre = house(&database, "mei: /human\nlin in room presses \"Take\"").await;
    play(&mut theatre, "ken in room: I know that zip").await;
    let count = "select count(*) from messages where side = 'note'";
    assert_eq!(database.number(count).await, 0, "who is nobody to the desk notes nothing");
    play(&mut theatre, "ken in room uses \"Add to case\" on \"that zip\"").await;
    assert_eq!(database.number(count).await, 0, "by no way");
    play(&mut theatre, "lin in room uses \"Add to case\" on \"that zip\"").await;
    let notes = "select body || ' / ' || (along->'origin'->>'name') from messages where side = 'note'";
    assert_eq!(database.texts(notes).await, ["I know that zip / Ken"]);
    play(&mut theatre, "ken in staff: Somebody else's\nken in staff uses \"Add to case\" on \"else's\"")
        .await;
    let asked = theatre.stage().transcript(&Place::Staff).expect("a place").pop().expect("an answer");
    assert!(asked.selects.is_empty() && asked.only_for.as_deref() == Some("ken"), "{asked:?}");
    close(theatre).await;
}

#[tokio::test]
async fn commands_with_options_do_what_their_text_does() {
    let database = TestDatabase::new();
    let mut theatre = house(&database, "mei: /human\nlin in room presses \"Take\"").await;
    play(&mut theatre, "lin in room: /wait goods").await;
    assert_eq!(database.texts("select state || ' ' || waiting from cases").await, ["waiting goods"]);
    play(&mut theatre, "lin in room: /wait 审批").await;
    assert_eq!(database.texts("select state || ' ' || waiting from cases").await, ["waiting approval"]);
    let reference = database.texts("select ref from cases").await.remove(0);
    play(&mut theatre, &format!("lin in staff: /wait over case:{reference}")).await;
    assert_eq!(database.texts("select state from cases").await, ["open"]);
    play(&mut theatre, "lin in room: /set urgency high").await;
    assert_eq!(database.texts("select urgency from cases").await, ["high"]);
    play(&mut theatre, "lin in room: /block @lao spam for 3d").await;
    assert_eq!(database.texts("select why from restrictions").await, ["spam"]);
    let wrong = Script::parse("lin in room: /wait for:ever").expect("a line");
    assert!(theatre.play(&wrong).await.is_err(), "the client sends nothing that can't be chosen");
    close(theatre).await;
}
