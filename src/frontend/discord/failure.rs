//! What went wrong with a request, and what that means for a delivery.
//!
//! Decided by Discord's own codes. Reasons name the act, the status and the code, and of a form the places that were wrong:
//! nothing that was sent, no address, no token.

use std::time::Duration;

use serenity::http::HttpError;

use crate::desk::courier::{DeliveryError, FetchError, Refusal};

/// The wait when Discord asks for one and its length is not passed on.
const SHORT_WAIT: Duration = Duration::from_secs(1);
/// The wait where only people can make room, or Discord's patience has to come back.
const LONG_WAIT: Duration = Duration::from_mins(1);
/// Of a form, no more wrong places are named.
const MOST_PLACES: usize = 4;

const MESSAGE_GONE: i64 = 10008;
const ARCHIVED: i64 = 50083;
const UNKNOWN_EMOJI: i64 = 10014;
/// The place of a form that names the answered message.
const ANSWERED: &str = "REPLIES_UNKNOWN_MESSAGE";

/// Why a request did not end well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Discord, or a server in front of it, said no.
    Said(Said),
    /// It never left, because nobody answered.
    NotReached,
    /// It never left, for another reason.
    NotMade,
    /// It left, and nobody knows more.
    Lost(&'static str),
    /// Known without asking.
    Decided(DeliveryError),
}

/// An answer that is a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Said {
    pub(super) status: u16,
    /// Discord's own code; none where it did not answer in its own way.
    pub(super) code: Option<i64>,
    /// What was wrong with a form: code and place of each.
    pub(super) wrong: Vec<(String, String)>,
    /// The wait it asks for.
    pub(super) wait: Option<Duration>,
}

pub(super) type Answer<T> = Result<T, Trouble>;

impl Trouble {
    pub(super) fn of(error: &serenity::Error) -> Self {
        match error {
            serenity::Error::Http(HttpError::UnsuccessfulRequest(answer)) => {
                let wrong = answer.error.errors.iter();
                Self::Said(Said {
                    status: answer.status_code.as_u16(),
                    code: i64::try_from(answer.error.code).ok().filter(|code| *code > 0),
                    wrong: wrong.map(|error| (error.code.clone(), error.path.clone())).collect(),
                    wait: None,
                })
            }
            serenity::Error::Http(HttpError::Request(error)) => Self::of_request(error),
            serenity::Error::Json(_) => Self::Lost("an unreadable answer"),
            serenity::Error::Http(_) => Self::NotMade,
            _ => Self::refused(Refusal::Content, "the client library does not take it"),
        }
    }

    pub(super) fn of_request(error: &reqwest::Error) -> Self {
        match error {
            error if error.is_connect() => Self::NotReached,
            error if error.is_builder() => Self::NotMade,
            _ => Self::Lost("the connection broke"),
        }
    }

    pub(super) fn refused(refusal: Refusal, why: &str) -> Self {
        Self::Decided(DeliveryError::Refused { refusal, why: why.to_owned() })
    }

    /// Whether nobody knows what came of it.
    pub(super) const fn is_doubtful(&self) -> bool {
        match self {
            Self::Lost(_) => true,
            Self::Said(said) => said.status >= 500,
            Self::NotReached | Self::NotMade | Self::Decided(_) => false,
        }
    }

    fn is(&self, code: i64) -> bool {
        matches!(self, Self::Said(said) if said.code == Some(code))
    }

    /// The thread it was for is archived.
    pub(super) fn is_archived(&self) -> bool {
        self.is(ARCHIVED)
    }

    /// The message it was about is not there.
    pub(super) fn is_message_gone(&self) -> bool {
        self.is(MESSAGE_GONE)
    }

    /// The channel or thread it was about is not there.
    pub(super) fn is_channel_gone(&self) -> bool {
        self.is(10003)
    }

    /// The emoji is none Discord knows, or not on the message.
    pub(super) fn is_unknown_emoji(&self) -> bool {
        self.is(UNKNOWN_EMOJI)
    }

