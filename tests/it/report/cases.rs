//! Many cases as one file: read back by other libraries than wrote them, and to nobody but who may have them.

use std::collections::BTreeMap;

use aftercare::desk::Act;
use aftercare::domain::{
    appointment::Appointment,
    case::State,
    claim::Class,
    dialogue::{Answers, Entry, Piece, Question, Value},
    export::{Goods, Table, record},
    id::{AppointmentId, PersonId},
    quote::{Kind, Line, Quote, Sent, Stage},
    way::WayKind,
};
use aftercare::sandbox::world::person_id;
use chrono::TimeDelta;
use chrono_tz::Tz;

use crate::{
    front::file,
    harness::{DirectStage, Setup, TestDatabase},
    quote::quote,
};

fn answers(of: Vec<(Question, Value)>) -> Answers {
    let entry = |value| Entry { value, message: None, typed: None };
    Answers(of.into_iter().map(|(question, value)| (question, entry(value))).collect())
}

fn goods(line: i16, sku: &str) -> Goods {
    Goods { line, sku: Some(sku.to_owned()), defective: Some(3), ..Goods::default() }
}

/// Rows by the names of their columns.
fn rows(csv: &[u8]) -> Vec<BTreeMap<String, String>> {
    let text = csv.strip_prefix("\u{feff}".as_bytes()).expect("a mark of UTF-8");
    let mut reader = csv::Reader::from_reader(text);
    reader.deserialize().map(|row| row.expect("as many cells as the head has")).collect()
}

#[test]
fn what_customers_wrote_is_read_back_and_never_carried_out() {
    let story = "He said: \"it, broke\"\r\n=cmd|' /C calc'!A0 拉链";
    let mut file = file();
    file.case = crate::moves::case(7, Class::General);
    file.case.state = State::Open;
    file.customer.name = "=HYPERLINK(\"http://x\")".to_owned();
    file.case.answers = Some(answers(vec![
        (Question::Story, Value::Words(vec![Piece { message: 1, text: story.to_owned() }])),
        (Question::Phone, Value::Short("+86 20 1234".to_owned())),
        (Question::Quantity, Value::Number(3)),
        (Question::Email, Value::Skipped),
    ]));
    let one = record(&file, vec![goods(1, "A-1"), goods(2, "-2+3")], Tz::Asia__Shanghai);
    let mut table = Table::default();
    table.add(&one);
    table.add(&record(&file, Vec::new(), Tz::Asia__Shanghai));
    let bytes = table.into_bytes();
    let rows = rows(&bytes);
    assert_eq!(rows.len(), 3, "a row for each line, and one for a case without lines");
    assert_eq!(rows[0]["story"], story, "what does not begin like a formula is as it was written");
    assert_eq!(rows[0]["customer"], "'=HYPERLINK(\"http://x\")");
    assert_eq!(rows[0]["phone"], "'+86 20 1234");
    assert_eq!(
        (rows[0]["sku"].as_str(), rows[1]["sku"].as_str(), rows[2]["sku"].as_str()),
        ("A-1", "'-2+3", "")
    );
    assert_eq!((rows[0]["line"].as_str(), rows[0]["defective"].as_str()), ("1", "3"));
    assert_eq!((rows[0]["quantity"].as_str(), rows[0]["email"].as_str()), ("3", ""));
    for row in &rows {
        for (column, cell) in row {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{column} is a formula: {cell}");
        }
    }
    assert!(bytes.ends_with(b"\r\n") && !bytes.windows(2).any(|two| two[1] == b'\n' && two[0] != b'\r'));
    let json = serde_json::to_value(&one).expect("JSON");
    assert_eq!(json["told"]["story"], story);
    assert_eq!(json["customer"], "=HYPERLINK(\"http://x\")", "data is data");
    assert_eq!(json["lines"][1]["sku"], "-2+3");
    assert!(json["opened"].as_str().is_some_and(|at| at.ends_with("+08:00")), "{}", json["opened"]);
}

#[test]
fn the_last_price_that_went_out_and_the_last_appointment_stand_in_every_row() {
    let mut file = file();
    let at = file.case.opened_at;
    let price = |n, stage, unit| Quote {
        n,
        stage,
        sent: (stage != Stage::Draft).then_some(Sent { at, until: at + TimeDelta::days(7) }),
        ..quote(vec![Line { kind: Kind::Material, words: String::new(), quantity: 2, unit }])
    };
    let accepted = Quote { agreed: Some(5_000), ended: Some((at, None)), ..price(2, Stage::Accepted, 3_000) };
    file.quotes = vec![price(1, Stage::Replaced, 9_000), accepted, price(3, Stage::Draft, 1)];
    let of = |n: i16, way| {
        let id = (AppointmentId(n.into()), file.case.id, n);
        Appointment::new(id, (way, WayKind::Remote, 30), (PersonId(10), "Lin"), at)
    };
    file.appointments = vec![of(1, "phone"), Appointment { starts: Some(at), ..of(2, "remote") }];
    let one = record(&file, vec![goods(1, "A-1"), goods(2, "A-2")], Tz::Asia__Shanghai);
    let mut table = Table::default();
    table.add(&one);
    for row in rows(&table.into_bytes()) {
        let cells =
            ["quote", "quoted", "quote_agreed", "appointment", "appointment_way", "appointment_agent"];
        let said = cells.map(|column| row[column].as_str());
        assert_eq!(said, ["accepted", "USD 60.00", "USD 50.00", "open", "remote", "Lin"]);
        assert_eq!(row["quote_sent"], row["appointment_at"]);
        assert!(row["quote_ended"].ends_with("+08:00"), "{}", row["quote_ended"]);
    }
    let json = serde_json::to_value(&one).expect("JSON");
    assert_eq!((&json["quote"]["version"], &json["appointment"]["way"]), (&2.into(), &"remote".into()));
}

