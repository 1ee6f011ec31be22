//! One random walk through a dialogue, which checks after every step what must hold of it.

use std::sync::LazyLock;

use aftercare::domain::{
    catalogue::Catalogue,
    dialogue::{
        Dialogue, Evidence, EvidenceKind, Facts, Flow, Given, Next, Outcome, Question, Turn, advance,
        parse_press, start,
    },
    lang::Lang,
    terms::Terms,
};
use proptest::prelude::*;

use crate::talk::{now, reader, shown, terms, today};

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded().expect("the catalogue"));

/// What a person does next, before it has a message id.
#[derive(Debug, Clone)]
pub enum Act {
    Text(String),
    /// Written before the current question was seen.
    Late(String),
    /// Edits the nth message that was sent.
    Edit(usize, String),
    /// Presses the nth button of the newest message.
    Press(usize),
    /// Presses the nth of all buttons ever shown.
    PressOld(usize),
    PressMade(i32, String),
    Send(EvidenceKind, String, Option<u8>),
    Unreadable,
    Back,
    Cancel,
    Resume,
    /// Sends the nth piece of evidence a second time.
    Again(usize),
}

fn text() -> impl Strategy<Value = String> {
    let known = [
        "yes",
        "no",
        "no idea",
        "skip",
        "done",
        "send",
        "不知道",
        "zipper",
        "the zipper, I think",
        "travel case",
        "A-4471",
        "my order is 4471",
        "3 March 2026",
        "3/4/2026",
        "2027-01-05",
        "tomorrow",
        "repair",
        "phone",
        "The puller came off when I closed it.",
        "拉头掉了，用了八个月。",
        "+44 20 7946 0958",
        "mei@example.com",
        "200",
        "12 Mill Lane, Leeds, UK",
        "Nova 24",
        "where are you?",
        "urgent",
        "morning",
    ];
    prop_oneof![4 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,30}"]
}

pub fn act() -> impl Strategy<Value = Act> {
    let kind = proptest::sample::select(vec![
        EvidenceKind::Photo,
        EvidenceKind::Video,
        EvidenceKind::Document,
        EvidenceKind::Audio,
    ]);
    let option = prop_oneof![
        Just(".send".to_owned()),
        Just(".done".to_owned()),
        Just("zipper".to_owned()),
        "\\PC{0,8}"
    ];
    prop_oneof![
        8 => text().prop_map(Act::Text),
        2 => text().prop_map(Act::Late),
        2 => (any::<usize>(), text()).prop_map(|(n, text)| Act::Edit(n, text)),
        12 => any::<usize>().prop_map(Act::Press),
        1 => any::<usize>().prop_map(Act::PressOld),
        1 => (-2..40i32, option).prop_map(|(rev, option)| Act::PressMade(rev, option)),
        3 => (kind, text(), proptest::option::of(0..2u8)).prop_map(|(k, c, a)| Act::Send(k, c, a)),
        1 => Just(Act::Unreadable),
        1 => Just(Act::Back),
        1 => Just(Act::Cancel),
        1 => Just(Act::Resume),
        1 => any::<usize>().prop_map(Act::Again),
    ]
}

/// The walk: the dialogue, the buttons it has shown, and what was sent.
pub struct Walk {
    pub terms: Terms,
    pub open: Dialogue,
    pub newest: Vec<String>,
    shown: Vec<String>,
    sent: Vec<i64>,
    message: i64,
}

impl Walk {
    pub fn begin(flow: Flow) -> Self {
        let terms = terms();
        let turn =
            start(flow, &Facts { terms: &terms, now: now(), today: today(), late: false, id: i64::MAX });
        let Next::Open(open) = turn.next.clone() else { panic!("a start opens") };
        let mut walk =
            Self { terms, open, newest: Vec::new(), shown: Vec::new(), sent: Vec::new(), message: 0 };
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
        Facts { terms: &self.terms, now: now(), today: today(), late, id: i64::MAX }
    }

    fn give(&self, given: &Given<'_>, late: bool) -> Turn {
        advance(&self.open, given, &self.facts(late))
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
                self.give(&Given::Evidence { media, kind, caption, album, message }, false)
            }
            Act::Again(n) => match self.open.evidence.get(n % self.open.evidence.len().max(1)) {
                Some(Evidence { media, kind, .. }) => {
                    let given =
                        Given::Evidence { media: *media, kind: *kind, caption: "", album: None, message };
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
                    || (self.open.cancelling && text == "no");
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
            Question::Order => "A-4471",
            Question::Quantity => "12",
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
