//! Which rows a decision will want, told from what came in alone.

use super::{
    Besides, OrderNeed, Sought, acts, invites, lookup, lookup::Lookup, moves, offered, privacy_desk, side,
};
use crate::domain::{
    chat::{Address, Incoming, Input, Remote, Room},
    command::{self, Typed, Word},
    dialogue::{self, Dialogue, Flow, Question},
    id::{CaseId, RequestId, SurveyId},
    order::Number,
    privacy::Whom,
    reference::Reference,
    survey::parse_press,
};

/// What has to be read before deciding.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each says by itself whether some rows are read")]
pub struct Needs {
    /// A case by what people call it.
    pub reference: Option<Reference>,
    /// A case by a button.
    pub case: Option<CaseId>,
    /// A message by where it stands: the answered one, or the one it edits or reacts to.
    pub message: Option<Remote>,
    /// A list.
    pub listing: Option<Sought>,
    /// A second case, by what people call it.
    pub other_reference: Option<Reference>,
    /// A second case, by a button.
    pub other_case: Option<CaseId>,
    /// What only one command wants.
    pub besides: Option<Besides>,
    /// The files of the case.
    pub pieces: bool,
    /// The list of agents.
    pub roster: bool,
    /// The case of the room that is a topic.
    pub room: bool,
    /// The case in whose chain of replies this message stands, where rooms have no topics.
    pub chain: Option<Remote>,
    /// What an agent answers in a topic, where no person wrote it: it may be a copy the desk does not know of.
    pub post: Option<Remote>,
    /// The speaker's own cases.
    pub own: bool,
    /// How much there is of the speaker.
    pub holdings: bool,
    /// Somebody of whom a lead speaks.
    pub subject: Option<Whom>,
    /// An erasure that waits for a second person.
    pub request: Option<RequestId>,
    /// What the speaker, or the customer of the case the button names, was not given.
    pub unsent: bool,
    /// What agents look for beyond a case.
    pub lookup: Lookup,
    /// An order, for staff.
    pub order: Option<OrderNeed>,
    /// The cases of others who buy for the speaker's company.
    pub shared: bool,
    /// The times at which the speaker has appointments.
    pub calendar: bool,
    /// Surveys of the speaker.
    pub surveys: Option<SurveyNeed>,
    /// What stands in the one-time link somebody opened.
    pub invite: Option<String>,
    /// The order of the draft that may be sent now: earlier cases about it belong with the new one.
    pub kin: Option<Number>,
}

/// Which surveys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SurveyNeed {
    /// The one a button names.
    One(SurveyId),
    /// Those that words may be meant for.
    Listening,
    /// The one whose comment stands in that message.
    Commented(i64),
}

/// Which rows deciding on `incoming` takes. `draft` = the speaker's active one.
pub fn needs(incoming: &Incoming, me: &str, draft: Option<&Dialogue>) -> Needs {
    let staff = incoming.room == Room::Staff;
    let topic = incoming.place.thread.is_some();
    let mut needs = Needs {
        room: staff && topic,
        chain: chain(incoming).filter(|_| staff && !topic),
        post: incoming.answered().filter(|_| staff && topic && incoming.answered_author.is_none()),
        ..Needs::default()
    };
    let private = incoming.room == Room::Private;
    let alone = side::is_alone(incoming);
    match &incoming.input {
        Input::Text(text) => match command::parse(text, me) {
            Some(typed) => {
                of_command(&typed, incoming.place, private, &mut needs);
                needs.message = incoming.answered();
                needs.lookup = lookup::of_command(&typed, incoming);
            }
            None => {
                needs.own = private && draft.is_none_or(|d| dialogue::may_file(d, &text.text));
                needs.kin = draft.filter(|_| needs.own).and_then(order_of);
                needs.message = incoming.answered();
                needs.surveys = (private && draft.is_none()).then_some(SurveyNeed::Listening);
            }
        },
        // Why with a draft too: what a thing says may be its last answer.
        Input::Thing(_) => {
            needs.own = private;
            needs.message = incoming.answered();
        }
        Input::File { caption, .. } if staff => {
            // Why: what a file carries as its words may be a command about a case that is named there.
            needs.reference = command::parse(caption, me).and_then(|typed| typed.case);
            needs.message = incoming.answered();
        }
        Input::File { .. } | Input::Other(_) => {
            needs.own = private && draft.is_none();
            needs.message = incoming.answered();
        }
        Input::Edited { .. } | Input::Reacted { .. } | Input::Deleted => {
            needs.message = incoming.remote();
            needs.surveys = commented(incoming).filter(|_| private && draft.is_none());
        }
        Input::Press { data } => of_pressed(data, incoming, draft, &mut needs),
        Input::Blocked => needs.own = true,
        Input::Unblocked => (needs.own, needs.unsent) = (true, true),
        Input::Filled { data, .. } => {
            (needs.case, needs.own) = (moves::case_of_press(data), private && !data.starts_with("d:"));
        }
        Input::Admitted | Input::Removed | Input::Moved { .. } | Input::Nothing => {}
    }
    if let Some(call) = draft.filter(|d| d.flow == Flow::Call && (private || alone)) {
        of_call(incoming, me, call, &mut needs);
    }
    needs
}

