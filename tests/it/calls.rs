//! Phone calls: what is recorded, what the clocks make of it, who is found by whom, and that nothing of it outlives an
//! erasure.

use aftercare::config::Config;
use aftercare::domain::claim::Urgency;
use aftercare::sandbox::world::person_id;

use crate::harness::{DirectStage, Setup, TestDatabase};

/// Lin leads the desk, Ann works in marketing alone; both have a chat of their own with the bot.
const HOUSE: &str = "people: mei \"Mei Li\" en consumer, anna \"Anna Berg\" en consumer, lin \"Lin\" en staff, \
    gao \"Gao\" en staff, ann \"Ann\" en staff\n\
    at 2026-03-02 10:00 Asia/Shanghai\n\
    lin: /start\ngao: /start\nann: /start\n";

async fn house(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(HOUSE).await;
    for line in [format!("{} lead", person_id("gao")), format!("{} agent marketing", person_id("ann"))] {
        stage.play(&format!("lin in staff: /agent add {line}")).await;
    }
    stage
}

/// A call by somebody new, up to its summary.
fn call(kind: &str, urgency: &str) -> String {
    format!(
        "lin: /call +49 170 1234567 The squirrel cage rattles.\nlin: Anna Squirrel\nlin presses \"{kind}\"\n\
         {urgency}lin presses \"Hand it on\"\nlin presses \"Record\""
    )
}

#[tokio::test]
async fn a_call_is_routed_by_kind_and_urgency_and_its_talk_is_the_first_answer() {
    let day = "2026-03-02".parse().expect("a day");
    let terms = Config::with_terms("", day).expect("the built-in terms").terms;
    let claim =
        "lin presses \"It broke or doesn't work\"\nlin presses \"Travel case\"\nlin presses \"Zipper\"\n";
    let press = |label: &str| format!("lin presses \"{label}\"\n");
    let urgencies = [
        ("No, not at all", Urgency::High),
        ("Yes, with limits", Urgency::Normal),
        ("Yes, it can wait", Urgency::Low),
    ];
    let mut all = Vec::new();
    for (label, urgency) in urgencies {
        all.push(("Broken, missing or wrong", claim.to_owned() + &press(label), "claim", None, urgency));
        all.push(("Something else", press(label), "person", None, urgency));
    }
    let custom = press("Something made for me");
    all.push(("Custom or wholesale", custom, "enquiry", Some("custom"), Urgency::Normal));
    all.push(("Where an order is", String::new(), "order", None, Urgency::Normal));
    for (kind, answers, name, topic, urgency) in all {
        let database = TestDatabase::new();
        let mut stage = house(&database).await;
        stage.play(&call(kind, &answers)).await;
        let made = "select format('%s %s %s', c.kind, c.urgency, c.grp) from cases c";
        let group = terms.route(name, topic, urgency.id());
        assert_eq!(database.texts(made).await, [format!("{name} {} {group}", urgency.id())]);
        let first = "select format('%s %s %s', k.target, k.state, k.ended_at = c.opened_at) \
                     from clocks k join cases c on c.id = k.case_id where k.target <> 'solution'";
        let promise = if name == "enquiry" { "enquiry_reply" } else { "first_response" };
        assert_eq!(database.texts(first).await, [format!("{promise} met t")], "{kind}");
        let solution = "select count(*) from clocks where target = 'solution' and state = 'running'";
        assert_eq!(database.number(solution).await, i64::from(name != "enquiry"), "{kind}");
        stage.close().await;
    }
}

#[tokio::test]
async fn promises_count_from_the_call_and_not_from_its_record() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage
        .play(
            "lin: /call +49 170 1234567 The squirrel cage rattles.\nat +50m\nlin: Anna Squirrel\n\
             lin presses \"Something else\"\nlin presses \"Yes, with limits\"\nlin presses \"We call back\"\n\
             lin presses \"Mornings\"\nlin presses \"Record\"",
        )
        .await;
    let at = "select format('%s %s', opened_at at time zone 'Asia/Shanghai', (select started_at = opened_at from clocks \
              where target = 'solution')) from cases";
    assert_eq!(database.texts(at).await, ["2026-03-02 10:00:00 t"]);
    let has = "select count(*) from cases c join people p on p.id = c.assignee where p.name = 'Lin' and c.state = 'open'";
    assert_eq!(database.number(has).await, 1, "who promised to call back has it");
    stage.close().await;
}

#[tokio::test]
async fn a_call_recorded_twice_is_recorded_once() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play(&call("Where an order is", "")).await;
    stage.play("lin presses \"Record\"\nlin presses \"Hand it on\"").await;
    assert_eq!(database.number("select count(*) from cases").await, 1);
    assert_eq!(database.number("select count(*) from people where phone is not null").await, 1);
    assert_eq!(database.number("select count(*) from dialogues").await, 0);
    stage.close().await;
}

