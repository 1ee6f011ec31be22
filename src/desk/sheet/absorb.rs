//! What a decision wants, taken into the sheet: later updates of the batch see it.

use super::Sheet;
use crate::{
    domain::{
        appointment::Booked,
        front::{self, CaseFile, Linked},
        id::PersonId,
        party::Staff,
        plan::{AgentChange, CompanyChange, DialogueChange, InviteChange, LinkChange, Placing, Plan, Who},
    },
    store::{self},
};

impl Sheet {
    pub(super) fn absorb(&mut self, plan: Plan) {
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
        self.absorb_rights(&plan);
        for change in &plan.links {
            self.absorb_link(change);
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
            let file = plan.media.iter().find(|m| Some(m.id) == message.media);
            let unique = file.map(|m| m.file.unique.clone());
            self.links.insert(
                remote,
                Linked {
                    remote,
                    message: id,
                    case,
                    side,
                    person,
                    source: true,
                    moved: false,
                    deleted: false,
                    unique,
                },
            );
        }
        for deletion in &plan.deletions {
            self.links.values_mut().filter(|l| l.message == deletion.message).for_each(|l| l.deleted = true);
        }
        self.absorb_places(&plan);
        for (message, _) in &plan.filed {
            self.parked.values_mut().for_each(|all| all.retain(|m| m != message));
        }
        self.absorb_finds(&plan);
        for change in &plan.orders {
            self.order_files.values_mut().filter(|f| f.order.id == change.order.id).for_each(|file| {
                file.order = change.order.clone();
            });
        }
        self.asked.extend(plan.sends.iter().filter_map(|s| s.asks));
        self.plan.absorb(plan);
    }

    /// Appointments as they are from now on, and the times they take.
    fn absorb_appointments(&mut self, plan: &Plan) {
        for one in &plan.appointments {
            self.booked.retain(|booked| booked.appointment != one.id);
            if let (true, Some(from), Some(to)) = (one.is_agreed(), one.starts, one.ends()) {
                self.booked.push(Booked { appointment: one.id, agent: one.agent, from, to });
            }
            if let Some(file) = self.files.get_mut(&one.case) {
                file.appointments.retain(|other| other.id != one.id);
                file.appointments.push(one.clone());
                file.appointments.sort_by_key(|other| other.n);
            }
        }
    }

    /// Verdicts and quotes as they are from now on.
    fn absorb_verdicts(&mut self, plan: &Plan) {
        for verdict in &plan.verdicts {
            if let Some(file) = self.files.get_mut(&verdict.case) {
                file.verdicts.retain(|one| one.id != verdict.id);
                file.verdicts.push(verdict.clone());
            }
        }
        for quote in &plan.quotes {
            if let Some(file) = self.files.get_mut(&quote.case) {
                file.quotes.retain(|one| one.id != quote.id);
                file.quotes.push(quote.clone());
            }
        }
    }

    /// Who may do what from now on, and of whom there is nothing left.
    fn absorb_rights(&mut self, plan: &Plan) {
        for change in &plan.agents {
            self.absorb_agent(change);
        }
        plan.invites.iter().for_each(|change| self.absorb_invite(change));
        self.absorb_verdicts(plan);
        self.absorb_appointments(plan);
        // Why: a second press of the same batch must find nothing to erase.
        for erasure in &plan.erasures {
            self.holdings.remove(&erasure.person);
            self.requests.values_mut().filter(|r| r.id == erasure.id).for_each(|r| r.done = true);
        }
        for change in &plan.companies {
            self.absorb_company(change);
        }
        for change in &plan.absences {
            let staff = self.people.get_mut(&change.person).and_then(|p| p.party.staff.as_mut());
            if let Some(staff) = staff {
                staff.away = change.away;
            }
        }
    }

    /// For whom somebody buys: what they open later in this batch is opened as that.
    fn absorb_company(&mut self, change: &CompanyChange) {
        let person = match change.who {
            Who::Person(person) => Some(person),
            Who::Account(account) => self.accounts.get(&account).copied(),
        };
        if let Some(met) = person.and_then(|person| self.people.get_mut(&person)) {
            met.party.company.clone_from(&change.company);
        }
        if let Some(file) = change.case.and_then(|case| self.files.get_mut(&case)) {
            file.case.company = change.company.as_ref().map(|company| company.id);
            file.company = change.company.as_ref().map(|company| company.name.clone());
        }
        for looked in self.looked.values_mut() {
            if let Some(known) = looked.target.as_mut().filter(|known| known.person == person) {
                known.company.clone_from(&change.company);
            }
        }
        // Why dropped: who left a company in this batch sees nothing of it any more.
        self.shared.retain(|id, _| Some(*id) != person);
    }

