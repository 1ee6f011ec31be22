//! The columns a list may have, by name and in any order.

use super::{Fault, records::split};
use crate::domain::{command::slips, text::half_width};

/// What may part the cells of a line.
pub const SIGNS: [char; 2] = [',', ';'];

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// The order's number.
    Order,
    /// What kind of product.
    Family,
    /// The model.
    Model,
    /// The article number.
    Sku,
    /// The colour.
    Colour,
    /// Pieces.
    Quantity,
    /// The lot.
    Lot,
    /// Who ordered.
    Customer,
    /// For which company.
    Company,
    /// `consumer` or `wholesale`.
    Buyer,
    /// How far it has come.
    Status,
    /// The day of the contract.
    Signed,
    /// The day of the receipt.
    Delivered,
    /// The day after which nothing is left to do.
    Completed,
}

impl Column {
    /// Every column, in the order a template has them.
    pub const ALL: [Self; 14] = [
        Self::Order,
        Self::Family,
        Self::Model,
        Self::Sku,
        Self::Colour,
        Self::Quantity,
        Self::Lot,
        Self::Customer,
        Self::Company,
        Self::Buyer,
        Self::Status,
        Self::Signed,
        Self::Delivered,
        Self::Completed,
    ];

    /// What it may be called; the first name is the one shown.
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Order => &["order", "order number", "order no", "po", "po number", "订单号", "订单编号"],
            Self::Family => &["family", "product", "product family", "产品", "产品类别"],
            Self::Model => &["model", "型号"],
            Self::Sku => &["sku", "article", "article number", "货号"],
            Self::Colour => &["colour", "color", "颜色"],
            Self::Quantity => &["quantity", "qty", "pieces", "数量"],
            Self::Lot => &["lot", "batch", "批次", "批号"],
            Self::Customer => &["customer", "customer name", "客户", "客户姓名"],
            Self::Company => &["company", "公司", "公司名称"],
            Self::Buyer => &["buyer", "buyer kind", "客户类型"],
            Self::Status => &["status", "状态"],
            Self::Signed => &["signed", "signed at", "contract", "contract date", "签约日期", "合同日期"],
            Self::Delivered => &["delivered", "delivered at", "delivery date", "收货日期", "交付日期"],
            Self::Completed => &["completed", "completed at", "完成日期"],
        }
    }

    /// The name shown.
    pub const fn name(self) -> &'static str {
        self.names()[0]
    }

    /// Whether a list can't be without it.
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Order | Self::Family)
    }

    fn called(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.names().contains(&name))
    }

    /// The column a name is a slip of.
    fn near(name: &str) -> Option<Self> {
        let distance = |c: &Self| c.names().iter().map(|n| slips(name, n)).min().unwrap_or(usize::MAX);
        let allowed = if name.chars().count() > 4 { 2 } else { 1 };
        Self::ALL.into_iter().min_by_key(distance).filter(|c| distance(c) <= allowed)
    }
}

/// Which cell of a line belongs to which column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    places: Vec<(Column, usize)>,
    /// Cells of the first line.
    pub width: usize,
    /// Names of columns nobody asks for.
    pub passed_over: Vec<String>,
    /// What parts the cells.
    pub sign: char,
}

impl Columns {
    /// Reads the first line of a file.
    ///
    /// # Errors
    /// Everything that is wrong with it; nothing below can be read then.
    pub fn read(header: &str) -> Result<Self, Vec<Fault>> {
        let header = header.trim_start_matches('\u{FEFF}');
        let sign = SIGNS.into_iter().max_by_key(|sign| (header.matches(*sign).count(), *sign == ','));
        let sign = sign.unwrap_or(',');
        let Ok(cells) = split(header, sign) else {
            return Err(vec![Fault::of_line(
                1,
                header,
                "the first line names the columns, without open quotes",
            )]);
        };
        let (mut places, mut passed_over, mut faults): (Vec<(Column, usize)>, _, _) =
            (Vec::new(), Vec::new(), Vec::new());
        for (place, cell) in cells.iter().enumerate() {
            let name = plain(cell);
            match Column::called(&name) {
                Some(column) if places.iter().any(|(known, _)| *known == column) => {
                    let fits = format!("the column {} is there already; keep one of them", column.name());
                    faults.push(Fault::at(1, cell, cell, fits));
                }
                Some(column) => places.push((column, place)),
                None if name.is_empty() => {}
                None => match Column::near(&name) {
                    Some(near) => {
                        let fits = format!("is it {}? rename it, or give it quite another name", near.name());
                        faults.push(Fault::at(1, cell, cell, fits));
                    }
                    None => passed_over.push(cell.clone()),
                },
            }
        }
        let has = |c: &Column| places.iter().any(|(known, _)| known == c);
        for missing in Column::ALL.into_iter().filter(|c| c.is_required() && !has(c)) {
            let known = Column::ALL.map(Column::name).join(", ");
            let fits = format!("there is no column {}; the columns are {known}", missing.name());
            faults.push(Fault::of_line(1, header, fits));
        }
        let width = cells.len();
        if faults.is_empty() { Ok(Self { places, width, passed_over, sign }) } else { Err(faults) }
    }

    /// The cell of that column; empty where there is none.
    pub fn cell<'a>(&self, cells: &'a [String], column: Column) -> &'a str {
        let place = self.places.iter().find(|(known, _)| *known == column).map(|(_, place)| *place);
        place.and_then(|place| cells.get(place)).map_or("", String::as_str)
    }
}

/// A name as it is compared: small letters, single spaces, no signs.
fn plain(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(half_width)
        .map(|c| if matches!(c, '_' | '-' | '.' | '/') { ' ' } else { c })
        .collect();
    plain.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A list to begin with: the columns, and an order of one product and one of two.
pub fn template(family: &str, other: &str, example: &str) -> String {
    let header = Column::ALL.map(Column::name).join(",");
    format!(
        "{header}\n\
         {example},{family},Nova 24,NV24-BK,black,1,L2026-02,Mei Li,,consumer,delivered,2026-02-02,2026-03-03,\n\
         PO-2026-118,{other},Duo 18,DU18-RD,red,200,L2026-03,,Northwind Retail,wholesale,making,2026-03-01,,\n\
         PO-2026-118,{family},Nova 24,NV24-BK,black,100,L2026-03,,,,,,,\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_any_of_their_names_in_any_order() {
        let columns = Columns::read("\u{FEFF}Delivered_At;Notes;ORDER NO;产品").expect("a header");
        assert_eq!(
            (columns.sign, columns.width, columns.passed_over.as_slice()),
            (';', 4, &["Notes".to_owned()][..])
        );
        let cells: Vec<String> = ["a", "b", "c", "d"].map(str::to_owned).into();
        let cell = |c| columns.cell(&cells, c);
        assert_eq!([cell(Column::Delivered), cell(Column::Order), cell(Column::Family)], ["a", "c", "d"]);
        assert_eq!(cell(Column::Lot), "");
    }

    #[test]
    fn a_header_that_misses_something_says_what() {
        let faults = Columns::read("ordre,family,family,delivred").expect_err("faults");
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 4, "{told:?}");
        assert!(told[0].contains("is it order?") && told[2].contains("is it delivered?"));
        assert!(told[3].contains("there is no column order;"));
    }
}
