//! The guided dialogue as its people see it: whole flows in both languages, and each rule of the engine.

use aftercare::domain::{
    claim::{Class, Filing, Urgency},
    dialogue::{Dialogue, Flow, Given, Outcome, Question, Value},
    lang::Lang,
};
use insta::assert_snapshot;

use crate::talk::Talk;

/// A claim up to its summary.
fn claim(lang: Lang, story: &str, order: &str) -> Talk {
    let say = |en: &'static str, zh: &'static str| if lang == Lang::ZhHans { zh } else { en };
    let mut mei = Talk::start(Flow::Claim, lang);
    mei.presses(say("It broke or doesn't work", "坏了或不好用"));
    mei.presses(say("Travel case", "旅行箱"));
    mei.presses("Nova 24");
    mei.writes(order);
    mei.writes(say("3 March 2026", "2026年3月3日"));
    mei.presses(say("Zipper", "拉链"));
    mei.writes(story);
    mei.presses(say("Normal use", "正常使用"));
    mei.sends_photo(1, "");
    mei.sends_photo(2, "");
    mei.presses(say("Done", "发完了"));
    mei.presses(say("No, not at all", "完全不能用"));
    mei.presses(say("No fixed date", "时间不限"));
    mei.presses(say("Repair", "维修"));
    mei.presses(say("By phone", "电话"));
    mei.writes("+86 20 8888 1234");
    mei.presses(say("Mornings", "上午"));
    mei
}

fn english() -> Talk {
    claim(Lang::En, "The puller came off after eight months.", "my order is a-4471")
}

/// A claim whose current question is the order number.
fn at_order() -> Talk {
    let mut mei = Talk::start(Flow::Claim, Lang::En);
    mei.presses("It broke or doesn't work");
    mei.presses("Cosmetic bag");
    mei
}

fn at_story() -> Talk {
    let mut mei = at_order();
    mei.writes("4471");
    mei.presses("Yesterday");
    mei.presses("Zipper");
    mei
}

fn at_evidence() -> Talk {
    let mut mei = at_story();
    mei.writes("The puller came off when I closed it.");
    mei.presses("Normal use");
    mei
}

fn question(talk: &Talk) -> Option<Question> {
    talk.dialogue().at(&talk.terms)
}

fn comments(open: &Dialogue) -> Vec<&str> {
    open.comments.iter().map(|piece| piece.text.as_str()).collect()
}

fn filing(talk: &Talk) -> &Filing {
    match &talk.outcome {
        Some(Outcome::Submitted(filing) | Outcome::Person(filing)) => filing,
        other => panic!("nothing was filed: {other:?}"),
    }
}

#[test]
fn a_claim_in_english_reads_well_from_start_to_end() {
    let mut mei = english();
    mei.presses("Send");
    assert_snapshot!(mei.transcript);
}

#[test]
fn a_claim_in_chinese_reads_well_from_start_to_end() {
    let mut mei = claim(Lang::ZhHans, "用了八个月，拉头掉了。", "订单号 A-4471");
    mei.presses("提交");
    assert_snapshot!(mei.transcript);
}

#[test]
fn a_filed_claim_says_what_was_answered() {
    let mut mei = english();
    mei.presses("Send");
    let filing = filing(&mei);
    let line = filing.lines.first().cloned().expect("a product");
    assert!(matches!(mei.outcome, Some(Outcome::Submitted(_))));
    assert_eq!((filing.class, filing.urgency, filing.incomplete), (Class::General, Urgency::High, false));
    assert_eq!((line.family.as_deref(), line.model.as_deref()), (Some("travel-case"), Some("Nova 24")));
    assert_eq!((line.order.as_deref(), line.part.as_deref()), (Some("A-4471"), Some("zipper")));
    assert_eq!(filing.evidence, [1, 2]);
    assert_eq!(filing.comments, [""; 0]);
}

