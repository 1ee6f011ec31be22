//! A case comes to be: from a finished draft, or because somebody wants a person.

use chrono::{DateTime, Utc};

use super::{CaseFile, Facts, case_key, settings};
use crate::domain::{
    card,
    case::{Case, Kind, State},
    chat::{Along, Platform},
    claim::{Class, Filing, Line, Urgency},
    clocks::{self, ClockChange},
    dialogue::{self, Flow, Question},
    id::{CaseId, CompanyId, MediaId, MessageId, PersonId, Supply},
    order::Number,
    phone::Phone,
    phrase::{Key, Phrase, Say},
    plan::{Event, LinkChange, NewCaller, NewMessage, Parcel, Placing, Plan, Send, Side, To},
    reference::Reference,
    sla::Target,
    text::Rich,
};

/// Most pictures one message can hold, on the platform that takes fewest.
const ALBUM: usize = 10;

/// Opens a case for `filing`, tells its customer what is promised, and gives it its room.
pub(super) fn open(
    filing: Option<Filing>,
    platform: Platform,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let who = Opener::speaker(platform, facts);
    let case = new_case(filing.as_ref(), &who, facts, supply);
    let clocks = clocks::start(&case, 1, facts.now, facts.terms, supply);
    let mut plan = Plan::default();
    plan.sends.push(Send::say(To::customer(&case), receipt(&case, &clocks, facts)));
    if let Some(at) = facts.lobby {
        plan.places.push(Placing { case: case.id, at, since: facts.now });
        plan.sends.push(Send::new(To::customer(&case), Parcel::Title));
    }
    plan.sends.push(Send::card(case.id));
    super::talk::file_all(facts.parked, case.id, &mut plan);
    plan.callers.extend(filing.as_ref().and_then(|filing| told_number(filing, facts)));
    if let Some(filing) = filing {
        plan.lines.push((case.id, filing.lines.clone()));
        // Why: a card is one message, and an agent has to see every line.
        if filing.answers.items().len() > card::LINES {
            let lines = dialogue::table(&filing.answers, usize::MAX);
            plan.sends.push(Send::say(To::Room(case.id), Say { lines, rows: Vec::new() }));
        }
        show_comments(&filing.comments, &case, facts, supply, &mut plan);
        show_evidence(&filing, &case, facts, supply, &mut plan);
    }
    plan.links.extend(repeats(&case, facts));
    plan.events.push(Event {
        case: case.id,
        at: facts.now,
        kind: "opened",
        by: Some(facts.speaker.id),
        data: serde_json::json!({ "group": case.group, "class": case.class }),
    });
    plan.clocks = clocks;
    plan.cases.push(case);
    plan
}

/// The number a customer told: whoever calls from it is known by it.
fn told_number(filing: &Filing, facts: &Facts<'_>) -> Option<NewCaller> {
    let phone = filing.answers.text(Question::Phone).as_deref().and_then(Phone::read)?;
    let who = facts.speaker;
    Some(NewCaller {
        person: who.id,
        name: who.name.clone(),
        lang: who.lang,
        phone: Some(phone),
        at: facts.now,
    })
}

/// Earlier cases about the same goods of the same order: this one belongs with them, and what is left of their warranty
/// is what there is.
fn repeats(case: &Case, facts: &Facts<'_>) -> Vec<LinkChange> {
    let goods = |case: &Case| case.answers.as_ref().map(|a| Line::all(a, None)).unwrap_or_default();
    let (order, new) = (number_of(case), goods(case));
    let same = |a: &Line, b: &Line| match (&a.sku, &b.sku) {
        (Some(a), Some(b)) => a == b,
        _ => {
            a.family.is_some()
                && a.family == b.family
                && (a.model.is_none() || b.model.is_none() || a.model == b.model)
        }
    };
    let again = |file: &&CaseFile| {
        let before = goods(&file.case);
        order.is_some()
            && number_of(&file.case) == order
            && new.iter().any(|one| before.iter().any(|other| same(one, other)))
    };
    let link = |file: &CaseFile| LinkChange {
        a: case.id.min(file.case.id),
        b: case.id.max(file.case.id),
        on: true,
        by: Some(facts.speaker.id),
        at: facts.now,
    };
    facts.kin.iter().filter(again).map(link).collect()
}

fn number_of(case: &Case) -> Option<Number> {
    case.answers.as_ref()?.text(Question::Order).and_then(|text| Number::read(&text))
}

/// Whose a new case is, where they are answered, and when it came to be.
pub(super) struct Opener {
    pub(super) person: PersonId,
    pub(super) platform: Platform,
    pub(super) company: Option<CompanyId>,
    pub(super) at: DateTime<Utc>,
}

impl Opener {
    fn speaker(platform: Platform, facts: &Facts<'_>) -> Self {
        let company = facts.speaker.company.as_ref().map(|company| company.id);
        Self { person: facts.speaker.id, platform, company, at: facts.now }
    }
}

