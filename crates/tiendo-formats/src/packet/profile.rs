//! Profiles: under which names, in which order and forms a packet is written.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use tiendo::day;

use super::field::{Field, Kind};
use super::json::ENTRIES;
use super::{Entry, Head, PacketKind};
use crate::error::Error;

/// Most bytes of a name.
const MAX_NAME_BYTES: usize = 200;

/// Under which names a packet is written and read: a TOML text that whoever holds the official field tables fills in.
///
/// ```
/// use tiendo_formats::packet::Profile;
/// let text = include_str!("../../profiles/neutral.toml");
/// let mine = text.replace("name = \"organisation\"", "name = \"MaDonVi\"");
/// assert_eq!(Profile::from_toml(&mine)?.kpis.fields[6].name, "MaDonVi");
/// assert!(Profile::from_toml(&text.replace("name = \"organisation\"", "name = \"Mã\u{a0}1\"")).is_err());
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// What it is, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The form that is written unless the caller asks for another.
    #[serde(default)]
    pub form: Form,
    /// How days are written.
    #[serde(default)]
    pub days: DayForm,
    /// What stands before decimals.
    #[serde(default)]
    pub decimal: Decimal,
    /// The namespace of an XML packet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Code lists: by field, our word and what is written for it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lists: BTreeMap<Field, BTreeMap<String, String>>,
    /// Names of a packet of tasks.
    pub reports: Layout,
    /// Names of a packet of figures.
    pub figures: Layout,
    /// Names of a packet of KPI values.
    pub kpis: Layout,
}

/// What a packet is written in.
///
/// ```
/// assert_eq!(tiendo_formats::packet::Form::default(), tiendo_formats::packet::Form::Xml);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// XML.
    #[default]
    Xml,
    /// JSON.
    Json,
}

/// How days are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum DayForm {
    /// `2025-07-31`.
    #[default]
    #[serde(rename = "yyyy-mm-dd")]
    YearFirst,
    /// `31/07/2025`.
    #[serde(rename = "dd/mm/yyyy")]
    DayFirst,
    /// `20250731`.
    #[serde(rename = "yyyymmdd")]
    Digits,
}

/// What stands before decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Decimal {
    /// A point.
    #[default]
    #[serde(rename = ".")]
    Point,
    /// A comma.
    #[serde(rename = ",")]
    Comma,
}

/// The names of one kind of packet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// The root.
    pub root: String,
    /// The element around the fields of the head.
    pub head: String,
    /// The element around the entries; absent: they stand in the root, which JSON cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entries: Option<String>,
    /// One entry.
    pub entry: String,
    /// The breakdown of an entry; absent: it is not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breakdown: Option<Breakdown>,
    /// The fields of the head, in order.
    pub head_fields: Vec<FieldName>,
    /// The fields of an entry, in order; its breakdown stands behind them.
    pub fields: Vec<FieldName>,
}

/// The names of a breakdown: `<breakdown><item dimension="group">1</item></breakdown>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    /// The element around the items.
    pub name: String,
    /// One item.
    pub item: String,
    /// The attribute that names its dimension.
    pub dimension: String,
}

/// One field and its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldName {
    /// The field.
    pub field: Field,
    /// Its name.
    pub name: String,
    /// True for an attribute instead of an element, in XML.
    #[serde(default, skip_serializing_if = "is_false")]
    pub attribute: bool,
    /// When it is written.
    #[serde(default, skip_serializing_if = "is_default")]
    pub written: Written,
    /// The text of a constant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// When a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Written {
    /// Where it has a value.
    #[default]
    Stated,
    /// Always, empty where it has none.
    Always,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for a reference
