//! Files on their way to and from Discord.
//!
//! A file of Discord is named by where it stands: `channel/message/attachment`. Its address is signed and ends within a
//! day, so it is asked for anew each time and kept nowhere; only Discord's own hosts are asked, and the server of the API
//! itself where that is one of this machine. Invariant: nothing is read beyond what may be sent.

use std::sync::Arc;

use reqwest::Url;
use serde_json::Value;
use serenity::{
    builder::{CreateAllowedMentions, CreateAttachment, CreateMessage},
    http::{LightMethod, Route},
    model::channel::{MessageFlags, MessageReference, Nonce},
    model::id::{GuildId, MessageId},
};
use tokio::sync::mpsc;

use super::{
    body::Answered,
    failure::{Answer, Trouble, of_fetch},
    outbound::{DiscordCourier, channel, holder, message},
};
use crate::{
    desk::courier::{Attached, DeliveryError, FetchError, Receipt, Refusal},
    domain::{
        chat::{Address, File, FileKind},
        text::{Rich, discord::render},
    },
};

/// What every place takes of one file.
const USUAL_LIMIT: u64 = 10 << 20;
/// What a server takes, by how much it is boosted.
const LIMITS: [u64; 4] = [USUAL_LIMIT, USUAL_LIMIT, 50 << 20, 100 << 20];
/// Discord's hosts for files.
const HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];
/// Pieces on their way while more are fetched.
const PIECES: usize = 8;
const LONGEST_NAME: usize = 100;
/// How Discord is told to cover a file until it is tapped.
const COVERED: &str = "SPOILER_";

/// A file to be sent, with its name.
struct Parcel {
    name: String,
    bytes: Vec<u8>,
}

impl DiscordCourier {
    /// Posts files Discord has, one message for all, whose id is told for each of them: their words are its words, one
    /// under the other.
    pub(super) async fn files(
        &self,
        place: Address,
        files: &[(File, Rich)],
        to: Option<Answered>,
        nonce: &str,
    ) -> Answer<Receipt> {
        let mut parcels = Vec::new();
        for (file, _) in files {
            parcels.push(self.parcel(place, file).await?);
        }
        let captions = files.iter().map(|(_, caption)| caption).filter(|caption| !caption.text.is_empty());
        let mut words = Rich::default();
        for caption in captions {
            let gap = if words.text.is_empty() { "" } else { "\n" };
            words = Rich::concat([words, Rich::plain(gap), caption.clone()]);
        }
        let Receipt { messages, thread } = self.send(place, parcels, &words, (to, nonce)).await?;
        // Why as often as there are files: each of them stands in that message.
        let messages = messages.into_iter().flat_map(|id| vec![id; files.len()]).collect();
        Ok(Receipt { messages, thread })
    }

    /// Posts files Discord does not have, as one message.
    pub(super) async fn upload(
        &self,
        place: Address,
        files: &[Attached],
        caption: &Rich,
        sending: (Option<Answered>, &str),
    ) -> Answer<Receipt> {
        let mut parcels = Vec::new();
        for file in files {
            self.fits(place, u64::try_from(file.bytes.0.len()).unwrap_or(u64::MAX)).await?;
            let name = file_name(Some(&file.name), file.kind, file.spoiler);
            parcels.push(Parcel { name, bytes: file.bytes.0.to_vec() });
        }
        self.send(place, parcels, caption, sending).await
    }

    /// Why through the library's builder: it alone numbers the files of a form.
    async fn send(
        &self,
        place: Address,
        parcels: Vec<Parcel>,
        words: &Rich,
        (to, nonce): (Option<Answered>, &str),
    ) -> Answer<Receipt> {
        let channel_id = holder(place)?;
        let mut wanted = CreateMessage::new()
            .nonce(Nonce::String(nonce.to_owned()))
            .enforce_nonce(true)
            .allowed_mentions(CreateAllowedMentions::new())
            .flags(MessageFlags::SUPPRESS_EMBEDS);
        if !words.text.trim().is_empty() {
            wanted = wanted.content(render(words));
        }
        if let Some(to) = to {
            let (Answered::IfThere(id) | Answered::OrNot(id)) = to;
            let reference = MessageReference::from((channel_id, MessageId::new(id.max(1))));
            wanted = wanted.reference_message(reference.fail_if_not_exists(matches!(to, Answered::OrNot(_))));
        }
        let files = parcels.into_iter().map(|parcel| CreateAttachment::bytes(parcel.bytes, parcel.name));
        let wanted = wanted.add_files(files);
        let http = Arc::clone(&self.http);
        let sent = self.within_patience(channel_id.send_message(&http, wanted)).await?;
        let id = i64::try_from(sent.id.get()).map_err(|_| Trouble::Lost("an answer without an id"))?;
        Ok(Receipt { messages: vec![id], thread: None })
    }

