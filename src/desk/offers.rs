//! What a server is offered to type, with its words in each language: commands and what each takes, and the entries of a
//! message's menu.

use super::Desk;
use crate::domain::{
    command::{Audience, Piece, Takes, Word},
    lang::Lang,
    phrase::{Label, Phrase},
};

/// The same words in each language.
pub type InEach = Vec<(Lang, String)>;

/// A command as it is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Which.
    pub word: Word,
    /// What it does.
    pub does: InEach,
    /// For who works here alone.
    pub staff: bool,
    /// What it takes, as it is asked for.
    pub takes: Vec<Slot>,
}

/// One thing a command takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Its name.
    pub name: &'static str,
    /// What it is called.
    pub called: InEach,
    /// What it is.
    pub about: InEach,
    /// What fits.
    pub form: Form,
    /// The command does nothing without.
    pub needed: bool,
}

/// What fits into a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// Any words.
    Words,
    /// Words that can be looked up while they are typed.
    Lookable,
    /// One of these: what it is called, and the word it stands for.
    OneOf(Vec<(InEach, String)>),
    /// Somebody with an account there.
    Person,
}

/// Entries of a message's menu, in the order of [`Desk::entries`].
const ENTRIES: [&str; 3] = ["reply", "note", "add"];
/// Longest list of words that is offered whole; of a longer one the fitting are looked up.
const WHOLE: usize = 25;

impl Desk {
    /// Every command there is, with its words in each language.
    pub fn offers(&self) -> Vec<Offer> {
        let one = |word: &Word| Offer {
            word: *word,
            does: self.in_each(&Phrase::keyed("help", word.name())),
            staff: matches!(word.audience(), Audience::Staff(_)),
            takes: word.asked().iter().map(|piece| self.slot(*word, piece)).collect(),
        };
        Word::ALL.iter().map(one).collect()
    }

    /// What the entries of a message's menu are called: to answer the customer, to note, to put into a case.
    pub fn entries(&self) -> [InEach; 3] {
        ENTRIES.map(|entry| self.in_each(&Phrase::keyed("entry", entry)))
    }

    fn slot(&self, word: Word, piece: &Piece) -> Slot {
        Slot {
            name: piece.name,
            called: self.in_each(&Phrase::keyed("piece", piece.name)),
            about: self.in_each(&Phrase::keyed("takes", piece.about)),
            form: self.form(word, piece),
            needed: piece.needed,
        }
    }

    fn form(&self, word: Word, piece: &Piece) -> Form {
        match piece.takes {
            Takes::OneOf(group, words) => {
                let one = |word: &&str| (self.in_each(&Phrase::keyed(group, word)), (*word).to_owned());
                Form::OneOf(words.iter().map(one).collect())
            }
            Takes::Group if self.terms.groups.len() <= WHOLE => {
                let named = |name: &Label| Lang::ALL.map(|lang| (lang, name.get(lang).to_owned())).to_vec();
                Form::OneOf(self.terms.groups.iter().map(|g| (named(&g.name), g.id.clone())).collect())
            }
            Takes::Person => Form::Person,
            Takes::Words
            | Takes::Case
            | Takes::Macro
            | Takes::Colleague
            | Takes::Group
            | Takes::Groups
            | Takes::Appointing => {
                if word.lookable(piece.name).is_some() {
                    Form::Lookable
                } else {
                    Form::Words
                }
            }
        }
    }

    fn in_each(&self, phrase: &Phrase) -> InEach {
        Lang::ALL.map(|lang| (lang, self.said_in(lang, phrase))).to_vec()
    }
}
