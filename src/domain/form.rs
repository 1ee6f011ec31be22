//! The Customer Information Processing Form: a case on paper.
//!
//! Every case is one. What stands on it depends on who reads it: agents have everything, the customer what was said to
//! and done for them, never notes among agents. How it looks is told elsewhere; here are its parts, before they have a
//! language.

use chrono::{DateTime, Utc};

use super::{
    alerts::target_name,
    appointment::{self, Appointment},
    case::state_phrase,
    chat::FileKind,
    claim::{Class, Urgency},
    clocks::Clock,
    dialogue::{self, Answers, Question, Value},
    evidence::Piece,
    front::{CaseFile, Entry, What, counted_in, done},
    phrase::{Arg, Phrase},
    plan::Side,
    quote,
    sla::ClockState,
    terms::Terms,
    text::defuse,
    verdict,
    wholesale::Item,
};

/// Files a form shows as pictures; the others are named.
const PICTURES: usize = 12;

/// Who reads a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reader {
    /// The desk.
    Desk,
    /// The customer whose case it is.
    Customer,
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// What stands below.
    Heading(Phrase),
    /// Names with what they stand for.
    Facts(Vec<(Phrase, Phrase)>),
    /// A table.
    Table {
        /// The names of its columns.
        head: Vec<Phrase>,
        /// Its rows.
        rows: Vec<Vec<Phrase>>,
    },
    /// A line by itself.
    Text(Phrase),
    /// Pictures, each with words under it.
    Pictures(Vec<(Piece, Phrase)>),
}

/// What a form is made from.
#[derive(Debug)]
pub struct Record<'a> {
    /// The case.
    pub file: &'a CaseFile,
    /// What was done and said, the oldest first.
    pub entries: &'a [Entry],
    /// What was sent.
    pub pieces: &'a [Piece],
    /// The terms.
    pub terms: &'a Terms,
    /// Who reads it.
    pub reader: Reader,
}

/// The form, from top to bottom.
pub fn form(record: &Record<'_>) -> Vec<Part> {
    let mut parts = vec![Part::Heading(Phrase::new("paper-case")), Part::Facts(record.case())];
    parts.extend([Part::Heading(Phrase::new("paper-customer")), Part::Facts(record.customer())]);
    if let Some(answers) = &record.file.case.answers {
        let told = told(answers, record.terms);
        if !told.is_empty() {
            parts.extend([Part::Heading(Phrase::new("paper-told")), Part::Facts(told)]);
        }
        parts.extend(goods(answers.items()));
    }
    parts.extend(record.verdict());
    parts.extend(record.appointments());
    parts.extend(record.quote());
    parts.extend(record.promises());
    parts.extend(record.files());
    parts.extend(record.history());
    parts
}

/// A name on the form with its value.
fn fact(name: &str, value: Phrase) -> (Phrase, Phrase) {
    (Phrase::keyed("paper", name), value)
}

/// Words as they are.
fn words(text: impl Into<String>) -> Phrase {
    Phrase::new("label").with("label", defuse(&text.into()))
}

fn number(count: i64) -> Phrase {
    Phrase::new("label").with("label", count)
}

fn at(instant: DateTime<Utc>) -> Phrase {
    Phrase::new("label").with("label", instant)
}

