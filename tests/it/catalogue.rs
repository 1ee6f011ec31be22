//! The catalogue: both languages say the same things, every key that is used exists, and none stands unused.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use aftercare::domain::{
    catalogue::{Catalogue, CatalogueError, Reader, embedded_source, messages},
    dialogue::{FORMS, Flow, OTHER, Question, choices},
    lang::Lang,
    phrase::{Arg, Label, Phrase},
};
use chrono::NaiveDate;

use crate::desk_texts;
use crate::talk::{now, reader, terms, today};

fn catalogue() -> Catalogue {
    Catalogue::embedded().expect("the catalogue")
}

#[test]
fn both_languages_hold_the_same_messages_with_the_same_variables() {
    let [en, zh] = Lang::ALL.map(|lang| messages(embedded_source(lang)));
    assert_eq!(en, zh);
    assert_eq!(catalogue().missing(), [""; 0]);
    assert!(en.len() > 200, "only {} messages", en.len());
}

#[test]
fn no_message_is_empty_and_chinese_is_punctuated_as_chinese() {
    for lang in Lang::ALL {
        for (key, message) in messages(embedded_source(lang)) {
            assert!(!message.is_empty, "{}:{key} says nothing", lang.code());
        }
    }
    for line in embedded_source(Lang::ZhHans).lines().filter(|line| !line.starts_with('#')) {
        let said = line.split_once(" = ").map_or(line, |(_, said)| said);
        let mut before = ' ';
        for sign in said.chars() {
            let half = matches!(sign, ',' | ';' | '?' | '!' | '(' | ')' | ':');
            assert!(!(half && before > '\u{2E80}'), "half-width {sign} after {before} in {line}");
            before = sign;
        }
    }
}

#[test]
fn names_of_people_stand_apart_from_chinese_words() {
    const NAMES: [&str; 5] = ["name", "names", "customer", "owner", "origin"];
    let chinese = |sign: Option<char>| sign.is_some_and(|sign| ('\u{4E00}'..='\u{9FFF}').contains(&sign));
    let text = embedded_source(Lang::ZhHans);
    let mut seen = 0;
    for name in NAMES.map(|name| format!("{{ ${name} }}")) {
        for (at, found) in text.match_indices(&name) {
            let (before, after) = (&text[..at], &text[at + found.len()..]);
            let beside = [before.chars().next_back(), after.chars().next()];
            let line = before.rsplit('\n').next().unwrap_or_default();
            assert!(!beside.into_iter().any(chinese), "no space beside {name} in {line}");
            seen += 1;
        }
    }
    assert!(seen > 50, "only {seen} names");
}

/// The rules of the voice that can be checked by machine.
#[test]
fn the_texts_keep_the_voice() {
    let text = Lang::ALL.map(embedded_source).concat().to_lowercase();
    for banned in ["unfortunately", "please be advised", "invalid", "sorry for", "遗憾", "无效", "敬请谅解"]
    {
        assert!(!text.contains(banned), "{banned}");
    }
    assert!(!text.contains(['!', '！']), "no exclamation marks in what the desk says");
    let sign = |c: char| matches!(c, '⏳' | '✅' | '❌' | '\u{1F300}'..='\u{1FAFF}');
    for line in text.lines().filter(|line| line.contains(sign)) {
        let for_staff = ["card-", "clock-", "alert-"].iter().any(|group| line.starts_with(group));
        assert!(for_staff, "a sign outside the staff's cards and alerts: {line}");
    }
}

pub fn sources(dir: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            into.push(path);
        }
    }
}

/// The code of the package without its unit tests.
fn code() -> String {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let text = |path: &PathBuf| fs::read_to_string(path).expect("a source file");
    files.iter().map(text).map(|t| t.split("#[cfg(test)]").next().unwrap_or_default().to_owned()).collect()
}

/// What stands between quotes after `opening`.
pub fn quoted<'a>(code: &'a str, opening: &str) -> BTreeSet<&'a str> {
    code.split(opening).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Groups whose members are put together at run time, with every member there is.