    /// A file Discord has, fetched to be sent again.
    async fn parcel(&self, place: Address, file: &File) -> Answer<Parcel> {
        // Why: what is gone is the file, not the place it was to be posted to.
        let attachment = self.attachment(file).await.map_err(|trouble| unfetched(of_fetch(trouble)))?;
        let size = attachment["size"].as_u64().unwrap_or_default();
        let most = self.fits(place, size).await?;
        let (into, mut from) = mpsc::channel::<Vec<u8>>(PIECES);
        let gather = async {
            let mut bytes = Vec::new();
            while let Some(piece) = from.recv().await {
                bytes.extend(piece);
            }
            bytes
        };
        // Why moved in: the gathering ends when nobody can send any more.
        let pass_on = async move { self.pass_on(&attachment, most, &into).await };
        let (passed, bytes) = tokio::join!(pass_on, gather);
        passed.map_err(unfetched)?;
        Ok(Parcel { name: file_name(file.name.as_deref(), file.kind, file.spoiler), bytes })
    }

    /// See [`crate::desk::courier::Courier::fetch`].
    pub(super) async fn fetch_file(
        &self,
        file: &File,
        most: u64,
        into: &mpsc::Sender<Vec<u8>>,
    ) -> Result<u64, FetchError> {
        let attachment = self.attachment(file).await.map_err(of_fetch)?;
        self.pass_on(&attachment, most, into).await
    }

    async fn pass_on(
        &self,
        attachment: &Value,
        most: u64,
        into: &mpsc::Sender<Vec<u8>>,
    ) -> Result<u64, FetchError> {
        let url = attachment["url"].as_str().and_then(|url| self.allowed(url));
        let url = url.ok_or_else(|| FetchError::Gone("an address that is not Discord's".to_owned()))?;
        let own_server = self.http.proxy.is_some();
        self.files.pass_on(url, own_server, (attachment["size"].as_u64(), most), into).await
    }

    /// What Discord tells of a file today, its address among it.
    async fn attachment(&self, file: &File) -> Answer<Value> {
        let strange = || Trouble::refused(Refusal::Content, "the file is not one of Discord");
        let [chat, id, attachment] = parts(&file.id).ok_or_else(strange)?;
        let route = Route::ChannelMessage { channel_id: channel(chat)?, message_id: message(id)? };
        let told = self.ask(LightMethod::Get, route, None).await?;
        let attachment = attachment.to_string();
        let files = told["attachments"].as_array().map_or(&[][..], Vec::as_slice);
        let found = files.iter().find(|file| file["id"] == attachment.as_str()).cloned();
        found.ok_or_else(|| Trouble::refused(Refusal::Content, "the file is not in its message any more"))
    }

    /// What the place takes of one file, if a file of this size is not too large for it.
    pub(super) async fn fits(&self, place: Address, size: u64) -> Answer<u64> {
        let most = if size > USUAL_LIMIT { self.limit(place).await? } else { USUAL_LIMIT };
        if size <= most {
            return Ok(most);
        }
        let why = format!("the file has {size} bytes, and Discord takes {most} there");
        Err(Trouble::refused(Refusal::Content, &why))
    }

    async fn limit(&self, place: Address) -> Answer<u64> {
        let route = Route::Channel { channel_id: channel(place.chat)? };
        let told = self.ask(LightMethod::Get, route, None).await?;
        let guild = told["guild_id"].as_str().and_then(|id| id.parse().ok()).filter(|id| *id > 0);
        let Some(guild_id) = guild.map(GuildId::new) else { return Ok(USUAL_LIMIT) };
        let told = self.ask(LightMethod::Get, Route::Guild { guild_id }, None).await?;
        let boosted = told["premium_tier"].as_u64().and_then(|tier| usize::try_from(tier).ok());
        Ok(boosted.and_then(|tier| LIMITS.get(tier)).copied().unwrap_or(USUAL_LIMIT))
    }

