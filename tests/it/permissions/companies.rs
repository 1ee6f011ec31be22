//! Cases of a company: whoever buys for it reads where they stand; who does not, or does no more, finds nothing, and
//! nobody but their customer changes one.

use aftercare::sandbox::world::person_id;

use super::{answers, foreign, rows};
use crate::harness::{DirectStage, Setup, TestDatabase};

/// Ida and Jon buy for one company, Eve for another, Mei for none. Each has a case.
async fn house(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: ida \"Ida Berg\" en wholesale, jon \"Jon Falk\" en wholesale, eve \"Eve Noor\" en wholesale, \
             mei \"Mei Li\" en consumer, lin \"Lin\" en staff\n\
             ida: /human\njon: /human\neve: /human\nmei: /human\n\
             lin in room 1: /company Hansa Trading\nlin in room 2: /company Hansa Trading\n\
             lin in room 3: /company Nord Import",
        )
        .await;
    stage
}

/// Ida's case: its row and its number.
async fn idas(database: &TestDatabase) -> (i64, String) {
    let of = "from cases c join people p on p.id = c.customer where p.name = 'Ida Berg'";
    let id = database.number(&format!("select c.id {of}")).await;
    (id, database.texts(&format!("select c.ref {of}")).await.remove(0))
}

#[tokio::test]
async fn a_colleague_reads_where_a_case_stands_and_changes_nothing() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    let (case, reference) = idas(&database).await;
    let before = rows(&database).await;
    let listed = foreign::text(&mut stage, "jon", "/cases");
    let listed = format!("{:?}", answers(&stage, &database, &listed).await);
    assert!(listed.contains(&reference) && listed.contains("Ida Berg"), "{listed}");
    let asked = foreign::text(&mut stage, "jon", &format!("/status {reference}"));
    let asked = format!("{:?}", answers(&stage, &database, &asked).await);
    assert!(asked.contains("status-shared"), "{asked}");
    let pressed = foreign::press(&mut stage, "", "jon", &format!("c:{case}:status"));
    let pressed = format!("{:?}", answers(&stage, &database, &pressed).await);
    assert!(pressed.contains("status-shared") && !pressed.contains("cancel"), "{pressed}");
    for verb in ["add", "cancel", "cancel-yes", "solved", "unsolved", "reopen", "take", "close:1", "history"]
    {
        let pressed = foreign::press(&mut stage, "", "jon", &format!("c:{case}:{verb}"));
        let said = format!("{:?}", answers(&stage, &database, &pressed).await);
        assert!(said.contains("refuse-not-yours"), "{verb}: {said}");
    }
    assert_eq!(rows(&database).await, before);
    let words = foreign::text(&mut stage, "jon", &format!("/add {reference}"));
    answers(&stage, &database, &words).await;
    let focus = format!("select count(*) from people where focus = {case}");
    assert_eq!(database.number(&focus).await, 0, "their words go on to their own case");
    stage.close().await;
}

#[tokio::test]
async fn who_does_not_buy_for_a_company_learns_nothing_of_its_cases() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    let (case, reference) = idas(&database).await;
    let tell_nothing = async |stage: &mut DirectStage, who: &str| {
        let tries = [
            foreign::text(stage, who, "/cases"),
            foreign::text(stage, who, &format!("/status {reference}")),
            foreign::press(stage, "", who, "m:cases"),
            foreign::press(stage, "", who, &format!("c:{case}:status")),
        ];
        for incoming in &tries {
            let said = format!("{:?}", answers(stage, &database, incoming).await);
            let tells = said.contains(&reference) || said.contains("Ida") || said.contains("Hansa");
            assert!(!tells && !said.contains("status-shared"), "{who}: {said}");
        }
    };
    tell_nothing(&mut stage, "eve").await;
    tell_nothing(&mut stage, "mei").await;
    stage.play(&format!("lin in staff: /company {} none", person_id("jon"))).await;
    tell_nothing(&mut stage, "jon").await;
    stage.play(&format!("lin in staff: /company {} Hansa Trading", person_id("jon"))).await;
    let listed = foreign::text(&mut stage, "jon", "/cases");
    let listed = format!("{:?}", answers(&stage, &database, &listed).await);
    assert!(listed.contains(&reference), "and once more for it, they see them again: {listed}");
    stage.play("lin in room 1: /company none").await;
    tell_nothing(&mut stage, "jon").await;
    stage.close().await;
}
