//! Languages as arguments.

use clap::ValueEnum;
use tiendo::Lang;

/// A language as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LangArg {
    Vi,
    En,
}

impl LangArg {
    pub(crate) fn lang(self) -> Lang {
        match self {
            LangArg::Vi => Lang::Vi,
            LangArg::En => Lang::En,
        }
    }
}
