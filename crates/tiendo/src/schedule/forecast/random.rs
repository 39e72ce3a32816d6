//! Random numbers that are counted, not drawn: each is a function of a seed, a run and a place.

/// Increment of the counter: 2^64 divided by the golden ratio, made odd.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// The finaliser of SplitMix64.
///
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The numbers of one run: place `n` always gets the same one, whoever asks first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Random(u64);

impl Random {
    /// The stream of a run under a seed.
    pub(super) fn of(seed: u64, run: u32) -> Self {
        Random(mix(mix(seed).wrapping_add(GOLDEN.wrapping_mul(u64::from(run) + 1))))
    }

    /// A number in [0, 1) for a place: output `place` of SplitMix64 started at this stream.
    #[inline]
    pub(super) fn at(self, place: u32) -> f64 {
        let bits = mix(self.0.wrapping_add(GOLDEN.wrapping_mul(u64::from(place) + 1)));
        // 53 bits are what a double holds.
        #[allow(clippy::cast_precision_loss)]
        let number = (bits >> 11) as f64 / (1_u64 << 53) as f64;
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_splitmix64() {
        // The first outputs for the seed 1234567, as implementations of SplitMix64 publish them.
        let bits = |n: u64| mix(1_234_567_u64.wrapping_add(GOLDEN.wrapping_mul(n)));
        assert_eq!([bits(1), bits(2)], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn numbers_are_even_and_apart() {
        let mut buckets = [0_u32; 10];
        for run in 0..100 {
            let random = Random::of(57, run);
            for place in 0..1_000 {
                buckets[(random.at(place) * 10.0) as usize] += 1;
            }
        }
        assert!(buckets.iter().all(|n| (9_600..10_400).contains(n)), "{buckets:?}");
        assert!(Random::of(57, 0).at(1).to_bits() != Random::of(58, 0).at(1).to_bits());
    }
}
