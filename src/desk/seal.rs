//! What stands in one-time links, and how it is known again.
//!
//! A link is made from a number and a key; the number may stand in rows, the key follows from the bot's token and stands
//! in none, and what is kept of the link is a hash. So whoever reads the database can open nothing, and a link may wait
//! in the outbox like every other message. Another token ends the links that nobody has used.

use hmac::{
    Hmac, Mac as _,
    digest::{Key, KeyInit as _},
};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{Desk, DeskError, sheet::Sheet};
use crate::{
    domain::{
        chat::{Incoming, Platform},
        front::{Needs, invites::PREFIX},
        phrase::{Arg, Phrase},
        plan::{InviteChange, NewPass},
    },
    store::{self, StoreError, evidence::BlobId, passes::Handed},
};

/// Where links to files lead, below the address of the installation.
pub const PASSES: &str = "/file/";
/// Characters behind the prefix.
const CODE: usize = 32;

/// The key links are made with.
#[derive(Clone)]
pub struct Seal(Hmac<Sha256>);

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal(hidden)")
    }
}

impl Seal {
    /// The key that follows from a secret of the installation.
    pub fn of(secret: &str) -> Self {
        let key = Sha256::new().chain_update(b"aftercare one-time links\0").chain_update(secret).finalize();
        // Why zeros behind it: so HMAC fills up a key shorter than its block.
        let mut block = Key::<Hmac<Sha256>>::default();
        block[..key.len()].copy_from_slice(&key);
        Self(Hmac::new(&block))
    }

    /// What stands in the link made from that number: 128 bits nobody has without the key.
    fn code(&self, salt: u64) -> String {
        format!("{PREFIX}{}", self.digits(b"", salt))
    }

    /// The same of a link to a file.
    fn pass(&self, salt: u64) -> String {
        self.digits(b"file", salt)
    }

    /// A key for something of that kind and number.
    pub(super) fn key_for(&self, of: &[u8], salt: u64) -> [u8; 32] {
        let mut mac = self.0.clone();
        mac.update(of);
        mac.update(&salt.to_be_bytes());
        mac.finalize().into_bytes().into()
    }

    fn digits(&self, of: &[u8], salt: u64) -> String {
        let mut mac = self.0.clone();
        mac.update(of);
        mac.update(&salt.to_be_bytes());
        let tag = mac.finalize().into_bytes();
        let digits = tag.iter().take(CODE / 2).flat_map(|byte| [byte >> 4, byte & 15]);
        digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
    }
}

/// An update without what stood in a link it may hold: one that could not be taken is kept as it came.
pub(super) fn hidden(raw: &Value) -> Value {
    match raw {
        Value::String(text) => Value::String(without_code(text)),
        Value::Array(items) => items.iter().map(hidden).collect(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), hidden(value))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => raw.clone(),
    }
}

fn without_code(text: &str) -> String {
    let mut pieces = text.split(PREFIX);
    let mut clean = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let code = piece.bytes().take_while(u8::is_ascii_hexdigit).count();
        clean.push_str(PREFIX);
        clean.push_str(if code == CODE { &piece[code..] } else { piece });
    }
    clean
}

/// What is kept of what stands in a link.
fn hash(code: &str) -> Vec<u8> {
    Sha256::digest(code).to_vec()
}

impl Desk {
    /// Phrases with the links in their places.
    pub(super) fn with_links(&self, phrases: &[Phrase]) -> Option<Vec<Phrase>> {
        let is_link = |arg: &Arg| matches!(arg, Arg::Invite(_) | Arg::Pass(_));
        if !phrases.iter().any(|phrase| phrase.args.iter().any(|(_, arg)| is_link(arg))) {
            return None;
        }
        let mut phrases = phrases.to_vec();
        for (_, arg) in phrases.iter_mut().flat_map(|phrase| &mut phrase.args) {
            match arg {
                Arg::Invite(salt) => {
                    let (name, code) = (self.name_on(Platform::Telegram), self.settings.seal.code(*salt));
                    *arg = Arg::Text(format!("https://t.me/{name}?start={code}"));
                }
                Arg::Pass(salt) => {
                    let to = self.settings.public_url.as_deref().unwrap_or_default();
                    *arg = Arg::Text(format!("{to}{PASSES}{}", self.settings.seal.pass(*salt)));
                }
                _ => {}
            }
        }
        Some(phrases)
    }

