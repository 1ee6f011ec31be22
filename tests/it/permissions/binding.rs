//! Two accounts of one person: whoever may join them, nothing is left of the one, and everything of it is the other's.

use aftercare::sandbox::world::person_id;

use super::{answers, commands::first_key, foreign, rows};
use crate::harness::{DirectStage, Setup, TestDatabase};

/// Somebody on the other platform.
const ELSEWHERE: i64 = 4242;
/// Their row. Why so late a number: of two customers who came first stays.
const GONE: i64 = 9_000_077;

/// Mei has a case here, and an account, a case, a draft and something undelivered elsewhere; Ann is a lead, Gao an agent.
async fn house(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: mei \"Mei Li\" en consumer, lin \"Lin\" en staff, ann \"Ann\" en staff, gao \"Gao\" en staff\n\
             mei: /human\nann in staff: hello\ngao in staff: hello",
        )
        .await;
    for (who, role) in [("ann", "lead"), ("gao", "agent")] {
        stage.play(&format!("lin in staff: /agent add {} {role}", person_id(who))).await;
    }
    for sql in [
        "insert into people (id, name, lang, seen_at) values (9000077, 'mei.li', 'en', now())",
        "insert into identities (platform, account, person, chat) values (2, 4242, 9000077, 4242)",
        "insert into cases (id, ref, kind, state, class, urgency, grp, customer, platform, answers, opened_at, rev) \
         values (9000078, 'HX-0000-0000-000', 'person', 'new', 'general', 'normal', 'after-sales', 9000077, 2, 'null', now(), 1)",
        "insert into messages (id, case_id, person, side, at, kind, body) values (9000079, 9000078, 9000077, 'customer', now(), 'text', 'hi')",
        "insert into dialogues (id, person, platform, flow, active, draft, rev, touched_at, next_at) \
         values (9000080, 9000077, 2, 'care', true, '{\"v\": 1, \"flow\": \"care\", \"rev\": 1}', 1, now(), now() + interval '9 days')",
        "insert into restrictions (person, kind, why, by, at) select 9000077, 'muted', '', person, now() from agents limit 1",
        "insert into outbox (lane, platform, person, urgency, parcel, state, not_before, created_at) \
         values ('p:9000077:2', 2, 9000077, 0, '{}', 'undelivered', now(), now())",
    ] {
        database.execute(sql).await;
    }
    stage
}

/// How many cells of the schema point at that person, but for who became whom.
async fn pointing_at(database: &TestDatabase, person: i64) -> Vec<String> {
    let columns = database
        .texts(
            "select c.conrelid::regclass || '.' || a.attname from pg_constraint c \
             join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1] \
             where c.contype = 'f' and c.confrelid = 'people'::regclass order by 1",
        )
        .await;
    assert!(columns.len() > 20, "the schema's columns: {columns:?}");
    let mut found = Vec::new();
    for column in columns.iter().map(String::as_str).chain(["outbox.person", "privacy_acts.person"]) {
        let (table, name) = column.split_once('.').expect("a table and a column");
        if database.number(&format!("select count(*) from {table} where \"{name}\" = {person}")).await > 0 {
            found.push(column.to_owned());
        }
    }
    found
}

