//! Laws of KPIs, scores and moved ranks.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use proptest::prelude::*;
use tiendo::{
    Adjustment, AgencyId, Aggregation, AsOf, Component, Counted, Direction, Kpi, KpiId, KpiPoint,
    KpiState, Level, Measure, Measurement, Part, Points, Rate, Ratio, RegistryBuilder, Scheme,
    SubjectInputs, Text, day,
};

#[path = "properties/registers.rs"]
mod registers;

const RATES: [Rate; 3] = [Rate::DoneOverDue, Rate::OnTimeOverDue, Rate::Completion];

fn label(text: &str) -> String {
    text.to_owned()
}

/// A scheme of components over rates, one over the KPI score, one over points handed in, and two adjustments.
fn schemes() -> impl Strategy<Value = Scheme> {
    let maximum = (1..=100_000_i64).prop_map(Points::from_hundredths);
    let weights = prop::collection::vec(1..=100_u8, RATES.len());
    let component = (maximum.clone(), weights, prop::option::of(1..=150_u8));
    (prop::collection::vec(component, 1..4), maximum.clone(), maximum, -500..500_i64).prop_map(
        |(rated, given, kpis, each)| {
            let plain = |key: String, maximum: Points, parts: Vec<Part>| Component {
                name: key.clone(),
                name_en: String::new(),
                key,
                maximum,
                cap: None,
                parts,
            };
            let mut components: Vec<Component> = Vec::new();
            for (at, (maximum, weights, cap)) in rated.into_iter().enumerate() {
                let part =
                    |(rate, weight): (&Rate, u8)| Part { weight, ..Part::of(Measure::Rate(*rate)) };
                let parts = RATES.iter().zip(weights).map(part).collect();
                let cap =
                    cap.map(|c| Points::from_hundredths(maximum.hundredths() * i64::from(c) / 100));
                components.push(Component { cap, ..plain(format!("rate{at}"), maximum, parts) });
            }
            components.push(plain(label("kpis"), kpis, vec![Part::of(Measure::KpiScore)]));
            components.push(plain(label("given"), given, Vec::new()));
            let adjustment = |key: &str, points: i64, limit| Adjustment {
                key: key.to_owned(),
                name: key.to_owned(),
                name_en: String::new(),
                counted: Counted::Given,
                beyond: 2,
                points: Points::from_hundredths(points),
                limit,
            };
            let limited = Some(Points::from_hundredths(300));
            Scheme {
                name: label("of a test"),
                version: 1,
                title: label("of a test"),
                title_en: String::new(),
                source: String::new(),
                minimum_due: 0,
                cap: None,
                unjudged: None,
                components,
                adjustments: vec![adjustment("a", each, None), adjustment("b", each, limited)],
                bands: Vec::new(),
            }
        },
    )
}

fn inputs() -> impl Strategy<Value = SubjectInputs> {
    let rate =
        (1..5_000_u64).prop_flat_map(|den| (0..=den).prop_map(move |num| Ratio { num, den }));
    let rates = prop::collection::vec(rate, RATES.len());
    (rates, 0..=1_200_000_u32, 0..=100_i64, 0..20_u64, 0..20_u64).prop_map(
        |(rates, millionths, given, a, b)| {
            let mut inputs = SubjectInputs::of("x");
            inputs.rates = RATES.iter().map(|r| label(r.as_str())).zip(rates).collect();
            inputs.kpi_score = Some(f64::from(millionths) / 1e6);
            inputs.points.insert(label("given"), Points::from_hundredths(given));
            inputs.counts = [(label("a"), a), (label("b"), b)].into();
            inputs
        },
    )
}

