//! The buttons of a case's card. Who presses was checked; what a press does is decided by the case as it is now, and
//! what is final counts only for the case the button was shown for.

use super::{CaseFile, Facts, acts, answer_with, asked, history, turn};
use crate::domain::{
    card::{self, Keys},
    case::State,
    chat::Incoming,
    id::Supply,
    phrase::{Phrase, Say},
    plan::{End, Plan, Wanted},
    text::Rich,
};

/// One button: `<verb>` or `<verb>:<the rest>`.
pub(super) fn pressed(
    file: &CaseFile,
    data: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let (verb, rest) = data.split_once(':').unwrap_or((data, ""));
    match verb {
        "take" => acts::take(file, incoming, facts),
        "release" => acts::release(file, incoming, facts),
        "ack" => acts::ack(file, incoming, facts),
        "solve" => acts::solve(file, Rich::default(), incoming, facts, supply),
        "reopen" => acts::reopen(file, incoming, facts, supply),
        "ask" => question(file, "ask-what", Wanted::Ask, incoming, facts),
        "wait" => acts::wait(file, rest, incoming, facts),
        "resume" => acts::resume(file, incoming, facts),
        "transfer" => acts::transfer(file, &Rich::plain(rest), incoming, facts, supply),
        "complex" => acts::complex(file, &Rich::default(), incoming, facts, supply),
        "general" => acts::general_because(file, &Rich::default(), incoming, facts, supply),
        "set" => acts::set_choice(file, rest, incoming, facts),
        "close" => close(file, rest, incoming, facts, supply),
        "merge" => acts::merge_confirmed(file, rest, incoming, facts, supply),
        "verdict" if rest == "new" => acts::begin_verdict(file, incoming, facts, supply),
        "verdict" => acts::show_verdict(file, incoming, facts, supply),
        "second" => acts::second(file, rest, incoming, facts, supply),
        "sent" => acts::sent(file, "", incoming, facts),
        "credit" => acts::credit(file, "", incoming, facts),
        "settle" => acts::settle(file, rest, incoming, facts, supply),
        "stands" => acts::stands(file, &Rich::default(), incoming, facts),
        "appoint" => acts::appoint_by_button(file, rest, incoming, facts, supply),
        "fix" => acts::confirm_appointment(file, rest, incoming, facts),
        "offer" => acts::offer_anew(file, rest, incoming, facts, supply),
        "code-ask" => acts::ask_for_code(file, rest, incoming, facts),
        "code-show" => acts::show_code(file, rest, incoming, facts),
        "held" => acts::end_appointment(End::Done, file, rest, incoming, facts),
        "missed" => acts::end_appointment(End::Missed, file, rest, incoming, facts),
        "call-off" => acts::end_appointment(End::Off, file, rest, incoming, facts),
        "form" => acts::form(file, incoming, facts),
        "history" => history::show(file, rest.parse().ok(), incoming, facts),
        "more" => swap(file, Keys::More, incoming, facts),
        "less" => swap(file, Keys::First, incoming, facts),
        _ => acts::files_pressed(verb, file, incoming, facts)
            .or_else(|| acts::press_quote(verb, rest, file, incoming, facts, supply))
            .or_else(|| acts::pass(verb, file, incoming, facts, supply))
            .unwrap_or_else(|| answer_with(incoming, facts, card::card(file, facts.terms, facts.now))),
    }
}

/// Asks for words; a case that ended takes none.
fn question(
    file: &CaseFile,
    key: &'static str,
    wanted: Wanted,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    if !file.case.state.is_live() {
        return acts::refuse(incoming, facts, acts::ended(file));
    }
    let say =
        Say::line(Phrase { key: key.into(), args: Vec::new() }.with("ref", file.case.reference.to_string()));
    asked::ask(file, say, wanted, incoming, facts)
}

/// Ends a case: one with a proposed solution at once, if nothing happened to it since the button was shown; any other
/// with a reason, which is asked for.
fn close(file: &CaseFile, rev: &str, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    if file.case.state != State::Solved {
        return question(file, "close-what", Wanted::Close, incoming, facts);
    }
    if rev.parse() != Ok(file.case.rev) {
        let mut say = card::card(file, facts.terms, facts.now);
        say.lines.insert(0, Phrase::new("case-changed"));
        return answer_with(incoming, facts, say);
    }
    acts::close(file, &Rich::default(), incoming, facts, supply)
}

/// Shows the other buttons under the same card. The next change of the case brings the first ones back.
fn swap(file: &CaseFile, keys: Keys, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    turn(incoming, facts, card::card_with(file, keys, facts.terms, facts.now))
}
