//! One person answers for each case, known to the customer: whatever the desk does, in whatever order.

use aftercare::sandbox::script::Stage as _;
use aftercare::sandbox::shown::Place;

use crate::harness::{DirectStage, Logs, Setup, TestDatabase};

/// What agents do, and what happens to them. Lin is the admin, Gao's number is 1002, Ana's is 1003.
const DEEDS: &[&str] = &[
    "gao in room: /take",
    "ana in room: /take",
    "lin in room: /take",
    "gao in room: /release",
    "ana in room: /release",
    "lin in room: /release",
    "lin in room: /assign 1002",
    "lin in room: /assign 1003",
    "gao in room: /reply We look into it.",
    "ana in room: /reply A moment please.",
    "ana in room: /ask Which colour is it?",
    "gao in room: /wait goods",
    "lin in room: /resume",
    "gao in room: /solve A new strap is on its way.",
    "lin in room: /reopen",
    "lin in room: /transfer technical They know the frame.",
    "lin in room: /transfer after-sales They know the customer.",
    "gao in staff: /away",
    "ana in staff: /away 2h",
    "gao in staff: /back",
    "ana in staff: /back",
    "lin in staff: /agent remove 1003",
    "lin in staff: /agent add 1003 agent after-sales technical",
    "mei: Where is it?",
    "restart",
    "at +20m",
];

const QUEUE: &str = "";
const TURNS: &str = "[[groups]]\nid = \"after-sales\"\nname = { en = \"After-sales\" }\nassign = \"turns\"\ncapacity = 2\n\
    [[groups]]\nid = \"technical\"\nname = { en = \"Technical\" }\nassign = \"turns\"\n\
    [[groups]]\nid = \"marketing\"\nname = { en = \"Marketing\" }\n";

/// Whom the customer takes for the one who answers, by what they have read.
fn known_to(stage: &DirectStage) -> Option<String> {
    let lines = stage.transcript(&Place::Chat("mei".into())).expect("her chat");
    let mut known = None;
    for text in lines.iter().map(|line| line.text.as_str()) {
        if text.contains(" no longer has your case ") || text.contains("We tell you the name as soon as") {
            known = None;
        } else if let Some((name, _)) = text.split_once(" (").filter(|_| text.contains(" has your case ")) {
            known = Some(name.to_owned());
        }
    }
    known
}

/// Goes through deeds in an order of its own; after each the customer knows who has the case.
async fn walk(terms: &str, seed: u64) {
    let database = TestDatabase::new();
    let setup = Setup { terms: terms.to_owned(), ..Setup::new(database.options()) };
    let mut stage = DirectStage::open(setup).await;
    stage
        .play(
            "people: mei@telegram \"Mei\" en consumer, lin@telegram \"Lin\" en staff\n\
             people: gao@telegram \"Gao\" en staff #1002, ana@telegram \"Ana\" en staff #1003\n\
             at 2026-03-02 08:30 Asia/Shanghai\n\
             gao in staff: hello\nana in staff: hello\n\
             lin in staff: /agent add 1002 agent after-sales technical\n\
             lin in staff: /agent add 1003 agent after-sales technical\n\
             mei: /human\n",
        )
        .await;
    let (mut dice, mut done, mut names) = (seed, Vec::new(), std::collections::BTreeSet::new());
    for _ in 0..60 {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let place = usize::try_from(dice >> 33).expect("small") % DEEDS.len();
        done.push(DEEDS[place]);
        stage.play(DEEDS[place]).await;
        let owner = "select p.name from cases c join people p on p.id = c.assignee where c.state in ('new', 'open', 'waiting')";
        let owner = database.texts(owner).await;
        assert!(owner.len() <= 1, "one person: {owner:?}");
        let live =
            database.number("select count(*) from cases where state in ('new', 'open', 'waiting')").await;
        if live == 1 {
            assert_eq!(known_to(&stage), owner.first().cloned(), "after {done:#?}");
            names.extend(owner);
        }
    }
    assert_eq!(database.number("select count(*) from cases").await, 1);
    assert!(names.len() > 1, "the walk went from hand to hand: {names:?}");
    stage.close().await;
}

#[tokio::test]
async fn one_person_answers_for_each_case_known_to_the_customer() {
    let _logs = Logs::capture();
    for (terms, seed) in [(QUEUE, 1), (QUEUE, 2), (TURNS, 3), (TURNS, 4)] {
        walk(terms, seed).await;
    }
}
