//! Cases on paper, made when they are delivered: nothing of a form is stored.

use chrono::DateTime;
use tracing::warn;

use super::{
    Desk, DeskError,
    courier::{Act, Attached, Bytes},
    keep::UPLOADS,
    show::{Step, Voice},
};
use crate::{
    domain::{
        catalogue::Reader,
        chat::FileKind,
        evidence::Piece,
        form::{self, Part, Record},
        id::CaseId,
        phrase::{Phrase, Say},
        text::Rich,
    },
    paper::{self, Block, Paper, Picture},
    store::{self, StoreError, evidence::Content},
};

/// Letters of a message that stand in a form.
const LETTERS: i32 = 4000;
/// A picture of more bytes is named instead of shown.
const PICTURE: u64 = 20 << 20;

impl Desk {
    /// The form of a case, in the reader's language and zone; nothing of a case that is not there any more.
    pub(super) async fn show_form(
        &self,
        case: CaseId,
        reader: form::Reader,
        voice: Voice,
    ) -> Result<Vec<Step>, DeskError> {
        // Why all of them: a picture takes much memory while it is made small.
        let _permit = self.fetching.uploads.acquire_many(UPLOADS).await;
        let Some(paper) = self.paper(case, reader, voice).await? else { return Ok(Vec::new()) };
        let number = paper.number.clone();
        // Why on a thread of its own: pictures are work for the processor, and nobody's message waits for it.
        let printed = tokio::task::spawn_blocking(move || paper::pdf(&paper)).await;
        let why = match printed {
            Ok(Ok(bytes)) => return Ok(vec![self.printed(&number, bytes, voice)]),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "it fell over".to_owned(),
        };
        warn!(event = "desk.form.failed", case = case.0, "the form of case {case} can't be made: {why}");
        let sorry = Phrase::new("paper-failed").with("ref", number.as_str());
        Ok(self.show_say(&Say::line(sorry), None, voice))
    }

    fn printed(&self, number: &str, bytes: Vec<u8>, voice: Voice) -> Step {
        let caption = Phrase::new("paper-caption-file").with("ref", number);
        let act = Act::Upload {
            file: Attached {
                kind: FileKind::Document,
                name: format!("{number}.pdf"),
                bytes: Bytes(bytes.into()),
                spoiler: false,
            },
            caption: Rich::plain(self.words(&[caption], voice)),
            reply_to: None,
        };
        Step { yields: 1, ..Step::plain(act) }
    }

    async fn paper(
        &self,
        case: CaseId,
        reader: form::Reader,
        voice: Voice,
    ) -> Result<Option<Paper>, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let Some(file) = store::cases::files(&mut db, &[case]).await?.into_iter().next() else {
            return Ok(None);
        };
        let entries = store::cases::histories(&mut db, &[case], LETTERS).await?.remove(&case);
        let pieces = store::evidence::of_cases(&mut db, &[case]).await?;
        drop(db);
        let pieces: Vec<Piece> = pieces.into_iter().map(|(_, piece)| piece).collect();
        let entries = entries.unwrap_or_default();
        let terms = &self.terms;
        let record = Record { file: &file, entries: &entries, pieces: &pieces, terms, reader };
        let mut blocks = Vec::new();
        for part in form::form(&record) {
            blocks.extend(self.blocks(part, voice).await?);
        }
        let zone = self.reader_on_paper(voice).zone;
        let foot = Phrase::new("paper-foot")
            .with("ref", file.case.reference.to_string())
            .with("at", self.clock.now())
            .with("zone", zone.name());
        let page = Phrase::new("paper-page").with("n", "{n}").with("of", "{of}");
        Ok(Some(Paper {
            brand: terms.brand.name.clone(),
            title: self.on_paper(&Phrase::new("paper-title"), voice),
            number: file.case.reference.to_string(),
            foot: self.on_paper(&foot, voice),
            page: self.on_paper(&page, voice),
            language: voice.lang.code().to_owned(),
            blocks,
        }))
    }

    async fn blocks(&self, part: Part, voice: Voice) -> Result<Vec<Block>, DeskError> {
        let words = |phrase: &Phrase| self.on_paper(phrase, voice);
        Ok(vec![match part {
            Part::Heading(phrase) => Block::Heading(words(&phrase)),
            Part::Text(phrase) => Block::Text(words(&phrase)),
            Part::Facts(facts) => {
                Block::Facts(facts.iter().map(|(name, value)| (words(name), words(value))).collect())
            }
            Part::Table { head, rows } => Block::Table {
                head: head.iter().map(words).collect(),
                rows: rows.iter().map(|row| row.iter().map(words).collect()).collect(),
            },
            Part::Pictures(pictures) => {
                let (mut shown, mut missing) = (Vec::new(), Vec::new());
                for (piece, caption) in pictures {
                    match self.picture(&piece).await? {
                        Some(picture) => shown.push((picture, words(&caption))),
                        None => missing.push(words(&Phrase::new("paper-not-shown").with("what", caption))),
                    }
                }
                return Ok(vec![Block::Pictures(shown), Block::Text(missing.join("\n"))]);
            }
        }])
    }

    /// A picture that is kept, made small; nothing where its bytes are not ours or hold none.
    async fn picture(&self, piece: &Piece) -> Result<Option<Picture>, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let content = store::evidence::content(&mut db, piece.media, PICTURE).await?;
        drop(db);
        let Content::Kept(bytes, _) = content else { return Ok(None) };
        // Why nothing when it falls over: a picture is anybody's bytes, and the form is whole without it.
        Ok(tokio::task::spawn_blocking(move || paper::shrink(&bytes)).await.ok().flatten())
    }

    fn on_paper(&self, phrase: &Phrase, voice: Voice) -> String {
        self.catalogue.desk_lines(std::slice::from_ref(phrase), &self.reader_on_paper(voice))
    }

    /// On paper nothing is "today": every instant says its day and its year.
    fn reader_on_paper(&self, voice: Voice) -> Reader {
        Reader {
            lang: voice.lang,
            zone: voice.zone.unwrap_or_else(|| self.terms.calendar.zone()),
            zone_is_own: voice.zone.is_some(),
            now: DateTime::UNIX_EPOCH,
        }
    }
}
