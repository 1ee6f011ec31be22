//! What people call the columns of a list and the words before a number, in the languages of the desk.
//!
//! Input only: nothing here is ever shown.

use super::{Count, Item};
use crate::domain::text::half_width;

/// Signs between the fields of a line; where one of them stands, spaces belong to the fields.
pub(super) const SIGNS: [char; 5] = ['\t', ';', ',', '·', '|'];

/// What a cell of a list means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Sku,
    Lot,
    Carton,
    Pieces(Count),
}

use Column::{Carton, Lot, Pieces, Sku};

const NAMES: &[(Column, &[&str])] = &[
    (
        Sku,
        &[
            "sku",
            "item",
            "itemno",
            "itemnumber",
            "article",
            "articleno",
            "artno",
            "model",
            "modelno",
            "style",
            "styleno",
            "product",
            "productcode",
            "code",
            "货号",
            "型号",
            "款号",
            "产品",
            "产品编号",
            "编号",
            "品名",
        ],
    ),
    (Lot, &["lot", "lotno", "lotnumber", "batch", "batchno", "batchnumber", "批号", "批次", "批次号"]),
    (Carton, &["carton", "cartonno", "cartonnumber", "ctn", "ctnno", "boxno", "箱号", "外箱号", "箱"]),
    (
        Pieces(Count::Ordered),
        &[
            "ordered",
            "order",
            "orderqty",
            "qtyordered",
            "orderedqty",
            "订购",
            "订货",
            "下单",
            "订购数",
            "订购数量",
            "订单数量",
        ],
    ),
    (
        Pieces(Count::Received),
        &[
            "received",
            "receivedqty",
            "qtyreceived",
            "delivered",
            "arrived",
            "收货",
            "实收",
            "收到",
            "收货数",
            "收货数量",
            "实收数量",
        ],
    ),
    (
        Pieces(Count::Inspected),
        &[
            "inspected",
            "inspectedqty",
            "qtyinspected",
            "checked",
            "sampled",
            "检验",
            "抽检",
            "检查",
            "检验数",
            "抽检数",
            "抽检数量",
            "检验数量",
        ],
    ),
    (
        Pieces(Count::Defective),
        &[
            "defective",
            "defects",
            "defect",
            "defectiveqty",
            "qtydefective",
            "faulty",
            "bad",
            "damaged",
            "missing",
            "wrong",
            "affected",
            "qty",
            "quantity",
            "pieces",
            "不良",
            "不良数",
            "不良数量",
            "次品",
            "次品数",
            "缺少",
            "少件",
            "缺件",
            "错发",
            "破损",
            "数量",
            "件数",
        ],
    ),
];

/// The column of that name, however it is written.
pub(super) fn named(text: &str) -> Option<Column> {
    let plain: String =
        text.chars().map(half_width).flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect();
    NAMES.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(column, _)| *column)
}

/// A name in Chinese and the value that stands behind it without a space: `批号L2026-02`.
pub(super) fn joined(text: &str) -> Option<(Column, &str)> {
    let han = text.find(|c: char| c < '\u{2E80}').filter(|at| *at > 0)?;
    let (name, value) = text.split_at(han);
    let value = value.trim_start_matches([':', '=']);
    named(name).filter(|_| !value.is_empty()).map(|column| (column, value))
}

/// A whole number of pieces: `12`, `x12`, `12pcs`, `12件`.
pub(super) fn pieces(text: &str) -> Option<u32> {
    let text = text.trim_start_matches(['x', 'X', '×']);
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let known = unit.is_empty() || is_unit(unit) || unit.eq_ignore_ascii_case("x");
    number.parse().ok().filter(|n| known && *n <= MOST_PIECES)
}

/// A word that only counts pieces.
pub(super) fn is_unit(text: &str) -> bool {
    const UNITS: [&str; 9] = ["pcs", "pc", "pcs.", "piece", "units", "件", "个", "只", "ea"];
    UNITS.contains(&text.to_lowercase().as_str())
}

/// Most pieces a line can be about.
const MOST_PIECES: u32 = 10_000_000;
/// Characters of a name, lot or carton.
const LONGEST: usize = 40;

/// A name, lot or carton as it is kept: on one line, with a letter or digit in it, and not too long. What could not be
/// told from the signs of a line is none.
fn mark(text: &str) -> Option<String> {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.trim_end_matches([':', '=', ' ']);
    let fits = words.chars().count() <= LONGEST && words.chars().any(char::is_alphanumeric);
    let confusing = words.contains(SIGNS) || words.starts_with([':', '=']) || words.ends_with("%)");
    (fits && !confusing && !words.chars().any(char::is_control)).then(|| words.to_owned())
}

/// An article's name; one that says so itself (`sku: VC-210`) is what stands behind it.
fn article(text: &str) -> Option<String> {
    match text.split_once([':', '=']) {
        Some((name, rest)) if named(name) == Some(Sku) => article(rest),
        _ => mark(text),
    }
}

/// Puts a cell into a line; false where it does not fit there, or something stands there already.
pub(super) fn put(item: &mut Item, column: Column, text: &str) -> bool {
    let place = match column {
        Pieces(count) => return pieces(text).is_some_and(|n| item.counts.tell(count, n)),
        Sku => {
            let free = item.sku.is_empty();
            item.sku = article(text).unwrap_or_default();
            return free && !item.sku.is_empty();
        }
        Lot => &mut item.lot,
        Carton => &mut item.carton,
    };
    let free = place.is_none();
    *place = mark(text);
    free && place.is_some()
}
