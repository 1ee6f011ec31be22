//! Erasures carried out: the rows in the transaction of the decision, then the copies on the platform, then the last
//! word to whoever wanted it.
//!
//! What a platform has to take back are rows of the outbox like everything else. When all of them have ended, one pass
//! tells the person what could be taken back and what could not, and forgets where they are.

use sqlx::PgConnection;
use tracing::info;

use super::{
    Desk, DeskError,
    courier::{Act, Attached, Bytes},
    lanes::Held,
    show::Step,
};
use crate::{
    domain::{
        chat::{Address, FileKind, Platform},
        clocks, front,
        id::{PersonId, RequestId},
        phrase::{Phrase, Say},
        plan::{Erasure, Parcel, Plan, Send, To},
        staff_side::StaffSide,
        text::Rich,
    },
    store::{self, StoreError, erasure::Gone, privacy::Settled},
};

/// Messages one call takes back at most.
const AT_ONCE: usize = 100;

impl Desk {
    /// Erases people, once each. What is to be said of it, and `held` without what was to be said to them.
    pub(super) async fn erase(
        &self,
        db: &mut PgConnection,
        mut erasures: Vec<Erasure>,
        held: &mut Vec<Held>,
    ) -> Result<Vec<Send>, DeskError> {
        erasures.sort_by_key(|e| (e.person, e.id));
        erasures.dedup_by_key(|e| e.person);
        let mut sends = Vec::new();
        for erasure in erasures {
            let prefix = &self.terms.brand.prefix;
            let staff: Vec<_> = self.sides().iter().map(StaffSide::place).collect();
            let owed = store::clocks::owed_to(db, erasure.person).await?;
            store::clocks::put(db, &clocks::forgone(&owed, erasure.at, &self.terms)).await?;
            let gone = store::erasure::erase(db, &erasure, prefix, &staff).await?;
            info!(
                event = "desk.person.erased",
                request = erasure.id.0,
                person = erasure.person.0,
                cases = gone.cases.len(),
                "everything of person {} was erased",
                erasure.person
            );
            held.retain(|h| match h.row.to {
                To::Person(person, _) | To::Customer(person, _, _) => person != erasure.person,
                To::Room(case) => !gone.cases.contains(&case),
                To::Place(_) | To::Staff | To::Home(_) => true,
            });
            sends.extend(recalls(erasure.id, &gone));
        }
        Ok(sends)
    }

    /// Tells whoever was erased how it ended, and forgets where they are once they are told. How many there were.
    pub(super) async fn close_erasures(&self) -> Result<usize, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        if !store::privacy::is_any_settled(&mut db).await? {
            return Ok(0);
        }
        drop(db);
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        let settled = store::privacy::settled(&mut tx).await?;
        let mut plan = Plan::default();
        for one in &settled {
            if one.tell.is_some() {
                plan.sends.extend(last_words(one));
                store::privacy::told(&mut tx, one.id).await?;
            } else {
                store::privacy::close(&mut tx, one.id, self.clock.now()).await?;
            }
        }
        let held = self.carry_out(&mut tx, plan, None).await?;
        self.commit(tx, held).await?;
        Ok(settled.len())
    }

    /// What became of taking copies back: counted, and where a person has to do it, noted.
    pub(super) async fn recalled(
        &self,
        db: &mut PgConnection,
        to: To,
        parcel: &Parcel,
        done: bool,
    ) -> Result<Plan, DeskError> {
        let To::Place(place) = to else { return Ok(Plan::default()) };
        let group = self.staff_chat(place.platform) == Some(place.chat);
        let (act, count, links) = match parcel {
            Parcel::Recall { act, messages } => {
                (*act, messages.len(), messages.iter().map(|m| link(place.chat, *m)).collect())
            }
            Parcel::DropRoom { act } => {
                (*act, 1, place.thread.map(|thread| link(place.chat, thread)).into_iter().collect())
            }
            _ => return Ok(Plan::default()),
        };
        let by_hand: Vec<String> = if done || !group { Vec::new() } else { links };
        let counts = if done { (count, 0) } else { (0, count) };
        store::privacy::recalled(db, act, counts, &by_hand).await?;
        Ok(Plan::default())
    }

    /// One part of everything kept of a person, as a file. Made here, at delivery, so that nothing of it is stored.
    pub(super) async fn show_export(
        &self,
        (person, after, part): (PersonId, i64, u32),
        own: bool,
        voice: super::show::Voice,
    ) -> Result<Vec<Step>, DeskError> {
        let now = self.clock.now();
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let content = store::export::part(&mut db, person, after, now).await?;
        drop(db);
        let day = now.with_timezone(&self.terms.calendar.zone()).date_naive();
        let number = if part == 1 { String::new() } else { format!("-{part}") };
        let key = match (part, own) {
            (1, true) => "export-caption",
            (1, false) => "export-caption-other",
            _ => "export-more",
        };
        let whose = if own { "my-data" } else { "customer-data" };
        let phrase = Phrase::new(key).with("at", now).with("part", i64::from(part));
        let act = Act::Upload {
            file: Attached {
                kind: FileKind::Document,
                name: format!("{whose}-{day}{number}.json"),
                bytes: Bytes(format!("{:#}", content.document).into_bytes().into()),
                spoiler: false,
            },
            caption: Rich::plain(self.words(&[phrase], voice)),
            reply_to: None,
        };
        Ok(vec![Step { yields: 1, ..Step::plain(act) }])
    }

    /// The next part behind one that was delivered.
    pub(super) async fn next_part(
        &self,
        db: &mut PgConnection,
        to: To,
        parcel: &Parcel,
    ) -> Result<Plan, DeskError> {
        let Parcel::Export { person, after, part } = parcel else { return Ok(Plan::default()) };
        let more = store::export::more_after(db, *person, *after).await?;
        let next = |after| Send::new(to, Parcel::Export { person: *person, after, part: part + 1 });
        Ok(Plan { sends: more.map(next).into_iter().collect(), ..Plan::default() })
    }
}

