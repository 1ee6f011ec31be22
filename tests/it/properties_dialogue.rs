//! Random walks through every flow: whatever people send, in whatever order, the rules of the dialogue hold.

use aftercare::domain::claim::Buyer;
use aftercare::domain::dialogue::{Dialogue, Flow, Question};
use proptest::prelude::*;

mod acts;
mod walk;

use acts::{Act, act};
use walk::Walk;

fn flow() -> impl Strategy<Value = Flow> {
    proptest::sample::select(Flow::OFFERED.to_vec())
}

fn buyer() -> impl Strategy<Value = Buyer> {
    proptest::sample::select(vec![Buyer::Consumer, Buyer::Wholesale])
}

/// A dialogue after some acts, as far as it went.
fn walked(flow: Flow, buyer: Buyer, acts: &[Act]) -> Result<Option<Walk>, TestCaseError> {
    let mut walk = Walk::begin(flow, buyer);
    for act in acts {
        if !walk.step(act)? {
            return Ok(None);
        }
    }
    Ok(Some(walk))
}

proptest! {
    #[test]
    fn whatever_people_do_the_rules_hold(flow in flow(), buyer in buyer(), acts in prop::collection::vec(act(), 1..40)) {
        walked(flow, buyer, &acts)?;
    }

    #[test]
    fn every_draft_can_be_finished(flow in flow(), buyer in buyer(), acts in prop::collection::vec(act(), 0..20)) {
        let Some(mut walk) = walked(flow, buyer, &acts)? else { return Ok(()) };
        if walk.open.cancelling {
            walk.step(&Act::Back)?;
        }
        for _ in 0..Question::ALL.len() {
            let Some(question) = walk.open.at(&walk.terms) else { break };
            if flow == Flow::Order {
                return Ok(());
            }
            walk.answer_current(question)?;
        }
        prop_assert_eq!(walk.open.at(&walk.terms), None, "it never comes to its summary");
        prop_assert!(!walk.step(&Act::Text("send".to_owned()))?);
    }

    #[test]
    fn back_and_the_answer_again_return(flow in flow(), buyer in buyer(), acts in prop::collection::vec(act(), 0..25)) {
        let Some(mut walk) = walked(flow, buyer, &acts)? else { return Ok(()) };
        walk.step(&Act::Resume)?;
        // Why: a question asked out of turn is left for the first open one, not for itself.
        prop_assume!(walk.open.cursor.is_none());
        let place = walk.open.at(&walk.terms);
        walk.step(&Act::Back)?;
        prop_assume!(walk.open.at(&walk.terms) != place);
        let kept = walk.newest.iter().position(|data| data.ends_with(":.keep"));
        // Why: of an order the desk knows it is asked again whether it is this one, and that answers more than one question.
        prop_assume!(!walk.newest.iter().any(|data| data.ends_with(".o-another")));
        walk.step(&Act::Press(kept.expect("an answered question offers to keep its answer")))?;
        prop_assert_eq!(walk.open.at(&walk.terms), place);
    }

    #[test]
    fn any_stored_json_of_an_older_version_keeps_its_texts(field in "[a-z]{3,10}", said in "[a-z ]{1,20}[a-z]") {
        prop_assume!(Question::from_id(&field).is_none());
        let old = serde_json::json!({
            "v": 0, "flow": "claim", "rev": 3,
            "answers": {
                field.clone(): {"value": {"short": said.clone()}, "message": 5},
                "order": {"value": {"shape_of_old": said.clone()}},
                "part": {"value": {"option": "zipper"}}
            },
            "cursor": "gone",
            "remark": said.clone()
        });
        let open: Dialogue = serde_json::from_value(old).expect("an older dialogue is read");
        let comments: Vec<_> = open.comments.iter().map(|piece| piece.text.clone()).collect();
        prop_assert_eq!(comments.iter().filter(|text| text.contains(&said)).count(), 3);
        prop_assert_eq!(open.answers.option(Question::Part), Some("zipper"));
        prop_assert_eq!((open.cursor, open.answers.has(Question::Order), open.rev), (None, false, 3));
    }
}
