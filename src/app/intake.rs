//! Between a platform's updates and the desk: nothing is acknowledged before it is committed, however long that takes.

use std::{sync::Arc, time::Duration};

use tracing::warn;

use crate::{
    desk::{Desk, DeskError, FormWords, Suggested},
    domain::{
        chat::{Account, Incoming, Platform, Room},
        suggest::Typing,
    },
    frontend::{
        discord::{self, Form, Home, Known, Later, Register},
        telegram::{self, Context, Intake, Reception},
    },
    store::{Fault, chats::Alive},
};

/// The longest pause between two tries at a batch while the database is away.
const LONGEST: Duration = Duration::from_secs(5);
/// How long a batch that was brought may wait for the database; then it is brought again.
const BROUGHT: Duration = Duration::from_secs(20);

/// Hands batches to the desk.
#[derive(Clone)]
pub(super) struct DeskIntake(pub(super) Arc<Desk>);

impl Intake for DeskIntake {
    fn context(&self) -> Context {
        Context { staff_chat: self.0.staff_chat(Platform::Telegram) }
    }

    fn is_in_office(&self) -> bool {
        self.0.epoch().is_some()
    }

    async fn take(&self, batch: Vec<Incoming>) {
        self.take_whole(batch).await;
    }
}

impl Reception for DeskIntake {
    async fn context(&self) -> Option<Context> {
        // Why asked each time: another process may have learnt meanwhile that the staff's group has moved.
        // Why real time: on a connection that went dark nothing comes, and Telegram brings it again.
        match tokio::time::timeout(BROUGHT, self.0.reread_sides()).await {
            Ok(Ok(())) => return Some(Context { staff_chat: self.0.staff_chat(Platform::Telegram) }),
            Ok(Err(error)) => warn!(event = "intake.refused", "what was brought is to come again: {error}"),
            Err(_) => {
                warn!(event = "intake.refused", "what was brought is to come again: the database is silent");
            }
        }
        None
    }

    async fn take(&self, batch: Vec<Incoming>) -> bool {
        // Why real time: Telegram waits by its own clock, and brings it again.
        tokio::time::timeout(BROUGHT, self.take_from_anywhere(&batch)).await.is_ok()
    }
}

impl discord::Intake for DeskIntake {
    async fn take(&self, batch: Vec<Incoming>) {
        self.take_whole(batch).await;
    }

    fn form(&self, data: &str) -> Option<Form> {
        let FormWords { title, fields } = self.0.form_of(data)?;
        Some(Form { title, fields })
    }

    async fn places(&self) -> Vec<Known> {
        let mut pause = Duration::from_millis(50);
        loop {
            let error = match self.0.alive_on(Platform::Discord).await {
                Ok(alive) => return alive.into_iter().map(known).collect(),
                Err(error) => error,
            };
            warn!(event = "intake.waiting", "what was missed waits for the database: {error}");
            // Why real time: what is waited for is the database, and nothing says when it is back.
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST);
        }
    }

    async fn suggest(&self, typing: Typing) -> Suggested {
        self.0.suggest(&typing).await.unwrap_or_else(|error| {
            // Why no second try: who is typing goes on without it.
            warn!(event = "intake.unsuggested", "what fits could not be looked up: {error}");
            Suggested::default()
        })
    }
}

impl Register for DeskIntake {
    fn home(&self, account: i64) -> Later<Home> {
        let desk = Arc::clone(&self.0);
        Box::pin(async move {
            let home = patiently(|| desk.home_of(Platform::Discord, account)).await;
            Home { lobby: home.lobby, taken: home.taken }
        })
    }

    fn owner(&self, thread: i64) -> Later<Option<i64>> {
        let desk = Arc::clone(&self.0);
        Box::pin(async move { patiently(|| desk.owner_of(Platform::Discord, thread)).await })
    }

    fn own(&self, account: i64, thread: i64) -> Later<i64> {
        let desk = Arc::clone(&self.0);
        let account = Account { platform: Platform::Discord, id: account };
        Box::pin(async move { patiently(|| desk.own_thread(account, thread)).await })
    }
}

/// What the desk says of somebody's threads, once its database answers.
async fn patiently<T, F: Future<Output = Result<T, DeskError>>>(ask: impl Fn() -> F) -> T {
    let mut pause = Duration::from_millis(50);
    loop {
        let error = match ask().await {
            Ok(answer) => return answer,
            Err(error) => error,
        };
        warn!(event = "intake.waiting", "somebody's threads wait for the database: {error}");
        // Why real time: what is waited for is the database, and nothing says when it is back.
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST);
    }
}

fn known(alive: Alive) -> Known {
    let room = if alive.staff { Room::Staff } else { Room::Private };
    Known { address: alive.place, room, newest: alive.newest }
}

impl DeskIntake {
    /// How old the newest of a batch was when it was taken, where its platform says when it happened.
    fn note_lag(&self, batch: &[Incoming]) {
        let Some(first) = batch.first() else { return };
        let said = match first.place.platform {
            Platform::Telegram => batch.iter().filter_map(telegram::said_at).max(),
            Platform::Discord => batch.iter().filter_map(discord::said_at).max(),
        };
        if let Some(said) = said {
            self.0.note_lag(first.place.platform, said);
        }
    }

    /// Takes a batch, in office or not: whoever holds the lease delivers what follows from it.
    async fn take_from_anywhere(&self, batch: &[Incoming]) {
        let mut pause = Duration::from_millis(50);
        loop {
            let error = match self.0.receive(batch).await {
                Ok(()) => return self.note_lag(batch),
                Err(error) => error,
            };
            // Why no word of a lost lease: from now on this process takes as one that stands by.
            if error.fault() != Fault::Deposed {
                warn!(
                    event = "intake.waiting",
                    count = batch.len(),
                    "a batch waits for the database: {error}"
                );
            }
            // Why real time: what is waited for is the database, and nothing says when it is back.
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST);
        }
    }

    async fn take_whole(&self, batch: Vec<Incoming>) {
        let mut pause = Duration::from_millis(50);
        loop {
            let error = match self.0.receive(&batch).await {
                Ok(()) => return self.note_lag(&batch),
                Err(error) => error,
            };
            if error.fault() == Fault::Deposed {
                // Why: the updates are the next holder's; they come again there because they are not confirmed here.
                // The office ends this task as soon as it learns that the lease is gone.
                warn!(
                    event = "intake.deposed",
                    count = batch.len(),
                    "the lease is gone; this batch is not ours"
                );
                std::future::pending::<()>().await;
            }
            warn!(
                event = "intake.waiting",
                count = batch.len(),
                pause_ms = pause.as_millis(),
                "a batch waits for the database: {error}"
            );
            // Why real time: what is waited for is the database, and nothing says when it is back.
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST);
        }
    }
}
