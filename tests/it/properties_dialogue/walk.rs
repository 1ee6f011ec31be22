//! One random walk through a dialogue, which checks after every step what must hold of it.

use std::sync::LazyLock;

use aftercare::domain::{
    catalogue::Catalogue,
    claim::Buyer,
    dialogue::{
        Dialogue, Evidence, EvidenceKind, Facts, Flow, Given, Next, Outcome, Question, Turn, advance,
        number_told, parse_press, start,
    },
    lang::Lang,
    order::{Dates, Goods, Product, Status},
    terms::Terms,
};
use proptest::prelude::*;

use super::acts::Act;
use crate::talk::{now, reader, shown, terms, today};

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded().expect("the catalogue"));

/// An order of one product, one of several, and one that isn't there yet.
fn orders() -> Vec<Goods> {
    let product = |n, family: &str, colour: &str| Product {
        n,
        family: family.to_owned(),
        model: Some("Nova 24".to_owned()),
        sku: None,
        colour: Some(colour.to_owned()),
        quantity: 1,
        lot: None,
    };
    let goods = |number: &str, delivered: Option<&str>, products| {
        let delivered = delivered.map(|day| day.parse().expect("a day"));
        let dates = Dates { signed: None, delivered, completed: None };
        Goods { number: number.to_owned(), status: Status::settled(None, None, &dates), dates, products }
    };
    vec![
        goods("A-4471", Some("2026-03-03"), vec![product(1, "travel-case", "black")]),
        goods("PO-118", None, vec![product(1, "cosmetic-bag", "black"), product(2, "vanity-case", "red")]),
        goods("B 4472", None, vec![product(1, "gone", "blue")]),
    ]
}

/// Whether a line of the claim came in that message.
fn in_sheet(open: &Dialogue, message: i64) -> bool {
    open.sheet.iter().flat_map(|sheet| &sheet.rows).any(|row| row.message == message)
}

/// The walk: the dialogue, the buttons it has shown, and what was sent.
pub struct Walk {
    pub terms: Terms,
    /// Orders whose numbers are known.
    orders: Vec<Goods>,
    pub open: Dialogue,
    pub newest: Vec<String>,
    shown: Vec<String>,
    sent: Vec<i64>,
    message: i64,
}

impl Walk {
    pub fn begin(flow: Flow, buyer: Buyer) -> Self {
        let terms = terms();
        let turn = start(
            flow,
            &Facts {
                terms: &terms,
                now: now(),
                today: today(),
                late: false,
                id: i64::MAX,
                order: None,
                buyer,
                company: None,
                forms: false,
                callers: &[],
            },
        );
        let Next::Open(open) = turn.next.clone() else { panic!("a start opens") };
        let mut walk = Self {
            terms,
            orders: orders(),
            open,
            newest: Vec::new(),
            shown: Vec::new(),
            sent: Vec::new(),
            message: 0,
        };
        walk.see(&turn);
        walk
    }

    fn see(&mut self, turn: &Turn) {
        for (said, lang) in turn.says.iter().flat_map(|said| Lang::ALL.map(|lang| (said, lang))) {
            shown(&CATALOGUE, &said.say, &reader(lang));
        }
        for said in turn.says.iter().filter(|said| said.question) {
            self.newest = said.say.rows.iter().flatten().map(|key| key.data.clone()).collect();
            self.shown.extend(self.newest.clone());
        }
    }

