//! Where a row goes, who reads it there, and the calls it takes.

use super::{
    Desk, DeskError,
    carry_out::Known,
    courier::{Act, Courier, Refusal},
    lanes::Held,
    marks::Ending,
    show::{Step, Voice},
};
use crate::{
    domain::{
        chat::{Address, Remote},
        plan::{Parcel, To},
    },
    store::StoreError,
};

/// Where a row goes, and who reads it there.
pub(super) struct Destination {
    pub(super) place: Address,
    pub(super) voice: Voice,
    /// The room was opened just now, its card posted with it.
    pub(super) fresh: bool,
    pub(super) card: Option<i64>,
    /// What everything there answers that answers nothing else: the card of a room without a topic.
    pub(super) under: Option<i64>,
}

impl Desk {
    pub(super) async fn destination<T: Courier>(
        &self,
        courier: &T,
        held: &Held,
    ) -> Result<Result<Destination, Ending>, DeskError> {
        let gone = |why: &str| Ending::Refused { refusal: Refusal::ChatGone, why: why.to_owned() };
        let voice = self.staff_voice(held.row.platform);
        let staff = |place: Address| {
            let voice = Voice { on: place.platform, ..voice };
            Destination { place, voice, fresh: false, card: None, under: None }
        };
        if let Parcel::Mark { on, .. } = &held.row.parcel {
            return Ok(Ok(staff(Address { platform: on.platform, chat: on.chat, thread: None })));
        }
        match held.row.to {
            To::Place(place) => Ok(Ok(staff(place))),
            To::Staff | To::Home(_) => {
                let side = self.staff_on(held.row.platform);
                Ok(side.map(|side| staff(side.place())).ok_or_else(|| gone("there is no staff side")))
            }
            To::Room(case) => self.room(courier, held, case).await,
            To::Person(person, platform) | To::Customer(person, platform, _) => {
                let known = match self.own_place(courier, held, (person, platform)).await? {
                    Ok(known) => known,
                    Err(ending) => return Ok(Err(ending)),
                };
                Ok(known
                    .map(|Known { lang, zone, chat }| Destination {
                        place: Address { platform, chat, thread: None },
                        voice: Voice { on: platform, lang, zone, staff: false },
                        fresh: false,
                        card: None,
                        under: None,
                    })
                    .ok_or_else(|| gone("they have no chat there")))
            }
        }
    }

    /// The calls a row takes.
    pub(super) async fn steps(&self, held: &Held, to: &Destination) -> Result<Vec<Step>, DeskError> {
        let step = |act| vec![Step { yields: 0, ..Step::plain(act) }];
        Ok(match &held.row.parcel {
            Parcel::Say { say, edits: Some(message), .. } => self.show_in_place(say, *message, to.voice),
            Parcel::Say { say, reply_to, edits: None, .. } => {
                self.show_calling(say, *reply_to, to.voice).await?
            }
            Parcel::Export { person, after, part } => {
                let own = held.row.to.person().is_some_and(|(reader, _)| reader == *person);
                self.show_export((*person, *after, *part), own, to.voice).await?
            }
            Parcel::Form { case, reader } => self.show_form(*case, *reader, to.voice).await?,
            Parcel::Code { case, n, .. } => self.show_code(*case, *n, held.row.id, to.voice).await?,
            Parcel::Calendar { case, n } => self.show_calendar(*case, *n, to.voice).await?,
            Parcel::Report(order) => self.show_report(order, to.voice).await?,
            Parcel::Cases { export, .. } => self.show_cases(*export, to.voice).await?,
            Parcel::Recall { messages, .. } | Parcel::Unsay { messages } => {
                step(Act::Delete { messages: messages.clone() })
            }
            Parcel::DropRoom { .. } => step(Act::DropRoom),
            Parcel::Shut => step(Act::Shut),
            Parcel::Farewell { lang, say, .. } => {
                self.show_say(say, None, Voice { on: to.voice.on, lang: *lang, zone: None, staff: false })
            }
            Parcel::Title | Parcel::Fold | Parcel::Unname { .. } | Parcel::Elsewhere { .. } => {
                self.place_steps(held, to.place, to.voice).await?
            }
            Parcel::Mark { on: Remote { id, .. }, sign } => step(Act::Sign { message: *id, sign: *sign }),
            Parcel::Card => match (to.fresh, to.card, held.row.to) {
                (false, Some(card), To::Room(case)) => {
                    let file = self.file_of(case).await?;
                    file.map(|file| self.card_words(&file, to.place.platform))
                        .map_or_else(Vec::new, |(text, rows)| step(Act::Edit { message: card, text, rows }))
                }
                _ => Vec::new(),
            },
            Parcel::Relay { messages, .. } => {
                let (shown, stands) = self.shown(messages).await?;
                self.show_relay(&shown, &stands, to.place, to.voice)
            }
            Parcel::Files { media, case, .. } => self.show_files(media, *case, to.voice).await?,
            Parcel::Revise { message } => {
                let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
                self.show_revision(&mut db, *message, to.place, to.voice).await?
            }
            Parcel::Swap { message } => {
                let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
                self.show_swap(&mut db, *message, to.place, to.voice).await?
            }
            Parcel::React { message } => {
                let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
                self.show_reaction(&mut db, *message, to.place, to.voice).await?
            }
        })
    }
}