/// The case that comes of a filing, routed by what it is and how pressing it is.
pub(super) fn new_case(
    filing: Option<&Filing>,
    who: &Opener,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Case {
    let kind = filing.map_or(Kind::Person, kind_of);
    let urgency = filing.map_or(Urgency::Normal, |f| f.urgency);
    let topic = filing.and_then(|f| f.topic.clone());
    let group = facts.terms.route(kind.name(), topic.as_deref(), urgency.id()).to_owned();
    Case {
        id: CaseId(supply.id()),
        reference: Reference::new(facts.terms.brand.prefix.clone(), supply.random()),
        kind,
        state: State::New,
        class: filing.map_or(Class::General, |f| f.class),
        urgency,
        topic,
        group,
        customer: who.person,
        platform: who.platform,
        company: who.company,
        assignee: None,
        leaver: None,
        answers: filing.map(|f| f.answers.clone()),
        incomplete: filing.is_some_and(|f| f.incomplete),
        opened_at: who.at,
        solved_at: None,
        closed_at: None,
        human_at: None,
        merged_into: None,
        rev: 1,
    }
}

fn kind_of(filing: &Filing) -> Kind {
    match filing.flow {
        Flow::Call => dialogue::kind_of(&filing.answers),
        Flow::Claim => Kind::Claim,
        Flow::Care => Kind::Care,
        Flow::Enquiry => Kind::Enquiry,
        Flow::Order => Kind::Order,
    }
}

/// What the customer is promised, as dates.
fn receipt(case: &Case, clocks: &[ClockChange], facts: &Facts<'_>) -> Say {
    let due = |target| clocks.iter().find(|c| c.clock.target == target).and_then(|c| c.clock.due_at);
    let named = |key| Phrase::new(key).with("ref", case.reference.to_string());
    let promise = match (due(Target::FirstResponse), due(Target::Solution), due(Target::EnquiryReply)) {
        (_, _, Some(answer)) => named("receipt-enquiry").with("answer", answer),
        (Some(answer), Some(solution), _) => {
            named("receipt").with("answer", answer).with("solution", solution)
        }
        _ => named("receipt-bare"),
    };
    let mut lines = Vec::new();
    if !facts.terms.calendar.is_open(facts.now) {
        lines.extend(
            facts
                .terms
                .calendar
                .next_open(facts.now)
                .map(|opens| Phrase::new("receipt-closed").with("opens", opens)),
        );
    }
    lines.push(promise);
    let home = facts.homes.of_group(&case.group, facts.terms);
    let lost = home.is_some_and(|home| facts.staff_lost.has(home));
    lines.extend(lost.then(|| Phrase::new("receipt-staff-lost")));
    lines.push(Phrase::new("receipt-add"));
    let mut rows = vec![vec![
        case_key(Phrase::new("key-add"), case.id, "add"),
        Key { label: Phrase::new("key-cases"), data: "m:cases".into() },
    ]];
    rows.extend(facts.speaker.zone.is_none().then(|| vec![settings::zone_key()]));
    Say { lines, rows }
}

/// What was said beside the questions, as one message of the customer in the room: a group takes few in a minute.
fn show_comments(comments: &[String], case: &Case, facts: &Facts<'_>, supply: &mut Supply, plan: &mut Plan) {
    if comments.is_empty() {
        return;
    }
    let message = own_words(case, facts, supply, "text", Rich::plain(comments.join("\n")));
    let parcel = Parcel::Relay { messages: vec![message.id], answers: false };
    plan.sends.push(Send::new(To::Room(case.id), parcel));
    plan.messages.push(message);
}

/// The evidence, as albums under the card; what was written under a piece stays with it.
fn show_evidence(filing: &Filing, case: &Case, facts: &Facts<'_>, supply: &mut Supply, plan: &mut Plan) {
    let sent: Vec<i64> = filing.evidence.iter().chain(&filing.surplus).copied().collect();
    for album in sent.chunks(ALBUM) {
        let first = plan.messages.len();
        for media in album {
            let caption = filing.captions.get(media).map_or("", String::as_str);
            let mut message = own_words(case, facts, supply, "file", Rich::plain(caption));
            message.media = Some(MediaId(*media));
            plan.messages.push(message);
        }
        let messages = plan.messages[first..].iter().map(|m| m.id).collect();
        plan.sends.push(Send::new(To::Room(case.id), Parcel::Relay { messages, answers: false }));
    }
}

fn own_words(case: &Case, facts: &Facts<'_>, supply: &mut Supply, kind: &str, body: Rich) -> NewMessage {
    NewMessage {
        id: MessageId(supply.id()),
        case: Some(case.id),
        person: facts.speaker.id,
        side: Side::Customer,
        at: facts.now,
        kind: kind.to_owned(),
        body,
        media: None,
        album: None,
        along: Along::default(),
        reply_to: None,
        parked_until: None,
        source: None,
    }
}