fn groups() -> BTreeMap<&'static str, BTreeSet<String>> {
    let terms = terms();
    let mut groups: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut add = |group: &'static str, ids: &[&str]| {
        groups.entry(group).or_default().extend(ids.iter().map(|id| (*id).to_owned()));
    };
    let questions = Question::ALL.map(Question::id);
    let flows = Flow::ALL.map(Flow::id);
    add("field", &questions);
    add("flow", &flows);
    add("menu", &Flow::OFFERED.map(Flow::id));
    add("summary", &["claim", "care", "enquiry", "call"]);
    add("brief", &["solved", "back", "handed"]);
    for question in Question::ALL {
        add("ask", &[question.id()]);
        add("fact", &[question.id()]);
        let offered = choices(question, &aftercare::domain::dialogue::Answers::default(), &terms, today());
        for choice in offered.iter().filter(|choice| choice.id != OTHER) {
            let own = choice.label.key.split_once('-').filter(|(group, _)| *group == question.id());
            add(question.id(), own.map(|(_, id)| id).as_slice());
        }
    }
    add("wanted", &["week", "fortnight", "weeks"]);
    add("fits", &["company", "name", "model", "story", "details", "address", "why", "window"]);
    add("brief", &["defect", "damage", "missing", "wrong", "normal-use", "box", "dropped", "wet", "opened"]);
    add("brief", &["high", "normal", "low", "any", "morning", "afternoon", "evening"]);
    add(
        "part",
        &["edge-paint", "frame", "mirror", "logo", "colour", "smell", "size", "packaging", "quantity"],
    );
    add("brief", &["critical", "major", "minor", "aside", "partly", "open"]);
    add("item", &["ordered", "received", "inspected", "defective", "missing", "wrong"]);
    add("help-lines", &["defective", "missing", "wrong"]);
    add("lines-sum", &["defective", "missing", "wrong"]);
    add("rate-of", &["inspected", "received"]);
    add("wish", &["credit-note"]);
    add(
        "place",
        &["los-angeles", "new-york", "sao-paulo", "london", "berlin", "dubai", "kolkata", "bangkok"],
    );
    add("place", &["shanghai", "tokyo", "sydney", "auckland"]);
    for form in FORMS {
        add("form-title", &[form.id]);
        form.fields.iter().for_each(|field| add("form-field", &[field.id()]));
    }
    for (group, ids) in desk_texts::groups() {
        groups.entry(group).or_default().extend(ids);
    }
    groups
}

#[test]
fn every_key_the_code_uses_exists_and_none_stands_unused() {
    let code = code();
    let known: BTreeSet<String> = catalogue().keys(Lang::En).map(str::to_owned).collect();
    let built = groups();
    let keys = built.iter().flat_map(|(group, ids)| ids.iter().map(move |id| format!("{group}-{id}")));
    let named = quoted(&code, "Phrase::new(\"").into_iter().map(str::to_owned);
    let used: BTreeSet<String> = keys.chain(named).collect();
    let used: BTreeSet<String> = used.into_iter().chain(desk_texts::spelled()).collect();
    let absent: Vec<_> = used.difference(&known).collect();
    assert_eq!(absent, [""; 0], "used, but not in the catalogue");
    for group in quoted(&code, "Phrase::keyed(\"") {
        assert!(built.contains_key(group), "a group of keys nobody lists: {group}");
    }
    let mentioned = |key: &String| used.contains(key) || code.contains(&format!("\"{key}\""));
    let unused: Vec<_> = known.iter().filter(|key| !mentioned(key)).collect();
    assert_eq!(unused, [""; 0], "in the catalogue, but nobody says it");
}

#[test]
fn instants_are_told_in_the_readers_zone_and_the_zone_is_named_once() {
    let at = |text: &str| Arg::Moment(text.parse().expect("an instant"));
    let receipt = Phrase::new("receipt")
        .with("ref", "HX-7K3M-Q9TD-4XC")
        .with("answer", at("2026-11-13T06:20:00Z"))
        .with("solution", at("2026-11-16T02:20:00Z"));
    let desk = reader(Lang::En);
    let own = Reader { zone: chrono_tz::Europe::Berlin, zone_is_own: true, ..desk };
    let words = |reader| catalogue().lines(&[receipt.clone(), receipt.clone()], &reader);
    let (there, yours) = (words(desk), words(own));
    assert_eq!(there.matches("Shanghai time").count(), 1, "{there}");
    assert!(
        there.starts_with("Your case is HX-7K3M-Q9TD-4XC. A person answers by 14:20 today (Shanghai time)")
    );
    assert_eq!(yours.matches("your time").count(), 1, "{yours}");
    assert!(yours.contains("07:20 today (your time)"), "{yours}");
    let zh = words(Reader { lang: Lang::ZhHans, ..desk });
    assert!(zh.starts_with("您的受理编号是 HX-7K3M-Q9TD-4XC。客服将在今天14:20（北京时间）前答复"), "{zh}");
    let far = Reader { zone: chrono_tz::America::Denver, lang: Lang::ZhHans, ..desk };
    assert!(words(far).contains("Denver时间"), "a city without a name of its own keeps its English one");
}

