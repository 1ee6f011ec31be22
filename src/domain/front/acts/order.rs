//! `/order`: what the desk knows of one, and what an agent may write down about it.
//!
//! Anybody who works here may say that goods were received: who hears of it first writes it down. A contract is a
//! lead's to sign. Both keep the day that was there before in the order's history, and bring the cards of its open cases
//! up to date, because their warranty begins with the receipt.

use chrono::NaiveDate;

use crate::domain::{
    case::state_phrase,
    chat::Incoming,
    claim::Warranty,
    command::Typed,
    day::{self, parse_day},
    dialogue::{Question, said},
    front::{CaseFile, Facts, OrderFile, OrderNeed, answer, answer_with, case_key},
    id::OrderId,
    lang::Lang,
    order::{Dates, Goods, Number, Order, OrderChange, Product, Status},
    party::Role,
    phrase::{Arg, Key, Phrase, Say},
    plan::{Plan, Send},
    terms::Terms,
};

/// Most cases and products a view shows.
const SHOWN: usize = 10;

/// What is wanted of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Show,
    Sign,
    Deliver,
}

impl Deed {
    const ALL: [Self; 3] = [Self::Show, Self::Sign, Self::Deliver];

    const fn name(self) -> &'static str {
        match self {
            Self::Show => "show",
            Self::Sign => "sign",
            Self::Deliver => "deliver",
        }
    }

    fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.name().eq_ignore_ascii_case(word))
    }
}

/// A command about an order, taken apart.
struct Asked<'a> {
    deed: Deed,
    /// The number it names.
    number: Option<Number>,
    /// What follows it.
    rest: &'a str,
}

fn read(text: &str) -> Asked<'_> {
    let text = text.trim();
    let (first, behind) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let (deed, rest) = Deed::read(first).map_or((Deed::Show, text), |deed| (deed, behind.trim()));
    let is_day = deed != Deed::Show && any_day(rest);
    match number_at_start(rest).filter(|_| !is_day) {
        Some((number, rest)) => Asked { deed, number: Some(number), rest },
        None => Asked { deed, number: None, rest },
    }
}

/// Whether a text is a day, whatever day today is.
fn any_day(text: &str) -> bool {
    parse_day(text, NaiveDate::MIN.max(NaiveDate::default()), Lang::En).is_some()
}

/// The number a text begins with: its words up to the first one with a digit.
fn number_at_start(text: &str) -> Option<(Number, &str)> {
    let digit = text.find(|c: char| c.is_numeric())?;
    let end = text[digit..].find(char::is_whitespace).map_or(text.len(), |at| digit + at);
    Some((Number::read(&text[..end])?, text[end..].trim()))
}

/// Which order a command is about.
pub(in crate::domain::front) fn wanted(command: &Typed) -> OrderNeed {
    read(&command.rest.text).number.map_or(OrderNeed::OfCase, OrderNeed::Number)
}

/// Which order a button is about: `g:<order>:…`.
pub(in crate::domain::front) fn of_press(data: &str) -> Option<OrderNeed> {
    let id = data.strip_prefix("g:")?.split(':').next()?;
    id.parse().ok().map(|id| OrderNeed::Row(OrderId(id)))
}

/// The command; the speaker works here.
pub(in crate::domain::front) fn order(command: &Typed, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let Asked { deed, number, rest } = read(&command.rest.text);
    // Why: without a number it is the one the case tells, and that one may be on no list.
    let number = number.or_else(|| about(command, facts).filter(|_| rest.is_empty() || any_day(rest)));
    let example = || facts.terms.brand.order_example.as_str();
    let file = match (facts.order, &number) {
        (Some(file), _) => file,
        (None, Some(number)) => {
            let told = Phrase::new("order-unknown").with("number", number.written());
            return answer(incoming, facts, told);
        }
        (None, None) if !rest.is_empty() && !any_day(rest) => {
            return answer(incoming, facts, Phrase::new("order-no-number").with("example", example()));
        }
        (None, None) => {
            return answer(incoming, facts, Phrase::new("order-usage").with("example", example()));
        }
    };
    match deed {
        Deed::Show => answer_with(incoming, facts, show(file, facts)),
        Deed::Sign | Deed::Deliver => match the_day(rest, facts) {
            Ok(day) => change(file, deed, day, incoming, facts),
            Err(phrase) => answer(incoming, facts, phrase),
        },
    }
}

/// The number told in the case it is said about.
fn about(command: &Typed, facts: &Facts<'_>) -> Option<Number> {
    let here = facts.here.filter(|_| command.case.is_none()).map(|here| facts.followed(here));
    here.or(facts.named).and_then(told_in)
}