    /// The address, if it is one of Discord's, or of the API's own server on this machine.
    fn allowed(&self, url: &str) -> Option<Url> {
        let url = Url::parse(url).ok()?;
        let own = self.http.proxy.as_deref().and_then(|base| Url::parse(base).ok());
        let own = own.filter(|own| own.host_str().is_some_and(is_loopback));
        let is_own = own.is_some_and(|own| own.origin() == url.origin());
        let discords = url.scheme() == "https" && url.host_str().is_some_and(|host| HOSTS.contains(&host));
        (is_own || discords && url.port().is_none()).then_some(url)
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// Channel, message and attachment of a file's id.
fn parts(id: &str) -> Option<[i64; 3]> {
    let parts: Vec<i64> = id.split('/').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    parts.try_into().ok()
}

fn unfetched(error: FetchError) -> Trouble {
    match error {
        FetchError::Gone(why) => Trouble::refused(Refusal::Content, &format!("the file can't be had: {why}")),
        FetchError::TooBig => {
            Trouble::refused(Refusal::Content, "the file is larger than Discord takes there")
        }
        FetchError::NotNow { retry_after, why } => {
            Trouble::Decided(DeliveryError::NotSent { retry_after, why: format!("fetching the file: {why}") })
        }
    }
}

/// A name Discord keeps, with the ending its kind is shown by.
pub(super) fn file_name(name: Option<&str>, kind: FileKind, covered: bool) -> String {
    let usual = match kind {
        FileKind::Photo => "photo.jpg",
        FileKind::Video | FileKind::VideoNote => "video.mp4",
        FileKind::Animation => "animation.mp4",
        FileKind::Audio => "audio.mp3",
        FileKind::Voice => "voice.ogg",
        FileKind::Sticker => "sticker.webp",
        FileKind::Document => "file",
    };
    let safe = |sign: char| if sign.is_control() || "/\\\"<>|:*?".contains(sign) { '_' } else { sign };
    let name: String = name.unwrap_or_default().trim().trim_start_matches('.').chars().map(safe).collect();
    let over = name.chars().count().saturating_sub(LONGEST_NAME);
    let name: String = name.chars().skip(over).collect();
    let name = if name.is_empty() { usual.to_owned() } else { name };
    if covered && !name.starts_with(COVERED) { format!("{COVERED}{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serenity::http::HttpBuilder;

    use super::*;

    fn courier(base: Option<&str>) -> DiscordCourier {
        let http = HttpBuilder::new("T").ratelimiter_disabled(true);
        let http = if let Some(base) = base { http.proxy(base) } else { http };
        DiscordCourier::new(Arc::new(http.build()), Duration::from_secs(1))
    }

    #[test]
    fn only_discords_hosts_and_the_own_server_are_asked() {
        let (live, own) = (courier(None), courier(Some("http://127.0.0.1:9/")));
        let elsewhere = courier(Some("https://proxy.example"));
        assert!(live.allowed("https://cdn.discordapp.com/attachments/1/2/a.jpg?ex=1").is_some());
        assert!(live.allowed("https://media.discordapp.net/attachments/1/2/a.jpg").is_some());
        assert!(own.allowed("http://127.0.0.1:9/attachments/1/2/a.jpg").is_some());
        for url in [
            "http://cdn.discordapp.com/a",
            "https://cdn.discordapp.com:444/a",
            "https://cdn.discordapp.com.evil.example/a",
            "https://evil.example/cdn.discordapp.com",
            "http://127.0.0.1:9/a",
            "file:///etc/passwd",
            "a",
        ] {
            assert!(live.allowed(url).is_none(), "{url}");
        }
        assert!(own.allowed("http://127.0.0.1:10/a").is_none());
        assert!(elsewhere.allowed("https://proxy.example/a").is_none());
    }

    #[test]
    fn files_are_named_by_where_they_stand() {
        assert_eq!(parts("12/34/56"), Some([12, 34, 56]));
        for id in ["", "12", "12/34", "1/2/3/4", "a/b/c", "AgADBAAD"] {
            assert_eq!(parts(id), None, "{id}");
        }
    }

    #[test]
    fn names_are_harmless_and_never_empty() {
        assert_eq!(file_name(Some("../a\\b.jpg"), FileKind::Photo, false), "_a_b.jpg");
        assert_eq!(file_name(None, FileKind::Voice, false), "voice.ogg");
        assert_eq!(file_name(Some("a.jpg"), FileKind::Photo, true), "SPOILER_a.jpg");
        let long = format!("{}.pdf", "x".repeat(300));
        assert_eq!(file_name(Some(&long), FileKind::Document, false), format!("{}.pdf", "x".repeat(96)));
    }
}
