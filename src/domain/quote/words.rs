//! A quote in words: for its customer, for the card, and for whoever asks how it stands.

use chrono::{DateTime, Utc};

use super::{Line, Offer, Quote, Said, Stage};
use crate::domain::{
    front::CaseFile,
    phrase::{Arg, Phrase},
    terms::Terms,
    text::defuse,
    verdict::labour,
};

/// What a line is for.
pub fn charge(line: &Line) -> Phrase {
    let kind = Phrase::keyed("charge", line.kind.name());
    match line.words.trim() {
        "" => kind,
        words => Phrase::new("quote-what").with("what", kind).with("text", defuse(words)),
    }
}

fn line(n: usize, line: &Line, quote: &Quote) -> Phrase {
    let told = Phrase::new(if line.quantity == 1 { "quote-line" } else { "quote-lines" })
        .with("n", i64::try_from(n + 1).unwrap_or(i64::MAX))
        .with("what", charge(line))
        .with("price", quote.money(line.amount()));
    if line.quantity == 1 {
        return told;
    }
    told.with("count", i64::from(line.quantity)).with("each", quote.money(line.unit))
}

/// What is charged and what is not: the lines, labour, freight, and what they come to.
pub fn bill(quote: &Quote, terms: &Terms) -> Vec<Phrase> {
    let mut lines: Vec<Phrase> = quote.lines.iter().enumerate().map(|(n, one)| line(n, one, quote)).collect();
    lines.extend(sums(quote, terms));
    lines
}

/// What stands under the lines: labour, freight, and what it all comes to.
pub fn sums(quote: &Quote, terms: &Terms) -> Vec<Phrase> {
    let mut lines = vec![labour(terms)];
    lines.extend((!quote.has_freight()).then(|| Phrase::keyed("freight", quote.freight.name())));
    lines.push(Phrase::new("quote-total").with("price", quote.total()));
    lines
}

/// What its customer reads when it goes out.
pub fn customer(quote: &Quote, file: &CaseFile, until: DateTime<Utc>, terms: &Terms) -> Vec<Phrase> {
    let key = match (quote.settles, file.open_quote()) {
        (_, Some(before)) if before.id != quote.id => "quote-told-anew",
        (Some(_), _) => "quote-told-open",
        (None, _) => "quote-told",
    };
    let mut lines =
        vec![Phrase { key: key.into(), args: Vec::new() }.with("ref", file.case.reference.to_string())];
    lines.extend(bill(quote, terms));
    lines.push(Phrase::new("quote-until").with("at", until));
    lines.push(Phrase::new(if quote.settles.is_some() { "quote-promise-open" } else { "quote-promise" }));
    lines
}

/// What an agent reads before it goes out.
pub fn preview(quote: &Quote, file: &CaseFile, until: DateTime<Utc>, terms: &Terms) -> Vec<Phrase> {
    let mut lines = vec![
        Phrase::new("quote-preview")
            .with("ref", file.case.reference.to_string())
            .with("n", i64::from(quote.n)),
    ];
    lines.extend(quote.needs_two(terms).then(|| Phrase::new("quote-two").with("price", terms.quotes.alone)));
    lines.push(Phrase::new("verdict-reads"));
    lines.extend(customer(quote, file, until, terms));
    lines
}

/// Where it stands, as the desk reads it.
pub fn stands(quote: &Quote) -> Phrase {
    let mut facts = vec![state(quote)];
    facts.extend(quote.countered().map(countered(quote)));
    facts.extend(less(quote));
    Phrase::new("facts").with("facts", Arg::List(facts))
}

fn state(quote: &Quote) -> Phrase {
    let told = Phrase::keyed("quote-is", quote.stage.name());
    match (quote.stage, quote.sent, quote.ended) {
        (Stage::Open, Some(sent), _) => told.with("at", sent.until),
        (_, _, Some((at, _))) if quote.stage != Stage::Dropped => told.with("at", at),
        _ => told,
    }
}

/// How it stands, in a few facts for the card.
pub fn brief(quote: &Quote) -> Phrase {
    let price = Phrase::new("quote-price").with("price", quote.total());
    let mut facts = vec![price, state(quote)];
    facts.extend(quote.countered().map(countered(quote)));
    facts.extend(less(quote));
    Phrase::new("card-quote").with("n", i64::from(quote.n)).with("facts", Arg::List(facts))
}