#[test]
fn every_kind_of_argument_has_words() {
    let day = NaiveDate::from_ymd_opt(2026, 3, 3).expect("a day");
    let name = Label(BTreeMap::from([(Lang::En, "Bag".to_owned()), (Lang::ZhHans, "包".to_owned())]));
    let said = |arg| Phrase::new("said").with("text", arg);
    let all = vec![
        said(Arg::Text("A".to_owned())),
        said(Arg::Number(12_345)),
        said(Arg::Day(day)),
        said(Arg::Span(4_320)),
        said(Arg::Label(name)),
        said(Arg::Phrase(Box::new(Phrase::new("unknown")))),
    ];
    let list = said(Arg::List(all));
    let words = |lang| catalogue().words(&list, &reader(lang));
    assert_eq!(words(Lang::En), "A · 12345 · 3 March 2026 · 1 h 12 min · Bag · not known");
    assert_eq!(words(Lang::ZhHans), "A；12345；2026年3月3日；1小时12分钟；包；不清楚");
}

#[test]
fn what_cannot_be_said_is_visible_and_never_a_panic() {
    let catalogue = catalogue();
    let (absent, bare) = (Phrase::new("no-such-message"), Phrase::new("receipt"));
    assert_eq!(catalogue.words(&absent, &reader(Lang::En)), "⟨no-such-message⟩");
    assert_eq!(catalogue.words(&bare, &reader(Lang::ZhHans)), "⟨receipt⟩");
    let error = catalogue.try_words(&absent, &reader(Lang::En));
    assert_eq!(error, Err(CatalogueError::NoMessage("no-such-message".to_owned())));
    assert!(matches!(catalogue.try_words(&bare, &reader(Lang::En)), Err(CatalogueError::Argument { .. })));
}

#[test]
fn a_brand_may_word_messages_anew_and_name_its_own_parts() {
    let own = |lang, text: &str| (lang, text.to_owned());
    let good = [
        own(Lang::En, "cancelled = All gone.\npart-wheel = Wheel\n"),
        own(Lang::ZhHans, "part-wheel = 轮子\n"),
    ];
    let catalogue = Catalogue::with_overrides(&good).expect("a good override");
    assert_eq!(catalogue.words(&Phrase::new("cancelled"), &reader(Lang::En)), "All gone.");
    assert_eq!(catalogue.words(&Phrase::new("part-wheel"), &reader(Lang::ZhHans)), "轮子");
    let wrong =
        |lang, text: &str| Catalogue::with_overrides(&[own(lang, text)]).map(|_| ()).unwrap_err().to_string();
    assert!(wrong(Lang::En, "canceled = Typo.\n").contains("en:canceled"));
    assert!(wrong(Lang::En, "cancelled = { $ref }\n").contains("en:cancelled"));
    assert!(wrong(Lang::En, "part-wheel = Wheel\n").contains("zh-Hans:part-wheel"));
    assert!(wrong(Lang::En, "cancelled = {\n").starts_with("en: "));
}

#[test]
fn one_catalogue_serves_every_thread() {
    let catalogue = catalogue();
    let words = || catalogue.words(&Phrase::new("cancelled"), &reader(Lang::En));
    let both =
        std::thread::scope(|scope| [scope.spawn(words), scope.spawn(words)].map(|run| run.join().ok()));
    assert_eq!(both, [Some(words()), Some(words())]);
}

#[test]
fn names_that_look_like_marks_pass_unchanged() {
    let brand = "{ $x } <b>@all</b> \u{2068}";
    let said = Phrase::new("said").with("text", brand);
    assert_eq!(catalogue().words(&said, &Reader { now: now(), ..reader(Lang::En) }), brand);
}
