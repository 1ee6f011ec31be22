//! A number that names a known order: it is offered, and once somebody says that it is the one, it answers what it can.
//!
//! A number proves nothing about who tells it: what is offered are goods and days (`order::Goods`), and nothing is
//! taken before it was agreed to. What the order has answered goes again when another number is told; what a person
//! typed stays. Not here: the look-up itself, and how often somebody may ask for one (`front`, `desk`).

use serde::{Deserialize, Serialize};

use super::{
    Dialogue, Entry, Facts, Flow, Next, Outcome, Question, Turn, Utterance, Value,
    advance::{again, notices, set, settle},
    keys::{Keys, in_rows, quiet_row},
    options::said,
    read::{Reading, order},
    text::keep,
    words::{Aside, aside, contains, plain},
};
use crate::domain::{
    order::{Goods, Number, Product, Status},
    phrase::{Arg, Key, Label, Phrase, Say},
    terms::Terms,
};

/// Most products offered as buttons.
const MOST_OFFERED: usize = 8;

/// A known order in a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// What its number opens.
    pub goods: Goods,
    /// What it stands for since it was agreed to; until then it is offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Taken>,
}

/// What was agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Which product of it; none of those it lists.
    pub product: Option<Product>,
    /// The questions it has answered.
    pub filled: Vec<Question>,
}

impl Dialogue {
    /// Whether a known order is offered right now.
    pub fn offers(&self) -> Option<&Goods> {
        self.known.as_ref().filter(|k| k.taken.is_none() && !self.cancelling).map(|k| &k.goods)
    }

    /// The product of a known order it is about.
    pub fn product(&self) -> Option<&Product> {
        let product = self.known.as_ref()?.taken.as_ref()?.product.as_ref()?;
        Some(product).filter(|p| self.answers.option(Question::Family).is_none_or(|id| id == p.family))
    }
}

/// The number a text tells, where the current question asks for one: it is worth a look-up then.
pub fn number_told(open: &Dialogue, text: &str, terms: &Terms) -> Option<Number> {
    if open.cancelling || open.at(terms) != Some(Question::Order) {
        return None;
    }
    number_in(text, terms)
}

/// The number a form tells, where it asks for one.
pub fn number_filled(fields: &[(String, String)], terms: &Terms) -> Option<Number> {
    let (_, text) = fields.iter().find(|(name, _)| name == Question::Order.id())?;
    number_in(text, terms)
}

fn number_in(text: &str, terms: &Terms) -> Option<Number> {
    match order(text, &terms.brand.order_example) {
        Reading::Fits { value: Value::Short(number), .. } => Number::read(&number),
        _ => None,
    }
}

/// After a number was told: where it names a known order, that is offered and the question stays.
pub(super) fn offer(next: &mut Dialogue, question: Question, facts: &Facts<'_>) {
    if question != Question::Order {
        return;
    }
    let told = next.answers.text(Question::Order).and_then(|text| Number::read(&text));
    let means =
        |goods: &&Goods| goods.number().zip(told.as_ref()).is_some_and(|(n, told)| n.is_meant_by(told));
    if let Some(goods) = facts.order.filter(means) {
        // Why here already: where it is has been told, and whoever asks a person then asks about this one.
        if next.flow == Flow::Order {
            name(next, goods);
        }
        next.known = Some(Box::new(Known { goods: goods.clone(), taken: None }));
        next.cursor = Some(Question::Order);
    }
}

/// Another number, or none: what the order has answered is open again, but for what a person typed since.
pub(super) fn let_go(next: &mut Dialogue) {
    let taken = next.known.take().and_then(|known| known.taken);
    for question in taken.into_iter().flat_map(|t| t.filled) {
        if next.answers.0.get(&question).is_some_and(|entry| entry.message.is_none()) {
            next.answers.0.remove(&question);
        }
    }
}

