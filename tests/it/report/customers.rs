//! What customers say and agree to: means of enough answers alone, and quotes by what became of them in each currency.

use aftercare::domain::{
    money::{Currency, Money},
    quote::Stage,
    report::{QuoteRow, Rows, Satisfied, Score, SurveyRow, figures, mean},
    survey::Item,
};
use proptest::prelude::*;

fn row(form: &str, sent: u64, given: Vec<(Item, u64, u64)>) -> SurveyRow {
    let answered = given.iter().map(|(_, n, _)| *n).max().unwrap_or_default();
    SurveyRow { form: form.to_owned(), sent, answered, unanswered: sent - answered, given }
}

fn told(surveys: Vec<SurveyRow>) -> Vec<Satisfied> {
    figures(&Rows { surveys, ..Rows::default() }, false).surveys
}

#[test]
fn no_mean_is_told_of_fewer_than_five() {
    let given = vec![(Item::Service, 4, 20), (Item::Product, 5, 22), (Item::Resolved, 8, 5)];
    let one = told(vec![row("service", 12, given)]).remove(0);
    assert_eq!((one.answered.of, one.answered.kept, one.answered.percent()), (12, 8, Some(66)));
    let means: Vec<_> = one.scores.iter().map(|score| (score.item, score.n, score.mean())).collect();
    let wanted = [(Item::Product, 5, Some(44)), (Item::Service, 4, None), (Item::Resolved, 8, Some(63))];
    assert_eq!(means, wanted, "in the order of the questions; of yes and no in percent");
    assert_eq!(mean(&one.scores[1]).key, "report-no-mean");
    assert_eq!(one.scores[1].share(), None, "no bar either");
    assert_eq!(one.scores[0].share(), Some(88));
}

#[test]
fn a_form_nobody_got_is_not_told_and_a_comment_has_no_mean() {
    let all = told(vec![row("a", 0, vec![]), row("b", 1, vec![(Item::Comment, 1, 0)]), row("c", 3, vec![])]);
    assert_eq!(all.iter().map(|one| one.form.as_str()).collect::<Vec<_>>(), ["c", "b"]);
    assert!(all[1].scores.is_empty());
}

proptest! {
    #[test]
    fn a_mean_is_the_nearest_tenth_of_what_was_given(scores in prop::collection::vec(0u64..=10, 0..40)) {
        let (n, sum) = (scores.len() as u64, scores.iter().sum::<u64>());
        let all = told(vec![row("x", 40, vec![(Item::Again, n, sum)])]);
        match all[0].scores.first().and_then(Score::mean) {
            Some(tenths) => {
                prop_assert!(n >= 5);
                prop_assert!((tenths * n).abs_diff(sum * 10) * 2 <= n, "{tenths} of {sum} by {n}");
            }
            None => prop_assert!(n < 5),
        }
    }
}

#[test]
fn currencies_are_never_added_up_and_no_other_end_is_told() {
    let quote = |stage, currency, quotes, minor| QuoteRow { stage, quotes, sum: Money { minor, currency } };
    let quotes = vec![
        quote(Stage::Open, Currency::Usd, 1, 900),
        quote(Stage::Accepted, Currency::Usd, 2, 4_500),
        quote(Stage::Accepted, Currency::Cny, 1, 30_000),
        quote(Stage::Accepted, Currency::Usd, 1, 500),
        quote(Stage::Withdrawn, Currency::Usd, 7, 1),
    ];
    let all = figures(&Rows { quotes, ..Rows::default() }, false);
    assert!(!all.is_empty());
    let sums: Vec<_> = all.quotes.iter().map(|one| (one.stage, one.sums.clone())).collect();
    let money = |minor, currency| Money { minor, currency };
    let accepted = vec![(1, money(30_000, Currency::Cny)), (3, money(5_000, Currency::Usd))];
    let wanted = [(Stage::Accepted, accepted), (Stage::Open, vec![(1, money(900, Currency::Usd))])];
    assert_eq!(sums, wanted);
}