const STORY: &str = "people: mei \"Mei 李\" en consumer, wei \"Wei\" en consumer, lin \"Lin\" en staff, lea \"Lea\" en staff\n\
     at 2026-03-02 10:00 Asia/Shanghai\nlea in staff: hello\nlea: /start\nmei: /human\nwei: /human\n\
     lin in room 1: /reply A new puller is on its way.\n";

async fn house(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(STORY).await;
    stage.play(&format!("lin in staff: /agent add {} lead after-sales", person_id("lea"))).await;
    database.execute("update cases set grp = 'quality' where id = (select max(id) from cases)").await;
    stage.courier().take_calls();
    stage
}

/// Files since the last time: where they went, what they are called, and what stands in them.
fn files(stage: &DirectStage) -> Vec<(i64, String, Vec<u8>)> {
    let uploads = stage.courier().take_calls().into_iter().filter_map(|call| match call.delivery.act {
        Act::Upload { file, .. } => Some((call.delivery.place.chat, file.name, file.bytes.0.to_vec())),
        _ => None,
    });
    uploads.collect()
}

#[tokio::test]
async fn a_lead_gets_the_cases_of_their_groups_in_their_own_chat_and_it_is_on_record() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play("lea in staff: /export csv 2026-03").await;
    let sent = files(&stage);
    let [(chat, name, bytes)] = sent.as_slice() else { panic!("one file, not {}", sent.len()) };
    assert_eq!((*chat, name.as_str()), (person_id("lea"), "cases-2026-03.csv"), "to nobody else's eyes");
    let rows = rows(bytes);
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0]["customer"].as_str(), rows[0]["group"].as_str()), ("Mei 李", "after-sales"));
    assert_eq!(
        (rows[0]["answer"].as_str(), rows[0]["answer_due"].as_str()),
        ("met", "2026-03-02T12:00:00+08:00")
    );
    let log = "select p.name || ' ' || format || ' ' || first_day || ' ' || cases from exports e join people p on p.id = e.person";
    assert_eq!(database.texts(log).await, ["Lea csv 2026-03-01 1"]);
    stage.play("lin: /export json 2026-03-02").await;
    let sent = files(&stage);
    let json: serde_json::Value = serde_json::from_slice(&sent[0].2).expect("JSON");
    assert_eq!(
        (json["from"].as_str(), json["cases"].as_array().map(Vec::len)),
        (Some("2026-03-02"), Some(2))
    );
    stage.play("lin: /export json 2026-03-02 group=quality").await;
    let json: serde_json::Value = serde_json::from_slice(&files(&stage)[0].2).expect("JSON");
    assert_eq!(json["cases"][0]["group"], "quality");
    assert_eq!(json["cases"].as_array().map(Vec::len), Some(1));
    stage.play("lin: /export csv 2026-03-02 kind=claim\nlea: /export csv 2026-03 group=quality").await;
    assert_eq!(files(&stage), [], "no case fits; and not theirs");
    let made = "select count(*) from exports where made_at is not null";
    assert_eq!(database.number(made).await, 3);
    assert_eq!(
        database.number("select count(*) from exports").await,
        5,
        "what was asked for and not given, too"
    );
    stage.close().await;
}

#[tokio::test]
async fn more_than_one_file_holds_is_said_and_not_sent() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    database
        .execute(
            "insert into cases (id, ref, kind, state, class, urgency, grp, customer, platform, answers, opened_at, rev) \
             select 100000 + n, 'X' || n, kind, state, class, urgency, grp, customer, platform, answers, opened_at, 1 \
             from cases, generate_series(1, 5000) n where id = (select min(id) from cases)",
        )
        .await;
    stage.play("lin: /export csv 2026-03").await;
    let calls = stage.courier().take_calls();
    let words: String = calls
        .iter()
        .filter_map(|call| {
            if let Act::Post { text, .. } = &call.delivery.act { Some(text.text.as_str()) } else { None }
        })
        .collect();
    assert!(words.contains("5000 cases at most"), "{words}");
    assert!(!calls.iter().any(|call| matches!(call.delivery.act, Act::Upload { .. })));
    stage.close().await;
}

#[tokio::test]
async fn whose_role_is_gone_when_it_is_made_gets_none() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    let asked = stage.updates_of("lea: /export csv 2026-03");
    stage.bureau().desk.receive(&asked).await.expect("taken");
    database.execute("update agents set removed_at = added_at where role = 'lead'").await;
    stage.bureau().settle().await;
    assert_eq!(files(&stage), []);
    stage.close().await;
}
