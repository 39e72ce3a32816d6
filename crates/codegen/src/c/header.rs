//! The header, by cbindgen.

use cbindgen::{
    Builder, Config, DocumentationStyle, EnumConfig, ExportConfig, FunctionConfig, Language,
    RenameRule, Style,
};

use super::source::{Module, enums};
use crate::error::Error;

/// The conventions, which every function relies on.
const MANUAL: &str = r"/*
 * tiendo: what a state promised, who owes it, and whether it is on time.
 *
 * Made from bindings/c by `cargo xtask codegen`; not edited by hand. C99 or C++11.
 *
 * Conventions
 *
 * Codes. A function that can fail returns a `tiendo_code`; 0 is success. `tiendo_last_error()` says in words what went
 * wrong on this thread: the argument, the record, the value.
 *
 * Order of arguments: the handle, inputs, outputs. Outputs end in `_out`, must not be `NULL`, and are written only on
 * success. `_len` and `_count` functions cannot fail and return their value.
 *
 * Handles. What a function makes is freed by the caller with the `_free` function of its type, once; `_free(NULL)` does
 * nothing. In any order: what was made from a handle stays valid when the handle is freed. Using a handle after it was
 * freed, or freeing it twice, is undefined.
 *
 * Threads. There is nothing to initialise and no global state. A `const` handle is only read: any number of threads may
 * use it at a time, as long as none frees it. Setters lock the handle that they change.
 *
 * Text in: UTF-8 as a pointer and a length in bytes; `TIENDO_NTS` as the length stands for 'up to the NUL'.
 * `tiendo_text_from` converts other encodings. At most 1 MiB, JSON without limit. Where `NULL` means 'none', the
 * function says so.
 *
 * Text out: `tiendo_str`, borrowed from the handle and valid until that handle is freed; `ptr` is never `NULL` and
 * `ptr[len]` is NUL, so that it prints with `%s`. What is absent is the empty text.
 *
 * Days are numbers: 20251231 is 31 December 2025; 0 is no day. They lie within 1900 and 2199. Instants are texts
 * `yyyy-mm-ddThh:mm:ss`, the local wall clock of Viet Nam.
 *
 * Enums go in as `int32_t` and are checked; they come out typed. Numbers are never reused, and new ones may come: have a
 * `default` in every `switch`.
 *
 * Faults of the library are caught and returned as `TIENDO_CODE_BUG`. Rust prints a line to the standard error stream
 * before it is caught.
 */";

/// The structures of the Arrow C Data Interface, under the guard that its specification names.
const ARROW: &str = r#"#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

#ifdef __cplusplus
extern "C" {
#endif

struct ArrowSchema {
  const char *format;
  const char *name;
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  struct ArrowSchema *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};

#ifdef __cplusplus
}
#endif

#endif"#;

/// The header of all modules.
pub(super) fn header(modules: &[Module]) -> Result<String, Error> {
    let (major, minor, patch) = (
        env!("CARGO_PKG_VERSION_MAJOR"),
        env!("CARGO_PKG_VERSION_MINOR"),
        env!("CARGO_PKG_VERSION_PATCH"),
    );
    let versions = format!(
        "/* The version of this header; `tiendo_version()` says that of the library. */\n\
         #define TIENDO_VERSION_MAJOR {major}\n\
         #define TIENDO_VERSION_MINOR {minor}\n\
         #define TIENDO_VERSION_PATCH {patch}\n\
         #define TIENDO_VERSION \"{major}.{minor}.{patch}\"\n\n\
         /* The length that stands for 'up to the NUL', for every argument that is a length of text. */\n\
         #define TIENDO_NTS SIZE_MAX\n\n{ARROW}"
    );
    let rename =
        [("FFI_ArrowArray", "struct ArrowArray"), ("FFI_ArrowSchema", "struct ArrowSchema")];
    let config = Config {
        language: Language::C,
        cpp_compat: true,
        style: Style::Both,
        header: Some(MANUAL.to_owned()),
        include_guard: Some("TIENDO_H".to_owned()),
        no_includes: true,
        sys_includes: vec!["stddef.h".to_owned(), "stdint.h".to_owned()],
        after_includes: Some(versions),
        documentation_style: DocumentationStyle::C,
        line_length: 100,
        tab_width: 2,
        enumeration: EnumConfig {
            rename_variants: RenameRule::ScreamingSnakeCase,
            prefix_with_name: true,
            ..EnumConfig::default()
        },
        function: FunctionConfig { no_return: None, ..FunctionConfig::default() },
        export: ExportConfig {
            rename: rename.map(|(from, to)| (from.to_owned(), to.to_owned())).into(),
            include: enums(modules),
            exclude: vec!["TIENDO_NTS".to_owned()],
            ..ExportConfig::default()
        },
        ..Config::default()
    };
    let mut builder = Builder::new().with_config(config);
    for module in modules {
        builder = builder.with_src(&module.path);
    }
    let bindings = builder.generate().map_err(|error| Error::Table(error.to_string()))?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    String::from_utf8(text).map_err(|error| Error::Table(error.to_string()))
}
