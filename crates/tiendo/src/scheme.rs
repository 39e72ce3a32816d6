//! Scoring schemes as data: components with a maximum and weighted parts, adjustments, bands by lower bound.
//!
//! A scheme says how points are given; [`Score`](crate::Score) is what it gives to one subject. `SCORING.md` has the
//! formulas in a form that a statistician can check.

use crate::error::Error;
use crate::policy::Rate;
use crate::vocabulary::{Lang, closed_vocabulary};

mod built_in;
mod points;

pub use built_in::BUILT_IN;
pub use points::Points;

closed_vocabulary! {
    /// What a percentage of products is taken over.
    ///
    /// Source: Decree 335/2025/NĐ-CP, Article 14: each in percent of the products assigned, converted.
    ///
    /// ```
    /// assert_eq!(tiendo::ProductMeasure::parse("quality"), Some(tiendo::ProductMeasure::Quality));
    /// ```
    ProductMeasure {
        Quantity = "quantity", "số lượng", "quantity";
        Quality = "quality", "chất lượng", "quality";
        Progress = "progress", "tiến độ", "progress";
    }
}

closed_vocabulary! {
    /// What an adjustment counts.
    ///
    /// ```
    /// assert_eq!(tiendo::Counted::parse("overdue"), Some(tiendo::Counted::Overdue));
    /// ```
    Counted {
        LateOrOverdue = "late_or_overdue", "hoàn thành quá hạn hoặc quá hạn", "done late or overdue";
        DoneLate = "done_late", "hoàn thành quá hạn", "done late";
        Overdue = "overdue", "chưa hoàn thành quá hạn", "overdue";
        FallenDue = "fallen_due", "đã đến hạn", "fallen due";
        Unreported = "unreported", "chưa có báo cáo", "not reported on";
        Given = "given", "số nhập vào", "given";
    }
}

/// Where a part of a component is taken from.
///
/// ```
/// use tiendo::{Measure, Rate};
/// let json = serde_json::to_string(&Measure::Rate(Rate::OnTimeOverDue)).unwrap();
/// assert_eq!(json, r#"{"rate":"on_time_over_due"}"#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Measure {
    /// Points that are handed in under the component's key.
    Given,
    /// A rate of the agency and all below it, as the policy counts.
    Rate(Rate),
    /// The ratio of a KPI: the one with this id, or the agency's part of it.
    Kpi(String),
    /// The weighted KPI score of the agency.
    KpiScore,
    /// A percentage of the subject's products.
    Products(ProductMeasure),
}

/// A weighted part of a component.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Part {
    /// Where it is taken from.
    pub measure: Measure,
    /// Weight among the parts of the component, 1 to 100.
    #[cfg_attr(feature = "serde", serde(default = "one"))]
    pub weight: u8,
    /// For quality and progress of products: what each failure or delay takes of a product, in percent.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub step_percent: Option<u8>,
}

impl Part {
    /// The only part of a component, or one of equal weight.
    pub fn of(measure: Measure) -> Self {
        Part { measure, weight: 1, step_percent: None }
    }
}

/// A component: its points are `maximum` × the weighted mean of its parts, rounded half up to hundredths, up to `cap`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Component {
    /// A word for it, unique within the scheme.
    pub key: String,
    /// Name in Vietnamese.
    pub name: String,
    /// Name in English.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "String::is_empty"))]
    pub name_en: String,
    /// Points for a mean of 1.
    pub maximum: Points,
    /// The most points it can give; absent: `maximum`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub cap: Option<Points>,
    /// Its parts; none: points handed in.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub parts: Vec<Part>,
}

impl Component {
    /// The most points that it can give.
    pub fn most(&self) -> Points {
        self.cap.unwrap_or(self.maximum)
    }
}

