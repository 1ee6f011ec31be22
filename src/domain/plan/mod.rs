//! What a decision wants done. `desk::carry_out` takes a plan apart exhaustively, so nothing in it can be forgotten.
//!
//! Plans speak of people and rooms, never of addresses: where somebody is reached is looked up when it is sent.

mod callers;
mod letters;
mod passes;
mod rows;
mod send;
mod surveys;
mod wanted;

use super::{
    alerts::{Ack, NewAlert},
    appointment::{Appointment, CodeChange},
    case::Case,
    claim::Line,
    clocks::ClockChange,
    export::NewExport,
    id::{CaseId, MessageId, SendId},
    order::OrderChange,
    party::Party,
    quote::Quote,
    verdict::Verdict,
};

pub use callers::NewCaller;
pub use letters::NewLetter;
pub use passes::NewPass;
pub use rows::{
    AbsenceChange, AgentChange, Ask, BarChange, Binding, CompanyChange, Deletion, DialogueChange,
    DialogueRow, Erasure, Event, InviteChange, LinkChange, MacroChange, NewInvite, NewMedia, NewMessage,
    NewRequest, Post, Reaction, Revision, Side, SlipChange, Who,
};
pub use send::{Parcel, Placing, Rank, Send, Sign, To};
pub use surveys::SurveyChange;
pub use wanted::{End, Expected, Wanted};

/// Everything one decision changes and says. Empty = nothing happens.
#[derive(Debug, Clone, Default, PartialEq)]
#[must_use]
pub struct Plan {
    /// People as they are from now on.
    pub people: Vec<Party>,
    /// People who called, and the numbers they are called back by.
    pub callers: Vec<NewCaller>,
    /// Dialogues as they are from now on.
    pub dialogues: Vec<DialogueChange>,
    /// Cases as they are from now on, new ones included.
    pub cases: Vec<Case>,
    /// What cases are about, as it is told now: all lines of each.
    pub lines: Vec<(CaseId, Vec<Line>)>,
    /// What is written into the history of cases.
    pub events: Vec<Event>,
    /// Clocks started or changed.
    pub clocks: Vec<ClockChange>,
    /// Verdicts as they are from now on.
    pub verdicts: Vec<Verdict>,
    /// Appointments as they are from now on.
    pub appointments: Vec<Appointment>,
    /// Access codes that were given, or are to be seen no more.
    pub codes: Vec<CodeChange>,
    /// What becomes of surveys, in this order.
    pub surveys: Vec<SurveyChange>,
    /// Quotes as they are from now on.
    pub quotes: Vec<Quote>,
    /// Messages to many.
    pub letters: Vec<NewLetter>,
    /// What was told of promises.
    pub alerts: Vec<NewAlert>,
    /// That somebody took notice of it.
    pub acks: Vec<Ack>,
    /// Words and files that belong to a case.
    pub messages: Vec<NewMessage>,
    /// Parked messages that found their case.
    pub filed: Vec<(MessageId, CaseId)>,
    /// New words for stored messages.
    pub revisions: Vec<Revision>,
    /// Messages whose originals are gone.
    pub deletions: Vec<Deletion>,
    /// Reactions given, changed and taken back.
    pub reactions: Vec<Reaction>,
    /// Files somebody sent.
    pub media: Vec<NewMedia>,
    /// Agents as they are from now on.
    pub agents: Vec<AgentChange>,
    /// One-time links made, used and withdrawn.
    pub invites: Vec<InviteChange>,
    /// Links to files that were asked for.
    pub passes: Vec<NewPass>,
    /// Exports and erasures that were asked for.
    pub requests: Vec<NewRequest>,
    /// Many cases that were asked for as one file.
    pub exports: Vec<NewExport>,
    /// People of whom nothing is kept from now on.
    pub erasures: Vec<Erasure>,
    /// Agents who go away or come back.
    pub absences: Vec<AbsenceChange>,
    /// Cases that belong together from now on, or no longer.
    pub links: Vec<LinkChange>,
    /// Undelivered rows to be sent once more.
    pub resends: Vec<SendId>,
    /// What was said in rooms without being kept as a message: an answer to it belongs to the same case.
    pub posts: Vec<Post>,
    /// Threads that are a case's from now on.
    pub places: Vec<Placing>,
    /// The agent who is the whole staff side is told how rooms work there.
    pub hinted: bool,
    /// Canned replies kept or taken away.
    pub macros: Vec<MacroChange>,
    /// Who is not heard from now on, or heard again.
    pub bars: Vec<BarChange>,
    /// What agents' buttons go on with.
    pub slips: Vec<SlipChange>,
    /// Orders as they are from now on.
    pub orders: Vec<OrderChange>,
    /// Who buys for which company from now on, or for none.
    pub companies: Vec<CompanyChange>,
    /// Accounts that are one person's from now on, after everything else of the batch is done.
    pub bindings: Vec<Binding>,
    /// What is said.
    pub sends: Vec<Send>,
}

impl Plan {
    /// Does also what `other` wants, after one's own.
    #[expect(clippy::too_many_lines, reason = "a line for each thing a plan can want")]
    pub fn absorb(&mut self, other: Self) {
        let Self {
            people,
            callers,
            dialogues,
            cases,
            lines,
            events,
            clocks,
            verdicts,
            letters,
            appointments,
            codes,
            surveys,
            quotes,
            alerts,
            acks,
            messages,
            filed,
            revisions,
            deletions,
            reactions,
            media,
            agents,
            invites,
            passes,
            requests,
            exports,
            erasures,
            absences,
            links,
            resends,
            posts,
            places,
            hinted,
            macros,
            bars,
            slips,
            orders,
            companies,
            bindings,
            sends,
        } = other;
        self.people.extend(people);
        self.callers.extend(callers);
        self.dialogues.extend(dialogues);
        self.cases.extend(cases);
        self.lines.extend(lines);
        self.events.extend(events);
        self.clocks.extend(clocks);
        self.verdicts.extend(verdicts);
        self.letters.extend(letters);
        self.appointments.extend(appointments);
        self.codes.extend(codes);
        self.surveys.extend(surveys);
        self.quotes.extend(quotes);
        self.alerts.extend(alerts);
        self.acks.extend(acks);
        self.messages.extend(messages);
        self.filed.extend(filed);
        self.revisions.extend(revisions);
        self.deletions.extend(deletions);
        self.reactions.extend(reactions);
        self.media.extend(media);
        self.agents.extend(agents);
        self.invites.extend(invites);
        self.passes.extend(passes);
        self.requests.extend(requests);
        self.exports.extend(exports);
        self.erasures.extend(erasures);
        self.absences.extend(absences);
        self.links.extend(links);
        self.resends.extend(resends);
        self.posts.extend(posts);
        self.places.extend(places);
        self.hinted |= hinted;
        self.macros.extend(macros);
        self.bars.extend(bars);
        self.slips.extend(slips);
        self.orders.extend(orders);
        self.companies.extend(companies);
        self.bindings.extend(bindings);
        self.sends.extend(sends);
    }

    /// A plan that only says something.
    pub fn saying(send: Send) -> Self {
        Self { sends: vec![send], ..Self::default() }
    }
}
