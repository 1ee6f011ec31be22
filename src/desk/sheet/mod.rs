//! The rows one batch works on: read once, changed in memory decision by decision, written back together.

mod absorb;
mod calendars;
mod lookup;
mod lots;
mod meet;
mod orders;
mod read;
mod surveys;

pub(super) use read::in_order;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{Desk, DeskError};
use crate::{
    domain::{
        appointment::Booked,
        chat::{Account, Address, EventKey, Incoming, Input, Platform, Remote, Room},
        dialogue,
        evidence::Piece,
        front::{
            self, CaseFile, Colleague, Entry, Facts, Gone, Invite, Linked, Looked, Moves, Needs, OrderFile,
            Page, Sought,
        },
        haste::{Haste, Pace},
        id::{CaseId, DialogueId, MessageId, PersonId, RequestId, SendId, Supply},
        order::{Goods, Number},
        party::Party,
        plan::{Expected, Plan},
        privacy::{Holdings, Known, Request, Subject, Whom},
        survey::Survey,
    },
    store::{
        self,
        dialogues::{Affairs, Prompt},
        intake::Admitted,
        moves::Reply,
    },
};

/// A person on the sheet.
pub(super) struct Person {
    pub(super) party: Party,
    /// The account this batch met them by.
    pub(super) account: Account,
    /// Where they are reached by it, where that is known.
    pub(super) chat: Option<i64>,
    /// To be written back.
    pub(super) dirty: bool,
}

/// Whether the case's room is on the other platform than that was said on.
fn has_moved_from(file: &CaseFile, incoming: &Incoming) -> bool {
    file.room.is_some_and(|room| room.platform != incoming.place.platform)
}

/// The message as one that may answer a question of the desk.
fn reply_of(incoming: &Incoming, person: PersonId) -> Option<Reply> {
    let Remote { platform, chat, id } = incoming.answered()?;
    Some(Reply { person, platform, chat, to: id })
}

/// Everything a batch may look at, and what its decisions want done so far.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) people: BTreeMap<PersonId, Person>,
    pub(super) accounts: HashMap<Account, PersonId>,
    affairs: HashMap<(PersonId, Platform), Affairs>,
    files: BTreeMap<CaseId, CaseFile>,
    own: HashMap<PersonId, Vec<CaseId>>,
    rooms: HashMap<Address, CaseId>,
    /// Topics cases have moved out of.
    left: HashMap<Address, CaseId>,
    /// Threads of customers that are a case's.
    places: HashMap<i64, CaseId>,
    /// Messages of rooms that are chains of replies.
    chains: HashMap<Remote, CaseId>,
    links: HashMap<Remote, Linked>,
    /// What stood where something was deleted.
    gone: HashMap<Remote, Gone>,
    parked: HashMap<PersonId, Vec<MessageId>>,
    holdings: HashMap<PersonId, Holdings>,
    subjects: HashMap<Whom, Subject>,
    requests: HashMap<RequestId, Request>,
    /// What customers were not given, for those it was asked of.
    unsent: HashMap<PersonId, Vec<SendId>>,
    pieces: Vec<(CaseId, Piece)>,
    lists: HashMap<(PersonId, Sought), (Vec<CaseFile>, Page)>,
    histories: BTreeMap<CaseId, Vec<Entry>>,
    questions: HashMap<Reply, Expected>,
    roster: HashMap<Platform, Vec<Colleague>>,
    looked: HashMap<EventKey, Looked>,
    /// Rows sent again by this very batch.
    resent: HashSet<SendId>,
    /// What numbers open that people of the batch told.
    goods: HashMap<(PersonId, Number), Goods>,
    /// The orders agents of the batch ask about, by the update that asks.
    order_files: HashMap<EventKey, OrderFile>,
    /// The cases of people's companies that others have.
    shared: HashMap<PersonId, Vec<CaseFile>>,
    /// Earlier cases about the orders of drafts that may be sent, by whose draft it is and the order's key.
    kin: HashMap<(PersonId, String), Vec<CaseFile>>,
    /// When agents who matter to the batch have appointments.
    booked: Vec<Booked>,
    /// One-time links people of the batch opened, by the update that did.
    pub(super) invites: HashMap<EventKey, Invite>,
    /// What customers have used of what they may say, with what this very batch uses.
    pub(super) paces: HashMap<PersonId, Pace>,
    /// Surveys of people of the batch.
    surveys: HashMap<PersonId, Vec<Survey>>,
    /// Questions asked by this very batch: nobody can have seen them.
    asked: HashSet<DialogueId>,
    /// What is to be done, of all decisions together.
    pub(super) plan: Plan,
}