/// A button under a view of an order: `g:<order>:sign:<day>`, `g:<order>:deliver:<day>`.
pub(in crate::domain::front) fn press_order(rest: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let mut parts = rest.split(':').skip(1);
    let (deed, day) = (parts.next().and_then(Deed::read), parts.next().and_then(|d| d.parse().ok()));
    match (facts.order, deed, day) {
        (Some(file), Some(deed @ (Deed::Sign | Deed::Deliver)), Some(day)) => {
            change(file, deed, day, incoming, facts)
        }
        (Some(file), ..) => answer_with(incoming, facts, show(file, facts)),
        (None, ..) => answer(incoming, facts, Phrase::new("old-staff-button")),
    }
}

fn today(facts: &Facts<'_>) -> NaiveDate {
    facts.now.with_timezone(&facts.terms.calendar.zone()).date_naive()
}

/// The day that is meant; today where none is named.
fn the_day(text: &str, facts: &Facts<'_>) -> Result<NaiveDate, Phrase> {
    let today = today(facts);
    match (text, parse_day(text, today, Lang::En)) {
        ("", _) => Ok(today),
        (_, Some(day::Typed::Day(day))) => Ok(day),
        (_, Some(day::Typed::Ambiguous(a, b))) => {
            Err(Phrase::new("order-day-either").with("one", a.to_string()).with("two", b.to_string()))
        }
        (_, None) => Err(Phrase::new("order-day-none").with("example", today.to_string())),
    }
}

fn change(file: &OrderFile, deed: Deed, day: NaiveDate, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let Order { goods, .. } = &file.order;
    let named = |key| Phrase::new(key).with("number", goods.number.as_str());
    if deed == Deed::Sign && !facts.speaker.may(Role::Lead) {
        let role = Phrase::keyed("role", Role::Lead.name());
        return answer(incoming, facts, Phrase::new("refuse-role").with("role", role));
    }
    let before = match deed {
        Deed::Sign => goods.dates.signed,
        Deed::Deliver | Deed::Show => goods.dates.delivered,
    };
    let dates = match deed {
        Deed::Sign => Dates { signed: Some(day), ..goods.dates },
        Deed::Deliver | Deed::Show => Dates { delivered: Some(day), ..goods.dates },
    };
    if let Some(refusal) = refused(goods, &dates, day, facts) {
        return answer(incoming, facts, refusal);
    }
    if before == Some(day) {
        return answer_with(incoming, facts, show(file, facts));
    }
    let mut order = file.order.clone();
    order.goods.dates = dates;
    order.goods.status = Status::settled(None, Some(goods.status), &dates);
    let cases = i64::try_from(file.live.len()).unwrap_or(i64::MAX);
    let (event, key) = match deed {
        Deed::Sign => ("signed", "order-signed"),
        Deed::Deliver | Deed::Show => ("delivered", "order-delivered"),
    };
    let mut plan = answer(incoming, facts, named(key).with("day", day).with("cases", cases));
    plan.sends.extend(file.live.iter().map(|case| Send::card(*case)));
    let data = serde_json::json!({ "day": day, "before": before });
    plan.orders.push(OrderChange { order, event, by: Some(facts.speaker.id), data });
    plan
}

/// Why a day can't be written down.
fn refused(goods: &Goods, dates: &Dates, day: NaiveDate, facts: &Facts<'_>) -> Option<Phrase> {
    let number = goods.number.as_str();
    let today = today(facts);
    if goods.status == Status::Cancelled {
        return Some(Phrase::new("order-refuse-cancelled").with("number", number));
    }
    if day > today {
        return Some(Phrase::new("order-day-ahead").with("day", day).with("example", today.to_string()));
    }
    match (dates.signed, dates.delivered) {
        (Some(signed), Some(delivered)) if delivered < signed => Some(
            Phrase::new("order-day-order")
                .with("number", number)
                .with("signed", signed)
                .with("delivered", delivered),
        ),
        _ => None,
    }
}

/// All the desk knows of it, for staff.
fn show(file: &OrderFile, facts: &Facts<'_>) -> Say {
    let Order { id, goods, customer, company, buyer } = &file.order;
    let mut head: Vec<Phrase> =
        [customer, company].into_iter().flatten().map(|name| said(name.as_str())).collect();
    head.extend([Phrase::keyed("buyer", buyer.name()), Phrase::keyed("order-status", goods.status.name())]);
    let mut lines =
        vec![Phrase::new("order-head").with("number", goods.number.as_str()).with("facts", Arg::List(head))];
    let days = [
        (goods.dates.signed, "order-day-signed"),
        (goods.dates.delivered, "order-day-delivered"),
        (goods.dates.completed, "order-day-completed"),
    ];
    let days: Vec<Phrase> =
        days.into_iter().filter_map(|(day, key)| day.map(|day| Phrase::new(key).with("day", day))).collect();
    lines.extend((!days.is_empty()).then(|| Phrase::new("facts").with("facts", Arg::List(days))));
    lines.extend(goods.products.iter().take(SHOWN).map(|p| product_line(p, &goods.dates, facts)));
    let hidden = goods.products.len().saturating_sub(SHOWN);
    lines.extend(
        (hidden > 0)
            .then(|| Phrase::new("order-more").with("count", i64::try_from(hidden).unwrap_or(i64::MAX))),
    );
    lines.push(match file.cases.len() {
        0 => Phrase::new("order-no-cases"),
        _ => Phrase::new("order-cases"),
    });
    lines.extend(file.cases.iter().take(SHOWN).map(case_line));
    lines.extend(file.history.iter().map(|event| {
        let by = event.by.clone().map_or_else(|| Phrase::new("order-by-list"), |name| said(name.as_str()));
        let what = Phrase::keyed("order-event", &event.kind);
        Phrase::new("order-event").with("at", event.at).with("what", what).with("by", by)
    }));
    Say { lines, rows: keys(*id, goods.status, &goods.dates, &file.cases, facts) }
}