fn is_false(flag: &bool) -> bool {
    !flag
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for a reference
fn is_default(written: &Written) -> bool {
    *written == Written::Stated
}

impl Profile {
    /// The profile with our own names, to begin with.
    ///
    /// ```
    /// assert_eq!(tiendo_formats::packet::Profile::neutral().kpis.root, "kpis");
    /// ```
    pub fn neutral() -> Profile {
        let layout = |root: PacketKind, fields: &[Field]| Layout {
            root: root.as_str().to_owned(),
            head: "head".to_owned(),
            entries: Some("entries".to_owned()),
            entry: "entry".to_owned(),
            breakdown: Some(Breakdown {
                name: "breakdown".to_owned(),
                item: "item".to_owned(),
                dimension: "dimension".to_owned(),
            }),
            head_fields: NEUTRAL_HEAD.iter().map(|field| FieldName::own(*field)).collect(),
            fields: fields.iter().map(|field| FieldName::own(*field)).collect(),
        };
        Profile {
            name: "neutral".to_owned(),
            title: "Gói tin trung lập của tiendo".to_owned(),
            form: Form::Xml,
            days: DayForm::YearFirst,
            decimal: Decimal::Point,
            namespace: None,
            lists: BTreeMap::new(),
            reports: layout(PacketKind::Reports, &NEUTRAL_REPORTS),
            figures: layout(PacketKind::Figures, &NEUTRAL_FIGURES),
            kpis: layout(PacketKind::Kpis, &NEUTRAL_KPIS),
        }
    }

    /// Reads a profile and checks it.
    ///
    /// # Errors
    /// - [`Error::Mapping`] for text that is no TOML, a key that is not known, a name that is none of XML or stands
    ///   twice, a field of the wrong place, a packet that could not be read back.
    pub fn from_toml(text: &str) -> Result<Profile, Error> {
        let profile: Profile = toml::from_str(text).map_err(|error| broken(&error.to_string()))?;
        profile.check()?;
        Ok(profile)
    }

    /// The profile as a text that [`Profile::from_toml`] reads.
    ///
    /// # Errors
    /// - [`Error::Mapping`] where a text cannot stand in TOML.
    pub fn to_toml(&self) -> Result<String, Error> {
        toml::to_string(self).map_err(|error| broken(&error.to_string()))
    }

    /// The names of one kind of packet.
    pub fn layout(&self, kind: PacketKind) -> &Layout {
        match kind {
            PacketKind::Reports => &self.reports,
            PacketKind::Figures => &self.figures,
            PacketKind::Kpis => &self.kpis,
        }
    }

    /// Refuses what could not be written or read back; a profile need not come from a text that was checked.
    pub(super) fn check(&self) -> Result<(), Error> {
        let mut roots = BTreeSet::new();
        for kind in PacketKind::ALL {
            let layout = self.layout(kind);
            layout.check(kind)?;
            if !roots.insert(&layout.root) {
                return Err(broken(&format!("two packets have the root '{}'", layout.root)));
            }
        }
        if self.namespace.as_ref().is_some_and(|n| n.is_empty() || n.chars().any(char::is_control))
        {
            return Err(broken("the namespace is empty or holds control characters"));
        }
        for (field, list) in &self.lists {
            let codes: BTreeSet<&String> = list.values().collect();
            if field.kind() != Kind::Text || *field == Field::Constant {
                return Err(broken(&format!("'{}' takes no code list", field.as_str())));
            }
            if codes.len() < list.len() {
                return Err(broken(&format!("a code stands twice in '{}'", field.as_str())));
            }
            let taken = |code: &&String| list.contains_key(*code) && list.get(*code) != Some(*code);
            if let Some(code) = codes.iter().find(|code| taken(code)) {
                let list = field.as_str();
                return Err(broken(&format!("'{code}' is a word and another's code in '{list}'")));
            }
        }
        Ok(())
    }

    /// A head's value as it is written.
    pub(super) fn head_text(&self, name: &FieldName, head: &Head) -> String {
        self.shown(name, name.field.of_head(head))
    }

    /// An entry's value as it is written.
    pub(super) fn entry_text(&self, name: &FieldName, entry: &Entry) -> String {
        self.shown(name, name.field.of_entry(entry))
    }

    fn shown(&self, name: &FieldName, text: String) -> String {
        let field = name.field;
        match field.kind() {
            _ if field == Field::Constant => name.value.clone().unwrap_or_default(),
            _ if text.is_empty() => text,
            Kind::Day => day::parse(&text).map_or(text, |day| {
                let form = match self.days {
                    DayForm::YearFirst => "%Y-%m-%d",
                    DayForm::DayFirst => "%d/%m/%Y",
                    DayForm::Digits => "%Y%m%d",
                };
                day.format(form).to_string()
            }),
            Kind::Number if self.decimal == Decimal::Comma => text.replace('.', ","),
            Kind::Number => text,
            Kind::Text => {
                let code = self.lists.get(&field).and_then(|list| list.get(&text));
                code.cloned().unwrap_or(text)
            }
        }
    }

    /// A value as it was read, in the neutral form; none where it is not in the form of the profile.
    pub(super) fn neutral_text(&self, field: Field, text: &str) -> Option<String> {
        let trimmed = text.trim();
        match field.kind() {
            Kind::Day => {
                let parts: (&str, &str, &str) = match self.days {
                    DayForm::YearFirst => return Some(trimmed.to_owned()),
                    DayForm::DayFirst => {
                        let (day, rest) = trimmed.split_once('/')?;
                        let (month, year) = rest.split_once('/')?;
                        (year, month, day)
                    }
                    DayForm::Digits => (trimmed.get(..4)?, trimmed.get(4..6)?, trimmed.get(6..)?),
                };
                Some(format!("{}-{:0>2}-{:0>2}", parts.0, parts.1, parts.2))
            }
            Kind::Number if self.decimal == Decimal::Comma && trimmed.contains('.') => None,
            Kind::Number if self.decimal == Decimal::Comma => Some(trimmed.replace(',', ".")),
            Kind::Number => Some(trimmed.to_owned()),
            Kind::Text => {
                let list = self.lists.get(&field).into_iter().flatten();
                let word = list.into_iter().find(|(_, code)| *code == text);
                Some(word.map_or_else(|| text.to_owned(), |(word, _)| word.clone()))
            }
        }
    }
}

impl FieldName {
    /// A field under its own name.
    fn own(field: Field) -> FieldName {
        FieldName {
            field,
            name: field.as_str().to_owned(),
            attribute: false,
            written: Written::Stated,
            value: None,
        }
    }

    /// True where the value is written.
    pub(super) fn shows(&self, text: &str) -> bool {
        self.written == Written::Always || self.field == Field::Constant || !text.is_empty()
    }
}

impl Layout {
    fn check(&self, kind: PacketKind) -> Result<(), Error> {
        let wrong = |reason: String| broken(&format!("{}: {reason}", kind.as_str()));
        let breakdown = self.breakdown.iter().flat_map(|b| [&b.name, &b.item, &b.dimension]);
        let fields = self.head_fields.iter().chain(&self.fields).map(|field| &field.name);
        let names = [&self.root, &self.head, &self.entry].into_iter().chain(&self.entries);
        if let Some(name) = names.chain(breakdown).chain(fields).find(|name| !is_name(name)) {
            return Err(wrong(format!("'{name}' is not a name of XML")));
        }
        if self.entries.is_none() && (self.head == self.entry || self.head == ENTRIES)
            || self.entries.as_ref() == Some(&self.head)
        {
            return Err(wrong(format!("'{}' is the head's name and the entries'", self.head)));
        }
        fields_of(&self.head_fields, Field::HEAD, None).map_err(wrong)?;
        let breakdown = self.breakdown.as_ref().map(|breakdown| breakdown.name.as_str());
        fields_of(&self.fields, Field::ENTRY, breakdown).map_err(wrong)?;
        for (fields, field) in [(&self.head_fields, Field::Day), (&self.fields, Field::Code)] {
            if !fields.iter().any(|name| name.field == field) {
                return Err(wrong(format!("the field '{}' has no name", field.as_str())));
            }
        }
        Ok(())
    }
}

/// Each field stands once, where it belongs, under a name of its own; constants alone have values.
fn fields_of(
    fields: &[FieldName],
    allowed: &[Field],
    breakdown: Option<&str>,
) -> Result<(), String> {
    let mut names: BTreeSet<&str> = breakdown.into_iter().collect();
    let mut seen = BTreeSet::new();
    for FieldName { field, name, value, .. } in fields {
        let word = field.as_str();
        if *field != Field::Constant && !allowed.contains(field) {
            return Err(format!("the field '{word}' does not belong here"));
        }
        if (*field == Field::Constant) != value.is_some() {
            return Err(format!("'{name}': a constant, and nothing else, has a value"));
        }
        if !names.insert(name) {
            return Err(format!("the name '{name}' stands twice"));
        }
        if *field != Field::Constant && !seen.insert(field) {
            return Err(format!("the field '{word}' stands twice"));
        }
    }
    Ok(())
}

const NEUTRAL_HEAD: [Field; 7] = [
    Field::Day,
    Field::Known,
    Field::Policy,
    Field::PolicyVersion,
    Field::Calendar,
    Field::Provenance,
    Field::Sender,
];
const NEUTRAL_REPORTS: [Field; 9] = [
    Field::Code,
    Field::Name,
    Field::Period,
    Field::Unit,
    Field::Value,
    Field::Organisation,
    Field::Status,
    Field::Deadline,
    Field::Day,
];
const NEUTRAL_FIGURES: [Field; 6] =
    [Field::Code, Field::Name, Field::Period, Field::Unit, Field::Value, Field::Organisation];
const NEUTRAL_KPIS: [Field; 10] = [
    Field::Code,
    Field::Name,
    Field::Period,
    Field::Unit,
    Field::Value,
    Field::Target,
    Field::Organisation,
    Field::Status,
    Field::Direction,
    Field::Day,
];

/// True for a name of XML without a prefix: a letter or `_` first, then letters, digits, `-`, `_` and `.`.
fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    let first = chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    let rest = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    first && chars.all(rest) && name.len() <= MAX_NAME_BYTES && !name.starts_with("xml")
}

