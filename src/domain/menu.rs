//! The lists of commands a platform shows when somebody types a slash: for everybody, for the staff's group, and for
//! each agent's own chat. They suggest and give no rights.

use super::{
    command::{Audience, Word},
    lang::Lang,
    party::Role,
    phrase::Phrase,
};

/// The chat that stands for every private chat without a list of its own.
pub const EVERYBODY: i64 = 0;

/// One list.
#[derive(Debug, Clone, PartialEq)]
pub struct Menu {
    /// Where it is shown; [`EVERYBODY`] for every private chat.
    pub chat: i64,
    /// To whom: readers of that language; English is for all others, too.
    pub lang: Lang,
    /// Names, and what they do.
    pub commands: Vec<(&'static str, Phrase)>,
}

/// Every list there has to be. `agents` are own chats with the role there, nobody's any more for who was removed.
pub fn wanted(staff: Option<i64>, agents: &[(i64, Option<Role>)]) -> Vec<Menu> {
    let own = |role: Option<Role>| words(move |w| for_customers(w) || role.is_some_and(|r| for_staff(w, r)));
    let mut lists = vec![(EVERYBODY, own(None))];
    lists.extend(staff.map(|chat| (chat, words(|w| w == Word::Help || for_staff(w, Role::Admin)))));
    lists.extend(agents.iter().map(|(chat, role)| (*chat, own(*role))));
    let each = |(chat, commands): (i64, Vec<(&'static str, Phrase)>)| {
        Lang::ALL.map(|lang| Menu { chat, lang, commands: commands.clone() })
    };
    lists.into_iter().flat_map(each).collect()
}

fn words(fits: impl Fn(Word) -> bool) -> Vec<(&'static str, Phrase)> {
    let fitting = Word::ALL.iter().copied().filter(|w| fits(*w));
    fitting.map(|w| (w.name(), Phrase::keyed("help", w.name()))).collect()
}

fn for_customers(word: Word) -> bool {
    word.audience() == Audience::Customers || word == Word::Help
}

fn for_staff(word: Word, role: Role) -> bool {
    match word.audience() {
        Audience::Staff(least) => role >= least,
        Audience::Customers | Audience::Everybody => word == Word::Whoami,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_sees_what_is_theirs() {
        let menus = wanted(Some(-100), &[(7, Some(Role::Agent)), (8, None)]);
        let names = |chat| {
            let menu = menus.iter().find(|m| m.chat == chat).unwrap();
            menu.commands.iter().map(|(name, _)| *name).collect::<Vec<_>>()
        };
        assert!(names(EVERYBODY).contains(&"hours") && !names(EVERYBODY).contains(&"take"));
        assert!(names(-100).contains(&"take") && !names(-100).contains(&"hours"));
        assert!(names(7).contains(&"hours") && names(7).contains(&"take") && !names(7).contains(&"agent"));
        assert_eq!(names(8), names(EVERYBODY), "who was removed sees what customers see");
        assert_eq!(menus.len(), 4 * Lang::ALL.len());
    }
}
