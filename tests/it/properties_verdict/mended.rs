//! Walks of that kind whose end is known.

use aftercare::domain::{
    case::{State, Waiting},
    chat::Input,
    dialogue::Question,
    sla::{ClockState, Target},
    text::Rich,
    verdict::{Stage, Verdict},
};

use super::{Deed, Desk, Hand};

const MISUSE: &str = "misuse return because-misuse evidence 1 value 90 Bent by a load.";
const MISUSE_OF_TWO: &str = "misuse return because-misuse evidence 1 value 900 Bent by a load.";

impl Desk {
    /// The newest button whose data ends so.
    fn presses(&mut self, hand: Hand, end: &str) {
        let back = self.buttons.iter().rev().position(|data| data.ends_with(end)).expect("such a button");
        self.does(&Deed::Presses(hand, back));
    }

    /// A verdict, typed and confirmed.
    fn decides(&mut self, words: &'static str) {
        self.does(&Deed::Types(Hand::Lin, words));
        self.presses(Hand::Lin, ":yes");
    }

    fn types(&mut self, hand: Hand, words: &str) {
        let plan = self.decided(hand, Input::Text(Rich::plain(words)));
        self.next += 200;
        self.takes(plan);
    }
}

#[test]
fn an_appeal_is_decided_by_a_lead_though_a_second_person_is_asked() {
    let mut desk = Desk::new();
    desk.decides(MISUSE);
    desk.decides(MISUSE_OF_TWO);
    desk.presses(Hand::Customer, "appeal:1");
    desk.presses(Hand::Ann, "second:2:yes");
    assert_eq!(desk.file.verdicts[1].stage, Stage::Proposed, "no lead has looked at it");
    desk.presses(Hand::Lea, "second:2:yes");
    assert_eq!(desk.file.verdicts[1].stage, Stage::InForce);
    desk.holds();
}

#[test]
fn what_waits_for_a_second_person_never_counts_once_its_case_has_ended() {
    let mut desk = Desk::new();
    desk.decides(MISUSE_OF_TWO);
    desk.file.case.state = State::Cancelled;
    desk.presses(Hand::Ann, "second:1:yes");
    assert_eq!(desk.file.verdicts[0].stage, Stage::Proposed);
}

#[test]
fn a_price_that_waits_for_its_customer_stands_still_when_the_case_goes_on() {
    let mut desk = Desk::new();
    desk.decides("unclear repair because-unclear value 10 We begin and see.");
    let settlement = |desk: &Desk| {
        let clock = desk.file.clocks.iter().find(|clock| clock.target == Target::Settlement);
        clock.expect("a cost was left open").state
    };
    assert_eq!(settlement(&desk), ClockState::Running);
    desk.does(&Deed::Types(Hand::Lea, "settle 30"));
    assert_eq!(settlement(&desk), ClockState::Running, "it is only shown");
    let yes = format!("p-yes:1.{}", desk.file.case.rev);
    desk.presses(Hand::Lea, &yes);
    assert_eq!(settlement(&desk), ClockState::Paused);
    assert_eq!(desk.file.case.state, State::Open, "the work came first, and goes on");
    desk.file.case.state = State::Waiting(Waiting::Goods);
    desk.types(Hand::Lin, "/resume");
    assert_eq!(desk.file.case.state, State::Open);
    assert_eq!(settlement(&desk), ClockState::Paused);
    desk.presses(Hand::Customer, "q-no:1");
    assert_eq!(settlement(&desk), ClockState::Running, "declined, the cost is open again");
    desk.types(Hand::Lea, "/quote revise");
    desk.types(Hand::Lea, "/quote send");
    let yes = format!("p-yes:2.{}", desk.file.case.rev);
    desk.presses(Hand::Lea, &yes);
    desk.presses(Hand::Customer, "q-yes:2");
    assert_eq!(settlement(&desk), ClockState::Met);
    assert!(desk.file.verdict().is_some_and(Verdict::is_settled));
}

#[test]
fn who_pays_is_not_changed_by_a_field_while_a_verdict_stands() {
    let mut desk = Desk::new();
    desk.types(Hand::Lin, "/set way phone");
    desk.decides("misuse advice because-misuse evidence 1 value 10 How to pack it.");
    let way = |desk: &Desk| {
        desk.file.case.answers.as_ref().and_then(|a| a.option(Question::Way)).map(str::to_owned)
    };
    assert_eq!(way(&desk).as_deref(), Some("phone"));
    desk.types(Hand::Lin, "/set way on-site");
    assert_eq!(way(&desk).as_deref(), Some("phone"), "it would be charged");
    desk.types(Hand::Lin, "/set way chat");
    assert_eq!(way(&desk).as_deref(), Some("chat"), "nobody pays for either");
}
