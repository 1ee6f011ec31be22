//! What people do in a random walk.

use aftercare::domain::dialogue::EvidenceKind;
use proptest::prelude::*;

/// What a person does next, before it has a message id.
#[derive(Debug, Clone)]
pub enum Act {
    Text(String),
    /// Written before the current question was seen.
    Late(String),
    /// Edits the nth message that was sent.
    Edit(usize, String),
    /// Presses the nth button of the newest message.
    Press(usize),
    /// Presses the nth of all buttons ever shown.
    PressOld(usize),
    PressMade(i32, String),
    Send(EvidenceKind, String, Option<u8>),
    Unreadable,
    Back,
    Cancel,
    Resume,
    /// Sends the nth piece of evidence a second time.
    Again(usize),
}

fn text() -> impl Strategy<Value = String> {
    let known = [
        "yes",
        "no",
        "no idea",
        "skip",
        "done",
        "send",
        "不知道",
        "zipper",
        "the zipper, I think",
        "travel case",
        "A-4471",
        "my order is 4471",
        "PO-118",
        "4472",
        "the red one",
        "3 March 2026",
        "3/4/2026",
        "2027-01-05",
        "tomorrow",
        "repair",
        "phone",
        "The puller came off when I closed it.",
        "拉头掉了，用了八个月。",
        "+44 20 7946 0958",
        "mei@example.com",
        "200",
        "12 Mill Lane, Leeds, UK",
        "Nova 24",
        "VC-210 12",
        "VC-210 lot L2 received 500 defective 12\nTB-24 60 2",
        "sku,received,defective\nVC-210,500,12\nTB-24,5,9",
        "1. VC-210 14",
        "where are you?",
        "urgent",
        "morning",
    ];
    prop_oneof![4 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,30}"]
}

pub fn act() -> impl Strategy<Value = Act> {
    let kind = proptest::sample::select(vec![
        EvidenceKind::Photo,
        EvidenceKind::Video,
        EvidenceKind::Document,
        EvidenceKind::Audio,
    ]);
    let option = prop_oneof![
        Just(".send".to_owned()),
        Just(".done".to_owned()),
        Just("zipper".to_owned()),
        "\\PC{0,8}"
    ];
    prop_oneof![
        8 => text().prop_map(Act::Text),
        2 => text().prop_map(Act::Late),
        2 => (any::<usize>(), text()).prop_map(|(n, text)| Act::Edit(n, text)),
        12 => any::<usize>().prop_map(Act::Press),
        1 => any::<usize>().prop_map(Act::PressOld),
        1 => (-2..40i32, option).prop_map(|(rev, option)| Act::PressMade(rev, option)),
        3 => (kind, text(), proptest::option::of(0..2u8)).prop_map(|(k, c, a)| Act::Send(k, c, a)),
        1 => Just(Act::Unreadable),
        1 => Just(Act::Back),
        1 => Just(Act::Cancel),
        1 => Just(Act::Resume),
        1 => any::<usize>().prop_map(Act::Again),
    ]
}
