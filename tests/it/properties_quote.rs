//! Random walks of agents, a customer and the clock over one case, beside a model of a few numbers: at most one price is open and
//! one unsent, versions rise, only the open version can be agreed to, and nothing that was shown or ended ever changes.

mod haggled;
mod model;

use aftercare::domain::{
    case::{Kind, State, Waiting},
    chat::Input,
    front::{CaseFile, Looked, look_at_quote},
    plan::{Parcel, Plan},
    quote::{Quote, Said, Stage},
    text::Rich,
};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use self::model::{Counter, Deed, Model};
use crate::{
    front::file,
    properties_verdict::{Hand, decided},
    talk::{now, terms},
};

/// A case, every button that was ever shown, and the clock.
struct Desk {
    file: CaseFile,
    buttons: Vec<String>,
    at: DateTime<Utc>,
    next: i64,
    reminders: usize,
    model: Model,
}

/// A case with a price that was sent, on Telegram.
pub fn open_price() -> CaseFile {
    let mut desk = Desk::new();
    for deed in [Deed::Adds(4_500), Deed::Sends] {
        desk.does(&deed);
    }
    desk.file
}

impl Desk {
    fn new() -> Self {
        let mut file = file();
        file.case.kind = Kind::Person;
        let model = Model::default();
        Self { file, buttons: Vec::new(), at: now(), next: 1_000, reminders: 0, model }
    }

    fn acts(&mut self, hand: Hand, input: Input) {
        self.at += TimeDelta::seconds(1);
        let plan = decided(&self.file, hand, input, &Looked::default(), self.at, self.next);
        self.next += 200;
        self.takes(plan);
    }

    fn types(&mut self, hand: Hand, words: &str) {
        self.acts(hand, Input::Text(Rich::plain(words)));
    }

    fn presses(&mut self, hand: Hand, verb: &str) {
        let data = format!("c:{}:{verb}", self.file.case.id);
        self.acts(hand, Input::Press { data });
    }

    fn takes(&mut self, plan: Plan) {
        if let Some(case) = plan.cases.into_iter().next_back() {
            self.file.case = case;
        }
        for change in plan.clocks {
            self.file.clocks.retain(|clock| clock.id != change.clock.id);
            self.file.clocks.push(change.clock);
        }
        for quote in plan.quotes {
            stays(self.file.quotes.iter().find(|one| one.id == quote.id), &quote);
            self.file.quotes.retain(|one| one.id != quote.id);
            self.file.quotes.push(quote);
            self.file.quotes.sort_by_key(|one| one.n);
            // Why in between: the rows are written in this order, each under the rules of the schema.
            let count = |fits: fn(Stage) -> bool| self.file.quotes.iter().filter(|q| fits(q.stage)).count();
            assert!(count(|stage| stage == Stage::Open) <= 1, "at most one is open");
            assert!(count(|stage| matches!(stage, Stage::Draft | Stage::Proposed)) <= 1, "one is unsent");
        }
        self.reminders += plan.events.iter().filter(|event| event.kind == "price-reminded").count();
        let shown = plan.sends.iter().filter_map(|send| match &send.parcel {
            Parcel::Say { say, .. } => Some(say.rows.iter().flatten().map(|key| key.data.clone())),
            _ => None,
        });
        self.buttons.extend(shown.flatten());
    }

    /// The newest button that sends, or an older one, which was shown for the case as it was.
    fn sends(&mut self, older: Option<usize>) {
        let now = format!(".{}", self.file.case.rev);
        let fits = |data: &&String| data.contains(":p-yes:") && (older.is_none() || !data.ends_with(&now));
        let found = self.buttons.iter().rev().filter(fits).nth(older.unwrap_or(0)).cloned();
        if let Some(data) = found {
            self.acts(Hand::Lin, Input::Press { data });
        }
    }

    fn does(&mut self, deed: &Deed) {
        let before = self.file.clone();
        match deed {
            Deed::Adds(cents) => {
                self.types(Hand::Lin, &format!("/quote add other {}.{:02}", cents / 100, cents % 100));
            }
            Deed::Revises => self.types(Hand::Lin, "/quote revise"),
            Deed::Drops => self.types(Hand::Lea, "/quote drop"),
            Deed::Withdraws => self.types(Hand::Lea, "/quote withdraw"),
            Deed::Sends => {
                self.types(Hand::Lin, "/quote send");
                self.sends(None);
            }
            Deed::Confirms(back) => self.sends(Some(*back)),
            Deed::Seconds(n, yes) => {
                let word = if *yes { "yes" } else { "no" };
                self.presses(Hand::Lin, &format!("p-second:{n}:{word}"));
                assert_eq!(self.file.quotes, before.quotes, "nobody is their own second person");
                self.presses(Hand::Ann, &format!("p-second:{n}:{word}"));
            }
            Deed::Accepts(n) => {
                for verb in ["q-yes", "q-no", "q-price"] {
                    self.presses(Hand::Ann, &format!("{verb}:{n}"));
                    assert_eq!(self.file.quotes, before.quotes, "those are its customer's");
                }
                self.presses(Hand::Customer, &format!("q-yes:{n}"));
            }
            Deed::Declines(n) => self.presses(Hand::Customer, &format!("q-no:{n}")),
            Deed::Counters(n, amount) => {
                self.presses(Hand::Customer, &format!("q-price:{n}"));
                let words = amount.map_or_else(
                    || "Less, please".to_owned(),
                    |cents| format!("{}.{:02}", cents / 100, cents % 100),
                );
                self.types(Hand::Customer, &words);
            }
            Deed::Takes => self.types(Hand::Lin, "/quote accept"),
            Deed::Stays => self.types(Hand::Lin, "/quote firm"),
            Deed::Waits(hours) => return self.waits(*hours),
        }
        self.model.does(deed, &before);
    }

