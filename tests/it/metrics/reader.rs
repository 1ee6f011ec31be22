//! Reads Prometheus' text format, version 0.0.4, and takes nothing that bends its rules.

use std::collections::{BTreeMap, BTreeSet};

pub type Labels = BTreeMap<String, String>;

/// Samples of one name.
#[derive(Debug)]
pub struct Family {
    pub name: String,
    pub kind: String,
    pub samples: Vec<(String, Labels, f64)>,
}

/// The value of one series; nothing where there is none.
pub fn value(families: &[Family], name: &str, labels: &[(&str, &str)]) -> Option<f64> {
    let wanted: Labels =
        labels.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let samples = families.iter().flat_map(|family| &family.samples);
    samples.into_iter().find(|(of, has, _)| of == name && *has == wanted).map(|(_, _, value)| *value)
}

/// All families of an answer; what breaks the format is told with its line.
pub fn read(text: &str) -> Result<Vec<Family>, String> {
    if !text.ends_with('\n') {
        return Err("the last line has no end".to_owned());
    }
    let (mut families, mut help) = (Vec::<Family>::new(), None::<String>);
    for line in text.lines() {
        let wrong = |what: &str| Err(format!("{what}: {line}"));
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let Some((name, words)) = rest.split_once(' ') else { return wrong("help without words") };
            if words.contains('\\') || help.is_some() {
                return wrong("help that is escaped or alone");
            }
            help = Some(name.to_owned());
        } else if let Some(rest) = line.strip_prefix("# TYPE ") {
            let Some((name, kind)) = rest.split_once(' ') else { return wrong("a type without a kind") };
            let Some(of) = help.take() else { return wrong("a type without help before it") };
            if of != name || !["counter", "gauge", "histogram"].contains(&kind) || !is_name(name) {
                return wrong("not a type");
            }
            if families.iter().any(|family| family.name == name) {
                return wrong("a family in two pieces");
            }
            let (name, kind) = (name.to_owned(), kind.to_owned());
            families.push(Family { name, kind, samples: Vec::new() });
        } else if line.starts_with('#') || line.is_empty() {
            return wrong("neither a sample nor a family");
        } else {
            let family = families.last_mut().filter(|_| help.is_none());
            let Some(family) = family else { return wrong("a sample of no family") };
            let sample = sample(line).ok_or_else(|| format!("not a sample: {line}"))?;
            if !belongs(family, &sample.0, &sample.1) {
                return wrong("a sample of another family");
            }
            family.samples.push(sample);
        }
    }
    families.iter().try_for_each(whole)?;
    Ok(families)
}

fn is_name(name: &str) -> bool {
    let first = |c: char| c.is_ascii_alphabetic() || c == '_' || c == ':';
    name.starts_with(first) && name.chars().all(|c| first(c) || c.is_ascii_digit())
}

fn sample(line: &str) -> Option<(String, Labels, f64)> {
    let (series, number) = line.rsplit_once(' ')?;
    let value = match number {
        "+Inf" => f64::INFINITY,
        "NaN" | "-Inf" => return None,
        number => number.parse().ok()?,
    };
    let Some((name, rest)) = series.split_once('{') else {
        return is_name(series).then(|| (series.to_owned(), Labels::new(), value));
    };
    let mut labels = Labels::new();
    for part in rest.strip_suffix('}')?.split(',') {
        let (label, quoted) = part.split_once('=')?;
        let text = quoted.strip_prefix('"')?.strip_suffix('"')?;
        let plain = is_name(label) && !label.contains(':') && !text.contains(['"', '\\', '\n']);
        if !plain || labels.insert(label.to_owned(), text.to_owned()).is_some() {
            return None;
        }
    }
    is_name(name).then(|| (name.to_owned(), labels, value))
}

fn belongs(family: &Family, name: &str, labels: &Labels) -> bool {
    if family.kind != "histogram" {
        return name == family.name && !labels.contains_key("le");
    }
    match name.strip_prefix(family.name.as_str()) {
        Some("_bucket") => labels.contains_key("le"),
        Some("_sum" | "_count") => !labels.contains_key("le"),
        _ => false,
    }
}

/// What only the whole family shows: no series twice, counters that say so, histograms that add up.
fn whole(family: &Family) -> Result<(), String> {
    let wrong = |what: &str| Err(format!("{}: {what}", family.name));
    let series: BTreeSet<_> = family.samples.iter().map(|(name, labels, _)| (name, labels)).collect();
    if series.len() != family.samples.len() {
        return wrong("a series twice");
    }
    if (family.kind == "counter") != family.name.ends_with("_total") {
        return wrong("counters end with _total, and nothing else does");
    }
    if family.kind == "counter"
        && family.samples.iter().any(|(_, _, value)| *value < 0.0 || value.fract() != 0.0)
    {
        return wrong("a counter that does not count");
    }
    if family.kind != "histogram" {
        return Ok(());
    }
    let mut of: BTreeMap<Labels, Vec<(f64, f64)>> = BTreeMap::new();
    for (name, labels, value) in &family.samples {
        let mut labels = labels.clone();
        if let Some(bound) = labels.remove("le") {
            let bound = if bound == "+Inf" { f64::INFINITY } else { bound.parse().map_err(|_| bound)? };
            of.entry(labels).or_default().push((bound, *value));
        } else if name.ends_with("_count") {
            let buckets = of.get(&labels).ok_or("a count before its buckets")?;
            if buckets.last() != Some(&(f64::INFINITY, *value)) {
                return wrong("the last bucket is not the count");
            }
        }
    }
    let grows = |pair: &[(f64, f64)]| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1;
    if of.values().any(|buckets| !buckets.windows(2).all(grows)) {
        return wrong("buckets that do not grow");
    }
    Ok(())
}

#[test]
fn what_bends_the_format_is_not_read() {
    let head = "# HELP a_b Words.\n# TYPE a_b gauge\n";
    assert!(read(&format!("{head}a_b{{x=\"y\"}} 1.5\n")).is_ok());
    let bent = [
        "a_b 1".to_owned(),
        format!("{head}a_b 1"),
        format!("{head}a_c 1\n"),
        format!("{head}a_b{{x=y}} 1\n"),
        format!("{head}a_b{{x=\"a\"b\"}} 1\n"),
        format!("{head}a_b{{x=\"y\",x=\"z\"}} 1\n"),
        format!("{head}a_b one\n"),
        format!("{head}a_b NaN\n"),
        format!("{head}a_b 1\na_b 2\n"),
        format!("{head}a_b 1\n{head}"),
        format!("{head}\n"),
        "# TYPE a_b gauge\na_b 1\n".to_owned(),
        "# HELP a_total W.\n# TYPE a_total gauge\na_total 1\n".to_owned(),
        "# HELP a W.\n# TYPE a counter\na 1\n".to_owned(),
        "# HELP a W.\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n".to_owned(),
        "# HELP a W.\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_bucket{le=\"+Inf\"} 2\na_sum 1\na_count 3\n".to_owned(),
    ];
    for text in bent {
        assert!(read(&text).is_err(), "{text}");
    }
}
