//! The case as agents see it: the card at the head of its room, and lists.

use chrono::{DateTime, Utc};

use super::{
    appointment,
    bar::{Bar, BarKind},
    case::{Case, State, state_phrase},
    claim::Class,
    clocks::{Clock, is_owed, latest},
    dialogue::{self, Question},
    front::{self, CaseFile},
    phrase::{Arg, Key, Phrase, Say},
    quote,
    sla::{ClockState, Target},
    terms::Terms,
    verdict,
};

/// Most cases one list shows.
pub const LIST: usize = 10;

/// Lines of a company's claim that a card shows; the room has all of them.
pub const LINES: usize = 8;

/// Which of a card's buttons are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// What is done most.
    First,
    /// The rest.
    More,
}

/// The card: what it is, what the customer told, what is due, who has it, what can be done.
pub fn card(file: &CaseFile, terms: &Terms, now: DateTime<Utc>) -> Say {
    card_with(file, Keys::First, terms, now)
}

/// The card with those of its buttons.
pub fn card_with(file: &CaseFile, shown: Keys, terms: &Terms, now: DateTime<Utc>) -> Say {
    let case = &file.case;
    let mut lines = vec![
        Phrase::new("card-head")
            .with("ref", case.reference.to_string())
            .with("kind", Phrase::keyed("kind", case.kind.name()))
            .with("group", terms.group_name(&case.group))
            .with("customer", file.customer.name.as_str())
            .with("platform", if file.customer.by_phone { "phone" } else { case.platform.name() })
            .with("lang", file.customer.lang.code()),
    ];
    let company = file.company.as_deref();
    lines.extend(company.map(|company| Phrase::new("card-company").with("company", company)));
    lines.extend(told(case, terms));
    lines.extend(goods(file));
    lines.extend(order_line(file, terms, now));
    let verdicts = [file.proposed(), file.verdict()].into_iter().flatten();
    lines.extend(verdicts.map(|verdict| verdict::brief(verdict, case)));
    lines.extend(appointment::brief(file, terms));
    lines.extend(price(file));
    if case.incomplete {
        lines.push(Phrase::new("card-incomplete"));
    }
    lines.extend(by_phone(file));
    if !file.customer.reachable && !file.customer.by_phone {
        lines.push(Phrase::new("card-blocked").with("contact", contact(case)));
    }
    lines.extend(file.customer.bar.as_ref().filter(|bar| bar.holds(now)).map(barred));
    let mut facts = clock_facts(file, now);
    facts.extend((case.class == Class::Complex).then(|| Phrase::new("card-complex")));
    facts.extend([state_phrase(case.state), assignee(file)]);
    lines.push(Phrase::new("card-clocks").with("facts", Arg::List(facts)));
    lines.extend(relations(file));
    let mut rows = keys(file, shown);
    rows.extend((file.files > 0).then(|| vec![files_key(file)]));
    Say { lines, rows }
}

/// What is asked for, what is agreed on, or that somebody has to say it.
fn price(file: &CaseFile) -> Vec<Phrase> {
    let shown = [file.last_quote(), file.unsent_quote()].into_iter().flatten();
    let mut lines: Vec<Phrase> = shown.map(quote::brief).collect();
    let wanted = lines.is_empty() && file.wants_quote();
    lines.extend(wanted.then(|| Phrase::new("card-quote-wanted")));
    lines
}

/// The lines of a company's claim, and whether the company is one by the customer's word alone.
fn goods(file: &CaseFile) -> Vec<Phrase> {
    let Some(answers) = &file.case.answers else { return Vec::new() };
    let told = answers.text(Question::Company).filter(|_| file.case.company.is_none());
    let told = told.map(|company| Phrase::new("card-company-told").with("company", company));
    told.into_iter().chain(dialogue::table(answers, LINES)).collect()
}

/// What the customer told, on one line; none when that is nothing yet.
pub fn told(case: &Case, terms: &Terms) -> Option<Phrase> {
    let facts = dialogue::summary(case.answers.as_ref()?, terms);
    (!facts.is_empty()).then(|| Phrase::new("facts").with("facts", Arg::List(facts)))
}

