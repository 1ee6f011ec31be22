//! The questions of a verdict, one after the other, and the preview at their end.

use super::{answer_with, decide, slip_key};
use crate::domain::{
    chat::Incoming,
    clocks,
    coverage::{Cover, Liability},
    front::{CaseFile, Facts, asked, turn},
    id::{MediaId, SlipId, Supply},
    phrase::{Arg, Key, Phrase, Say},
    plan::{Plan, Wanted},
    verdict::{self, Claimed, Draft, Misfit, Resolution, Step},
};

/// Most files that are offered: the newest.
const FILES: usize = 20;

/// The question, or what it all comes to.
pub(super) fn question(
    step: Step,
    draft: &Draft,
    slip: SlipId,
    file: &CaseFile,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Say {
    let reference = file.case.reference.to_string();
    match step {
        Step::Liability => liability(slip, file, facts),
        Step::Shares => shares(draft, slip, file, facts),
        Step::Reason => {
            Say { lines: vec![Phrase::new("verdict-ask-reason")], rows: reasons(draft, slip, facts) }
        }
        Step::Words => words(draft, slip, file, facts),
        Step::Evidence => evidence(draft, slip, file, facts),
        Step::Worth => {
            let limit = facts.terms.verdicts.alone;
            let within = Phrase::new("key-verdict-within").with("price", limit);
            Say {
                lines: vec![Phrase::new("verdict-ask-worth").with("price", limit)],
                rows: vec![vec![slip_key(within, slip, "v.within")]],
            }
        }
        Step::Preview => {
            let shown = decide::verdict_of(draft, file, facts, supply);
            let due = clocks::settled_by(facts.now, facts.terms);
            let mut lines = verdict::consequence(&shown, &file.case, facts.terms, due);
            lines.extend(file.verdict().map(|before| {
                Phrase::new("verdict-replaces").with("ref", reference).with("n", i64::from(before.n))
            }));
            let yes = if shown.two { "key-verdict-propose" } else { "key-verdict-yes" };
            let rows = vec![
                vec![slip_key(Phrase { key: yes.into(), args: Vec::new() }, slip, "yes")],
                vec![
                    slip_key(Phrase::new("key-verdict-anew"), slip, "anew"),
                    slip_key(Phrase::new("key-drop"), slip, "no"),
                ],
            ];
            Say { lines, rows }
        }
    }
}

/// Sends the question: where words can answer it, as a message that is answered. `goes_on` = a button of the one before led
/// here.
pub(super) fn put(
    step: Step,
    draft: &Draft,
    say: Say,
    goes_on: bool,
    file: &CaseFile,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    match step {
        // Why: what the first question is asked from stays, the card above all.
        Step::Liability | Step::Reason if !goes_on => answer_with(incoming, facts, say),
        Step::Preview => answer_with(incoming, facts, say),
        Step::Liability | Step::Reason => turn(incoming, facts, say),
        // Why: each file that is chosen changes the list it is chosen from.
        Step::Evidence if !draft.evidence.is_empty() => turn(incoming, facts, say),
        Step::Shares | Step::Words | Step::Evidence | Step::Worth => {
            let wanted = Wanted::Verdict { draft: Box::new(draft.clone()) };
            asked::ask(file, say, wanted, incoming, facts)
        }
    }
}

fn liability(slip: SlipId, file: &CaseFile, facts: &Facts<'_>) -> Say {
    let cover = Cover::from(file.warranty(facts.terms));
    let question = Phrase::new("verdict-ask-fault")
        .with("ref", file.case.reference.to_string())
        .with("standing", Phrase::keyed("cover", cover.name()));
    let key =
        |one: &Liability| slip_key(Phrase::keyed("fault", one.name()), slip, &format!("l.{}", one.name()));
    let rows = Liability::ALL.chunks(3).map(|row| row.iter().map(key).collect()).collect();
    Say { lines: vec![question], rows }
}

fn shares(draft: &Draft, slip: SlipId, file: &CaseFile, facts: &Facts<'_>) -> Say {
    let claimed = verdict::claimed(&file.case);
    let pieces: i64 = claimed.iter().map(|one| i64::from(one.pieces)).sum();
    let mut lines = vec![Phrase::new("verdict-ask-pieces").with("count", pieces)];
    lines.extend(claimed.iter().filter(|_| claimed.len() > 1).map(line));
    if pieces > 1 {
        lines.push(Phrase::new("verdict-pieces-example"));
    }
    let cover = file.warranty(facts.terms).into();
    let fits = |one: &&Resolution| {
        let mut tried = draft.clone();
        tried.all_by(**one, &claimed);
        tried.misfit(cover, &file.case, &claimed).is_none()
    };
    let fitting: Vec<Resolution> = Resolution::ALL.iter().filter(fits).copied().collect();
    let key =
        |one: &Resolution| slip_key(Phrase::keyed("act", one.name()), slip, &format!("d.{}", one.name()));
    let rows = fitting.chunks(3).map(|row| row.iter().map(key).collect()).collect();
    Say { lines, rows }
}

fn line(one: &Claimed) -> Phrase {
    Phrase::new("verdict-claimed")
        .with("n", i64::from(one.line))
        .with("text", one.sku.as_deref().unwrap_or_default())
        .with("count", i64::from(one.pieces))
}

/// The reasons that go with whose fault it is.
fn reasons(draft: &Draft, slip: SlipId, facts: &Facts<'_>) -> Vec<Vec<Key>> {
    let named: Vec<Liability> =
        draft.liability.into_iter().chain(draft.shares.iter().map(|share| share.liability)).collect();
    let fits =
        facts.terms.verdicts.reasons.iter().filter(|reason| reason.of.iter().any(|of| named.contains(of)));
    let key = |reason: &crate::domain::terms::Reason| {
        let label = Phrase::new("label").with("label", Arg::Label(reason.text.clone()));
        vec![slip_key(label, slip, &format!("r.{}", reason.id))]
    };
    fits.map(key).collect()
}

fn words(draft: &Draft, slip: SlipId, file: &CaseFile, facts: &Facts<'_>) -> Say {
    let name = file.customer.name.as_str();
    if draft.is_against(file.warranty(facts.terms).into(), &file.case) {
        return Say::line(Phrase::new("verdict-ask-words-needed").with("name", name));
    }
    let none = slip_key(Phrase::new("key-verdict-no-words"), slip, "w.none");
    Say { lines: vec![Phrase::new("verdict-ask-words").with("name", name)], rows: vec![vec![none]] }
}

fn evidence(draft: &Draft, slip: SlipId, file: &CaseFile, facts: &Facts<'_>) -> Say {
    let all: Vec<MediaId> = files(file, facts).collect();
    if all.is_empty() {
        return Say::line(Phrase::new("verdict-no-evidence").with("ref", file.case.reference.to_string()));
    }
    let key = |(n, media): (usize, &MediaId)| {
        let number = i64::try_from(n + 1).unwrap_or(i64::MAX);
        let label = if draft.evidence.contains(media) { "key-verdict-chosen" } else { "key-file" };
        let label = Phrase { key: label.into(), args: Vec::new() }.with("n", number);
        slip_key(label, slip, &format!("e.{}", n + 1))
    };
    let from = all.len().saturating_sub(FILES);
    let keys: Vec<Key> = all.iter().enumerate().skip(from).map(key).collect();
    let mut rows: Vec<Vec<Key>> = keys.chunks(5).map(<[Key]>::to_vec).collect();
    let done = slip_key(Phrase::new("key-done"), slip, "e.done");
    rows.extend((!draft.evidence.is_empty()).then(|| vec![done]));
    let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
    Say { lines: vec![Phrase::new("verdict-ask-evidence").with("count", count)], rows }
}

/// The files of the case, in the order its list has them.
pub(super) fn files<'a>(file: &CaseFile, facts: &Facts<'a>) -> impl Iterator<Item = MediaId> + use<'a> {
    let case = file.case.id;
    facts.pieces.iter().filter(move |(of, _)| *of == case).map(|(_, piece)| piece.media)
}

