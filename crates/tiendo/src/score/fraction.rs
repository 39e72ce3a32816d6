//! Fractions that stay exact until points are made of them.

use crate::scheme::Points;

/// Denominators beyond this are given up for millionths of a millionth.
const MOST_DENOMINATOR: i128 = 1_000_000_000_000_000_000_000_000;
/// What a fraction is told in then.
const FINE: i128 = 1_000_000_000_000;
/// A double enters with six decimals.
const DOUBLE: f64 = 1e6;

/// A fraction in lowest terms, its denominator above 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fraction {
    num: i128,
    den: i128,
}

impl Fraction {
    pub(super) const ZERO: Fraction = Fraction { num: 0, den: 1 };

    /// None where there is nothing to divide by.
    pub(super) fn of(num: i128, den: i128) -> Option<Self> {
        (den > 0).then(|| {
            let by = common(num.unsigned_abs(), den.unsigned_abs()) as i128;
            Fraction { num: num / by, den: den / by }.kept()
        })
    }

    /// A ratio measured in double, rounded half away from zero to six decimals.
    // Inlined, it is computed before the question whether there is a value at all is answered; tools that watch memory
    // take that for a use of what nobody wrote.
    #[inline(never)]
    pub(super) fn of_double(value: f64) -> Option<Self> {
        // Beyond this no ratio of figures of a register lies.
        (value.abs() <= 1e12)
            .then(|| Fraction::of((value * DOUBLE).round() as i128, DOUBLE as i128))?
    }

    pub(super) fn plus(self, other: Fraction) -> Self {
        let num = self.num.checked_mul(other.den).zip(other.num.checked_mul(self.den));
        let num = num.and_then(|(a, b)| a.checked_add(b));
        let exact = num.zip(self.den.checked_mul(other.den)).and_then(|(n, d)| Fraction::of(n, d));
        exact.unwrap_or_else(|| {
            let (a, b) = (self.fine(), other.fine());
            Fraction { num: a.num.saturating_add(b.num), den: FINE }
        })
    }

    pub(super) fn times(self, n: i128) -> Self {
        Fraction { num: self.num.saturating_mul(n), den: self.den }
    }

    pub(super) fn over(self, n: i128) -> Self {
        Fraction::of(self.num, self.den.saturating_mul(n.max(1))).unwrap_or(self)
    }

    /// So much of these points, rounded half up to hundredths.
    pub(super) fn of_points(self, points: Points) -> Points {
        let doubled = self.num.checked_mul(2 * i128::from(points.hundredths()));
        let rounded = doubled.map(|n| n.saturating_add(self.den).div_euclid(2 * self.den));
        let most = if self.num < 0 { i64::MIN } else { i64::MAX };
        Points::from_hundredths(rounded.and_then(|n| i64::try_from(n).ok()).unwrap_or(most))
    }

    /// The same where its denominator is small enough to go on with.
    fn kept(self) -> Self {
        if self.den > MOST_DENOMINATOR { self.fine() } else { self }
    }

    /// The nearest fraction in millionths of a millionth.
    fn fine(self) -> Self {
        let (whole, rest) = (self.num.div_euclid(self.den), self.num.rem_euclid(self.den));
        // The rest is below the denominator: both lose digits together until the product fits.
        let (mut rest, mut den) = (rest, self.den);
        while rest.checked_mul(2 * FINE).is_none() {
            (rest, den) = (rest / 2, (den / 2).max(1));
        }
        let part = (rest * 2 * FINE + den).div_euclid(2 * den);
        Fraction { num: whole.saturating_mul(FINE).saturating_add(part), den: FINE }
    }
}

/// The greatest common divisor; 1 for two zeros.
fn common(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fraction(num: i128, den: i128) -> Fraction {
        Fraction::of(num, den).unwrap_or(Fraction::ZERO)
    }

    #[test]
    fn sums_are_exact_and_halves_round_up() {
        let third = fraction(1, 3);
        assert_eq!(third.plus(third).plus(third), fraction(1, 1));
        // A third and a sixth are exactly half of a hundredth's double.
        let half = fraction(1, 3).plus(fraction(1, 6)).over(1);
        assert_eq!(half.of_points(Points::from_hundredths(1)), Points::from_hundredths(1));
        assert_eq!(fraction(2501, 2723).of_points(Points::whole(100)).to_string(), "91.85");
        assert_eq!(fraction(-1, 3).of_points(Points::whole(1)).to_string(), "-0.33");
    }

    #[test]
    fn what_does_not_fit_stays_near() {
        let large = i128::from(u64::MAX);
        let sum = fraction(large - 1, large).plus(fraction(large - 6, large - 5));
        assert_eq!(sum.of_points(Points::whole(50)), Points::whole(100));
        assert_eq!(fraction(i128::MAX, 1).of_points(Points::whole(1)).hundredths(), i64::MAX);
        assert_eq!(
            fraction(i128::MAX / 2, i128::MAX).fine(),
            Fraction { num: FINE / 2, den: FINE }
        );
    }
}
