//! Words that travel between levels: enums with a text, labels in Vietnamese and English, and room for unknown words.

/// A language of labels and sentences.
///
/// ```
/// use tiendo::{Lang, Severity};
/// assert_eq!(Severity::Error.label(Lang::Vi), "lỗi");
/// assert_eq!(Severity::Error.label(Lang::En), "error");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

/// Declares a closed enum: every value has a text, a label in Vietnamese and one in English.
macro_rules! closed_vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal, $vi:literal, $en:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum $name {
            $(
                $(#[$vmeta])*
                #[doc = concat!("`", $text, "`: ", $en, " (", $vi, ").")]
                #[cfg_attr(feature = "schema", schemars(rename = $text))]
                $variant,
            )+
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The word in data files and JSON.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }

            /// The word for people.
            pub fn label(self, lang: $crate::Lang) -> &'static str {
                match (self, lang) { $(($name::$variant, $crate::Lang::Vi) => $vi, ($name::$variant, $crate::Lang::En) => $en,)+ }
            }

            /// The value with this word.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some($name::$variant),)+ _ => None }
            }

            /// Position in [`Self::ALL`], the code that columns hold.
            pub fn index(self) -> usize {
                self as usize
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                $name::parse(&text).ok_or_else(|| serde::de::Error::custom(format_args!(
                    "{} must be one of {}, not '{text}'", stringify!($name), [$($text),+].join(", "))))
            }
        }
    };
}

/// Declares an open enum: as [`closed_vocabulary`], and any other word is kept as `Unknown` and written back unchanged.
macro_rules! open_vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal, $vi:literal, $en:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum $name {
            $(
                $(#[$vmeta])*
                #[doc = concat!("`", $text, "`: ", $en, " (", $vi, ").")]
                #[cfg_attr(feature = "schema", schemars(rename = $text))]
                $variant,
            )+
            /// Any other word, kept as it is.
            #[cfg_attr(feature = "schema", schemars(untagged))]
            Unknown(String),
        }

        impl $name {
            /// Every known value, in order.
            pub const KNOWN: &'static [$name] = &[$($name::$variant,)+];

            /// The word in data files and JSON.
            pub fn as_str(&self) -> &str {
                match self { $($name::$variant => $text,)+ $name::Unknown(text) => text }
            }

            /// The word for people; an unknown one as it is.
            pub fn label(&self, lang: $crate::Lang) -> &str {
                match (self, lang) {
                    $(($name::$variant, $crate::Lang::Vi) => $vi, ($name::$variant, $crate::Lang::En) => $en,)+
                    ($name::Unknown(text), _) => text,
                }
            }

            /// The value with this word; never fails.
            pub fn parse(text: &str) -> Self {
                match text { $($text => $name::$variant,)+ _ => $name::Unknown(text.to_owned()) }
            }

            /// True for a word outside the list.
            pub fn is_unknown(&self) -> bool {
                matches!(self, $name::Unknown(_))
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(|text| $name::parse(&text))
            }
        }
    };
}

pub(crate) use {closed_vocabulary, open_vocabulary};
