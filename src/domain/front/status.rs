//! What customers see of their cases: where one stands, what is promised, what they can do.

use chrono::{DateTime, Utc};

use super::{CaseFile, Facts, acts, case_key, drafts, talk};
use crate::domain::{
    appointment, card,
    case::{State, Waiting, state_phrase},
    chat::Incoming,
    clocks::latest,
    dialogue::Question,
    phrase::{Arg, Key, Phrase, Say},
    quote,
    sla::{ClockState, Target},
    terms::Terms,
    verdict,
};

/// How many of their own cases somebody is shown at once.
const SHOWN: usize = 8;

/// Where a case stands, and what its customer can do.
pub(super) fn status(file: &CaseFile, facts: &Facts<'_>) -> Say {
    let case = &file.case;
    let mut lines = vec![
        Phrase::new("status-head")
            .with("ref", case.reference.to_string())
            .with("state", customer_state(file)),
    ];
    lines.extend(card::told(case, facts.terms));
    let dates = dates(file, facts.now);
    let missed = dates.iter().any(is_missed);
    lines.extend(dates);
    lines.extend(missed.then(|| contact_line(facts)));
    lines.extend(file.verdict().into_iter().flat_map(|verdict| verdict::told(verdict, case, facts.terms)));
    let open = file.appointed();
    lines.extend(open.iter().map(|one| appointment::listed(one, file, false, facts.terms)));
    lines.extend(quote::told(file, facts.terms));
    let mut rows = Vec::new();
    if case.state == State::Solved {
        rows.push(solved_keys(file));
    }
    rows.extend(open.into_iter().flat_map(acts::appointment_keys));
    rows.extend(file.open_quote().into_iter().flat_map(acts::quote_keys));
    rows.extend(verdict_keys(file));
    if case.state.is_live() {
        rows.push(vec![
            case_key(Phrase::new("key-add"), case.id, "add"),
            case_key(Phrase::new("key-cancel-case"), case.id, "cancel"),
        ]);
    }
    if case.state == State::Closed && !case.is_past_reopening(facts.now, facts.terms.lives.reopen_days) {
        rows.push(vec![case_key(Phrase::new("key-reopen"), case.id, "reopen")]);
    }
    rows.push(vec![case_key(Phrase::new("key-paper"), case.id, "form")]);
    Say { lines, rows }
}

/// What its customer can say to the verdict: to a price that is offered, and once that they see it differently.
fn verdict_keys(file: &CaseFile) -> Vec<Vec<Key>> {
    let Some(verdict) = file.verdict() else { return Vec::new() };
    let mut rows = acts::offer_keys(verdict, file);
    let may = verdict.is_against(&file.case) && !file.was_appealed() && !file.case.state.is_over();
    rows.extend(may.then(|| vec![acts::appeal_key(verdict)]));
    rows
}

/// Where a case stands that somebody else of the same company has: to be read, not to be changed. How its customer is
/// reached stays between them and the desk.
pub(super) fn shared(file: &CaseFile, facts: &Facts<'_>) -> Say {
    let case = &file.case;
    let mut lines = vec![
        Phrase::new("status-head").with("ref", case.reference.to_string()).with("state", shared_state(file)),
        Phrase::new("status-shared").with("name", file.customer.name.as_str()),
    ];
    let private = [Question::Phone, Question::Window, Question::Email, Question::Address, Question::Way];
    let mut seen = case.clone();
    if let Some(answers) = &mut seen.answers {
        answers.0.retain(|question, _| !private.contains(question));
    }
    lines.extend(card::told(&seen, facts.terms));
    lines.extend(dates(file, facts.now));
    lines.extend(file.verdict().into_iter().flat_map(|verdict| verdict::told(verdict, case, facts.terms)));
    lines.extend(quote::told(file, facts.terms));
    let back = Key { label: Phrase::new("key-cases"), data: "m:cases".into() };
    Say { lines, rows: vec![vec![back]] }
}

