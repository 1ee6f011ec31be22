//! Reports as they reach people: what they count, who may have one, and what is done when there is too much or no picture.

use aftercare::desk::Act;
use aftercare::domain::chat::FileKind;
use aftercare::sandbox::world::person_id;

use crate::harness::{DirectStage, Setup, TestDatabase};

/// A case answered within the hour and one never; a third one of another group.
const STORY: &str = "people: mei \"Mei\" en consumer, wei \"Wei\" en consumer, lin \"Lin\" en staff, lea \"Lea\" en staff, \
     ann \"Ann\" en staff\nat 2026-03-02 10:00 Asia/Shanghai\nlea in staff: hello\nann in staff: hello\n";

/// A day later: one of two answers was given in time, one never.
const DAY: &str = "mei: /human\nwei: /human\nlin in room 1: /take\nat 2026-03-02 10:48 Asia/Shanghai\n\
     lin in room 1: /reply A new puller is on its way.\nlin in room 1: /solve A new puller.\n\
     at 2026-03-03 11:00 Asia/Shanghai\n";

pub(super) async fn house(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(STORY).await;
    let (lea, ann) = (person_id("lea"), person_id("ann"));
    stage
        .play(&format!(
            "lin in staff: /agent add {lea} lead after-sales\nlin in staff: /agent add {ann} agent after-sales\n"
        ))
        .await;
    stage.play(DAY).await;
    stage.courier().take_calls();
    stage
}

/// Where pictures are left to be looked at, if somewhere.
#[expect(clippy::disallowed_methods, reason = "pictures are to be looked at, too, by whoever wants to")]
fn gallery() -> Option<String> {
    std::env::var("PICTURES").ok()
}

/// The words said since the last time, and the names of the pictures.
pub(super) fn said(stage: &DirectStage) -> (String, Vec<String>) {
    let (mut words, mut pictures) = (String::new(), Vec::new());
    for call in stage.courier().take_calls() {
        match call.delivery.act {
            Act::Post { text, .. } => words = format!("{words}{}\n", text.text),
            Act::Upload { file, caption, .. } => {
                assert_eq!(file.kind, FileKind::Photo);
                let picture = image::load_from_memory(&file.bytes.0).expect("a picture");
                assert_eq!(picture.width(), 1080);
                words = format!("{words}{}\n", caption.text);
                if let Some(folder) = gallery() {
                    let lines = words.lines().next().unwrap_or_default().len();
                    std::fs::write(format!("{folder}/{lines}-{}", file.name), &file.bytes.0)
                        .expect("written");
                }
                pictures.push(file.name);
            }
            _ => {}
        }
    }
    (words, pictures)
}

#[tokio::test]
async fn a_report_tells_what_became_of_the_promises_of_a_day() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play("lin: /report 2026-03-02 by agent").await;
    let (words, pictures) = said(&stage);
    for line in [
        "Report, 2 March 2026",
        "Cases of all groups",
        "Opened: 2 · solution proposed: 1 · open now: 1",
        "first answer: 50 % kept, 1 of 2. Promised: 2 h, while the desk is open.",
        "It took 48 min; by the clock on the wall 48 min.",
        "Lin: 1 opened · answers 100 % of 1 · solutions none due",
        "nobody: 1 opened · answers 0 % of 1 · solutions none due",
        "After-sales: 1 (1 to 3 days 1)",
        "Of these nobody has 1, and 0 wait for something outside the desk.",
        "Lin: open now 0 · taken 1 · answers 2 · solved 1",
    ] {
        assert!(words.contains(line), "{line} is not in:\n{words}");
    }
    assert_eq!(pictures.first().map(String::as_str), Some("report-2026-03-02-1.png"));
    stage.play("mei presses \"Yes, solved\"\nlin: /report 2026-03").await;
    let (words, _) = said(&stage);
    assert!(
        words.contains("solution: 50 % kept, 1 of 2"),
        "as of its proposal, and the other is overdue:\n{words}"
    );
    assert!(words.contains("The days aren't over"), "{words}");
    stage.close().await;
}

/// Claims of a company and of consumers, with what was decided on some: pieces, whose fault, and a price that was agreed.
const CLAIMS: &str = "
    insert into companies (id, key, name, by, at) select 5000, 'HANSA', 'Hansa', min(person), '2026-03-02' from agents;
    insert into cases (id, ref, kind, state, class, urgency, grp, customer, platform, answers, opened_at, rev, company)
    select 6000 + n, 'C' || n, 'claim', 'new', 'general', 'normal', case when n % 3 = 0 then 'quality' else 'technical' end,
           (select min(customer) from cases), 1, '{}', timestamptz '2026-02-20' - n * interval '12 hours', 1,
           case when n < 3 then 5000 end
    from generate_series(1, 30) n;
    insert into case_lines (case_id, n, family, part, sku, ordered, received, inspected, defective)
    select 6000 + n, 1, (array['travel-case', 'cosmetic-bag', 'vanity-case'])[1 + n % 3],
           (array['zipper', 'zipper', 'seam', 'handle', 'keel'])[1 + n % 5],
           case when n < 3 then 'TC-' || n end, case when n < 3 then 1000 else 1 end, case when n < 3 then 1000 else 1 end,
           case when n < 3 then 250 else 1 end, case when n < 3 then 24 else 1 end
    from generate_series(1, 30) n;
    insert into verdicts (id, case_id, n, stage, liability, reason, words, evidence, warranty, two, by, at, offer)
    select 7000 + n, 6000 + n, 1, 'in_force', (array['material', 'misuse', 'unclear'])[n], 'x', '', '{}', 'unknown', false,
           (select min(person) from agents), '2026-02-25',
           case when n = 3 then jsonb_build_object('n', 1, 'price', jsonb_build_object('minor', 4500, 'currency', 'USD'), 'by',
                'Lin', 'at', '2026-02-25T00:00:00Z', 'answer', jsonb_build_array('2026-02-25T01:00:00Z', 'agreed')) end
    from generate_series(1, 3) n;
    update verdicts set warranty = 'in', covered_until = '2026-12-31' where id = 7001;
    insert into verdict_shares (verdict, line, resolution, liability, quantity)
    values (7001, 1, 'replacement', 'material', 20), (7001, 1, 'return', 'misuse', 4),
           (7002, 1, 'repair', 'misuse', 24), (7003, 1, 'repair', 'unclear', 1);
