//! A line as somebody types it: `VC-210 12`, `VC-210, 500, 12`, `VC-210 lot L2026-02 received 500 defective 12`, or one
//! the desk has echoed, with its signs between.

use super::{
    Count, Item,
    columns::{Column, SIGNS, is_unit, joined, named, pieces, put},
};
/// Words a name can have where nothing but spaces parts the line.
const NAME_WORDS: usize = 3;

/// The line, or nothing where it is none. `text` is half-width and trimmed.
pub(super) fn read(text: &str) -> Option<Item> {
    let text = without_place(text);
    let mut item = Item::default();
    let loose = if text.contains(SIGNS) { by_signs(text, &mut item)? } else { by_words(text, &mut item)? };
    place(&loose, &mut item)?;
    (!item.sku.is_empty() && !item.counts.is_empty()).then_some(item)
}

/// The line without the number an echo or a list gives it: `2. VC-210`.
fn without_place(text: &str) -> &str {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let counted = (1..=3).contains(&digits);
    let rest = text[digits..].strip_prefix(['.', ')']).filter(|rest| rest.starts_with(' '));
    rest.or_else(|| text[digits..].strip_prefix('、')).filter(|_| counted).map_or(text, str::trim_start)
}

/// Fields between signs: the first is the name, every other a number, or a name with its value in either order.
fn by_signs(text: &str, item: &mut Item) -> Option<Vec<u32>> {
    let mut fields = text.split(SIGNS).map(str::trim).filter(|field| !field.is_empty());
    put(item, Column::Sku, fields.next()?).then_some(())?;
    let mut loose = Vec::new();
    for field in fields.map(without_rate) {
        match pieces(field).or_else(|| with_unit(field)) {
            Some(n) => loose.push(n),
            None => labelled(field, item).then_some(())?,
        }
    }
    Some(loose)
}

/// "12 pcs".
fn with_unit(field: &str) -> Option<u32> {
    let (number, unit) = field.split_once(' ')?;
    is_unit(unit.trim()).then(|| pieces(number)).flatten()
}

/// A field without the share the echo puts behind its count: `12 defective (2.4%)`.
fn without_rate(field: &str) -> &str {
    match field.rfind('(') {
        Some(at) if field.ends_with("%)") => field[..at].trim_end(),
        _ => field,
    }
}

/// One field that says what it is: `lot L2026-02`, `received: 500`, `500 received`, `批号L2026-02`.
fn labelled(field: &str, item: &mut Item) -> bool {
    if let Some((column, value)) = joined(field) {
        return put(item, column, value.trim());
    }
    let (name, value) = match field.split_once([':', '=', ' ']) {
        Some((name, value)) => (name, value.trim()),
        None => return false,
    };
    match (named(name), pieces(name), named(value)) {
        (Some(column), ..) => put(item, column, value.trim_start_matches([':', '=']).trim()),
        (None, Some(_), Some(column @ Column::Pieces(_))) => put(item, column, name),
        _ => false,
    }
}

/// Words between spaces: a name of a few words, then numbers, or names with their values.
fn by_words(text: &str, item: &mut Item) -> Option<Vec<u32>> {
    let words: Vec<&str> = text.split_whitespace().flat_map(parted).collect();
    let label = |word: &str| named(word).filter(|column| *column != Column::Sku);
    let labels = words.iter().position(|w| label(w).is_some() || joined(w).is_some()).unwrap_or(words.len());
    let head = &words[..labels];
    let trailing = head.iter().rev().take_while(|w| pieces(w).is_some() || is_unit(w)).count();
    // Why one at least: a name may be a number as well.
    let name = (head.len() - trailing).max(1).min(head.len());
    let name_words = &head[..name];
    // Why: `sku VC-210 12`.
    let name_words = match name_words {
        [first, rest @ ..] if named(first) == Some(Column::Sku) && !rest.is_empty() => rest,
        all => all,
    };
    if name_words.len() > NAME_WORDS {
        return None;
    }
    put(item, Column::Sku, &name_words.join(" ")).then_some(())?;
    let mut loose: Vec<u32> =
        head[name..].iter().filter(|w| !is_unit(w)).filter_map(|word| pieces(word)).collect();
    let mut rest = words[labels..].iter().copied().filter(|w| !is_unit(w)).peekable();
    // Why decided once: `500 received 12 defective` and `received 500 defective 12` read alike in the middle.
    let behind = !loose.is_empty() && matches!(rest.peek().and_then(|w| label(w)), Some(Column::Pieces(_)));
    while let Some(word) = rest.next() {
        if let Some((column, value)) = joined(word) {
            put(item, column, value).then_some(())?;
            continue;
        }
        match label(word) {
            Some(Column::Pieces(count)) if behind => {
                let n = loose.pop()?;
                item.counts.tell(count, n).then_some(())?;
            }
            Some(column) => put(item, column, rest.next()?).then_some(())?,
            None => loose.push(pieces(word)?),
        }
    }
    Some(loose)
}

/// `lot:L2026-02` and `received=500` as two words.
fn parted(word: &str) -> Vec<&str> {
    match word.split_once([':', '=']) {
        Some((name, "")) if named(name).is_some() => vec![name],
        Some((name, value)) if named(name).is_some() => vec![name, value],
        _ => vec![word],
    }
}

/// Numbers without a name: the pieces it is about; before them those that arrived, were looked at, were ordered.
fn place(loose: &[u32], item: &mut Item) -> Option<()> {
    use Count::{Defective, Inspected, Ordered, Received};
    let counts: &[Count] = match loose.len() {
        0 => &[],
        1 => &[Defective],
        2 => &[Received, Defective],
        3 => &[Received, Inspected, Defective],
        4 => &[Ordered, Received, Inspected, Defective],
        _ => return None,
    };
    counts.iter().zip(loose).all(|(count, n)| item.counts.tell(*count, *n)).then_some(())
}
