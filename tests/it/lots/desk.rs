//! Lots on the desk: told once whatever restarts, and nobody hears a message to all twice.

use std::collections::BTreeSet;

use aftercare::sandbox::{shown::Place, world::person_id};
use aftercare::store;

use crate::harness::{DirectStage, Setup, TestDatabase};

const PEOPLE: &str = "people: mei \"Mei Li\" en consumer, tom \"Tom Brandt\" en consumer, wang \"王芳\" zh consumer, \
    ida \"Ida Berg\" en consumer, lin \"Lin\" en staff, gao \"Gao\" en staff, ann \"Ann\" en staff\n\
    at 2026-03-02 10:00 Asia/Shanghai\n\
    gao in staff: Morning\nann in staff: Morning\n";

async fn house(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(PEOPLE).await;
    for line in
        [format!("{} lead quality", person_id("gao")), format!("{} agent marketing", person_id("ann"))]
    {
        stage.play(&format!("lin in staff: /agent add {line}")).await;
    }
    stage
}

/// Claims of those customers, with lots as they are written by many hands.
async fn claims(stage: &mut DirectStage, database: &TestDatabase, whose: &[(&str, &str)]) {
    let mut heard = BTreeSet::new();
    for (who, lot) in whose {
        // Who talks with a person goes on with that; another matter begins anew.
        if heard.insert(who) {
            stage.play(&format!("{who}: /human")).await;
        } else {
            stage.play(&format!("{who}: /start\n{who} presses \"Where is my order?\"\n{who}: A-4471")).await;
        }
        let case = format!(
            "(select max(c.id) from cases c join identities i on i.person = c.customer where i.account = {})",
            person_id(who)
        );
        database
            .execute(&format!(
                "update cases set kind = 'claim' where id = {case}; delete from case_lines where case_id = {case}; \
                 insert into case_lines (case_id, n, family, part, sku, lot, defective) \
                 values ({case}, 1, 'travel-case', 'zipper', 'VC-210', '{lot}', 1)"
            ))
            .await;
    }
}

/// How often the staff was told of a cluster.
fn alerts(stage: &DirectStage) -> usize {
    let said = stage.chats().said(&Place::Staff);
    said.iter().filter(|line| line.contains("claims of one kind")).count()
}

#[tokio::test]
async fn a_cluster_is_told_once_to_who_leads_and_its_cases_are_linked() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    claims(&mut stage, &database, &[("mei", "L2026-02"), ("tom", "l 2026 02")]).await;
    stage.play("at +1m").await;
    assert_eq!(alerts(&stage), 0, "two are none");
    claims(&mut stage, &database, &[("wang", "L2026/02")]).await;
    stage.play("at +1m\nexpect staff \"3 claims of one kind\"\nexpect staff \"Gao\"").await;
    assert_eq!(alerts(&stage), 1);
    assert_eq!(database.number("select count(*) from case_links where by is null").await, 2);
    database.execute("insert into lot_looks (lot, at) select 'L202602', now()").await;
    stage.play("restart\nat +1m").await;
    claims(&mut stage, &database, &[("ida", "L2026-02")]).await;
    stage.play("at +1m").await;
    assert_eq!(alerts(&stage), 1, "a fourth is no step");
    stage.close().await;
}

#[tokio::test]
async fn a_case_that_left_counts_no_more() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    claims(&mut stage, &database, &[("mei", "L2026-02"), ("tom", "L2026-02")]).await;
    database
        .execute(
            "update cases set state = 'cancelled', closed_at = now() where id = (select min(id) from cases)",
        )
        .await;
    claims(&mut stage, &database, &[("wang", "L2026-02")]).await;
    stage.play("at +1m").await;
    assert_eq!(alerts(&stage), 0);
    stage.close().await;
}

