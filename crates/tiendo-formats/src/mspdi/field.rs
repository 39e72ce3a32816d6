//! The custom fields that carry what MS Project has no element for.

/// A custom field of tasks: its number, its name in MS Project, the alias that says what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Id,
    Kind,
    Document,
    Clause,
    Group,
    Phase,
    Authority,
    Product,
    ProductKind,
    Deadline,
    Status,
    Addressee,
    Classification,
    Mode,
    Indicative,
    Weight,
}

/// What every alias of ours begins with.
const PREFIX: &str = "tiendo:";

impl Field {
    /// All fields, in the order in which they are written.
    pub(super) const ALL: [Field; 16] = [
        Field::Id,
        Field::Kind,
        Field::Document,
        Field::Clause,
        Field::Group,
        Field::Phase,
        Field::Authority,
        Field::Product,
        Field::ProductKind,
        Field::Deadline,
        Field::Status,
        Field::Addressee,
        Field::Classification,
        Field::Mode,
        Field::Indicative,
        Field::Weight,
    ];

    /// The number of the field and its name: Text1 to Text14, Flag1 and Number1 of tasks.
    ///
    /// Source: the field identifiers that MS Project writes, as MPXJ names them.
    pub(super) fn slot(self) -> (u32, &'static str) {
        match self {
            Field::Id => (188_743_731, "Text1"),
            Field::Kind => (188_743_734, "Text2"),
            Field::Document => (188_743_737, "Text3"),
            Field::Clause => (188_743_740, "Text4"),
            Field::Group => (188_743_743, "Text5"),
            Field::Phase => (188_743_746, "Text6"),
            Field::Authority => (188_743_747, "Text7"),
            Field::Product => (188_743_748, "Text8"),
            Field::ProductKind => (188_743_749, "Text9"),
            Field::Deadline => (188_743_750, "Text10"),
            Field::Status => (188_743_997, "Text11"),
            Field::Addressee => (188_743_998, "Text12"),
            Field::Classification => (188_743_999, "Text13"),
            Field::Mode => (188_744_000, "Text14"),
            Field::Indicative => (188_743_752, "Flag1"),
            Field::Weight => (188_743_767, "Number1"),
        }
    }

    /// What the alias says behind `tiendo:`.
    fn word(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Kind => "kind",
            Field::Document => "document",
            Field::Clause => "clause",
            Field::Group => "group",
            Field::Phase => "phase",
            Field::Authority => "authority",
            Field::Product => "product",
            Field::ProductKind => "product_kind",
            Field::Deadline => "deadline",
            Field::Status => "status",
            Field::Addressee => "addressee",
            Field::Classification => "classification",
            Field::Mode => "mode",
            Field::Indicative => "indicative",
            Field::Weight => "weight",
        }
    }

    /// The alias, which is the title of the column.
    pub(super) fn alias(self) -> String {
        format!("{PREFIX}{}", self.word())
    }

    /// The field of an alias.
    pub(super) fn parse(alias: &str) -> Option<Field> {
        let word = alias.strip_prefix(PREFIX)?;
        Field::ALL.into_iter().find(|field| field.word() == word)
    }
}

/// What a row of a file written here is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Plan,
    Phase,
    Group,
    /// A task of one row.
    Task,
    /// A task whose rows follow below it.
    Each,
    /// What one agency owes of a task.
    Row,
}

impl Kind {
    const ALL: [Kind; 6] =
        [Kind::Plan, Kind::Phase, Kind::Group, Kind::Task, Kind::Each, Kind::Row];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Kind::Plan => "plan",
            Kind::Phase => "phase",
            Kind::Group => "group",
            Kind::Task => "task",
            Kind::Each => "each",
            Kind::Row => "row",
        }
    }

    pub(super) fn parse(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}