    /// Time passes; the pass looks once in an hour, as often as it likes.
    fn waits(&mut self, hours: i64) {
        let open = self.file.open_quote().cloned();
        for _ in 0..hours {
            self.at += TimeDelta::hours(1);
            while let Some(plan) = look_at_quote(&self.file, false, self.at, &terms()) {
                self.takes(plan);
            }
        }
        let over = open.filter(|one| one.countered().is_none());
        let over = over.and_then(|one| one.sent).is_some_and(|sent| sent.until <= self.at);
        if over {
            self.model.open = None;
        }
    }

    fn holds(&self) {
        let units = |quote: &Quote| quote.lines.iter().map(|line| line.unit).collect::<Vec<_>>();
        let open = self.file.open_quote();
        let offered = open.map(|one| match one.countered().map(|offer| offer.said) {
            Some(Said::Counter(amount)) => Counter::of(amount),
            Some(Said::Firm | Said::Again) | None => Counter::Nothing,
        });
        let stands = open.zip(offered).map(|(one, offered)| (one.n, units(one), offered));
        assert_eq!(stands, self.model.open, "what is open");
        let unsent = self.file.unsent_quote();
        let unsent = unsent.map(|one| (one.n, units(one), one.stage == Stage::Proposed));
        assert_eq!(unsent, self.model.unsent, "what has not gone out");
        let agreed: Vec<(i16, i64)> =
            self.file.quotes.iter().filter_map(|one| Some((one.n, one.agreed?))).collect();
        assert_eq!(agreed, self.model.agreed, "what was agreed on");
        for (n, one) in self.file.quotes.iter().enumerate() {
            assert_eq!(usize::try_from(one.n).expect("positive"), n + 1, "versions rise by one");
            assert!(one.agreed.is_none_or(|agreed| agreed <= one.total().minor));
            assert!(!one.two || one.sent.is_none() || one.second.is_some_and(|(by, _)| by != one.by));
            assert!(one.look_at.is_none() || one.stage == Stage::Open);
        }
        let waits = self.file.case.state == State::Waiting(Waiting::Approval);
        assert_eq!(waits, open.is_some(), "the case waits while a price is open, and goes on after it");
        let looked = open.filter(|one| one.countered().is_none());
        assert!(looked.is_none_or(|one| one.look_at.is_some()), "silence is never forgotten");
    }
}

/// What was shown stays as it was shown, and what ended stays as it ended.
fn stays(before: Option<&Quote>, after: &Quote) {
    let Some(before) = before else { return };
    assert!(
        !before.stage.is_over() || before.stage == after.stage,
        "{:?} became {:?}",
        before.stage,
        after.stage
    );
    if before.stage != Stage::Draft {
        assert_eq!((&before.lines, before.n, before.by), (&after.lines, after.n, after.by));
    }
    assert!(after.offers.starts_with(&before.offers), "what was said stays said");
}

fn deed() -> impl Strategy<Value = Deed> {
    let cents = || prop_oneof![Just(0_i64), 1_i64..30_000, 30_000_i64..70_000];
    let n = || 1_i16..8;
    prop_oneof![
        4 => cents().prop_map(Deed::Adds),
        2 => Just(Deed::Revises),
        1 => Just(Deed::Drops),
        1 => Just(Deed::Withdraws),
        5 => Just(Deed::Sends),
        2 => (0_usize..6).prop_map(Deed::Confirms),
        3 => (n(), any::<bool>()).prop_map(|(n, yes)| Deed::Seconds(n, yes)),
        2 => n().prop_map(Deed::Accepts),
        1 => n().prop_map(Deed::Declines),
        3 => (n(), prop::option::of(cents())).prop_map(|(n, amount)| Deed::Counters(n, amount)),
        2 => Just(Deed::Takes),
        2 => Just(Deed::Stays),
        2 => (1_i64..200).prop_map(Deed::Waits),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_prices_stand_as_a_simple_model_says(deeds in prop::collection::vec(deed(), 1..60)) {
        let mut desk = Desk::new();
        for deed in &deeds {
            desk.does(deed);
            desk.holds();
        }
    }
}
