//! The rows a batch's decisions will want: a statement a table, cases in the order of their ids.

use std::collections::{BTreeSet, HashMap, HashSet};

use sqlx::PgConnection;

use super::{Sheet, own_thread, reply_of};
use crate::{
    desk::Desk,
    domain::{
        card,
        chat::{Address, Incoming, Input, Platform, Remote},
        front::{self, Besides, CaseFile, Gone, Listing, Needs, Page, Sought},
        id::{CaseId, PersonId},
        order::Number,
        party::Role,
        plan::{Expected, Wanted},
    },
    store::{self, StoreError, dialogues::Affairs, moves::Reply},
};

/// Most earlier cases a new one is linked to.
const KIN: i64 = 8;
/// Most cases of colleagues one list shows.
const SHARED: i64 = 8;

impl Sheet {
    /// The cases whose own places something was said in.
    pub(super) async fn read_places(
        &mut self,
        db: &mut PgConnection,
        batch: &[&Incoming],
    ) -> Result<(), StoreError> {
        let threads: Vec<i64> = batch.iter().filter_map(|incoming| own_thread(incoming)).collect();
        self.places.extend(store::places::of_threads(db, Platform::Discord, &threads).await?);
        Ok(())
    }

    pub(super) async fn read_cases(
        &mut self,
        desk: &Desk,
        db: &mut PgConnection,
        batch: &[&Incoming],
        needs: &[Needs],
    ) -> Result<(), StoreError> {
        self.read_links(db, needs).await?;
        self.read_deleted(db, batch).await?;
        self.read_questions(db, batch).await?;
        let rooms: Vec<Address> =
            batch.iter().zip(needs).filter(|(_, n)| n.room).map(|(i, _)| i.place).collect();
        if desk.homes().only(&desk.terms).is_none() {
            self.left.extend(store::rooms::left(db, &rooms).await?);
        }
        // Why of those alone who have any: most who file a claim never had a case, and nothing is locked for them.
        let whose = self.whose_cases(batch, needs);
        let which = |has: fn(&Affairs) -> bool| {
            whose.iter().filter(move |(_, affairs)| has(affairs)).map(|(person, _)| *person)
        };
        let customers: BTreeSet<PersonId> = which(|affairs| affairs.has_cases).collect();
        let speakers: Vec<i64> = which(|affairs| affairs.has_parked).map(|person| person.0).collect();
        let wanted = store::cases::Wanted {
            ids: needs
                .iter()
                .flat_map(|n| [n.case, n.other_case])
                .flatten()
                .chain(self.questions.values().map(|q| q.case))
                .chain(self.links.values().filter_map(|l| l.case))
                .chain(self.chains.values().copied())
                .chain(self.left.values().copied())
                .chain(self.places.values().copied())
                .map(|c| c.0)
                .collect(),
            references: needs
                .iter()
                .flat_map(|n| [&n.reference, &n.other_reference])
                .flatten()
                .map(ToString::to_string)
                .collect(),
            rooms,
            assignees: self.whose_work(batch, needs),
            own_since: Some(desk.reopened_since(desk.clock.now())),
            customers: customers.iter().map(|p| p.0).collect(),
        };
        if !wanted.is_empty() {
            self.read_files(db, &wanted, &customers, needs).await?;
        }
        // Why behind the cases: whoever files such words into one holds its lock.
        for (person, message) in store::messages::parked(db, &speakers).await? {
            self.parked.entry(person).or_default().push(message);
        }
        Ok(())
    }

    async fn read_files(
        &mut self,
        db: &mut PgConnection,
        wanted: &store::cases::Wanted,
        customers: &BTreeSet<PersonId>,
        needs: &[Needs],
    ) -> Result<(), StoreError> {
        let ids = store::cases::lock(db, wanted).await?;
        for file in store::cases::files(db, &ids).await? {
            // Why topics only: rooms without one share their place with all the others.
            let topic = file.room.filter(|room| room.thread.is_some());
            self.rooms.extend(topic.map(|room| (room, file.case.id)));
            self.own.entry(file.case.customer).or_default().push(file.case.id);
            self.files.insert(file.case.id, file);
        }
        let evidence = |asked: &Expected| matches!(asked.wanted, Wanted::Verdict { .. });
        if needs.iter().any(|n| n.pieces) || self.questions.values().any(evidence) {
            self.pieces = store::evidence::of_cases(db, &ids).await?;
        }
        // Why: cases found in another way don't make a customer's list complete; only asked-for lists count.
        self.own.retain(|person, _| customers.contains(person));
        self.read_histories(db, needs).await
    }