/// Whether the speaker sees a case because somebody else filed it for the company they buy for.
pub(super) fn is_shared(file: &CaseFile, facts: &Facts<'_>) -> bool {
    let company = facts.speaker.company.as_ref().map(|company| company.id);
    company.is_some() && file.case.company == company && file.case.customer != facts.speaker.id
}

/// The state as a colleague reads it: it is the other one's turn, not theirs.
fn shared_state(file: &CaseFile) -> Phrase {
    match file.case.state {
        _ if is_their_turn(file) => Phrase::new("state-theirs").with("name", file.customer.name.as_str()),
        _ => customer_state(file),
    }
}

/// The two buttons under a proposed solution.
pub(super) fn solved_keys(file: &CaseFile) -> Vec<Key> {
    vec![
        case_key(Phrase::new("key-solved"), file.case.id, "solved"),
        case_key(Phrase::new("key-unsolved"), file.case.id, "unsolved"),
    ]
}

/// Whether the desk waits for its customer: for an answer, or for their word on a price.
fn is_their_turn(file: &CaseFile) -> bool {
    let priced = file.open_quote().is_some_and(|one| one.countered().is_none());
    priced || file.case.state == State::Waiting(Waiting::Customer)
}

fn customer_state(file: &CaseFile) -> Phrase {
    match (&file.assignee, file.case.state) {
        (_, State::New) => Phrase::new("state-received"),
        (Some(name), State::Open) => Phrase::new("state-with").with("name", name.as_str()),
        _ if is_their_turn(file) => Phrase::new("state-yours"),
        (_, State::Merged) => match &file.merged_into {
            Some(into) => Phrase::new("state-goes-on").with("ref", into.to_string()),
            None => state_phrase(State::Merged),
        },
        _ => state_phrase(file.case.state),
    }
}

/// What is promised next. A date that has passed is told as missed, never as if it were still to come.
pub(super) fn dates(file: &CaseFile, now: DateTime<Utc>) -> Vec<Phrase> {
    let running = |target| {
        latest(&file.clocks, target).filter(|c| c.state == ClockState::Running).and_then(|c| c.due_at)
    };
    let promised = |at: Option<DateTime<Utc>>, key, missed| {
        at.map(|at| Phrase::new(if at > now { key } else { missed }).with("at", at))
    };
    let answers = [Target::FirstResponse, Target::EnquiryReply, Target::NextReply];
    let answer = answers.into_iter().find_map(running);
    let solution =
        running(Target::Solution).filter(|at| answer.is_none_or(|answer| answer <= now && *at > now));
    promised(answer, "status-answer", "missed-answer")
        .into_iter()
        .chain(promised(solution, "status-solution", "missed-solution"))
        .collect()
}

/// The other ways to reach the brand.
pub(super) fn contact_line(facts: &Facts<'_>) -> Phrase {
    let brand = &facts.terms.brand;
    match &brand.phone {
        Some(phone) => {
            Phrase::new("contact-both").with("email", brand.email.as_str()).with("phone", phone.as_str())
        }
        None => Phrase::new("contact-mail").with("email", brand.email.as_str()),
    }
}

fn is_missed(phrase: &Phrase) -> bool {
    phrase.key.starts_with("missed-")
}

/// Where a case stands, in the three plain words a list has room for; what waits for its reader comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Yours,
    Going,
    Done,
}

impl Standing {
    fn of(file: &CaseFile) -> Self {
        let priced = || file.verdict().is_some_and(|verdict| !acts::offer_keys(verdict, file).is_empty());
        match file.case.state {
            _ if is_their_turn(file) => Self::Yours,
            State::Closed | State::Cancelled | State::Merged => Self::Done,
            State::Solved => Self::Yours,
            State::New | State::Open | State::Waiting(_) if priced() => Self::Yours,
            State::New | State::Open | State::Waiting(_) => Self::Going,
        }
    }

