//! What the desk says about cases and to its staff: every message with sample arguments in both languages, and the
//! keys the front door spells or puts together.

mod samples;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
};

use aftercare::domain::{
    appointment::Stage,
    case::{Kind, State, state_phrase},
    catalogue::{Catalogue, embedded_source, messages},
    chat::Platform,
    claim::Buyer,
    command::{Piece, Takes, Word},
    coverage::{Cover, Liability},
    export::Format,
    lang::Lang,
    money::{Currency, Money},
    order::Status,
    party::Role,
    phrase::{Arg, Label, Phrase},
    quote::{self, Kind as Charge, Payer},
    report::By,
    survey::{self, After, Item},
    verdict::Resolution,
};
use insta::assert_snapshot;

use samples::sample;

use crate::{
    catalogue::{quoted, sources},
    talk::reader,
};

/// Kinds of messages that can't be shown.
const UNSHOWN: &[&str] = &[
    "voice",
    "video-note",
    "audio",
    "sticker",
    "animation",
    "location",
    "venue",
    "contact",
    "poll",
    "dice",
    "story",
    "game",
    "other",
];

/// Hyphenated words of the code that are no keys: a button's verb, an event.
const NO_KEYS: &[&str] = &[
    "zh-hans",
    "follow-up",
    "need-by",
    "needed-by",
    "service-hours",
    "service-days",
    "cancel-yes",
    "company-claim",
    "not-solved",
    "not-shown",
    "kebab-case",
    "credit-note",
    "spare-part",
    "human-factor",
    "improper-use",
    "verdict-refused",
    "verdict-withdrawn",
    "parcel-sent",
    "credit-noted",
    "settle-offered",
    "settle-declined",
    "appeal-stands",
    "off-yes",
    "call-off",
    "code-ask",
    "code-show",
    "no-show",
    "on-site",
    "appointment-",
    "appointment-offered",
    "appointment-agreed",
    "appointment-asked",
    "appointment-off",
    "appointment-done",
    "appointment-missed",
    "appointment-noted",
    "answered-by-phone",
    "los-angeles",
    "new-york",
    "sao-paulo",
];

/// What buttons of prices bring back, and what happened to one.
const PRICES: &str = "p-add p-send p-yes p-second p-drop p-revise p-back p-take p-firm q-yes q-no q-ask q-price q-again \
    price-begun price-proposed price-refused price-dropped price-sent price-accepted price-taken price-declined \
    price-countered price-firm price-withdrawn price-expired price-reminded price-again";

/// The code of the front door, the card and the case, without unit tests.
fn front() -> String {
    let domain = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain");
    let mut files = vec![domain.join("card.rs"), domain.join("case.rs")];
    sources(&domain.join("front"), &mut files);
    sources(&domain.join("verdict"), &mut files);
    sources(&domain.join("survey"), &mut files);
    sources(&domain.join("quote"), &mut files);
    let text = |path| fs::read_to_string(path).expect("a source file");
    files.iter().map(text).map(|t| t.split("#[cfg(test)]").next().unwrap_or_default().to_owned()).collect()
}

/// Keys that stand in that code as plain words, whatever they are handed to.
pub fn spelled() -> BTreeSet<String> {
    let is_key = |word: &&str| {
        let plain = word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        plain && word.contains('-') && !word.starts_with('-') && !word.ends_with('-')
    };
    let code = front();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let words = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
    let groups = groups();
    let told = |word: &str| NO_KEYS.contains(&word) || PRICES.split_whitespace().any(|one| one == word);
    let is_other = |word: &str| told(word) || groups.contains_key(word);
    words.filter(is_key).filter(|word| !is_other(word)).map(str::to_owned).collect()
}

/// What happens to a case, as its history names it.
fn events() -> BTreeSet<String> {
    let code = front();
    let openings = ["event(case.id, \"", "event(file.case.id, \"", "kind: \"", "done(case, \"", "told, (\""];
    let barred = ["blocked", "muted", "unblocked", "unmuted"];
    let watched = ["escalated", "dated"];
    let appointed = ["offered", "agreed", "asked", "off", "done", "missed", "noted"]
        .map(|what| format!("appointment-{what}"));
    let decided = [
        "verdict-refused",
        "verdict-withdrawn",
        "parcel-sent",
        "credit-noted",
        "settled",
        "settle-offered",
        "settle-declined",
        "appealed",
        "appeal-stands",
    ];
    let told = openings.iter().flat_map(|opening| quoted(&code, opening));
    let priced = PRICES.split_whitespace().filter(|word| word.starts_with("price-"));
    let all = told.chain(barred).chain(watched).chain(decided).chain(priced);
    all.map(str::to_owned).chain(appointed).collect()
}

