//! Access codes for remote sessions: sealed before they are stored, shown once to who needs them, and gone then.
//!
//! What a code is stands nowhere but in the message that shows it: not in a row, not in the outbox, not in a log. A row of the
//! outbox names the appointment, and the code is opened when it is delivered. Once that was tried it is dropped, whether it
//! arrived or nobody knows; a code that is lost is asked for again.

use chrono::TimeDelta;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use sqlx::PgConnection;

use super::{
    Desk, DeskError,
    courier::Act,
    marks::{Ended, Ending},
    seal::Seal,
    show::{Step, Voice},
};
use crate::{
    domain::{
        appointment::CodeChange,
        id::{AppointmentId, CaseId, SendId},
        phrase::{Phrase, Say},
        plan::{Parcel, Plan, Send, To},
        text::Rich,
    },
    store::{self, StoreError, codes::Sealed},
};

/// How long a shown code stands in an agent's own chat, where nobody else takes it away.
const SHOWN: TimeDelta = TimeDelta::minutes(10);

impl Seal {
    /// The key of one code: each is sealed with a key of its own, so none is ever used twice.
    fn code_key(&self, salt: u64) -> Option<LessSafeKey> {
        let key = UnboundKey::new(&CHACHA20_POLY1305, &self.key_for(b"access code", salt)).ok()?;
        Some(LessSafeKey::new(key))
    }

    /// What is stored of a code.
    fn close(&self, of: AppointmentId, salt: u64, code: &str) -> Option<Sealed> {
        let mut bytes = code.as_bytes().to_vec();
        let nonce = Nonce::assume_unique_for_key([0; 12]);
        let aad = Aad::from(of.0.to_be_bytes());
        self.code_key(salt)?.seal_in_place_append_tag(nonce, aad, &mut bytes).ok()?;
        Some(Sealed { salt, bytes })
    }

    /// The code; nothing where another key sealed it, or it is not this appointment's.
    fn open(&self, of: AppointmentId, sealed: &Sealed) -> Option<String> {
        let mut bytes = sealed.bytes.clone();
        let nonce = Nonce::assume_unique_for_key([0; 12]);
        let aad = Aad::from(of.0.to_be_bytes());
        let code = self.code_key(sealed.salt)?.open_in_place(nonce, aad, &mut bytes).ok()?;
        String::from_utf8(code.to_vec()).ok()
    }
}

impl Desk {
    /// Keeps codes that were given, and drops those nobody may see any more.
    pub(super) async fn change_codes(
        &self,
        db: &mut PgConnection,
        changes: &[CodeChange],
    ) -> Result<(), StoreError> {
        for change in changes {
            match change {
                CodeChange::Given { of, salt, code, until } => {
                    if let Some(sealed) = self.settings.seal.close(*of, *salt, code.as_str()) {
                        store::codes::keep(db, *of, &sealed, *until).await?;
                    }
                }
                CodeChange::Gone(of) => store::codes::drop(db, &[*of]).await?,
            }
        }
        Ok(())
    }

    /// The code of an appointment, for the eyes of who asked; that there is none any more, where there is not, or where
    /// another row shows it.
    pub(super) async fn show_code(
        &self,
        case: CaseId,
        n: i16,
        row: SendId,
        voice: Voice,
    ) -> Result<Vec<Step>, DeskError> {
        let of = self.of_appointment(case, n).await?;
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let sealed = match of {
            Some(of) => {
                store::codes::take(&mut db, of, row, self.clock.now()).await?.map(|sealed| (of, sealed))
            }
            None => None,
        };
        drop(db);
        let code = sealed.and_then(|(of, sealed)| self.settings.seal.open(of, &sealed));
        let said = match code {
            Some(code) => Phrase::new("appoint-code-is").with("text", code),
            None => Phrase::new("appoint-code-gone"),
        };
        let text = Rich::plain(self.words(&[said], voice));
        Ok(vec![Step::plain(Act::Post { text, rows: Vec::new(), reply_to: None })])
    }

    async fn of_appointment(&self, case: CaseId, n: i16) -> Result<Option<AppointmentId>, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let file = store::cases::files(&mut db, &[case]).await?.into_iter().next();
        Ok(file.and_then(|file| file.appointment_no(n).map(|one| one.id)))
    }

    /// What follows when a code was shown, or nobody knows: it is no more. In an agent's own chat the message goes, too.
    pub(super) async fn code_shown(&self, db: &mut PgConnection, one: &Ended) -> Result<Plan, DeskError> {
        let Parcel::Code { case, n, aside } = &one.held.row.parcel else { return Ok(Plan::default()) };
        let file = store::cases::files(db, &[*case]).await?.into_iter().next();
        let Some(of) = file.and_then(|file| file.appointment_no(*n).map(|one| one.id)) else {
            return Ok(Plan::default());
        };
        store::codes::shown(db, of, one.held.row.id).await?;
        if aside.is_some() {
            return Ok(Plan::default());
        }
        if !matches!(one.ending, Ending::Sent { .. }) {
            let lost = Say::line(Phrase::new("appoint-code-lost"));
            return Ok(Plan::saying(Send::say(To::Room(*case), lost)));
        }
        let messages = one.held.row.remotes.clone();
        let mut away = Send::new(one.held.row.to, Parcel::Unsay { messages });
        away.not_before = Some(self.clock.now() + SHOWN);
        Ok(Plan::saying(away))
    }
}

/// Whether a row shows a code.
pub(super) const fn is_code(parcel: &Parcel) -> bool {
    matches!(parcel, Parcel::Code { .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_opens_for_its_own_appointment_and_key_alone() {
        let (seal, other) = (Seal::of("123:abc"), Seal::of("123:abd"));
        let of = AppointmentId(7);
        let sealed = seal.close(of, 5, "864 201 773 / k9Qz").expect("sealed");
        assert_eq!(seal.open(of, &sealed).as_deref(), Some("864 201 773 / k9Qz"));
        assert_eq!(seal.open(AppointmentId(8), &sealed), None);
        assert_eq!(other.open(of, &sealed), None);
        assert!(!String::from_utf8_lossy(&sealed.bytes).contains("864"));
        let again = seal.close(of, 6, "864 201 773 / k9Qz").expect("sealed");
        assert_ne!(again.bytes, sealed.bytes, "another number, another key");
        let mut torn = sealed.clone();
        torn.bytes[0] ^= 1;
        assert_eq!(seal.open(of, &torn), None);
    }
}
