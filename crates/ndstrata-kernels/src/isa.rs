//! The instruction set that this process uses, chosen once.
//!
//! Every kernel with several forms asks [`isa`] and nothing else, so that the environment variable
//! `NDSTRATA_ISA` (`baseline`, `avx2`, `avx512`) forces a path for all of them in a test. A level
//! that the machine lacks is never chosen, whatever the variable says.

use std::sync::OnceLock;

/// A level of instruction set, each including the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Isa {
    /// What the target guarantees (SSE2 on x86-64, NEON on AArch64).
    Baseline,
    /// AVX2, FMA, F16C, BMI1, BMI2, LZCNT and POPCNT.
    Avx2,
    /// AVX-512 F, BW, DQ, VL, CD with VBMI and VBMI2 (Ice Lake and later).
    Avx512,
}

impl Isa {
    /// The best level that this machine has.
    pub fn detect() -> Isa {
        #[cfg(target_arch = "x86_64")]
        {
            let avx2 = is_x86_feature_detected!("avx2")
                && is_x86_feature_detected!("fma")
                && is_x86_feature_detected!("f16c")
                && is_x86_feature_detected!("bmi1")
                && is_x86_feature_detected!("bmi2")
                && is_x86_feature_detected!("lzcnt")
                && is_x86_feature_detected!("popcnt");
            let avx512 = avx2
                && is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512cd")
                && is_x86_feature_detected!("avx512vbmi")
                && is_x86_feature_detected!("avx512vbmi2");
            match (avx512, avx2) {
                (true, _) => Isa::Avx512,
                (false, true) => Isa::Avx2,
                (false, false) => Isa::Baseline,
            }
        }
        #[cfg(not(target_arch = "x86_64"))]
        Isa::Baseline
    }

    fn by_name(name: &str) -> Option<Isa> {
        match name {
            "baseline" => Some(Isa::Baseline),
            "avx2" => Some(Isa::Avx2),
            "avx512" => Some(Isa::Avx512),
            _ => None,
        }
    }
}

/// The level in use: the machine's best, or the lower one that `NDSTRATA_ISA` names.
#[inline]
pub fn isa() -> Isa {
    static CHOSEN: OnceLock<Isa> = OnceLock::new();
    *CHOSEN.get_or_init(|| {
        let best = Isa::detect();
        let asked = std::env::var("NDSTRATA_ISA").ok();
        asked.and_then(|name| Isa::by_name(&name)).map_or(best, |level| level.min(best))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_level_is_one_the_machine_has() {
        assert!(isa() <= Isa::detect());
        assert_eq!(Isa::by_name("avx2"), Some(Isa::Avx2));
        assert_eq!(Isa::by_name("mmx"), None);
    }
}