#[test]
fn other_flows_read_well() {
    let mut care = Talk::start(Flow::Care, Lang::En);
    care.presses("A spare part");
    care.presses("Something else");
    care.writes("An old toiletry bag");
    care.writes("I would like a new puller for it.");
    care.presses("Skip");
    care.presses("Send");
    let mut enquiry = Talk::start(Flow::Enquiry, Lang::ZhHans);
    enquiry.presses("产品定制");
    enquiry.presses("化妆包");
    enquiry.writes("大概200个");
    enquiry.writes("黑色牛皮，内侧烫金标识。");
    enquiry.presses("四周内");
    enquiry.sends_photo(3, "草图");
    enquiry.presses("发完了");
    enquiry.presses("提交");
    let mut suggestion = Talk::start(Flow::Enquiry, Lang::En);
    suggestion.presses("A suggestion");
    suggestion.writes("A second inner pocket would be lovely.");
    suggestion.presses("Skip");
    suggestion.presses("Send");
    let mut order = Talk::start(Flow::Order, Lang::En);
    order.writes("#4471");
    assert_eq!(filing(&enquiry).topic.as_deref(), Some("custom"));
    assert_eq!(filing(&enquiry).comments, ["大概200个"]);
    assert_eq!(filing(&enquiry).captions[&3], "草图", "a caption stays with its photo");
    assert_eq!(filing(&order).lines.first().cloned().and_then(|line| line.order).as_deref(), Some("4471"));
    let all = [care, enquiry, suggestion, order].map(|talk| talk.transcript);
    assert_snapshot!(all.join("----\n"));
}

#[test]
fn what_the_rules_say_reads_well() {
    let mut mei = at_order();
    mei.writes("I bought it in the shop on Queen Street, can you see it?");
    mei.writes("Queen Street!");
    mei.writes("no idea");
    mei.writes("3/4/2026");
    mei.presses("3 April 2026");
    mei.presses("Back");
    mei.writes("1 December 2026");
    mei.writes("3 March 2020");
    mei.presses("Zipper");
    let story = mei.writes("It's broken");
    mei.writes("The puller came off when I closed it.");
    mei.wrote_before("And the teeth are bent.");
    mei.edits(story, "Broken zipper");
    mei.does(&Given::Unreadable { kind: "kind-voice", message: 900 });
    mei.presses("Normal use");
    mei.presses("I can't send any");
    mei.presses("I don't have the product with me");
    mei.does(&Given::Cancel);
    mei.presses("Keep going");
    mei.presses("More");
    mei.presses("Save for later");
    mei.does(&Given::Resume);
    mei.presses("Ask a person");
    assert_snapshot!(mei.transcript);
}

#[test]
fn a_late_text_never_shifts_answers() {
    let mut mei = at_order();
    mei.writes("4471");
    mei.wrote_before("4472");
    assert_eq!(question(&mei), Some(Question::Received));
    assert_eq!(mei.dialogue().answers.text(Question::Order).as_deref(), Some("4472"));
    mei.wrote_before("it was a gift");
    assert_eq!(question(&mei), Some(Question::Received));
    assert_eq!(comments(mei.dialogue()), ["4471", "it was a gift"]);
    mei.wrote_before("no idea");
    assert_eq!(mei.dialogue().answers.text(Question::Order).as_deref(), Some("4472"));
}

#[test]
fn a_second_late_text_still_belongs_to_the_question_its_writer_saw() {
    let mut mei = at_story();
    mei.writes("The puller came off when I closed it.");
    mei.wrote_before("normal");
    mei.wrote_before("use");
    assert_eq!(question(&mei), Some(Question::Circumstances));
    let story = mei.dialogue().answers.text(Question::Story);
    assert_eq!(story.as_deref(), Some("The puller came off when I closed it.\nnormal\nuse"));
}

#[test]
fn a_text_that_crosses_a_repeated_question_answers_it() {
    let mut mei = at_order();
    mei.writes("hello there");
    mei.wrote_before("4471");
    assert_eq!(question(&mei), Some(Question::Received));
    assert_eq!(mei.dialogue().answers.text(Question::Order).as_deref(), Some("4471"));
}

