//! Files brought over to a place where their ids mean nothing: their bytes are had, and go along with the call.
//!
//! Invariants: bytes are whole in memory from here to the platform's answer, and never without a permit: as many as
//! one message holds, or two small ones, in the whole process. What is kept is taken from the store, everything else is
//! fetched from its platform now, never more of it than the destination takes, and nothing of it is stored here. What
//! passes is of a kind that is kept. Where something can't be had, words stand in its place, and who sent it is told.

use std::time::Duration;

use sqlx::PgConnection;
use tokio::sync::{SemaphorePermit, mpsc};

use super::{
    Desk, DeskError,
    courier::{Act, Attached, Button, Bytes, Courier, DeliveryError, FetchError},
    deliver::Couriers,
    keep::{AHEAD, UPLOADS},
    lanes::Held,
    show::{
        Voice,
        limits::Sheet,
        over::{Bring, Piece},
    },
};
use crate::{
    domain::{
        chat::{File, FileKind, Platform},
        evidence::{self, Problem, Type, across},
        front,
        id::MessageId,
        phrase::Phrase,
        plan::Plan,
    },
    store::{self, StoreError, evidence::Content},
};

/// Nobody waits longer for one file.
const LONGEST: Duration = Duration::from_mins(2);
/// How often a file is asked for before words stand in its place.
const TRIES: i16 = 3;
/// Files larger than this are alone in memory.
const SMALL: u64 = 10 * 1024 * 1024;

/// A file its readers were not shown.
#[derive(Debug, Clone)]
pub(super) struct Missing {
    /// The message it is of.
    pub(super) message: MessageId,
    /// The file.
    pub(super) file: File,
    /// Why.
    pub(super) problem: Problem,
    /// The message says nothing besides.
    pub(super) alone: bool,
}

/// A call that can be made now.
pub(super) struct Brought<'a> {
    pub(super) act: Act,
    pub(super) missing: Vec<Missing>,
    /// Held until the platform has answered.
    pub(super) permit: SemaphorePermit<'a>,
}

/// A file's bytes and what they are, or why they can't be had.
type Had = Result<(Vec<u8>, Type), Lack>;

/// Why a file can't be shown.
struct Lack {
    problem: Problem,
    /// It is too large there, and whether it is kept here.
    ours: Option<Ours>,
}

/// Whether a file that is too large for where it goes is kept here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ours {
    /// It is, or will be in a moment.
    Kept,
    /// It is not, and won't be.
    Not,
}

impl From<Problem> for Lack {
    fn from(problem: Problem) -> Self {
        Self { problem, ours: None }
    }
}

impl Lack {
    const fn large(ours: Ours) -> Self {
        Self { problem: Problem::Large, ours: Some(ours) }
    }
}

impl Desk {
    /// Has the bytes of files and makes the call that posts them. `tries` = how often that was in vain.
    pub(super) async fn bring<T: Courier>(
        &self,
        couriers: &Couriers<T>,
        bring: &Bring,
        voice: Voice,
        tries: i16,
    ) -> Result<Result<Brought<'_>, DeliveryError>, DeskError> {
        let small = matches!(bring.files.as_slice(), [one] if is_small(&one.file, voice.on));
        let weight = if small { 1 } else { UPLOADS };
        let Ok(permit) = self.fetching.uploads.acquire_many(weight).await else {
            let why = "the desk ends".to_owned();
            return Ok(Err(DeliveryError::NotSent { retry_after: None, why }));
        };
        let (mut attached, mut missing, mut lines, mut rows) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for piece in &bring.files {
            let Lack { problem, ours } = match self.have(couriers, piece, voice.on).await? {
                Ok(Ok((bytes, found))) => {
                    attached.push(attach(&piece.file, bytes, found, voice.on));
                    continue;
                }
                Ok(Err(lack)) => lack,
                Err(error) if tries + 1 < TRIES => return Ok(Err(error_of(error))),
                Err(FetchError::Gone(_)) => Problem::Gone.into(),
                Err(_) => Problem::Unreachable.into(),
            };
            lines.push(self.in_its_place(&piece.file, problem, ours == Some(Ours::Not), voice));
            if let Some(key) = self.pass_key(piece, voice).filter(|_| ours == Some(Ours::Kept)) {
                // Why not missing: who presses gets it.
                rows.push(vec![key]);
                continue;
            }
            let file = piece.file.clone();
            missing.extend(piece.message.map(|message| Missing { message, file, problem, alone: false }));
        }
        let alone = attached.is_empty() && bring.wordless;
        let missing = missing.into_iter().map(|one: Missing| Missing { alone, ..one }).collect();
        Ok(Ok(Brought { act: call(bring, attached, (lines, rows), voice.on), missing, permit }))
    }

    /// The button that gets a link to a file which is too large for where it goes, where links are made.
    fn pass_key(&self, piece: &Piece, voice: Voice) -> Option<Button> {
        let case = piece.case.filter(|_| self.settings.public_url.is_some())?;
        let label = Phrase::new("key-pass").with("what", evidence::called(&piece.file));
        Some(Button { label: self.words(&[label], voice), data: format!("c:{case}:link.{}", piece.media) })
    }

    /// The bytes of one file: ours, else those its platform has.
    async fn have<T: Courier>(
        &self,
        couriers: &Couriers<T>,
        piece: &Piece,
        on: Platform,
    ) -> Result<Result<Had, FetchError>, DeskError> {
        let most = across::most(on);
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let content = store::evidence::content(&mut db, piece.media, most).await?;
        drop(db);
        Ok(match content {
            Content::Kept(bytes, found) => Ok(Ok((bytes, found))),
            Content::Larger => Ok(Err(Lack::large(Ours::Kept))),
            Content::Forgotten => Ok(Err(Problem::Gone.into())),
            Content::Not(Some(Problem::Kind)) => Ok(Err(Problem::Kind.into())),
            // Why the others too: what is not kept for want of room can be shown all the same.
            Content::Not(why) if size(&piece.file).is_some_and(|size| size > most) => {
                // Why: it is kept behind our back, and may be in a moment.
                let coming = why.is_none() && size(&piece.file).is_some_and(|size| size <= evidence::LARGEST);
                Ok(Err(Lack::large(if coming { Ours::Kept } else { Ours::Not })))
            }
            Content::Not(_) => fetch(couriers, piece, most).await,
        })
    }

    /// What is told of files their readers were not shown: to the desk of its own, to customers of theirs.
    pub(super) async fn not_shown(&self, db: &mut PgConnection, held: &Held) -> Result<Plan, DeskError> {
        let Some(first) = held.missing.first() else { return Ok(Plan::default()) };
        let Some(message) = store::messages::shown(db, &[first.message]).await?.into_iter().next() else {
            return Ok(Plan::default());
        };
        let copies = store::messages::copies(db, &[first.message]).await?;
        let Some(case) = message.case else { return Ok(Plan::default()) };
        let Some(file) = store::cases::files(db, &[case]).await?.into_iter().next() else {
            return Ok(Plan::default());
        };
        // Why of the first alone: what one row brings was sent at once, by one person, in one case.
        let unseen = front::Unseen {
            side: message.side,
            to: held.row.to,
            on: held.row.platform,
            files: held.missing.iter().map(|one| (&one.file, one.problem)).collect(),
            source: copies.iter().find(|c| c.source).map(|c| c.remote),
            alone: first.alone,
        };
        Ok(front::not_shown(&file, &unseen))
    }
}

