//! [`Big`]: as much of the arithmetic of large natural numbers as a division takes.

/// A natural number, the lowest part first.
#[derive(Default)]
pub(super) struct Big(pub(super) Vec<u32>);

impl Big {
    pub(super) fn multiply_add(&mut self, factor: u32, term: u32) {
        let mut carry = u64::from(term);
        for part in &mut self.0 {
            carry += u64::from(*part) * u64::from(factor);
            *part = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    pub(super) fn n_bits(&self) -> usize {
        let zeros = self.0.last().map_or(0, |last| last.leading_zeros() as usize);
        32 * self.0.len() - zeros
    }

    pub(super) fn shift_left(&mut self, n: usize) {
        self.multiply_add(1 << (n % 32), 0);
        self.0.splice(..0, std::iter::repeat_n(0, n / 32));
    }

    pub(super) fn halve(&mut self) {
        let mut carry = 0;
        for part in self.0.iter_mut().rev() {
            (*part, carry) = (*part >> 1 | carry << 31, *part & 1);
        }
        self.trim();
    }

    pub(super) fn subtract_if_not_less(&mut self, other: &Big) -> bool {
        let is_less = match self.0.len().cmp(&other.0.len()) {
            std::cmp::Ordering::Equal => self.0.iter().rev().lt(other.0.iter().rev()),
            order => order.is_lt(),
        };
        if is_less {
            return false;
        }
        let mut borrow = false;
        for (i, part) in self.0.iter_mut().enumerate() {
            let term = other.0.get(i).copied().unwrap_or(0);
            let (less, first) = part.overflowing_sub(term);
            let (less, second) = less.overflowing_sub(u32::from(borrow));
            (*part, borrow) = (less, first || second);
        }
        self.trim();
        true
    }

    pub(super) fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    fn trim(&mut self) {
        let n = self.0.iter().rposition(|&part| part != 0).map_or(0, |last| last + 1);
        self.0.truncate(n);
    }
}
