//! One verdict for many cases: what it would be in each, and that it counts there, without a word to whoever confirmed it.

use super::{ask, decide, draft_of, refused};
use crate::domain::{
    chat::Incoming,
    front::{CaseFile, Facts},
    id::Supply,
    phrase::Phrase,
    plan::{Parcel, Plan},
    verdict::{self, Draft, Stage, Step, Worth},
};

/// Whether a text says whose fault it is: the least a verdict for many needs.
pub(in crate::domain::front) fn is_verdict(text: &str, facts: &Facts<'_>) -> bool {
    verdict::read(text, facts.terms).liability.is_some()
}

/// The verdict those words are in that case; or why they are none there.
pub(in crate::domain::front) fn verdict_for(
    file: &CaseFile,
    text: &str,
    facts: &Facts<'_>,
) -> Result<Draft, Phrase> {
    if let Some(why) = refused(file, facts) {
        return Err(why);
    }
    if file.verdict().is_some() {
        return Err(Phrase::new("lot-verdict-decided"));
    }
    let mut draft = draft_of(file, text, facts).ok_or_else(|| Phrase::new("verdict-usage"))?;
    // Why: what is worth more is said; a second person is asked for it in each case.
    draft.worth = draft.worth.or(Some(Worth::Within));
    draft.words = draft.words.or_else(|| Some(String::new()));
    whole(file, &draft, facts)?;
    Ok(draft)
}

/// Why the draft can't count in its case as it stands.
fn whole(file: &CaseFile, draft: &Draft, facts: &Facts<'_>) -> Result<(), Phrase> {
    let (cover, claimed) = (file.warranty(facts.terms).into(), verdict::claimed(&file.case));
    if let Some(misfit) = draft.misfit(cover, &file.case, &claimed).filter(|_| !draft.shares.is_empty()) {
        return Err(ask::misfit_words(&misfit));
    }
    match draft.step(cover, &file.case, facts.terms) {
        Step::Preview => Ok(()),
        Step::Evidence => Err(Phrase::new("lot-verdict-evidence")),
        Step::Words => Err(Phrase::new("lot-verdict-words")),
        Step::Reason => Err(Phrase::new("lot-verdict-reason")),
        Step::Liability | Step::Shares | Step::Worth => Err(Phrase::new("lot-verdict-pieces")),
    }
}

/// The verdict counts in its case, or is put to a second person; the case must be as it was shown.
pub(in crate::domain::front) fn decided_with_others(
    file: &CaseFile,
    draft: &Draft,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Result<Plan, Phrase> {
    if draft.rev != file.case.rev {
        return Err(Phrase::new("lot-verdict-changed"));
    }
    if let Some(why) = refused(file, facts) {
        return Err(why);
    }
    whole(file, draft, facts)?;
    let verdict = decide::verdict_of(draft, file, facts, supply);
    let mut plan = match verdict.stage {
        Stage::Proposed => decide::proposed(file, verdict, incoming, facts),
        Stage::InForce | Stage::Replaced | Stage::Dropped => {
            decide::counts(file, verdict, incoming, facts, supply)
        }
    };
    // Why: who confirmed them all is told of all of them at once.
    plan.sends.retain(|send| !matches!(&send.parcel, Parcel::Say { edits, aside, .. } if edits.is_some() || aside.is_some()));
    plan.sends.extend(decide::price_wanted(file, &plan));
    Ok(plan)
}