impl Sheet {
    /// Reads everything the fresh updates of a batch need.
    pub(super) async fn load(
        desk: &Desk,
        db: &mut PgConnection,
        batch: &[&Incoming],
        admitted: Vec<Admitted>,
    ) -> Result<Self, DeskError> {
        let mut sheet = Self::default();
        sheet.read_places(db, batch).await?;
        sheet.meet(desk, db, batch, admitted).await?;
        let pairs: Vec<(PersonId, Platform)> = sheet
            .people
            .values()
            .filter(|p| !p.party.new)
            .map(|p| (p.party.id, p.account.platform))
            .collect();
        if !pairs.is_empty() {
            let affairs = store::dialogues::affairs(db, &pairs).await?;
            sheet.affairs = pairs.into_iter().zip(affairs).collect();
        }
        let needs: Vec<Needs> = batch.iter().map(|i| sheet.needs(desk, i)).collect();
        sheet.read_cases(desk, db, batch, &needs).await?;
        sheet.read_kin(db, batch, &needs).await?;
        sheet.read_shared(desk, db, batch, &needs).await?;
        sheet.read_lists(desk, db, batch, &needs).await?;
        sheet.read_privacy(desk, db, batch, &needs).await?;
        sheet.read_unsent(db, batch, &needs).await?;
        sheet.look_up(desk, db, batch, &needs).await?;
        sheet.read_orders(desk, db, batch, &needs).await?;
        sheet.read_invites(db, batch, &needs).await?;
        sheet.read_calendars(db, batch, &needs).await?;
        sheet.read_surveys(desk, db, batch, &needs).await?;
        Ok(sheet)
    }

    fn needs(&self, desk: &Desk, incoming: &Incoming) -> Needs {
        let drafts = self.affairs_of(incoming).map_or(&[][..], |a| &a.drafts);
        // Why the one of the button: it may be a draft that was put away, and is taken up again by it.
        let pressed = match &incoming.input {
            Input::Press { data } => dialogue::parse_press(data).map(|press| press.id),
            _ => None,
        };
        let of_button = drafts.iter().find(|d| Some(d.row.id.0) == pressed);
        let active = of_button.or_else(|| drafts.iter().find(|d| d.row.active)).map(|d| &d.row.dialogue);
        front::needs(incoming, desk.name_on(incoming.place.platform), active)
    }

    fn affairs_of(&self, incoming: &Incoming) -> Option<&Affairs> {
        let person = self.accounts.get(&incoming.by.account)?;
        self.affairs.get(&(*person, incoming.place.platform))
    }

