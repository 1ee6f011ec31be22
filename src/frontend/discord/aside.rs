//! Answers that only who asked sees: by the token of what they commanded or pressed, which Discord takes for a quarter of
//! an hour.
//!
//! The first answer to a command takes the place of "thinking…", a page that is turned that of the page before: both are
//! changes of a message, and as good when done twice. What comes besides has no name by which Discord tells repeats apart.
//! Nothing here concerns the channel: not its pace, not its rights, not whether it is archived.

use serde_json::{Value, json};
use serenity::{
    builder::{Builder as _, CreateAllowedMentions, CreateAttachment, CreateInteractionResponseFollowup},
    http::{LightMethod, Route},
    model::{channel::MessageFlags, id::ApplicationId},
};

use super::{
    body,
    failure::{Answer, Trouble},
    files::file_name,
    inbound::{id, presser},
    interactions::ONLY_FOR_THEM,
    outbound::{DiscordCourier, id_of},
};
use crate::{
    desk::courier::{Act, Attached, Button, Receipt, Refusal},
    domain::{
        chat::{Address, Aside, Token},
        front,
        text::{Rich, discord::render},
    },
};

/// How whoever did that can be answered alone. `announced` = they see that an answer is on its way.
pub(super) fn of(interaction: &Value, announced: bool) -> Option<Aside> {
    Some(Aside {
        interaction: id(&interaction["id"])?,
        application: id(&interaction["application_id"])?,
        token: Token(interaction["token"].as_str()?.to_owned()),
        name: presser(interaction)?.name,
        announced,
    })
}

/// The same of a press on a message that only who pressed sees, or on a button that brings what is for them alone.
pub(super) fn of_press(interaction: &Value) -> Option<Aside> {
    let flags = interaction["message"]["flags"].as_u64().unwrap_or_default();
    let data = interaction["data"]["custom_id"].as_str().unwrap_or_default();
    (flags & ONLY_FOR_THEM != 0 || front::is_for_presser(data)).then(|| of(interaction, false))?
}

impl DiscordCourier {
    /// Says it to who asked, in the place of what they see already or below it.
    pub(super) async fn aside(
        &self,
        place: Address,
        to: &Aside,
        in_place: bool,
        act: &Act,
    ) -> Answer<Receipt> {
        match act {
            Act::Post { text, rows, .. } | Act::Edit { text, rows, .. } => {
                self.say_aside(to, in_place, text, rows).await
            }
            Act::Upload { file, caption, .. } => {
                self.upload_aside(place, to, std::slice::from_ref(file), caption).await
            }
            Act::UploadAlbum { files, caption, .. } => self.upload_aside(place, to, files, caption).await,
            _ => Err(Trouble::refused(Refusal::Content, "nothing that can be said to one alone")),
        }
    }

    async fn say_aside(
        &self,
        to: &Aside,
        in_place: bool,
        text: &Rich,
        rows: &[Vec<Button>],
    ) -> Answer<Receipt> {
        let application_id = application(to)?;
        let token = to.token.0.as_str();
        let mut body = body::changed(text, Some(rows))?;
        if in_place {
            let route = Route::WebhookOriginalInteractionResponse { application_id, token };
            match self.ask(LightMethod::Patch, route, Some(&body)).await {
                // Why: they have put away what they saw; what they asked for they still want.
                Err(trouble) if trouble.is_message_gone() => {}
                answer => return receipt(&answer?),
            }
        }
        body["flags"] = json!(body::SUPPRESS_EMBEDS | ONLY_FOR_THEM);
        let route = Route::WebhookFollowupMessages { application_id, token };
        receipt(&self.ask(LightMethod::Post, route, Some(&body)).await?)
    }

    /// Why through the library's builder: it alone numbers the files of a form.
    async fn upload_aside(
        &self,
        place: Address,
        to: &Aside,
        files: &[Attached],
        caption: &Rich,
    ) -> Answer<Receipt> {
        let mut wanted = CreateInteractionResponseFollowup::new()
            .allowed_mentions(CreateAllowedMentions::new())
            .flags(MessageFlags::SUPPRESS_EMBEDS | MessageFlags::EPHEMERAL);
        if !caption.text.trim().is_empty() {
            wanted = wanted.content(render(caption));
        }
        for file in files {
            self.fits(place, u64::try_from(file.bytes.0.len()).unwrap_or(u64::MAX)).await?;
            let name = file_name(Some(&file.name), file.kind, file.spoiler);
            wanted = wanted.add_file(CreateAttachment::bytes(file.bytes.0.to_vec(), name));
        }
        let token = to.token.0.as_str();
        let sent = self.within_patience(wanted.execute(&*self.http, (None, token))).await?;
        Ok(Receipt { messages: i64::try_from(sent.id.get()).into_iter().collect(), thread: None })
    }
}

fn application(to: &Aside) -> Answer<ApplicationId> {
    let id = u64::try_from(to.application).ok().filter(|id| *id > 0);
    id.map(ApplicationId::new).ok_or_else(|| Trouble::refused(Refusal::AsideGone, "no application"))
}

fn receipt(told: &Value) -> Answer<Receipt> {
    Ok(Receipt { messages: vec![id_of(&told["id"])?], thread: None })
}