fn broken(reason: &str) -> Error {
    Error::Mapping { reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEUTRAL: &str = include_str!("../../profiles/neutral.toml");

    #[test]
    fn the_neutral_profile_is_the_file_that_others_copy() {
        let read = Profile::from_toml(NEUTRAL).expect("a profile");
        assert_eq!(read, Profile::neutral());
        let text = read.to_toml().expect("TOML");
        assert_eq!(Profile::from_toml(&text).expect("TOML that was written"), read);
    }

    #[test]
    fn what_could_not_be_read_back_is_refused() {
        let told = |from: &str, to: &str| {
            let text = NEUTRAL.replace(from, to);
            assert_ne!(text, NEUTRAL);
            Profile::from_toml(&text).expect_err("an error").to_string()
        };
        assert!(told("name = \"status\"", "name = \"value\"").contains("stands twice"));
        assert!(told("name = \"status\"", "name = \"a><b\"").contains("not a name of XML"));
        assert!(told("root = \"figures\"", "root = \"kpis\"").contains("two packets"));
        assert!(told("entry = \"entry\"", "colour = 1").contains("colour"));
        assert!(told("{ field = \"code\", name = \"code\" },", "").contains("'code' has no name"));
        assert!(told("field = \"known\"", "field = \"target\"").contains("does not belong"));
        let list = "\n[lists.status]\noverdue = \"1\"\ncancelled = \"1\"\n";
        let error = Profile::from_toml(&format!("{NEUTRAL}{list}")).expect_err("an error");
        assert!(error.to_string().contains("stands twice in 'status'"));
    }
}
