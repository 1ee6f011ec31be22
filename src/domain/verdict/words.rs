//! A verdict in words: for its customer, for the card, and for whoever asks how it stands.

use chrono::{DateTime, Utc};

use super::{Answer, Claimed, Mention, Resolution, Share, Stage, Verdict, claimed};
use crate::domain::{
    case::Case,
    coverage::{Cover, Coverage},
    dialogue::said,
    money::Money,
    phrase::{Arg, Phrase},
    terms::Terms,
    text::defuse,
};

/// What is done with so many pieces.
fn done(share: Share) -> Phrase {
    Phrase::keyed("done", share.resolution.name()).with("count", i64::from(share.quantity))
}

fn fault(share: Share) -> Phrase {
    Phrase::keyed("fault", share.liability.name())
}

/// Who pays for it, with whose fault it is where that goes against the customer.
fn cost(share: Share, cover: Cover, case: &Case) -> Phrase {
    match (share.resolution, share.coverage(cover, case)) {
        (Resolution::Return, _) => Phrase::new("cost-return").with("what", fault(share)),
        (_, Coverage::Free) => Phrase::new("cost-free"),
        (_, Coverage::Charged) => Phrase::new("cost-charged").with("what", fault(share)),
        (_, Coverage::ServeFirst) => Phrase::new("cost-serve-first"),
    }
}

/// The article of a line, where the claim has several.
fn line_name(share: Share, claimed: &[Claimed]) -> Option<Phrase> {
    let one = claimed.iter().find(|one| one.line == share.line).filter(|_| claimed.len() > 1)?;
    let sku = one.sku.as_deref().unwrap_or_default();
    Some(Phrase::new("verdict-line").with("n", i64::from(one.line)).with("text", sku))
}

/// What becomes of some pieces, and who pays.
pub fn share(share: Share, cover: Cover, case: &Case, claimed: &[Claimed]) -> Phrase {
    let told = Phrase::new("verdict-share").with("what", done(share)).with("facts", cost(share, cover, case));
    match line_name(share, claimed) {
        Some(line) => Phrase::new("verdict-share-of").with("name", line).with("what", told),
        None => told,
    }
}

/// Labour as every bill shows it.
pub fn labour(terms: &Terms) -> Phrase {
    let nothing = Money::nothing(terms.verdicts.alone.currency);
    Phrase::new("verdict-labour").with("price", nothing)
}

fn why(verdict: &Verdict, terms: &Terms) -> Option<Phrase> {
    let reason = terms.verdicts.reason(&verdict.reason)?;
    Some(Phrase::new("verdict-why").with("label", Arg::Label(reason.text.clone())))
}

fn shares<'a>(verdict: &'a Verdict, case: &'a Case) -> impl Iterator<Item = Phrase> + 'a {
    let claimed = claimed(case);
    verdict.shares.iter().map(move |one| share(*one, verdict.cover(), case, &claimed))
}

/// What it leads to, for the customer: who pays, why, and what happens next. `settled_by` = when open costs are agreed.
pub fn customer(
    verdict: &Verdict,
    case: &Case,
    terms: &Terms,
    settled_by: Option<DateTime<Utc>>,
) -> Vec<Phrase> {
    let mut lines = vec![Phrase::new("verdict-told").with("ref", case.reference.to_string())];
    lines.extend(shares(verdict, case));
    lines.extend(why(verdict, terms));
    if !verdict.words.trim().is_empty() {
        let words = defuse(verdict.words.trim());
        lines.push(Phrase::new("verdict-words").with("name", verdict.name.as_str()).with("text", words));
    }
    lines.push(labour(terms));
    lines.extend(next(verdict, case, settled_by));
    lines
}

/// What comes of the cost.
fn next(verdict: &Verdict, case: &Case, settled_by: Option<DateTime<Utc>>) -> Vec<Phrase> {
    let pays = |share: &Share| {
        share.resolution != Resolution::Return && share.coverage(verdict.cover(), case) == Coverage::Charged
    };
    let mut lines = Vec::new();
    if verdict.serves_first(case) {
        lines.push(match settled_by {
            Some(at) => Phrase::new("verdict-first").with("at", at),
            None => Phrase::new("verdict-first-open"),
        });
    }
    if verdict.shares.iter().any(pays) {
        lines.push(Phrase::new("verdict-pay"));
    }
    lines
}

