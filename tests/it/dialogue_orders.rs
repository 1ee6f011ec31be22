//! Known orders in a dialogue: offered by their number, and answering what they can once somebody says that it is the one.

use aftercare::domain::{
    dialogue::{Dialogue, Flow, Outcome, Question, Value},
    lang::Lang,
    order::{Dates, Goods, Product, Status},
};
use insta::assert_snapshot;

use crate::talk::Talk;

fn product(n: i16, family: &str, model: &str, colour: &str, lot: &str) -> Product {
    Product {
        n,
        family: family.to_owned(),
        model: Some(model.to_owned()),
        sku: Some(format!("{model}-{colour}")),
        colour: Some(colour.to_owned()),
        quantity: 1,
        lot: Some(lot.to_owned()),
    }
}

fn order(delivered: Option<&str>, products: Vec<Product>) -> Goods {
    let day = |text: &str| text.parse().expect("a day");
    let dates = Dates { signed: Some(day("2026-02-02")), delivered: delivered.map(day), completed: None };
    Goods { number: "A-4471".into(), status: Status::settled(None, None, &dates), dates, products }
}

fn one() -> Goods {
    order(Some("2026-03-03"), vec![product(1, "travel-case", "Nova 24", "black", "L1")])
}

fn several() -> Goods {
    let red = product(3, "cosmetic-bag", "Pia", "red", "L3");
    order(
        Some("2026-03-03"),
        vec![
            product(1, "travel-case", "Nova 24", "black", "L1"),
            product(2, "travel-case", "Nova 24", "black", "L2"),
            red,
        ],
    )
}

/// A claim about a product of that family, at its order number.
fn claim(lang: Lang, order: Goods, family: &str) -> Talk {
    let say = |en: &'static str, zh: &'static str| if lang == Lang::ZhHans { zh } else { en };
    let mut mei = Talk::start(Flow::Claim, lang);
    mei.order = Some(order);
    mei.presses(say("It broke or doesn't work", "坏了或不好用"));
    mei.presses(family);
    if mei.dialogue().at(&mei.terms) == Some(Question::Model) {
        mei.presses("Nova 28");
    }
    mei
}

fn answer(talk: &Talk, question: Question) -> Option<&Value> {
    talk.dialogue().answers.get(question)
}

#[test]
fn known_orders_read_well() {
    let mut told = String::new();
    for lang in Lang::ALL {
        let say = |en: &'static str, zh: &'static str| if lang == Lang::ZhHans { zh } else { en };
        let case = say("Travel case", "旅行箱");
        for (goods, family) in [
            (one(), case),
            (order(None, one().products), case),
            (one(), say("Cosmetic bag", "化妆包")),
            (several(), case),
        ] {
            let mut mei = claim(lang, goods, family);
            mei.transcript.clear();
            mei.writes("4471");
            mei.press_nth(0);
            told.push_str(&mei.transcript);
            told.push('\n');
        }
        for goods in [one(), order(None, several().products)] {
            let mut mei = Talk::start(Flow::Order, lang);
            mei.order = Some(goods);
            mei.writes("4471");
            mei.writes(say("When does it come?", "什么时候到？"));
            mei.press_nth(0);
            told.push_str(&mei.transcript);
            told.push('\n');
        }
    }
    assert_snapshot!(told);
}

#[test]
fn an_order_answers_product_day_and_number_once_it_is_agreed_to() {
    let mut mei = claim(Lang::En, one(), "Travel case");
    mei.writes("my order is 4471");
    assert_eq!(answer(&mei, Question::Received), None, "nothing is taken unasked");
    mei.writes("yes");
    assert_eq!(answer(&mei, Question::Order), Some(&Value::Short("A-4471".into())));
    assert_eq!(answer(&mei, Question::Model), Some(&Value::Short("Nova 24, black".into())));
    assert_eq!(answer(&mei, Question::Received), Some(&Value::Day("2026-03-03".parse().expect("a day"))));
    assert_eq!(mei.dialogue().at(&mei.terms), Some(Question::Part));
    assert!(mei.last().starts_with("It's under warranty until 3 March 2027."), "{}", mei.last());
    mei.writes("人工");
    let Some(Outcome::Person(filing)) = &mei.outcome else { panic!("a person was asked for") };
    let line = filing.lines.first().expect("a product");
    assert_eq!((line.sku.as_deref(), line.lot.as_deref()), (Some("Nova 24-black"), Some("L1")));
}

