//! What is no message: taking messages and topics away, and the menu of commands.

use teloxide::{
    payloads::SetMyCommandsSetters as _,
    prelude::Requester as _,
    types::{BotCommand, BotCommandScope, ChatId, MessageId},
};

use super::outbound::{Answer, TelegramCourier, chat, message, refused, thread};
use crate::{
    desk::courier::{Receipt, Refusal},
    domain::{chat::Address, lang::Lang, menu::EVERYBODY},
};

impl TelegramCourier {
    pub(super) async fn delete(&self, place: Address, messages: &[i64]) -> Answer<Receipt> {
        let messages: Vec<MessageId> = messages.iter().map(|id| message(*id)).collect::<Answer<_>>()?;
        let request = self.bot.delete_messages(chat(place), messages);
        self.call("deleteMessages", request).await.map(|_| Receipt::default())
    }

    pub(super) async fn menu(
        &self,
        place: Address,
        commands: &[(String, String)],
        lang: Lang,
    ) -> Answer<Receipt> {
        let list: Vec<BotCommand> =
            commands.iter().map(|(name, what)| BotCommand::new(name.as_str(), what.as_str())).collect();
        let scope = match place.chat {
            EVERYBODY => BotCommandScope::AllPrivateChats,
            id => BotCommandScope::Chat { chat_id: ChatId(id).into() },
        };
        let mut request = self.bot.set_my_commands(list).scope(scope);
        // Why: the list without a language is for everybody whose language has none.
        if lang == Lang::ZhHans {
            request = request.language_code("zh");
        }
        self.call("setMyCommands", request).await.map(|_| Receipt::default())
    }

    /// Closes a topic: administrators alone can write there from then on.
    pub(super) async fn shut(&self, place: Address) -> Answer<Receipt> {
        let Some(thread) = thread(place)? else { return Ok(Receipt::default()) };
        let request = self.bot.close_forum_topic(chat(place), thread);
        self.call("closeForumTopic", request).await.map(|_| Receipt::default())
    }

    pub(super) async fn drop_room(&self, place: Address) -> Answer<Receipt> {
        let Some(thread) = thread(place)? else {
            return Err(refused(Refusal::RoomGone, "a room without a topic can't be deleted"));
        };
        let request = self.bot.delete_forum_topic(chat(place), thread);
        self.call("deleteForumTopic", request).await.map(|_| Receipt::default())
    }
}