/// Whether something is taken back for an erasure.
pub(super) const fn is_recall(parcel: &Parcel) -> bool {
    matches!(parcel, Parcel::Recall { .. } | Parcel::DropRoom { .. })
}

/// The calls that take copies back, chat by chat, and whole topics.
fn recalls(act: RequestId, gone: &Gone) -> Vec<Send> {
    let mut sends = Vec::new();
    for chat in gone.copies.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let (platform, id) = (chat[0].0, chat[0].1);
        let to = To::Place(Address { platform, chat: id, thread: None });
        for some in chat.chunks(AT_ONCE) {
            let messages = some.iter().map(|(_, _, remote)| *remote).collect();
            sends.push(Send::new(to, Parcel::Recall { act, messages }));
        }
    }
    let topics = gone.rooms.iter().filter(|room| room.thread.is_some());
    sends.extend(topics.map(|room| Send::new(To::Place(*room), Parcel::DropRoom { act })));
    sends
}

/// How it ended, for the person and, where something is left in the group, for the staff.
fn last_words(settled: &Settled) -> Vec<Send> {
    let [cases, messages, files] = front::counted(settled.cases, settled.messages, settled.files);
    let mut lines =
        vec![Phrase::new("farewell").with("cases", cases).with("messages", messages).with("files", files)];
    lines.push(Phrase::new("farewell-recalled").with("count", settled.recalled));
    if settled.left > 0 {
        lines.push(Phrase::new("farewell-left").with("count", settled.left));
    }
    lines.push(Phrase::new("farewell-end"));
    let mut sends = Vec::new();
    if let Some((place, lang)) = settled.tell {
        let say = Say { lines, rows: Vec::new() };
        sends.push(Send::new(To::Place(place), Parcel::Farewell { act: settled.id, lang, say }));
        // Why: the thread's name says whose it was.
        let named = place.platform == Platform::Discord;
        sends.extend(named.then(|| Send::new(To::Place(place), Parcel::Unname { act: settled.id })));
    }
    if !settled.by_hand.is_empty() {
        let links = settled.by_hand.join("\n");
        sends.push(Send::say(To::Staff, Say::line(Phrase::new("erase-by-hand").with("links", links))));
    }
    sends
}

/// A message or a topic of a group, as members of it can open it.
fn link(chat: i64, message: i64) -> String {
    let number = chat.to_string();
    let number = number.strip_prefix("-100").unwrap_or(&number);
    format!("https://t.me/c/{number}/{message}")
}
