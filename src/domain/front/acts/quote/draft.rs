//! A quote while it is put together: its lines come, change and go, and nobody but the desk sees them.

use super::{answer, answer_with, done, event, key, keys, named, refused, usage, worked_on};
use crate::domain::{
    chat::Incoming,
    front::{CaseFile, Facts, asked},
    id::{QuoteId, Supply},
    money::Money,
    party::Role,
    phrase::{Phrase, Say},
    plan::{Plan, Send, Wanted},
    quote::{self, Kind, LINES, Line, Payer, Quote, Stage, Typed},
    verdict::Verdict,
};

/// A quote in which nothing stands yet.
fn begun(file: &CaseFile, lines: Vec<Line>, facts: &Facts<'_>, supply: &mut Supply) -> Quote {
    Quote {
        id: QuoteId(supply.id()),
        case: file.case.id,
        n: file.next_quote(),
        stage: Stage::Draft,
        currency: facts.terms.quotes.alone.currency,
        lines,
        freight: quote::freight(file.who_pays(), facts.terms),
        settles: open_cost(file).map(|verdict| verdict.n),
        valid_hours: None,
        two: false,
        by: facts.speaker.id,
        name: facts.speaker.name.clone(),
        at: facts.now,
        second: None,
        sent: None,
        reminded: 0,
        look_at: None,
        counter_until: None,
        ended: None,
        agreed: None,
        offers: Vec::new(),
    }
}

fn open_cost(file: &CaseFile) -> Option<&Verdict> {
    file.verdict().filter(|one| one.is_cost_open(&file.case))
}

/// `quote add LINE`: begins a quote, or goes on with the one that is put together.
pub(in crate::domain::front) fn add(
    file: &CaseFile,
    text: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if let Some(why) = refused(file, facts) {
        return answer(incoming, facts, why);
    }
    if let Some(open) = file.open_quote().filter(|_| file.unsent_quote().is_none()) {
        let why = named("quote-open-revise", file).with("n", i64::from(open.n));
        return answer(incoming, facts, why);
    }
    let drawn = file.unsent_quote().cloned();
    let mut draft = drawn.unwrap_or_else(|| begun(file, Vec::new(), facts, supply));
    match read(text, &draft, file, facts) {
        Err(why) => answer(incoming, facts, why),
        Ok(_) if draft.lines.len() >= LINES => {
            answer(incoming, facts, Phrase::new("quote-full").with("count", length(LINES)))
        }
        Ok(line) => {
            draft.lines.push(line);
            changed(draft, file, incoming, facts)
        }
    }
}

/// Asks for a line, in words.
pub(super) fn asked(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    match refused(file, facts) {
        Some(why) => answer(incoming, facts, why),
        None => asked::ask(file, Say::line(named("quote-ask-line", file)), Wanted::Charge, incoming, facts),
    }
}

/// `quote change N LINE`.
pub(super) fn change(file: &CaseFile, text: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let mut draft = match drawn(file, facts) {
        Ok(draft) => draft,
        Err(why) => return answer(incoming, facts, why),
    };
    let Some((n, rest)) = quote::line_at(text).filter(|(n, _)| *n <= draft.lines.len()) else {
        return answer(incoming, facts, Phrase::new("quote-which").with("count", length(draft.lines.len())));
    };
    match read(rest, &draft, file, facts) {
        Err(why) => answer(incoming, facts, why),
        Ok(line) => {
            draft.lines[n - 1] = line;
            changed(draft, file, incoming, facts)
        }
    }
}

/// `quote remove N`.
pub(super) fn remove(file: &CaseFile, text: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let mut draft = match drawn(file, facts) {
        Ok(draft) => draft,
        Err(why) => return answer(incoming, facts, why),
    };
    let Some(n) = quote::number(text).filter(|n| *n <= draft.lines.len()) else {
        return answer(incoming, facts, Phrase::new("quote-which").with("count", length(draft.lines.len())));
    };
    draft.lines.remove(n - 1);
    changed(draft, file, incoming, facts)
}

/// `quote revise`: another version, which begins with the lines of the last one. That one holds until this goes out.
pub(super) fn revise(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    if let Some(why) = refused(file, facts) {
        return answer(incoming, facts, why);
    }
    if let Some(draft) = file.unsent_quote() {
        let lines = quote::standing(draft, file, facts.terms);
        return answer_with(incoming, facts, Say { lines, rows: keys(draft, file) });
    }
    let Some(before) = file.last_quote() else {
        return answer(incoming, facts, named("quote-none", file));
    };
    let mut draft =
        Quote { valid_hours: before.valid_hours, ..begun(file, before.lines.clone(), facts, supply) };
    if draft.freight == Payer::Brand {
        draft.lines.retain(|line| line.kind != Kind::Freight);
    }
    if draft.currency != before.currency {
        // Why: so many of one currency are another sum in another.
        draft.lines.clear();
    }
    changed(draft, file, incoming, facts)
}

