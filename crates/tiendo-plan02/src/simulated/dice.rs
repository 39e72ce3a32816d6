//! Chance without state: every draw is a function of a seed and of names.

/// The dice of one row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dice {
    key: u64,
}

impl Dice {
    /// Dice for a seed and the names that tell a row from all others.
    pub(super) fn new(seed: u64, names: &[&str]) -> Self {
        Dice { key: names.iter().fold(mix(seed), |key, name| mix(key ^ hash(name))) }
    }

    /// A number below `sides` for the question `what`; 0 for no sides. Each question has an answer
    /// of its own, so a new one changes no other.
    pub(super) fn draw(self, what: &str, sides: u64) -> u64 {
        // The high half of a 64 x 64 bit product: no modulo, and the bias is below 2^-50 for our
        // few sides.
        let wide = u128::from(mix(self.key ^ hash(what))) * u128::from(sides);
        (wide >> 64) as u64
    }

    /// True with a chance of `per_mille` in a thousand.
    pub(super) fn chance(self, what: &str, per_mille: u64) -> bool {
        self.draw(what, 1000) < per_mille
    }

    /// One of `values`; `None` where there are none.
    pub(super) fn pick<'a, T>(self, what: &str, values: &'a [T]) -> Option<&'a T> {
        values.get(self.draw(what, values.len() as u64) as usize)
    }
}

/// FNV-1a, 64 bits: the same on every platform.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// One step of splitmix64 (Steele, Lea, Flood 2014).
fn mix(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_sequence() {
        // The first outputs of splitmix64 for the seed 1234567, as its reference implementation
        // prints them.
        let mut state = 1_234_567_u64;
        let outputs: Vec<u64> = (0..3)
            .map(|_| {
                let output = mix(state);
                state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
                output
            })
            .collect();
        assert_eq!(
            outputs,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }

    #[test]
    fn draws_cover_their_sides() {
        let mut seen = [0_u32; 6];
        for i in 0..6000_u32 {
            let side = Dice::new(57, &["T0001", &i.to_string()]).draw("side", 6);
            seen[side as usize] += 1;
        }
        assert!(seen.iter().all(|count| (850..1150).contains(count)), "{seen:?}");
        assert_eq!(Dice::new(57, &[]).draw("none", 0), 0);
    }
}
