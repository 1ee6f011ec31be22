//! The claim of a company: lines typed, pasted, echoed and put right, and what becomes of them.

use aftercare::domain::{
    claim::{Buyer, Class, Filing, Urgency},
    dialogue::{Flow, Outcome, Question},
    lang::Lang,
    wholesale::{Counts, Severity},
};
use insta::assert_snapshot;

use crate::talk::Talk;

fn company(lang: Lang, known: Option<&str>) -> Talk {
    Talk::start_as(Buyer::Wholesale, known, Flow::Claim, lang)
}

/// A claim whose lines are asked for.
fn at_lines(about: &str) -> Talk {
    let mut ida = company(Lang::En, Some("Hansa Trading"));
    ida.presses(about);
    ida.presses("Vanity case");
    ida.writes("PO-2026-118");
    ida
}

fn damaged() -> Talk {
    at_lines("It arrived damaged")
}

/// The lines so far: articles and counts.
fn sheet(talk: &Talk) -> Vec<(String, Counts)> {
    let rows = talk.dialogue().sheet.iter().flat_map(|sheet| &sheet.rows);
    rows.map(|row| (row.item.sku.clone(), row.item.counts)).collect()
}

fn articles(talk: &Talk) -> Vec<String> {
    sheet(talk).into_iter().map(|(sku, _)| sku).collect()
}

fn filed(talk: &Talk) -> &Filing {
    match &talk.outcome {
        Some(Outcome::Submitted(filing)) => filing,
        other => panic!("not filed: {other:?}"),
    }
}

/// From the lines on to the summary.
fn finish(talk: &mut Talk, lang: Lang, severity: &str) {
    let say = |en: &'static str, zh: &'static str| if lang == Lang::ZhHans { zh } else { en };
    talk.presses(say("In the last week", "最近一周"));
    talk.presses(say("Lock, hinge or buckle", "锁扣五金"));
    talk.presses(severity);
    talk.writes(say("The hinges are bent; the lids don't close.", "合页变形，箱盖关不上。"));
    talk.presses(say("The box was damaged", "外箱破损"));
    talk.presses(say("Yes, all of them", "已全部隔离"));
    talk.sends_photo(1, "");
    talk.sends_photo(2, "");
    talk.sends_photo(3, "");
    talk.presses(say("Done", "发完了"));
    talk.presses(say("Yes, with limits", "能用，但受影响"));
    talk.presses(say("No fixed date", "时间不限"));
    talk.presses(say("Replacement", "换货"));
    talk.presses(say("By e-mail", "邮件"));
    talk.writes("ida@hansa.example");
}

#[test]
fn a_companys_claim_reads_well_in_both_languages() {
    let mut ida = company(Lang::En, None);
    ida.presses("It arrived damaged");
    ida.writes("Hansa Trading");
    ida.presses("Vanity case");
    ida.writes("PO-2026-118");
    ida.writes("VC-210 lot L2026-02 carton 7 received 500 inspected 50 defective 12\nVC-220 60 500\nplus some scratches");
    ida.writes("VC-220, 500, 60");
    ida.presses("Line 2");
    ida.writes("VC-220 500 6");
    ida.presses("Yes, that's all");
    finish(&mut ida, Lang::En, "Major: can't be sold as it is");
    let mut wang = company(Lang::ZhHans, Some("华泰贸易"));
    wang.presses("收到时已破损");
    wang.presses("化妆箱");
    wang.writes("PO-2026-119");
    wang.writes("货号，批号，收货，检验，不良，颜色\nVC-210，L2026-02，500，50，12，黑\nVC-220，L2026-03，300，30，3，红");
    wang.presses("没错，就这些");
    finish(&mut wang, Lang::ZhHans, "严重：无法按原样销售");
    assert_snapshot!(format!("{}\n=====\n\n{}", ida.transcript, wang.transcript));
    assert_eq!(ida.dialogue().comments.len(), 1, "what is not in the list goes along");
}

