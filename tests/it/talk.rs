//! A person in a guided dialogue, for tests: writes, presses buttons by their words, and sees what a chat shows.

use std::collections::BTreeMap;

use aftercare::domain::lots::Rule;
use aftercare::domain::{
    calendar::{CalendarSpec, Span},
    catalogue::{Catalogue, Reader},
    claim::Buyer,
    coverage::Liability,
    dialogue::{
        Dialogue, EvidenceKind, Facts, Flow, Given, Next, Outcome, Turn, Utterance, advance, parse_press,
        show, start,
    },
    lang::Lang,
    money::{Currency, Money},
    order::Goods,
    phrase::{Label, Say},
    quote::Payer,
    reference::Prefix,
    terms::{
        Alerts, Appointments, Brand, Caps, DayCaps, Family, Freight, Inputs, Lives, Lookups, Promises,
        Quotes, Reason, Reports, Terms, Verdicts,
    },
    way::{Way, WayKind},
};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

/// Friday, 13 November 2026, 10:00 in Shanghai.
pub fn now() -> DateTime<Utc> {
    "2026-11-13T02:00:00Z".parse().expect("an instant")
}

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 13).expect("a day")
}

fn label(en: &str, zh: &str) -> Label {
    Label(BTreeMap::from([(Lang::En, en.to_owned()), (Lang::ZhHans, zh.to_owned())]))
}

fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

fn family(id: &str, name: Label, warranty_months: Option<u32>, models: &[&str]) -> Family {
    Family { id: id.to_owned(), name, warranty_months, models: ids(models), parts: Vec::new() }
}

/// A brand like the one the desk comes with, small enough to read.
pub fn terms() -> Terms {
    let hours = vec![["08:00".to_owned(), "20:00".to_owned()]];
    let week = ["mon", "tue", "wed", "thu", "fri"].map(|day| (day.to_owned(), hours.clone()));
    let calendar =
        CalendarSpec { tz: "Asia/Shanghai".to_owned(), week: week.into(), ..CalendarSpec::default() };
    let span = |hours| Span::ServiceHours(TimeDelta::hours(hours));
    Terms {
        version: 1,
        brand: Brand {
            name: "HX Leather Goods".to_owned(),
            prefix: Prefix::new("HX").expect("a prefix"),
            email: "care@example.com".to_owned(),
            phone: None,
            privacy_url: Some("https://example.com/privacy".to_owned()),
            privacy_version: "2026-11".to_owned(),
            language: Lang::En,
            order_example: "A-4471".to_owned(),
        },
        calendar: calendar.build().expect("a calendar"),
        promises: Promises {
            first_response: span(2),
            solution: Span::ServiceDays(TimeDelta::hours(24)),
            solution_complex: Span::ServiceDays(TimeDelta::hours(48)),
            enquiry_reply: span(8),
        },
        families: vec![
            family("cosmetic-bag", label("Cosmetic bag", "化妆包"), Some(12), &[]),
            family("vanity-case", label("Vanity case", "化妆箱"), None, &[]),
            family("travel-case", label("Travel case", "旅行箱"), Some(12), &["Nova 24", "Nova 28"]),
        ],
        parts: ids(&["zipper", "handle", "seam", "lining", "hardware", "surface"]),
        wishes: ids(&["repair", "replacement", "spare-part", "refund", "advice"]),
        ways: ways(),
        appointments: appointments(),
        groups: Vec::new(),
        routing: Vec::new(),
        escalation: ids(&["lead"]),
        alerts: Alerts {
            warn: vec![50, 75, 90],
            climb: Span::ServiceHours(TimeDelta::minutes(30)),
            digest: 5,
            new_date: span(4),
            new_dates: 2,
        },
        verdicts: verdicts(),
        lots: Rule { claims: 3, days: 30, again: 3, group: "quality".to_owned() },
        reports: Reports::default(),
        surveys: crate::survey_rhythm::rules(),
        quotes: quotes(),
        macros: Vec::new(),
        lives: lives(),
        caps: Caps {
            open_cases: 5,
            evidence: 4,
            answer_chars: 200,
            day: DayCaps { files: 30, megabytes: 100 },
            wholesale_day: DayCaps { files: 40, megabytes: 200 },
            order_lookups: Lookups { per_minute: 5, per_day: 20 },
            inputs: Inputs { per_minute: 1000, per_hour: 1000 },
        },
    }
}