/// A text while an order is offered; `None` where it is to be read as another number.
pub(super) fn written(open: &Dialogue, text: &str, message: i64, facts: &Facts<'_>) -> Option<Turn> {
    let goods = open.offers().filter(|_| !facts.late)?;
    let kinds = goods.kinds();
    match (aside(text), open.flow) {
        (Some(Aside::Yes | Aside::Done | Aside::No | Aside::Skip), Flow::Order) => return Some(told()),
        (Some(Aside::Yes), _) if kinds.len() == 1 => {
            return Some(take(open, kinds.into_iter().next(), facts));
        }
        (Some(Aside::No), _) => return Some(another(open, facts)),
        _ => {}
    }
    if number_told(open, text, facts.terms).is_some() || aside(text).is_some() {
        return None;
    }
    let mut next = open.clone();
    keep(&mut next, message, text);
    let text = plain(text);
    let mut named = kinds.into_iter().filter(|k| is_named(k, &text, facts.terms));
    if let (Some(kind), None, true) = (named.next(), named.next(), open.flow != Flow::Order) {
        return Some(take(&next, Some(kind), facts));
    }
    next.misses = open.misses.saturating_add(1);
    let hint = if open.flow == Flow::Order { "fits-order-told" } else { "fits-order-offer" };
    Some(settle(open, next, facts, vec![Phrase::new(hint)]))
}

fn is_named(product: &Product, text: &str, terms: &Terms) -> bool {
    let family = terms.family(&product.family).into_iter().flat_map(|f| {
        let Label(names) = &f.name;
        names.values()
    });
    let names = family.chain(&product.model).chain(&product.colour);
    names.map(|name| plain(name)).any(|name| contains(text, &name))
}

/// A press on what is offered: `o-…`.
pub(super) fn pressed(open: &Dialogue, option: &str, facts: &Facts<'_>) -> Turn {
    let Some(goods) = open.offers() else { return again(open, facts, Vec::new()) };
    match option {
        "another" => another(open, facts),
        "thanks" if open.flow == Flow::Order => told(),
        "other" if open.flow != Flow::Order => take(open, None, facts),
        _ => {
            let kind = option.parse().ok().and_then(|place: usize| goods.kinds().into_iter().nth(place));
            match kind.filter(|_| open.flow != Flow::Order) {
                Some(kind) => take(open, Some(kind), facts),
                None => again(open, facts, Vec::new()),
            }
        }
    }
}

/// It is another order: the number that was told stays until the next one.
fn another(open: &Dialogue, facts: &Facts<'_>) -> Turn {
    let next = Dialogue { known: None, cursor: Some(Question::Order), misses: 0, ..open.clone() };
    settle(open, next, facts, Vec::new())
}

/// Where the order stands has been told, and that was all.
fn told() -> Turn {
    let say = Say::line(Phrase::new("order-told-end"));
    let says = vec![Utterance { say, question: false, coalesce: None }];
    Turn { next: Next::Ended, says, outcome: Some(Outcome::Told) }
}

/// It is the one: number, product and day are known now.
fn take(open: &Dialogue, product: Option<Product>, facts: &Facts<'_>) -> Turn {
    let Some(goods) = open.known.as_ref().map(|known| known.goods.clone()) else {
        return again(open, facts, Vec::new());
    };
    let mut next = Dialogue { known: None, cursor: None, ..open.clone() };
    name(&mut next, &goods);
    let mut filled = Vec::new();
    if let Some(product) = &product {
        let family = facts.terms.family(&product.family).map(|f| f.id.clone());
        if family.is_some() && next.answers.option(Question::Family) != family.as_deref() {
            fill(&mut next, Question::Family, family.map(Value::Option), &mut filled);
        }
        fill(&mut next, Question::Model, words(product).map(Value::Short), &mut filled);
    }
    let received = goods.dates.delivered.map_or(Value::Unknown, Value::Day);
    let asks_day = next.flow.questions().contains(&Question::Received);
    fill(&mut next, Question::Received, asks_day.then_some(received), &mut filled);
    let lines = match (goods.dates.delivered, goods.status) {
        (Some(_), _) => notices(&next, Question::Received, facts),
        (None, Status::Cancelled | Status::Delivered | Status::Completed) => Vec::new(),
        (None, _) => vec![Phrase::new("order-not-yet")],
    };
    next.known = Some(Box::new(Known { goods, taken: Some(Taken { product, filled }) }));
    settle(open, next, facts, lines)
}