    /// It can't be done to many messages at once: some are too old, or the place knows no such thing.
    pub(super) fn is_against_bulk(&self) -> bool {
        matches!(self, Self::Said(said) if matches!(said.code, Some(50_003 | 50_013 | 50_024 | 50_034)))
    }
}

/// What an act in trouble comes to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case<'a> {
    /// What was done, for the reason.
    pub(super) what: &'a str,
    /// It was for a thread of a channel.
    pub(super) in_thread: bool,
    /// Doing it twice is as good as once.
    pub(super) harmless: bool,
    /// It is for one person's eyes, by a token of its own instead of the bot's.
    pub(super) aside: bool,
}

impl Case<'_> {
    pub(super) fn error(&self, trouble: Trouble) -> DeliveryError {
        let why = |said: &str| format!("{}: {said}", self.what);
        match trouble {
            Trouble::Decided(error) => error,
            Trouble::NotReached => DeliveryError::Unreached { why: why("no connection") },
            Trouble::NotMade => {
                DeliveryError::NotSent { retry_after: None, why: why("no request came of it") }
            }
            // Why: what is as good when done twice can simply be done again.
            Trouble::Lost(how) if self.harmless => {
                DeliveryError::NotSent { retry_after: None, why: why(how) }
            }
            Trouble::Lost(how) => DeliveryError::Uncertain { why: why(how) },
            Trouble::Said(said) => self.by_code(&said),
        }
    }

    fn by_code(&self, said: &Said) -> DeliveryError {
        let mut why = format!("{}: status {}", self.what, said.status);
        if let Some(code) = said.code {
            why = format!("{why}, code {code}");
        }
        for (code, place) in said.wrong.iter().take(MOST_PLACES) {
            why = format!("{why}, {place} {code}");
        }
        let refused = |refusal| DeliveryError::Refused { refusal, why: why.clone() };
        let wait = |wait| DeliveryError::NotSent { retry_after: Some(wait), why: why.clone() };
        let answered = said.wrong.iter().any(|(code, _)| code == ANSWERED);
        match (said.code, said.status) {
            (_, 429) => wait(said.wait.unwrap_or(SHORT_WAIT)),
            (_, 401 | 403 | 404) if self.aside => refused(Refusal::AsideGone),
            (_, 401) | (Some(40_001), _) => refused(Refusal::Token),
            (Some(50_007 | 50_278), _) => refused(Refusal::Blocked),
            (Some(10_003), _) if self.in_thread => refused(Refusal::RoomGone),
            (Some(10_003 | 10_004 | 10_013), _) => refused(Refusal::ChatGone),
            (Some(MESSAGE_GONE), _) => refused(Refusal::MessageGone),
            (Some(50_001 | 50_013 | ARCHIVED | 160_005), _) | (None, 403) => refused(Refusal::Forbidden),
            // Why a wait: room for threads, calmer channels and old messages come back by themselves or by people.
            (Some(160_006 | 30_013 | 30_046 | 20_016 | 20_022 | 20_028), _) => wait(LONG_WAIT),
            (Some(50_035), _) if answered => refused(Refusal::AnchorGone),
            (_, 500..) if self.harmless => DeliveryError::NotSent { retry_after: None, why },
            (_, 500..) => DeliveryError::Uncertain { why },
            _ => refused(Refusal::Content),
        }
    }
}

