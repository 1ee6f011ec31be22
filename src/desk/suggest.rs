//! Tells who is typing what fits. Reads alone, changes nothing, and asks for the role at this very moment: what is told is
//! customers' data.

use super::{Desk, DeskError};
use crate::{
    domain::{
        canned,
        command::Lookable,
        lang::Lang,
        party::{Party, Role},
        phrase::Phrase,
        suggest::{self, Fitting, Typing},
    },
    store::{self, StoreError},
};

/// Cases read for one list: more than are shown, because the nearest are found among them.
const READ: i64 = 200;

/// What fits what somebody is typing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suggested {
    /// Words above it where it is a question: which of them, or why there are none.
    pub words: String,
    /// What is shown, and what is meant; the nearest first.
    pub fits: Vec<(String, String)>,
}

impl Desk {
    /// What fits; nothing for who doesn't work here, nor where customers read along.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn suggest(&self, typing: &Typing) -> Result<Suggested, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let roster = store::agents::roster(&mut db, typing.by.platform).await?;
        let speaker = roster.iter().find(|colleague| colleague.account == Some(typing.by));
        let speaker = speaker.map(|colleague| &colleague.party).filter(|party| party.may(Role::Agent));
        let Some(speaker) = speaker else {
            return Ok(self.suggested(
                self.terms.brand.language,
                &Phrase::new("refuse-stranger"),
                Vec::new(),
            ));
        };
        if !typing.on_staff_side {
            return Ok(self.suggested(speaker.lang, &Phrase::new("suggest-not-here"), Vec::new()));
        }
        let fits = match typing.of {
            Lookable::Case => {
                let all = store::cases::open(
                    &mut db,
                    speaker.id,
                    seen_by(speaker),
                    &suggest::plain(&typing.text),
                    READ,
                )
                .await?;
                suggest::cases(&all, &typing.text)
            }
            Lookable::Macro => {
                let all = canned::in_force(&self.terms.macros, &store::macros::all(&mut db).await?);
                suggest::macros(&all, &self.terms, &typing.text)
            }
            Lookable::Colleague => {
                suggest::colleagues(&roster, typing.by.platform, self.clock.now(), &typing.text)
            }
            Lookable::Groups => suggest::groups(&self.terms, &typing.text),
            Lookable::Appointing => suggest::appointing(&self.terms, &typing.text),
        };
        let words = Phrase::new(if fits.is_empty() { "suggest-none" } else { "suggest-which" });
        Ok(self.suggested(speaker.lang, &words, fits))
    }

    fn suggested(&self, lang: Lang, words: &Phrase, fits: Vec<Fitting>) -> Suggested {
        let shown = |fit: Fitting| (self.said_in(lang, &fit.shown), fit.value);
        Suggested { words: self.said_in(lang, words), fits: fits.into_iter().map(shown).collect() }
    }
}

/// The groups whose cases somebody sees; empty = all of them, as for leads.
fn seen_by(party: &Party) -> &[String] {
    match &party.staff {
        Some(staff) if staff.role < Role::Lead => &staff.groups,
        _ => &[],
    }
}
