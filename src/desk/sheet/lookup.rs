//! What agents look for beyond a case, read for the decision: searches, canned replies, undelivered rows, restrictions.

use sqlx::PgConnection;

use super::{Sheet, read::in_order};
use crate::{
    desk::{Desk, DeskError},
    domain::{
        caller::{Caller, Told},
        canned,
        chat::{Account, Incoming},
        front::{
            CaseFile, Needs,
            binding::Half,
            find,
            lookup::{Hit, Known, Looked, Lookup, SoughtLot, Stored, Target, Undelivered, groups_seen},
            undelivered,
        },
        id::{CaseId, PersonId},
        lots::Lot,
        party::{Party, Role},
        plan::{BarChange, Plan, SurveyChange, Who},
        search::{Query, Slip, excerpt, of_search, of_text},
        survey::rhythm::Past,
    },
    store::{self, StoreError, undelivered::Which},
};

/// Most cases a name is looked for in.
const CASES_OF_A_NAME: i64 = 40;
/// Most people the list of restrictions shows.
const BARRED: i64 = 40;

impl Sheet {
    /// Reads what the fresh updates of a batch ask to be looked up. Only staff look things up.
    pub(super) async fn look_up(
        &mut self,
        desk: &Desk,
        db: &mut PgConnection,
        batch: &[&Incoming],
        needs: &[Needs],
    ) -> Result<(), DeskError> {
        for (incoming, need) in batch.iter().zip(needs) {
            if need.lookup == Lookup::default() {
                continue;
            }
            let person = self.accounts.get(&incoming.by.account).and_then(|id| self.people.get(id));
            let Some(party) = person.map(|p| p.party.clone()).filter(|p| p.staff.is_some()) else { continue };
            let looked = self.look_for(desk, db, incoming, need, &party).await?;
            self.looked.insert(incoming.key, looked);
        }
        Ok(())
    }

    async fn look_for(
        &mut self,
        desk: &Desk,
        db: &mut PgConnection,
        incoming: &Incoming,
        need: &Needs,
        party: &Party,
    ) -> Result<Looked, DeskError> {
        let lookup = &need.lookup;
        let mut looked = Looked::default();
        if let Some(id) = lookup.slip {
            looked.slip = store::slips::get(db, id).await?;
        }
        let (search, lot) = self.read_slip(db, looked.slip.as_ref(), lookup).await?;
        if let Some(words) = search {
            search_for(&mut looked, &words, lookup.page, desk, db, party).await?;
        }
        if lookup.macros {
            looked.macros = canned::in_force(&desk.terms.macros, &store::macros::all(db).await?);
        }
        if lookup.words
            && let Some(linked) = incoming.answered().and_then(|r| self.links.get(&r))
        {
            let shown = store::messages::shown(db, &[linked.message]).await?;
            looked.words = shown.into_iter().next().map(|message| message.body.text);
        }
        if let Some(which) = lookup.undelivered {
            self.read_undelivered(&mut looked, which, incoming, need, db, party).await?;
        }
        if lookup.barred {
            let (now, on) = (desk.clock.now(), incoming.place.platform);
            looked.barred = store::bars::all(db, on, now, BARRED).await?;
        }
        if let Some(target) = lookup.target {
            looked.target = self.target(target, incoming, need, db).await?;
        }
        if let Some((one, other)) = lookup.halves {
            let one = self.meant(one, incoming, need);
            let other = self.meant(other, incoming, need);
            looked.halves = Some((half(db, one).await?, half(db, other).await?));
        }
        read_callers(&mut looked, lookup, desk, db, party).await?;
        if let Some(sought) = lot {
            looked.lot = Some(self.read_lot(sought, db, party).await?);
        }
        if let Some(sought) = lookup.surveys {
            self.read_survey_desk(&mut looked, sought, desk, db, incoming, need).await?;
        }
        if let Some(name) = &lookup.company {
            looked.company = store::companies::called(db, name).await?;
        }
        Ok(looked)
    }