/// Why a file can't be had when its message could not be read.
pub(super) fn of_fetch(trouble: Trouble) -> FetchError {
    let gone = trouble.is_message_gone() || trouble.is_channel_gone();
    let case = Case { what: "the message of a file", in_thread: false, harmless: true, aside: false };
    match case.error(trouble) {
        DeliveryError::Refused { why, refusal } if gone || refusal == Refusal::Content => {
            FetchError::Gone(why)
        }
        DeliveryError::NotSent { retry_after, why } => FetchError::NotNow { retry_after, why },
        DeliveryError::Refused { why, .. }
        | DeliveryError::Unreached { why }
        | DeliveryError::Uncertain { why } => FetchError::NotNow { retry_after: None, why },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: Case<'_> = Case { what: "post", in_thread: true, harmless: false, aside: false };

    fn said(status: u16, code: i64) -> Trouble {
        Trouble::Said(Said { status, code: Some(code).filter(|code| *code > 0), ..Said::default() })
    }

    #[test]
    fn codes_have_their_meaning() {
        for (status, code, means) in [
            (401, 0, Refusal::Token),
            (403, 50_007, Refusal::Blocked),
            (403, 50_278, Refusal::Blocked),
            (404, 10_003, Refusal::RoomGone),
            (404, 10_008, Refusal::MessageGone),
            (403, 50_001, Refusal::Forbidden),
            (403, 50_013, Refusal::Forbidden),
            (400, 50_083, Refusal::Forbidden),
            (403, 160_005, Refusal::Forbidden),
            (403, 0, Refusal::Forbidden),
            (413, 40_005, Refusal::Content),
            (400, 50_035, Refusal::Content),
            (400, 50_006, Refusal::Content),
            (404, 0, Refusal::Content),
        ] {
            match CASE.error(said(status, code)) {
                DeliveryError::Refused { refusal, .. } => assert_eq!(refusal, means, "{status} {code}"),
                other => panic!("{status} {code}: {other}"),
            }
        }
        let aside = Case { aside: true, ..CASE };
        for (status, code) in [(401, 50_027), (404, 10_015), (404, 10_008), (403, 0)] {
            let late = aside.error(said(status, code));
            assert!(matches!(late, DeliveryError::Refused { refusal: Refusal::AsideGone, .. }), "{late}");
        }
        let channel = Case { in_thread: false, ..CASE };
        let gone = channel.error(said(404, 10_003));
        assert!(matches!(gone, DeliveryError::Refused { refusal: Refusal::ChatGone, .. }), "{gone}");
    }

    #[test]
    fn what_is_in_doubt_is_uncertain_unless_it_can_be_done_twice() {
        for trouble in [said(502, 0), Trouble::Lost("no answer")] {
            assert!(trouble.is_doubtful());
            assert!(matches!(CASE.error(trouble.clone()), DeliveryError::Uncertain { .. }));
            let harmless = Case { harmless: true, ..CASE };
            assert!(matches!(harmless.error(trouble), DeliveryError::NotSent { .. }));
        }
        assert!(matches!(CASE.error(Trouble::NotReached), DeliveryError::Unreached { .. }));
        assert!(matches!(CASE.error(Trouble::NotMade), DeliveryError::NotSent { retry_after: None, .. }));
    }

    #[test]
    fn a_wait_is_the_one_asked_for_or_a_short_one() {
        let wait = |asked| {
            let said = Said { status: 429, wait: asked, ..Said::default() };
            match CASE.error(Trouble::Said(said)) {
                DeliveryError::NotSent { retry_after, .. } => retry_after,
                other => panic!("{other}"),
            }
        };
        assert_eq!(wait(Some(Duration::from_secs(7))), Some(Duration::from_secs(7)));
        assert_eq!(wait(None), Some(SHORT_WAIT));
        assert!(matches!(
            CASE.error(said(400, 160_006)),
            DeliveryError::NotSent { retry_after: Some(_), .. }
        ));
    }

    #[test]
    fn reasons_name_codes_and_places_alone() {
        let wrong = vec![("BASE_TYPE_MAX_LENGTH".to_owned(), "content".to_owned())];
        let said = Said { status: 400, code: Some(50_035), wrong, wait: None };
        let error = CASE.error(Trouble::Said(said)).to_string();
        assert_eq!(error, "refused: post: status 400, code 50035, content BASE_TYPE_MAX_LENGTH");
        let wrong = vec![(ANSWERED.to_owned(), "message_reference".to_owned())];
        let said = Said { status: 400, code: Some(50_035), wrong, wait: None };
        let gone = CASE.error(Trouble::Said(said));
        assert!(matches!(gone, DeliveryError::Refused { refusal: Refusal::AnchorGone, .. }));
    }
}