/// The number as the brand writes it.
fn name(next: &mut Dialogue, goods: &Goods) {
    if let Some(entry) = next.answers.0.get_mut(&Question::Order) {
        entry.value = Value::Short(goods.number.clone());
    }
}

fn fill(next: &mut Dialogue, question: Question, value: Option<Value>, filled: &mut Vec<Question>) {
    if let Some(value) = value.filter(|_| next.flow.questions().contains(&question)) {
        set(next, question, Entry::pressed(value), false);
        filled.push(question);
    }
}

/// Model and colour as one.
fn words(product: &Product) -> Option<String> {
    let words: Vec<&str> =
        [&product.model, &product.colour].into_iter().flatten().map(String::as_str).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// What is offered, and what is asked about it.
pub(super) fn lines(open: &Dialogue, goods: &Goods, facts: &Facts<'_>) -> Vec<Phrase> {
    let kinds = goods.kinds();
    let named =
        |key| Phrase::new(key).with("number", goods.number.as_str()).with("standing", goods.standing());
    let single = kinds.first().filter(|_| kinds.len() == 1);
    let chosen = open.answers.option(Question::Family);
    match (single, open.flow) {
        (Some(kind), Flow::Order) => vec![named("order-told").with("product", kind.phrase(facts.terms))],
        (None, Flow::Order) => {
            let list = kinds.iter().map(|k| k.phrase(facts.terms)).collect();
            vec![named("order-told-several"), Phrase::new("facts").with("facts", Arg::List(list))]
        }
        (Some(kind), _) => {
            let product = kind.phrase(facts.terms);
            match chosen.filter(|id| *id != kind.family).and_then(|id| facts.terms.family(id)) {
                Some(family) => vec![
                    named("order-differs").with("product", product).with("chosen", said(family.name.clone())),
                ],
                None => vec![named("order-offer").with("product", product)],
            }
        }
        (None, _) => vec![named("order-which")],
    }
}

/// The buttons under it.
pub(super) fn rows(open: &Dialogue, goods: &Goods, facts: &Facts<'_>, keys: &Keys) -> Vec<Vec<Key>> {
    let kinds = goods.kinds();
    let key = |option: &str, label| keys.key(&format!(".o-{option}"), label);
    let another = || key("another", Phrase::new("key-order-another"));
    let chosen = open.answers.option(Question::Family);
    let mut rows = match (kinds.as_slice(), open.flow) {
        (_, Flow::Order) => vec![vec![key("thanks", Phrase::new("key-order-thanks")), another()]],
        ([kind], _) => match chosen.filter(|id| *id != kind.family).and_then(|id| facts.terms.family(id)) {
            Some(family) => vec![
                vec![key("0", kind.phrase(facts.terms)), key("other", said(family.name.clone()))],
                vec![another()],
            ],
            None => vec![vec![key("0", Phrase::new("key-order-yes")), another()]],
        },
        (kinds, _) => {
            let mut places: Vec<usize> = (0..kinds.len()).collect();
            places.sort_by_key(|at| chosen.is_some_and(|id| kinds[*at].family != id));
            let offered = places.into_iter().take(MOST_OFFERED);
            let offered = offered.map(|at| key(&at.to_string(), kinds[at].phrase(facts.terms))).collect();
            let mut rows = in_rows(offered, 2);
            rows.push(vec![key("other", Phrase::new("other")), another()]);
            rows
        }
    };
    rows.push(quiet_row(open, facts, keys));
    rows
}