/// Every kind of help, with half an hour for a call and none for words.
fn ways() -> Vec<Way> {
    let way = |id: &str, kind, minutes| Way {
        id: id.to_owned(),
        kind,
        name: label(id, id),
        minutes,
        code: id == "todesk",
        offered: id != "todesk",
    };
    vec![
        way("chat", WayKind::Chat, None),
        way("phone", WayKind::Phone, Some(30)),
        way("video", WayKind::Remote, Some(30)),
        way("todesk", WayKind::Remote, Some(45)),
        way("email", WayKind::Email, None),
        way("on-site", WayKind::OnSite, Some(120)),
    ]
}

pub fn appointments() -> Appointments {
    Appointments { step: 30, notice: 60, days: 28, offers: 4, code_minutes: 60, remind: vec![1440, 15] }
}

/// One person decides up to 500; a reason for each fault.
fn verdicts() -> Verdicts {
    let reason = |of: Liability| Reason {
        id: format!("because-{}", of.name()),
        of: vec![of],
        text: label("It was so", "情况如此"),
    };
    Verdicts {
        alone: Money { minor: 50_000, currency: Currency::Usd },
        settle: Span::ServiceDays(TimeDelta::hours(72)),
        reasons: Liability::ALL.map(reason).into(),
    }
}

/// A week, with reminders after two days and after five; freight as the rules say.
fn quotes() -> Quotes {
    let days = |days| Span::Wall(TimeDelta::days(days));
    Quotes {
        alone: Money { minor: 50_000, currency: Currency::Usd },
        valid: days(7),
        reminders: vec![days(2), days(5)],
        freight: Freight { free: Payer::Brand, charged: Payer::Customer, serve_first: Payer::Brand },
    }
}

pub fn lives() -> Lives {
    let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("a time");
    Lives {
        draft_reminders_hours: vec![24, 72],
        draft_days: 7,
        daytime: (at(9), at(20)),
        reopen_days: 14,
        silent_days: 5,
    }
}

/// A reader in the desk's zone whose own zone nobody knows.
pub fn reader(lang: Lang) -> Reader {
    Reader { lang, zone: chrono_tz::Asia::Shanghai, zone_is_own: false, now: now() }
}

/// What a chat shows: the lines, and the buttons in their rows. Fails when one of them has no words.
pub fn shown(catalogue: &Catalogue, say: &Say, reader: &Reader) -> String {
    let unsaid = say.lines.iter().chain(say.rows.iter().flatten().map(|key| &key.label));
    let unsaid: Vec<_> = unsaid.filter_map(|phrase| catalogue.try_words(phrase, reader).err()).collect();
    assert!(unsaid.is_empty(), "{unsaid:?}");
    let mut text = catalogue.lines(&say.lines, reader);
    for row in &say.rows {
        let keys: Vec<_> =
            row.iter().map(|key| format!("[{}]", catalogue.words(&key.label, reader))).collect();
        text.push_str("\n  ");
        text.push_str(&keys.join(" "));
    }
    text
}

/// One person's dialogue and the transcript of it.
pub struct Talk {
    pub terms: Terms,
    pub catalogue: Catalogue,
    pub reader: Reader,
    pub open: Option<Dialogue>,
    pub outcome: Option<Outcome>,
    /// The newest prompt's buttons: words and data.
    pub keys: Vec<(String, String)>,
    pub transcript: String,
    /// The album each message waits for.
    pub coalesced: Vec<Option<String>>,
    /// What the numbers this person tells open, as long as it is there.
    pub order: Option<Goods>,
    pub buyer: Buyer,
    pub company: Option<String>,
    message: i64,
}

impl Talk {
    pub fn start(flow: Flow, lang: Lang) -> Self {
        Self::start_as(Buyer::Consumer, None, flow, lang)
    }

    /// Somebody who buys for a company; `company` is what the desk knows of it.
    pub fn start_as(buyer: Buyer, company: Option<&str>, flow: Flow, lang: Lang) -> Self {
        let mut talk = Self {
            terms: terms(),
            catalogue: Catalogue::embedded().expect("the catalogue"),
            reader: reader(lang),
            open: None,
            outcome: None,
            keys: Vec::new(),
            transcript: String::new(),
            coalesced: Vec::new(),
            order: None,
            buyer,
            company: company.map(str::to_owned),
            message: 100,
        };
        let turn = start(flow, &talk.facts(false));
        talk.take(turn);
        talk
    }

