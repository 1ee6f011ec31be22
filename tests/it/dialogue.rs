//! The guided dialogue as its people see it: whole claims in both languages, and each rule of the engine.

use aftercare::domain::{dialogue::Flow, lang::Lang};
use insta::assert_snapshot;

use crate::talk::Talk;

/// The words on the buttons of a claim, in the order they are pressed.
fn claim(lang: Lang, story: &str, order: &str) -> Talk {
    let zh = lang == Lang::ZhHans;
    let say = |en: &'static str, cn: &'static str| if zh { cn } else { en };
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

#[test]
fn a_claim_in_english_reads_well_from_start_to_end() {
    let mut mei = claim(Lang::En, "The puller came off after eight months.", "my order is a-4471");
    mei.presses("Send");
    assert_snapshot!(mei.transcript);
}

#[test]
fn a_claim_in_chinese_reads_well_from_start_to_end() {
    let mut mei = claim(Lang::ZhHans, "用了八个月，拉头掉了。", "订单号 A-4471");
    mei.presses("提交");
    assert_snapshot!(mei.transcript);
}
