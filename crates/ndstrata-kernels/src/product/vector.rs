//! What a product asks of a vector of numbers.
#![expect(unsafe_code, reason = "declares loads and stores through pointers")]

#[cfg(target_arch = "x86_64")]
pub(super) mod avx2;
#[cfg(target_arch = "x86_64")]
pub(super) mod avx512;
pub(super) mod portable;

/// Lanes of one number type. Complex numbers lie in pairs of lanes.
///
/// # Safety
///
/// Methods may only be called where the instruction set of the implementing type is enabled.
pub(super) unsafe trait Vector: Copy {
    /// A real number, or half of a complex one.
    type Lane: Copy;
    /// Number of lanes.
    const LANES: usize;

    /// Zeros.
    unsafe fn zero() -> Self;
    /// One number in all lanes.
    unsafe fn splat(from: *const Self::Lane) -> Self;
    /// Reads all lanes, at any alignment.
    unsafe fn load(from: *const Self::Lane) -> Self;
    /// Reads the first `n` lanes, and zeros after them.
    unsafe fn load_first(from: *const Self::Lane, n: usize) -> Self;
    /// Writes all lanes, at any alignment.
    unsafe fn store(self, to: *mut Self::Lane);
    /// Writes the first `n` lanes.
    unsafe fn store_first(self, to: *mut Self::Lane, n: usize);
    /// `self · factor + term`; rounded once where the machine has it.
    unsafe fn mul_add(self, factor: Self, term: Self) -> Self;
    /// The sum of two.
    unsafe fn add(self, other: Self) -> Self;
    /// The difference of two.
    unsafe fn subtract(self, other: Self) -> Self;
    /// The sum of all lanes: halves are added until one lane is left.
    unsafe fn total(self) -> Self::Lane;
    /// Neighbouring lanes exchanged. For complex numbers only.
    unsafe fn exchanged(self) -> Self;
    /// The even lanes negated. For complex numbers only.
    unsafe fn even_negated(self) -> Self;
    /// The odd lanes negated. For complex numbers only.
    unsafe fn odd_negated(self) -> Self;
}