fn product_line(product: &Product, dates: &Dates, facts: &Facts<'_>) -> Phrase {
    let mut more = Vec::new();
    more.extend(product.sku.as_deref().map(said));
    more.extend(product.lot.as_deref().map(|lot| Phrase::new("order-lot").with("lot", lot)));
    more.extend(warranty(&product.family, dates, facts.terms, today(facts)));
    let pieces = Phrase::new("order-pieces")
        .with("count", i64::from(product.quantity))
        .with("product", product.phrase(facts.terms));
    more.insert(0, pieces);
    Phrase::new("order-line").with("facts", Arg::List(more))
}

/// What the warranty of a delivered product is, in a few words for staff.
pub fn warranty(family: &str, dates: &Dates, terms: &Terms, today: NaiveDate) -> Option<Phrase> {
    let delivered = dates.delivered?;
    match Warranty::since(terms.family(family), Some((delivered, delivered)), today) {
        Warranty::Lifetime => Some(Phrase::new("card-warranty-life")),
        Warranty::In(until) => Some(Phrase::new("card-warranty-in").with("until", until)),
        Warranty::Out(until) => Some(Phrase::new("card-warranty-out").with("until", until)),
        Warranty::Unknown => None,
    }
}

fn case_line(file: &CaseFile) -> Phrase {
    Phrase::new("list-line")
        .with("ref", file.case.reference.to_string())
        .with("kind", Phrase::keyed("kind", file.case.kind.name()))
        .with("customer", file.customer.name.as_str())
        .with("facts", Arg::List(vec![state_phrase(file.case.state)]))
}

fn keys(id: OrderId, status: Status, dates: &Dates, cases: &[CaseFile], facts: &Facts<'_>) -> Vec<Vec<Key>> {
    let today = today(facts);
    let key = |deed: Deed, label: &'static str| Key {
        label: Phrase::new(label).with("day", today),
        data: format!("g:{id}:{}:{today}", deed.name()),
    };
    let open = status != Status::Cancelled;
    let may_sign =
        open && dates.signed.is_none() && dates.delivered.is_none() && facts.speaker.may(Role::Lead);
    let mut row = Vec::new();
    row.extend(may_sign.then(|| key(Deed::Sign, "key-order-sign")));
    row.extend((open && dates.delivered.is_none()).then(|| key(Deed::Deliver, "key-order-deliver")));
    let case = |file: &CaseFile| case_key(said(file.case.reference.to_string()), file.case.id, "card");
    let mut rows: Vec<Vec<Key>> = cases.iter().take(SHOWN).map(|file| vec![case(file)]).collect();
    if !row.is_empty() {
        rows.insert(0, row);
    }
    rows
}

/// The number a case's customer told.
pub fn told_in(file: &CaseFile) -> Option<Number> {
    file.case.answers.as_ref().and_then(|a| a.text(Question::Order)).and_then(|text| Number::read(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_a_deed_a_number_and_a_day() {
        for (text, deed, number, rest) in [
            ("", Deed::Show, None, ""),
            ("A-4471", Deed::Show, Some("A4471"), ""),
            ("show po 2026-118", Deed::Show, Some("PO2026118"), ""),
            ("deliver", Deed::Deliver, None, ""),
            ("Deliver 4471 3 March 2026", Deed::Deliver, Some("4471"), "3 March 2026"),
            ("deliver A 4471 yesterday", Deed::Deliver, Some("A4471"), "yesterday"),
            ("deliver 3 March 2026", Deed::Deliver, None, "3 March 2026"),
            ("sign 2026-03-03", Deed::Sign, None, "2026-03-03"),
            ("deliver yesterday", Deed::Deliver, None, "yesterday"),
            ("which one", Deed::Show, None, "which one"),
        ] {
            let asked = read(text);
            let key = asked.number.as_ref().map(Number::key);
            assert_eq!((asked.deed, key, asked.rest), (deed, number, rest), "{text}");
        }
    }
}
