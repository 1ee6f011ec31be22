//! Calls as they are made: for whose eyes, against which pace, and what is done in the place of one the platform won't have.

use super::{
    bring::as_document,
    courier::{Act, DeliveryError, Receipt, Refusal},
    show::What,
};
use crate::domain::plan::Parcel;

/// The call as one nobody but who asked sees the outcome of, where they asked so.
pub(super) fn only_for_who_asked(parcel: &Parcel, act: Act, n: usize) -> Act {
    let Some(to) = parcel.aside().cloned() else { return act };
    let in_place = n == 0 && (to.announced || matches!(act, Act::Edit { .. }));
    Act::Aside { to, in_place, act: Box::new(act) }
}

/// What is done where the platform won't have it: a page whose message is gone, or too old to be edited, is shown as a
/// new message, and a file that is not taken as what it is goes as a document.
pub(super) fn instead(parcel: &Parcel, answer: &Result<Receipt, DeliveryError>, act: &Act) -> Option<Act> {
    match (parcel, answer, act) {
        (
            Parcel::Say { .. },
            Err(DeliveryError::Refused { refusal: Refusal::MessageGone, .. }),
            Act::Edit { text, rows, .. },
        ) => Some(Act::Post { text: text.clone(), rows: rows.clone(), reply_to: None }),
        (_, Err(DeliveryError::Refused { refusal: Refusal::Content, .. }), Act::Upload { .. }) => {
            as_document(act)
        }
        _ => None,
    }
}

/// Whether a call counts against the pace of its chat. What one person alone sees does not: Discord counts it by itself.
pub(super) const fn is_paced(parcel: &Parcel, what: &What) -> bool {
    if parcel.aside().is_some() {
        return false;
    }
    let What::Act(act) = what else { return true };
    !matches!(
        act,
        Act::Sign { .. }
            | Act::React { .. }
            | Act::Pin { .. }
            | Act::Delete { .. }
            | Act::Rename { .. }
            | Act::Fold
            | Act::Shut
            | Act::DropRoom
            | Act::Menu { .. }
    )
}
