//! Prometheus' text format, version 0.0.4: families of samples, written one after the other.
//!
//! By hand, because it is these lines: names and labels are known when this is compiled, so there is nothing to register and no
//! way for a value from outside to become a label (`docs/adr/0042-figures-written-by-hand.md`).

use std::fmt::Write as _;

use crate::desk::Distribution;

/// What the answer calls itself.
pub(super) const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Names and values of our own.
pub(super) type Labels = Vec<(&'static str, &'static str)>;

/// A page of samples.
#[derive(Default)]
pub(super) struct Page(String);

impl Page {
    pub(super) fn text(self) -> String {
        self.0
    }

    /// Something that goes up and down.
    pub(super) fn gauge(&mut self, name: &str, help: &str, samples: impl IntoIterator<Item = (Labels, f64)>) {
        self.family(name, "gauge", help);
        for (labels, value) in samples {
            self.sample(name, &labels, None, value);
        }
    }

    /// One value without labels.
    pub(super) fn value(&mut self, name: &str, help: &str, value: f64) {
        self.gauge(name, help, [(Labels::new(), value)]);
    }

    /// Something that only grows.
    pub(super) fn counter(
        &mut self,
        name: &str,
        help: &str,
        samples: impl IntoIterator<Item = (Labels, u64)>,
    ) {
        self.family(name, "counter", help);
        for (labels, value) in samples {
            self.sample(name, &labels, None, float(value));
        }
    }

    /// How values are spread; what was measured is divided by `unit`.
    pub(super) fn histogram<'a>(
        &mut self,
        name: &str,
        help: &str,
        unit: f64,
        samples: impl IntoIterator<Item = (Labels, &'a Distribution)>,
    ) {
        self.family(name, "histogram", help);
        for (labels, spread) in samples {
            let mut below = 0;
            for (n, count) in spread.counts.iter().enumerate() {
                below += count;
                let bound = spread.bounds.get(n).map(|bound| (float(*bound) / unit).to_string());
                let bound = bound.as_deref().unwrap_or("+Inf");
                self.sample(&format!("{name}_bucket"), &labels, Some(bound), float(below));
            }
            self.sample(&format!("{name}_sum"), &labels, None, float(spread.sum) / unit);
            self.sample(&format!("{name}_count"), &labels, None, float(below));
        }
    }

    fn family(&mut self, name: &str, kind: &str, help: &str) {
        // Why the result is dropped, here and below: writing into a string does not fail.
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn sample(&mut self, name: &str, labels: &Labels, bound: Option<&str>, value: f64) {
        let labels = labels.iter().copied().chain(bound.map(|bound| ("le", bound)));
        let labels: Vec<String> = labels.map(|(name, value)| format!("{name}=\"{value}\"")).collect();
        let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
        let _ = writeln!(self.0, "{name}{labels} {value}");
    }
}

/// A count as the format's numbers are.
#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53, and no count here comes near it")]
pub(super) const fn float(count: u64) -> f64 {
    count as f64
}