/// A lead says what that costs whose cost was left open: a quote of one line, shown before it goes out.
pub(in crate::domain::front) fn settles(
    file: &CaseFile,
    price: Money,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if let Some(why) = refused(file, facts) {
        return answer(incoming, facts, why);
    }
    let line = Line { kind: Kind::Maintenance, words: String::new(), quantity: 1, unit: price.minor };
    let drawn = file.unsent_quote().cloned();
    let mut draft = drawn.unwrap_or_else(|| begun(file, Vec::new(), facts, supply));
    draft.lines = vec![line];
    put(draft, file, facts, |draft, shown| super::send::shown(draft, shown, None, incoming, facts))
}

/// `quote drop`: the quote that is put together, or waits for a second person, never goes out.
pub(super) fn drop(file: &CaseFile, n: Option<&str>, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let of = |one: &&Quote| n.is_none_or(|n| n.parse() == Ok(one.n));
    let Some(unsent) = file.unsent_quote().filter(of) else {
        return answer(incoming, facts, named("quote-no-draft", file));
    };
    if unsent.stage == Stage::Proposed && unsent.by != facts.speaker.id && !facts.speaker.may(Role::Lead) {
        let role = Phrase::keyed("role", Role::Lead.name());
        return answer(incoming, facts, Phrase::new("refuse-role").with("role", role));
    }
    let mut quote = unsent.clone();
    quote.end(Stage::Dropped, Some(facts.speaker.id), facts.now);
    let mut plan = Plan::default();
    let case = worked_on(file, facts, &mut plan);
    plan.events.push(event(&quote, "price-dropped", Some(facts.speaker.id), facts.now));
    plan.sends.push(Send::card(case.id));
    plan.absorb(done(named("quote-dropped", file).with("n", i64::from(quote.n)), file, incoming, facts));
    plan.quotes.push(quote);
    plan.cases.push(case);
    plan
}

/// The quote that can still be changed.
fn drawn(file: &CaseFile, facts: &Facts<'_>) -> Result<Quote, Phrase> {
    match (refused(file, facts), file.unsent_quote()) {
        (Some(why), _) => Err(why),
        (None, Some(draft)) => Ok(draft.clone()),
        (None, None) => Err(named("quote-no-draft", file)),
    }
}

/// A line as it was typed, or why it can't be one.
fn read(text: &str, draft: &Quote, file: &CaseFile, facts: &Facts<'_>) -> Result<Line, Phrase> {
    match quote::line(text, draft.currency) {
        Typed::Labour => Err(Phrase::new("quote-labour").with("price", Money::nothing(draft.currency))),
        Typed::Nothing => Err(usage(facts)),
        Typed::Line(line) if line.kind == Kind::Freight && draft.freight == Payer::Brand => {
            Err(named("quote-freight-ours", file))
        }
        Typed::Line(line) => {
            let most = draft.lines.iter().map(Line::amount).fold(line.amount(), i64::saturating_add);
            if most > Money::MOST { Err(Phrase::new("quote-too-much")) } else { Ok(line) }
        }
    }
}

/// The draft as it is now, shown to whoever changed it.
fn changed(draft: Quote, file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    put(draft, file, facts, |draft, file| {
        let mut lines = vec![named("quote-draft", file).with("n", i64::from(draft.n))];
        lines.extend(quote::bill(draft, facts.terms));
        let rows = if draft.lines.is_empty() {
            vec![vec![key("key-quote-add", file, "p-add")]]
        } else {
            keys(draft, file)
        };
        answer_with(incoming, facts, Say { lines, rows })
    })
}

/// Keeps the draft, and says what `told` says of the case as it is then.
fn put(
    mut draft: Quote,
    file: &CaseFile,
    facts: &Facts<'_>,
    told: impl Fn(&Quote, &CaseFile) -> Plan,
) -> Plan {
    let new = !file.quotes.iter().any(|one| one.id == draft.id);
    (draft.by, draft.name) = (facts.speaker.id, facts.speaker.name.clone());
    let mut plan = Plan::default();
    let case = worked_on(file, facts, &mut plan);
    let after = CaseFile { case: case.clone(), ..file.clone() };
    plan.absorb(told(&draft, &after));
    plan.events.extend(new.then(|| event(&draft, "price-begun", Some(facts.speaker.id), facts.now)));
    plan.sends.push(Send::card(case.id));
    plan.quotes.push(draft);
    plan.cases.push(case);
    plan
}

fn length(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
