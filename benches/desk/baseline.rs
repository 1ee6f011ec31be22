//! The same claim by the means a bot is usually written with: teloxide's dispatcher and dialogue, and a table for its states.
//!
//! It asks the same fifteen things, keeps every answer before it asks the next one, and at the end has a row for the claim and
//! a word to the staff's group. It is no desk: nothing tells an update that came twice, a message whose sending failed is gone,
//! and what was fetched and not yet handled when it stops is confirmed and lost. What it costs is what those promises are
//! compared with.

use std::{sync::Arc, time::Duration};

use aftercare::{frontend::telegram, sandbox::world::World};
use anyhow::Result;
use futures_util::{FutureExt, future::BoxFuture};
use serde::{Deserialize, Serialize};
use sqlx::{PgPool, postgres::PgPoolOptions};
use teloxide::{
    Bot,
    dispatching::{
        Dispatcher, UpdateFilterExt,
        dialogue::{self, Dialogue, InMemStorage, Storage},
    },
    dptree,
    error_handlers::LoggingErrorHandler,
    payloads::SendMessageSetters,
    prelude::Requester,
    types::{CallbackQuery, ChatId, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update},
    update_listeners::Polling,
};

use super::{
    ground::Ground,
    people::{CLAIM, Crowd, Step},
    wire::{Audience, Round, TOKEN, stand_in},
};

/// Where the states of the conversations are kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// In the memory of the process, as the library's first example has it: gone when it ends.
    InMemory,
    /// In a table of the same PostgreSQL as the desk's, which has them on disk before anything is said.
    InATable,
}

impl Kept {
    pub const fn name(self) -> &'static str {
        match self {
            Self::InMemory => "in memory",
            Self::InATable => "in a table",
        }
    }
}

/// How far a customer is, and what they said.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Talk {
    step: usize,
    answers: Vec<String>,
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The states in a table, a row for each chat.
struct Table(PgPool);

impl Storage<Talk> for Table {
    type Error = Failure;

    fn remove_dialogue(self: Arc<Self>, chat: ChatId) -> BoxFuture<'static, Result<(), Failure>> {
        async move {
            sqlx::query("DELETE FROM talks WHERE chat = $1").bind(chat.0).execute(&self.0).await?;
            Ok(())
        }
        .boxed()
    }

    fn update_dialogue(self: Arc<Self>, chat: ChatId, talk: Talk) -> BoxFuture<'static, Result<(), Failure>> {
        async move {
            let put = "INSERT INTO talks (chat, state) VALUES ($1, $2)
                       ON CONFLICT (chat) DO UPDATE SET state = excluded.state";
            sqlx::query(put).bind(chat.0).bind(serde_json::to_value(talk)?).execute(&self.0).await?;
            Ok(())
        }
        .boxed()
    }

    fn get_dialogue(self: Arc<Self>, chat: ChatId) -> BoxFuture<'static, Result<Option<Talk>, Failure>> {
        async move {
            let state: Option<serde_json::Value> =
                sqlx::query_scalar("SELECT state FROM talks WHERE chat = $1")
                    .bind(chat.0)
                    .fetch_optional(&self.0)
                    .await?;
            Ok(state.map(serde_json::from_value).transpose()?)
        }
        .boxed()
    }
}

/// What a turn needs besides its update.
#[derive(Clone)]
struct Office {
    pool: PgPool,
    staff: ChatId,
}

/// Customers who file so many claims each, with a bot of that kind.
pub async fn round(
    ground: &Ground,
    kept: Kept,
    crowd: &Crowd,
    customers: usize,
    claims: usize,
) -> Result<Round> {
    ground.fresh("baseline", None).await?;
    let pool = PgPoolOptions::new().max_connections(10).connect_with(ground.options("baseline")).await?;
    sqlx::raw_sql(
        "CREATE TABLE talks (chat bigint PRIMARY KEY, state jsonb NOT NULL);
         CREATE TABLE claims (id bigserial PRIMARY KEY, chat bigint NOT NULL, answers jsonb NOT NULL,
                              at timestamptz NOT NULL DEFAULT now())",
    )
    .execute(&pool)
    .await?;
    let (world, server) = stand_in().await?;
    let office = Office { pool: pool.clone(), staff: ChatId(world.group_id()) };
    let bot = telegram::connect(TOKEN, Some(&server.url()))?;
    let round = match kept {
        Kept::InMemory => serve(bot, office, InMemStorage::new(), &world, crowd, (customers, claims)).await,
        Kept::InATable => {
            serve(bot, office, Arc::new(Table(pool.clone())), &world, crowd, (customers, claims)).await
        }
    };
    pool.close().await;
    server.stop().await;
    round
}