#[tokio::test]
async fn everything_of_the_one_is_the_others() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    let mei = database.number("select id from people where name = 'Mei Li'").await;
    stage.play(&format!("ann in room: /bind discord:{ELSEWHERE}")).await;
    assert_eq!(
        database.number("select count(*) from people where became is not null").await,
        0,
        "asked first"
    );
    assert!(!pointing_at(&database, GONE).await.is_empty());
    stage.play("ann in room presses \"Join them\"").await;
    assert_eq!(pointing_at(&database, GONE).await, [""; 0], "something still points at who is nobody now");
    let theirs = pointing_at(&database, mei).await;
    for column in
        ["identities.person", "cases.customer", "messages.person", "dialogues.person", "restrictions.person"]
    {
        assert!(theirs.iter().any(|other| other == column), "{column} went nowhere: {theirs:?}");
    }
    assert_eq!(database.number(&format!("select count(*) from cases where customer = {mei}")).await, 2);
    let row = "select format('%s %s', name, became is not null) from people where id = 9000077";
    assert_eq!(database.texts(row).await, ["— t"]);
    let open = "select count(*) from outbox where person = 9000077 and state <> 'sent'";
    assert_eq!(database.number(open).await, 0, "what is on its way follows");
    let told = "select count(*) from case_events where kind = 'bound'";
    assert_eq!(database.number(told).await, 2);
    let listed = foreign::text(&mut stage, "mei", "/cases");
    let listed = format!("{:?}", answers(&stage, &database, &listed).await);
    assert!(listed.contains("HX-0000-0000-000"), "{listed}");
    let again = foreign::press(&mut stage, " in staff", "ann", &format!("j:{mei}:{GONE}"));
    assert_eq!(first_key(&answers(&stage, &database, &again).await[0]), Some("old-staff-button"));
    assert_eq!(database.number(told).await, 2, "once");
    stage.close().await;
}

#[tokio::test]
async fn an_account_is_never_joined_by_who_may_not() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    let mei = database.number("select id from people where name = 'Mei Li'").await;
    let ann = database.number("select id from people where name = 'Ann'").await;
    stage.play(&format!("ann in room: /bind discord:{ELSEWHERE}")).await;
    let before = rows(&database).await;
    let tries = [
        foreign::text(&mut stage, "mei", &format!("/bind discord:{ELSEWHERE}")),
        foreign::press(&mut stage, "", "mei", &format!("j:{mei}:{GONE}")),
        foreign::press(&mut stage, " in staff", "gao", &format!("j:{mei}:{GONE}")),
        // Why: it would give the other account what Ann may do, and a lead does not give that.
        foreign::press(&mut stage, " in staff", "ann", &format!("j:{ann}:{GONE}")),
        foreign::press(&mut stage, " in staff", "ann", &format!("j:{GONE}:{GONE}")),
        foreign::press(&mut stage, " in staff", "ann", &format!("j:{GONE}:999999")),
        foreign::press(&mut stage, " in staff", "ann", &format!("j:{ann}:{mei}")),
    ];
    for incoming in &tries {
        let said = answers(&stage, &database, incoming).await;
        assert_eq!(said.len(), 1, "{said:?}");
        assert_eq!(rows(&database).await, before, "{said:?}");
    }
    stage
        .play(&format!(
            "lin in staff: /bind {} discord:{ELSEWHERE}\nlin in staff presses \"Join them\"",
            person_id("gao")
        ))
        .await;
    let rights = "select a.role from agents a join identities i using (person) where i.platform = 2";
    assert_eq!(database.texts(rights).await, ["agent"], "the same rights by either account");
    stage.close().await;
}

#[tokio::test]
async fn what_was_stricter_or_newer_of_the_one_stays_with_the_other() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    for sql in [
        "update restrictions set kind = 'blocked' where person = 9000077",
        "insert into restrictions (person, kind, why, by, at, until) \
         select p.id, 'muted', '', a.person, now() - interval '9 days', '2026-01-01' \
         from people p, (select person from agents limit 1) a where p.name = 'Mei Li'",
        "update people set quiet = true, seen_at = '2030-01-01' where id = 9000077",
        "insert into outbox (lane, platform, person, urgency, parcel, state, not_before, created_at) \
         values ('p:9000077:2', 2, 9000077, 0, '{\"is\": \"say\"}', 'sent', now(), now())",
    ] {
        database.execute(sql).await;
    }
    stage.play(&format!("ann in room: /bind discord:{ELSEWHERE}\nann in room presses \"Join them\"")).await;
    assert_eq!(pointing_at(&database, GONE).await, [""; 0], "what was delivered is theirs, too");
    let now = database
        .texts(
            "select format('%s %s %s', r.kind, p.quiet, p.seen_at >= '2030-01-01') \
             from people p left join restrictions r on r.person = p.id where p.name = 'Mei Li'",
        )
        .await;
    assert_eq!(now, ["blocked t t"], "a mute that is over lifts no block");
    stage.close().await;
}
