//! The words of one line: bare words, quoted texts, and what follows a colon.

/// What is left of a line.
#[derive(Clone, Debug)]
pub(super) struct Words<'a> {
    rest: &'a str,
}

impl<'a> Words<'a> {
    pub(super) fn of(line: &'a str) -> Self {
        Self { rest: line.trim() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Takes this mark if it comes next.
    pub(super) fn mark(&mut self, mark: char) -> bool {
        let stripped = self.rest.strip_prefix(mark);
        if let Some(rest) = stripped {
            self.rest = rest.trim_start();
        }
        stripped.is_some()
    }

    /// The next bare word without taking it; empty at the end and before a quoted text. Ends at a space, a comma or a
    /// colon that ends the word.
    pub(super) fn peek(&self) -> &'a str {
        if self.rest.starts_with('"') {
            return "";
        }
        let end = self.rest.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(self.rest.len());
        let word = &self.rest[..end];
        word.strip_suffix(':').unwrap_or(word)
    }

    /// Takes the next bare word.
    pub(super) fn word(&mut self) -> Option<&'a str> {
        let word = self.peek();
        if word.is_empty() {
            return None;
        }
        self.rest = self.rest[word.len()..].trim_start();
        Some(word)
    }

    /// Takes this word if it comes next.
    pub(super) fn take(&mut self, word: &str) -> bool {
        let found = self.peek() == word;
        if found {
            self.word();
        }
        found
    }

    /// Takes a quoted text.
    pub(super) fn quoted(&mut self) -> Result<String, String> {
        self.maybe_quoted()?.ok_or_else(|| "a text in double quotes is missing".to_owned())
    }

    /// Takes a quoted text if one comes next.
    pub(super) fn maybe_quoted(&mut self) -> Result<Option<String>, String> {
        let Some(inside) = self.rest.strip_prefix('"') else { return Ok(None) };
        let mut escaped = false;
        let end = inside.find(|c| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        let end = end.ok_or("the closing quote is missing")?;
        self.rest = inside[end + 1..].trim_start();
        Ok(Some(unescape(&inside[..end])))
    }

    /// Takes a colon and all that follows it.
    pub(super) fn after_colon(&mut self) -> Result<String, String> {
        let Some(text) = self.rest.strip_prefix(':') else {
            return Err("a colon and a text are missing".to_owned());
        };
        self.rest = "";
        Ok(unescape(text.trim()))
    }

    /// An error unless the line is used up.
    pub(super) fn end(&self) -> Result<(), String> {
        if self.is_empty() { Ok(()) } else { Err(format!("\"{}\" is not understood", self.rest)) }
    }
}

fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let next = if c == '\\' { chars.next() } else { None };
        match next {
            None => plain.push(c),
            Some('n') => plain.push('\n'),
            Some(escaped @ ('"' | '\\')) => plain.push(escaped),
            Some(other) => plain.extend([c, other]),
        }
    }
    plain
}