#[test]
fn an_old_button_changes_nothing_and_shows_the_question_again() {
    let mut mei = at_order();
    let old = mei.keys.iter().find(|(label, _)| label == "I don't have it").expect("a button").1.clone();
    mei.writes("4471");
    let before = mei.dialogue().clone();
    mei.presses_old(&old);
    assert_eq!(mei.dialogue(), &before);
    assert!(mei.last().starts_with("That button belonged to an earlier question."), "{}", mei.last());
    assert!(mei.last().contains("When did you get it?"));
}

#[test]
fn an_edit_replaces_the_answer_it_gave_when_it_fits() {
    let mut mei = at_order();
    let order = mei.writes("4471");
    mei.edits(order, "A-4472");
    assert_eq!(mei.dialogue().answers.text(Question::Order).as_deref(), Some("A-4472"));
    mei.edits(order, "never mind");
    assert_eq!(mei.dialogue().answers.text(Question::Order).as_deref(), Some("A-4472"));
    assert_eq!(comments(mei.dialogue()), ["never mind"]);
    let before = mei.dialogue().clone();
    mei.edits(order, "never mind");
    mei.edits(4, "a message of another time");
    assert_eq!(mei.dialogue(), &before);
    assert_eq!(question(&mei), Some(Question::Received));
}

#[test]
fn back_and_edit_return_to_where_they_came_from() {
    let mut mei = at_story();
    mei.presses("Back");
    assert_eq!(question(&mei), Some(Question::Part));
    assert!(mei.last().contains("So far: Zipper"));
    mei.presses("Keep this answer");
    assert_eq!(question(&mei), Some(Question::Story));
    let mut mei = english();
    mei.presses("Edit");
    mei.presses("part");
    mei.presses("Seam");
    assert_eq!(question(&mei), None);
    assert_eq!(mei.dialogue().answers.option(Question::Part), Some("seam"));
    mei.presses("Edit");
    mei.presses("way of help");
    mei.presses("By e-mail");
    assert_eq!(question(&mei), Some(Question::Email));
    mei.writes("mei@example");
    mei.writes("mei@example.com");
    mei.presses("Send");
    assert_eq!(filing(&mei).answers.get(Question::Phone), None);
    assert!(filing(&mei).comments.contains(&"+86 20 8888 1234".to_owned()), "what was typed stays");
}

#[test]
fn another_family_asks_for_its_own_model() {
    let mut mei = english();
    mei.presses("Edit");
    mei.presses("product");
    mei.presses("Something else");
    assert!(mei.last().starts_with("We'll check the warranty with you."), "{}", mei.last());
    assert_eq!(question(&mei), Some(Question::Model));
}

#[test]
fn a_photo_at_any_question_is_evidence_and_asks_it_again() {
    let mut mei = at_order();
    mei.sends_photo(41, "the zipper");
    assert_eq!(question(&mei), Some(Question::Order));
    assert!(mei.last().starts_with("Got it, one so far."));
    let once = mei.dialogue().clone();
    mei.sends_photo(41, "the zipper");
    assert_eq!(mei.dialogue(), &once, "the same media twice is one");
    mei.presses("Ask a person");
    assert_eq!((filing(&mei).evidence.as_slice(), filing(&mei).incomplete), ([41].as_slice(), true));
    assert_eq!(filing(&mei).comments, [""; 0]);
    assert_eq!(filing(&mei).captions[&41], "the zipper");
}