    fn facts(&self, late: bool) -> Facts<'_> {
        Facts {
            terms: &self.terms,
            now: now(),
            today: today(),
            late,
            id: i64::MAX,
            order: None,
            buyer: self.open.buyer,
            company: None,
            forms: false,
            callers: &[],
        }
    }

    fn give(&self, given: &Given<'_>, late: bool) -> Turn {
        // Why: the desk looks a number up where the current question asks for one, and nowhere else.
        let number = match given {
            Given::Text { text, .. } => number_told(&self.open, text, &self.terms),
            _ => None,
        };
        let meant =
            |goods: &&Goods| goods.number().zip(number.as_ref()).is_some_and(|(n, told)| n.is_meant_by(told));
        let order = self.orders.iter().find(meant);
        advance(&self.open, given, &Facts { order, ..self.facts(late) })
    }

    fn press(&self, data: Option<&String>) -> Turn {
        let press = parse_press(data.expect("a question has buttons")).expect("a dialogue's button");
        self.give(&Given::Pressed { rev: press.rev, option: press.option }, false)
    }

    /// Does it, checks what must hold of any act, and says whether the dialogue goes on.
    pub fn step(&mut self, act: &Act) -> Result<bool, TestCaseError> {
        self.message += 1;
        let message = self.message;
        let before = self.open.clone();
        let turn = self.carry_out(act, message);
        self.check_turn(&turn)?;
        if self.is_old(act) {
            prop_assert!(
                turn.next == Next::Unchanged && turn.outcome.is_none(),
                "an old button did something"
            );
        }
        self.check_act(act, &turn, message)?;
        self.see(&turn);
        match turn.next {
            Next::Open(next) | Next::Saved(next) => self.open = next,
            Next::Unchanged => {}
            Next::Ended => {
                self.check_end(turn.outcome.as_ref())?;
                return Ok(false);
            }
        }
        self.check_kept(&before)?;
        let stored = serde_json::to_string(&self.open).expect("a dialogue is stored");
        prop_assert_eq!(&serde_json::from_str::<Dialogue>(&stored).expect("and read"), &self.open);
        Ok(true)
    }

    /// Whether the act presses a button of an earlier revision.
    fn is_old(&self, act: &Act) -> bool {
        let pressed = match act {
            Act::PressOld(n) => parse_press(&self.shown[n % self.shown.len()]).map(|press| press.rev),
            Act::PressMade(rev, _) => Some(*rev),
            _ => None,
        };
        pressed.is_some_and(|rev| rev != self.open.rev)
    }

    fn carry_out(&mut self, act: &Act, message: i64) -> Turn {
        let turn = match act {
            Act::Text(text) => self.give(&Given::Text { text, message }, false),
            Act::Late(text) => self.give(&Given::Text { text, message }, true),
            Act::Edit(n, text) => {
                let message = self.sent.get(n % self.sent.len().max(1)).copied().unwrap_or(-1);
                self.give(&Given::Edited { text, message }, false)
            }
            Act::Press(n) => self.press(self.newest.get(n % self.newest.len())),
            Act::PressOld(n) => self.press(self.shown.get(n % self.shown.len())),
            Act::PressMade(rev, option) => self.give(&Given::Pressed { rev: *rev, option }, false),
            Act::Send(kind, caption, album) => {
                let album = album.map(|a| a.to_string());
                let (media, kind, album) = (message, *kind, album.as_deref());
                self.give(&Given::Evidence { media, unique: "u", kind, caption, album, message }, false)
            }
            Act::Again(n) => match self.open.evidence.get(n % self.open.evidence.len().max(1)) {
                Some(&Evidence { media, kind, .. }) => {
                    let (caption, album) = ("", None);
                    let given = Given::Evidence { media, unique: "u", kind, caption, album, message };
                    self.give(&given, false)
                }
                None => self.give(&Given::Back, false),
            },
            Act::Unreadable => self.give(&Given::Unreadable { kind: "kind-voice", message }, false),
            Act::Back => self.give(&Given::Back, false),
            Act::Cancel => self.give(&Given::Cancel, false),
            Act::Resume => self.give(&Given::Resume, false),
        };
        if matches!(act, Act::Text(_) | Act::Late(_) | Act::Send(..)) {
            self.sent.push(message);
        }
        turn
    }

    /// Of any turn: revisions rise with changes, buttons fit the platforms and carry the newest revision.
    fn check_turn(&self, turn: &Turn) -> Result<(), TestCaseError> {
        let rev = match &turn.next {
            Next::Open(next) | Next::Saved(next) => {
                prop_assert!(next.rev > self.open.rev, "a change raises the revision");
                next.rev
            }
            Next::Unchanged | Next::Ended => self.open.rev,
        };
        for key in turn.says.iter().flat_map(|said| said.say.rows.iter().flatten()) {
            prop_assert!((1..=64).contains(&key.data.len()), "{}", key.data);
            prop_assert!(parse_press(&key.data).is_none_or(|press| press.rev == rev), "{}", key.data);
        }
        prop_assert!(turn.says.len() <= 1, "one message a turn");
        Ok(())
    }

    fn check_act(&self, act: &Act, turn: &Turn, message: i64) -> Result<(), TestCaseError> {
        let Next::Open(next) = &turn.next else { return Ok(()) };
        match act {
            Act::Text(text) | Act::Late(text) if !text.trim().is_empty() => {
                let kept = next.answers.answered_by(message).is_some()
                    || next.comments.iter().any(|piece| piece.message == message)
                    || (self.open.cancelling && text == "no")
                    || (self.open.offers().is_some() && ["yes", "no"].contains(&text.trim()))
                    || in_sheet(next, message)
                    || (self.open.sheet.is_some()
                        && ["yes", "no", "done", "send", "skip"].contains(&text.trim()));
                prop_assert!(kept, "{text:?} is neither an answer nor a comment");
            }
            Act::Send(..) => {
                prop_assert_eq!(next.evidence.len(), self.open.evidence.len() + 1);
                prop_assert_eq!(next.evidence.last().map(|piece| piece.media), Some(message));
            }
            Act::Again(_) if !self.open.evidence.is_empty() => {
                return Err(TestCaseError::fail("the same media twice"));
            }
            _ => {}
        }
        if let (Act::Late(_), Some(at)) = (act, self.open.at(&self.terms))
            && self.open.before != Some(at)
        {
            prop_assert_eq!(self.open.answers.get(at), next.answers.get(at), "a late text answered {:?}", at);
        }
        Ok(())
    }

    /// Words and evidence of before are still there; only the writer of an answer replaces a short one.
    fn check_kept(&self, before: &Dialogue) -> Result<(), TestCaseError> {
        prop_assert!(self.open.rev >= before.rev);
        for piece in &before.evidence {
            prop_assert!(self.open.evidence.iter().any(|known| known.media == piece.media));
        }
        let here = |message: i64| {
            self.open.answers.answered_by(message).is_some()
                || self.open.comments.iter().any(|piece| piece.message == message)
                || in_sheet(&self.open, message)
        };
        for piece in &before.comments {
            prop_assert!(here(piece.message), "the comment {:?} is gone", piece);
        }
        for (question, entry) in &before.answers.0 {
            let replaced = self.open.answers.0.get(question).is_some_and(|now| now != entry);
            for piece in entry.clone().words() {
                let short = !matches!(entry.value, aftercare::domain::dialogue::Value::Words(_));
                prop_assert!(here(piece.message) || (short && replaced), "{:?} lost {:?}", question, piece);
            }
        }
        Ok(())
    }

    /// A dialogue is sent only when every applicable question has its answer, and takes all evidence along.
    fn check_end(&self, outcome: Option<&Outcome>) -> Result<(), TestCaseError> {
        let (filing, submitted) = match outcome {
            Some(Outcome::Submitted(filing)) => (filing, true),
            Some(Outcome::Person(filing)) => (filing, false),
            Some(Outcome::Told) => {
                prop_assert!(
                    self.open.flow == Flow::Order && self.open.offers().is_some(),
                    "told of an order"
                );
                return Ok(());
            }
            Some(Outcome::Cancelled) => {
                prop_assert!(self.open.cancelling, "asked before");
                return Ok(());
            }
            None => return Err(TestCaseError::fail("a dialogue ended without an outcome")),
        };
        if submitted {
            prop_assert!(!filing.incomplete);
            // Why: the order flow ends with the answer itself, which is not in the dialogue it was given to.
            let open = self.open.applicable(&self.terms);
            prop_assert!(open.iter().all(|q| filing.answers.has(*q)), "{:?}", filing.answers);
        }
        for piece in &self.open.evidence {
            prop_assert!(filing.evidence.contains(&piece.media) != filing.surplus.contains(&piece.media));
            let under = filing.captions.get(&piece.media).map_or("", String::as_str);
            prop_assert_eq!(under, &piece.caption);
        }
        for comment in &self.open.comments {
            prop_assert!(filing.comments.contains(&comment.text));
        }
        Ok(())
    }

    /// Answers the current question by its first real choice, or by a text that fits it.
    pub fn answer_current(&mut self, question: Question) -> Result<(), TestCaseError> {
        let text = match question {
            Question::Story | Question::Details | Question::Address => {
                "12 Mill Lane, and the puller came off."
            }
            Question::Order if self.open.offers().is_some() => {
                self.step(&Act::Press(0))?;
                return Ok(());
            }
            Question::Order => "A-4471",
            Question::Quantity => "12",
            Question::Lines => {
                self.step(&Act::Text("VC-210 500 12".to_owned()))?;
                "done"
            }
            Question::Company => "Hansa Trading",
            Question::Phone => "+442079460958",
            Question::Email => "mei@example.com",
            Question::Model => "Nova 24",
            Question::Evidence => {
                self.step(&Act::Send(EvidenceKind::Photo, String::new(), None))?;
                "done"
            }
            _ => {
                self.step(&Act::Press(0))?;
                return Ok(());
            }
        };
        self.step(&Act::Text(text.to_owned()))?;
        Ok(())
    }
}
