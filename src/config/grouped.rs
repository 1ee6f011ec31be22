//! Settings that name a group.

use super::{layered::Layered, problem::Problem};
use crate::domain::terms::Group;

/// The group a setting names has to exist. Whoever has groups of their own and said nothing here has to say nothing: then
/// it is the first one.
pub(super) fn settle(
    file: &Layered,
    (section, key): (&str, &str),
    group: &mut String,
    groups: &[Group],
    problems: &mut Vec<Problem>,
) {
    if groups.iter().any(|one| one.id == *group) {
        return;
    }
    let said = file.overrides.get(section).and_then(|table| table.get(key)).is_some();
    match groups.first().filter(|_| !said) {
        Some(first) => group.clone_from(&first.id),
        None => problems.push(file.problem(
            &format!("{section}.{key}"),
            format!("is {group:?}, and there is no such group"),
            "name one of [[groups]]",
        )),
    }
}