#[tokio::test]
async fn who_is_found_is_whose_cases_the_agent_sees() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play(&call("Where an order is", "")).await;
    let offered = "select jsonb_array_length(draft #> '{call,found}')::text from dialogues";
    for (told, lin) in
        [("0170 1234567", 1), ("+43 170 1234567", 0), ("Anna", 1), ("squirrel", 1), ("rattles", 0)]
    {
        stage.play(&format!("lin: /call {told}")).await;
        assert_eq!(database.texts(offered).await, [lin.to_string()], "{told}");
        stage.play("lin: /cancel\nlin presses \"Yes, cancel it\"").await;
        stage.play(&format!("ann: /call {told}")).await;
        assert_eq!(database.texts(offered).await, ["0"], "{told}: the case is not of her groups");
        stage.play("ann: /cancel\nann presses \"Yes, cancel it\"").await;
    }
    stage.close().await;
}

#[tokio::test]
async fn a_call_goes_into_no_case_that_moved_out_of_sight_or_ended() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play("mei: /human").await;
    database.execute("update cases set grp = 'marketing'").await;
    let reference = database.texts("select ref from cases").await.remove(0);
    let begin = format!(
        "ann: /call {reference} She calls about it.\nann presses \"Hand it on\"\nann presses \"Marketing\"\n"
    );
    stage.play(&begin).await;
    database.execute("update cases set grp = 'quality'").await;
    stage.play("ann presses \"Record\"").await;
    let calls = "select count(*) from messages where kind = 'call'";
    assert_eq!(database.number(calls).await, 0, "the case is another group's by now");
    assert_eq!(
        database.number("select count(*) from dialogues where flow = 'call'").await,
        1,
        "the draft stays"
    );
    database.execute("update cases set grp = 'marketing', state = 'closed', closed_at = now()").await;
    stage.play("ann presses \"Record\"").await;
    assert_eq!(database.number(calls).await, 0, "it ended");
    database.execute("update cases set state = 'new', closed_at = null").await;
    stage.play("ann presses \"Record\"").await;
    assert_eq!(database.number(calls).await, 1);
    stage.close().await;
}

#[tokio::test]
async fn who_works_here_no_more_records_nothing() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage
        .play("ann: /call +49 170 1234567 The cage rattles.\nann: Anna Berg\nann presses \"Where an order is\"\nann presses \"Hand it on\"")
        .await;
    stage.play(&format!("lin in staff: /agent remove {}", person_id("ann"))).await;
    stage.play("ann presses \"Record\"").await;
    assert_eq!(database.number("select count(*) from cases").await, 0);
    assert_eq!(database.number("select count(*) from dialogues").await, 0, "the draft goes");
    stage.close().await;
}

#[tokio::test]
async fn somebody_known_by_phone_becomes_one_with_their_account_and_can_be_written_to() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play(&call("Something else", "lin presses \"Yes, with limits\"\n")).await;
    stage.play("lin in room: /reply We send a new cage.").await;
    assert_eq!(
        database.number("select count(*) from messages where side = 'agent'").await,
        0,
        "nobody would read it"
    );
    stage.play("anna: /cases").await;
    stage
        .play(&format!(
            "lin in room: /bind telegram:{}\nlin in room presses \"Join them\"",
            person_id("anna")
        ))
        .await;
    let one = "select format('%s %s', p.name, p.phone) from people p join identities i on i.person = p.id \
               join cases c on c.customer = p.id";
    assert_eq!(database.texts(one).await, ["Anna Berg +491701234567"]);
    stage.play("lin in room: /reply We send a new cage.\nexpect anna \"We send a new cage.\"").await;
    stage.close().await;
}

#[tokio::test]
async fn what_was_said_on_the_phone_is_handed_out_and_erased_with_its_person() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play(&call("Something else", "lin presses \"Yes, with limits\"\n")).await;
    let reference = database.texts("select ref from cases").await.remove(0);
    let person = database.number("select customer from cases").await;
    // A call that is being taken down offers her by name.
    stage.play("gao: /call 0170 1234567").await;
    let mut db = database.connect().await;
    let part = aftercare::store::export::part(
        &mut db,
        aftercare::domain::id::PersonId(person),
        0,
        "2026-03-02T03:00:00Z".parse().expect("an instant"),
    );
    let handed_out = part.await.expect("an export").document.to_string();
    for word in ["+491701234567", "The squirrel cage rattles.", "Anna Squirrel"] {
        assert!(handed_out.contains(word), "{word} is hers");
    }
    stage
        .play(&format!(
            "lin in room: /close She keeps it.\nlin in staff: /privacy erase {reference}\ngao in staff presses \"Erase for good\""
        ))
        .await;
    assert_eq!(database.number("select count(*) from privacy_acts where done_at is not null").await, 1);
    let hers = ["quirrel", "1701234567", reference.as_str()];
    let tables = "select table_name::text from information_schema.tables where table_schema = 'public'";
    for table in database.texts(tables).await {
        for row in database.texts(&format!("select t::text from {table} t")).await {
            let left = hers.iter().find(|word| row.contains(**word));
            assert_eq!(left, None, "{table}: {row}");
        }
    }
    stage.close().await;
}