    /// The messages that are pointed at, as copies the desk knows, else as posts of a case's room.
    async fn read_links(&mut self, db: &mut PgConnection, needs: &[Needs]) -> Result<(), StoreError> {
        let remotes: Vec<Remote> = needs.iter().filter_map(|n| n.message).collect();
        for linked in store::messages::find(db, &remotes).await? {
            self.links.insert(linked.remote, linked);
        }
        let posts: Vec<Remote> =
            needs.iter().filter_map(|n| n.post).filter(|post| !self.links.contains_key(post)).collect();
        let chains: Vec<Remote> = needs.iter().filter_map(|n| n.chain).chain(posts.iter().copied()).collect();
        self.chains.extend(store::rooms::of_messages(db, &chains).await?);
        // Why once more: a copy may have been written down between the two looks, and then it is known as what it is.
        let since: Vec<Remote> = posts.into_iter().filter(|post| self.chains.contains_key(post)).collect();
        for linked in store::messages::find(db, &since).await? {
            self.links.insert(linked.remote, linked);
        }
        Ok(())
    }

    /// What stood where something was deleted.
    async fn read_deleted(&mut self, db: &mut PgConnection, batch: &[&Incoming]) -> Result<(), StoreError> {
        for remote in batch.iter().filter(|i| i.input == Input::Deleted).filter_map(|i| i.remote()) {
            let Some(linked) = self.links.get(&remote) else { continue };
            let messages = store::messages::sent_with(db, linked.message).await?;
            let first = store::messages::shown(db, &[linked.message]).await?.into_iter().next();
            let words = first.map(|m| m.body.text).unwrap_or_default();
            self.gone.insert(remote, Gone { messages, words });
        }
        Ok(())
    }

    /// The questions of the desk that agents answer.
    async fn read_questions(&mut self, db: &mut PgConnection, batch: &[&Incoming]) -> Result<(), StoreError> {
        let replies: Vec<Reply> = batch
            .iter()
            .filter_map(|incoming| {
                let person = *self.accounts.get(&incoming.by.account)?;
                self.people.get(&person)?.party.staff.as_ref()?;
                reply_of(incoming, person)
            })
            .collect();
        for (n, expected) in store::moves::questions(db, &replies).await? {
            self.questions.insert(replies[n], expected);
        }
        Ok(())
    }

    /// The agents whose work has to be read.
    fn whose_work(&self, batch: &[&Incoming], needs: &[Needs]) -> Vec<i64> {
        let held = batch.iter().zip(needs).filter(|(_, need)| need.besides == Some(Besides::Held));
        held.filter_map(|(incoming, _)| self.accounts.get(&incoming.by.account)).map(|p| p.0).collect()
    }

    /// Why of every case that was found: which one a history is asked of is known only when it is decided.
    async fn read_histories(&mut self, db: &mut PgConnection, needs: &[Needs]) -> Result<(), StoreError> {
        if needs.iter().any(|need| need.besides == Some(Besides::History)) {
            let cases: Vec<CaseId> = self.files.keys().copied().collect();
            self.histories = store::cases::histories(db, &cases, front::LETTERS).await?;
        }
        Ok(())
    }

    /// Whose own cases have to be read: those who need them, and those who say several things at once, because the
    /// first may end their draft.
    fn whose_cases(&self, batch: &[&Incoming], needs: &[Needs]) -> Vec<(PersonId, &Affairs)> {
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
                (need.own || again || may_end).then_some((person, affairs))
            })
            .collect()
    }

    /// The cases of others who buy for the same company. Why without a lock: nothing is decided on them.
    pub(super) async fn read_shared(
        &mut self,
        desk: &Desk,
        db: &mut PgConnection,
        batch: &[&Incoming],
        needs: &[Needs],
    ) -> Result<(), StoreError> {
        for (incoming, _) in batch.iter().zip(needs).filter(|(_, need)| need.shared) {
            let person = self.accounts.get(&incoming.by.account).and_then(|id| self.people.get(id));
            let Some(party) = person.map(|person| &person.party) else { continue };
            let Some(company) = party.company.as_ref().map(|company| company.id) else { continue };
            let (id, since) = (party.id, desk.reopened_since(desk.clock.now()));
            let ids = store::companies::cases(db, company, id, since, SHARED).await?;
            let files = store::cases::files(db, &ids).await?;
            self.shared.insert(id, in_order(&ids, files));
        }
        Ok(())
    }

    /// Earlier cases about the orders of drafts that may be sent now: their customers' own, and their companies'. Why
    /// without a lock: nothing is changed in them.
    pub(super) async fn read_kin(
        &mut self,
        db: &mut PgConnection,
        batch: &[&Incoming],
        needs: &[Needs],
    ) -> Result<(), StoreError> {
        for (incoming, need) in batch.iter().zip(needs) {
            let Some(order) = &need.kin else { continue };
            let person = self.accounts.get(&incoming.by.account).and_then(|id| self.people.get(id));
            let Some(party) = person.map(|person| &person.party) else { continue };
            let (id, company) = (party.id, party.company.as_ref().map(|company| company.id));
            if company.is_none() && !self.affairs_of(incoming).is_some_and(|affairs| affairs.has_cases) {
                continue;
            }
            let kin = store::verdicts::about(db, order, id, company, KIN).await?;
            let files = store::cases::files(db, &kin).await?;
            self.kin.insert((id, Number::key(order).to_owned()), files);
        }
        Ok(())
    }

    pub(super) async fn read_lists(
        &mut self,
        desk: &Desk,
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
            if let Some(sought) = &need.listing {
                let list = page(desk, db, sought, id, &staff.groups).await?;
                self.lists.insert((id, sought.clone()), list);
            }
            if need.roster {
                let platform = incoming.place.platform;
                self.roster.insert(platform, store::agents::roster(db, platform).await?);
            }
        }
        Ok(())
    }

    /// What customers were not given: those who are back, and those whose button was pressed.
    pub(super) async fn read_unsent(
        &mut self,
        db: &mut PgConnection,
        batch: &[&Incoming],
        needs: &[Needs],
    ) -> Result<(), StoreError> {
        for (incoming, need) in batch.iter().zip(needs).filter(|(_, need)| need.unsent) {
            let speaker = self.accounts.get(&incoming.by.account).map(|id| (*id, incoming.place.platform));
            let named = need.case.and_then(|id| self.files.get(&id));
            let whose = named.map(|file| (file.case.customer, file.case.platform)).or(speaker);
            let Some((person, platform)) = whose else { continue };
            let unsent = store::outbox_care::undelivered_to(db, person, platform).await?;
            self.unsent.insert(person, unsent);
        }
        Ok(())
    }
}