#[tokio::test]
async fn a_message_to_all_reaches_each_once_in_their_language_whatever_restarts() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    claims(
        &mut stage,
        &database,
        &[("mei", "L2026-02"), ("tom", "L2026-02"), ("wang", "L2026-02"), ("mei", "L2026-02")],
    )
    .await;
    stage.play("at +1m\ngao in staff: /lot L2026-02 tell en: New pullers come.\\nzh: 新拉头已寄出。").await;
    let press = stage.updates_of("gao in staff presses \"Send to 3\"\nann in staff presses \"Send to 3\"");
    stage.bureau().desk.receive(&press[1..]).await.expect("taken");
    assert_eq!(database.number("select count(*) from letters").await, 0, "it is another's");
    // Gao on two devices at once, and once more later.
    let mut twice = vec![press[0].clone(), press[0].clone()];
    twice[1].key.key += 500_000;
    stage.bureau().desk.receive(&twice).await.expect("taken");
    stage.play("restart\nat +1m").await;
    let each = "select count(*)::text || ' ' || count(distinct person)::text from letter_people where message is not null";
    assert_eq!(database.texts(each).await, ["3 3"]);
    database.execute("update letters set over_at = null").await;
    stage.play("restart\nat +1m\nexpect mei \"New pullers come.\"\nexpect tom \"New pullers come.\"\nexpect wang \"新拉头已寄出。\"").await;
    stage.play("expect no wang \"New pullers\"\nexpect staff \"delivered to 3 of 3\"").await;
    let sent = "select count(*) from messages where side = 'agent'";
    assert_eq!(database.number(sent).await, 3, "nobody heard it twice");
    let mut late = press[0].clone();
    late.key.key += 600_000;
    stage.bureau().desk.receive(&[late]).await.expect("taken");
    assert_eq!(database.number("select count(*) from letters").await, 1, "an old button begins nothing");
    stage.close().await;
}

#[tokio::test]
async fn who_sees_a_lot_sees_the_cases_of_their_groups_and_leads_alone_act_on_all() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    claims(&mut stage, &database, &[("mei", "L2026-02"), ("tom", "L2026-02")]).await;
    stage.play("at +1m\nann in staff: /lot L2026-02\nexpect staff \"No case you see names lot\"").await;
    database.execute("update cases set grp = 'marketing' where id = (select min(id) from cases)").await;
    stage.play("ann in staff: /lot l202602\nexpect staff \"one case\"").await;
    stage.play("ann in staff: /lot L2026-02 tell en: Hello.\nexpect staff \"lead\"").await;
    assert_eq!(database.number("select count(*) from letters").await, 0);
    assert_eq!(database.number("select count(*) from slips").await, 0);
    stage.close().await;
}

/// Stages of the verdicts, by the lots of their cases.
async fn verdicts(database: &TestDatabase) -> Vec<String> {
    database
        .texts(
            "select format('%s %s', l.lot, v.stage) from verdicts v join case_lines l on l.case_id = v.case_id \
             order by 1",
        )
        .await
}

#[tokio::test]
async fn one_verdict_for_all_counts_where_the_case_is_as_it_was_shown() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    claims(&mut stage, &database, &[("mei", "L2026-02 a"), ("tom", "L2026-02 A"), ("wang", "L2026-02/a")])
        .await;
    stage.play("at +1m\ngao in staff: /lot L2026-02-A verdict material replaced weak-part").await;
    let press = stage.updates_of("gao in staff presses \"Decide so in 3\"").remove(0);
    // Something happens in Tom's case before it is confirmed.
    database
        .execute(
            "update cases set rev = rev + 1 where id = (select case_id from case_lines where lot = 'L2026-02 A')",
        )
        .await;
    let mut twice = vec![press.clone(), press];
    twice[1].key.key += 500_000;
    stage.bureau().desk.receive(&twice).await.expect("taken");
    stage.play("at +1m\nexpect staff \"the case changed meanwhile\"\nexpect staff \"Decided in 2\"").await;
    assert_eq!(verdicts(&database).await, ["L2026-02 a in_force", "L2026-02/a in_force"]);
    stage.play("gao in staff: /lot L2026-02-A verdict material replaced weak-part").await;
    stage.play("expect staff \"Left alone, because they have a verdict: 2\"").await;
    stage.play("gao in staff presses \"Decide so in 1\"").await;
    assert_eq!(database.number("select count(*) from verdicts where stage <> 'in_force'").await, 0);
    assert_eq!(database.number("select count(*) from verdicts").await, 3);
    stage.close().await;
}