/// A KPI of the root with a path and one measurement.
fn kpi(direction: Direction, values: [f64; 3], weight: u8) -> Kpi {
    let on = |month: u32| day::from_ymd(2025, month, 1).unwrap();
    let mut kpi = Kpi::new(KpiId::new("K").unwrap(), Text::new("K").unwrap(), direction);
    kpi.owner = Some(AgencyId::new("VN").unwrap());
    kpi.weight = weight;
    kpi.baseline = Some(KpiPoint { day: on(1), value: values[0] });
    kpi.targets = vec![KpiPoint { day: on(12), value: values[1] }];
    kpi.measurements = vec![Measurement::new(on(5), values[2])];
    kpi
}

fn standing(kpi: Kpi) -> tiendo::KpiStanding {
    let mut builder = RegistryBuilder::new();
    builder.add_kpi(kpi);
    let as_of = AsOf::new(day::from_ymd(2025, 7, 1).unwrap()).unwrap();
    builder.finish().kpi_standing("K", as_of).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_total_is_the_sum_of_what_is_printed(scheme in schemes(), inputs in inputs()) {
        let score = scheme.score(&inputs).unwrap();
        let parts: Points = score.components.iter().filter_map(|c| c.points).sum();
        let adjusted: Points = score.adjustments.iter().map(|a| a.points).sum();
        prop_assert_eq!(score.total, (parts + adjusted).max(Points::ZERO));
        for component in &score.components {
            prop_assert!(component.points.unwrap() <= component.most);
        }
        // What is printed is what is read back.
        let json = serde_json::to_string(&score).unwrap();
        prop_assert_eq!(serde_json::from_str::<tiendo::Score>(&json).unwrap(), score);
    }

    #[test]
    fn scale_changes_nothing(scheme in schemes(), inputs in inputs(), by in 1..1_000_u64) {
        let mut scaled = inputs.clone();
        for rate in scaled.rates.values_mut() {
            *rate = Ratio { num: rate.num * by, den: rate.den * by };
        }
        let mut halved = scheme.clone();
        for part in halved.components.iter_mut().flat_map(|c| &mut c.parts) {
            part.weight = part.weight.div_ceil(2);
        }
        let mut doubled = halved.clone();
        for part in doubled.components.iter_mut().flat_map(|c| &mut c.parts) {
            part.weight *= 2;
        }
        let total = |scheme: &Scheme, inputs| scheme.score(inputs).unwrap().total;
        prop_assert_eq!(total(&scheme, &inputs), total(&scheme, &scaled));
        // One more than a half may pass 100 when doubled, which is no weight.
        if doubled.validate().is_ok() {
            prop_assert_eq!(total(&halved, &inputs), total(&doubled, &inputs));
        }
    }

    #[test]
    fn more_achievement_never_lowers_a_score(
        scheme in schemes(),
        inputs in inputs(),
        more in 1..1_000_u64,
        rate in 0..RATES.len(),
    ) {
        let before = scheme.score(&inputs).unwrap().total;
        let mut better = inputs;
        let rate = better.rates.get_mut(RATES[rate].as_str()).unwrap();
        rate.num = (rate.num + more).min(rate.den);
        better.kpi_score = better.kpi_score.map(|s| s + 0.001);
        prop_assert!(scheme.score(&better).unwrap().total >= before);
    }

    #[test]
    fn a_kpi_is_judged_whatever_its_unit(
        values in prop::array::uniform3(-1000..1000_i32),
        power in -20..20_i32,
        falls in any::<bool>(),
        weight in 1..=100_u8,
    ) {
        let direction = if falls { Direction::Decrease } else { Direction::Increase };
        let scale = 2_f64.powi(power);
        let plain = standing(kpi(direction.clone(), values.map(f64::from), weight));
        let scaled = standing(kpi(direction, values.map(|v| f64::from(v) * scale), 1));
        prop_assert_eq!((plain.state, plain.attained, plain.ratio), (scaled.state, scaled.attained, scaled.ratio));
    }

    #[test]
    fn more_of_a_kpi_never_lowers_its_ratio(
        baseline in -1000..1000_i32,
        target in -1000..1000_i32,
        actual in -1000..1000_i32,
        more in 0..500_i32,
    ) {
        // Upwards to a higher target, downwards to a lower one.
        let (direction, sign) = if target >= baseline {
            (Direction::Increase, 1)
        } else {
            (Direction::Decrease, -1)
        };
        let at = |actual: i32| {
            standing(kpi(direction.clone(), [baseline, target, actual].map(f64::from), 1))
        };
        let (before, after) = (at(actual), at(actual + sign * more));
        prop_assert!(after.ratio >= before.ratio);
        prop_assert!(before.state != KpiState::Attained || after.state == KpiState::Attained);
        prop_assert!(after.ratio.is_some_and(|r| (0.0..=1.2).contains(&r)));
    }

    #[test]
    fn the_order_of_parts_never_shows(
        values in prop::collection::vec(-1_000_000..1_000_000_i32, 1..12),
        seed in any::<prop::sample::Index>(),
    ) {
        let as_of = AsOf::new(day::from_ymd(2025, 12, 31).unwrap()).unwrap();
        let sum = |values: &[i32]| {
            let mut builder = RegistryBuilder::new();
            let mut whole = Kpi::new(KpiId::new("K").unwrap(), Text::new("K").unwrap(), Direction::Increase);
            whole.aggregation = Aggregation::Sum;
            builder.add_kpi(whole);
            for (i, value) in values.iter().enumerate() {
                let id = KpiId::new(&format!("K{i}")).unwrap();
                let mut part = Kpi::new(id, Text::new("K").unwrap(), Direction::Increase);
                part.owner = Some(AgencyId::new("VN").unwrap());
                part.part_of = Some(KpiId::new("K").unwrap());
                part.measurements = vec![Measurement::new(as_of.day, f64::from(*value) / 100.0)];
                builder.add_kpi(part);
            }
            builder.finish().kpi_roll_up("K", as_of).unwrap().rows[0].value.unwrap()
        };
        let mut turned = values.clone();
        turned.rotate_left(seed.index(values.len()));
        prop_assert_eq!(sum(&values).to_bits(), sum(&turned).to_bits());
        let exact = f64::from(values.iter().sum::<i32>()) / 100.0;
        prop_assert_eq!(sum(&values).to_bits(), exact.to_bits());
    }

    #[test]
    fn causes_add_up_to_the_change_of_the_rate(
        records in registers::records(),
        as_of in registers::as_of(),
        before in registers::days(),
        policy in registers::policies(),
    ) {
        let mut builder = RegistryBuilder::new();
        builder.add(records);
        let registry = builder.finish();
        let now = registry.evaluate(as_of, &policy).unwrap();
        let then = registry.evaluate(AsOf { day: before, ..as_of }, &policy).unwrap();
        for level in Level::KNOWN {
            let changes = now.rank_why(level, &then).unwrap();
            let ranks: Vec<_> = now.rank(level).rows.iter().map(|r| (r.agency.clone(), r.rank)).collect();
            let told: Vec<_> = changes.rows.iter().map(|r| (r.agency.clone(), r.rank)).collect();
            prop_assert!(told.starts_with(&ranks));
            for row in changes.rows {
                let listed = ranks.iter().any(|(agency, _)| *agency == row.agency);
                prop_assert_eq!(row.rank.is_none() && listed, row.exclusion.is_some());
                if let (Some(now), Some(then)) = (row.rank, row.rank_before) {
                    let won = then as i32 - now as i32;
                    prop_assert_eq!(won, row.by_itself.unwrap() + row.by_others.unwrap());
                }
                // Where nobody reported there is no rate, whatever there would be to divide.
                if row.rank.is_some() && row.rank_before.is_some() {
                    let num: i64 = row.causes.iter().map(|c| c.num).sum();
                    let den: i64 = row.causes.iter().map(|c| c.den).sum();
                    let change = |after: u64, before: u64| after as i64 - before as i64;
                    prop_assert_eq!(num, change(row.rate.num, row.rate_before.num));
                    prop_assert_eq!(den, change(row.rate.den, row.rate_before.den));
                }
            }
        }
    }
}
