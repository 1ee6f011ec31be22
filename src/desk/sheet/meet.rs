//! The people of a batch, as they show themselves now.

use sqlx::PgConnection;

use super::{Person, Sheet};
use crate::{
    desk::Desk,
    domain::{
        chat::{Incoming, Input, Platform, Room, Sender},
        id::PersonId,
        lang::Lang,
        party::Party,
    },
    store::{StoreError, intake::Admitted},
};

impl Sheet {
    /// The people of the batch; strangers get a row.
    pub(super) async fn meet(
        &mut self,
        desk: &Desk,
        db: &mut PgConnection,
        batch: &[&Incoming],
        admitted: Vec<Admitted>,
    ) -> Result<(), StoreError> {
        for (incoming, known) in batch.iter().zip(admitted) {
            let account = incoming.by.account;
            // Why: nobody is known to have done that.
            if incoming.input == Input::Deleted {
                continue;
            }
            if let Some(known) = self.accounts.get(&account) {
                if let (Some(chat), Some(person)) = (self.chat_of(incoming), self.people.get_mut(known)) {
                    person.chat = Some(chat);
                }
                continue;
            }
            let (party, dirty) = match known.person {
                Some(party) => follow_client(party, &incoming.by),
                None if matches!(incoming.input, Input::Nothing | Input::Reacted { .. } | Input::Deleted)
                    || incoming.input.is_about_the_staff_side()
                    || incoming.room == Room::Elsewhere =>
                {
                    continue;
                }
                None => (stranger(desk.ids.one(db).await?, &incoming.by, desk.terms.brand.language), true),
            };
            self.accounts.insert(account, party.id);
            let chat = self.chat_of(incoming);
            self.people.insert(party.id, Person { party, account, chat, dirty });
        }
        Ok(())
    }

    /// Where somebody is reached who says this: on Telegram the chat with a person bears their account's number, on Discord
    /// it is where they write, unless that is a case's own place.
    fn chat_of(&self, incoming: &Incoming) -> Option<i64> {
        match incoming.place.platform {
            Platform::Telegram => Some(incoming.by.account.id),
            Platform::Discord => {
                let chat = incoming.place.holder();
                (incoming.room == Room::Private && !self.places.contains_key(&chat)).then_some(chat)
            }
        }
    }
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
        quiet: false,
        privacy: None,
        company: None,
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