    /// What is kept of people, for those who may ask.
    fn known_of(&self, person: PersonId, needs: &Needs, case_months: u32) -> Known<'_> {
        Known {
            holdings: self.holdings.get(&person).filter(|_| needs.holdings),
            subject: needs.subject.as_ref().and_then(|whom| self.subjects.get(whom)),
            request: needs.request.and_then(|request| self.requests.get(&request)),
            case_months,
        }
    }

    /// What the commands that move cases want to know besides.
    fn moves(&self, incoming: &Incoming, person: PersonId, page: Page) -> Moves<'_> {
        Moves {
            files: Some(&self.files),
            histories: Some(&self.histories),
            question: reply_of(incoming, person).and_then(|reply| self.questions.get(&reply)),
            page,
        }
    }

    /// A message is gone: what that means, whoever did it.
    pub(super) fn decide_deleted(&mut self, incoming: &Incoming, now: DateTime<Utc>) {
        let Some(remote) = incoming.remote() else { return };
        let Some(linked) = self.links.get(&remote) else { return };
        let Some(gone) = self.gone.get(&remote) else { return };
        let file = linked.case.and_then(|case| self.files.get(&case));
        let plan = front::deleted(linked, gone, file, now);
        self.absorb(plan);
    }

    /// Decides on one update and takes what it wants into the sheet.
    pub(super) fn decide(
        &mut self,
        desk: &Desk,
        incoming: &Incoming,
        now: DateTime<Utc>,
        supply: &mut Supply,
    ) {
        let haste = self.haste(desk, incoming, now);
        let Some(person) = self.accounts.get(&incoming.by.account).and_then(|id| self.people.get(id)) else {
            return;
        };
        let (needs, id) = (self.needs(desk, incoming), person.party.id);
        let affairs = self.affairs.get(&(id, incoming.place.platform));
        let drafts: Vec<_> =
            affairs.map(|a| a.drafts.iter().map(|d| d.row.clone()).collect()).unwrap_or_default();
        let answered = incoming.answered().and_then(|r| self.links.get(&r));
        let changes = incoming.remote().filter(|_| incoming.input.is_about_a_message());
        let edited = changes.and_then(|r| self.links.get(&r));
        let looked = self.looked.get(&incoming.key).cloned().unwrap_or_default();
        let named = self.named(&needs, &looked, edited.or(answered));
        let list = needs.listing.clone().and_then(|sought| self.lists.get(&(id, sought)));
        let side = desk.staff_on(incoming.place.platform);
        let facts = Facts {
            terms: &desk.terms,
            me: desk.name_on(incoming.place.platform),
            now,
            speaker: &person.party,
            drafts: &drafts,
            late: self.is_late(desk, incoming),
            overtaken: affairs
                .is_some_and(|a| a.drafts.iter().any(|d| d.overtaken && !self.asked.contains(&d.row.id))),
            here: self.here(incoming, &needs),
            left: self.left(incoming, &needs),
            homes: desk.homes(),
            ours: self.ours(incoming, id),
            lobby: self.lobby(incoming),
            named,
            answered,
            unknown: self.is_unknown(&needs),
            edited,
            own: self.own.get(&id).into_iter().flatten().filter_map(|c| self.files.get(c)).collect(),
            pieces: &self.pieces,
            list: list.map_or(&[][..], |(files, _)| files),
            roster: self.roster.get(&incoming.place.platform).map_or(&[][..], Vec::as_slice),
            parked: self.parked.get(&id).map_or(&[][..], Vec::as_slice),
            privacy: self.known_of(id, &needs, desk.settings.keep.case_months),
            moves: self.moves(incoming, id, list.map_or_else(Page::default, |(_, page)| *page)),
            unsent: self.unsent_of(&needs, whose(id, named)),
            staff_lost: desk.lost(),
            hinted_at: side.and_then(|side| side.hinted_at),
            looked: &looked,
            bar: affairs.and_then(|a| a.bar.as_ref()),
            haste,
            goods: self.number_of(desk, incoming).and_then(|number| self.goods.get(&(id, number))),
            order: self.order_files.get(&incoming.key),
            shared: needs.shared.then(|| self.shared.get(&id)).flatten().map_or(&[], Vec::as_slice),
            links: desk.settings.names.contains_key(&Platform::Telegram),
            hands_out: desk.settings.public_url.is_some(),
            aside: incoming.aside.is_some(),
            booked: &self.booked,
            invite: self.invites.get(&incoming.key),
            surveys: self.surveys_of(&needs, id),
            kin: self.kin_of(&needs, id),
        };
        let plan = front::decide(incoming, &facts, supply);
        self.absorb(plan);
    }

    /// Whether a customer says more than they may. Counted here, and kept when the batch is: one that is tried again counts
    /// once.
    fn haste(&mut self, desk: &Desk, incoming: &Incoming, now: DateTime<Utc>) -> Haste {
        let person = self.accounts.get(&incoming.by.account).and_then(|id| self.people.get(id));
        let Some(id) = person.filter(|person| person.party.staff.is_none()).map(|person| person.party.id)
        else {
            return Haste::Within;
        };
        if incoming.room != Room::Private || !incoming.input.is_said() {
            return Haste::Within;
        }
        let album = if let Input::File { album, .. } = &incoming.input { album.as_deref() } else { None };
        let pace = self.paces.entry(id).or_insert_with(|| desk.paces.of(id));
        pace.says(album, now, &desk.terms.caps.inputs)
    }

    /// The case that is meant: by its reference, its button, a preview, or a message of it.
    fn named(&self, needs: &Needs, looked: &Looked, of: Option<&Linked>) -> Option<&CaseFile> {
        let by_reference =
            needs.reference.as_ref().and_then(|r| self.files.values().find(|f| f.case.reference == *r));
        by_reference
            .or_else(|| needs.case.and_then(|c| self.files.get(&c)))
            .or_else(|| looked.previewed().and_then(|c| self.files.get(&c)))
            .or_else(|| of.and_then(|l| l.case).and_then(|c| self.files.get(&c)))
    }

    /// What somebody was not given, where that was asked for.
    fn unsent_of(&self, needs: &Needs, person: PersonId) -> &[SendId] {
        self.unsent.get(&person).filter(|_| needs.unsent).map_or(&[], Vec::as_slice)
    }

    /// Earlier cases about the order of the draft that may be sent now.
    fn kin_of(&self, needs: &Needs, person: PersonId) -> &[CaseFile] {
        let order = needs.kin.as_ref().map(|order| order.key().to_owned());
        order.and_then(|order| self.kin.get(&(person, order))).map_or(&[], Vec::as_slice)
    }

    /// The case of the place something was said in: a topic, or the chain it hangs in.
    fn here(&self, incoming: &Incoming, needs: &Needs) -> Option<&CaseFile> {
        let topic = self.rooms.get(&incoming.place).and_then(|case| self.files.get(case));
        topic.or_else(|| self.chained(needs).filter(|file| !has_moved_from(file, incoming)))
    }

    /// The case that has moved out of that place to the other platform.
    fn left(&self, incoming: &Incoming, needs: &Needs) -> Option<&CaseFile> {
        let topic =
            self.left.get(&incoming.place).filter(|_| needs.room).and_then(|case| self.files.get(case));
        topic.or_else(|| self.chained(needs)).filter(|file| has_moved_from(file, incoming))
    }

    fn chained(&self, needs: &Needs) -> Option<&CaseFile> {
        needs.chain.and_then(|at| self.chains.get(&at)).and_then(|case| self.files.get(case))
    }

    /// Whether what is answered is nothing the desk knows of.
    fn is_unknown(&self, needs: &Needs) -> bool {
        needs.post.is_some_and(|at| !self.links.contains_key(&at) && !self.chains.contains_key(&at))
    }

    /// The thread of the speaker's own that something was said in, while it is no case's.
    fn lobby(&self, incoming: &Incoming) -> Option<Address> {
        own_thread(incoming).filter(|thread| !self.places.contains_key(thread)).map(|_| incoming.place)
    }

    /// The speaker's case whose own place something was said in.
    fn ours(&self, incoming: &Incoming, speaker: PersonId) -> Option<&CaseFile> {
        let case = self.places.get(&own_thread(incoming)?)?;
        self.files.get(case).filter(|file| file.case.customer == speaker)
    }

    /// The draft whose current question the text may not have seen: where that question is now.
    pub(super) fn prompt_of(&self, incoming: &Incoming) -> Option<&store::dialogues::Found> {
        let may_answer = match &incoming.input {
            Input::Text(_) | Input::Thing(_) | Input::Other(_) => true,
            Input::File { file, .. } => file.kind.speaks(),
            _ => false,
        };
        // Why: what is said in a case's own place answers no draft.
        let elsewhere = own_thread(incoming).is_some_and(|thread| self.places.contains_key(&thread));
        if !may_answer || elsewhere {
            return None;
        }
        self.affairs_of(incoming)?.drafts.iter().find(|d| d.row.active)
    }

    /// Whether a text was written before the current question had reached its writer. Compared are places in the
    /// chat, not clocks; where a question is unknown after a crash, the text counts as an answer to it.
    fn is_late(&self, desk: &Desk, incoming: &Incoming) -> bool {
        use crate::desk::lanes::Whereabouts;
        let (Some(found), Some(message)) = (self.prompt_of(incoming), incoming.message) else { return false };
        if self.asked.contains(&found.row.id) {
            return true;
        }
        let Some(prompt) = found.row.prompt else { return false };
        let remote = found.prompt_remote.map_or_else(|| desk.where_is(prompt), Whereabouts::At);
        match remote {
            Whereabouts::At(remote) => message < remote,
            Whereabouts::Waiting => true,
            // Why the table: whoever is not in office has nothing in hand, and what it has queued is not sent yet.
            Whereabouts::Unknown => found.prompt == Prompt::Waiting,
            Whereabouts::Flying => false,
        }
    }
}

/// The thread of somebody's own that something was said in.
fn own_thread(incoming: &Incoming) -> Option<i64> {
    incoming.place.thread.filter(|_| incoming.room == Room::Private)
}

/// Whose undelivered messages are meant: the customer's of the case a button names, else the speaker's own.
fn whose(speaker: PersonId, named: Option<&CaseFile>) -> PersonId {
    named.map_or(speaker, |file| file.case.customer)
}
