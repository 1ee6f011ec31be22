//! Secrets by their shape, taken out of whole lines on their way to the writer.
//!
//! Known shapes: a Telegram bot token (it stands in every URL of the Bot API), a Discord token, the user and password in
//! any address, `password=` in a connection string, what Telegram shows at a webhook, what stands in a one-time link. The line is looked at as bytes after all formatting, so it does not
//! matter which field, message or library brought the secret in, nor in how many pieces it was written.

use std::io::{self, Write};

use tracing_subscriber::fmt::MakeWriter;

const HIDDEN: &[u8] = b"[redacted]";
/// A bot's number has 8 to 10 digits today.
const LEAST_DIGITS: usize = 6;
/// 35 in fact. Fewer, so that one cut short by somebody's formatting is still hidden.
const LEAST_TELEGRAM: usize = 30;
const COLONS: [&[u8]; 3] = [b":", b"%3A", b"%3a"];
/// What the three parts of a Discord token have at least.
const LEAST_DISCORD: [usize; 3] = [23, 5, 27];
/// What stands before what Telegram shows at a webhook: in a header, a form, a struct and JSON, quoted in a line of JSON or not.
const WEBHOOK: [&[u8]; 3] = [b"secret_token", b"secret-token", b"webhook_secret"];
/// What a one-time link onto the desk's list carries; 32 in fact.
const INVITE: &[u8] = b"join-";
const LEAST_INVITE: usize = 24;
/// The shortest the desk takes.
const LEAST_WEBHOOK: usize = 24;
/// A line longer than this is written in pieces, so that a writer that never ends its line cannot eat the memory.
const LONGEST_LINE: usize = 1 << 20;

/// The line without secrets. Everything that is none comes out as it went in.
pub fn redact(line: &[u8]) -> Vec<u8> {
    let mut clean = Vec::with_capacity(line.len());
    let mut at = 0;
    while at < line.len() {
        if let Some(end) = secret_at(line, at) {
            clean.extend_from_slice(HIDDEN);
            at = end;
        } else {
            clean.push(line[at]);
            at += 1;
        }
    }
    clean
}

/// The end of the secret that begins at `at`.
fn secret_at(line: &[u8], at: usize) -> Option<usize> {
    let rest = &line[at..];
    let before = &line[..at];
    let length = match rest[0] {
        b'0'..=b'9' if !ends_with_digit(before) => telegram(rest),
        _ => None,
    };
    let length = length.or_else(|| if begins_word(before, rest[0]) { discord(rest) } else { None });
    let length = length.or_else(|| if before.ends_with(b"://") { userinfo(before, rest) } else { None });
    let length = length.or_else(|| if is_password_key(before) { password(rest) } else { None });
    let length = length.or_else(|| if is_webhook_key(before) { webhook(rest) } else { None });
    length.or_else(|| invite(rest)).map(|length| at + length)
}

fn telegram(rest: &[u8]) -> Option<usize> {
    let digits = run(rest, |byte| byte.is_ascii_digit());
    let colon = COLONS.into_iter().find(|colon| rest[digits..].starts_with(colon))?.len();
    let secret = run(&rest[digits + colon..], is_word);
    (digits >= LEAST_DIGITS && secret >= LEAST_TELEGRAM).then_some(digits + colon + secret)
}

fn invite(rest: &[u8]) -> Option<usize> {
    let code = run(rest.strip_prefix(INVITE)?, |byte| byte.is_ascii_hexdigit());
    (code >= LEAST_INVITE).then_some(INVITE.len() + code)
}

fn discord(rest: &[u8]) -> Option<usize> {
    let mut length = 0;
    for (index, least) in LEAST_DISCORD.into_iter().enumerate() {
        if index > 0 {
            length += rest.get(length).filter(|byte| **byte == b'.').map(|_| 1)?;
        }
        let part = run(&rest[length..], is_word);
        length += Some(part).filter(|part| *part >= least)?;
    }
    Some(length)
}

/// Everything between `://` and the `@` before the host. A Postgres password may hold a slash that nobody encoded.
fn userinfo(before: &[u8], rest: &[u8]) -> Option<usize> {
    let postgres = before.ends_with(b"postgres://") || before.ends_with(b"postgresql://");
    let address = &rest[..address_end(rest)];
    let end = run(address, |byte| postgres || !matches!(byte, b'/' | b'?' | b'#'));
    address[..end].iter().rposition(|byte| *byte == b'@').filter(|length| *length > 0)
}

fn is_password_key(before: &[u8]) -> bool {
    let key = b"password=";
    before.len() >= key.len() && before[before.len() - key.len()..].eq_ignore_ascii_case(key)
}

