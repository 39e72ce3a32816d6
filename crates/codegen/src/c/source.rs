//! The sources of the C ABI: which modules it has, in the order of the header, and what they export.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// One module: its file and text.
pub(super) struct Module {
    pub(super) path: PathBuf,
    pub(super) text: String,
}

/// The only file that may hold unsafe code.
const BOUNDARY: &str = "boundary";

/// Reads the modules in the order of `lib.rs`, which is that of the header.
pub(super) fn modules(folder: &Path) -> Result<Vec<Module>, Error> {
    let library = read(&folder.join("lib.rs"))?;
    let names = library.lines().filter_map(|line| {
        let line = line.trim_start_matches("pub ");
        line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';'))
    });
    let mut modules = Vec::new();
    for name in names {
        let path = folder.join(format!("{name}.rs"));
        let text = read(&path)?;
        if name != BOUNDARY && text.replace("#[unsafe(no_mangle)]", "").contains("unsafe") {
            return Err(Error::Table(format!(
                "{}: unsafe code belongs into {BOUNDARY}.rs",
                path.display()
            )));
        }
        modules.push(Module { path, text });
    }
    Ok(modules)
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|source| Error::File { path: path.to_owned(), source })
}

/// The exported functions, sorted.
pub(super) fn symbols(modules: &[Module]) -> Result<Vec<String>, Error> {
    let mut symbols = Vec::new();
    for module in modules {
        let mut lines = module.text.lines();
        while let Some(line) = lines.next() {
            if line != "#[unsafe(no_mangle)]" {
                continue;
            }
            let declared = lines.next().unwrap_or_default();
            let name = declared
                .strip_prefix("pub extern \"C\" fn ")
                .and_then(|rest| rest.split('(').next())
                .filter(|name| name.starts_with("tiendo_"));
            let name = name.ok_or_else(|| {
                Error::Table(format!("{}: '{declared}' cannot be exported", module.path.display()))
            })?;
            symbols.push(name.to_owned());
        }
    }
    symbols.sort();
    Ok(symbols)
}

/// The enums: those that only go in, as numbers, are in no signature.
pub(super) fn enums(modules: &[Module]) -> Vec<String> {
    let lines = modules.iter().flat_map(|module| module.text.lines());
    let named = lines.filter_map(|line| line.strip_prefix("pub enum ")?.strip_suffix(" {"));
    named.map(str::to_owned).collect()
}

/// Fails where an exported function has no declaration, which the generator drops without a word.
pub(super) fn declared(header: &str, symbols: &[String]) -> Result<(), Error> {
    let missing: Vec<&str> = symbols
        .iter()
        .map(String::as_str)
        .filter(|symbol| !header.contains(&format!("{symbol}(")))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Error::Table(format!("the header does not declare {}", missing.join(", "))))
}
