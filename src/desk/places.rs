//! Where somebody is talked to: in their own chat, or in the thread that a case of theirs has for itself. Opened when it
//! is needed, and opened again when somebody deleted it.

use tracing::warn;

use super::{
    Desk, DeskError,
    carry_out::Known,
    courier::{Act, Courier, Delivery, DeliveryError, Opened},
    lanes::Held,
    marks::Ending,
    obstacles::ending_of,
    show::{Step, Voice, What},
};
use crate::{
    domain::{
        chat::{Account, Address, Platform},
        front,
        id::{CaseId, PersonId},
        phrase::{Arg, Phrase, Say},
        plan::{Parcel, Placing, To},
    },
    store::{
        self, StoreError,
        people::Reader,
        places::{Home, Stand},
    },
};

type Tried<T> = Result<Result<T, Ending>, DeskError>;

/// What a thread is called when it is nobody's any more.
const NOBODYS: &str = "—";

impl Desk {
    /// What that account has of threads on a platform, for whoever opens them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn home_of(&self, on: Platform, account: i64) -> Result<Home, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        Ok(store::places::home(&mut db, on, account).await?)
    }

    /// Whose thread that is; nothing where it was opened for nobody.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn owner_of(&self, on: Platform, thread: i64) -> Result<Option<i64>, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        Ok(store::threads::owner(&mut db, on.code(), thread).await?)
    }

    /// That thread was opened for that account, if it is nobody's yet. The account whose it is.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn own_thread(&self, account: Account, thread: i64) -> Result<i64, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        Ok(store::threads::own(&mut db, account, thread, self.clock.now()).await?)
    }

    /// Where the person of a row reads it, and how; nothing where they have no account there.
    pub(super) async fn own_place<T: Courier>(
        &self,
        courier: &T,
        held: &Held,
        (person, on): (PersonId, Platform),
    ) -> Tried<Option<Known>> {
        if let Some(known) = held.known {
            return Ok(Ok(Some(known)));
        }
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let Some(reader) = store::people::reader(&mut db, person, on).await? else { return Ok(Ok(None)) };
        // Why of Discord alone: elsewhere somebody has one chat with the bot, whatever is talked about.
        let case = match held.row.to {
            To::Customer(_, Platform::Discord, case) => Some(case),
            _ => None,
        };
        let stand = match case {
            Some(case) => store::places::of_case(&mut db, case, on).await?,
            None => Stand::default(),
        };
        let known = |chat| Known { lang: reader.lang, zone: reader.zone, chat };
        if let Some(chat) = stand.thread.or(reader.chat.filter(|_| !stand.lost)) {
            let seen = match held.row.parcel {
                Parcel::Revise { message } | Parcel::Swap { message } | Parcel::React { message }
                    if on == Platform::Discord =>
                {
                    store::places::seen_in(&mut db, person, message, on, chat).await?
                }
                _ => None,
            };
            return Ok(Ok(Some(known(seen.unwrap_or(chat)))));
        }
        drop(db);
        if !is_worth_a_place(&held.row.parcel) {
            return Ok(Err(Ending::Sent { copies: Vec::new(), posts: Vec::new(), at: self.clock.now() }));
        }
        let opened = self.open_place(courier, (person, on), case, reader).await?;
        Ok(opened.map(|chat| chat.map(known)))
    }

    /// Opens the chat of somebody who has none there, or the thread of that case.
    async fn open_place<T: Courier>(
        &self,
        courier: &T,
        (person, on): (PersonId, Platform),
        case: Option<CaseId>,
        reader: Reader,
    ) -> Tried<Option<i64>> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let Some((account, name)) = store::chats::account(&mut db, person, on).await? else {
            return Ok(Ok(None));
        };
        let taken = store::places::home(&mut db, on, account).await?.taken;
        let file = match case {
            Some(case) => store::cases::files(&mut db, &[case]).await?.into_iter().next(),
            None => None,
        };
        drop(db);
        let title = file.as_ref().map_or(name, |file| self.place_title(file));
        let account = Account { platform: on, id: account };
        let opened = match self.open_for(courier, account, &title, taken).await? {
            Ok(opened) => opened,
            Err(ending) => return Ok(Err(ending)),
        };
        let (Some(file), Opened::Thread { parent, thread }) = (file, opened) else {
            let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
            store::chats::set(&mut db, on, &[(account.id, opened.chat())]).await?;
            return Ok(Ok(Some(opened.chat())));
        };
        let voice = Voice { on, lang: reader.lang, zone: reader.zone, staff: false };
        let say = front::goes_on(&file, &self.terms, self.clock.now());
        if let Err(ending) = self.begin_with(courier, &say, thread, voice).await {
            return Ok(Err(ending));
        }
        // Why last: a process that dies on the way finds the thread by its name, and what it said first is said once.
        let at = Address { platform: on, chat: parent, thread: Some(thread) };
        let placing = Placing { case: file.case.id, at, since: self.clock.now() };
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        store::places::put(&mut db, &[placing]).await?;
        Ok(Ok(Some(thread)))
    }

    /// Opens a chat for that account, which is theirs from then on. What looks like theirs and is another's is passed over.
    async fn open_for<T: Courier>(
        &self,
        courier: &T,
        account: Account,
        title: &str,
        mut taken: Vec<i64>,
    ) -> Tried<Opened> {
        loop {
            let opened = match courier.open(account.id, title, &taken).await {
                Ok(opened) => opened,
                Err(error) => return Ok(Err(ending_of(error))),
            };
            let Opened::Thread { thread, .. } = opened else { return Ok(Ok(opened)) };
            if taken.contains(&thread) || self.own_thread(account, thread).await? == account.id {
                return Ok(Ok(opened));
            }
            taken.push(thread);
        }
    }

    /// The first words of a thread: what it is for.
    async fn begin_with<T: Courier>(
        &self,
        courier: &T,
        say: &Say,
        thread: i64,
        voice: Voice,
    ) -> Result<(), Ending> {
        let place = Address { platform: voice.on, chat: thread, thread: None };
        for (n, step) in self.show_say(say, None, voice).into_iter().enumerate() {
            let What::Act(act) = step.what else { continue };
            // Why counted and not waited for: they are the first words there.
            let _ = self.lanes.chat_wait(place, self.clock.now());
            let delivery = Delivery { nonce: format!("place.{thread}.{n}"), place, under: None, act };
            match courier.deliver(&delivery).await {
                Ok(_) => {}
                Err(error @ (DeliveryError::NotSent { .. } | DeliveryError::Unreached { .. })) => {
                    return Err(ending_of(error));
                }
                // Why: the thread is there, and what it was opened for matters more.
                Err(error) => warn!(event = "desk.place.untold", "a thread begins without a word: {error}"),
            }
        }
        Ok(())
    }

    /// The calls that keep a thread as it should be, or show the way to another one.
    pub(super) async fn place_steps(
        &self,
        held: &Held,
        place: Address,
        voice: Voice,
    ) -> Result<Vec<Step>, DeskError> {
        let step = |act| Step { yields: 0, ..Step::plain(act) };
        if let Parcel::Unname { .. } = held.row.parcel {
            let act = Act::Rename { title: NOBODYS.to_owned(), owned: false };
            return Ok(vec![step(act), step(Act::Fold)]);
        }
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        if let (Parcel::Elsewhere { case }, Some((person, on))) = (&held.row.parcel, held.row.to.person()) {
            let stand = match case {
                Some(case) => store::places::of_case(&mut db, *case, on).await?,
                None => Stand::default(),
            };
            let reader = store::people::reader(&mut db, person, on).await?;
            let there = stand.thread.or(reader.and_then(|reader| reader.chat));
            let way = |thread| Phrase::new("thread-elsewhere").with("thread", Arg::Thread(thread));
            let there = there.filter(|there| *there != place.holder());
            return Ok(
                there.map_or_else(Vec::new, |there| self.show_say(&Say::line(way(there)), None, voice))
            );
        }
        let To::Customer(_, _, case) = held.row.to else { return Ok(Vec::new()) };
        let file = store::cases::files(&mut db, &[case]).await?.into_iter().next();
        let Some(file) = file.filter(|file| file.place.is_some_and(|at| at.holder() == place.holder()))
        else {
            return Ok(Vec::new());
        };
        Ok(match held.row.parcel {
            Parcel::Title => vec![step(Act::Rename { title: self.place_title(&file), owned: true })],
            // Why looked at again: it may have been opened anew since.
            Parcel::Fold if file.case.state.is_over() => vec![step(Act::Fold)],
            _ => Vec::new(),
        })
    }
}

/// Whether a thread is opened for it. What changes words that stood in one that is gone changes nothing.
const fn is_worth_a_place(parcel: &Parcel) -> bool {
    !matches!(
        parcel,
        Parcel::Revise { .. }
            | Parcel::React { .. }
            | Parcel::Title
            | Parcel::Fold
            | Parcel::Elsewhere { .. }
    )
}
