//! What people tell the desk about themselves: their language and their time zone.
//!
//! A zone is only ever told, never guessed; until then every time names the desk's zone.

use chrono_tz::Tz;

use super::{Facts, answer_with, customer, drafts, status};
use crate::domain::{
    chat::Incoming,
    dialogue,
    lang::Lang,
    moment::clock,
    phrase::{Key, Phrase, Say},
    plan::{DialogueChange, Plan, Send, To},
};

/// The zones that are offered, from west to east, with the place each is named by. Any other can be written.
const ZONES: [(Tz, &str); 12] = [
    (Tz::America__Los_Angeles, "los-angeles"),
    (Tz::America__New_York, "new-york"),
    (Tz::America__Sao_Paulo, "sao-paulo"),
    (Tz::Europe__London, "london"),
    (Tz::Europe__Berlin, "berlin"),
    (Tz::Asia__Dubai, "dubai"),
    (Tz::Asia__Kolkata, "kolkata"),
    (Tz::Asia__Bangkok, "bangkok"),
    (Tz::Asia__Shanghai, "shanghai"),
    (Tz::Asia__Tokyo, "tokyo"),
    (Tz::Australia__Sydney, "sydney"),
    (Tz::Pacific__Auckland, "auckland"),
];
/// Zones in one row of buttons.
const ROW: usize = 3;

/// Asks for the language; the zone is offered beside it.
pub(super) fn languages() -> Say {
    let key = |lang: Lang| Key {
        label: Phrase::keyed("language-name", lang.code()),
        data: format!("l:{}", lang.code()),
    };
    let langs = Lang::ALL.into_iter().map(key).collect();
    Say { lines: vec![Phrase::new("language-ask")], rows: vec![langs, vec![zone_key()]] }
}

/// The button that asks for the zone.
pub(super) fn zone_key() -> Key {
    Key { label: Phrase::new("key-zone"), data: "m:zone".into() }
}

/// Asks what time it is where they are: each button shows the time there.
pub(super) fn zones(facts: &Facts<'_>) -> Say {
    ask_zone("zone-ask", facts)
}

fn ask_zone(key: &'static str, facts: &Facts<'_>) -> Say {
    let button = |(zone, place): &(Tz, &str)| Key {
        label: Phrase::new("key-zone-of")
            .with("time", clock(facts.now, *zone))
            .with("place", Phrase::keyed("place", place)),
        data: format!("z:{}", zone.name()),
    };
    let rows = ZONES.chunks(ROW).map(|row| row.iter().map(button).collect()).collect();
    Say { lines: vec![Phrase::new(key), Phrase::new("zone-other")], rows }
}

/// The zone chosen by button or by its name, `Europe/Paris` or `paris`.
pub(super) fn choose_zone(name: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let Some(zone) = named_zone(name) else {
        return answer_with(incoming, facts, ask_zone("zone-unknown", facts));
    };
    let mut person = facts.speaker.clone();
    person.zone = Some(zone);
    let mut lines = vec![Phrase::new("zone-done").with("time", clock(facts.now, zone))];
    lines.extend(customer::only_live(facts).into_iter().flat_map(|file| status::dates(file, facts.now)));
    let mut plan = answer_with(incoming, facts, Say { lines, rows: Vec::new() });
    plan.people.push(person);
    plan
}

/// The zone of that name, else the one named after that city.
fn named_zone(name: &str) -> Option<Tz> {
    let name = name.trim().replace(' ', "_");
    let is = |zone: &&Tz| zone.name().eq_ignore_ascii_case(&name);
    let city =
        |zone: &&Tz| zone.name().rsplit_once('/').is_some_and(|(_, city)| city.eq_ignore_ascii_case(&name));
    let known = || chrono_tz::TZ_VARIANTS.iter();
    known().find(is).or_else(|| known().find(city)).copied()
}

/// The language chosen by button.
pub(super) fn choose_language(tag: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let Some(lang) = Lang::ALL.into_iter().find(|l| l.code() == tag) else {
        return answer_with(incoming, facts, languages());
    };
    let mut person = facts.speaker.clone();
    person.lang = lang;
    person.lang_chosen = true;
    let rows = if person.zone.is_none() { vec![vec![zone_key()]] } else { Vec::new() };
    let done = Say { lines: vec![Phrase::new("language-done")], rows };
    let mut plan = answer_with(incoming, facts, done);
    plan.people.push(person);
    // Why: the question in hand is asked once more, so that it can be read.
    if let Some(row) = drafts::active(facts) {
        let again = dialogue::show(&row.dialogue, &drafts::dialogue_facts(row.id, row.platform, facts));
        let mut send = Send::say(To::Person(facts.speaker.id, incoming.place.platform), again.say);
        send.asks = Some(row.id);
        plan.sends.push(send);
        plan.dialogues.push(DialogueChange::Put(row.clone()));
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_found_by_its_name_or_its_city() {
        for (written, zone) in [
            ("Europe/Paris", Some(Tz::Europe__Paris)),
            (" lisbon ", Some(Tz::Europe__Lisbon)),
            ("New York", Some(Tz::America__New_York)),
            ("asia/ho_chi_minh", Some(Tz::Asia__Ho_Chi_Minh)),
            ("UTC", Some(Tz::UTC)),
            ("Atlantis", None),
            ("", None),
            ("/", None),
        ] {
            assert_eq!(named_zone(written), zone, "{written}");
        }
    }

    #[test]
    fn every_offered_zone_fits_into_a_button_and_is_found_again() {
        for (zone, place) in ZONES {
            let data = format!("z:{}", zone.name());
            assert!(data.len() <= 64, "{data}");
            assert_eq!(named_zone(zone.name()), Some(zone));
            let city =
                zone.name().rsplit('/').next().unwrap_or_default().to_ascii_lowercase().replace('_', "-");
            assert_eq!(city, place, "the catalogue names a zone by its city");
        }
    }
}
