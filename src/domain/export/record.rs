//! A case as it is written into a file.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use chrono_tz::Tz;
use serde::Serialize;

use super::Goods;
use crate::domain::{
    case::Waiting,
    clocks::Clock,
    coverage::Coverage,
    dialogue::{Answers, Question, Value, joined},
    front::CaseFile,
    money::Money,
    order::Number,
    sla::{ClockState, Target},
    verdict::{Share, Verdict},
};

/// A case with everything of its form but files and history. Instants are of the desk's zone and say how far that is from UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// The number people call it by.
    pub case: String,
    /// When it was opened.
    pub opened: String,
    /// What it is about.
    pub kind: &'static str,
    /// Where it stands.
    pub state: &'static str,
    /// What it waits for.
    pub waits_for: Option<&'static str>,
    /// `general` or `complex`.
    pub class: &'static str,
    /// How pressing it is.
    pub urgency: &'static str,
    /// Of an enquiry.
    pub topic: Option<String>,
    /// The group that has it.
    pub group: String,
    /// Who has it.
    pub agent: Option<String>,
    /// Whose it is.
    pub customer: String,
    /// The company it is a matter of.
    pub company: Option<String>,
    /// Where its customer writes.
    pub platform: &'static str,
    /// The number of its order.
    pub order: Option<String>,
    /// What was told, question by question.
    pub told: BTreeMap<&'static str, String>,
    /// What it is about, line by line.
    pub lines: Vec<Line>,
    /// The first answer that was promised.
    pub answer: Option<Promise>,
    /// The solution that was promised.
    pub solution: Option<Promise>,
    /// What was decided.
    pub verdict: Option<Decision>,
    /// The price that was put to the customer last.
    pub quote: Option<Price>,
    /// The last time that was arranged for help.
    pub appointment: Option<Time>,
    /// When a solution was proposed.
    pub solved: Option<String>,
    /// When it ended.
    pub ended: Option<String>,
}

/// A line with what becomes of its pieces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What was told of it.
    #[serde(flatten)]
    pub goods: Goods,
    /// What is done with how many pieces: `replacement 40; repair 8`.
    pub done: Option<String>,
    /// Who pays for how many: `free 48; charged 12`.
    pub pays: Option<String>,
}

/// A promise: the first of its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Promise {
    /// `running`, `paused`, `met`, `missed` or `cancelled`.
    pub state: &'static str,
    /// When its time is up.
    pub due: Option<String>,
    /// When it was kept, or made good.
    pub at: Option<String>,
}

/// A verdict that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Whose fault it is.
    pub fault: &'static str,
    /// Id of the reason.
    pub reason: String,
    /// When.
    pub at: String,
    /// What the customer agreed to pay.
    pub agreed: Option<String>,
}

/// A quote that went out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Price {
    /// Which of the case's, from 1.
    pub version: i16,
    /// `open`, `accepted`, `declined`, `expired`, `withdrawn` or `replaced`.
    pub state: &'static str,
    /// What was asked for.
    pub total: String,
    /// What was agreed on.
    pub agreed: Option<String>,
    /// When it went out.
    pub sent: String,
    /// When it was accepted or ended otherwise.
    pub ended: Option<String>,
}

/// An appointment. What was agreed about access, and what came of it in words, is no part of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Time {
    /// How it stands.
    pub state: &'static str,
    /// Id of the way of help.
    pub way: String,
    /// When it is or was; nothing while it is arranged.
    pub at: Option<String>,
    /// Who gives the help.
    pub agent: String,
}

/// What is written of a case.
pub fn record(file: &CaseFile, goods: Vec<Goods>, zone: Tz) -> Record {
    let case = &file.case;
    let at = |at: DateTime<Utc>| written(at, zone);
    let verdict = file.verdict();
    let answers = case.answers.as_ref();
    let number = answers.and_then(|answers| answers.text(Question::Order));
    Record {
        case: case.reference.to_string(),
        opened: at(case.opened_at),
        kind: case.kind.name(),
        state: case.state.name(),
        waits_for: case.state.waits().map(Waiting::name),
        class: case.class.name(),
        urgency: case.urgency.id(),
        topic: case.topic.clone(),
        group: case.group.clone(),
        agent: file.assignee.clone(),
        customer: file.customer.name.clone(),
        company: file.company.clone(),
        platform: case.platform.name(),
        order: number.map(|text| Number::read(&text).map_or(text, |number| number.written().to_owned())),
        told: answers.map(told).unwrap_or_default(),
        lines: lines(file, goods, verdict),
        answer: promise(file, &[Target::FirstResponse, Target::EnquiryReply], zone),
        solution: promise(file, &[Target::Solution], zone),
        verdict: verdict.map(|verdict| decision(verdict, zone)),
        quote: price(file, zone),
        appointment: time(file, zone),
        solved: case.solved_at.map(at),
        ended: case.closed_at.map(at),
    }
}

