//! Numbered words: who wrote them to whom, and the how manieth they are. They survive every way of showing them.

/// Whose words these are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    Customer,
    Agent,
}

impl Side {
    const fn sign(self) -> &'static str {
        match self {
            Self::Customer => "cw",
            Self::Agent => "aw",
        }
    }
}

/// The words with this number in the conversation with a customer.
pub fn of(side: Side, customer: &str, number: usize) -> String {
    format!("{}{customer}n{number:03}z", side.sign())
}

/// The words of that side, in the conversation with that customer, that stand in a text.
pub fn in_text(text: &str, side: Side, customer: &str) -> Vec<String> {
    let begin = format!("{}{customer}n", side.sign());
    let found = text.match_indices(&begin).filter_map(|(at, _)| {
        let end = at + begin.len() + 4;
        text.get(at..end).filter(|word| word.ends_with('z'))
    });
    found.map(str::to_owned).collect()
}

#[test]
fn words_are_found_wherever_they_stand_and_never_for_anothers() {
    let word = of(Side::Customer, "tg1", 7);
    assert_eq!(
        in_text(&format!("Customer Tara:\n{word}, and {word}"), Side::Customer, "tg1"),
        [word.clone(), word.clone()]
    );
    assert!(in_text(&word, Side::Agent, "tg1").is_empty());
    assert!(
        in_text(&word, Side::Customer, "tg").is_empty() && in_text(&word, Side::Customer, "tg11").is_empty()
    );
}