    fn facts(&self, late: bool) -> Facts<'_> {
        Facts {
            terms: &self.terms,
            now: now(),
            today: today(),
            late,
            id: 7,
            order: self.order.as_ref(),
            buyer: self.buyer,
            company: self.company.as_deref(),
            forms: false,
            callers: &[],
        }
    }

    pub fn dialogue(&self) -> &Dialogue {
        self.open.as_ref().expect("an open dialogue")
    }

    fn give(&mut self, given: &Given<'_>, late: bool) {
        let open = self.dialogue().clone();
        let turn = advance(&open, given, &self.facts(late));
        self.take(turn);
    }

    fn take(&mut self, turn: Turn) {
        for Utterance { say, question, coalesce } in &turn.says {
            self.coalesced.push(coalesce.clone());
            self.transcript.push_str(&shown(&self.catalogue, say, &self.reader));
            self.transcript.push_str("\n\n");
            if *question {
                let words = |label| self.catalogue.words(label, &self.reader);
                self.keys = say.rows.iter().flatten().map(|k| (words(&k.label), k.data.clone())).collect();
            }
        }
        match turn.next {
            Next::Open(open) | Next::Saved(open) => self.open = Some(open),
            Next::Ended => self.open = None,
            Next::Unchanged => {}
        }
        self.outcome = turn.outcome.or(self.outcome.take());
    }

    /// Writes a message and returns its id.
    pub fn writes(&mut self, text: &str) -> i64 {
        self.says(text, false)
    }

    /// Writes a message before having seen the newest question.
    pub fn wrote_before(&mut self, text: &str) -> i64 {
        self.says(text, true)
    }

    fn says(&mut self, text: &str, late: bool) -> i64 {
        self.message += 1;
        let when = if late { " (before seeing that)" } else { "" };
        self.notes(&format!("> {text}{when}\n"));
        let message = self.message;
        self.give(&Given::Text { text, message }, late);
        message
    }

    pub fn edits(&mut self, message: i64, text: &str) {
        self.notes(&format!("> (edits) {text}\n"));
        self.give(&Given::Edited { text, message }, false);
    }

    fn notes(&mut self, line: &str) {
        self.transcript.push_str(line);
    }

    /// Presses the button with these words.
    pub fn presses(&mut self, words: &str) {
        let key = self.keys.iter().find(|(label, _)| label == words);
        let data = key.unwrap_or_else(|| panic!("no button {words} among {:?}", self.keys)).1.clone();
        self.notes(&format!("> [{words}]\n"));
        self.press_data(&data);
    }

    /// Presses the button at that place, from 0.
    pub fn press_nth(&mut self, place: usize) {
        let label = self.keys[place].0.clone();
        self.presses(&label);
    }

    /// Presses a button that an older message still shows.
    pub fn presses_old(&mut self, data: &str) {
        self.notes("> [an older button]\n");
        self.press_data(data);
    }

    fn press_data(&mut self, data: &str) {
        let press = parse_press(data).expect("a dialogue's button");
        assert_eq!(press.id, 7, "the dialogue's own button");
        self.give(&Given::Pressed { rev: press.rev, option: press.option }, false);
    }

    pub fn sends_photo(&mut self, media: i64, caption: &str) {
        self.sends(media, caption, None);
    }

    pub fn sends_album(&mut self, media: &[i64], album: &str) {
        for media in media {
            self.sends(*media, "", Some(album));
        }
    }

    fn sends(&mut self, media: i64, caption: &str, album: Option<&str>) {
        self.message += 1;
        self.notes(&format!("> (photo) {caption}\n"));
        let message = self.message;
        let unique = format!("u{media}");
        let kind = EvidenceKind::Photo;
        self.give(&Given::Evidence { media, unique: &unique, kind, caption, album, message }, false);
    }

    pub fn does(&mut self, what: &Given<'_>) {
        self.notes(&format!("> ({what:?})\n"));
        self.give(what, false);
    }

    /// The current question once more, as text.
    pub fn current(&self) -> String {
        shown(&self.catalogue, &show(self.dialogue(), &self.facts(false)).say, &self.reader)
    }

    /// The last thing the desk said.
    pub fn last(&self) -> &str {
        self.transcript
            .rsplit("\n> ")
            .next()
            .unwrap_or_default()
            .split_once('\n')
            .map_or("", |(_, said)| said)
    }
}
