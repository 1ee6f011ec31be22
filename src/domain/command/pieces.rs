//! What each command takes behind its name, piece by piece, for platforms that ask for it that way.
//!
//! One row a command, its pieces in the order of their words: said one after the other they are what would have been
//! typed, and the one parser reads them. So nothing here decides anything, and a piece somebody leaves out is a word that
//! was not typed.

use super::{Audience, Word};

/// One thing a command takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// What it is called where the reader's language has no name for it; `piece-<name>` has one.
    pub name: &'static str,
    /// `takes-<about>` says what it is.
    pub about: &'static str,
    /// What fits.
    pub takes: Takes,
    /// Without it the command does nothing but say so.
    pub needed: bool,
}

/// What fits into a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Words as they are.
    Words,
    /// One of a few words; each is explained by `<group>-<word>`.
    OneOf(&'static str, &'static [&'static str]),
    /// The number of a case.
    Case,
    /// The name of a canned reply.
    Macro,
    /// The account of somebody who works here.
    Colleague,
    /// A group of the desk.
    Group,
    /// Several groups.
    Groups,
    /// A way of help appointments are made for, or what is done about one.
    Appointing,
    /// Anybody with an account on the platform it is asked on: the account's number.
    Person,
}

/// What can be looked up for somebody who is typing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookable {
    /// Open cases.
    Case,
    /// Canned replies.
    Macro,
    /// Who works here.
    Colleague,
    /// Groups; what was typed before the last word stays.
    Groups,
    /// Ways of help, and what is done about appointments.
    Appointing,
}

/// Fields `set` can put right, in any kind of case.
pub const FIELDS: &[&str] = &[
    "about",
    "family",
    "model",
    "order",
    "lines",
    "received",
    "part",
    "severity",
    "circumstances",
    "quarantine",
    "quantity",
    "target",
    "urgency",
    "needed",
    "wish",
    "way",
    "company",
    "phone",
    "window",
    "email",
    "address",
];
const WAITS: &[&str] = &["customer", "approval", "goods", "over"];
const ROLES: &[&str] = &["agent", "lead", "admin"];
const OFF: &[&str] = &["off"];
const SURVEYS: &[&str] = &["show", "send", "skip", "due", "done"];
const VERDICTS: &[&str] = &[
    "design",
    "material",
    "craftsmanship",
    "transport",
    "human",
    "misuse",
    "environment",
    "unclear",
    "none-found",
    "new",
    "sent",
    "credit",
    "settle",
    "stands",
    "withdraw",
];

const FORMATS: &[&str] = &["csv", "json"];
const APART: &[&str] = &["group", "product", "part", "agent", "kind"];
const QUOTES: &[&str] = &["add", "change", "remove", "send", "revise", "drop", "withdraw", "accept", "firm"];
const CHARGES: &[&str] = &["spare-part", "material", "inspection", "maintenance", "freight", "other"];

const fn piece(name: &'static str, about: &'static str, takes: Takes) -> Piece {
    Piece { name, about, takes, needed: false }
}

const fn needed(name: &'static str, about: &'static str, takes: Takes) -> Piece {
    Piece { name, about, takes, needed: true }
}

const fn words(name: &'static str, about: &'static str) -> Piece {
    piece(name, about, Takes::Words)
}

const CASE: Piece = piece("case", "case", Takes::Case);
const WHOSE: Piece = piece("case", "case-whose", Takes::Case);
const OWN: Piece = piece("case", "case-own", Takes::Case);
const OTHER: Piece = needed("other", "other", Takes::Case);
const WHO: Piece = piece("who", "who", Takes::Person);

