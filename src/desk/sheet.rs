//! The rows one batch works on: read once, changed in memory decision by decision, written back together.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::Desk;
use crate::{
    domain::{
        chat::{Account, Address, Incoming, Input, Platform, Remote, Room, Sender},
        front::{self, CaseFile, Colleague, Facts, Linked, Listing, Needs},
        id::{CaseId, DialogueId, MessageId, PersonId, Supply},
        lang::Lang,
        party::Party,
        plan::{DialogueChange, Plan},
    },
    store::{self, StoreError, dialogues::Affairs, intake::Admitted},
};

/// A person on the sheet.
pub(super) struct Person {
    pub(super) party: Party,
    /// The account this batch met them by.
    pub(super) account: Account,
    /// To be written back.
    pub(super) dirty: bool,
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
    links: HashMap<Remote, Linked>,
    parked: HashMap<PersonId, Vec<MessageId>>,
    lists: HashMap<(PersonId, bool), Vec<CaseFile>>,
    roster: HashMap<Platform, Vec<Colleague>>,
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
    ) -> Result<Self, StoreError> {
        let mut sheet = Self::default();
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
        sheet.read_lists(db, batch, &needs).await?;
        Ok(sheet)
    }

    /// The people of the batch; strangers get a row.
    async fn meet(
        &mut self,
        desk: &Desk,
        db: &mut PgConnection,
        batch: &[&Incoming],
        admitted: Vec<Admitted>,
    ) -> Result<(), StoreError> {
        for (incoming, known) in batch.iter().zip(admitted) {
            let account = incoming.by.account;
            if self.accounts.contains_key(&account) {
                continue;
            }
            let (party, dirty) = match known.person {
                Some(party) => follow_client(party, &incoming.by),
                None if matches!(incoming.input, Input::Nothing) || incoming.room == Room::Elsewhere => {
                    continue;
                }
                None => (stranger(desk.ids.one(db).await?, &incoming.by, desk.terms.brand.language), true),
            };
            self.accounts.insert(account, party.id);
            self.people.insert(party.id, Person { party, account, dirty });
        }
        Ok(())
    }

    fn needs(&self, desk: &Desk, incoming: &Incoming) -> Needs {
        let drafts = self.affairs_of(incoming).map_or(&[][..], |a| &a.drafts);
        let active = drafts.iter().find(|d| d.row.active).map(|d| &d.row.dialogue);
        front::needs(incoming, desk.name_on(incoming.place.platform), active)
    }

    fn affairs_of(&self, incoming: &Incoming) -> Option<&Affairs> {
        let person = self.accounts.get(&incoming.by.account)?;
        self.affairs.get(&(*person, incoming.place.platform))
    }

    async fn read_cases(
        &mut self,
        desk: &Desk,
        db: &mut PgConnection,
        batch: &[&Incoming],
        needs: &[Needs],
    ) -> Result<(), StoreError> {
        let remotes: Vec<Remote> = needs.iter().filter_map(|n| n.message).collect();
        for linked in store::messages::find(db, &remotes).await? {
            self.links.insert(linked.remote, linked);
        }
        let customers = self.whose_cases(batch, needs);
        let days = i64::from(desk.terms.lives.reopen_days);
        let wanted = store::cases::Wanted {
            ids: needs
                .iter()
                .filter_map(|n| n.case)
                .chain(self.links.values().filter_map(|l| l.case))
                .map(|c| c.0)
                .collect(),
            references: needs.iter().filter_map(|n| n.reference.as_ref()).map(ToString::to_string).collect(),
            rooms: batch.iter().zip(needs).filter(|(_, n)| n.room).map(|(i, _)| i.place).collect(),
            own_since: Some(desk.clock.now() - chrono::TimeDelta::days(days)),
            customers: customers.iter().map(|p| p.0).collect(),
        };
        if wanted.is_empty() {
            return Ok(());
        }
        let ids = store::cases::lock(db, &wanted).await?;
        for file in store::cases::files(db, &ids).await? {
            self.rooms.extend(file.room.map(|room| (room, file.case.id)));
            self.own.entry(file.case.customer).or_default().push(file.case.id);
            self.files.insert(file.case.id, file);
        }
        // Why: cases found in another way don't make a customer's list complete; only asked-for lists count.
        self.own.retain(|person, _| customers.contains(person));
        for (person, message) in store::messages::parked(db, &wanted.customers).await? {
            self.parked.entry(person).or_default().push(message);
        }
        Ok(())
    }

    /// Whose own cases have to be read: those who need them, and those who say several things at once, because the
    /// first may end their draft.
    fn whose_cases(&self, batch: &[&Incoming], needs: &[Needs]) -> BTreeSet<PersonId> {
        let mut seen = HashSet::new();
        batch
            .iter()
            .zip(needs)
            .filter_map(|(incoming, need)| {
                let person = *self.accounts.get(&incoming.by.account)?;
                let again = !seen.insert(person);
                let affairs = self.affairs_of(incoming)?;
                let drafting = affairs.drafts.iter().any(|d| d.row.active);
                let may_end = drafting && !is_press_of_draft(incoming);
                (need.own || affairs.has_cases && (again || may_end)).then_some(person)
            })
            .collect()
    }

    async fn read_lists(
        &mut self,
        db: &mut PgConnection,
        batch: &[&Incoming],
        needs: &[Needs],
    ) -> Result<(), StoreError> {
        for (incoming, need) in batch.iter().zip(needs) {
            let Some(person) = self.accounts.get(&incoming.by.account).and_then(|id| self.people.get(id))
            else {
                continue;
            };
            let Some(staff) = &person.party.staff else { continue };
            let id = person.party.id;
            if let Some(listing) = need.listing {
                let limit = i64::try_from(crate::domain::card::LIST + 1).unwrap_or(i64::MAX);
                let ids = store::cases::listed(db, listing, id, &staff.groups, limit).await?;
                let files = in_order(&ids, store::cases::files(db, &ids).await?);
                self.lists.insert((id, listing == Listing::Mine), files);
            }
            if need.roster {
                let platform = incoming.place.platform;
                self.roster.insert(platform, store::agents::roster(db, platform).await?);
            }
        }
        Ok(())
    }

    /// Decides on one update and takes what it wants into the sheet.
    pub(super) fn decide(
        &mut self,
        desk: &Desk,
        incoming: &Incoming,
        now: DateTime<Utc>,
        supply: &mut Supply,
    ) {
        let Some(person) = self.accounts.get(&incoming.by.account).and_then(|id| self.people.get(id)) else {
            return;
        };
        let needs = self.needs(desk, incoming);
        let id = person.party.id;
        let affairs = self.affairs.get(&(id, incoming.place.platform));
        let drafts: Vec<_> =
            affairs.map(|a| a.drafts.iter().map(|d| d.row.clone()).collect()).unwrap_or_default();
        let answered = incoming.answered().and_then(|r| self.links.get(&r));
        let edited = matches!(incoming.input, Input::Edited(_))
            .then(|| incoming.remote().and_then(|r| self.links.get(&r)))
            .flatten();
        let by_reference =
            needs.reference.as_ref().and_then(|r| self.files.values().find(|f| f.case.reference == *r));
        let named = by_reference
            .or_else(|| needs.case.and_then(|c| self.files.get(&c)))
            .or_else(|| edited.or(answered).and_then(|l| l.case).and_then(|c| self.files.get(&c)));
        let list = match needs.listing {
            Some(listing) => self.lists.get(&(id, listing == Listing::Mine)).map_or(&[][..], Vec::as_slice),
            None => &[],
        };
        let facts = Facts {
            terms: &desk.terms,
            me: desk.name_on(incoming.place.platform),
            now,
            speaker: &person.party,
            drafts: &drafts,
            late: self.is_late(desk, incoming),
            overtaken: affairs
                .is_some_and(|a| a.drafts.iter().any(|d| d.overtaken && !self.asked.contains(&d.row.id))),
            here: self.rooms.get(&incoming.place).and_then(|c| self.files.get(c)),
            named,
            answered,
            edited,
            own: self.own.get(&id).into_iter().flatten().filter_map(|c| self.files.get(c)).collect(),
            list,
            roster: self.roster.get(&incoming.place.platform).map_or(&[][..], Vec::as_slice),
            parked: self.parked.get(&id).map_or(&[][..], Vec::as_slice),
        };
        let plan = front::decide(incoming, &facts, supply);
        self.absorb(plan);
    }

    /// The draft whose current question the text may not have seen: where that question is now.
    pub(super) fn prompt_of(&self, incoming: &Incoming) -> Option<&store::dialogues::Found> {
        if !matches!(incoming.input, Input::Text(_) | Input::Other(_)) {
            return None;
        }
        self.affairs_of(incoming)?.drafts.iter().find(|d| d.row.active)
    }

    /// Whether a text was written before the current question had reached its writer. Compared are places in the
    /// chat, not clocks; where a question is unknown after a crash, the text counts as an answer to it.
    fn is_late(&self, desk: &Desk, incoming: &Incoming) -> bool {
        use super::lanes::Whereabouts;
        let (Some(found), Some(message)) = (self.prompt_of(incoming), incoming.message) else { return false };
        if self.asked.contains(&found.row.id) {
            return true;
        }
        let Some(prompt) = found.row.prompt else { return false };
        let remote = found.prompt_remote.map_or_else(|| desk.where_is(prompt), Whereabouts::At);
        match remote {
            Whereabouts::At(remote) => message < remote,
            Whereabouts::Waiting => true,
            Whereabouts::Flying | Whereabouts::Unknown => false,
        }
    }

    fn absorb(&mut self, plan: Plan) {
        for party in &plan.people {
            if let Some(person) = self.people.get_mut(&party.id) {
                person.party = party.clone();
                person.dirty = true;
            }
        }
        for change in &plan.dialogues {
            self.absorb_dialogue(change);
        }
        for case in &plan.cases {
            self.absorb_case(case);
        }
        for change in &plan.clocks {
            if let Some(file) = self.files.get_mut(&change.clock.case) {
                file.clocks.retain(|c| c.id != change.clock.id);
                file.clocks.push(change.clock.clone());
            }
        }
        for message in plan.messages.iter().filter(|m| m.case.is_none()) {
            self.parked.entry(message.person).or_default().push(message.id);
        }
        for message in &plan.messages {
            let Some(remote) = message.source else { continue };
            let (id, case, side, person) = (message.id, message.case, message.side, message.person);
            self.links.insert(remote, Linked { remote, message: id, case, side, person, source: true });
        }
        for (message, _) in &plan.filed {
            self.parked.values_mut().for_each(|all| all.retain(|m| m != message));
        }
        self.asked.extend(plan.sends.iter().filter_map(|s| s.asks));
        self.plan.absorb(plan);
    }

    fn absorb_dialogue(&mut self, change: &DialogueChange) {
        match change {
            DialogueChange::Put(row) => {
                let drafts = &mut self.affairs.entry((row.person, row.platform)).or_default().drafts;
                match drafts.iter_mut().find(|d| d.row.id == row.id) {
                    Some(found) => found.row = row.clone(),
                    None => drafts.push(store::dialogues::Found {
                        row: row.clone(),
                        prompt_remote: None,
                        overtaken: false,
                    }),
                }
            }
            DialogueChange::Drop(id) => {
                self.affairs.values_mut().for_each(|a| a.drafts.retain(|d| d.row.id != *id));
            }
        }
    }

    fn absorb_case(&mut self, case: &crate::domain::case::Case) {
        let assignee = case.assignee.and_then(|id| self.people.get(&id)).map(|p| p.party.name.clone());
        if let Some(file) = self.files.get_mut(&case.id) {
            file.assignee =
                assignee.or_else(|| file.assignee.take().filter(|_| case.assignee == file.case.assignee));
            file.case = case.clone();
            return;
        }
        let Some(customer) = self.people.get(&case.customer) else { return };
        let contact = front::Contact {
            id: customer.party.id,
            name: customer.party.name.clone(),
            lang: customer.party.lang,
            zone: customer.party.zone,
            reachable: customer.party.reachable,
        };
        let file =
            CaseFile { case: case.clone(), clocks: Vec::new(), customer: contact, assignee, room: None };
        self.own.entry(case.customer).or_default().push(case.id);
        self.files.insert(case.id, file);
    }
}