/// Something of every piece of every command.
fn pieces(of: impl Fn(&Piece) -> Option<&'static str>) -> BTreeSet<String> {
    Word::ALL.iter().flat_map(|word| word.pieces()).filter_map(of).map(str::to_owned).collect()
}

/// Words to choose from that are named for it, and not somewhere else already.
fn choices() -> BTreeSet<String> {
    let all = Word::ALL.iter().flat_map(|word| word.pieces()).filter_map(|piece| match piece.takes {
        Takes::OneOf("choice", words) => Some(words),
        _ => None,
    });
    all.flatten().map(|word| (*word).to_owned()).collect()
}

/// What a command offers to choose from under that name.
fn offered(word: Word, name: &str) -> BTreeSet<String> {
    let all = word.pieces().iter().filter_map(|piece| match piece.takes {
        Takes::OneOf(group, words) if group == name => Some(words),
        _ => None,
    });
    all.flatten().map(|word| (*word).to_owned()).collect()
}

/// What stands on a form by name.
const PAPER: &str = "number kind state opened ended group assignee class urgency linked merged name platform company promise \
    within from due outcome file sender when who what phone sku lot carton ordered received inspected defective rate way with charge quantity each amount";

/// Groups whose members are put together at run time, with every member there is.
#[expect(clippy::too_many_lines, reason = "a line for each group there is")]
pub fn groups() -> BTreeMap<&'static str, BTreeSet<String>> {
    let set = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
    let states = State::ALL.map(|state| state_phrase(state).key.replacen("state-", "", 1));
    let clocks = ["first", "enquiry", "solution", "settlement", "follow-up"].into_iter().flat_map(|target| {
        ["due", "again", "over", "paused", "met", "missed"].map(|stands| format!("{target}-{stands}"))
    });
    let clocks = clocks.chain(["due", "again", "over", "paused"].map(|stands| format!("next-{stands}")));
    let kinds = Kind::ALL.map(Kind::name).into_iter().chain(UNSHOWN.iter().copied());
    BTreeMap::from([
        ("state", states.into()),
        ("state-waiting", set(vec!["customer", "approval", "goods"])),
        ("clock", clocks.collect()),
        ("kind", set(kinds.collect())),
        (
            "platform",
            set([Platform::Telegram, Platform::Discord]
                .map(Platform::name)
                .into_iter()
                .chain(["phone"])
                .collect()),
        ),
        ("role", set(Role::ALL.map(Role::name).into())),
        ("help", set(Word::ALL.iter().map(|w| w.name()).collect())),
        ("language-name", set(Lang::ALL.map(Lang::code).into())),
        ("event", events()),
        ("buyer", set([Buyer::Consumer, Buyer::Wholesale].map(Buyer::name).into())),
        ("order-status", set(Status::ALL.map(Status::name).into())),
        ("order-event", set(vec!["imported", "changed", "signed", "delivered"])),
        ("paper", set(PAPER.split_whitespace().collect())),
        ("target", set(vec!["first", "solution", "enquiry", "next", "settlement", "follow-up"])),
        ("counted", set(vec!["service-hours", "service-days", "wall"])),
        ("key-wait", set(vec!["customer", "approval", "goods"])),
        ("customer-wait", set(vec!["customer", "approval", "goods"])),
        ("piece", pieces(|piece| Some(piece.name))),
        ("takes", pieces(|piece| Some(piece.about))),
        ("appointed", set(Stage::ALL.map(Stage::name).into())),
        ("appoint-word", set(vec!["code", "confirm", "done", "missed", "cancel", "note"])),
        ("fault", set(Liability::ALL.map(Liability::name).into())),
        ("cover", set(Cover::ALL.map(Cover::name).into())),
        ("act", set(Resolution::ALL.map(Resolution::name).into())),
        ("done", set(Resolution::ALL.map(Resolution::name).into())),
        ("survey-after", set(After::ALL.map(After::name).into())),
        ("survey-ask", set(Item::ALL.map(Item::name).into())),
        ("survey-item", set(Item::ALL.map(Item::name).into())),
        ("survey-stage", set(survey::Stage::ALL.map(survey::Stage::name).into())),
        ("survey-do", set(vec!["show", "send", "skip", "due", "done"])),
        ("judge", offered(Word::Verdict, "judge")),
        ("bid", offered(Word::Quote, "bid")),
        ("charge", set(Charge::ALL.map(Charge::name).into())),
        ("freight", set([Payer::Brand, Payer::Customer].map(Payer::name).into())),
        ("quote-is", set(quote::Stage::ALL.map(quote::Stage::name).into())),
        ("quote-end", set(vec!["accepted", "declined", "expired", "withdrawn"])),
        ("quote-yours", set(vec!["open", "accepted", "declined", "expired", "withdrawn"])),
        ("money", Currency::ALL.map(|currency| currency.code().to_lowercase()).into()),
        ("choice-complex", set(vec!["off"])),
        ("choice-link", set(vec!["off"])),
        ("choice", choices()),
        ("lot-why", set(vec!["over", "phone", "words", "twice"])),
        ("entry", set(vec!["reply", "note", "add"])),
        ("by", set(By::ALL.map(By::name).into())),
        ("age", set(vec!["day", "three", "week", "month", "older"])),
        ("format", set(Format::ALL.map(Format::name).into())),
        ("customer-wait-bare", set(vec!["customer", "approval", "goods"])),
    ])
}