impl Word {
    /// What it takes, in the order of its words.
    #[expect(clippy::too_many_lines, reason = "a row for each command")]
    pub const fn pieces(self) -> &'static [Piece] {
        match self {
            Self::Status | Self::Add => &[OWN],
            Self::Zone => const { &[words("place", "place")] },
            Self::Privacy => {
                const {
                    &[
                        piece("what", "privacy-what", Takes::OneOf("choice", &["export", "erase"])),
                        words("who", "privacy-who"),
                    ]
                }
            }
            Self::Queue => const { &[piece("group", "queue-group", Takes::Group)] },
            Self::Due => const { &[words("within", "within")] },
            Self::Case
            | Self::Files
            | Self::Form
            | Self::History
            | Self::Sla
            | Self::Ack
            | Self::Take
            | Self::Release
            | Self::Resume
            | Self::Reopen
            | Self::Resend => &[CASE],
            Self::Assign => const { &[CASE, needed("who", "colleague", Takes::Colleague)] },
            Self::Transfer => {
                const { &[CASE, piece("group", "group", Takes::Group), words("note", "group-note")] }
            }
            Self::Call => const { &[CASE, words("caller", "call-who"), words("text", "call")] },
            Self::Reply => const { &[CASE, needed("text", "reply", Takes::Words)] },
            Self::Ask => const { &[CASE, needed("text", "ask", Takes::Words)] },
            Self::Wait => const { &[CASE, piece("for", "wait", Takes::OneOf("choice", WAITS))] },
            Self::Note => const { &[CASE, needed("text", "note", Takes::Words)] },
            Self::Set => {
                const { &[CASE, piece("field", "field", Takes::OneOf("field", FIELDS)), words("value", "value")] }
            }
            Self::Complex => {
                const {
                    &[
                        CASE,
                        piece("what", "complex-what", Takes::OneOf("choice-complex", OFF)),
                        words("reason", "complex-reason"),
                    ]
                }
            }
            Self::Lot => {
                const {
                    &[
                        needed("lot", "lot", Takes::Words),
                        piece("what", "lot-what", Takes::OneOf("choice", &["tell", "verdict"])),
                        words("text", "lot-text"),
                    ]
                }
            }
            Self::Link => {
                const { &[CASE, OTHER, piece("what", "link-what", Takes::OneOf("choice-link", OFF))] }
            }
            Self::Verdict => {
                const {
                    &[
                        CASE,
                        piece("fault", "verdict-fault", Takes::OneOf("judge", VERDICTS)),
                        words("what", "verdict-what"),
                        words("reason", "verdict-reason"),
                        words("text", "verdict-text"),
                    ]
                }
            }
            Self::Appoint => {
                const { &[CASE, piece("what", "appoint-what", Takes::Appointing), words("text", "appoint-text")] }
            }
            Self::Quote => {
                const {
                    &[
                        CASE,
                        piece("what", "quote-what", Takes::OneOf("bid", QUOTES)),
                        words("line", "quote-line"),
                        piece("kind", "quote-kind", Takes::OneOf("charge", CHARGES)),
                        words("quantity", "quote-quantity"),
                        words("price", "quote-price"),
                        words("text", "quote-text"),
                    ]
                }
            }
            Self::Merge => &[CASE, OTHER],
            Self::Escalate => const { &[CASE, needed("reason", "escalate", Takes::Words)] },
            Self::Solve => const { &[CASE, words("text", "solve")] },
            Self::Close => const { &[CASE, words("reason", "close")] },
            Self::Away => const { &[words("until", "away")] },
            Self::Search => const { &[needed("words", "search", Takes::Words)] },
            Self::Macro => {
                const {
                    &[
                        CASE,
                        piece("what", "macro-what", Takes::OneOf("choice", &["save", "remove"])),
                        piece("name", "macro", Takes::Macro),
                        piece("language", "macro-language", Takes::OneOf("choice", &["en", "zh"])),
                        words("text", "macro-text"),
                    ]
                }
            }
            Self::Block | Self::Mute => const { &[WHOSE, WHO, words("reason", "block")] },
            Self::Unblock => const { &[WHOSE, WHO, words("account", "account")] },
            Self::Company => const { &[WHOSE, WHO, words("name", "company")] },
            Self::Bind => const { &[WHOSE, WHO, words("account", "bind")] },
            Self::Order => {
                const {
                    &[
                        CASE,
                        piece("what", "order-what", Takes::OneOf("choice", &["show", "deliver", "sign"])),
                        words("number", "order-number"),
                        words("day", "order-day"),
                    ]
                }
            }
            Self::Report => {
                const {
                    &[
                        words("days", "report-days"),
                        piece("by", "report-by", Takes::OneOf("by", APART)),
                        words("only", "report-only"),
                    ]
                }
            }
            Self::Export => {
                const {
                    &[
                        needed("format", "export-format", Takes::OneOf("format", FORMATS)),
                        needed("days", "export-days", Takes::Words),
                        words("only", "report-only"),
                    ]
                }
            }
            Self::Survey => {
                const {
                    &[
                        CASE,
                        piece("what", "survey-what", Takes::OneOf("survey-do", SURVEYS)),
                        words("number", "survey-which"),
                        words("note", "survey-note"),
                    ]
                }
            }
            Self::Agent => {
                const {
                    &[
                        piece(
                            "what",
                            "agent-what",
                            Takes::OneOf("choice", &["list", "add", "role", "remove", "revoke"]),
                        ),
                        WHO,
                        piece("role", "role", Takes::OneOf("role", ROLES)),
                        piece("groups", "groups", Takes::Groups),
                        words("name", "agent-name"),
                    ]
                }
            }
            Self::Start
            | Self::New
            | Self::Cases
            | Self::Back
            | Self::Save
            | Self::Cancel
            | Self::Human
            | Self::Language
            | Self::Hours
            | Self::Stop
            | Self::Help
            | Self::Whoami
            | Self::Mine
            | Self::Undelivered => &[],
        }
    }

    /// Its pieces as they are asked for: what is needed first, the case last, because mostly it is that of the room.
    pub fn asked(self) -> Vec<Piece> {
        let mut asked = self.pieces().to_vec();
        asked.sort_by_key(|piece| (!piece.needed, piece.name == CASE.name));
        asked
    }

    /// What can be looked up for a piece of it. Only for commands of the desk: what is looked up is customers' data.
    pub fn lookable(self, piece: &str) -> Option<Lookable> {
        let takes = self.pieces().iter().find(|one| one.name == piece)?.takes;
        if !matches!(self.audience(), Audience::Staff(_)) {
            return None;
        }
        match takes {
            Takes::Case => Some(Lookable::Case),
            Takes::Macro => Some(Lookable::Macro),
            Takes::Colleague => Some(Lookable::Colleague),
            Takes::Group | Takes::Groups => Some(Lookable::Groups),
            Takes::Appointing => Some(Lookable::Appointing),
            Takes::Words | Takes::OneOf(..) | Takes::Person => None,
        }
    }

    /// The words of it with these pieces, as somebody would have typed them.
    pub fn typed_with<'a>(self, given: impl Fn(&str) -> Option<&'a str>) -> String {
        let mut words = format!("/{}", self.name());
        for (piece, text) in self.pieces().iter().filter_map(|piece| Some((piece, given(piece.name)?))) {
            // Why a line of its own: a name has words, too.
            words.push(if self == Self::Call && piece.name == "text" { '\n' } else { ' ' });
            words.push_str(text);
        }
        words
    }
}
