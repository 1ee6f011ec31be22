//! `macro`: canned replies. Listed, previewed in the customer's language, sent by who asked for the preview; leads keep
//! and remove them.

use super::{
    CaseFile, Facts, acts, answer, answer_with,
    lookup::{Stored, is_press},
    turn,
};
use crate::domain::{
    canned::{self, Canned, Filled, Preview},
    case::Refusal,
    chat::{Along, Incoming},
    clocks::latest,
    dialogue::Question,
    id::{MessageId, PersonId, SlipId, Supply},
    lang::Lang,
    party::Role,
    phrase::{Arg, Key, Phrase, Say},
    plan::{MacroChange, NewMessage, Plan, Side, SlipChange},
    search::Slip,
    sla::{ClockState, Target},
    text::Rich,
};

/// Buttons of canned replies one list shows.
const SHOWN: usize = 24;
/// Characters of a canned reply a list shows.
const BRIEF: usize = 48;

/// `macro`, `macro NAME [variable=value …]`, `macro save NAME en|zh words`, `macro remove NAME`.
pub(super) fn commanded(
    file: Result<&CaseFile, Refusal>,
    rest: &Rich,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let (first, behind) = split(rest);
    match first.as_str() {
        "" => answer_with(incoming, facts, list(file.ok(), facts)),
        "save" => save(&behind, incoming, facts),
        "remove" => remove(behind.text.trim(), incoming, facts),
        name => {
            let Some(canned) = named(name, facts) else { return unknown(name, incoming, facts) };
            match file {
                Ok(file) => {
                    preview(file, canned, None, canned::values(&behind.text), incoming, facts, supply)
                }
                Err(refusal) => acts::refuse(incoming, facts, refusal),
            }
        }
    }
}

/// The first word, and what follows as it was written.
fn split(words: &Rich) -> (String, Rich) {
    let first = words.text.split_whitespace().next().unwrap_or_default().to_owned();
    let behind = words.tail(first.len()).trimmed();
    (first, behind)
}

fn named<'a>(name: &str, facts: &'a Facts<'_>) -> Option<&'a Canned> {
    facts.looked.macros.iter().find(|canned| canned.name.eq_ignore_ascii_case(name))
}

fn unknown(name: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    answer(
        incoming,
        facts,
        Phrase::new("macro-unknown").with("name", name.chars().take(40).collect::<String>()),
    )
}

/// All canned replies; in a case's room with a button each.
fn list(file: Option<&CaseFile>, facts: &Facts<'_>) -> Say {
    let all = &facts.looked.macros;
    if all.is_empty() {
        return Say::line(Phrase::new("macro-none"));
    }
    let mut lines = vec![Phrase::new("macro-head")];
    lines.extend(all.iter().map(|canned| line(canned, facts)));
    let key = |canned: &Canned, file: &CaseFile| Key {
        label: Phrase::new("said").with("text", canned.name.as_str()),
        data: format!("k:{}:{}", file.case.id, canned.name),
    };
    let keys: Vec<Key> = file.into_iter().flat_map(|f| all.iter().take(SHOWN).map(|c| key(c, f))).collect();
    Say { lines, rows: keys.chunks(3).map(<[Key]>::to_vec).collect() }
}

fn line(canned: &Canned, facts: &Facts<'_>) -> Phrase {
    let text = canned.texts.get(facts.terms.brand.language);
    let brief: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let brief = match brief.char_indices().nth(BRIEF) {
        Some((at, _)) => format!("{}…", &brief[..at]),
        None => brief,
    };
    let langs = canned.texts.0.keys().map(|lang| language(*lang)).collect();
    Phrase::new("macro-line")
        .with("name", canned.name.as_str())
        .with("langs", Arg::List(langs))
        .with("text", brief)
}

fn language(lang: Lang) -> Phrase {
    Phrase::keyed("language-name", lang.code())
}

/// A button of the list.
pub(super) fn by_button(
    file: &CaseFile,
    name: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    match named(name, facts) {
        Some(canned) => preview(file, canned, None, Vec::new(), incoming, facts, supply),
        None => unknown(name, incoming, facts),
    }
}

/// Shows what the customer would read. `lang`: another language than theirs.
fn preview(
    file: &CaseFile,
    canned: &Canned,
    lang: Option<Lang>,
    given: Vec<(String, String)>,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if let Some(refusal) = acts::not_to_be_answered(file) {
        return acts::refuse(incoming, facts, refusal);
    }
    let theirs = file.customer.lang;
    let lang = lang.unwrap_or(theirs);
    let Some(text) = canned.texts.0.get(&lang) else {
        return other_language(file, canned, given, incoming, facts, supply);
    };
    let filled = canned::fill(text, &values(file, lang, facts), &given);
    let id = SlipId(supply.id());
    let slip = Preview {
        case: file.case.id,
        rev: file.case.rev,
        name: canned.name.clone(),
        lang,
        given,
        text: filled.text.clone(),
    };
    let say = shown(id, file, canned, lang, &filled);
    let put = SlipChange::Put { id, person: facts.speaker.id, at: facts.now, slip: Slip::Preview(slip) };
    let mut plan = if is_press(incoming) && facts.looked.slip.is_some() {
        turn(incoming, facts, say)
    } else {
        answer_with(incoming, facts, say)
    };
    plan.slips.push(put);
    plan
}