    /// What a slip goes on with: its cases are read, and what it searches, or the lot it is about, is looked for.
    async fn read_slip(
        &mut self,
        db: &mut PgConnection,
        stored: Option<&Stored>,
        lookup: &Lookup,
    ) -> Result<(Option<String>, Option<SoughtLot>), StoreError> {
        let (mut search, mut lot) = (lookup.search.clone(), lookup.lot.clone());
        match stored.map(|stored| &stored.slip) {
            Some(Slip::Search { words }) => search = Some(words.clone()),
            Some(Slip::Preview(preview)) => self.read_case(db, preview.case).await?,
            Some(Slip::Verdict(draft)) => {
                self.read_case(db, draft.case).await?;
                self.read_pieces(db, draft.case).await?;
            }
            Some(Slip::Letter(letter)) => {
                lot = Lot::read(&letter.lot).map(|lot| SoughtLot { lot, whole: false });
            }
            Some(Slip::Verdicts { drafts, .. }) => {
                let cases: Vec<CaseId> = drafts.iter().map(|draft| draft.case).collect();
                self.read_those(db, &cases).await?;
            }
            Some(Slip::Again { .. }) | None => {}
        }
        Ok((search, lot))
    }

    /// The case of a preview, locked like every case that is decided on.
    async fn read_case(&mut self, db: &mut PgConnection, case: CaseId) -> Result<(), StoreError> {
        if self.files.contains_key(&case) {
            return Ok(());
        }
        let wanted = store::cases::Wanted { ids: vec![case.0], ..store::cases::Wanted::default() };
        let ids = store::cases::lock(db, &wanted).await?;
        for file in store::cases::files(db, &ids).await? {
            self.files.insert(file.case.id, file);
        }
        Ok(())
    }

    /// The case an update is about: the named one, else the room's or where that was merged to, else that of the answered
    /// message.
    pub(super) fn subject(&self, incoming: &Incoming, need: &Needs) -> Option<&CaseFile> {
        if let Some(reference) = &need.reference {
            return self.files.values().find(|file| file.case.reference == *reference);
        }
        if let Some(here) = self.here(incoming, need) {
            return here.case.merged_into.and_then(|target| self.files.get(&target)).or(Some(here));
        }
        let answered = incoming.answered().and_then(|r| self.links.get(&r)).and_then(|l| l.case);
        answered.and_then(|case| self.files.get(&case))
    }

    async fn read_undelivered(
        &self,
        looked: &mut Looked,
        which: Undelivered,
        incoming: &Incoming,
        need: &Needs,
        db: &mut PgConnection,
        party: &Party,
    ) -> Result<(), StoreError> {
        let page = i64::from(undelivered::PAGE);
        match which {
            Undelivered::Row(row) => {
                let which = Which { row: Some(row), ..Which::default() };
                looked.undelivered = store::undelivered::rows(db, &which, 0, 1).await?;
            }
            Undelivered::OfCase => {
                let Some(case) = self.subject(incoming, need).map(|file| file.case.id) else { return Ok(()) };
                let which = Which { case: Some(case), ..Which::default() };
                looked.undelivered = store::undelivered::rows(db, &which, 0, 1).await?;
            }
            Undelivered::Page => {
                let which = Which { groups: groups_seen(party), ..Which::default() };
                let offset = page * i64::from(need.lookup.page);
                looked.undelivered = store::undelivered::rows(db, &which, offset, page + 1).await?;
                looked.more = looked.undelivered.len() > undelivered::PAGE as usize;
                looked.undelivered.truncate(undelivered::PAGE as usize);
                if party.may(Role::Lead) {
                    let all = store::undelivered::rows(db, &which, 0, undelivered::ALL).await?;
                    looked.failed = all.into_iter().map(|failed| failed.row).collect();
                }
            }
        }
        Ok(())
    }

