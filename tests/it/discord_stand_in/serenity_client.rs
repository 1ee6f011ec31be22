//! The real client library against the stand-in: every event and answer it needs is one it can read.

use std::sync::Arc;
use std::time::Duration;

use aftercare::sandbox::discord::{Cut, kind};
use serenity::all::{
    ButtonStyle, ChannelId, ChannelType, ClientBuilder, CommandOptionType, Context, CreateActionRow,
    CreateAllowedMentions, CreateAttachment, CreateButton, CreateCommand, CreateCommandOption,
    CreateInputText, CreateInteractionResponse, CreateInteractionResponseMessage, CreateMessage, CreateModal,
    CreateThread, EditInteractionResponse, EventHandler, GatewayIntents, Guild, GuildId, InputTextStyle,
    Interaction, Message, MessagePagination, Nonce, Ready, ResumedEvent, ShardManager,
};
use serenity::http::{Http, HttpBuilder};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::Bench;

/// Real time the client may take.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug)]
enum Heard {
    Ready(Box<Ready>),
    Guild(Box<Guild>),
    Message(Box<Message>),
    Interaction(Box<Interaction>),
    Resumed,
}

struct Ears(mpsc::UnboundedSender<Heard>);

impl Ears {
    fn tell(&self, heard: Heard) {
        self.0.send(heard).expect("the test listens");
    }
}

#[serenity::async_trait]
impl EventHandler for Ears {
    async fn ready(&self, _: Context, ready: Ready) {
        self.tell(Heard::Ready(Box::new(ready)));
    }

    async fn guild_create(&self, _: Context, guild: Guild, _: Option<bool>) {
        self.tell(Heard::Guild(Box::new(guild)));
    }

    async fn message(&self, _: Context, message: Message) {
        self.tell(Heard::Message(Box::new(message)));
    }

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        self.tell(Heard::Interaction(Box::new(interaction)));
    }

    async fn resume(&self, _: Context, _: ResumedEvent) {
        self.tell(Heard::Resumed);
    }
}

/// The client, with all it has heard. Its tasks end with it.
struct Line {
    http: Arc<Http>,
    heard: mpsc::UnboundedReceiver<Heard>,
    shards: Arc<ShardManager>,
    tasks: JoinSet<()>,
}

fn http(bench: &Bench) -> Http {
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    // Why no limiter: with it the library goes to the real address, whatever the proxy.
    HttpBuilder::new(bench.token())
        .client(client)
        .proxy(bench.server.url())
        .ratelimiter_disabled(true)
        .application_id(bench.application.into())
        .build()
}

impl Line {
    async fn open(bench: &Bench) -> Self {
        let http = http(bench);
        let url = http.get_gateway().await.expect("a gateway").url;
        assert!(url.starts_with("ws://127.0.0.1:"), "{url}");
        let intents = GatewayIntents::GUILDS
            | GatewayIntents::GUILD_MESSAGES
            | GatewayIntents::DIRECT_MESSAGES
            | GatewayIntents::MESSAGE_CONTENT;
        let (tell, heard) = mpsc::unbounded_channel();
        let mut client =
            ClientBuilder::new_with_http(http, intents).event_handler(Ears(tell)).await.expect("a client");
        let (shards, http) = (client.shard_manager.clone(), client.http.clone());
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            // Why the result is dropped: the test sees by itself what has come.
            let _ = client.start().await;
        });
        Self { http, heard, shards, tasks }
    }

    async fn next(&mut self) -> Heard {
        let heard =
            tokio::time::timeout(PATIENCE, self.heard.recv()).await.expect("the client hears something");
        heard.expect("the client lives")
    }

    async fn message(&mut self) -> Message {
        match self.next().await {
            Heard::Message(message) => *message,
            other => panic!("not a message: {other:?}"),
        }
    }

    async fn interaction(&mut self) -> Interaction {
        match self.next().await {
            Heard::Interaction(interaction) => *interaction,
            other => panic!("not an interaction: {other:?}"),
        }
    }

    async fn close(mut self) {
        self.shards.shutdown_all().await;
        self.tasks.shutdown().await;
    }
}

