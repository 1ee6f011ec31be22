//! What agents look for beyond a case: searches, canned replies, what was not delivered, who is not heard, who buys for
//! whom. What has to be read for it, and what was found.

use chrono::{DateTime, Utc};

use super::{CaseFile, binding, binding::Halves, company, lots, survey_desk};
use crate::domain::{
    bar::Bar,
    caller::Caller,
    canned::Canned,
    chat::{Account, Incoming, Input, Thing},
    command::{Typed, Word},
    company::{Company, Name},
    dialogue::{Dialogue, OneLine, Question},
    id::{CaseId, PersonId, SendId, SlipId},
    lots::{Listed, Lot},
    party::{Party, Role},
    reference::Reference,
    search::Slip,
};

/// What has to be looked up before deciding.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lookup {
    /// A search as it was typed.
    pub search: Option<String>,
    /// What a button goes on with.
    pub slip: Option<SlipId>,
    /// Which page of a list, from 0.
    pub page: u32,
    /// The canned replies.
    pub macros: bool,
    /// The words of the answered message.
    pub words: bool,
    /// What was not delivered.
    pub undelivered: Option<Undelivered>,
    /// Whom a restriction is about.
    pub target: Option<Target>,
    /// Everybody who is not heard.
    pub barred: bool,
    /// A company by its name.
    pub company: Option<Name>,
    /// Two who may be one.
    pub halves: Option<(Target, Target)>,
    /// Who may be calling, by what was told of them.
    pub callers: Option<String>,
    /// Who is calling.
    pub caller: Option<PersonId>,
    /// The cases of a lot.
    pub lot: Option<SoughtLot>,
    /// What is known of surveys.
    pub surveys: Option<survey_desk::Sought>,
}

/// Whose cases are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoughtLot {
    /// Which lot.
    pub lot: Lot,
    /// All that belongs to these cases as well.
    pub whole: bool,
}

/// Which undelivered rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undelivered {
    /// A page of those the speaker may see.
    Page,
    /// The last one of the case it is about.
    OfCase,
    /// That one, whatever became of it.
    Row(SendId),
}

/// Whom a restriction is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// An account.
    Account(Account),
    /// A person.
    Person(PersonId),
    /// The customer of the case it is about, or whoever wrote the answered message.
    Subject,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Looked {
    /// A page of a search.
    pub hits: Vec<Hit>,
    /// What a button goes on with.
    pub slip: Option<Stored>,
    /// Canned replies in force, by name.
    pub macros: Vec<Canned>,
    /// The words of the answered message.
    pub words: Option<String>,
    /// A page of undelivered rows, or the one asked for.
    pub undelivered: Vec<Failed>,
    /// All undelivered rows the speaker may see, for sending all again.
    pub failed: Vec<SendId>,
    /// Whom a restriction is about.
    pub target: Option<Known>,
    /// Everybody who is not heard.
    pub barred: Vec<Known>,
    /// There are more on the next page.
    pub more: bool,
    /// The company of the name that was given.
    pub company: Option<Company>,
    /// The two who may be one.
    pub halves: Option<Halves>,
    /// Who may be calling, of those the speaker sees.
    pub callers: Vec<Caller>,
    /// Who is calling, as they are now; locked.
    pub caller: Option<Caller>,
    /// The cases of a lot that the speaker sees.
    pub lot: Option<Listed>,
    /// How the customer of the case stands with surveys.
    pub standing: Option<survey_desk::Standing>,
    /// Surveys nobody answered.
    pub absent: Option<survey_desk::Listed>,
}

impl Looked {
    /// The case of the preview a button stands under.
    pub fn previewed(&self) -> Option<CaseId> {
        match self.slip.as_ref().map(|stored| &stored.slip) {
            Some(Slip::Preview(preview)) => Some(preview.case),
            Some(Slip::Verdict(draft)) => Some(draft.case),
            Some(Slip::Search { .. } | Slip::Again { .. } | Slip::Letter(_) | Slip::Verdicts { .. })
            | None => None,
        }
    }
}

/// A slip as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// Which.
    pub id: SlipId,
    /// Whose button it is.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// What it goes on with.
    pub slip: Slip,
}

/// A case that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The case.
    pub file: CaseFile,
    /// A piece of the words that were found, and who wrote them; nobody when they are the case's own facts.
    pub piece: Option<(Option<String>, String)>,
}

/// Something that was not delivered.
#[derive(Debug, Clone, PartialEq)]
pub struct Failed {
    /// Its row of the outbox.
    pub row: SendId,
    /// Its case, and that case's group; absent for what belongs to none.
    pub case: Option<(CaseId, Reference, String)>,
    /// For whom it was: a customer's name; absent for the staff side.
    pub customer: Option<String>,
    /// The first words of it, when people wrote them.
    pub words: Option<String>,
    /// When it was said.
    pub at: DateTime<Utc>,
    /// A key of the catalogue: why.
    pub why: String,
    /// It stands as undelivered or in doubt.
    pub open: bool,
    /// It was sent again already.
    pub again: bool,
}

/// Somebody a restriction is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Who; absent while the desk has not met them.
    pub person: Option<PersonId>,
    /// Their account, where the question was asked.
    pub account: Option<i64>,
    /// Their name, or number.
    pub name: String,
    /// They work here.
    pub staff: bool,
    /// How they are not heard, if so; it may have run out.
    pub bar: Option<Bar>,
    /// Their cases that have not ended.
    pub cases: Vec<CaseId>,
    /// The company they buy for.
    pub company: Option<Company>,
}

