//! Forms: several questions answered at once, each read by its own.

use aftercare::domain::{
    claim::Buyer,
    dialogue::{FORMS, Flow, Form, Given, Question, Value},
    lang::Lang,
};

use crate::talk::Talk;

fn fills(talk: &mut Talk, rev: i32, form: &str, fields: &[(&str, &str)]) {
    let fields: Vec<(String, String)> =
        fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    talk.does(&Given::Filled { rev, form, fields: &fields });
}

fn fills_now(talk: &mut Talk, form: &str, fields: &[(&str, &str)]) {
    let rev = talk.dialogue().rev;
    fills(talk, rev, form, fields);
}

fn buyer() -> Talk {
    let mut ida = Talk::start_as(Buyer::Wholesale, None, Flow::Claim, Lang::En);
    ida.presses("It arrived damaged");
    ida
}

/// A buyer who is asked for lines.
fn at_lines() -> Talk {
    let mut ida = buyer();
    fills_now(&mut ida, "company", &[("company", "Hansa Trading"), ("order", "PO-2026-118")]);
    ida.presses("Vanity case");
    ida
}

fn short(talk: &Talk, question: Question) -> Option<&str> {
    match talk.dialogue().answers.get(question) {
        Some(Value::Short(text)) => Some(text),
        _ => None,
    }
}

fn articles(talk: &Talk) -> Vec<(String, Option<u32>)> {
    use aftercare::domain::wholesale::Count;
    let rows = talk.dialogue().sheet.iter().flat_map(|sheet| &sheet.rows);
    rows.map(|row| (row.item.sku.clone(), row.item.counts.get(Count::Defective))).collect()
}

#[test]
fn the_fields_of_a_form_answer_their_questions_in_order() {
    let ida = at_lines();
    assert_eq!(short(&ida, Question::Company), Some("Hansa Trading"));
    assert!(short(&ida, Question::Order).is_some_and(|number| number.contains("118")));
    assert_eq!(
        ida.dialogue().at(&ida.terms),
        Some(Question::Lines),
        "what was answered ahead is not asked again"
    );
    assert_eq!(ida.dialogue().misses, 0);
}

#[test]
fn what_does_not_fit_is_asked_for_again_with_its_reason_and_the_rest_is_kept() {
    let mut ida = buyer();
    fills_now(&mut ida, "company", &[("company", "Hansa Trading"), ("order", "I have lost it, sorry")]);
    assert_eq!(short(&ida, Question::Company), Some("Hansa Trading"));
    assert_eq!(ida.dialogue().at(&ida.terms), Some(Question::Order));
    assert!(ida.last().contains("A-4471"), "{}", ida.last());
    assert!(ida.dialogue().comments.iter().any(|piece| piece.text.contains("lost it")), "nothing is lost");
    ida.writes("PO-2026-118");
    assert_eq!(ida.dialogue().at(&ida.terms), Some(Question::Family));
    // Why the first: the one behind it fits, and is kept.
    let mut ida = buyer();
    fills_now(&mut ida, "company", &[("company", "Who?"), ("order", "PO-2026-118")]);
    assert_eq!(ida.dialogue().at(&ida.terms), Some(Question::Company));
    assert!(short(&ida, Question::Order).is_some());
}

#[test]
fn a_line_of_goods_comes_out_of_its_fields() {
    let mut ida = at_lines();
    let line =
        [("sku", "VC-210"), ("lot", "L2026-02"), ("ordered", "1,200"), ("received", "600"), ("pieces", "12")];
    fills_now(&mut ida, "goods", &line);
    assert_eq!(articles(&ida), [("VC-210".to_owned(), Some(12))]);
    fills_now(&mut ida, "goods", &[("sku", "VC-220"), ("pieces", "3")]);
    assert_eq!(articles(&ida).len(), 2, "another form, another line");
    for (bad, reason) in [
        ([("sku", "VC-230"), ("received", "10"), ("pieces", "11")], "11"),
        ([("sku", "VC-230"), ("received", "ten"), ("pieces", "many")], "VC-230"),
    ] {
        fills_now(&mut ida, "goods", &bad);
        assert_eq!(articles(&ida).len(), 2, "{bad:?}");
        assert!(
            ida.last().contains(reason) || ida.dialogue().comments.iter().any(|c| c.text.contains(reason))
        );
    }
}

#[test]
fn a_form_from_before_answers_what_is_still_open_and_nothing_in_it_is_lost() {
    let mut ida = buyer();
    let rev = ida.dialogue().rev;
    ida.writes("Hansa Trading");
    fills(&mut ida, rev, "company", &[("company", "Another name"), ("order", "PO-2026-118")]);
    assert_eq!(short(&ida, Question::Company), Some("Hansa Trading"), "what was said since stays");
    assert!(short(&ida, Question::Order).is_some());
    assert!(ida.dialogue().comments.iter().any(|piece| piece.text == "Another name"));
    assert!(ida.last().contains("settled"), "{}", ida.last());
    fills_now(&mut ida, "company", &[("company", "  "), ("order", "")]);
    assert!(ida.last().contains("was empty"), "{}", ida.last());
    assert_eq!(ida.dialogue().at(&ida.terms), Some(Question::Family));
}

#[test]
fn every_form_is_known_by_its_button_and_fits_a_platform() {
    for form in &FORMS {
        assert_eq!(Form::of_option(&format!(".f-{}", form.id)), Some((form, None)));
        assert_eq!(Form::of_option(&format!(".f-{}.zh-Hans", form.id)), Some((form, Some("zh-Hans"))));
        assert!((2..=5).contains(&form.fields.len()), "{}", form.id);
        let longest = format!("d:{}:{}:.f-{}.zh-Hans", i64::MAX, i32::MAX, form.id);
        assert!(longest.len() <= 64, "{longest}");
    }
    assert_eq!(Form::of_option(".f-nothing"), None);
    assert_eq!(Form::of_option("company"), None);
}
