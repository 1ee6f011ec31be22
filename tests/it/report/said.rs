//! What customers say and agree to, as reports tell it: scores form by form, quotes by what became of them, of which cases.

use super::desk::{house, said};
use crate::harness::TestDatabase;

/// Seven surveys about the first case, of which six were answered, one of them a day too early and one that did not arrive, and
/// one that is about no case; a quote of each end, one of them a month ago.
const SAID: &str = "
    insert into surveys (id, person, platform, form, after, case_id, asks, stage, rev, asked_at, answered_at, touched_at)
    select 8000 + n, c.customer, 1, 'service', 'confirmed', c.id, '{product,service,delivery,resolved,comment}',
           case when n < 7 then 'answered' when n = 9 then 'undelivered' else 'unanswered' end, 1,
           timestamptz '2026-03-02 04:00Z' - case when n = 8 then interval '1 day' else interval '0' end,
           case when n < 7 then timestamptz '2026-03-03 01:00Z' end, '2026-03-03'
    from generate_series(1, 9) n, (select id, customer from cases order by id limit 1) c;
    insert into survey_answers (survey, question, score, at)
    select 8000 + n, 'product', 3 + n % 3, timestamptz '2026-03-03' from generate_series(1, 6) n
    union all select 8000 + n, 'service', 5, timestamptz '2026-03-03' from generate_series(1, 4) n
    union all select 8000 + n, 'service', null, timestamptz '2026-03-03' from generate_series(5, 6) n
    union all select 8000 + n, 'resolved', case when n = 1 then 0 else 1 end, timestamptz '2026-03-03' from generate_series(1, 6) n
    union all select 8000 + n, 'comment', null, timestamptz '2026-03-03' from generate_series(1, 2) n;
    insert into surveys (id, person, platform, form, after, asks, stage, rev, asked_at, touched_at)
    select 8100, min(customer), 1, 'project', 'interval', '{product}', 'open', 1, '2026-03-02 05:00Z', '2026-03-02 05:00Z'
    from cases;
    do $$
    declare
        c bigint := (select min(id) from cases);
        a bigint := (select min(person) from agents);
    begin
        for k in 1..6 loop
            insert into quotes (id, case_id, n, stage, currency, total, freight, two, by, at)
            values (9000 + k, c, k, 'draft', case when k = 2 then 'CNY' else 'USD' end, 1000 * k, 'brand', false, a, '2026-03-01');
            insert into quote_lines (quote, n, kind, words, quantity, unit) values (9000 + k, 1, 'material', '', k, 1000);
            update quotes
            set stage = (array['accepted', 'accepted', 'declined', 'expired', 'accepted', 'open'])[k], sent_at = '2026-01-15',
                valid_until = '2026-04-01',
                ended_at = case when k = 5 then timestamptz '2026-02-01' when k < 6 then timestamptz '2026-03-02 06:00Z' end,
                agreed = case when k in (1, 2, 5) then 1000 * k - 100 end
            where id = 9000 + k;
        end loop;
    end $$;
";

const SCORES: &str = "Customer Service Satisfaction Survey: sent 7 · answered 6 (85 %) · not answered 1\n\
    Goods: 4.0 of 5 (n = 6) · Help: no mean from fewer than 5 answers (n = 4) · Settled: yes 83 % (n = 6)\n";

#[tokio::test]
async fn scores_and_quotes_of_a_day_are_told_in_both_languages() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    database.execute(&format!("begin; {SAID} commit")).await;
    stage.play("lin: /report 2026-03-02").await;
    let (words, pictures) = said(&stage);
    for lines in [
        SCORES,
        "Customer Project Satisfaction Survey: sent 1 · answered 0 (0 %) · not answered 0",
        "Quotes\nAgreed: 1 for CNY 19.00 · 1 for USD 9.00\nDeclined: 1 for USD 30.00\nRan out: 1 for USD 40.00\n\
         Open now: 1 for USD 60.00",
    ] {
        assert!(words.contains(lines), "{lines} is not in:\n{words}");
    }
    assert!(!pictures.is_empty());
    database.execute("update people set lang = 'zh-Hans', lang_chosen = true where name = 'Lin'").await;
    stage.play("lin: /report 2026-03-02").await;
    let (words, _) = said(&stage);
    for lines in [
        "客户服务满意度调查：发出 7 · 已答 6（85%）· 未答 1\n产品：均分 4.0/5（6 份）；服务：不足 5 份，不计均分（4 份）",
        "报价\n已商定：1 份，计 19.00 元；1 份，计 9.00 美元\n",
    ] {
        assert!(words.contains(lines), "{lines} is not in:\n{words}");
    }
    stage.close().await;
}

#[tokio::test]
async fn who_leads_some_groups_has_what_was_said_about_their_cases_alone() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    database.execute(&format!("begin; {SAID} commit")).await;
    stage.play("lea: /report 2026-03-02").await;
    let (words, _) = said(&stage);
    assert!(words.contains(SCORES), "{words}");
    assert!(!words.contains("Project"), "what is about no case is of no group:\n{words}");
    database.execute("update cases set grp = 'quality' where id = (select min(id) from cases)").await;
    stage.play("lea: /report 2026-03-02").await;
    let (words, _) = said(&stage);
    assert!(!words.contains("What customers say") && !words.contains("Quotes"), "{words}");
    stage.play("lin: /report 2026-03-02 kind=claim").await;
    let (words, _) = said(&stage);
    assert!(!words.contains("What customers say") && !words.contains("Quotes"), "{words}");
    stage.play("lin: /report 2026-03-02 group=quality").await;
    assert!(said(&stage).0.contains(SCORES));
    stage.play("lin: /report 2026-03-01").await;
    let (words, _) = said(&stage);
    let before = "Customer Service Satisfaction Survey: sent 1 · answered 0 (0 %) · not answered 1";
    assert!(words.contains(before), "by the day it was sent:\n{words}");
    assert!(
        words.contains("Quotes\nOpen now: 1 for USD 60.00"),
        "open quotes are told of any days:\n{words}"
    );
    stage.close().await;
}
