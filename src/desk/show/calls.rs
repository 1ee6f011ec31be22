//! People and roles who are called by what the desk says to the staff: by their accounts where it is read, looked up when it
//! is delivered. Who left, or has no account there, is a name like any other.
//!
//! A name is put in its place last, so that nothing else in a message can be taken for one. Customers call nobody and are
//! not called: what they wrote holds no such mark.

use std::collections::HashMap;

use super::{Step, Voice};
use crate::{
    desk::{Desk, DeskError},
    domain::{
        chat::Platform,
        id::PersonId,
        phrase::{Arg, Callee, Phrase, Say},
        text::{Mark, MarkKind, Rich, discord},
    },
    store::{self, StoreError},
};

/// Stand around the number of what is to be put there. Nobody can write them: they are no characters.
const OPENS: char = '\u{FDD0}';
const CLOSES: char = '\u{FDD1}';

/// What is put in a place: words, and whom they call.
type Way = (String, Option<MarkKind>);

impl Desk {
    /// Words of the desk in which people of the staff are called.
    pub(in crate::desk) async fn show_calling(
        &self,
        say: &Say,
        reply_to: Option<i64>,
        voice: Voice,
    ) -> Result<Vec<Step>, DeskError> {
        let args = || say.lines.iter().flat_map(|phrase| &phrase.args).map(|(_, arg)| arg);
        let calls = |arg: &Arg| matches!(arg, Arg::Calls(_) | Arg::Team { .. });
        if !voice.staff || !args().any(calls) {
            return Ok(self.show_say(say, reply_to, voice));
        }
        let people: Vec<PersonId> = args()
            .filter_map(|arg| if let Arg::Calls(people) = arg { Some(people) } else { None })
            .flatten()
            .map(|callee| callee.person)
            .collect();
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let accounts = store::agents::accounts(&mut db, &people, voice.on).await?;
        drop(db);
        let mut ways = Vec::new();
        let mut phrases = say.lines.clone();
        for (_, arg) in phrases.iter_mut().flat_map(|phrase: &mut Phrase| &mut phrase.args) {
            match arg {
                Arg::Calls(people) => {
                    let places: Vec<String> = people
                        .iter()
                        .map(|callee| put_aside(way_to(callee, &accounts, voice.on), &mut ways))
                        .collect();
                    *arg = Arg::Text(places.join(", "));
                }
                Arg::Team { id, name } => {
                    let role = self.terms.group(id).and_then(|group| group.discord_role);
                    let way = match role.filter(|_| voice.on == Platform::Discord) {
                        Some(role) => (discord::role(role), Some(MarkKind::Role(role))),
                        None => (name.get(voice.lang).to_owned(), None),
                    };
                    *arg = Arg::Text(put_aside(way, &mut ways));
                }
                _ => {}
            }
        }
        let text = put_back(&self.words(&phrases, voice), &ways);
        Ok(self.show_text(&text, say, reply_to, voice))
    }
}

fn way_to(callee: &Callee, accounts: &HashMap<PersonId, i64>, on: Platform) -> Way {
    match (accounts.get(&callee.person), on) {
        (None, _) => (callee.name.clone(), None),
        (Some(account), Platform::Telegram) => (callee.name.clone(), Some(MarkKind::Call(*account))),
        (Some(account), Platform::Discord) => (discord::person(*account), Some(MarkKind::Call(*account))),
    }
}

/// What stands for it meanwhile.
fn put_aside(way: Way, ways: &mut Vec<Way>) -> String {
    ways.push(way);
    format!("{OPENS}{}{CLOSES}", ways.len() - 1)
}

fn put_back(words: &str, ways: &[Way]) -> Rich {
    let (mut text, mut marks) = (String::with_capacity(words.len()), Vec::new());
    let mut pieces = words.split(OPENS);
    text.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (number, rest) = piece.split_once(CLOSES).unwrap_or(("", piece));
        if let Some((name, kind)) = number.parse::<usize>().ok().and_then(|number| ways.get(number)) {
            let from = text.len();
            text.push_str(name);
            marks.extend(kind.clone().map(|kind| Mark { kind, from, to: text.len() }));
        }
        text.push_str(rest);
    }
    Rich::new(text, marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_put_back_where_they_were_and_nowhere_else() {
        let mut ways = Vec::new();
        let lin = put_aside(("Lin".into(), Some(MarkKind::Call(7))), &mut ways);
        let bo = put_aside(("Bo".into(), None), &mut ways);
        let rich = put_back(&format!("Lin's case, for {lin}, {bo}."), &ways);
        assert_eq!(rich.text, "Lin's case, for Lin, Bo.");
        assert_eq!(rich.marks, [Mark { kind: MarkKind::Call(7), from: 16, to: 19 }]);
    }

    #[test]
    fn a_place_that_is_nobodys_is_left_out() {
        let odd = format!("a{OPENS}9{CLOSES}b{OPENS}c{CLOSES}d{OPENS}e");
        assert_eq!(put_back(&odd, &[("x".into(), None)]), Rich::plain("abde"));
    }
}