impl Record<'_> {
    fn case(&self) -> Vec<(Phrase, Phrase)> {
        let (file, case) = (self.file, &self.file.case);
        let mut facts = vec![
            fact("number", words(case.reference.to_string())),
            fact("kind", Phrase::keyed("kind", case.kind.name())),
            fact("state", state_phrase(case.state)),
            fact("opened", at(case.opened_at)),
        ];
        facts.extend(case.closed_at.map(|closed| fact("ended", at(closed))));
        facts.push(fact("group", Phrase::new("label").with("label", self.terms.group_name(&case.group))));
        let assignee = file.assignee.as_deref().map_or_else(|| Phrase::new("paper-nobody"), words);
        facts.push(fact("assignee", assignee));
        if self.reader == Reader::Desk {
            facts.extend((case.class == Class::Complex).then(|| fact("class", Phrase::new("card-complex"))));
            facts.extend(pressing(case.urgency).map(|urgency| fact("urgency", urgency)));
            // Why not for the customer: a case may belong with one of somebody else.
            let others: Vec<String> = file.linked.iter().map(ToString::to_string).collect();
            facts.extend((!others.is_empty()).then(|| fact("linked", words(others.join(", ")))));
        }
        facts.extend(file.merged_into.as_ref().map(|into| fact("merged", words(into.to_string()))));
        facts
    }

    fn customer(&self) -> Vec<(Phrase, Phrase)> {
        let customer = &self.file.customer;
        let platform = if customer.by_phone { "phone" } else { self.file.case.platform.name() };
        let platform = Phrase::keyed("platform", platform);
        let mut facts = vec![fact("name", words(customer.name.as_str())), fact("platform", platform)];
        facts.extend(customer.phone.as_deref().map(|phone| fact("phone", words(phone))));
        facts.extend(self.file.company.as_deref().map(|company| fact("company", words(company))));
        facts
    }

    /// What was decided, as its customer reads it.
    fn verdict(&self) -> Vec<Part> {
        let Some(decided) = self.file.verdict() else { return Vec::new() };
        let lines = verdict::told(decided, &self.file.case, self.terms);
        let decided = (Phrase::new("paper-decided"), words(decided.name.as_str()));
        let mut parts = vec![Part::Heading(Phrase::new("paper-verdict")), Part::Facts(vec![decided])];
        parts.extend(lines.into_iter().map(Part::Text));
        parts
    }

    /// Help at a time, and what came of it.
    fn appointments(&self) -> Vec<Part> {
        let rows: Vec<Vec<Phrase>> = self.file.appointments.iter().map(|one| self.appointment(one)).collect();
        if rows.is_empty() {
            return Vec::new();
        }
        let head = ["way", "when", "with", "outcome"].map(|name| Phrase::keyed("paper", name));
        vec![Part::Heading(Phrase::new("paper-appointments")), Part::Table { head: head.to_vec(), rows }]
    }

    /// The words of an agent about how it went are for the desk.
    fn appointment(&self, one: &Appointment) -> Vec<Phrase> {
        let mut told = one.clone();
        if self.reader == Reader::Customer {
            told.outcome = None;
        }
        vec![
            appointment::called(one, self.terms),
            one.starts.map_or_else(|| words(""), at),
            words(one.name.as_str()),
            appointment::record(&told),
        ]
    }

    /// What it costs, line by line, how that stands, and who offered what.
    fn quote(&self) -> Vec<Part> {
        let Some(sent) = self.file.last_quote() else { return Vec::new() };
        let head = ["charge", "quantity", "each", "amount"].map(|name| Phrase::keyed("paper", name)).to_vec();
        let price = |minor| Phrase::new("quote-price").with("price", sent.money(minor));
        let row = |line: &quote::Line| {
            vec![
                quote::charge(line),
                number(i64::from(line.quantity)),
                price(line.unit),
                price(line.amount()),
            ]
        };
        let rows = sent.lines.iter().map(row).collect();
        let stands = match self.reader {
            Reader::Desk => Some(quote::stands(sent)),
            Reader::Customer => quote::yours(sent),
        };
        let mut parts = vec![Part::Heading(Phrase::new("paper-quote"))];
        parts.extend(stands.map(Part::Text));
        parts.push(Part::Table { head, rows });
        let mut lines = quote::sums(sent, self.terms);
        let said = quote::said(&self.file.quotes);
        if said.len() > 1 {
            lines.push(Phrase::new("quote-history"));
            lines.extend(said);
        }
        parts.extend(lines.into_iter().map(Part::Text));
        parts
    }

    /// What was promised, and what became of it.
    fn promises(&self) -> Vec<Part> {
        let shown = self.file.clocks.iter().filter(|clock| clock.state != ClockState::Cancelled);
        let rows: Vec<Vec<Phrase>> = shown.map(promise).collect();
        if rows.is_empty() {
            return Vec::new();
        }
        let head = ["promise", "within", "from", "due", "outcome"].map(|name| Phrase::keyed("paper", name));
        vec![Part::Heading(Phrase::new("paper-promises")), Part::Table { head: head.to_vec(), rows }]
    }

    /// Pictures are shown; everything else is named.
    fn files(&self) -> Vec<Part> {
        let seen = |piece: &&Piece| !piece.note || self.reader == Reader::Desk;
        let pieces: Vec<&Piece> = self.pieces.iter().filter(seen).collect();
        if pieces.is_empty() {
            return Vec::new();
        }
        let shown: Vec<&Piece> =
            pieces.iter().copied().filter(|piece| is_picture(piece)).take(PICTURES).collect();
        let pictures = shown.iter().map(|piece| ((*piece).clone(), caption(piece))).collect();
        let others = pieces.into_iter().filter(|piece| !shown.iter().any(|one| one.media == piece.media));
        let rows: Vec<Vec<Phrase>> = others.map(named).collect();
        let mut parts = vec![Part::Heading(Phrase::new("paper-files")), Part::Pictures(pictures)];
        if !rows.is_empty() {
            let head = ["file", "sender", "when"].map(|name| Phrase::keyed("paper", name)).to_vec();
            parts.push(Part::Table { head, rows });
        }
        parts
    }

    fn history(&self) -> Vec<Part> {
        let rows: Vec<Vec<Phrase>> = self.entries.iter().filter_map(|entry| self.line(entry)).collect();
        if rows.is_empty() {
            return Vec::new();
        }
        let head = ["when", "who", "what"].map(|name| Phrase::keyed("paper", name)).to_vec();
        vec![Part::Heading(Phrase::new("paper-history")), Part::Table { head, rows }]
    }

    /// A line of the history; none of what its reader is not to see.
    fn line(&self, entry: &Entry) -> Option<Vec<Phrase>> {
        let for_all = match &entry.what {
            What::Event { kind, .. } => OPEN_TO_ALL.contains(&kind.as_str()),
            What::Message { side, .. } => *side != Side::Note,
        };
        if !for_all && self.reader == Reader::Customer {
            return None;
        }
        let who = match (&entry.what, entry.by.as_deref()) {
            (What::Message { side: Side::Note, .. }, Some(name)) => {
                Phrase::new("paper-note-of").with("name", defuse(name))
            }
            (_, Some(name)) => words(name),
            (_, None) => Phrase::new("paper-desk"),
        };
        Some(vec![at(entry.at), who, done(entry, self.terms)])
    }
}

