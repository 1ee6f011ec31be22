//! Whom a name means: the site behind it is kept where the script has the same name on both, and left out elsewhere.
//!
//! Invariant: after this, one account is called by one name throughout the script.

use std::collections::{BTreeMap, BTreeSet};

use super::{Act, Expectation, FaultOrder, Line, Script, ScriptError, StaffKind, Step};
use crate::sandbox::shown::{Place, Site};

/// On which sites each name of the script stands.
type Known = BTreeMap<String, BTreeSet<Site>>;

impl Script {
    /// Settles every name; the first that means nobody or two is the error.
    pub(super) fn settle(mut self) -> Result<Self, ScriptError> {
        let mut known = Known::new();
        for line in &self.lines {
            let Step::Join(cast) = &line.step else { continue };
            for person in cast {
                known.entry(person.handle.clone()).or_default().insert(person.site);
            }
        }
        for Line { number, text, step } in &mut self.lines {
            names(step).into_iter().try_for_each(|name| settle(&known, name)).map_err(|why| ScriptError {
                line: *number,
                text: text.clone(),
                why,
            })?;
        }
        Ok(self)
    }
}

fn settle(known: &Known, name: &mut String) -> Result<(), String> {
    let (handle, site) = match name.split_once('@') {
        Some((handle, site)) => (handle.to_owned(), Site::of(site)),
        None => (name.clone(), None),
    };
    match (known.get(&handle), site) {
        (Some(sites), None) if sites.len() > 1 => {
            return Err(format!("{handle} is on both: say {handle}@telegram or {handle}@discord"));
        }
        (Some(sites), Some(site)) if !sites.contains(&site) => {
            return Err(format!("{handle} is not on {}", site.name()));
        }
        (Some(sites), Some(_)) if sites.len() > 1 => {}
        // Why: a script without its people follows one that has them, and there Telegram is what goes without saying.
        (None, Some(Site::Discord)) => {}
        _ => *name = handle,
    }
    Ok(())
}

/// Every name in a step.
fn names(step: &mut Step) -> Vec<&mut String> {
    match step {
        Step::Act(Act { who, place, .. }) | Step::Open { who, place } | Step::Menu { who, place } => {
            std::iter::once(who).chain(named(place)).collect()
        }
        Step::Staff(StaffKind::Person(who)) => vec![who],
        Step::Show(place)
        | Step::Expect(Expectation { place, .. })
        | Step::Fault(FaultOrder { place: Some(place), .. }) => named(place).into_iter().collect(),
        Step::Remark
        | Step::Join(_)
        | Step::Move(_)
        | Step::Restart
        | Step::Staff(_)
        | Step::Homes(_)
        | Step::Terms(_)
        | Step::Turn(_)
        | Step::Orders(_)
        | Step::Fault(_) => Vec::new(),
    }
}

fn named(place: &mut Place) -> Option<&mut String> {
    match place {
        Place::Chat(who) | Place::Direct(who) | Place::Thread(who, _) => Some(who),
        Place::Support | Place::Staff | Place::Room(_) | Place::On(..) => None,
    }
}