fn written(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// Every answer as it was given: choices by their ids, days as dates, words as they are.
fn told(answers: &Answers) -> BTreeMap<&'static str, String> {
    let one = |value: &Value| match value {
        Value::Option(id) => Some(id.clone()),
        Value::Short(text) => Some(text.clone()),
        Value::Words(pieces) => Some(joined(pieces)),
        Value::Day(day) => Some(day.to_string()),
        Value::Between(first, last) => Some(format!("{first}..{last}")),
        Value::Number(number) => Some(number.to_string()),
        Value::Unknown => Some("unknown".to_owned()),
        // Why none: lines stand for themselves, and the others say nothing.
        Value::Items(_) | Value::Spoken | Value::Done | Value::Cannot | Value::Skipped => None,
    };
    answers.0.iter().filter_map(|(question, entry)| Some((question.id(), one(&entry.value)?))).collect()
}

fn lines(file: &CaseFile, goods: Vec<Goods>, verdict: Option<&Verdict>) -> Vec<Line> {
    let line = |goods: Goods| {
        let of_line = |share: &&Share| i16::try_from(share.line) == Ok(goods.line);
        let shares: Vec<&Share> =
            verdict.into_iter().flat_map(|verdict| &verdict.shares).filter(of_line).collect();
        let done = shares.iter().map(|share| (share.resolution.name(), share.quantity));
        let cover = verdict.map(Verdict::cover);
        let pays = shares.iter().filter_map(|share| {
            let coverage: Coverage = share.coverage(cover?, &file.case);
            Some((coverage.name(), share.quantity))
        });
        Line { done: counted(done), pays: counted(pays), goods }
    };
    goods.into_iter().map(line).collect()
}

/// `free 48; charged 12`: each once.
fn counted(parts: impl Iterator<Item = (&'static str, u32)>) -> Option<String> {
    let mut sums: BTreeMap<&str, u32> = BTreeMap::new();
    for (name, pieces) in parts {
        *sums.entry(name).or_default() += pieces;
    }
    let said: Vec<String> = sums.into_iter().map(|(name, pieces)| format!("{name} {pieces}")).collect();
    (!said.is_empty()).then(|| said.join("; "))
}

/// The first promise of these kinds: later ones are of a case that was opened again, or dates given anew.
fn promise(file: &CaseFile, targets: &[Target], zone: Tz) -> Option<Promise> {
    let of_kind = |clock: &&Clock| targets.contains(&clock.target) && clock.amends.is_none();
    let clock = file.clocks.iter().filter(of_kind).min_by_key(|clock| clock.cycle)?;
    Some(Promise {
        state: match clock.state {
            ClockState::Idle | ClockState::Running => "running",
            ClockState::Paused => "paused",
            ClockState::Met => "met",
            ClockState::Missed => "missed",
            ClockState::Cancelled => "cancelled",
        },
        due: clock.due_at.map(|at| written(at, zone)),
        at: clock.ended_at.filter(|_| clock.state != ClockState::Cancelled).map(|at| written(at, zone)),
    })
}

/// The last one that went out.
fn price(file: &CaseFile, zone: Tz) -> Option<Price> {
    let (quote, sent) =
        file.quotes.iter().filter_map(|quote| Some((quote, quote.sent?))).max_by_key(|(quote, _)| quote.n)?;
    let money = |minor| Money { minor, currency: quote.currency }.to_string();
    Some(Price {
        version: quote.n,
        state: quote.stage.name(),
        total: quote.total().to_string(),
        agreed: quote.agreed.map(money),
        sent: written(sent.at, zone),
        ended: quote.ended.map(|(at, _)| written(at, zone)),
    })
}

fn time(file: &CaseFile, zone: Tz) -> Option<Time> {
    let last = file.appointments.iter().max_by_key(|one| one.n)?;
    Some(Time {
        state: last.stage.name(),
        way: last.way.clone(),
        at: last.starts.map(|at| written(at, zone)),
        agent: last.name.clone(),
    })
}

fn decision(verdict: &Verdict, zone: Tz) -> Decision {
    let offer = verdict.offer.as_ref().filter(|_| verdict.is_settled());
    Decision {
        fault: verdict.liability.name(),
        reason: verdict.reason.clone(),
        at: written(verdict.second.map_or(verdict.at, |(_, at)| at), zone),
        agreed: offer.map(|offer| offer.price.to_string()),
    }
}