";

#[tokio::test]
async fn everything_there_is_to_tell_is_told_in_both_languages() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    database.execute(&format!("begin; {CLAIMS} commit")).await;
    stage.play("lin: /report 2026-02 by product").await;
    let (words, pictures) = said(&stage);
    for line in [
        "Opened: 30 · solution proposed: 0 · open now: 31",
        "By product",
        "Technical and design: 20 (7 to 30 days 20)",
        "Causes of claims: 30",
        "1. Cosmetic bag, Zipper: 4 (13 %, together 13 %)",
        "Goods of companies: 48 defective of 500 inspected (9.6 %); 2000 received",
        "TC-1: 24 of 250 inspected (9.6 %); 1000 received",
        "Who pays, in pieces: the brand 20 · the customer 28 · still open 1. Labour is waived on all of them.",
        "Agreed with customers: USD 45.00",
    ] {
        assert!(words.contains(line), "{line} is not in:\n{words}");
    }
    assert!(pictures.len() > 1, "{pictures:?}");
    stage.play("lin: /report 2026-02 product=travel-case part=zipper").await;
    let (words, _) = said(&stage);
    assert!(words.contains("Causes of claims: 4"), "{words}");
    assert!(words.contains("Only product=travel-case part=zipper"), "{words}");
    database.execute("update people set lang = 'zh-Hans', lang_chosen = true where name = 'Lin'").await;
    stage.play("lin: /report 2026-02 按 小组").await;
    let (words, _) = said(&stage);
    assert!(words.contains("企业客户货物：检验 500 件，不良 48 件（9.6%）；收货 2000 件"), "{words}");
    assert!(words.contains("按小组"), "{words}");
    stage.close().await;
}

#[tokio::test]
async fn days_without_anything_are_told_in_one_line_and_without_a_picture() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(STORY).await;
    stage.courier().take_calls();
    stage.play("lin: /report 2026-01").await;
    let (words, pictures) = said(&stage);
    assert!(words.contains("Nothing came in, nothing was due, and nothing is open."), "{words}");
    assert_eq!(pictures, [""; 0]);
    stage.close().await;
}

#[tokio::test]
async fn a_lead_has_figures_of_their_groups_alone_and_an_agent_none() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    database.execute("update cases set grp = 'quality' where id = (select max(id) from cases)").await;
    stage.play("lea: /report 2026-03-02").await;
    let (words, _) = said(&stage);
    assert!(words.contains("Cases of After-sales\n"), "{words}");
    assert!(words.contains("Opened: 1 · solution proposed: 1 · open now: 0"), "{words}");
    assert!(words.contains("first answer: 100 % kept, 1 of 1"), "{words}");
    assert!(!words.contains("Quality"), "{words}");
    stage.play("lea: /report 2026-03-02 group=quality").await;
    let (words, pictures) = said(&stage);
    assert!(words.contains("Figures of quality are for those who lead it. Yours: after-sales."), "{words}");
    assert_eq!(pictures, [""; 0]);
    stage.play("ann in staff: /report 2026-03-02").await;
    assert!(said(&stage).0.contains("lead"), "an agent is refused");
    stage.play("lin: /report 2026-03-02 kind=claim").await;
    assert!(said(&stage).0.contains("Only kind=claim"));
    stage.close().await;
}

#[tokio::test]
async fn who_leads_no_more_when_it_is_made_gets_none() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    let asked = stage.updates_of("lea: /report 2026-03-02");
    stage.bureau().desk.receive(&asked).await.expect("taken");
    database.execute("update agents set role = 'agent' where role = 'lead'").await;
    stage.bureau().settle().await;
    let (words, pictures) = said(&stage);
    assert!(!words.contains("Opened"), "{words}");
    assert_eq!(pictures, [""; 0]);
    stage.close().await;
}

#[tokio::test]
async fn whatever_is_typed_is_answered() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    for (typed, answer) in [
        ("/report soon", "I can't read days in “soon”."),
        ("/report 2026-05", "“2026-05” is still to come."),
        ("/report week part=keel", "There is no part “keel”."),
        ("/export", "Write /export csv or /export json"),
        ("/export xlsx 2026-03", "Write /export csv or /export json"),
        ("/export csv", "Write /export csv or /export json"),
        ("/export csv 2026-03 by agent", "Write /export csv or /export json"),
    ] {
        stage.play(&format!("lin: {typed}")).await;
        let (words, _) = said(&stage);
        assert!(words.contains(answer), "{typed}: {words}");
    }
    assert_eq!(
        database.number("select count(*) from exports").await,
        0,
        "what was not asked for is not on record"
    );
    stage.close().await;
}