fn shown(id: SlipId, file: &CaseFile, canned: &Canned, lang: Lang, filled: &Filled) -> Say {
    let key = |label, verb: &str| Key { label: Phrase::new(label), data: format!("s:{id}:{verb}") };
    let head = Phrase::new("macro-preview")
        .with("ref", file.case.reference.to_string())
        .with("customer", file.customer.name.as_str())
        .with("language", language(lang));
    let mut lines = vec![head, Phrase::new("said").with("text", filled.text.as_str())];
    let mut row = Vec::new();
    if filled.open.is_empty() {
        row.push(key("key-send", "send"));
    } else {
        let open: Vec<&str> = filled.open.iter().map(String::as_str).collect();
        lines.push(
            Phrase::new("macro-open")
                .with("known", open.join(", "))
                .with("name", canned.name.as_str())
                .with("first", open[0]),
        );
    }
    row.push(key("key-drop", "drop"));
    Say { lines, rows: vec![row] }
}

/// The customer's language is missing: it is said, and the other one offered.
fn other_language(
    file: &CaseFile,
    canned: &Canned,
    given: Vec<(String, String)>,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let Some(lang) = canned.texts.0.keys().next().copied() else {
        return unknown(&canned.name, incoming, facts);
    };
    let id = SlipId(supply.id());
    let preview = Preview {
        case: file.case.id,
        rev: file.case.rev,
        name: canned.name.clone(),
        lang,
        given,
        text: String::new(),
    };
    let line = Phrase::new("macro-no-language")
        .with("name", canned.name.as_str())
        .with("language", language(file.customer.lang))
        .with("customer", file.customer.name.as_str());
    let label = Phrase::new("key-in-language").with("language", language(lang));
    let keys = vec![
        Key { label, data: format!("s:{id}:other") },
        Key { label: Phrase::new("key-drop"), data: format!("s:{id}:drop") },
    ];
    let mut plan = answer_with(incoming, facts, Say { lines: vec![line], rows: vec![keys] });
    let (person, at) = (facts.speaker.id, facts.now);
    plan.slips.push(SlipChange::Put { id, person, at, slip: Slip::Preview(preview) });
    plan
}

/// What the case says for the variables.
fn values(file: &CaseFile, lang: Lang, facts: &Facts<'_>) -> Vec<(&'static str, Option<String>)> {
    let answers = file.case.answers.as_ref();
    let text = |question| answers.and_then(|a| a.text(question)).filter(|text| !text.is_empty());
    let family = answers.and_then(|a| a.option(Question::Family)).and_then(|id| facts.terms.family(id));
    let family = family.map(|family| family.name.get(lang).to_owned());
    let product = match (family, text(Question::Model)) {
        (Some(family), Some(model)) => Some(format!("{family} {model}")),
        (family, model) => model.or(family),
    };
    let due = |targets: &[Target]| {
        let running = |t: &Target| {
            latest(&file.clocks, *t).filter(|c| c.state == ClockState::Running).and_then(|c| c.due_at)
        };
        let at = targets.iter().find_map(running)?;
        Some(canned::due_words(at, facts.now, file.customer.zone, facts.terms.calendar.zone(), lang))
    };
    vec![
        ("customer", Some(file.customer.name.clone())),
        ("ref", Some(file.case.reference.to_string())),
        ("agent", Some(facts.speaker.name.clone())),
        ("group", facts.terms.group(&file.case.group).map(|group| group.name.get(lang).to_owned())),
        ("brand", Some(facts.terms.brand.name.clone())),
        ("email", Some(facts.terms.brand.email.clone())),
        ("phone", facts.terms.brand.phone.clone()),
        ("order", text(Question::Order)),
        ("product", product),
        ("first_due", due(&[Target::FirstResponse, Target::EnquiryReply])),
        ("solution_due", due(&[Target::Solution])),
    ]
}