/// Runs the bot while the customers are at it.
async fn serve<S>(
    bot: Bot,
    office: Office,
    talks: Arc<S>,
    world: &World,
    crowd: &Crowd,
    (customers, claims): (usize, usize),
) -> Result<Round>
where
    S: Storage<Talk> + Send + Sync + 'static,
    S::Error: std::fmt::Debug + Into<Failure> + Send,
{
    let handler = dialogue::enter::<Update, S, Talk, Result<(), Failure>>()
        .branch(Update::filter_message().endpoint(heard::<S>))
        .branch(Update::filter_callback_query().endpoint(pressed::<S>));
    let mut dispatcher = Dispatcher::builder(bot.clone(), handler)
        .dependencies(dptree::deps![talks, office])
        .default_handler(|_| async {})
        .build();
    let stop = dispatcher.shutdown_token();
    let polling = Polling::builder(bot).timeout(Duration::from_secs(10)).build();
    let running = async {
        let errors = LoggingErrorHandler::with_custom_text("the updates could not be fetched");
        dispatcher.dispatch_with_listener(polling, errors).await;
    };
    let customers = async {
        let round = Audience::new(world, crowd, customers, claims).play().await;
        // Why: there is nothing to stop where it never began.
        let stopped = stop.shutdown();
        if let Ok(stopped) = stopped {
            stopped.await;
        }
        round
    };
    let ((), round) = tokio::join!(running, customers);
    round
}

async fn heard<S>(
    bot: Bot,
    message: Message,
    dialogue: Dialogue<Talk, S>,
    talk: Talk,
    office: Office,
) -> Result<(), Failure>
where
    S: Storage<Talk> + Send + Sync + 'static,
    S::Error: Into<Failure>,
{
    let said = message.text().or_else(|| message.caption()).unwrap_or_default().to_owned();
    go_on(&bot, &dialogue, talk, said, &office).await
}

async fn pressed<S>(
    bot: Bot,
    press: CallbackQuery,
    dialogue: Dialogue<Talk, S>,
    talk: Talk,
    office: Office,
) -> Result<(), Failure>
where
    S: Storage<Talk> + Send + Sync + 'static,
    S::Error: Into<Failure>,
{
    bot.answer_callback_query(press.id.clone()).await?;
    go_on(&bot, &dialogue, talk, press.data.unwrap_or_default(), &office).await
}

/// Keeps what was said, and asks the next thing; after the last one the claim is filed.
async fn go_on<S>(
    bot: &Bot,
    dialogue: &Dialogue<Talk, S>,
    mut talk: Talk,
    said: String,
    office: &Office,
) -> Result<(), Failure>
where
    S: Storage<Talk> + Send + Sync + 'static,
    S::Error: Into<Failure>,
{
    talk.answers.push(said);
    talk.step += 1;
    let chat = dialogue.chat_id();
    if let Some(next) = CLAIM.get(talk.step) {
        let question = format!(
            "{} of {}: what is it? Press a button, or write it in your own words.",
            talk.step,
            CLAIM.len()
        );
        dialogue.update(talk).await.map_err(Into::into)?;
        bot.send_message(chat, question).reply_markup(keys(*next)).await?;
        return Ok(());
    }
    let file = "INSERT INTO claims (chat, answers) VALUES ($1, $2) RETURNING id";
    let claim: i64 = sqlx::query_scalar(file)
        .bind(chat.0)
        .bind(serde_json::to_value(&talk.answers)?)
        .fetch_one(&office.pool)
        .await?;
    dialogue.exit().await.map_err(Into::into)?;
    bot.send_message(chat, format!("Thank you. Your claim is number {claim}; a colleague answers here."))
        .await?;
    bot.send_message(office.staff, format!("Claim {claim}:\n{}", talk.answers.join("\n"))).await?;
    Ok(())
}

/// The buttons of a question: what the customer presses among others.
fn keys(next: Step) -> InlineKeyboardMarkup {
    let labels = match next {
        Step::Press(label) => vec![label, "Something else", "Back"],
        Step::Say(_) | Step::Photo => vec!["Skip", "Back"],
    };
    let key =
        |label: &str| vec![InlineKeyboardButton::callback(label, label.chars().take(40).collect::<String>())];
    InlineKeyboardMarkup::new(labels.into_iter().map(key))
}