/// What happened to their case that a customer reads; the rest is the desk's own.
const OPEN_TO_ALL: &[&str] = &[
    "opened",
    "taken",
    "waiting",
    "resumed",
    "solved",
    "silent",
    "confirmed",
    "not-solved",
    "closed",
    "reopened",
    "cancelled",
    "merged",
    "absorbed",
    "called",
    "answered-by-phone",
    "price-sent",
    "price-accepted",
    "price-taken",
    "price-declined",
    "price-countered",
    "price-firm",
    "price-withdrawn",
    "price-expired",
];

fn pressing(urgency: Urgency) -> Option<Phrase> {
    let id = match urgency {
        Urgency::High => "high",
        Urgency::Normal => return None,
        Urgency::Low => "low",
    };
    Some(Phrase::keyed("brief", id))
}

/// What the customer answered, question by question, in full.
fn told(answers: &Answers, terms: &Terms) -> Vec<(Phrase, Phrase)> {
    let one = |(question, entry): (&Question, &dialogue::Entry)| {
        let value = match &entry.value {
            Value::Items(_) => return None,
            Value::Words(pieces) => words(dialogue::joined(pieces)),
            value => dialogue::told(*question, value, terms)?,
        };
        Some((Phrase::new("paper-field").with("field", Phrase::keyed("field", question.id())), value))
    };
    answers.0.iter().filter_map(one).collect()
}

/// The lines of a company's claim.
fn goods(items: &[Item]) -> Vec<Part> {
    if items.is_empty() {
        return Vec::new();
    }
    let names = ["sku", "lot", "carton", "ordered", "received", "inspected", "defective", "rate"];
    let head = names.map(|name| Phrase::keyed("paper", name)).to_vec();
    let empty = || words("");
    let text = |text: &Option<String>| text.as_deref().map_or_else(empty, words);
    let count = |count: Option<u32>| count.map_or_else(empty, |count| number(i64::from(count)));
    let row = |item: &Item| {
        let counts = item.counts;
        vec![
            words(item.sku.as_str()),
            text(&item.lot),
            text(&item.carton),
            count(counts.ordered),
            count(counts.received),
            count(counts.inspected),
            count(counts.defective),
            counts.rate().map_or_else(empty, |rate| words(format!("{} %", rate.percent()))),
        ]
    };
    vec![
        Part::Heading(Phrase::new("paper-goods")),
        Part::Table { head, rows: items.iter().map(row).collect() },
    ]
}

/// A promise and what became of it.
fn promise(clock: &Clock) -> Vec<Phrase> {
    let outcome = match (clock.state, clock.ended_at) {
        (ClockState::Met, Some(ended)) => Phrase::new("paper-kept").with("at", ended),
        (ClockState::Missed, Some(ended)) => Phrase::new("paper-late").with("at", ended),
        (ClockState::Missed, None) => Phrase::new("paper-missed"),
        (ClockState::Paused, _) => Phrase::new("paper-stands"),
        _ => Phrase::new("paper-runs"),
    };
    let span = Phrase::new("paper-span")
        .with("span", Arg::Span(clock.span.amount().num_seconds()))
        .with("count", counted_in(clock.span));
    let due = clock.due_at.map_or_else(|| words(""), at);
    vec![target_name(clock.target), span, at(clock.started_at), due, outcome]
}

fn is_picture(piece: &Piece) -> bool {
    let kind = piece.found.as_deref();
    matches!(kind, Some("jpeg" | "png" | "webp")) || kind.is_none() && piece.file.kind == FileKind::Photo
}

fn caption(piece: &Piece) -> Phrase {
    Phrase::new("paper-caption").with("name", defuse(&piece.by)).with("at", piece.at)
}

fn named(piece: &Piece) -> Vec<Phrase> {
    let kind = Phrase::keyed("kind", &piece.file.kind.name().replace('_', "-"));
    let file = match piece.file.name.as_deref() {
        Some(name) => words(name),
        None => kind,
    };
    vec![file, words(piece.by.as_str()), at(piece.at)]
}