/// Points taken off, or added, for each thing counted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Adjustment {
    /// A word for it, unique within the scheme.
    pub key: String,
    /// Name in Vietnamese.
    pub name: String,
    /// Name in English.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "String::is_empty"))]
    pub name_en: String,
    /// What is counted.
    pub counted: Counted,
    /// Only what is counted beyond this number.
    #[cfg_attr(feature = "serde", serde(default))]
    pub beyond: u32,
    /// Points for each; negative to take off.
    pub points: Points,
    /// The most points that it gives or takes, without a sign; absent: no limit.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub limit: Option<Points>,
}

/// A word with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Label {
    /// The word.
    pub key: String,
    /// Name in Vietnamese.
    pub name: String,
    /// Name in English.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "String::is_empty"))]
    pub name_en: String,
}

impl Label {
    /// The name in a language; the Vietnamese one where there is no other.
    ///
    /// ```
    /// use tiendo::{Label, Lang};
    /// let label = Label { key: "green".into(), name: "xanh".into(), name_en: "green".into() };
    /// assert_eq!(label.in_language(Lang::Vi), "xanh");
    /// ```
    pub fn in_language(&self, lang: Lang) -> &str {
        if lang == Lang::En && !self.name_en.is_empty() { &self.name_en } else { &self.name }
    }
}

/// A band of a scheme, by its lower bound: with upper bounds 89.5 would belong nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Band {
    /// The least total of the band.
    pub from: Points,
    /// The word.
    pub key: String,
    /// Name in Vietnamese.
    pub name: String,
    /// Name in English.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "String::is_empty"))]
    pub name_en: String,
}

impl Band {
    /// Its word and names.
    pub fn label(&self) -> Label {
        Label { key: self.key.clone(), name: self.name.clone(), name_en: self.name_en.clone() }
    }
}

/// How points are given, under a name and a version: with them every score can be repeated.
///
/// ```
/// use tiendo::{Points, Scheme};
/// let scheme = Scheme::named("qd-766")?;
/// assert_eq!(scheme.maximum(), Points::parse("100")?);
/// assert_eq!(scheme.components.len(), 6);
/// assert!(Scheme::named("unheard-of").is_err());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Scheme {
    /// Name.
    pub name: String,
    /// Version of the scheme under that name.
    #[cfg_attr(feature = "serde", serde(default = "one_version"))]
    pub version: u32,
    /// Title in Vietnamese.
    pub title: String,
    /// Title in English.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "String::is_empty"))]
    pub title_en: String,
    /// Where it was read, and what in it is nobody's but the author's.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "String::is_empty"))]
    pub source: String,
    /// With fewer tasks fallen due than this a subject is not judged; 0: not asked.
    #[cfg_attr(feature = "serde", serde(default))]
    pub minimum_due: u32,
    /// The most that a total can come to; absent: what the components can give.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub cap: Option<Points>,
    /// What a subject is called that cannot be judged.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub unjudged: Option<Label>,
    /// The components, in the order of the scheme.
    pub components: Vec<Component>,
    /// What is taken off or added.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub adjustments: Vec<Adjustment>,
    /// The bands, in any order.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub bands: Vec<Band>,
}

#[cfg(feature = "serde")]
fn one() -> u8 {
    1
}

#[cfg(feature = "serde")]
fn one_version() -> u32 {
    1
}

impl Scheme {
    /// A built-in scheme: one of [`BUILT_IN`].
    ///
    /// - `qd-766`: the service index of Decision 766/QĐ-TTg, six components of 18, 20, 12, 10, 18 and 22 points. Its bands
    ///   were not published and are left out.
    /// - `nd-335`: a civil servant under Decree 335/2025/NĐ-CP: 30 points of common criteria and 70 for quantity, quality and
    ///   progress of products in equal parts; 25 % off for each major fault or delay; bands from 90, 70 and 50.
    /// - `plan02-light`: a traffic light on the rate done on time ÷ fallen due; its thresholds (90, 70) are ours.
    /// - `province-example`: a worked example of a province's own scheme, after published practice.
    ///
    /// # Errors
    /// - [`Error::NotFound`] for any other name.
    pub fn named(name: &str) -> Result<Self, Error> {
        built_in::scheme(name)
            .ok_or_else(|| Error::NotFound { kind: "scheme", id: name.chars().take(80).collect() })
    }