    /// The account or the person that is meant.
    fn meant(&self, target: Target, incoming: &Incoming, need: &Needs) -> Meant {
        let answered = incoming.answered().and_then(|r| self.links.get(&r));
        match target {
            Target::Account(account) => (Some(account), None),
            Target::Person(person) => (None, Some(person)),
            Target::Subject => match (&need.reference, answered, incoming.answered_author) {
                (None, Some(linked), _) => (None, Some(linked.person)),
                (None, None, Some(author)) => (Some(author), None),
                _ => (None, self.subject(incoming, need).map(|file| file.case.customer)),
            },
        }
    }

    async fn target(
        &self,
        target: Target,
        incoming: &Incoming,
        need: &Needs,
        db: &mut PgConnection,
    ) -> Result<Option<Known>, StoreError> {
        let on = incoming.place.platform;
        let (account, person) = self.meant(target, incoming, need);
        if account.is_none() && person.is_none() {
            return Ok(None);
        }
        let known = store::bars::known(db, account, person, on).await?;
        let stranger = |account: Account| Known {
            person: None,
            account: Some(account.id),
            name: account.id.to_string(),
            staff: false,
            bar: None,
            cases: Vec::new(),
            company: None,
        };
        Ok(known.or_else(|| account.map(stranger)))
    }

    /// What a decision changed of what was looked up: later updates of the batch see it.
    /// Somebody is asked in this very batch: nobody else asks them once more.
    fn absorb_standing(&mut self, change: &SurveyChange) {
        let SurveyChange::Put(one) = change else { return };
        let standing = self.looked.values_mut().filter_map(|looked| looked.standing.as_mut());
        for theirs in standing.filter(|standing| standing.person == one.person) {
            if !theirs.surveys.iter().any(|known| known.id == one.id) {
                theirs.history.past.push(Past {
                    form: one.form.clone(),
                    at: one.asked_at,
                    orders: Vec::new(),
                });
                theirs.surveys.push((**one).clone());
            }
        }
    }

    pub(super) fn absorb_finds(&mut self, plan: &Plan) {
        if !plan.bindings.is_empty() {
            // Why: after one, the others of the batch were looked up as they are no more.
            self.looked.values_mut().for_each(|looked| looked.halves = None);
        }
        plan.surveys.iter().for_each(|change| self.absorb_survey(change));
        plan.surveys.iter().for_each(|change| self.absorb_standing(change));
        self.resent.extend(plan.resends.iter().copied());
        for failed in self.looked.values_mut().flat_map(|looked| &mut looked.undelivered) {
            failed.again |= self.resent.contains(&failed.row);
        }
        for change in &plan.slips {
            let crate::domain::plan::SlipChange::Drop(id) = change else { continue };
            let gone = |looked: &&mut Looked| looked.slip.as_ref().is_some_and(|stored| stored.id == *id);
            self.looked.values_mut().filter(gone).for_each(|looked| looked.slip = None);
        }
        for change in &plan.bars {
            let (person, bar) = match change {
                BarChange::Set(Who::Person(person), bar) | BarChange::Note(person, bar) => {
                    (*person, Some(bar.clone()))
                }
                BarChange::Lift(person) => (*person, None),
                BarChange::Set(Who::Account(_), _) => continue,
            };
            let own = self.affairs.iter_mut().filter(|((id, _), _)| *id == person);
            own.for_each(|(_, affairs)| affairs.bar.clone_from(&bar));
            for file in self.files.values_mut().filter(|file| file.case.customer == person) {
                file.customer.bar.clone_from(&bar);
            }
        }
    }
}

/// An account or a person.
type Meant = (Option<Account>, Option<PersonId>);

/// Somebody who may be joined with somebody; nobody where nobody is meant.
async fn half(db: &mut PgConnection, (account, person): Meant) -> Result<Option<Half>, StoreError> {
    match (account, person) {
        (None, None) => Ok(None),
        (account, person) => store::bind::half(db, account, person).await,
    }
}