fn countered(quote: &Quote) -> impl Fn(&Offer) -> Phrase {
    move |offer| match offer.said {
        Said::Counter(Some(minor)) => Phrase::new("quote-countered").with("price", quote.money(minor)),
        Said::Counter(None) | Said::Firm | Said::Again => Phrase::new("quote-countered-words"),
    }
}

/// Less was agreed on than was asked for.
fn less(quote: &Quote) -> Option<Phrase> {
    let agreed = quote.agreed.filter(|agreed| *agreed < quote.total().minor)?;
    Some(Phrase::new("quote-agreed").with("price", quote.money(agreed)))
}

/// All of it, for staff.
pub fn standing(quote: &Quote, file: &CaseFile, terms: &Terms) -> Vec<Phrase> {
    let mut lines = vec![
        Phrase::new("quote-head")
            .with("ref", file.case.reference.to_string())
            .with("n", i64::from(quote.n))
            .with("name", quote.name.as_str())
            .with("at", quote.at),
    ];
    lines.extend(bill(quote, terms));
    lines.push(stands(quote));
    let said = said(&file.quotes);
    if said.len() > 1 {
        lines.push(Phrase::new("quote-history"));
        lines.extend(said);
    }
    lines
}

/// Who offered what, and when: every version that went out, and what was said about it, the oldest first.
pub fn said(quotes: &[Quote]) -> Vec<Phrase> {
    let mut lines: Vec<(DateTime<Utc>, Phrase)> = Vec::new();
    for quote in quotes {
        let Some(sent) = quote.sent else { continue };
        let offered = Phrase::new("quote-said")
            .with("at", sent.at)
            .with("price", quote.total())
            .with("n", i64::from(quote.n));
        lines.push((sent.at, offered));
        lines.extend(quote.offers.iter().map(|offer| (offer.at, offer_said(offer, quote))));
        // Why not that one: the version in its place is the next line.
        let ended = quote.ended.filter(|_| quote.stage != Stage::Replaced);
        lines.extend(ended.map(|(at, _)| {
            let agreed = quote.money(quote.agreed.unwrap_or_else(|| quote.total().minor));
            let what = Phrase::keyed("quote-end", quote.stage.name()).with("price", agreed);
            (at, Phrase::new("quote-said-end").with("at", at).with("what", what))
        }));
    }
    lines.sort_by_key(|(at, _)| *at);
    lines.into_iter().map(|(_, line)| line).collect()
}

fn offer_said(offer: &Offer, quote: &Quote) -> Phrase {
    let told = |key: &'static str| Phrase { key: key.into(), args: Vec::new() }.with("at", offer.at);
    match offer.said {
        Said::Counter(Some(minor)) => {
            told("quote-said-counter").with("name", offer.name.as_str()).with("price", quote.money(minor))
        }
        Said::Counter(None) => told("quote-said-words")
            .with("name", offer.name.as_str())
            .with("text", defuse(offer.words.trim())),
        Said::Firm => told("quote-said-firm").with("price", quote.total()),
        Said::Again => told("quote-said-again").with("name", offer.name.as_str()),
    }
}

/// Where it stands, as its customer reads it.
pub fn yours(quote: &Quote) -> Option<Phrase> {
    let told = Phrase::keyed("quote-yours", quote.stage.name());
    match (quote.stage, quote.ended) {
        (Stage::Open, _) => Some(told),
        (_, Some((at, _))) => {
            let price = quote.money(quote.agreed.unwrap_or_else(|| quote.total().minor));
            Some(told.with("price", price).with("at", at))
        }
        (_, None) => None,
    }
}

/// What its customer sees of the quote that was sent last, beside where their case stands.
pub fn told(file: &CaseFile, terms: &Terms) -> Vec<Phrase> {
    let Some(quote) = file.last_quote() else { return Vec::new() };
    let mut lines: Vec<Phrase> = yours(quote).into_iter().collect();
    if !matches!(quote.stage, Stage::Open | Stage::Accepted) {
        return lines;
    }
    lines.extend(bill(quote, terms));
    let open = quote.sent.filter(|_| quote.stage == Stage::Open);
    lines.extend(open.map(|sent| Phrase::new("quote-until").with("at", sent.until)));
    if file.quotes.iter().any(|one| !one.offers.is_empty()) {
        lines.push(Phrase::new("quote-history"));
        lines.extend(said(&file.quotes));
    }
    lines
}