fn files_key(file: &CaseFile) -> Key {
    let label = Phrase::new("key-files").with("count", file.files);
    Key { label, data: format!("c:{}:files", file.case.id) }
}

/// The number somebody is called back by, where nothing can be written to them, or where it is not among the facts.
fn by_phone(file: &CaseFile) -> Option<Phrase> {
    let who = &file.customer;
    match (who.by_phone, &who.phone) {
        (true, Some(phone)) => Some(Phrase::new("card-by-phone").with("phone", phone.as_str())),
        (true, None) => Some(Phrase::new("card-by-phone-bare")),
        (false, Some(phone)) => Some(Phrase::new("card-phone").with("phone", phone.as_str())),
        (false, None) => None,
    }
}

/// How the customer can be reached beside the chat, by what they told.
pub fn contact(case: &Case) -> Phrase {
    let told = |question| case.answers.as_ref().and_then(|answers| answers.text(question));
    let given: Vec<Phrase> = [Question::Phone, Question::Email]
        .into_iter()
        .filter_map(told)
        .map(|text| Phrase::new("label").with("label", text))
        .collect();
    if given.is_empty() {
        return Phrase::new("contact-none");
    }
    Phrase::new("contact-given").with("contact", Phrase::new("facts").with("facts", Arg::List(given)))
}

/// That the customer is not heard.
fn barred(bar: &Bar) -> Phrase {
    match (bar.kind, bar.until) {
        (BarKind::Blocked, Some(at)) => Phrase::new("card-barred-until").with("at", at),
        (BarKind::Blocked, None) => Phrase::new("card-barred"),
        (BarKind::Muted, Some(at)) => Phrase::new("card-muted-until").with("at", at),
        (BarKind::Muted, None) => Phrase::new("card-muted"),
    }
}

/// The order that was named: what the desk knows of it, or that it is not on its list. The warranty is counted
/// from the day the order says, whatever the customer remembers.
fn order_line(file: &CaseFile, terms: &Terms, now: DateTime<Utc>) -> Option<Phrase> {
    let Some(order) = &file.order else {
        let number = front::told_in(file)?;
        return Some(Phrase::new("card-order-unknown").with("number", number.written()));
    };
    let answers = file.case.answers.as_ref()?;
    let today = now.with_timezone(&terms.calendar.zone()).date_naive();
    let family = answers.option(dialogue::Question::Family).unwrap_or_default();
    let facts = std::iter::once(order.standing()).chain(front::warranty(family, &order.dates, terms, today));
    Some(
        Phrase::new("card-order")
            .with("number", order.number.as_str())
            .with("facts", Arg::List(facts.collect())),
    )
}

/// The clocks that matter.
fn clock_facts(file: &CaseFile, now: DateTime<Utc>) -> Vec<Phrase> {
    let targets = [
        (Target::FirstResponse, "first"),
        (Target::EnquiryReply, "enquiry"),
        (Target::NextReply, "next"),
        (Target::Solution, "solution"),
        (Target::Settlement, "settlement"),
        (Target::FollowUp, "follow-up"),
    ];
    // Why: there is one for every answer, and nobody needs to see those that are done.
    let matters = |c: &&Clock| c.target != Target::NextReply || is_owed(c);
    let shown = |(t, name)| latest(&file.clocks, t).filter(matters).and_then(|c| clock(c, name, now));
    targets.into_iter().filter_map(shown).collect()
}

/// The case it ended in, and those it belongs with.
fn relations(file: &CaseFile) -> Vec<Phrase> {
    let merged = file.merged_into.as_ref();
    let merged = merged.map(|into| Phrase::new("card-merged").with("ref", into.to_string()));
    let others = file.linked.iter().filter(|other| Some(*other) != file.merged_into.as_ref());
    let others = others.map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let linked = (!others.is_empty()).then(|| Phrase::new("card-linked").with("known", others));
    merged.into_iter().chain(linked).collect()
}

fn assignee(file: &CaseFile) -> Phrase {
    match &file.assignee {
        Some(name) => Phrase::new("card-assignee").with("name", name.as_str()),
        None => Phrase::new("card-nobody"),
    }
}