/// What a command asks to be looked up.
pub(super) fn of_command(typed: &Typed, incoming: &Incoming) -> Lookup {
    let rest = typed.rest.text.as_str();
    let first = rest.split_whitespace().next().unwrap_or_default();
    match typed.word {
        Some(Word::Search) => Lookup { search: Some(rest.to_owned()), ..Lookup::default() },
        Some(Word::Macro) => Lookup { macros: true, words: incoming.reply_to.is_some(), ..Lookup::default() },
        Some(Word::Undelivered) => Lookup { undelivered: Some(Undelivered::Page), ..Lookup::default() },
        Some(Word::Resend) => Lookup { undelivered: Some(Undelivered::OfCase), ..Lookup::default() },
        Some(Word::Block | Word::Unblock | Word::Mute) => Lookup {
            target: Some(match first.parse() {
                Ok(id) => Target::Account(Account { platform: incoming.place.platform, id }),
                Err(_) => Target::Subject,
            }),
            barred: true,
            ..Lookup::default()
        },
        Some(Word::Lot) => Lookup {
            lot: lots::lot_of(rest)
                .map(|lot| SoughtLot { lot, whole: lots::parts(rest).1 == lots::Act::Verdict }),
            ..Lookup::default()
        },
        Some(Word::Call) => Lookup { callers: OneLine::read(rest).caller, ..Lookup::default() },
        Some(Word::Bind) => {
            Lookup { halves: binding::meant(typed, incoming.place.platform), ..Lookup::default() }
        }
        Some(Word::Company) => {
            let (account, name) = company::named(rest);
            let account = account.map(|id| Account { platform: incoming.place.platform, id });
            Lookup {
                target: Some(account.map_or(Target::Subject, Target::Account)),
                company: Name::read(name),
                ..Lookup::default()
            }
        }
        Some(Word::Survey) => Lookup { surveys: Some(survey_desk::sought(rest)), ..Lookup::default() },
        _ => Lookup::default(),
    }
}

/// What a button asks to be looked up: `s:<slip>:<page or verb>`, `u:<page>`, `o:<row>:resend`, `k:<case>:<name>`,
/// `b:<person>:free`, `j:<person>:<person>`, `yl:<page>`.
pub(super) fn of_press(data: &str) -> Lookup {
    if let Some(halves) = binding::of_press(data) {
        return Lookup { halves: Some(halves), ..Lookup::default() };
    }
    if let Some(lot) = data.strip_prefix("lot:") {
        let lot = Lot::read(lot).map(|lot| SoughtLot { lot, whole: false });
        return Lookup { lot, ..Lookup::default() };
    }
    let mut parts = data.split(':');
    let kind = parts.next().unwrap_or_default();
    let id = parts.next().and_then(|id| id.parse::<i64>().ok());
    let page = parts.next().and_then(|page| page.parse().ok()).unwrap_or_default();
    match (kind, id) {
        ("s", Some(id)) => Lookup { slip: Some(SlipId(id)), page, macros: true, ..Lookup::default() },
        ("u", Some(page)) => Lookup {
            undelivered: Some(Undelivered::Page),
            page: u32::try_from(page).unwrap_or_default(),
            ..Lookup::default()
        },
        ("o", Some(row)) => Lookup { undelivered: Some(Undelivered::Row(SendId(row))), ..Lookup::default() },
        ("yl", Some(page)) => {
            Lookup { surveys: Some(survey_desk::Sought::Absent(page)), ..Lookup::default() }
        }
        ("k", Some(_)) => Lookup { macros: true, ..Lookup::default() },
        ("b", Some(person)) => {
            Lookup { target: Some(Target::Person(PersonId(person))), barred: true, ..Lookup::default() }
        }
        _ => Lookup::default(),
    }
}

/// What a draft about a call wants looked up for what is said to it.
pub(super) fn of_call(incoming: &Incoming, draft: &Dialogue) -> Lookup {
    let text = match &incoming.input {
        Input::Text(text) if draft.asks_who_calls() => Some(text.text.clone()),
        Input::Thing(Thing::Contact { phone, .. }) if draft.asks_who_calls() => Some(phone.clone()),
        Input::Edited { words, .. } => {
            let told = draft.answers.answered_by(incoming.message.unwrap_or_default());
            told.filter(|question| *question == Question::Caller).map(|_| words.text.clone())
        }
        Input::Filled { fields, .. } => {
            fields.iter().find(|(name, _)| name == Question::Caller.id()).map(|(_, text)| text.clone())
        }
        _ => None,
    };
    Lookup { callers: text, ..Lookup::default() }
}

/// Whether somebody sees the cases of that group in lists: leads see all, agents those of their groups, and agents
/// without groups all.
pub fn sees(speaker: &Party, group: &str) -> bool {
    let Some(staff) = &speaker.staff else { return false };
    staff.role >= Role::Lead || staff.groups.is_empty() || staff.groups.iter().any(|g| g == group)
}

/// The groups whose cases somebody sees in lists; empty = all.
pub fn groups_seen(speaker: &Party) -> &[String] {
    match &speaker.staff {
        Some(staff) if staff.role < Role::Lead => &staff.groups,
        _ => &[],
    }
}

/// Whether an input is a press of a button.
pub(super) const fn is_press(incoming: &Incoming) -> bool {
    matches!(incoming.input, Input::Press { .. })
}