#[test]
fn everything_about_cases_reads_well_in_both_languages() {
    let catalogue = Catalogue::embedded().expect("the catalogue");
    let source = embedded_source(Lang::En);
    let section = source.split_once("## Cases and staff").expect("the section").1;
    let known = messages(source);
    let mut read = String::new();
    for line in section.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            let _ = writeln!(read, "\n## {heading}");
        }
        let Some((key, message)) = line.split_once(" =").and_then(|(key, _)| known.get_key_value(key)) else {
            continue;
        };
        let mut phrase = Phrase::keyed(key.split_once('-').map_or("", |k| k.0), "");
        phrase.key = key.clone().into();
        phrase.args = message.variables.iter().map(|v| (v.clone().into(), sample(v))).collect();
        let said = Lang::ALL.map(|lang| catalogue.try_words(&phrase, &reader(lang)).expect("words"));
        let _ = writeln!(read, "{key}\n  {}", said.join("\n").replace('\n', "\n  "));
    }
    assert_snapshot!(read);
}

/// One day, one case: plural forms of English.
#[test]
fn one_is_not_told_as_many() {
    let catalogue = Catalogue::embedded().expect("the catalogue");
    let counted = |key: &'static str, name| Phrase::new(key).with("ref", "HX-1").with(name, 1);
    let all = [
        counted("queue-head", "count"),
        counted("mine-head", "count"),
        counted("away-free", "count"),
        counted("customer-closed", "days"),
        counted("reopen-late", "days"),
    ];
    let read = catalogue.lines(&all, &reader(Lang::En));
    assert_snapshot!(read, @r"
    One case nobody has:
    You have one case:
    One case with a running clock is back in the queue:
    Case HX-1 is closed. If something is left, you can open it again within a day.
    Case HX-1 ended over a day ago. Please start a new one and name this number; we go on from there.
    ");
}

/// Arguments that are added where the phrase is handed to, not where it is spelled.
const ADDED_LATER: &[(&str, &str)] = &[("unknown-command", "name"), ("unknown-command-near", "name")];

/// Each phrase spelled in `code` with the names of the arguments that follow it.
fn phrases(code: &str) -> Vec<(&str, BTreeSet<&str>)> {
    let starts = code.split("Phrase::new(\"").skip(1).filter_map(|rest| rest.split_once("\")"));
    starts.map(|(key, rest)| (key, arguments(rest))).collect()
}

fn arguments(mut rest: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    while let Some((name, after)) = rest.trim_start().strip_prefix(".with(\"").and_then(|r| r.split_once('"'))
    {
        names.insert(name);
        let mut depth = 1;
        let closes = |c: char| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0
        };
        rest = after.find(closes).map_or("", |end| &after[end + 1..]);
    }
    names
}

#[test]
fn every_phrase_gets_the_arguments_its_message_needs() {
    let known = messages(embedded_source(Lang::En));
    let code = front();
    let mut wrong = Vec::new();
    for (key, mut given) in phrases(&code) {
        given.extend(ADDED_LATER.iter().filter(|(k, _)| *k == key).map(|(_, name)| *name));
        let needed: BTreeSet<&str> = known[key].variables.iter().map(String::as_str).collect();
        if given != needed {
            wrong.push(format!("{key}: given {given:?}, needed {needed:?}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
    let sample = r#"Phrase::new("a").with("x", f(g(1))).with("y", 2).other().with("z", 3)"#;
    assert_eq!(phrases(sample), [("a", BTreeSet::from(["x", "y"]))]);
}