    /// What stands in rooms now, and which threads are a case's from now on and nobody's chat.
    fn absorb_places(&mut self, plan: &Plan) {
        self.chains.extend(plan.posts.iter().map(|post| (post.at, post.case)));
        plan.places.iter().for_each(|placing| self.absorb_placing(placing));
    }

    fn absorb_placing(&mut self, placing: &Placing) {
        let thread = placing.at.holder();
        self.places.insert(thread, placing.case);
        if let Some(file) = self.files.get_mut(&placing.case) {
            file.place = Some(placing.at);
        }
        self.people.values_mut().filter(|person| person.chat == Some(thread)).for_each(|p| p.chat = None);
    }

    fn absorb_invite(&mut self, change: &InviteChange) {
        match change {
            InviteChange::New(_) => {}
            InviteChange::Used { id, .. } => self.invites.retain(|_, invite| invite.id != *id),
            InviteChange::Withdrawn { .. } => self.invites.clear(),
        }
    }

    /// Who works here, and as what: later updates of the batch are decided by it.
    fn absorb_agent(&mut self, change: &AgentChange) {
        let met = match change.who {
            Who::Person(person) => Some(person),
            Who::Account(account) => self.accounts.get(&account).copied().or_else(|| {
                let known = self.roster.get(&account.platform).into_iter().flatten();
                known.into_iter().find(|c| c.account == Some(account)).map(|c| c.party.id)
            }),
        };
        let Some(person) = met else { return };
        let staff = change.role.map(|role| Staff {
            role,
            groups: change.groups.clone(),
            floor: change.floor,
            away: None,
        });
        for colleague in self.roster.values_mut().flatten().filter(|c| c.party.id == person) {
            colleague.party.staff.clone_from(&staff);
        }
        self.roster.values_mut().for_each(|all| all.retain(|c| c.party.staff.is_some()));
        if let Some(met) = self.people.get_mut(&person) {
            let away = met.party.staff.as_ref().and_then(|s| s.away);
            met.party.staff = staff.map(|staff| Staff { away, ..staff });
        }
        let theirs = self.files.values_mut().filter(|f| f.case.assignee == Some(person));
        for file in theirs.filter(|_| change.role.is_none()) {
            file.assignee = None;
            front::set_free(&mut file.case, change.at);
        }
        self.invites.values_mut().filter(|i| i.by == person).for_each(|i| i.by_role = change.role);
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
                        prompt: store::dialogues::Prompt::default(),
                        overtaken: false,
                    }),
                }
            }
            DialogueChange::Drop(id) => {
                self.affairs.values_mut().for_each(|a| a.drafts.retain(|d| d.row.id != *id));
            }
        }
    }

    /// Two cases belong together, or no longer: both show it.
    fn absorb_link(&mut self, change: &LinkChange) {
        for (one, other) in [(change.a, change.b), (change.b, change.a)] {
            let Some(reference) = self.files.get(&other).map(|f| f.case.reference.clone()) else { continue };
            if let Some(file) = self.files.get_mut(&one) {
                file.linked.retain(|r| *r != reference);
                file.linked.extend(change.on.then_some(reference));
            }
        }
    }

    /// The name of somebody this batch met, or who works here.
    fn name_of(&self, person: PersonId) -> Option<String> {
        let met = self.people.get(&person).map(|p| p.party.name.clone());
        let colleagues = || self.roster.values().flatten().find(|c| c.party.id == person);
        met.or_else(|| colleagues().map(|c| c.party.name.clone()))
    }

    fn absorb_case(&mut self, case: &crate::domain::case::Case) {
        let assignee = case.assignee.and_then(|id| self.name_of(id));
        let merged_into =
            case.merged_into.and_then(|into| self.files.get(&into)).map(|f| f.case.reference.clone());
        if let Some(file) = self.files.get_mut(&case.id) {
            file.assignee =
                assignee.or_else(|| file.assignee.take().filter(|_| case.assignee == file.case.assignee));
            file.case = case.clone();
            file.merged_into = merged_into.or_else(|| file.merged_into.take());
            return;
        }
        let Some(customer) = self.people.get(&case.customer) else { return };
        let contact = front::Contact {
            id: customer.party.id,
            name: customer.party.name.clone(),
            lang: customer.party.lang,
            zone: customer.party.zone,
            reachable: customer.party.reachable,
            by_phone: false,
            phone: None,
            bar: self.affairs.get(&(case.customer, case.platform)).and_then(|a| a.bar.clone()),
        };
        let file = CaseFile {
            company: customer.party.company.as_ref().map(|company| company.name.clone()),
            assignee,
            merged_into,
            ..CaseFile::of(case.clone(), Vec::new(), contact)
        };
        self.own.entry(case.customer).or_default().push(case.id);
        self.files.insert(case.id, file);
    }
}