#[test]
fn lines_are_shown_before_they_count() {
    let mut ida = damaged();
    ida.writes("VC-210 500 12");
    assert!(!ida.dialogue().answers.has(Question::Lines), "not agreed to yet");
    ida.writes("VC-220 5");
    assert_eq!(articles(&ida), ["VC-210", "VC-220"]);
    ida.writes("yes");
    assert_eq!(ida.dialogue().answers.items().len(), 2);
    finish(&mut ida, Lang::En, "Minor: can be sold, looks wrong");
    ida.presses("Send");
    let filing = filed(&ida);
    let lines: Vec<_> =
        filing.lines.iter().map(|line| (line.sku.as_deref(), line.counts.defective)).collect();
    assert_eq!(lines, [(Some("VC-210"), Some(12)), (Some("VC-220"), Some(5))]);
    assert!(filing.lines.iter().all(|line| line.severity == Some(Severity::Minor)));
    assert!(filing.lines.iter().all(|line| line.part.as_deref() == Some("hardware")));
    assert_eq!((filing.class, filing.urgency), (Class::General, Urgency::Normal));
}

#[test]
fn one_line_is_put_right_by_its_button_by_its_number_and_by_an_edit() {
    let mut ida = damaged();
    let first = ida.writes("VC-210 12\nVC-220 5");
    ida.presses("Line 1");
    ida.writes("VC-211 13");
    assert_eq!(articles(&ida), ["VC-211", "VC-220"]);
    ida.writes("2.VC-221 6");
    assert_eq!(articles(&ida), ["VC-211", "VC-221"]);
    ida.presses("Line 1");
    ida.presses("Take it out");
    assert_eq!(articles(&ida), ["VC-221"]);
    ida.edits(first, "nothing of that message is left");
    assert_eq!(articles(&ida), ["VC-221"]);
    let last = ida.writes("TB-24 3\nTB-28 4");
    ida.presses("Yes, that's all");
    ida.edits(last, "TB-24 30");
    assert_eq!(articles(&ida), ["VC-221", "TB-24"]);
    assert!(!ida.dialogue().answers.has(Question::Lines), "a changed list is shown again");
    ida.presses("Start the list anew");
    assert_eq!(articles(&ida), [""; 0]);
}

#[test]
fn a_list_with_numbers_of_its_own_is_no_correction() {
    let mut ida = damaged();
    ida.writes("1. VC-210 12\n2. VC-220 5");
    ida.writes("1. VC-230 7\n2. VC-240 8");
    assert_eq!(articles(&ida), ["VC-210", "VC-220", "VC-230", "VC-240"]);
}

#[test]
fn what_does_not_add_up_is_named_and_not_taken() {
    let mut ida = damaged();
    ida.writes("VC-210 500 10 12\nVC-220 5");
    assert_eq!(articles(&ida), ["VC-220"]);
    assert!(ida.last().contains("12 defective is more than 10 inspected"), "{}", ida.last());
    assert_eq!(ida.dialogue().comments.len(), 1, "nothing is lost");
    let mut short = at_lines("Something is missing");
    short.writes("VC-210 ordered 500 received 480 missing 20");
    assert_eq!(sheet(&short)[0].1.defective, Some(20));
    assert!(short.last().contains("20 missing") && !short.last().contains('%'), "{}", short.last());
}

#[test]
fn somebody_without_numbers_goes_on_and_is_not_asked_for_a_company_that_is_known() {
    let mut ida = damaged();
    ida.presses("I don't have the numbers yet");
    assert_eq!(ida.dialogue().at(&ida.terms), Some(Question::Received));
    assert!(!ida.dialogue().applicable(&ida.terms).contains(&Question::Company));
    let mut word = company(Lang::En, None);
    word.presses("It arrived damaged");
    assert_eq!(word.dialogue().at(&word.terms), Some(Question::Company));
}

#[test]
fn many_pieces_or_unsafe_ones_take_the_longer_span() {
    let mut many = damaged();
    many.writes("VC-210 500 51");
    many.presses("Yes, that's all");
    finish(&mut many, Lang::En, "Minor: can be sold, looks wrong");
    many.presses("Send");
    assert_eq!((filed(&many).class, filed(&many).urgency), (Class::Complex, Urgency::Normal));
    let mut unsafe_ones = damaged();
    unsafe_ones.writes("VC-210 500 1");
    unsafe_ones.presses("Yes, that's all");
    finish(&mut unsafe_ones, Lang::En, "Critical: unsafe, or may not be sold");
    unsafe_ones.presses("Send");
    assert_eq!((filed(&unsafe_ones).class, filed(&unsafe_ones).urgency), (Class::Complex, Urgency::High));
}
