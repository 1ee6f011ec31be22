//! The command line of Aftercare.

fn main() {}
