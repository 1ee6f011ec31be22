//! Carries plans out: everything a decision wants, in the caller's transaction.
//! A plan is taken apart exhaustively here and nowhere else. What it says becomes rows of the outbox; those this
//! process may send at once are returned, to be handed over after the commit.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use tracing::warn;

use super::{
    Desk, DeskError,
    drafts::Drafts,
    homes::Rooms,
    lanes::{Held, lane_of},
    sheet::Sheet,
    spoken::spoken,
};
use crate::{
    domain::{
        case::Case,
        chat::{Account, Platform},
        id::{CaseId, DialogueId, MessageId, PersonId, SendId},
        party::Party,
        plan::{
            BarChange, Deletion, Expected, MacroChange, Parcel, Plan, Reaction, Revision, Send, SlipChange,
            To,
        },
    },
    store::{self, StoreError, outbox::Row, said::NewRow},
};

/// A reader known from the sheet: saves looking them up at delivery.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub(super) lang: crate::domain::lang::Lang,
    pub(super) zone: Option<chrono_tz::Tz>,
    pub(super) chat: i64,
}

/// What is waited for once a row has arrived: the answer to a draft's question, or to one put to an agent.
type Awaits = (Option<DialogueId>, Option<Expected>);

impl Desk {
    /// Does everything `plan` wants inside the transaction of `db`. The rows to hand over after its commit.
    #[expect(clippy::too_many_lines, reason = "a line for each thing a plan can want")]
    pub(super) async fn carry_out(
        &self,
        db: &mut PgConnection,
        plan: Plan,
        sheet: Option<&Sheet>,
    ) -> Result<Vec<Held>, DeskError> {
        let now = self.clock.now();
        let Plan {
            people,
            callers,
            dialogues,
            cases,
            lines,
            mut events,
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
            mut sends,
        } = plan;
        store::people::put(db, &people_to_write(people, sheet), now).await?;
        store::callers::put(db, &callers).await?;
        store::chats::set(db, Platform::Discord, &chats_on_discord(sheet)).await?;
        // Why before the cases: what is opened in this batch may be the company's.
        for change in companies {
            self.change_company(db, change).await?;
        }
        let new_cases: HashSet<CaseId> = cases.iter().filter(|c| c.rev == 1).map(|c| c.id).collect();
        self.put_cases(db, &last_of_each(cases), now).await?;
        // Why behind the cases: whoever leaves in this batch may have taken one in it.
        for change in agents {
            let left = self.change_agent(db, change).await?;
            events.extend(left.events);
            sends.extend(left.sends);
        }
        self.change_invites(db, invites).await?;
        store::cases::put_lines(db, &lines, |case| new_cases.contains(&case)).await?;
        store::cases::add_events(db, &events).await?;
        store::moves::put_absences(db, &absences).await?;
        store::moves::put_links(db, &links).await?;
        store::clocks::put(db, &clocks).await?;
        store::verdicts::put(db, &verdicts).await?;
        store::appointments::put(db, &appointments).await?;
        self.change_codes(db, &codes).await?;
        store::surveys::change(db, &surveys, now).await?;
        store::quotes::put(db, &quotes).await?;
        store::alerts::add(db, &alerts).await?;
        store::alerts::ack(db, &acks).await?;
        if !media.is_empty() {
            self.fetching.announce();
        }
        store::messages::add_media(db, &media).await?;
        self.keep_passes(db, &passes).await?;
        store::messages::add(db, &messages).await?;
        change_messages(db, &filed, &revisions, &deletions, &reactions).await?;
        store::orders::write(db, &orders, now).await?;
        store::outbox::resend(db, &resends, now).await?;
        store::rooms::add_posts(db, &posts).await?;
        store::places::put(db, &places).await?;
        if hinted {
            // Why there: nowhere else the staff side can be one agent's own chat.
            store::staff_side::hinted(db, Platform::Telegram, now).await?;
        }
        self.change_aids(db, &macros, slips, bars).await?;
        store::privacy::add(db, &requests).await?;
        store::exports::add(db, &exports).await?;
        let mut held = self.enqueue(db, sends, Drafts::after(dialogues), &new_cases, sheet, now).await?;
        // Why behind what is said: the row that tells how far they are is theirs.
        store::letters::begin(db, &letters).await?;
        // Why behind all that is written: what the batch holds of the one is the other's, too.
        for binding in bindings {
            store::bind::join(db, binding.kept, binding.gone, binding.at).await?;
        }
        if !erasures.is_empty() {
            // Why last: what else the batch holds of them goes with the rest.
            let said = self.erase(db, erasures, &mut held).await?;
            held.extend(self.enqueue(db, said, Drafts::default(), &HashSet::new(), None, now).await?);
        }
        if !resends.is_empty() {
            self.lanes.queued_unread();
        }
        Ok(held)
    }

