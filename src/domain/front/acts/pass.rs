//! A link to a file that is too large for where it should have gone: made for who pressed, good for some minutes.
//!
//! Whoever sees the case may have one: its customer, and the desk. The link itself is made at delivery; here it is a
//! number. Nobody else is shown it where the platform can do that.

use chrono::TimeDelta;

use crate::domain::{
    chat::Incoming,
    evidence::{self, Keeping, Piece},
    front::{CaseFile, Facts, aside},
    id::{MediaId, PassId, Supply},
    phrase::{Arg, Phrase, Say},
    plan::{NewPass, Plan},
};

/// How long a link can be opened.
const LASTS: TimeDelta = TimeDelta::minutes(15);

/// The file a button asks a link for: `link.<file>`.
pub(super) fn wanted(verb: &str) -> Option<MediaId> {
    verb.strip_prefix("link.")?.parse().ok().map(MediaId)
}

/// A press on such a button; `None` when it is none.
pub(in crate::domain::front) fn pass(
    verb: &str,
    file: &CaseFile,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Option<Plan> {
    let media = wanted(verb)?;
    let tell = |phrase: Phrase| aside::to_presser(incoming, facts, Say::line(phrase));
    // Why not a note's: a customer sees what was sent to them and by them.
    let may = |piece: &Piece| !piece.note || facts.speaker.staff.is_some();
    let here = |(case, piece): &&(_, Piece)| *case == file.case.id && piece.media == media && may(piece);
    let Some((_, piece)) = facts.pieces.iter().find(here) else {
        return Some(tell(Phrase::new("files-gone")));
    };
    let what = evidence::called(&piece.file);
    if !facts.hands_out {
        return Some(tell(Phrase::new("pass-off").with("what", what)));
    }
    if piece.keeping != Keeping::Kept {
        let key = if piece.keeping == Keeping::Waiting { "pass-waiting" } else { "pass-not-kept" };
        return Some(tell(Phrase::new(key).with("what", what)));
    }
    let (salt, until) = (supply.random(), facts.now + LASTS);
    let minutes = LASTS.num_minutes();
    let lines = vec![
        Phrase::new("pass-made").with("what", what).with("minutes", minutes),
        Phrase::new("pass-link").with("link", Arg::Pass(salt)),
    ];
    let mut plan = aside::to_presser(incoming, facts, Say { lines, rows: Vec::new() });
    let (id, person) = (PassId(supply.id()), facts.speaker.id);
    plan.passes.push(NewPass { id, salt, media, person, at: facts.now, until });
    Some(plan)
}