fn is_press_of_draft(incoming: &Incoming) -> bool {
    matches!(&incoming.input, Input::Press { data } if data.starts_with("d:"))
}

/// Files in the order of a list of ids.
fn in_order(ids: &[CaseId], files: Vec<CaseFile>) -> Vec<CaseFile> {
    let mut by_id: HashMap<CaseId, CaseFile> = files.into_iter().map(|f| (f.case.id, f)).collect();
    ids.iter().filter_map(|id| by_id.remove(id)).collect()
}

/// Somebody the desk never met.
fn stranger(id: i64, by: &Sender, fallback: Lang) -> Party {
    Party {
        id: PersonId(id),
        name: by.name.clone(),
        lang: client_lang(by).unwrap_or(fallback),
        lang_chosen: false,
        zone: None,
        staff: None,
        focus: None,
        new: true,
        reachable: true,
    }
}

fn client_lang(by: &Sender) -> Option<Lang> {
    by.lang.as_deref().map(|code| Lang::from_code(Some(code)))
}

/// A known person as their client shows them now, and whether that is news.
fn follow_client(mut party: Party, by: &Sender) -> (Party, bool) {
    let lang = client_lang(by).filter(|_| !party.lang_chosen).unwrap_or(party.lang);
    let dirty = by.disguise.is_none() && (party.name != by.name || party.lang != lang) || !party.reachable;
    if by.disguise.is_none() {
        party.name.clone_from(&by.name);
        party.lang = lang;
    }
    // Why: whoever writes to us has not blocked us; `Blocked` itself sets it again right after.
    party.reachable = true;
    (party, dirty)
}