#[test]
fn an_album_counts_once_and_is_acknowledged_once() {
    let mut mei = at_evidence();
    mei.coalesced.clear();
    mei.sends_album(&[1, 2, 3, 4, 5, 6], "trip");
    assert_eq!(mei.coalesced, vec![Some("trip".to_owned()); 6], "the last of them is sent for all");
    assert!(mei.dialogue().evidence.iter().all(|piece| !piece.surplus));
    for media in 7..=9 {
        mei.sends_photo(media, "");
    }
    mei.sends_photo(10, "one more");
    assert!(mei.last().starts_with("I take 4 photos or files for one case."), "{}", mei.last());
    mei.presses("Ask a person");
    assert_eq!(filing(&mei).evidence, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(filing(&mei).surplus, [10]);
}

#[test]
fn evidence_after_all_takes_the_place_of_the_reason() {
    let mut mei = at_evidence();
    mei.presses("I can't send any");
    mei.writes("my camera is at the repair shop");
    assert_eq!(question(&mei), Some(Question::Urgency));
    mei.sends_photo(1, "");
    assert_eq!(mei.dialogue().answers.get(Question::Evidence), Some(&Value::Done));
    assert_eq!(comments(mei.dialogue()), ["my camera is at the repair shop"]);
    assert_eq!(question(&mei), Some(Question::Urgency));
}

#[test]
fn done_without_a_photo_is_no_answer() {
    let mut mei = at_evidence();
    mei.writes("done");
    assert_eq!(question(&mei), Some(Question::Evidence));
    mei.sends_photo(1, "");
    mei.writes("done");
    assert_eq!(question(&mei), Some(Question::Urgency));
}

#[test]
fn cancelling_is_asked_once_and_texts_meanwhile_are_kept() {
    let mut mei = at_order();
    mei.does(&Given::Cancel);
    mei.writes("wait, one more thing");
    assert_eq!((mei.dialogue().cancelling, question(&mei)), (false, Some(Question::Order)));
    assert_eq!(comments(mei.dialogue()), ["wait, one more thing"]);
    mei.does(&Given::Cancel);
    mei.writes("yes");
    assert_eq!(mei.outcome, Some(Outcome::Cancelled));
    assert!(mei.open.is_none());
}

#[test]
fn not_knowing_is_accepted_after_the_second_miss_everywhere() {
    let mut mei = at_story();
    mei.writes("broken");
    assert!(!mei.current().contains("I don't know"));
    mei.writes("kaputt");
    assert!(mei.last().contains("ask a person"), "{}", mei.last());
    mei.presses("I don't know");
    assert_eq!(mei.dialogue().answers.get(Question::Story), Some(&Value::Unknown));
    assert_eq!(comments(mei.dialogue()), ["broken", "kaputt"]);
}

#[test]
fn the_warranty_is_said_at_once() {
    for (typed, said) in [
        ("13 November 2025", "It's under warranty until 13 November 2026."),
        ("12 November 2025", "The warranty ended on 12 November 2026."),
        ("no idea", "We'll check the warranty with you."),
    ] {
        let mut mei = at_order();
        mei.presses("I don't have it");
        mei.writes(typed);
        assert!(mei.last().starts_with(said), "{typed}: {}", mei.last());
    }
    let mut mei = Talk::start(Flow::Claim, Lang::En);
    mei.presses("It arrived damaged");
    mei.presses("Vanity case");
    mei.presses("I don't have it");
    mei.presses("Over a year ago");
    assert!(mei.last().starts_with("It's under warranty for life."), "{}", mei.last());
}

#[test]
fn missing_goods_are_not_asked_for_their_part() {
    let mut mei = Talk::start(Flow::Claim, Lang::En);
    mei.presses("Something is missing");
    mei.presses("Cosmetic bag");
    mei.presses("I don't have it");
    mei.presses("Yesterday");
    assert_eq!(question(&mei), Some(Question::Story));
}

#[test]
fn a_long_text_is_cut_and_the_person_is_told() {
    let mut mei = at_story();
    mei.writes(&"很长".repeat(150));
    assert!(mei.last().starts_with("I kept the first 200 characters."), "{}", mei.last());
    let story = mei.dialogue().answers.text(Question::Story).unwrap_or_default();
    assert_eq!(story.chars().count(), 200);
}

#[test]
fn typed_words_steer_like_the_buttons() {
    let mut mei = at_order();
    mei.writes("Back");
    assert_ne!(question(&mei), Some(Question::Order));
    mei.presses("Keep this answer");
    assert_eq!(question(&mei), Some(Question::Order));
    mei.writes("cancel");
    assert!(mei.dialogue().cancelling);
    mei.writes("no");
    assert_eq!((question(&mei), mei.dialogue().cancelling), (Some(Question::Order), false));
    mei.wrote_before("返回");
    assert_eq!(question(&mei), Some(Question::Order), "a late word steers nothing");
    mei.writes("转人工");
    assert!(filing(&mei).incomplete, "a person gets what there is");
}