fn clock(clock: &Clock, name: &str, now: DateTime<Utc>) -> Option<Phrase> {
    let named = |suffix: &str| Phrase::keyed("clock", &format!("{name}-{suffix}"));
    match (clock.state, clock.due_at) {
        // Why: a date given anew hides no broken promise.
        (ClockState::Running, Some(due)) if due > now && clock.amends.is_some() => {
            Some(named("again").with("due", due))
        }
        (ClockState::Met, _) if clock.amends.is_some() => Some(named("missed")),
        (ClockState::Running, Some(due)) if due <= now => Some(named("over").with("due", due)),
        (ClockState::Running, Some(due)) => Some(named("due").with("due", due)),
        (ClockState::Paused, _) => Some(named("paused")),
        (ClockState::Met, _) => clock.ended_at.map(|at| named("met").with("at", at)),
        (ClockState::Missed, Some(due)) if is_owed(clock) => Some(named("over").with("due", due)),
        (ClockState::Missed, _) => Some(named("missed")),
        (ClockState::Idle | ClockState::Running | ClockState::Cancelled, _) => None,
    }
}

/// Two rows at most, so that a thumb finds them.
fn keys(file: &CaseFile, shown: Keys) -> Vec<Vec<Key>> {
    let key = |label: &'static str, verb: &str| Key {
        label: Phrase::new(label),
        data: format!("c:{}:{verb}", file.case.id),
    };
    let waits = file.case.state.waits().is_some();
    let wait = if waits { key("key-go-on", "resume") } else { key("key-wait", "wait") };
    let class = match file.case.class {
        Class::General => key("key-complex", "complex"),
        Class::Complex => key("key-general", "general"),
    };
    let close = format!("close:{}", file.case.rev);
    match (file.case.state, file.case.assignee, shown) {
        (State::New | State::Open | State::Waiting(_), None, Keys::First) => vec![
            vec![key("key-take", "take"), key("key-ask", "ask"), key("key-transfer", "transfer")],
            vec![key("key-solve", "solve"), key("key-history", "history"), key("key-more", "more")],
        ],
        (State::New | State::Open | State::Waiting(_), Some(_), Keys::First) => vec![
            vec![key("key-ask", "ask"), wait, key("key-solve", "solve")],
            vec![key("key-transfer", "transfer"), key("key-release", "release"), key("key-more", "more")],
        ],
        (State::New | State::Open | State::Waiting(_), _, Keys::More) => vec![
            vec![class, key("key-set", "set"), key("key-close", &close)],
            vec![key("key-verdict", "verdict"), key("key-quote", "quote"), key("key-appoint", "appoint")],
            vec![key("key-history", "history"), key("key-paper", "form"), key("key-less", "less")],
        ],
        (State::Solved, ..) => {
            vec![
                vec![key("key-reopen", "reopen"), key("key-close", &close)],
                vec![key("key-history", "history"), key("key-paper", "form")],
            ]
        }
        (State::Closed, ..) => {
            vec![vec![key("key-reopen", "reopen"), key("key-history", "history"), key("key-paper", "form")]]
        }
        (State::Cancelled | State::Merged, ..) => {
            vec![vec![key("key-history", "history"), key("key-paper", "form")]]
        }
    }
}

/// A list of cases, what is due first on top; with who has them, where that differs.
pub fn list(head: Phrase, files: &[CaseFile], names: bool, now: DateTime<Utc>) -> Say {
    let line = |file: &CaseFile| {
        let mut facts = clock_facts(file, now);
        facts.extend(
            (!matches!(file.case.state, State::New | State::Open)).then(|| state_phrase(file.case.state)),
        );
        facts.extend(names.then(|| assignee(file)));
        Phrase::new("list-line")
            .with("ref", file.case.reference.to_string())
            .with("kind", Phrase::keyed("kind", file.case.kind.name()))
            .with("customer", file.customer.name.as_str())
            .with("facts", Arg::List(facts))
    };
    let lines = std::iter::once(head).chain(files.iter().map(line)).collect();
    let opens = |file: &CaseFile| Key {
        label: Phrase::new("said").with("text", file.case.reference.to_string()),
        data: format!("c:{}:card", file.case.id),
    };
    let rows = files.chunks(2).map(|two| two.iter().map(opens).collect()).collect();
    Say { lines, rows }
}