    /// What the components can give together.
    pub fn maximum(&self) -> Points {
        self.components.iter().map(Component::most).sum()
    }

    /// The band of a total: the one with the greatest lower bound that it reaches.
    ///
    /// ```
    /// use tiendo::{Points, Scheme};
    /// let scheme = Scheme::named("nd-335")?;
    /// let word = |total: &str| -> Result<_, tiendo::Error> {
    ///     Ok(scheme.band(Points::parse(total)?).map(|b| b.key.clone()))
    /// };
    /// assert_eq!(word("89.99")?.as_deref(), Some("good"));
    /// assert_eq!(word("90")?.as_deref(), Some("excellent"));
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn band(&self, total: Points) -> Option<&Band> {
        self.bands.iter().filter(|band| band.from <= total).max_by_key(|band| band.from)
    }

    /// Checks what the types alone do not.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] for an empty name or key, a key that stands twice, a negative maximum or cap, a weight
    ///   outside 1 to 100, a step outside 1 to 100, or the name of a built-in scheme with other rules.
    ///
    /// # Example
    /// ```
    /// use tiendo::Scheme;
    /// let mut scheme = Scheme::named("qd-766")?;
    /// assert!(scheme.validate().is_ok());
    /// scheme.components[0].key.clear();
    /// assert!(scheme.validate().is_err());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn validate(&self) -> Result<(), Error> {
        let wrong = |field: &'static str, value: &dyn ToString, expected: &str| {
            Err(Error::InvalidValue {
                field,
                value: value.to_string().chars().filter(|c| !c.is_control()).take(80).collect(),
                expected: expected.to_owned(),
            })
        };
        if self.name.is_empty() || self.name.chars().any(char::is_control) {
            return wrong("scheme.name", &self.name, "a name");
        }
        // No number under a name that stands for other rules.
        if Scheme::named(&self.name).is_ok_and(|built_in| built_in != *self) {
            let expected = "a name of its own, for its rules differ from the built-in ones";
            return wrong("scheme.name", &self.name, expected);
        }
        if self.components.is_empty() {
            return wrong("scheme.components", &"none", "one component at least");
        }
        let keys = self.components.iter().map(|c| &c.key);
        let mut seen = std::collections::BTreeSet::new();
        for key in keys.chain(self.adjustments.iter().map(|a| &a.key)) {
            if key.is_empty() || key.chars().any(char::is_control) || !seen.insert(key) {
                return wrong("scheme.key", key, "a key that stands once");
            }
        }
        for component in &self.components {
            if component.maximum <= Points::ZERO || component.most() < Points::ZERO {
                return wrong("scheme.maximum", &component.maximum, "more than 0");
            }
            for part in &component.parts {
                if !(1..=100).contains(&part.weight) {
                    return wrong("scheme.weight", &part.weight, "1 to 100");
                }
                let graded = matches!(
                    part.measure,
                    Measure::Products(ProductMeasure::Quality | ProductMeasure::Progress)
                );
                if graded != part.step_percent.is_some_and(|s| (1..=100).contains(&s)) {
                    let shown = part.step_percent.map_or_else(String::new, |s| s.to_string());
                    let expected = "1 to 100 for quality and progress, absent for all else";
                    return wrong("scheme.step_percent", &shown, expected);
                }
            }
        }
        for limit in self.adjustments.iter().filter_map(|a| a.limit).chain(self.cap) {
            if limit < Points::ZERO {
                return wrong("scheme.limit", &limit, "0 or more");
            }
        }
        Ok(())
    }
}
