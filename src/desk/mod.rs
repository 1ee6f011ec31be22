//! The case service: owns transactions. Reads rows, lets the core decide, carries plans out, and delivers.

pub mod courier;