#[tokio::test]
async fn messages_and_threads_go_both_ways() {
    let bench = Bench::new().await;
    let mut line = Line::open(&bench).await;
    let Heard::Ready(ready) = line.next().await else { panic!("not ready") };
    assert_eq!(ready.application.id.get(), bench.application);
    let Heard::Guild(guild) = line.next().await else { panic!("no server") };
    assert_eq!((guild.channels.len(), guild.members.len()), (3, 3));
    bench.people.upload("ken", bench.support, &[("a.jpg", vec![1, 2])], "broken").expect("ken writes");
    let asked = line.message().await;
    assert_eq!((asked.content.as_str(), asked.attachments[0].size), ("broken", 2));
    let button =
        CreateActionRow::Buttons(vec![CreateButton::new("c:1").label("Open").style(ButtonStyle::Primary)]);
    let answer = CreateMessage::new()
        .content("@everyone taken")
        .nonce(Nonce::String("r1".into()))
        .enforce_nonce(true)
        .allowed_mentions(CreateAllowedMentions::new())
        .reference_message(&asked)
        .components(vec![button])
        .add_file(CreateAttachment::bytes(b"x".to_vec(), "b.txt"));
    let first = asked.channel_id.send_message(&line.http, answer.clone()).await.expect("a message");
    let again = asked.channel_id.send_message(&line.http, answer).await.expect("the same message");
    assert_eq!((first.id, first.mention_everyone), (again.id, false));
    assert_eq!(line.message().await.id, first.id);
    let thread = CreateThread::new("Claim 12").kind(ChannelType::PrivateThread).invitable(false);
    let thread = asked.channel_id.create_thread(&line.http, thread).await.expect("a thread");
    line.http.add_thread_channel_member(thread.id, bench.ken.into()).await.expect("ken is added");
    bench.people.write("ken", thread.id.get(), "here").expect("ken writes");
    assert_eq!(line.message().await.channel_id, thread.id);
    first.react(&line.http, '✅').await.expect("a reaction");
    first.pin(&line.http).await.expect("a pin");
    let after = Some(MessagePagination::After(asked.id));
    let page = line.http.get_messages(ChannelId::new(bench.support), after, Some(50)).await.expect("a page");
    assert_eq!(page.last().map(|message| message.id), Some(first.id));
    assert_eq!(bench.people.look(|guild| guild.channels[&thread.id.get()].kind), kind::PRIVATE_THREAD);
    bench.check();
    line.close().await;
}

#[tokio::test]
async fn an_interaction_goes_from_command_to_form_to_answer() {
    let bench = Bench::new().await;
    let mut line = Line::open(&bench).await;
    assert!(matches!((line.next().await, line.next().await), (Heard::Ready(_), Heard::Guild(_))));
    let option = CreateCommandOption::new(CommandOptionType::String, "sku", "The number").required(true);
    let command =
        CreateCommand::new("claim").description("Open a claim").description_localized("zh-CN", "提出申请");
    let commands = vec![command.add_option(option.set_autocomplete(false))];
    GuildId::new(bench.guild).set_commands(&line.http, commands).await.expect("commands");
    bench.people.slash("ken", bench.support, "claim", &[("sku", "A-1".into())]).expect("ken runs it");
    let Interaction::Command(command) = line.interaction().await else { panic!("not a command") };
    assert_eq!(command.data.options[0].value.as_str(), Some("A-1"));
    let open = CreateActionRow::Buttons(vec![CreateButton::new("open").label("Open")]);
    let data =
        CreateInteractionResponseMessage::new().content("Sure?").ephemeral(true).components(vec![open]);
    command.create_response(&line.http, CreateInteractionResponse::Message(data)).await.expect("an answer");
    let shown = bench.people.answer_to(command.id.get()).expect("an answer").id;
    let pressed = bench.people.press("ken", bench.support, shown, "Open").expect("ken presses");
    let Interaction::Component(press) = line.interaction().await else { panic!("not a press") };
    let input = CreateActionRow::InputText(CreateInputText::new(InputTextStyle::Short, "Pieces", "qty"));
    let modal = CreateModal::new("m", "How many?").components(vec![input]);
    press.create_response(&line.http, CreateInteractionResponse::Modal(modal)).await.expect("a form");
    let submitted = bench.people.submit("ken", pressed, &[("qty", "12")]).expect("ken submits");
    let Interaction::Modal(form) = line.interaction().await else { panic!("not a form") };
    form.defer_ephemeral(&line.http).await.expect("an answer");
    form.edit_response(&line.http, EditInteractionResponse::new().content("12 pieces"))
        .await
        .expect("an edit");
    assert_eq!(bench.people.answer_to(submitted).map(|post| post.content), Some("12 pieces".into()));
    bench.check();
    line.close().await;
}

#[tokio::test]
async fn the_client_takes_its_session_up_again_and_begins_a_new_one_when_it_is_lost() {
    let bench = Bench::new().await;
    let mut line = Line::open(&bench).await;
    assert!(matches!((line.next().await, line.next().await), (Heard::Ready(_), Heard::Guild(_))));
    bench.people.cut(Cut::Drop);
    bench.people.write("ken", bench.support, "meanwhile").expect("ken writes");
    let (mut resumed, mut told) = (false, false);
    while !(resumed && told) {
        match line.next().await {
            Heard::Resumed => resumed = true,
            Heard::Message(message) => told = message.content == "meanwhile",
            other => panic!("neither: {other:?}"),
        }
    }
    assert_eq!(bench.people.begun_and_resumed(), (1, 1));
    bench.people.forget_sessions();
    bench.people.write("ken", bench.support, "missed").expect("ken writes");
    bench.people.cut(Cut::Reconnect);
    assert!(matches!(line.next().await, Heard::Ready(_)));
    assert!(matches!(line.next().await, Heard::Guild(_)));
    bench.people.write("ken", bench.support, "heard").expect("ken writes");
    assert_eq!(line.message().await.content, "heard");
    line.close().await;
}
