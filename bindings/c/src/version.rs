//! Versions.

use std::ffi::c_char;

/// The version of the ABI that this header describes; compare with `tiendo_abi_version()`.
///
/// Before version 1.0 of the library it is the minor version, as the name `libtiendo.so.0.1` has it.
pub const TIENDO_ABI_VERSION: u32 = 1;

/// The length that stands for 'up to the NUL', for every argument that is a length of text.
pub const TIENDO_NTS: usize = usize::MAX;

const VERSION: &std::ffi::CStr = {
    match std::ffi::CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
        Ok(version) => version,
        Err(_) => c"",
    }
};

/// The version of the library that is loaded: `"0.1.0"`. Valid for ever, on any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_version() -> *const c_char {
    VERSION.as_ptr()
}

/// The version of the ABI of the library that is loaded.
///
/// A host that loads at run time compares it with `TIENDO_ABI_VERSION`, against which it was compiled.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_abi_version() -> u32 {
    TIENDO_ABI_VERSION
}

#[cfg(test)]
mod tests {
    /// What C calls is tried from C: a function that no program of `tests/c` names is one that nobody has called.
    #[test]
    fn every_function_is_called_from_c() -> std::io::Result<()> {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut programs = String::new();
        for entry in std::fs::read_dir(root.join("tests/c"))? {
            let path = entry?.path();
            // The programs of a folder of its own are faults on purpose.
            if path.is_file() {
                programs += &std::fs::read_to_string(path)?;
            }
        }
        let symbols = std::fs::read_to_string(root.join("include/tiendo.symbols"))?;
        let names: std::collections::BTreeSet<&str> =
            programs.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        let absent: Vec<&str> = symbols.lines().filter(|name| !names.contains(name)).collect();
        assert!(absent.is_empty(), "no test calls {}", absent.join(", "));
        Ok(())
    }
}