    /// What ended before can't be opened again.
    pub(super) fn reopened_since(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        at - chrono::TimeDelta::days(i64::from(self.terms.lives.reopen_days))
    }

    /// What helps the staff and stands beside the cases: canned replies, kept lists, and who is not heard.
    async fn change_aids(
        &self,
        db: &mut PgConnection,
        macros: &[MacroChange],
        slips: Vec<SlipChange>,
        bars: Vec<BarChange>,
    ) -> Result<(), DeskError> {
        store::macros::put(db, macros).await?;
        store::slips::change(db, slips).await?;
        for change in bars {
            self.change_bar(db, change).await?;
        }
        Ok(())
    }

    /// Puts what is said into the outbox, and drafts as they are now beside it. The rows we may send at once.
    async fn enqueue(
        &self,
        db: &mut PgConnection,
        sends: Vec<Send>,
        drafts: Drafts,
        new_cases: &HashSet<CaseId>,
        sheet: Option<&Sheet>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Held>, DeskError> {
        let epoch = self.leases_under();
        let sends = spoken(db, sends, sheet).await?;
        let rooms = self.rooms_of(db, &sends).await?;
        let mut rows: Vec<(NewRow, Awaits)> = Vec::with_capacity(sends.len());
        for send in self.addressed(sends) {
            let awaits = (send.asks, send.expects.clone());
            if let Some(row) = self.row_of(send, &rooms, new_cases, epoch, now) {
                fold_into(&mut rows, row, awaits);
            }
        }
        self.let_pass(db, &mut rows).await?;
        let (new, awaits): (Vec<NewRow>, Vec<Awaits>) = rows.into_iter().unzip();
        let asks: Vec<Option<DialogueId>> = awaits.iter().map(|(asks, _)| *asks).collect();
        let ids = drafts.write(db, (&new, &asks), epoch.unwrap_or_default(), now).await?;
        let mut held = Vec::new();
        let mut asked = Vec::new();
        for ((row, (_, expects)), id) in new.into_iter().zip(awaits).zip(ids) {
            asked.extend(expects.map(|expected| (expected, id)));
            // Why also what waits with its lane, or for a late lease: read from the table afterwards, it would be overtaken.
            let until = self.lanes.waits_until(&row.lane).map_or(now, |until| until.max(now));
            if (epoch.is_some() || self.is_late()) && row.not_before <= until {
                held.push(held_of(row, epoch, id, now, sheet));
            }
        }
        store::moves::put_questions(db, &asked, now).await?;
        Ok(held)
    }

    /// The outbox row of a send; `None` for a staff side that there is not.
    fn row_of(
        &self,
        send: Send,
        rooms: &Rooms,
        new_cases: &HashSet<CaseId>,
        epoch: Option<i64>,
        now: DateTime<Utc>,
    ) -> Option<NewRow> {
        let Send { to, parcel, urgency, by_hand, not_before, fold, asks: _, expects: _ } = send;
        let platform = match (to, &parcel) {
            (To::Person(_, platform) | To::Customer(_, platform, _), _) => Some(platform),
            (To::Place(place), _) => Some(place.platform),
            // Why: it is put where the message stands, wherever the room is.
            (_, Parcel::Mark { on, .. }) => Some(on.platform),
            (To::Room(case), _) => rooms.of(case),
            (To::Home(platform), _) => Some(platform).filter(|platform| self.homes().has(*platform)),
            (To::Staff, _) => None,
        };
        let Some(platform) = platform else {
            warn!(event = "desk.staff.missing", "there is no staff side to tell this to");
            return None;
        };
        let lane = lane_of(to, &parcel, platform, self.staff_on(platform).as_ref());
        let first_card = matches!((&parcel, to), (Parcel::Card, To::Room(case)) if new_cases.contains(&case));
        let fold = fold.filter(|_| !first_card);
        let card_at = match (&parcel, to) {
            (Parcel::Card, To::Room(case)) if !first_card => self.lanes.card_after(case, now),
            _ => now,
        };
        let not_before = not_before.into_iter().chain(self.lanes.kept_wait(&lane)).fold(card_at, Ord::max);
        // Why: what may be replaced, waits, or waits for a person when in doubt, is claimed right before it is sent.
        let leased = epoch.is_some()
            && fold.is_none()
            && !by_hand
            && not_before <= now
            && self.lanes.is_free(&lane, now);
        Some(NewRow {
            lane,
            platform,
            to,
            urgency,
            by_hand,
            parcel,
            leased,
            not_before,
            fold,
            replaces: None,
        })
    }
}

/// What becomes of messages that are kept already.
async fn change_messages(
    db: &mut PgConnection,
    filed: &[(MessageId, CaseId)],
    revisions: &[Revision],
    deletions: &[Deletion],
    reactions: &[Reaction],
) -> Result<(), StoreError> {
    store::messages::file(db, filed).await?;
    store::messages::revise(db, revisions).await?;
    store::messages::delete(db, deletions).await?;
    store::messages::react(db, reactions).await
}

/// Adds a row; two of one fold in the same batch become one, as they would in the queue.
fn fold_into(rows: &mut Vec<(NewRow, Awaits)>, row: NewRow, awaits: Awaits) {
    let same = row
        .fold
        .is_some()
        .then(|| rows.iter().position(|(other, _)| other.lane == row.lane && other.fold == row.fold));
    let Some(place) = same.flatten() else {
        rows.push((row, awaits));
        return;
    };
    let (mut older, before) = rows.remove(place);
    match (&mut older.parcel, row.parcel) {
        (Parcel::Relay { messages, .. }, Parcel::Relay { messages: more, .. }) => messages.extend(more),
        (parcel, newer) => *parcel = newer,
    }
    older.not_before = older.not_before.max(row.not_before);
    rows.push((older, (awaits.0.or(before.0), awaits.1.or(before.1))));
}

fn held_of(row: NewRow, epoch: Option<i64>, id: SendId, now: DateTime<Utc>, sheet: Option<&Sheet>) -> Held {
    let known = match row.to {
        To::Person(person, platform) => sheet.and_then(|s| s.known(person, platform)),
        To::Customer(person, Platform::Telegram, _) => {
            sheet.and_then(|s| s.known(person, Platform::Telegram))
        }
        To::Customer(..) | To::Room(_) | To::Place(_) | To::Staff | To::Home(_) => None,
    };
    Held {
        claimed: epoch.filter(|_| row.leased),
        asked: false,
        known,
        missing: Vec::new(),
        row: Row {
            id,
            lane: row.lane,
            platform: row.platform,
            to: row.to,
            urgency: row.urgency,
            by_hand: row.by_hand,
            parcel: row.parcel,
            tries: 0,
            doubts: 0,
            remotes: Vec::new(),
            since: now,
        },
    }
}

impl Sheet {
    /// How a person on the sheet reads, and where they are on that platform.
    fn known(&self, person: PersonId, platform: Platform) -> Option<Known> {
        let found = self.people.get(&person).filter(|p| p.account.platform == platform)?;
        Some(Known { lang: found.party.lang, zone: found.party.zone, chat: found.chat? })
    }
}

/// The people a batch met for the first time or anew, and those its decisions changed.
fn people_to_write(changed: Vec<Party>, sheet: Option<&Sheet>) -> Vec<(Party, Account)> {
    let Some(sheet) = sheet else { return Vec::new() };
    let changed: HashSet<PersonId> = changed.into_iter().map(|p| p.id).collect();
    let wanted = sheet.people.values().filter(|p| p.dirty || changed.contains(&p.party.id));
    wanted.map(|p| (p.party.clone(), p.account)).collect()
}

/// Where the people of a batch write to us on Discord.
fn chats_on_discord(sheet: Option<&Sheet>) -> Vec<(i64, i64)> {
    let people = sheet.into_iter().flat_map(|sheet| sheet.people.values());
    people
        .filter(|person| person.account.platform == Platform::Discord)
        .filter_map(|person| Some((person.account.id, person.chat?)))
        .collect()
}

/// Of several states of one case the last.
fn last_of_each(cases: Vec<Case>) -> Vec<Case> {
    let last: BTreeMap<CaseId, Case> = cases.into_iter().map(|c| (c.id, c)).collect();
    last.into_values().collect()
}