/// What a button wants.
fn of_pressed(data: &str, incoming: &Incoming, draft: Option<&Dialogue>, needs: &mut Needs) {
    let private = incoming.room == Room::Private;
    needs.lookup = lookup::of_press(data);
    if let Some(typed) = offered(data) {
        of_command(&typed, incoming.place, private, needs);
        needs.lookup = lookup::of_command(&typed, incoming);
    }
    needs.case = moves::case_of_press(data);
    needs.kin = draft.filter(|_| private && moves::press_may_file(data)).and_then(order_of);
    moves::needs_of_press(data, needs);
    needs.unsent = data.starts_with("w:");
    needs.shared |= private && data == "m:cases";
    needs.holdings = private && (data.starts_with("v:") || data == "m:privacy");
    needs.request = data.strip_prefix("v:two:").and_then(|id| id.parse().ok()).map(RequestId);
    needs.order = acts::order_of_press(data);
    needs.surveys = parse_press(data).filter(|_| private).map(|(one, ..)| SurveyNeed::One(one));
    needs.own = private && (!data.starts_with("d:") || moves::press_may_file(data));
}

/// What a draft about a call wants: who may be calling, and, where it may be recorded now, the case and who called.
fn of_call(incoming: &Incoming, me: &str, call: &Dialogue, needs: &mut Needs) {
    let may_file = match &incoming.input {
        Input::Text(text) if command::parse(text, me).is_some() => return,
        Input::Text(text) => dialogue::may_file(call, &text.text),
        Input::Press { data } => data.starts_with("d:") && moves::press_may_file(data),
        _ => false,
    };
    if may_file {
        needs.case = call.matter();
        needs.lookup.caller = call.caller();
    }
    let said = lookup::of_call(incoming, call);
    needs.lookup.callers = needs.lookup.callers.take().or(said.callers);
}

/// The survey whose comment is edited, if one is.
fn commented(incoming: &Incoming) -> Option<SurveyNeed> {
    let edited = matches!(incoming.input, Input::Edited { .. });
    incoming.message.filter(|_| edited).map(SurveyNeed::Commented)
}

/// The number of the order a draft is about.
fn order_of(draft: &Dialogue) -> Option<Number> {
    draft.answers.text(Question::Order).and_then(|text| Number::read(&text))
}

/// The message that says which room something was said in: the answered one, or the one that was pressed or edited.
fn chain(incoming: &Incoming) -> Option<Remote> {
    match incoming.input {
        Input::Press { .. } | Input::Edited { .. } => incoming.remote(),
        _ => incoming.answered(),
    }
}

fn of_command(typed: &Typed, place: Address, private: bool, needs: &mut Needs) {
    if typed.word == Some(Word::Privacy) {
        needs.holdings = private;
        needs.subject = privacy_desk::whom(typed, place.platform);
    }
    needs.own = private;
    needs.shared = private && matches!(typed.word, Some(Word::Cases | Word::Status | Word::Add));
    needs.invite = invites::code(typed).filter(|_| private).map(str::to_owned);
    needs.reference.clone_from(&typed.case);
    moves::needs_of_command(typed, needs);
    needs.order = (typed.word == Some(Word::Order)).then(|| acts::order_wanted(typed));
}
