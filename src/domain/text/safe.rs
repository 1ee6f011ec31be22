//! Words of strangers, made harmless to show: names that cannot disguise themselves, texts that mention nobody.
//!
//! Both functions leave what they made unchanged when applied again.

use unicode_segmentation::UnicodeSegmentation as _;

/// WORD JOINER: takes no room, breaks no line, and ends what platforms recognise as a name, command or tag.
pub(super) const JOINER: char = '\u{2060}';
/// Characters a name is shown with at most.
const LONGEST_NAME: usize = 64;

/// A name as shown to others: on one line, at most 64 characters, without characters that take no room or turn the
/// direction of what follows. When nothing is left to see, `fallback`, which is returned as it is.
pub fn clean_name(name: &str, fallback: &str) -> String {
    let visible: String = name.chars().map(to_space).filter(|character| !is_invisible(*character)).collect();
    let words = visible.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let mut room = LONGEST_NAME;
    let fits = |grapheme: &&str| {
        let length = grapheme.chars().count();
        let fits = length <= room;
        room = if fits { room - length } else { 0 };
        fits
    };
    let short: String = words.graphemes(true).take_while(fits).collect();
    let short = short.trim_end();
    if short.is_empty() { fallback.to_owned() } else { short.to_owned() }
}

/// Text of a customer as shown in rooms: `@name`, `/command` and `#tag` are broken by a character without width
/// after their sign, so that platforms neither mention anyone nor offer something to tap. Mail addresses, dates and
/// the paths of web addresses stay as they are and can be copied.
pub fn defuse(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut from = 0;
    for place in fuses(text) {
        safe.push_str(&text[from..place]);
        safe.push(JOINER);
        from = place;
    }
    safe.push_str(&text[from..]);
    safe
}

/// The bytes behind the signs that have to be broken, in order.
pub(super) fn fuses(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut before = ' ';
    let mut address_ends = 0;
    for (at, sign) in text.char_indices() {
        let behind = at + sign.len_utf8();
        address_ends = address_ends.max(at + web_address(&text[at..]));
        if at >= address_ends && is_fuse(before, sign, &text[behind..]) {
            places.push(behind);
        }
        before = sign;
    }
    places
}

fn is_fuse(before: char, sign: char, rest: &str) -> bool {
    let Some(next) = rest.chars().next() else { return false };
    let alone = !is_ascii_word(before);
    match sign {
        // Why: Discord calls everyone wherever it reads the word, and writes references in angle brackets.
        '@' if before == '<' || rest.starts_with("everyone") || rest.starts_with("here") => next != JOINER,
        '@' | '#' => alone && (next.is_alphanumeric() || next == '_'),
        '/' => alone && before != '/' && is_ascii_word(next),
        _ => false,
    }
}

fn is_ascii_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// How many bytes of `text` are a web address with a path, zero when it begins with none. Why: platforms look for
/// nothing else within a path, and a broken address leads nowhere; a host alone must prove itself by a dot.
fn web_address(text: &str) -> usize {
    let Some(behind) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else {
        return 0;
    };
    let host =
        behind.find(|host: char| !(host.is_ascii_alphanumeric() || matches!(host, '.' | '-'))).unwrap_or(0);
    let top = behind[..host].rsplit_once('.').map_or("", |(_, top)| top);
    let named =
        top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic()) && !behind.starts_with('.');
    if !named || !behind[host..].starts_with('/') {
        return 0;
    }
    let path = &behind[host..];
    let ends = |end: char| !end.is_ascii_graphic() || matches!(end, '<' | '>' | '"');
    text.len() - path.len() + path.find(ends).unwrap_or(path.len())
}

fn to_space(character: char) -> char {
    if character.is_whitespace() { ' ' } else { character }
}

/// Characters that show nothing by themselves: controls, marks and overrides of direction, joiners and fillers.
pub fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{00AD}'
                | '\u{034F}'
                | '\u{061C}'
                | '\u{115F}'
                | '\u{1160}'
                | '\u{17B4}'
                | '\u{17B5}'
                | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}