/// What an agent reads before it counts.
pub fn consequence(
    verdict: &Verdict,
    case: &Case,
    terms: &Terms,
    settled_by: Option<DateTime<Utc>>,
) -> Vec<Phrase> {
    let cover = Phrase::keyed("cover", verdict.cover().name());
    let mut lines = vec![
        Phrase::new("verdict-preview").with("ref", case.reference.to_string()),
        Phrase::new("verdict-basis")
            .with("what", Phrase::keyed("fault", verdict.liability.name()))
            .with("standing", cover),
    ];
    lines.extend(rests_on(verdict));
    if verdict.two {
        lines.push(Phrase::new("verdict-two").with("price", terms.verdicts.alone));
    }
    lines.push(Phrase::new("verdict-reads"));
    lines.extend(customer(verdict, case, terms, settled_by));
    if verdict.is_against(case) {
        lines.push(Phrase::new("verdict-appeal"));
    }
    lines
}

fn rests_on(verdict: &Verdict) -> Option<Phrase> {
    let count = i64::try_from(verdict.evidence.len()).unwrap_or(i64::MAX);
    (count > 0).then(|| Phrase::new("verdict-rests").with("count", count))
}

/// How a verdict stands, in a few facts for the card.
pub fn brief(verdict: &Verdict, case: &Case) -> Phrase {
    let mut facts: Vec<Phrase> = vec![Phrase::keyed("fault", verdict.liability.name())];
    facts.extend(shares(verdict, case));
    facts.extend(open(verdict, case));
    Phrase::new("card-verdict").with("n", i64::from(verdict.n)).with("facts", Arg::List(facts))
}

/// What somebody still has to do about it.
fn open(verdict: &Verdict, case: &Case) -> Vec<Phrase> {
    let mut open = Vec::new();
    open.extend((verdict.stage == Stage::Proposed).then(|| Phrase::new("verdict-waits")));
    open.extend(verdict.is_appealed().then(|| Phrase::new("verdict-appealed")));
    if verdict.serves_first(case) && verdict.stage == Stage::InForce {
        open.push(price(verdict));
    }
    open
}

/// How the cost stands that was left open.
fn price(verdict: &Verdict) -> Phrase {
    match &verdict.offer {
        None => Phrase::new("verdict-cost-open"),
        Some(offer) if offer.price.minor == 0 => Phrase::new("verdict-cost-waived"),
        Some(offer) => {
            let key = match offer.answer {
                None => "verdict-cost-offered",
                Some((_, Answer::Agreed)) => "verdict-cost-agreed",
                Some((_, Answer::Talk)) => "verdict-cost-talk",
            };
            Phrase { key: key.into(), args: Vec::new() }.with("price", offer.price)
        }
    }
}

/// All of it, for staff.
pub fn standing(verdict: &Verdict, case: &Case, terms: &Terms) -> Vec<Phrase> {
    let mut lines = vec![
        Phrase::new("verdict-head")
            .with("ref", case.reference.to_string())
            .with("n", i64::from(verdict.n))
            .with("name", verdict.name.as_str())
            .with("at", verdict.at),
        Phrase::new("verdict-basis")
            .with("what", Phrase::keyed("fault", verdict.liability.name()))
            .with("standing", Phrase::keyed("cover", verdict.cover().name())),
    ];
    lines.extend(shares(verdict, case));
    lines.extend(why(verdict, terms));
    if !verdict.words.trim().is_empty() {
        lines.push(said(verdict.words.trim()));
    }
    lines.extend(rests_on(verdict));
    lines.extend(verdict.worth.map(|worth| Phrase::new("verdict-worth").with("price", worth)));
    lines.extend(verdict.mentions.iter().map(mention));
    lines.extend(open(verdict, case));
    lines.extend(
        verdict.appeal.as_ref().and_then(|appeal| appeal.decided).map(|_| Phrase::new("verdict-stood")),
    );
    lines
}

/// A parcel or a credit note.
fn mention(mention: &Mention) -> Phrase {
    match mention {
        Mention::Parcel { carrier, number, at } => Phrase::new("verdict-parcel")
            .with("name", carrier.as_str())
            .with("number", number.as_str())
            .with("at", *at),
        Mention::Credit { number, at } => {
            Phrase::new("verdict-credit").with("number", number.as_str()).with("at", *at)
        }
    }
}

/// What the customer sees of the verdict that counts, beside where their case stands.
pub fn told(verdict: &Verdict, case: &Case, terms: &Terms) -> Vec<Phrase> {
    let mut lines =
        vec![Phrase::new("verdict-yours").with("at", verdict.second.map_or(verdict.at, |(_, at)| at))];
    lines.extend(shares(verdict, case));
    lines.extend(why(verdict, terms));
    lines.extend(verdict.mentions.iter().map(mention));
    if verdict.serves_first(case) {
        lines.push(price(verdict));
    }
    lines.extend(verdict.is_appealed().then(|| Phrase::new("verdict-appeal-open")));
    lines
}