    /// Keeps links to files, by what is kept of each.
    pub(super) async fn keep_passes(
        &self,
        db: &mut sqlx::PgConnection,
        passes: &[NewPass],
    ) -> Result<(), StoreError> {
        for new in passes {
            store::passes::add(db, new, &hash(&self.settings.seal.pass(new.salt))).await?;
        }
        Ok(())
    }

    /// The file a link leads to that can be opened now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn handed_out(&self, code: &str) -> Result<Option<Handed>, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        // Why a hash: how long the search takes says nothing about what would have been found.
        Ok(store::passes::open(&mut db, &hash(code), self.clock.now()).await?)
    }

    /// The next bytes of such a file, by their number from 0; nothing behind the last.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn bytes_of(&self, blob: BlobId, n: i32) -> Result<Option<Vec<u8>>, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        Ok(store::evidence::chunk(&mut db, blob, n).await?)
    }

    /// Writes what became of links.
    pub(super) async fn change_invites(
        &self,
        db: &mut sqlx::PgConnection,
        changes: Vec<InviteChange>,
    ) -> Result<(), StoreError> {
        for change in changes {
            match change {
                InviteChange::New(new) => {
                    let hash = hash(&self.settings.seal.code(new.salt));
                    store::invites::add(db, &new, &hash).await?;
                }
                InviteChange::Used { id, by, at } => store::invites::used(db, id, by, at).await?,
                InviteChange::Withdrawn { at } => store::invites::withdraw(db, at).await?,
            }
        }
        Ok(())
    }
}

impl Sheet {
    /// Reads the links that were opened.
    pub(super) async fn read_invites(
        &mut self,
        db: &mut sqlx::PgConnection,
        batch: &[&Incoming],
        needs: &[Needs],
    ) -> Result<(), DeskError> {
        let opened = || batch.iter().zip(needs).filter_map(|(i, need)| Some((i, need.invite.as_ref()?)));
        let hashes: Vec<Vec<u8>> = opened().map(|(_, code)| hash(code)).collect();
        if hashes.is_empty() {
            return Ok(());
        }
        let found = store::invites::waiting(db, &hashes).await?;
        for ((incoming, _), wanted) in opened().zip(hashes) {
            let invite = found.iter().find(|(hash, _)| *hash == wanted).map(|(_, invite)| invite.clone());
            self.invites.extend(invite.map(|invite| (incoming.key, invite)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_follows_from_its_number_and_the_key_and_tells_neither() {
        let (one, other) = (Seal::of("42:token"), Seal::of("43:token"));
        let code = one.code(7);
        assert_eq!(code, one.code(7));
        assert_ne!(code, one.code(8));
        assert_ne!(code, other.code(7));
        assert_eq!(code.len(), PREFIX.len() + CODE);
        assert!(code.len() <= 64, "what Telegram lets a link carry");
        assert!(!format!("{one:?}").contains("42"));
    }

    #[test]
    fn an_update_set_aside_holds_no_link_that_could_be_opened() {
        let code = Seal::of("42:token").code(7);
        let text = format!("/start {code} and join-us, join-0badcafe");
        let raw = serde_json::json!({"message": {"text": text, "entities": [{"offset": 0}, code]}});
        let kept = hidden(&raw);
        assert_eq!(kept["message"]["text"], "/start join- and join-us, join-0badcafe");
        assert_eq!(kept["message"]["entities"], serde_json::json!([{"offset": 0}, "join-"]));
    }
}