impl Sheet {
    /// What is kept of people, for those who ask for it; of others only for leads.
    pub(super) async fn read_privacy(
        &mut self,
        desk: &Desk,
        db: &mut PgConnection,
        batch: &[&Incoming],
        needs: &[Needs],
    ) -> Result<(), StoreError> {
        let now = desk.clock.now();
        for (incoming, need) in batch.iter().zip(needs) {
            let Some(person) = self.accounts.get(&incoming.by.account).and_then(|id| self.people.get(id))
            else {
                continue;
            };
            let (id, leads) = (person.party.id, person.party.may(Role::Lead));
            if need.holdings {
                self.holdings.insert(id, store::privacy::holdings(db, id, now).await?);
            }
            if let Some(whom) = need.subject.as_ref().filter(|_| leads)
                && let Some(subject) = store::privacy::subject(db, whom, now).await?
            {
                self.subjects.insert(whom.clone(), subject);
            }
            if let Some(request) = need.request.filter(|_| leads)
                && let Some(found) = store::privacy::request(db, request, now).await?
            {
                self.requests.insert(request, found);
            }
        }
        Ok(())
    }
}

/// One page of a list; the first one when the list has become shorter than the page asked for.
async fn page(
    desk: &Desk,
    db: &mut PgConnection,
    sought: &Sought,
    person: PersonId,
    own: &[String],
) -> Result<(Vec<CaseFile>, Page), StoreError> {
    let named = sought.group.as_deref().and_then(|typed| front::group_of(typed, &desk.terms));
    let named = named.map(|group| vec![group.id.clone()]);
    let groups = named.as_deref().unwrap_or(own);
    let size = i64::try_from(card::LIST).unwrap_or(i64::MAX);
    let within = match sought.listing {
        Listing::Due { within } => within,
        Listing::Queue | Listing::Mine => 0,
    };
    let due_by = desk.clock.now() + chrono::TimeDelta::minutes(within);
    let mut at = sought.page.clamp(0, i64::MAX / size);
    let mut found =
        store::cases::listed(db, sought.listing, person, groups, due_by, (size, at * size)).await?;
    if found.0.is_empty() && at > 0 {
        at = 0;
        found = store::cases::listed(db, sought.listing, person, groups, due_by, (size, 0)).await?;
    }
    let (ids, total) = found;
    let files = in_order(&ids, store::cases::files(db, &ids).await?);
    let mine = sought.listing == Listing::Mine;
    let open = if mine { store::turns::load(db, person).await? } else { 0 };
    Ok((files, Page { at, total, open }))
}

fn is_press_of_draft(incoming: &Incoming) -> bool {
    matches!(&incoming.input, Input::Press { data } if data.starts_with("d:"))
}

/// Files in the order of a list of ids.
pub(in crate::desk) fn in_order(ids: &[CaseId], files: Vec<CaseFile>) -> Vec<CaseFile> {
    let mut by_id: HashMap<CaseId, CaseFile> = files.into_iter().map(|f| (f.case.id, f)).collect();
    ids.iter().filter_map(|id| by_id.remove(id)).collect()
}