async fn fetch<T: Courier>(couriers: &Couriers<T>, piece: &Piece, most: u64) -> Result<Had, FetchError> {
    let Some(courier) = couriers.of(piece.from) else { return Ok(Err(Problem::Unreachable.into())) };
    let (into, pieces) = mpsc::channel(AHEAD);
    let both = async { tokio::join!(courier.fetch(&piece.file, most, into), gather(pieces, most)) };
    let Ok((fetched, bytes)) = tokio::time::timeout(LONGEST, both).await else {
        return Err(FetchError::NotNow { retry_after: None, why: "it takes too long".to_owned() });
    };
    match fetched {
        Ok(_) => {
            let head = &bytes[..bytes.len().min(evidence::HEAD)];
            let (name, mime) = (piece.file.name.as_deref(), piece.file.mime.as_deref());
            let found = evidence::recognise(head, name, mime);
            Ok(found.map(|found| (bytes, found)).ok_or_else(|| Problem::Kind.into()))
        }
        Err(FetchError::TooBig) => Ok(Err(Lack::large(Ours::Not))),
        Err(error) => Err(error),
    }
}

async fn gather(mut pieces: mpsc::Receiver<Vec<u8>>, most: u64) -> Vec<u8> {
    let mut all = Vec::new();
    while let Some(piece) = pieces.recv().await {
        let after = u64::try_from(all.len() + piece.len()).unwrap_or(u64::MAX);
        if after > most {
            // Why: the courier finds nobody at the other end then, and stops.
            break;
        }
        all.extend(piece);
    }
    all
}

fn attach(file: &File, bytes: Vec<u8>, found: Type, on: Platform) -> Attached {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    Attached {
        kind: across::nearest(file.kind, found, size, on),
        name: across::name(file, found, on),
        bytes: Bytes(bytes.into()),
        spoiler: file.spoiler,
    }
}

/// The one call that posts what could be had, with words in the place of the rest.
fn call(
    bring: &Bring,
    mut attached: Vec<Attached>,
    (lines, rows): (Vec<String>, Vec<Vec<Button>>),
    on: Platform,
) -> Act {
    let reply_to = bring.reply_to;
    match attached.len() {
        0 => Act::Post { text: bring.words(lines, Sheet::Text, on), rows, reply_to },
        1 => {
            let caption = bring.words(lines, Sheet::Caption, on);
            Act::Upload { file: attached.remove(0), caption, reply_to }
        }
        _ => {
            let caption = bring.words(lines, Sheet::Caption, on);
            Act::UploadAlbum { files: attached, caption, reply_to }
        }
    }
}

/// A file the platform would not take as what it is goes as a document.
pub(super) fn as_document(act: &Act) -> Option<Act> {
    match act {
        Act::Upload { file, caption, reply_to } if file.kind != FileKind::Document => Some(Act::Upload {
            file: Attached { kind: FileKind::Document, ..file.clone() },
            caption: caption.clone(),
            reply_to: *reply_to,
        }),
        _ => None,
    }
}

fn is_small(file: &File, on: Platform) -> bool {
    size(file).unwrap_or_else(|| across::most(on)) <= SMALL
}

fn size(file: &File) -> Option<u64> {
    file.size.and_then(|size| u64::try_from(size).ok())
}

fn error_of(error: FetchError) -> DeliveryError {
    let (retry_after, why) = match error {
        FetchError::NotNow { retry_after, why } => (retry_after, why),
        FetchError::Gone(why) => (None, why),
        FetchError::TooBig => (None, "too big".to_owned()),
    };
    DeliveryError::NotSent { retry_after, why: format!("a file could not be had: {why}") }
}