/// Why what was said can't be.
pub(super) fn misfit_words(misfit: &Misfit) -> Phrase {
    match misfit {
        Misfit::Sum(one, said) => {
            let said = i64::try_from(*said).unwrap_or(i64::MAX);
            match &one.sku {
                Some(sku) => Phrase::new("verdict-sum-of")
                    .with("name", sku.as_str())
                    .with("count", i64::from(one.pieces))
                    .with("n", said),
                None => Phrase::new("verdict-sum").with("count", i64::from(one.pieces)).with("n", said),
            }
        }
        Misfit::Line(line) => Phrase::new("verdict-no-line").with("n", i64::from(*line)),
        Misfit::PaysBack(resolution, liability) => Phrase::new("verdict-pays-back")
            .with("what", Phrase::keyed("act", resolution.name()))
            .with("facts", Phrase::keyed("fault", liability.name())),
    }
}

/// What fits as an answer in words.
pub(super) fn fits(step: Step, facts: &Facts<'_>) -> Phrase {
    match step {
        Step::Liability | Step::Preview => Phrase::new("verdict-usage"),
        Step::Shares => Phrase::new("verdict-pieces-example"),
        Step::Reason => {
            let ids: Vec<&str> =
                facts.terms.verdicts.reasons.iter().map(|reason| reason.id.as_str()).collect();
            Phrase::new("verdict-fits-reason").with("known", ids.join(", "))
        }
        Step::Words => Phrase::new("verdict-fits-words"),
        Step::Evidence => Phrase::new("verdict-fits-evidence"),
        Step::Worth => Phrase::new("verdict-fits-worth").with("price", facts.terms.verdicts.alone),
    }
}
