//! Many independent checks in one test: side by side on all processors, every failure told.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

/// Runs on a runtime of its own with one thread, so that all it logs is logged on this one.
pub fn alone<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(work)
}

/// Checks every item and fails with everything that is wrong; a check that panics is wrong too.
pub fn each<T: Send>(
    items: impl IntoIterator<Item = T>,
    name: impl Fn(&T) -> String + Sync,
    check: impl Fn(T) -> Vec<String> + Sync,
) {
    let queue: Mutex<VecDeque<T>> = Mutex::new(items.into_iter().collect());
    assert!(!queue.lock().expect("no panic").is_empty(), "there is nothing to check");
    let wrong = Mutex::new(Vec::new());
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let work = || {
        loop {
            let Some(item) = queue.lock().expect("no panic").pop_front() else { return };
            let name = name(&item);
            let complaints = catch_unwind(AssertUnwindSafe(|| check(item)));
            let complaints = complaints.unwrap_or_else(|panic| vec![words_of(panic.as_ref())]);
            wrong.lock().expect("no panic").extend(complaints.iter().map(|what| format!("{name}: {what}")));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    let wrong = wrong.into_inner().expect("no panic");
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n\n"));
}

fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it panicked").to_owned()
}
