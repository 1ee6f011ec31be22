//! What agents type of a verdict, what is asked next, and what does not fit.

use aftercare::domain::{
    coverage::{Cover, Liability},
    id::MediaId,
    verdict::{Claimed, Draft, Misfit, Resolution, Share, Step, Worth, adds_up, pieces, read, shares},
};

use crate::{front::file, talk::terms};

fn claimed(pieces: &[u32]) -> Vec<Claimed> {
    let one = |(n, pieces): (usize, &u32)| Claimed {
        line: u16::try_from(n + 1).expect("few"),
        pieces: *pieces,
        sku: Some(format!("VC-{n}")),
    };
    pieces.iter().enumerate().map(one).collect()
}

/// Shares in short: line, pieces, what, whose fault.
fn short(text: &str, of: &[u32]) -> Vec<(u16, u32, &'static str, &'static str)> {
    let said = pieces(text).unwrap_or_else(|| panic!("not read: {text}"));
    let all = shares(&said, Liability::Craftsmanship, &claimed(of));
    all.iter().map(|s| (s.line, s.quantity, s.resolution.name(), s.liability.name())).collect()
}

#[test]
fn pieces_are_read_as_people_write_them() {
    let partial = vec![
        (1, 8, "repair", "craftsmanship"),
        (1, 40, "replacement", "craftsmanship"),
        (1, 12, "return", "misuse"),
    ];
    for text in [
        "40 replaced, 8 repaired; 12 rejected, misuse",
        "48 of 60: 40 replaced, 8 repaired; 12 rejected (misuse)",
        "40x replacement + 8x repair + 12x return improper-use",
        "40 更换，8 维修；12 退回（使用不当）",
        "40件更换、8件维修、12件退回 使用不当",
        "８ repaired 40 REPLACED 12 Rejected Misuse",
        "40 replaced, 8 repaired, rejected misuse",
        "20 replaced, 20 replaced, 8 repaired, rejected misuse",
    ] {
        assert_eq!(short(text, &[60]), partial, "{text}");
    }
    assert_eq!(short("repair", &[1]), [(1, 1, "repair", "craftsmanship")]);
    assert_eq!(
        short("line 1 40 replaced, 20 repair; line 2 credit-note", &[60, 5]),
        [
            (1, 20, "repair", "craftsmanship"),
            (1, 40, "replacement", "craftsmanship"),
            (2, 5, "credit-note", "craftsmanship")
        ]
    );
    assert_eq!(
        short("line 2 2 refund, replaced", &[60, 5]),
        [(2, 3, "replacement", "craftsmanship"), (2, 2, "refund", "craftsmanship")],
        "the rest is of the line named last"
    );
    assert_eq!(short("replaced", &[60, 5]).len(), 2, "without a line all of them");
    for text in ["", "some of them", "40", "40 bananas", "repair and then some", "12 of 60"] {
        assert_eq!(pieces(text), None, "{text}");
    }
}

#[test]
fn a_whole_verdict_is_read_and_the_rest_is_words() {
    let terms = terms();
    let typed = read(
        "craftsmanship 40 replaced, 8 repaired because-craftsmanship evidence 1, 3 value 1,320.50 The puller of 2 was weak.",
        &terms,
    );
    assert_eq!(typed.liability, Some(Liability::Craftsmanship));
    assert_eq!(typed.pieces.len(), 2);
    assert_eq!(typed.reason.as_deref(), Some("because-craftsmanship"));
    assert_eq!(typed.evidence, [1, 3]);
    assert!(matches!(typed.worth, Some(Worth::Amount(money)) if money.minor == 132_050));
    assert_eq!(typed.words, "The puller of 2 was weak.");
    let typed = read("misuse return It was cut: see there.", &terms);
    assert_eq!((typed.reason, typed.words.as_str()), (None, "It was cut: see there."));
    let typed = read("人为 退回 依据 2 价值 80 是被剪断的。", &terms);
    assert_eq!((typed.liability, typed.evidence), (Some(Liability::Human), vec![2]));
    assert_eq!(typed.words, "是被剪断的。");
    let typed = read("value for money", &terms);
    assert_eq!((typed.liability, typed.worth, typed.words.as_str()), (None, None, "value for money"));
}

fn share(liability: Liability, resolution: Resolution, quantity: u32) -> Share {
    Share { line: 1, quantity, liability, resolution }
}