/// Who may be calling, and who is.
async fn read_callers(
    looked: &mut Looked,
    lookup: &Lookup,
    desk: &Desk,
    db: &mut PgConnection,
    party: &Party,
) -> Result<(), DeskError> {
    if let Some(told) = &lookup.callers {
        looked.callers = callers(told, desk, db, party).await?;
    }
    if let Some(person) = lookup.caller {
        looked.caller = store::callers::get(db, person, groups_seen(party)).await?;
    }
    Ok(())
}

/// Who may be calling, by a number, an order or a name: of those whose cases the agent sees.
async fn callers(
    told: &str,
    desk: &Desk,
    db: &mut PgConnection,
    party: &Party,
) -> Result<Vec<Caller>, DeskError> {
    let told = Told::read(told);
    let mut cases = Vec::new();
    if let Some(name) = &told.name {
        desk.index_recent(db).await?;
        let words = of_search(name);
        let wanted = store::search::Wanted {
            tokens: words.clone(),
            head: words,
            groups: groups_seen(party),
            ..store::search::Wanted::default()
        };
        cases = store::search::find(db, &wanted, 0, CASES_OF_A_NAME).await?;
    }
    let wanted = store::callers::Wanted {
        phone: told.phone.as_ref(),
        order: told.order.as_ref(),
        cases: &cases,
        groups: groups_seen(party),
        ..store::callers::Wanted::default()
    };
    let mut found = store::callers::find(db, &wanted).await?;
    if let Some(name) = &told.name {
        // Why: the same words may stand elsewhere in what a case is about.
        let words = of_search(name);
        found.retain(|one| words.is_subset(&of_text([one.name.as_str()])));
    }
    Ok(found)
}

/// A page of the cases that hold what was searched for, with a piece of what was found in each.
async fn search_for(
    looked: &mut Looked,
    words: &str,
    page: u32,
    desk: &Desk,
    db: &mut PgConnection,
    party: &Party,
) -> Result<(), DeskError> {
    let Ok(query) = Query::read(words) else { return Ok(()) };
    desk.index_recent(db).await?;
    let zone = desk.terms.calendar.zone();
    let midnight = |day: chrono::NaiveDate| {
        let local = day.and_hms_opt(0, 0, 0)?.and_local_timezone(zone).earliest()?;
        Some(local.with_timezone(&chrono::Utc))
    };
    let wanted = store::search::Wanted {
        tokens: query.tokens(),
        head: query.head.clone(),
        states: &query.states,
        before: query.before.and_then(midnight),
        groups: groups_seen(party),
    };
    let size = i64::from(find::PAGE);
    let mut ids = store::search::find(db, &wanted, size * i64::from(page), size + 1).await?;
    looked.more = ids.len() > find::PAGE as usize;
    ids.truncate(find::PAGE as usize);
    let files = in_order(&ids, store::cases::files(db, &ids).await?);
    let written = store::search::written(db, &ids).await?;
    looked.hits = files.into_iter().map(|file| hit(file, &query, &written, desk)).collect();
    Ok(())
}

/// The piece that shows most of what was searched for; of equal ones what the case is about, else the newest.
fn hit(file: CaseFile, query: &Query, written: &[store::search::Written], desk: &Desk) -> Hit {
    let wanted = query.tokens();
    let facts = desk.facts_of(&file);
    // Why not the first two: number and name stand in the line above.
    let own = facts.iter().skip(2).filter_map(|text| Some((None, excerpt(text, &wanted)?)));
    let said = written.iter().filter(|w| w.case == file.case.id);
    let said = said.filter_map(|w| Some((Some(w.name.clone()), excerpt(&w.text, &wanted)?)));
    let best = own.chain(said).reduce(|best, next| if next.1.hits > best.1.hits { next } else { best });
    Hit { file, piece: best.map(|(who, excerpt)| (who, excerpt.text)) }
}
