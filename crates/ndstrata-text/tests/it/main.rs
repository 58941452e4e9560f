//! Tables of text against what NumPy made of them, and against themselves.

mod compressed;
mod differential;
mod gaps;
mod golden;
mod roundtrip;
mod sources;