fn password(rest: &[u8]) -> Option<usize> {
    let value = &rest[..address_end(rest)];
    Some(run(value, |byte| byte != b'&')).filter(|length| *length > 0)
}

/// Whether a webhook's secret begins here: behind its name and at least one sign that is none of its own.
fn is_webhook_key(before: &[u8]) -> bool {
    let between = |byte: &u8| matches!(byte, b':' | b'=' | b'"' | b'\\' | b' ' | b'(');
    let trimmed = |text: &[u8]| text.iter().rposition(|byte| !between(byte)).map_or(0, |last| last + 1);
    let key = &before[..trimmed(before)];
    let key = key.strip_suffix(b"Some").map_or(key, |outer| &outer[..trimmed(outer)]);
    let ends =
        |name: &&[u8]| key.len() >= name.len() && key[key.len() - name.len()..].eq_ignore_ascii_case(name);
    key.len() < before.len() && WEBHOOK.iter().any(ends)
}

fn webhook(rest: &[u8]) -> Option<usize> {
    Some(run(rest, is_word)).filter(|length| *length >= LEAST_WEBHOOK)
}

/// Up to white space or a quotation mark. One behind a backslash belongs to what is quoted: the secret goes as a whole,
/// and a line of JSON stays one.
fn address_end(rest: &[u8]) -> usize {
    let ends = |at: usize| match rest[at] {
        b'"' | b'\'' | b'`' => !escaped(&rest[..at]),
        byte => byte.is_ascii_whitespace() || matches!(byte, b'<' | b'>'),
    };
    (0..rest.len()).find(|at| ends(*at)).unwrap_or(rest.len())
}

/// Whether an uneven number of backslashes stands before.
fn escaped(before: &[u8]) -> bool {
    before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// Whether a word can begin here. The letter of an escape such as `\n` belongs to no word, and the word after it begins
/// behind it.
fn begins_word(before: &[u8], first: u8) -> bool {
    if escaped(before) {
        return !matches!(first, b'n' | b'r' | b't' | b'b' | b'f' | b'u');
    }
    let escape = |length: usize, letters: &[u8]| {
        let start = before.len().checked_sub(length);
        start.is_some_and(|start| escaped(&before[..start]) && letters.contains(&before[start]))
    };
    !before.last().copied().is_some_and(is_word) || escape(1, b"nrtbf") || escape(5, b"u")
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

fn ends_with_digit(before: &[u8]) -> bool {
    before.last().is_some_and(u8::is_ascii_digit)
}

fn run(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !belongs(*byte)).unwrap_or(bytes.len())
}

/// Hands out writers that let no secret through.
#[derive(Debug, Clone)]
pub struct Redacted<M>(M);

impl<M> Redacted<M> {
    /// In front of the writers that `inner` makes.
    pub fn new(inner: M) -> Self {
        Self(inner)
    }
}

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for Redacted<M> {
    type Writer = RedactedLines<M::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        RedactedLines::new(self.0.make_writer())
    }

    fn make_writer_for(&'a self, event: &tracing::Metadata<'_>) -> Self::Writer {
        RedactedLines::new(self.0.make_writer_for(event))
    }
}

/// Keeps what is written until a line is whole, then passes it on redacted in one piece; the rest when it is dropped.
#[derive(Debug)]
pub struct RedactedLines<W: Write> {
    inner: W,
    line: Vec<u8>,
}

impl<W: Write> RedactedLines<W> {
    /// In front of one writer.
    pub fn new(inner: W) -> Self {
        Self { inner, line: Vec::new() }
    }

    fn pass_on(&mut self, length: usize) -> io::Result<()> {
        let rest = self.line.split_off(length);
        let line = std::mem::replace(&mut self.line, rest);
        self.inner.write_all(&redact(&line))
    }
}

impl<W: Write> Write for RedactedLines<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.line.extend_from_slice(bytes);
        match self.line.iter().rposition(|byte| *byte == b'\n') {
            Some(end) => self.pass_on(end + 1)?,
            None if self.line.len() > LONGEST_LINE => self.pass_on(self.line.len())?,
            None => {}
        }
        Ok(bytes.len())
    }

    /// Passes on whole lines only: half a line could be half a secret.
    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<W: Write> Drop for RedactedLines<W> {
    fn drop(&mut self) {
        // Why the result is not looked at: there is nobody left to tell that the log cannot be written.
        let _written = self.pass_on(self.line.len()).and_then(|()| self.inner.flush());
    }
}
