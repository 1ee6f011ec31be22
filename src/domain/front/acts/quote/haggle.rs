//! What the desk says to a price its customer would rather pay: yes, no, or another version; and that a price is taken back.

use super::{answer, customer_keys, done, draft, ends, event, named, to_customer};
use crate::domain::{
    chat::Incoming,
    front::{CaseFile, Facts, case_key},
    money::Money,
    party::Role,
    phrase::{Key, Phrase, Say},
    plan::{Plan, Send},
    quote::{Offer, Quote, Said, Sent, Stage},
    text::defuse,
};

/// The buttons under what a customer offered, for that offer alone.
pub(super) fn keys(quote: &Quote) -> Option<Vec<Key>> {
    let offer = quote.countered()?;
    let stamp = format!("{}.{}", quote.n, quote.offers.len());
    let mut row = Vec::new();
    if let Said::Counter(Some(minor)) = offer.said {
        let label = Phrase::new("key-quote-take").with("price", quote.money(minor));
        row.push(case_key(label, quote.case, &format!("p-take:{stamp}")));
    }
    let label = Phrase::new("key-quote-firm").with("price", quote.total());
    row.push(case_key(label, quote.case, &format!("p-firm:{stamp}")));
    Some(row)
}

/// The quote whose customer offered something nobody has answered; by a button, for that very offer.
fn offered<'a>(file: &'a CaseFile, stamp: Option<&str>) -> Result<&'a Quote, Phrase> {
    let fits = |one: &&Quote| stamp.is_none_or(|stamp| stamp == format!("{}.{}", one.n, one.offers.len()));
    let found = file.open_quote().filter(|one| one.countered().is_some()).filter(fits);
    found.ok_or_else(|| named("quote-no-offer", file))
}

/// Why the speaker has no say in that price: a cost that was left open is a lead's to settle.
pub(super) fn not_by(quote: &Quote, facts: &Facts<'_>) -> Option<Phrase> {
    let role = || Phrase::keyed("role", Role::Lead.name());
    (quote.settles.is_some() && !facts.speaker.may(Role::Lead))
        .then(|| Phrase::new("refuse-role").with("role", role()))
}

/// `quote accept`: what the customer offered is agreed; of a customer known by phone alone, what they said yes to there.
/// Letting go of more than one may quote alone takes a lead.
pub(super) fn accept(file: &CaseFile, stamp: Option<&str>, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let spoken = file
        .open_quote()
        .filter(|one| file.customer.by_phone && stamp.is_none() && one.countered().is_none());
    let quote = match spoken.map_or_else(|| offered(file, stamp), Ok) {
        Ok(quote) => quote,
        Err(why) => return answer(incoming, facts, why),
    };
    if let Some(why) = not_by(quote, facts) {
        return answer(incoming, facts, why);
    }
    let minor = match quote.countered().map(|offer| offer.said) {
        Some(Said::Counter(Some(minor))) => minor,
        None => quote.total().minor,
        Some(_) => return answer(incoming, facts, named("quote-offer-words", file)),
    };
    let waived = Money { minor: quote.total().minor - minor, currency: quote.currency };
    if waived.minor > facts.terms.quotes.alone.minor && !facts.speaker.may(Role::Lead) {
        let why = Phrase::new("quote-lets-go").with("price", waived);
        return answer(incoming, facts, why);
    }
    let (quote, price) = (Quote { agreed: Some(minor), ..quote.clone() }, quote.money(minor));
    let settles = quote.settles.is_some();
    let by = Some(facts.speaker.id);
    let mut plan = ends(file, quote, (Stage::Accepted, "price-taken"), by, facts.now, facts.terms);
    super::due::drops_draft(file, facts.now, &mut plan);
    let key = if settles { "customer-quote-taken-open" } else { "customer-quote-taken" };
    plan.sends.push(to_customer(&file.case, Say::line(named(key, file).with("price", price))));
    plan.absorb(done(named("quote-taken", file).with("price", price), file, incoming, facts));
    plan
}

/// `quote firm [words]`: the price stays; its customer has as long as for a new one.
pub(super) fn firm(
    file: &CaseFile,
    stamp: Option<&str>,
    words: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let mut quote = match offered(file, stamp) {
        Ok(quote) => quote.clone(),
        Err(why) => return answer(incoming, facts, why),
    };
    if let Some(why) = not_by(&quote, facts) {
        return answer(incoming, facts, why);
    }
    let (by, name) = (facts.speaker.id, facts.speaker.name.clone());
    quote.offers.push(Offer { at: facts.now, by, name, said: Said::Firm, words: words.trim().to_owned() });
    let until = quote.until(facts.now, facts.terms);
    quote.sent = quote.sent.map(|sent| Sent { until: sent.until.max(until), ..sent });
    quote.reminded = 0;
    let zone = file.customer.zone.unwrap_or_else(|| facts.terms.calendar.zone());
    quote.look_at = quote.next_look(facts.now, zone, facts.terms);
    let mut case = file.case.clone();
    case.rev += 1;
    let until = quote.sent.map_or(until, |sent| sent.until);
    let mut lines = vec![named("customer-quote-firm", file).with("price", quote.total()).with("at", until)];
    lines.extend((!words.trim().is_empty()).then(|| {
        Phrase::new("verdict-words")
            .with("name", facts.speaker.name.as_str())
            .with("text", defuse(words.trim()))
    }));
    let mut plan = Plan::saying(to_customer(&case, Say { lines, rows: customer_keys(&quote) }));
    plan.absorb(done(named("quote-firm", file).with("price", quote.total()), file, incoming, facts));
    plan.events.push(event(&quote, "price-firm", Some(facts.speaker.id), facts.now));
    plan.sends.push(Send::card(case.id));
    plan.quotes.push(quote);
    plan.cases.push(case);
    plan
}

/// `quote withdraw`: a price that went out counts no more; one that did not is dropped.
pub(in crate::domain::front) fn withdraw(
    file: &CaseFile,
    n: Option<&str>,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let of = |one: &&Quote| n.is_none_or(|n| n.parse() == Ok(one.n));
    let Some(quote) = file.open_quote().filter(of) else {
        return match (n, file.unsent_quote()) {
            (None, Some(_)) => draft::drop(file, None, incoming, facts),
            _ => answer(incoming, facts, named("quote-none-open", file)),
        };
    };
    if let Some(why) = not_by(quote, facts) {
        return answer(incoming, facts, why);
    }
    let by = Some(facts.speaker.id);
    let settles = quote.settles.is_some();
    let said = named("quote-withdrawn", file).with("n", i64::from(quote.n));
    let mut plan =
        ends(file, quote.clone(), (Stage::Withdrawn, "price-withdrawn"), by, facts.now, facts.terms);
    let key = if settles { "customer-quote-back-open" } else { "customer-quote-back" };
    plan.sends.push(to_customer(&file.case, Say::line(named(key, file))));
    plan.absorb(done(said, file, incoming, facts));
    plan
}