#[tokio::test]
async fn what_one_may_not_decide_alone_waits_for_a_second_person_in_each_case() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    claims(&mut stage, &database, &[("mei", "L2026-02"), ("tom", "L2026-02")]).await;
    stage.play("at +1m\ngao in staff: /lot L2026-02 verdict material replaced weak-part worth 800").await;
    stage.play("gao in staff presses \"Decide so in 2\"").await;
    assert_eq!(verdicts(&database).await, ["L2026-02 proposed", "L2026-02 proposed"]);
    stage.play("expect no mei \"We've decided\"").await;
    stage.close().await;
}

#[tokio::test]
async fn two_passes_at_once_tell_a_cluster_once_and_write_to_each_once() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    claims(&mut stage, &database, &[("mei", "L2026-02"), ("tom", "L2026-02"), ("wang", "L2026-02")]).await;
    let desk = stage.bureau().desk.clone();
    let passes = || futures_util::future::join_all((0..4).map(|_| desk.follow_up()));
    for pass in passes().await {
        pass.expect("done");
    }
    stage.play("at +1m\ngao in staff: /lot L2026-02 tell en: New pullers come.\\nzh: 新拉头已寄出。").await;
    assert_eq!(alerts(&stage), 1);
    let press = stage.updates_of("gao in staff presses \"Send to 3\"");
    stage.bureau().desk.receive(&press).await.expect("taken");
    for pass in passes().await {
        pass.expect("done");
    }
    stage.play("at +1m").await;
    assert_eq!(database.number("select count(*) from messages where side = 'agent'").await, 3);
    stage.close().await;
}

#[tokio::test]
async fn a_lot_of_years_ago_rings_for_nobody_and_one_that_can_not_be_read_holds_up_no_other() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    claims(&mut stage, &database, &[("mei", "A-old"), ("tom", "A-old"), ("ida", "A-old")]).await;
    database.execute("update cases set opened_at = opened_at - interval '2 years'").await;
    stage.play("at +1m").await;
    assert_eq!(alerts(&stage), 0);
    // Something is wrong with what stands of one case of a lot that is looked at first.
    database
        .execute(
            "update cases set opened_at = opened_at + interval '2 years', answers = '{\"about\": 7}'; \
             insert into lot_looks (lot, at) select 'AOLD', at - interval '1 day' from (select min(opened_at) as at from cases) c",
        )
        .await;
    claims(&mut stage, &database, &[("wang", "B-new")]).await;
    stage.play("at +1m").await;
    assert_eq!(database.number("select count(*) from lot_looks").await, 0, "nothing waits behind it");
    stage.close().await;
}

#[tokio::test]
async fn how_far_a_message_to_all_is_stands_there_however_late_its_place_is_reached() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    claims(&mut stage, &database, &[("mei", "L2026-02"), ("tom", "L2026-02")]).await;
    stage.play("at +1m\ngao in staff: /lot L2026-02 tell en: New pullers come.").await;
    stage.play("fault sendMessage staff 429 30\ngao in staff presses \"Send to 2\"\nat +5s").await;
    stage.play("at +2m\nat +10s\nexpect staff \"delivered to 2 of 2\"").await;
    stage.close().await;
}