    const fn word(self) -> Phrase {
        Phrase::new(match self {
            Self::Yours => "standing-yours",
            Self::Going => "standing-going",
            Self::Done => "standing-done",
        })
    }

    /// As somebody reads it who can't answer in the customer's place.
    const fn word_shared(self) -> Phrase {
        match self {
            Self::Yours => Phrase::new("standing-theirs"),
            Self::Going | Self::Done => self.word(),
        }
    }
}

/// The speaker's cases as buttons, with the way to the place each has for itself.
pub(super) fn cases(incoming: &Incoming, facts: &Facts<'_>) -> Say {
    // Why without them: what was merged is seen under the case it went to.
    let mut shown: Vec<_> = facts.own.iter().rev().filter(|f| f.case.state != State::Merged).collect();
    shown.sort_by_key(|file| Standing::of(file));
    shown.truncate(SHOWN);
    let company = facts.speaker.company.as_ref().filter(|_| !facts.shared.is_empty());
    if shown.is_empty() && company.is_none() {
        return drafts::menu_after(Phrase::new("no-cases"), facts);
    }
    let head = match company {
        Some(company) => Phrase::new("cases-company").with("company", company.name.as_str()),
        None => Phrase::new("cases"),
    };
    let there = |file: &&CaseFile| file.place.filter(|at| at.platform == incoming.place.platform);
    let ways = shown.iter().filter_map(|file| Some(way_to(file, there(file)?.holder())));
    let dated = shown.iter().flat_map(|file| file.appointed().into_iter().map(|one| dated(one, file, facts)));
    let lines = std::iter::once(head).chain(ways).chain(dated.collect::<Vec<_>>()).collect();
    let own = shown.into_iter().map(|file| vec![case_button(file, "status", facts)]);
    let mut others: Vec<_> = facts.shared.iter().collect();
    others.sort_by_key(|file| Standing::of(file));
    let shared = others.into_iter().map(|file| vec![shared_button(file, facts)]);
    Say { lines, rows: own.chain(shared).collect() }
}

/// An appointment with the case it is about.
fn dated(one: &appointment::Appointment, file: &CaseFile, facts: &Facts<'_>) -> Phrase {
    Phrase::new("cases-appointment")
        .with("ref", file.case.reference.to_string())
        .with("what", appointment::listed(one, file, false, facts.terms))
}

/// A case and the thread it is talked about in.
fn way_to(file: &CaseFile, thread: i64) -> Phrase {
    Phrase::new("case-thread")
        .with("ref", file.case.reference.to_string())
        .with("thread", Arg::Thread(thread))
}

/// What a thread begins with that was opened for a case that goes on: what it is about, and where it stands.
pub fn goes_on(file: &CaseFile, terms: &Terms, now: DateTime<Utc>) -> Say {
    let mut lines = vec![
        Phrase::new("thread-goes-on")
            .with("ref", file.case.reference.to_string())
            .with("state", customer_state(file)),
    ];
    lines.extend(card::told(&file.case, terms));
    lines.extend(dates(file, now));
    Say { lines, rows: Vec::new() }
}

/// A button that names a colleague's case, with whose it is.
fn shared_button(file: &CaseFile, facts: &Facts<'_>) -> Key {
    let label = Phrase::new("case-label-of")
        .with("ref", file.case.reference.to_string())
        .with("what", talk::subject(file, facts))
        .with("state", Standing::of(file).word_shared())
        .with("name", file.customer.name.as_str());
    case_key(label, file.case.id, "status")
}

/// A button that names a case by its reference and what it is about.
pub(super) fn case_button(file: &CaseFile, verb: &str, facts: &Facts<'_>) -> Key {
    let label = Phrase::new("case-label")
        .with("ref", file.case.reference.to_string())
        .with("what", talk::subject(file, facts))
        .with("state", Standing::of(file).word());
    case_key(label, file.case.id, verb)
}