#[test]
fn what_is_asked_next_is_the_first_thing_that_is_not_said() {
    let (terms, case) = (terms(), file().case);
    let mut draft = Draft::new(&case);
    let step = |draft: &Draft, cover| draft.step(cover, &case, &terms);
    assert_eq!(step(&draft, Cover::In), Step::Liability);
    draft.liability = Some(Liability::Material);
    assert_eq!(step(&draft, Cover::In), Step::Shares);
    draft.shares = vec![share(Liability::Material, Resolution::Repair, 1)];
    assert_eq!(step(&draft, Cover::In), Step::Reason);
    draft.reason = Some("no-longer-there".into());
    assert_eq!(step(&draft, Cover::In), Step::Reason, "a reason the terms do not have is none");
    draft.reason = Some("because-material".into());
    assert_eq!(step(&draft, Cover::In), Step::Words);
    draft.words = Some(String::new());
    assert_eq!(step(&draft, Cover::In), Step::Worth, "free in warranty: no words, no evidence");
    assert_eq!(step(&draft, Cover::Out), Step::Words, "charged: words are needed");
    draft.words = Some("It is worn.".into());
    assert_eq!(step(&draft, Cover::Out), Step::Evidence, "and something it rests on");
    draft.evidence = vec![MediaId(5)];
    assert_eq!(step(&draft, Cover::Out), Step::Evidence, "more may be chosen");
    draft.rests = true;
    assert_eq!(step(&draft, Cover::Out), Step::Worth);
    assert!(draft.needs_two(&terms), "what nobody knows the worth of takes two");
    draft.worth = Some(Worth::Within);
    assert_eq!(step(&draft, Cover::Out), Step::Preview);
    assert!(!draft.needs_two(&terms));
}

#[test]
fn what_is_not_accepted_goes_against_the_customer_whatever_the_warranty_says() {
    let case = file().case;
    let back = share(Liability::Design, Resolution::Return, 1);
    assert!(Cover::ALL.iter().all(|cover| back.is_against(*cover, &case)));
    let advice = share(Liability::Misuse, Resolution::Advice, 1);
    assert!(!Cover::ALL.iter().any(|cover| advice.is_against(*cover, &case)), "words in the chat are free");
    let mend = |liability| share(liability, Resolution::Repair, 1);
    assert!(!mend(Liability::Unclear).is_against(Cover::Out, &case), "nothing is decided against them yet");
    assert!(mend(Liability::Transport).is_against(Cover::In, &case));
}

#[test]
fn money_comes_back_only_where_nothing_is_owed() {
    let case = file().case;
    let of = claimed(&[1]);
    let misfit = |liability, resolution, cover| {
        let draft = Draft {
            liability: Some(liability),
            shares: vec![share(liability, resolution, 1)],
            ..Draft::new(&case)
        };
        draft.misfit(cover, &case, &of)
    };
    assert_eq!(misfit(Liability::Material, Resolution::Refund, Cover::In), None);
    assert_eq!(
        misfit(Liability::Misuse, Resolution::CreditNote, Cover::In),
        Some(Misfit::PaysBack(Resolution::CreditNote, Liability::Misuse))
    );
    assert_eq!(
        misfit(Liability::Unclear, Resolution::Refund, Cover::In),
        Some(Misfit::PaysBack(Resolution::Refund, Liability::Unclear)),
        "who pays is open"
    );
    assert_eq!(misfit(Liability::Misuse, Resolution::Repair, Cover::In), None);
}

#[test]
fn every_piece_has_to_be_decided_on_and_none_twice() {
    let of = claimed(&[60, 5]);
    let line = |line, quantity| Share { line, ..share(Liability::Material, Resolution::Repair, quantity) };
    assert!(adds_up(&[line(1, 60), line(2, 5)], &of));
    assert!(adds_up(&[line(1, 59), line(1, 1), line(2, 5)], &of));
    for wrong in [
        vec![],
        vec![line(1, 60)],
        vec![line(1, 60), line(2, 4)],
        vec![line(1, 61), line(2, 5)],
        vec![line(1, 60), line(2, 5), line(3, 1)],
        vec![line(1, 60), line(2, 5), line(2, 0)],
    ] {
        assert!(!adds_up(&wrong, &of), "{wrong:?}");
    }
}