#[tokio::test]
async fn one_case_that_can_not_be_read_holds_up_nobody_elses_message() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    claims(&mut stage, &database, &[("mei", "L2026-02"), ("tom", "L2026-02"), ("ida", "L2026-02")]).await;
    stage.play("at +1m\ngao in staff: /lot L2026-02 tell en: New pullers come.").await;
    // The case turns bad in the transaction that begins the message: no pass finds it whole.
    database
        .execute(
            "create function spoil() returns trigger language plpgsql as $$ begin \
               update cases set answers = '7' where id = (select min(case_id) from letter_people); return null; end $$; \
             create trigger spoil after insert on letter_people for each statement execute function spoil()",
        )
        .await;
    let press = stage.updates_of("gao in staff presses \"Send to 3\"");
    let desk = stage.bureau().desk.clone();
    desk.receive(&press).await.expect("taken");
    for pass in futures_util::future::join_all((0..4).map(|_| desk.follow_up())).await {
        pass.expect("done");
    }
    stage.play("at +1m").await;
    let sent = "select count(*) from letter_people where message is not null";
    assert_eq!(database.number(sent).await, 2);
    assert_eq!(database.number("select count(*) from letter_people where done_at is null").await, 0);
    stage.close().await;
}

/// Goods mended before have what is left of their term; that two claims name one lot does not make them the same goods.
#[tokio::test]
async fn cases_the_desk_linked_inherit_no_warranty_from_each_other() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    claims(&mut stage, &database, &[("mei", "L2026-02")]).await;
    stage.play("at +1m\ngao in staff: /lot L2026-02 verdict material replaced weak-part").await;
    stage.play("gao in staff presses \"Decide so in 1\"").await;
    claims(&mut stage, &database, &[("tom", "L2026-02"), ("ida", "L2026-02")]).await;
    database.execute("insert into case_orders (case_id, key) select id, 'A4471' from cases").await;
    stage.play("at +1m").await;
    let others = "select max(id) from cases where id not in (select case_id from verdicts)";
    let case = database.number(others).await;
    let mut db = database.connect().await;
    let inherited = store::verdicts::inherited(&mut db, &[case]).await.expect("it is read");
    assert!(inherited.is_empty(), "the desk linked them: {inherited:?}");
    database.execute("update case_links set by = (select min(id) from people)").await;
    let inherited = store::verdicts::inherited(&mut db, &[case]).await.expect("it is read");
    assert_eq!(inherited.len(), 1, "somebody says that they are the same goods");
    stage.close().await;
}

#[tokio::test]
async fn goods_that_are_set_anew_take_the_place_of_all_that_were_told() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: ida@telegram \"Ida Berg\" en wholesale, lin@telegram \"Lin\" en staff\n\
             at 2026-03-02 10:00 Asia/Shanghai\n\
             ida: /start\nida presses \"More\"\nida presses \"I buy for a company\"\n\
             ida presses \"A claim on a delivery\"\nida presses \"It arrived damaged\"\nida: Hansa Trading\n\
             ida presses \"Vanity case\"\nida: PO-2026-118\n\
             ida: SKU;Lot;Carton;Received;Inspected;Defective\\nVC-210;L2026-02;7;500;50;12\\n\
             VC-220;L2026-02;8;300;30;3\\nVC-230;L2026-03;9;100;10;1\n\
             ida presses \"Yes, that's all\"\nida presses \"In the last week\"\n\
             ida presses \"Lock, hinge or buckle\"\nida presses \"Major: can't be sold as it is\"\n\
             ida: The hinges are bent.\nida presses \"The box was damaged\"\nida presses \"Yes, all of them\"\n\
             ida sends photos whole.jpg close.jpg label.jpg\nat +3s\nida presses \"Done\"\n\
             ida presses \"Yes, with limits\"\nida presses \"No fixed date\"\nida presses \"Replacement\"\n\
             ida presses \"By e-mail\"\nida: ida@hansa.example\nida presses \"Send\"\n",
        )
        .await;
    let lines = "select string_agg(sku || ' ' || defective, ', ' order by n) from case_lines";
    assert_eq!(database.texts(lines).await, ["VC-210 12, VC-220 3, VC-230 1"]);
    stage
        .play("lin in room: /set goods VC-210 lot L2026-02 carton 7 received 500 inspected 50 defective 14")
        .await;
    assert_eq!(database.texts(lines).await, ["VC-210 14"]);
    stage.close().await;
}
