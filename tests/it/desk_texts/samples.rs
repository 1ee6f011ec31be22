//! An argument for each variable of the messages.

use super::*;

/// A sample for a variable, the same for every message.
#[expect(clippy::too_many_lines, reason = "a line for each variable there is")]
pub fn sample(variable: &str) -> Arg {
    let at = |text: &str| Arg::Moment(text.parse().expect("an instant"));
    let label = |en: &str, zh: &str| {
        Arg::Label(Label(BTreeMap::from([(Lang::En, en.to_owned()), (Lang::ZhHans, zh.to_owned())])))
    };
    match variable {
        "ref" => "HX-7K3M-Q9TD-4XC".into(),
        "name" | "who" | "by" | "origin" => "Lin".into(),
        "customer" => "Mei L.".into(),
        "company" => "Hansa Trading".into(),
        "pieces" | "carton" => "12".into(),
        "rate" => "2.4".into(),
        "most" => 60.into(),
        "than" => Phrase::new("item-inspected").with("pieces", "10").into(),
        "platform" => "telegram".into(),
        "lang" => "en".into(),
        "account" => "424242".into(),
        "brand" => "HX Leather Goods".into(),
        "email" => "care@example.com".into(),
        "price" | "offer" | "each" => Money { minor: 4_500, currency: Currency::Usd }.into(),
        "phone" => "+44 20 7946 0958".into(),
        "time" => "10:20".into(),
        "zone" => "Asia/Shanghai".into(),
        "near" => "release".into(),
        "known" => "after-sales, technical".into(),
        "id" => "17".into(),
        "form" => label("Customer Service Satisfaction Survey", "客户服务满意度调查"),
        "score" => 4.into(),
        "value" => Phrase::new("survey-score").with("score", 4).with("most", 5).into(),
        "stage" => Phrase::new("survey-stage-answered").into(),
        "next" => at("2026-11-27T02:00:00Z"),
        "group" | "team" | "label" => label("After-sales", "售后"),
        "groups" => Phrase::new("groups-all").into(),
        "kind" => Phrase::new("kind-voice").into(),
        "where" => Phrase::new("platform-discord").into(),
        "role" => Phrase::new("role-lead").into(),
        "state" => Phrase::new("state-closed").into(),
        "to" => Phrase::new("state-solved").into(),
        "what" => Phrase::new("brief-defect").into(),
        "why" => Phrase::new("why-blocked").into(),
        "reason" => Phrase::new("why-file-gone").into(),
        "contact" => Phrase::new("contact-none").into(),
        "facts" => Arg::List(vec![
            Phrase::new("clock-first-due").with("due", at("2026-11-13T04:00:00Z")),
            Phrase::new("clock-solution-due").with("due", at("2026-11-16T02:00:00Z")),
            Phrase::new("state-new"),
            Phrase::new("card-nobody"),
        ]),
        "at" => at("2026-11-13T01:30:00Z"),
        "due" => at("2026-11-13T04:00:00Z"),
        "again" => at("2026-11-13T08:00:00Z"),
        "names" => "Lin, Bo".into(),
        "year" => "2027".into(),
        "percent" => 75.into(),
        "minutes" => 15.into(),
        "number" | "example" => "A-4471".into(),
        "one" => "2026-04-03".into(),
        "two" => "2026-03-04".into(),
        "more" => "black".into(),
        "emoji" => "👍".into(),
        "lot" => "L2026-02".into(),
        "product" | "chosen" => label("Travel case", "旅行箱"),
        "standing" => Phrase::new("order-is-shipped").into(),
        "day" | "delivered" => Arg::Day("2026-03-03".parse().expect("a day")),
        "signed" => Arg::Day("2026-03-05".parse().expect("a day")),
        "link" => "https://t.me/desk_bot?start=join-0badcafe".into(),
        "text" => "the puller came off".into(),
        "langs" => Arg::List(vec![Phrase::new("language-name-en"), Phrase::new("language-name-zh-Hans")]),
        "language" => Phrase::new("language-name-en").into(),
        "owner" => "Gao".into(),
        "days" | "count" | "cycle" | "page" | "of" | "cases" | "first" | "last" | "n" => 3.into(),
        "version" | "earlier" | "later" | "reopen" => 2.into(),
        "other" => "HX-0000-0000-000".into(),
        "span" | "left" | "used" => Arg::Span(5_400),
        "until" => at("2026-11-16T00:00:00Z"),
        "from" => label("Quality", "品质"),
        "field" => Phrase::new("field-urgency").into(),
        "before" => Phrase::new("urgency-low").into(),
        "after" => Phrase::new("urgency-high").into(),
        "hint" => Phrase::new("fits-choice").into(),
        "clock" => Phrase::new("target-solution").into(),
        "words" => Phrase::new("history-quote").with("text", "The puller came off.").into(),
        "begin" => Arg::Day("2026-10-01".parse().expect("a day")),
        "end" => Arg::Day("2026-10-31".parse().expect("a day")),
        "kept" | "opened" | "solved" | "solutions" | "taken" | "answers" | "received" | "inspected"
        | "defective" => 38.into(),
        "open" | "free" | "waiting" | "charged" | "total" => 12.into(),
        "median" | "wall" => Arg::Span(2_880),
        "late" | "least" => Arg::Span(6_600),
        "counted" => Phrase::new("counted-service-hours").into(),
        "part" => Phrase::new("part-zipper").into(),
        "ages" => Arg::List(vec![Phrase::new("age-day"), Phrase::new("age-week")]),
        "sums" => {
            let one = Money { minor: 4_500, currency: Currency::Usd };
            Arg::List(vec![Phrase::new("report-quote-sum").with("count", 3).with("price", one)])
        }
        "sent" | "answered" | "unanswered" => 7.into(),
        "mean" => "4.3".into(),
        "scores" => {
            let mean = Phrase::new("report-mean").with("mean", "4.3").with("most", 5);
            let few = Phrase::new("report-no-mean").with("count", 5);
            let score = |item: &str, mean: Phrase, n: i64| {
                let what = Phrase::keyed("survey-item", item);
                Phrase::new("report-score").with("what", what).with("value", mean).with("n", n)
            };
            Arg::List(vec![score("product", mean, 12), score("packing", few, 4)])
        }
        "cap" => 10.into(),
        "found" => "jpeg".into(),
        "there" => Arg::There {
            at: "2026-11-13T01:30:00Z".parse().expect("an instant"),
            zone: chrono_tz::Europe::Berlin,
        },
        "thread" => Arg::Thread(1_480_000_000_000_000_001),
        other => panic!("no sample for {other}"),
    }
}