#[test]
fn another_number_takes_back_what_the_first_one_answered() {
    let mut mei = claim(Lang::En, one(), "Cosmetic bag");
    let message = mei.writes("4471");
    mei.presses("Travel case, Nova 24, black");
    assert_eq!(mei.dialogue().answers.option(Question::Family), Some("travel-case"));
    mei.order = None;
    mei.edits(message, "4472");
    assert_eq!(answer(&mei, Question::Order), Some(&Value::Short("4472".into())));
    for question in [Question::Received, Question::Model, Question::Family] {
        assert_eq!(answer(&mei, question), None, "{question:?} is open again");
    }
}

#[test]
fn no_means_another_and_the_number_may_stay_as_told() {
    let mut mei = claim(Lang::En, one(), "Travel case");
    mei.writes("4471");
    mei.presses("No, another");
    assert!(mei.dialogue().known.is_none());
    mei.order = None;
    mei.writes("B-77");
    assert_eq!(answer(&mei, Question::Order), Some(&Value::Short("B-77".into())));
    assert_eq!(mei.dialogue().at(&mei.terms), Some(Question::Received));
    let mut mei = claim(Lang::En, one(), "Travel case");
    mei.writes("4471");
    mei.presses("No, another");
    mei.presses("Keep this answer");
    assert_eq!(answer(&mei, Question::Order), Some(&Value::Short("4471".into())));
    assert!(mei.dialogue().known.is_none());
}

#[test]
fn of_several_products_one_is_named_by_button_or_by_word() {
    let mut mei = claim(Lang::En, several(), "Travel case");
    mei.writes("4471");
    assert_eq!(
        mei.keys.iter().filter(|(label, _)| label.contains("black")).count(),
        1,
        "equal lines are one"
    );
    mei.writes("the red one");
    assert_eq!(mei.dialogue().answers.option(Question::Family), Some("cosmetic-bag"));
    assert_eq!(mei.dialogue().comments.iter().map(|c| c.text.as_str()).collect::<Vec<_>>(), ["the red one"]);
    let mut mei = claim(Lang::En, several(), "Vanity case");
    mei.writes("4471");
    mei.presses("Something else");
    assert_eq!(mei.dialogue().answers.option(Question::Family), Some("vanity-case"));
    assert!(mei.dialogue().product().is_none() && mei.dialogue().known.is_some());
}

#[test]
fn an_order_that_is_not_delivered_stops_nothing() {
    let mut mei = claim(Lang::En, order(None, one().products), "Travel case");
    mei.writes("4471");
    mei.presses("Yes");
    assert_eq!(answer(&mei, Question::Received), Some(&Value::Unknown));
    assert!(mei.last().starts_with("It isn't marked as delivered with us."), "{}", mei.last());
    assert_eq!(mei.dialogue().at(&mei.terms), Some(Question::Part));
}

#[test]
fn where_an_order_is_can_be_told_without_a_case_and_handed_to_a_person_with_one() {
    let mut mei = Talk::start(Flow::Order, Lang::En);
    mei.order = Some(one());
    mei.writes("4471");
    mei.presses("That's all");
    assert_eq!(mei.outcome, Some(Outcome::Told));
    let mut mei = Talk::start(Flow::Order, Lang::En);
    mei.order = Some(one());
    mei.writes("4471");
    mei.presses("Ask a person");
    let Some(Outcome::Person(filing)) = &mei.outcome else { panic!("a person was asked for") };
    assert_eq!(filing.answers.text(Question::Order).as_deref(), Some("A-4471"));
}

#[test]
fn a_draft_of_before_is_read_and_one_with_an_order_keeps_it() {
    let old =
        r#"{"v":1,"flow":"claim","rev":3,"answers":{"order":{"value":{"short":"A-4471"},"message":5}}}"#;
    let open: Dialogue = serde_json::from_str(old).expect("an older draft");
    assert!(open.known.is_none() && open.comments.is_empty());
    let mut mei = claim(Lang::En, several(), "Travel case");
    mei.writes("4471");
    let json = serde_json::to_string(mei.dialogue()).expect("stored");
    let again: Dialogue = serde_json::from_str(&json).expect("read");
    assert_eq!(again.offers(), Some(&several()));
    let strange = json.replace("\"status\":\"delivered\"", "\"status\":\"beamed\"");
    let open: Dialogue = serde_json::from_str(&strange).expect("read all the same");
    assert!(open.known.is_none());
}
