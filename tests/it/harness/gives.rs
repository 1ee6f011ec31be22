//! Anything at all, given by somebody: what no scenario has words for.

use aftercare::domain::chat::{Incoming, Input};
use aftercare::sandbox::shown::{Place, Room};

use super::acts::About;
use super::chats::{Chats, Message, State};

impl Chats {
    /// Somebody gives anything, in their chat or in the newest room, in answer to the newest message there that holds
    /// `part`; what the desk hears.
    pub fn gives(
        &self,
        who: &str,
        in_room: bool,
        part: Option<&str>,
        input: impl FnOnce(&mut State) -> Input,
    ) -> Incoming {
        let mut state = self.lock();
        let place = if in_room { Place::Room(Room::Newest) } else { Place::Chat(who.to_owned()) };
        let spot = state.resolve(&place).expect("a place");
        let reply_to = part.map(|part| state.find(spot, part, None).expect("a message"));
        let message = state.write(who, spot, Message { reply_to, ..Message::default() });
        let input = input(&mut state);
        state.tell(who, spot, About { message: Some(message), reply_to }, input).expect("told");
        state.waiting.pop_back().expect("an update")
    }
}