/// A button under a preview.
pub(super) fn press(
    stored: &Stored,
    preview: &Preview,
    verb: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if stored.person != facts.speaker.id {
        let refusal = Phrase::new("macro-others")
            .with("owner", stored.name.as_str())
            .with("name", preview.name.as_str());
        return answer(incoming, facts, refusal);
    }
    let Some(file) = facts.named.filter(|file| file.case.id == preview.case) else {
        return answer(incoming, facts, Phrase::new("old-staff-button"));
    };
    let done = SlipChange::Drop(stored.id);
    let mut plan = match verb {
        "drop" => turn(incoming, facts, Say::line(Phrase::new("macro-dropped"))),
        "send" if file.case.rev == preview.rev => send(file, preview, incoming, facts, supply),
        "send" | "other" => {
            let Some(canned) = named(&preview.name, facts) else {
                return unknown(&preview.name, incoming, facts);
            };
            let given = preview.given.clone();
            let mut again = self::preview(file, canned, Some(preview.lang), given, incoming, facts, supply);
            if verb == "send" {
                again.absorb(answer(incoming, facts, Phrase::new("macro-changed")));
            }
            again
        }
        _ => return answer(incoming, facts, Phrase::new("old-staff-button")),
    };
    plan.slips.push(done);
    plan
}

/// Sends what was previewed: an answer like any other, and the preview becomes its place in the room.
fn send(
    file: &CaseFile,
    preview: &Preview,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if let Some(refusal) = acts::not_to_be_answered(file) {
        return acts::refuse(incoming, facts, refusal);
    }
    let kind = "text".to_owned();
    let message = NewMessage {
        id: MessageId(supply.id()),
        case: Some(file.case.id),
        person: facts.speaker.id,
        side: Side::Agent,
        at: facts.now,
        kind,
        body: Rich::plain(preview.text.as_str()),
        media: None,
        album: None,
        reply_to: None,
        parked_until: None,
        source: incoming.remote(),
        along: Along::default(),
    };
    let lines = vec![
        Phrase::new("relay-answer").with("name", facts.speaker.name.as_str()),
        Phrase::new("said").with("text", preview.text.as_str()),
    ];
    let mut plan = turn(incoming, facts, Say { lines, rows: Vec::new() });
    plan.absorb(acts::answered(file, message, incoming, facts));
    plan
}

/// Keeps a text in one language: the words of the command, or of the answered message of the speaker's own.
fn save(words: &Rich, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if let Some(refused) = leads_only(incoming, facts) {
        return refused;
    }
    let (name, behind) = split(words);
    let (tag, body) = split(&behind);
    let Some(lang) = language_of(&tag).filter(|_| canned::is_name(&name) && !is_verb(&name)) else {
        return answer(incoming, facts, Phrase::new("macro-usage"));
    };
    let written = Some(body.text.trim()).filter(|words| !words.is_empty());
    let Some(body) = written.or_else(|| own_words(facts)).map(str::to_owned) else {
        return answer(incoming, facts, Phrase::new("macro-no-words"));
    };
    let said = Phrase::new("macro-saved").with("name", name.as_str()).with("language", language(lang));
    let mut plan = answer(incoming, facts, said);
    plan.macros.push(change(name, lang, Some(body), facts.speaker.id, facts));
    plan
}

/// Words of a command: they can't be names.
fn is_verb(name: &str) -> bool {
    ["save", "remove"].iter().any(|verb| name.eq_ignore_ascii_case(verb))
}

/// The answered message, when the speaker wrote it.
fn own_words<'a>(facts: &'a Facts<'_>) -> Option<&'a str> {
    let own = facts.answered.is_some_and(|linked| linked.person == facts.speaker.id);
    facts.looked.words.as_deref().filter(|words| own && !words.trim().is_empty())
}

fn language_of(tag: &str) -> Option<Lang> {
    match tag.to_ascii_lowercase().as_str() {
        "en" | "英文" => Some(Lang::En),
        "zh" | "zh-hans" | "cn" | "中文" => Some(Lang::ZhHans),
        _ => None,
    }
}

fn remove(name: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if let Some(refused) = leads_only(incoming, facts) {
        return refused;
    }
    let Some(canned) = named(name, facts) else {
        return unknown(name, incoming, facts);
    };
    let said = Phrase::new("macro-removed").with("name", canned.name.as_str());
    let mut plan = answer(incoming, facts, said);
    for lang in Lang::ALL {
        plan.macros.push(change(canned.name.clone(), lang, None, facts.speaker.id, facts));
    }
    plan
}

fn change(name: String, lang: Lang, body: Option<String>, by: PersonId, facts: &Facts<'_>) -> MacroChange {
    MacroChange { kept: canned::Kept { name, lang, body }, by, at: facts.now }
}

fn leads_only(incoming: &Incoming, facts: &Facts<'_>) -> Option<Plan> {
    let refusal = || Phrase::new("refuse-role").with("role", Phrase::keyed("role", Role::Lead.name()));
    (!facts.speaker.may(Role::Lead)).then(|| answer(incoming, facts, refusal()))
}
