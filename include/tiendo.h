/*
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
 * success. The outputs of one call are different places: the same pointer twice is undefined. `_len` and `_count`
 * functions without `_get_` in their names cannot fail and return their value.
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
 */

#ifndef TIENDO_H
#define TIENDO_H

#include <stddef.h>
#include <stdint.h>
/* The version of this header; `tiendo_version()` says that of the library. */
#define TIENDO_VERSION_MAJOR 0
#define TIENDO_VERSION_MINOR 1
#define TIENDO_VERSION_PATCH 0
#define TIENDO_VERSION "0.1.0"

/* The length that stands for 'up to the NUL', for every argument that is a length of text. */
#define TIENDO_NTS SIZE_MAX

#ifndef ARROW_C_DATA_INTERFACE
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

#endif

/*
 The version of the ABI that this header describes; compare with `tiendo_abi_version()`.

 Before version 1.0 of the library it is the minor version, as the name `libtiendo.so.0.1` has it.
 */
#define TIENDO_ABI_VERSION 1

/*
 What became of a call. Numbers are never reused.
 */
enum tiendo_code
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   It was done, and the outputs are written.
   */
  TIENDO_CODE_OK = 0,
  /*
   A pointer that must not be `NULL` is.
   */
  TIENDO_CODE_NULL_ARGUMENT = 1,
  /*
   A text is not UTF-8.
   */
  TIENDO_CODE_INVALID_UTF8 = 2,
  /*
   A number stands for no value of its enum.
   */
  TIENDO_CODE_INVALID_ENUM = 3,
  /*
   An index is not below the length.
   */
  TIENDO_CODE_OUT_OF_RANGE = 4,
  /*
   A text is longer than its argument takes.
   */
  TIENDO_CODE_TOO_LONG = 5,
  /*
   A text or number is no day or instant.
   */
  TIENDO_CODE_INVALID_DATE = 10,
  /*
   A text cannot be stored, because it holds a NUL.
   */
  TIENDO_CODE_INVALID_TEXT = 11,
  /*
   A text is no id.
   */
  TIENDO_CODE_INVALID_ID = 12,
  /*
   A value is outside what its field may be.
   */
  TIENDO_CODE_INVALID_VALUE = 13,
  /*
   Nothing has this id or name.
   */
  TIENDO_CODE_NOT_FOUND = 14,
  /*
   A name stands for several records.
   */
  TIENDO_CODE_AMBIGUOUS = 15,
  /*
   A day lies outside the calendar's data.
   */
  TIENDO_CODE_OUTSIDE_CALENDAR = 16,
  /*
   A request or record in JSON cannot be read.
   */
  TIENDO_CODE_INVALID_REQUEST = 17,
  /*
   `tiendo_watch_stop` was called.
   */
  TIENDO_CODE_CANCELLED = 18,
  /*
   A file or folder cannot be read or written.
   */
  TIENDO_CODE_FILE = 19,
  /*
   A byte stands for no character of the encoding.
   */
  TIENDO_CODE_UNDECODABLE = 20,
  /*
   Links between tasks form a loop.
   */
  TIENDO_CODE_CYCLE = 21,
  /*
   The instant is before that of the ledger's last entry.
   */
  TIENDO_CODE_CLOCK_BACKWARDS = 30,
  /*
   Records cannot be appended, and none of them was; the message has a line for each, the first thousand.
   */
  TIENDO_CODE_REFUSED = 31,
  /*
   Another process wrote the ledger for longer than the busy timeout: nothing was written, and the same call may succeed
   a little later. The only code of which that is so.
   */
  TIENDO_CODE_BUSY = 32,
  /*
   There is a file already.
   */
  TIENDO_CODE_EXISTS = 33,
  /*
   A file is no ledger.
   */
  TIENDO_CODE_NOT_A_LEDGER = 34,
  /*
   A ledger is of a later format than this version reads, or, of the same major one, than it writes.
   */
  TIENDO_CODE_NEWER_FORMAT = 35,
  /*
   A ledger is damaged; the message has the part and the first entry.
   */
  TIENDO_CODE_CORRUPT = 36,
  /*
   A ledger was opened for reading only.
   */
  TIENDO_CODE_READ_ONLY = 37,
  /*
   A journal lies beside a ledger that is to be read as it is.
   */
  TIENDO_CODE_UNFINISHED_WORK = 38,
  /*
   No space is left for the ledger.
   */
  TIENDO_CODE_STORAGE_FULL = 39,
  /*
   A value is larger than what a ledger takes.
   */
  TIENDO_CODE_LIMIT_EXCEEDED = 40,
  /*
   A ledger does not hold the entry that its anchor names: its end is missing, or another file stands in its place.
   */
  TIENDO_CODE_ROLLED_BACK = 41,
  /*
   A rollback was to be accepted where there was none.
   */
  TIENDO_CODE_NOTHING_ROLLED_BACK = 42,
  /*
   The path of a ledger no longer names the file that is open.
   */
  TIENDO_CODE_MOVED = 43,
  /*
   A ledger was open when this process was forked: it can use none of its parent's, and open none.
   */
  TIENDO_CODE_FORKED = 44,
  /*
   What is to be recorded has no place in a ledger of so early a format: it is to be upgraded first.
   */
  TIENDO_CODE_OLDER_FORMAT = 45,
  /*
   A fault of this library, which is intact nevertheless; please report the message.
   */
  TIENDO_CODE_BUG = 99,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_code tiendo_code;
#else
typedef int32_t tiendo_code;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 The class under which official reports count a row; the classes are disjoint and together are everything.
 `tiendo_label("official_class", …)` has the words for people.
 */
enum tiendo_official_class
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   Done on time.
   */
  TIENDO_OFFICIAL_CLASS_DONE_ON_TIME = 0,
  /*
   Done late.
   */
  TIENDO_OFFICIAL_CLASS_DONE_LATE = 1,
  /*
   Open, in term; what was submitted in term is in term.
   */
  TIENDO_OFFICIAL_CLASS_IN_TERM = 2,
  /*
   Open, overdue.
   */
  TIENDO_OFFICIAL_CLASS_OVERDUE = 3,
  /*
   Overdue without any report: a fact about the data, and no lateness.
   */
  TIENDO_OFFICIAL_CLASS_NO_DATA = 4,
  /*
   Regular tasks.
   */
  TIENDO_OFFICIAL_CLASS_REGULAR = 5,
  /*
   Without a fixed term, and not regular.
   */
  TIENDO_OFFICIAL_CLASS_OPEN_ENDED = 6,
  /*
   Submitted after the last day.
   */
  TIENDO_OFFICIAL_CLASS_SUBMITTED_LATE = 7,
  /*
   Suspended.
   */
  TIENDO_OFFICIAL_CLASS_SUSPENDED = 8,
  /*
   Cancelled.
   */
  TIENDO_OFFICIAL_CLASS_CANCELLED = 9,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_official_class tiendo_official_class;
#else
typedef int32_t tiendo_official_class;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 Where a row stands. `tiendo_label("status", …)` has the words for people.
 */
enum tiendo_status
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   Not started, in term.
   */
  TIENDO_STATUS_NOT_STARTED = 0,
  /*
   In progress, in term.
   */
  TIENDO_STATUS_IN_PROGRESS = 1,
  /*
   In term, but not for long.
   */
  TIENDO_STATUS_DUE_SOON = 2,
  /*
   Not done, past its last day; without any report this is missing data and no verdict.
   */
  TIENDO_STATUS_OVERDUE = 3,
  /*
   Done on time.
   */
  TIENDO_STATUS_DONE_ON_TIME = 4,
  /*
   Done late.
   */
  TIENDO_STATUS_DONE_LATE = 5,
  /*
   Cancelled.
   */
  TIENDO_STATUS_CANCELLED = 6,
  /*
   Without a fixed term.
   */
  TIENDO_STATUS_OPEN_ENDED = 7,
  /*
   Submitted, waiting for acceptance.
   */
  TIENDO_STATUS_SUBMITTED = 8,
  /*
   Suspended.
   */
  TIENDO_STATUS_SUSPENDED = 9,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_status tiendo_status;
#else
typedef int32_t tiendo_status;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 How much a finding matters.
 */
enum tiendo_severity
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   Worth knowing.
   */
  TIENDO_SEVERITY_NOTE = 0,
  /*
   Probably wrong.
   */
  TIENDO_SEVERITY_WARNING = 1,
  /*
   A record could not be taken.
   */
  TIENDO_SEVERITY_ERROR = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_severity tiendo_severity;
#else
typedef int32_t tiendo_severity;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 From whose closed rows a task is forecast, or why it is not.
 */
enum tiendo_forecast_basis
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   From those of its own agency.
   */
  TIENDO_FORECAST_BASIS_AGENCY = 0,
  /*
   From those of the whole register.
   */
  TIENDO_FORECAST_BASIS_REGISTER = 1,
  /*
   Not forecast: without a deadline.
   */
  TIENDO_FORECAST_BASIS_NO_DEADLINE = 2,
  /*
   Not forecast: the register shows too little.
   */
  TIENDO_FORECAST_BASIS_NOT_ENOUGH_DATA = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_forecast_basis tiendo_forecast_basis;
#else
typedef int32_t tiendo_forecast_basis;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 How long a period is.
 */
enum tiendo_period_kind
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   A day.
   */
  TIENDO_PERIOD_KIND_DAY = 0,
  /*
   A week from Monday to Sunday.
   */
  TIENDO_PERIOD_KIND_WEEK = 1,
  /*
   A month.
   */
  TIENDO_PERIOD_KIND_MONTH = 2,
  /*
   A quarter.
   */
  TIENDO_PERIOD_KIND_QUARTER = 3,
  /*
   A half-year.
   */
  TIENDO_PERIOD_KIND_HALF_YEAR = 4,
  /*
   A year.
   */
  TIENDO_PERIOD_KIND_YEAR = 5,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_period_kind tiendo_period_kind;
#else
typedef int32_t tiendo_period_kind;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 A rate: what is divided by what.
 */
enum tiendo_rate
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   Done ÷ (done + overdue).
   */
  TIENDO_RATE_DONE_OVER_DUE = 0,
  /*
   Done ÷ all.
   */
  TIENDO_RATE_DONE_OVER_ALL = 1,
  /*
   Done on time ÷ (done + overdue).
   */
  TIENDO_RATE_ON_TIME_OVER_DUE = 2,
  /*
   Weighted completion.
   */
  TIENDO_RATE_COMPLETION = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_rate tiendo_rate;
#else
typedef int32_t tiendo_rate;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 Whether data was really reported.
 */
enum tiendo_provenance
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   As reported.
   */
  TIENDO_PROVENANCE_STATED = 0,
  /*
   Invented for a demonstration: `SIMULATED` must stand beside every number.
   */
  TIENDO_PROVENANCE_SIMULATED = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_provenance tiendo_provenance;
#else
typedef int32_t tiendo_provenance;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 As what an agency owes a row.
 */
enum tiendo_role
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   It leads alone.
   */
  TIENDO_ROLE_LEAD = 0,
  /*
   It leads with others.
   */
  TIENDO_ROLE_CO_LEAD = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_role tiendo_role;
#else
typedef int32_t tiendo_role;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 By what a task has its place in a schedule.
 */
enum tiendo_schedule_basis
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   Its planned duration.
   */
  TIENDO_SCHEDULE_BASIS_DURATION = 0,
  /*
   None is stated: a milestone of its deadline.
   */
  TIENDO_SCHEDULE_BASIS_DEADLINE = 1,
  /*
   Neither is stated: its links alone.
   */
  TIENDO_SCHEDULE_BASIS_LINKS = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_schedule_basis tiendo_schedule_basis;
#else
typedef int32_t tiendo_schedule_basis;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 Where a task matches a search; the better match first.
 */
enum tiendo_match
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   All words one behind the other in a title.
   */
  TIENDO_MATCH_TOGETHER = 0,
  /*
   In a title.
   */
  TIENDO_MATCH_TITLE = 1,
  /*
   Not without the product.
   */
  TIENDO_MATCH_PRODUCT = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_match tiendo_match;
#else
typedef int32_t tiendo_match;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 Why something stands on the Monday list.
 */
enum tiendo_warning_kind
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   It fell overdue.
   */
  TIENDO_WARNING_KIND_NEWLY_OVERDUE = 0,
  /*
   It falls due soon.
   */
  TIENDO_WARNING_KIND_DUE_SOON = 1,
  /*
   An obstacle waits for its answer.
   */
  TIENDO_WARNING_KIND_OBSTACLE_UNANSWERED = 2,
  /*
   A request for extension waits for its decision.
   */
  TIENDO_WARNING_KIND_EXTENSION_PENDING = 3,
  /*
   Nobody reported for long.
   */
  TIENDO_WARNING_KIND_SILENT = 4,
  /*
   Nobody ever reported: missing data, never lateness.
   */
  TIENDO_WARNING_KIND_NO_DATA = 5,
  /*
   It was extended often.
   */
  TIENDO_WARNING_KIND_EXTENDED_OFTEN = 6,
  /*
   It was extended with a day before the record, or after its last day.
   */
  TIENDO_WARNING_KIND_EXTENSION_BACKDATED = 7,
  /*
   It was submitted and waits for the superior.
   */
  TIENDO_WARNING_KIND_AWAITING_SUPERIOR = 8,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_warning_kind tiendo_warning_kind;
#else
typedef int32_t tiendo_warning_kind;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 How bytes stand for characters.
 */
enum tiendo_encoding
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   UTF-8.
   */
  TIENDO_ENCODING_UTF8 = 0,
  /*
   Windows-1258, the Vietnamese code page of Windows; its tones are composed with their vowels.
   */
  TIENDO_ENCODING_WINDOWS1258 = 1,
  /*
   TCVN3 (TCVN 5712:1993, set VN3), the code of the ABC fonts. What was written in a font of capitals, such as
   `.VnTimeH`, has the codes of small letters and comes out small.
   */
  TIENDO_ENCODING_TCVN3 = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_encoding tiendo_encoding;
#else
typedef int32_t tiendo_encoding;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 A language of labels and sentences.
 */
enum tiendo_lang
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   Vietnamese.
   */
  TIENDO_LANG_VI = 0,
  /*
   English.
   */
  TIENDO_LANG_EN = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_lang tiendo_lang;
#else
typedef int32_t tiendo_lang;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 What sums are made along. Agencies count rows; documents, phases, groups and posts count tasks.
 */
enum tiendo_axis
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   Agencies.
   */
  TIENDO_AXIS_AGENCY = 0,
  /*
   Territories of provinces.
   */
  TIENDO_AXIS_TERRITORY = 1,
  /*
   Levels.
   */
  TIENDO_AXIS_LEVEL = 2,
  /*
   Branches.
   */
  TIENDO_AXIS_BRANCH = 3,
  /*
   Who assigned.
   */
  TIENDO_AXIS_ASSIGNED_BY = 4,
  /*
   Phases of a plan.
   */
  TIENDO_AXIS_PHASE = 5,
  /*
   Task groups of a plan.
   */
  TIENDO_AXIS_GROUP = 6,
  /*
   Documents.
   */
  TIENDO_AXIS_DOCUMENT = 7,
  /*
   Responsible posts.
   */
  TIENDO_AXIS_POST = 8,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_axis tiendo_axis;
#else
typedef int32_t tiendo_axis;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 What the sums of every day are made along. Agencies count rows; phases, groups and the whole count tasks.
 */
enum tiendo_history_axis
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   The whole.
   */
  TIENDO_HISTORY_AXIS_WHOLE = 0,
  /*
   Agencies.
   */
  TIENDO_HISTORY_AXIS_AGENCY = 1,
  /*
   Phases of a plan.
   */
  TIENDO_HISTORY_AXIS_PHASE = 2,
  /*
   Task groups of a plan.
   */
  TIENDO_HISTORY_AXIS_GROUP = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_history_axis tiendo_history_axis;
#else
typedef int32_t tiendo_history_axis;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 Which tasks are counted.
 */
enum tiendo_counting
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   As assigned.
   */
  TIENDO_COUNTING_AS_ASSIGNED = 0,
  /*
   Restated and delegated tasks once.
   */
  TIENDO_COUNTING_DISTINCT = 1,
  /*
   Only tasks without parts.
   */
  TIENDO_COUNTING_LEAVES = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_counting tiendo_counting;
#else
typedef int32_t tiendo_counting;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 Which tasks a phase or group sums.
 */
enum tiendo_classified
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   Those of the plan's own documents.
   */
  TIENDO_CLASSIFIED_OWN = 0,
  /*
   Also those that the collector put there.
   */
  TIENDO_CLASSIFIED_ALL = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_classified tiendo_classified;
#else
typedef int32_t tiendo_classified;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 How 'before' is read.
 */
enum tiendo_before
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   Up to the day before the one named.
   */
  TIENDO_BEFORE_STRICT = 0,
  /*
   Up to the day or period named.
   */
  TIENDO_BEFORE_LENIENT = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_before tiendo_before;
#else
typedef int32_t tiendo_before;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 Which deadline judges a task.
 */
enum tiendo_deadline_basis
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   The last day after extensions.
   */
  TIENDO_DEADLINE_BASIS_EFFECTIVE = 0,
  /*
   The last day as first set.
   */
  TIENDO_DEADLINE_BASIS_ORIGINAL = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_deadline_basis tiendo_deadline_basis;
#else
typedef int32_t tiendo_deadline_basis;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 From when an extension counts.
 */
enum tiendo_extension_counts
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   From the day it bears.
   */
  TIENDO_EXTENSION_COUNTS_DATED = 0,
  /*
   From the instant it was recorded.
   */
  TIENDO_EXTENSION_COUNTS_RECORDED = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_extension_counts tiendo_extension_counts;
#else
typedef int32_t tiendo_extension_counts;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 The days that a reporting month covers.
 */
enum tiendo_reporting_month
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   The calendar month.
   */
  TIENDO_REPORTING_MONTH_CALENDAR = 0,
  /*
   The 15th of the month before to the 14th.
   */
  TIENDO_REPORTING_MONTH_MID_MONTH = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_reporting_month tiendo_reporting_month;
#else
typedef int32_t tiendo_reporting_month;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 What becomes of tasks that are overdue without any report.
 */
enum tiendo_silence
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   They are kept apart, as missing data.
   */
  TIENDO_SILENCE_APART = 0,
  /*
   They count as overdue.
   */
  TIENDO_SILENCE_COUNTED = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_silence tiendo_silence;
#else
typedef int32_t tiendo_silence;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 How far around an agency.
 */
enum tiendo_within
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   The agency alone.
   */
  TIENDO_WITHIN_AGENCY = 0,
  /*
   With all below it.
   */
  TIENDO_WITHIN_SUBTREE = 1,
  /*
   Everything in its territory.
   */
  TIENDO_WITHIN_TERRITORY = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_within tiendo_within;
#else
typedef int32_t tiendo_within;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 The order of what a search finds.
 */
enum tiendo_search_order
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   The best match first, then by id.
   */
  TIENDO_SEARCH_ORDER_MATCH = 0,
  /*
   By id.
   */
  TIENDO_SEARCH_ORDER_ID = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_search_order tiendo_search_order;
#else
typedef int32_t tiendo_search_order;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 Whether simulated work waits for its predecessors.
 */
enum tiendo_link_use
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   Where the register shows that links are kept.
   */
  TIENDO_LINK_USE_AS_KEPT = 0,
  /*
   Always.
   */
  TIENDO_LINK_USE_FOLLOWED = 1,
  /*
   Never.
   */
  TIENDO_LINK_USE_IGNORED = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_link_use tiendo_link_use;
#else
typedef int32_t tiendo_link_use;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 Which tasks are written.
 */
enum tiendo_disclosure
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   Public tasks and those without a class.
   */
  TIENDO_DISCLOSURE_PUBLIC = 0,
  /*
   Public and internal tasks.
   */
  TIENDO_DISCLOSURE_INTERNAL = 1,
  /*
   All tasks, also secret ones and those of an unknown class.
   */
  TIENDO_DISCLOSURE_EVERYTHING = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_disclosure tiendo_disclosure;
#else
typedef int32_t tiendo_disclosure;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 How a ledger is opened.
 */
enum tiendo_access
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   For reading and appending.
   */
  TIENDO_ACCESS_READ_WRITE = 0,
  /*
   For reading, beside others that write.
   */
  TIENDO_ACCESS_READ_ONLY = 1,
  /*
   For reading a file that nobody writes, on a medium that cannot be written.
   */
  TIENDO_ACCESS_IMMUTABLE = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_access tiendo_access;
#else
typedef int32_t tiendo_access;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 Which instant the knowledge day counts.
 */
enum tiendo_trust
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   That of the entry: when this ledger learned of it.
   */
  TIENDO_TRUST_RECORDED = 0,
  /*
   What a record itself claims, where it claims anything.
   */
  TIENDO_TRUST_CLAIMED = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_trust tiendo_trust;
#else
typedef int32_t tiendo_trust;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 A number of the sums of a key. Statuses have their own: `tiendo_rollup_get_count`.
 */
enum tiendo_sum
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   How many in all.
   */
  TIENDO_SUM_TOTAL = 0,
  /*
   Done, on time or late.
   */
  TIENDO_SUM_DONE = 1,
  /*
   Open and in term: not started, in progress, due soon, submitted in term.
   */
  TIENDO_SUM_IN_TERM = 2,
  /*
   Overdue as the policy counts it.
   */
  TIENDO_SUM_OVERDUE = 3,
  /*
   Overdue without any report: missing data, no verdict.
   */
  TIENDO_SUM_OVERDUE_UNREPORTED = 4,
  /*
   Done or overdue: what was put to the test, as the policy counts it.
   */
  TIENDO_SUM_FALLEN_DUE = 5,
  /*
   Regular tasks among those without a fixed term.
   */
  TIENDO_SUM_REGULAR = 6,
  /*
   Submitted after the last day.
   */
  TIENDO_SUM_SUBMITTED_LATE = 7,
  /*
   Late only because 'before' is read strictly.
   */
  TIENDO_SUM_LATE_ONLY_IF_STRICT = 8,
  /*
   Done late, excused by a confirmed objective cause.
   */
  TIENDO_SUM_EXCUSED_DONE = 9,
  /*
   Overdue, excused by a confirmed objective cause.
   */
  TIENDO_SUM_EXCUSED_OVERDUE = 10,
  /*
   Overdue with an unresolved obstacle raised in term.
   */
  TIENDO_SUM_BLOCKED_IN_TERM = 11,
  /*
   Overdue before it was handed over, still the predecessor's.
   */
  TIENDO_SUM_INHERITED = 12,
  /*
   Σ weight · percent.
   */
  TIENDO_SUM_WEIGHTED_PERCENT = 13,
  /*
   Σ weight.
   */
  TIENDO_SUM_WEIGHT = 14,
  /*
   Elapsed occurrences of recurring tasks.
   */
  TIENDO_SUM_OCCURRENCES = 15,
  /*
   Of these, served on time.
   */
  TIENDO_SUM_OCCURRENCES_DONE_ON_TIME = 16,
  /*
   Of these, served late.
   */
  TIENDO_SUM_OCCURRENCES_DONE_LATE = 17,
  /*
   Of these, served by nobody.
   */
  TIENDO_SUM_OCCURRENCES_MISSED = 18,
  /*
   Of those that elapsed, the ones of rows that nobody ever reported on: missing data.
   */
  TIENDO_SUM_OCCURRENCES_UNREPORTED = 19,
  /*
   Anybody reported on.
   */
  TIENDO_SUM_REPORTED = 20,
  /*
   Open and in term, without any report.
   */
  TIENDO_SUM_IN_TERM_UNREPORTED = 21,
  /*
   Overdue with at least one report.
   */
  TIENDO_SUM_OVERDUE_REPORTED = 22,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_sum tiendo_sum;
#else
typedef int32_t tiendo_sum;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 Whose sums: its own, or with all below it.
 */
enum tiendo_extent
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   Its own.
   */
  TIENDO_EXTENT_OWN = 0,
  /*
   Its own and all below it: descendants of an agency, documents that concretise a document.
   */
  TIENDO_EXTENT_INCLUSIVE = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_extent tiendo_extent;
#else
typedef int32_t tiendo_extent;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 To whom the Monday list is sent.
 */
enum tiendo_warn_by
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /*
   The agency that must act.
   */
  TIENDO_WARN_BY_AGENCY = 0,
  /*
   The leader in charge.
   */
  TIENDO_WARN_BY_LEADER = 1,
  /*
   Who assigned the task.
   */
  TIENDO_WARN_BY_ASSIGNER = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tiendo_warn_by tiendo_warn_by;
#else
typedef int32_t tiendo_warn_by;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/*
 An agency or group under construction.

 Setters may be called from any thread. Adding it to a builder copies it; the caller frees it in any case.
 */
typedef struct tiendo_agency tiendo_agency;

/*
 An allocation under construction: money for a task, in whole dong.

 Setters may be called from any thread. Adding it to a builder copies it; the caller frees it in any case.
 */
typedef struct tiendo_allocation tiendo_allocation;

/*
 The allocations of a registry. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_allocations tiendo_allocations;

/*
 An annex as it was read: records, findings, and what became of every row. Immutable; any number of threads may read it
 at a time.
 */
typedef struct tiendo_annex tiendo_annex;

/*
 How an annex is read: what its cells do not say. Setters may be called from any thread.
 */
typedef struct tiendo_annex_options tiendo_annex_options;

/*
 Records that are appended to a ledger together, in their order. Records may be added from any thread.

 Definitions come before what refers to them or with it; a further version of a definition is a record of its own.
 */
typedef struct tiendo_batch tiendo_batch;

/*
 A file in memory. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_buffer tiendo_buffer;

/*
 Takes records in any order; `tiendo_builder_finish` checks them against each other.

 Adding a record again updates it. Records may be added from any thread.
 */
typedef struct tiendo_builder tiendo_builder;

/*
 Which days are worked in a range of days. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_calendar tiendo_calendar;

/*
 In how many tasks each clear (rõ) is stated. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_clears tiendo_clears;

/*
 How complete the tasks of each agency are. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_completeness tiendo_completeness;

/*
 What reading a wording gave. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_deadline tiendo_deadline;

/*
 A document under construction.

 Setters may be called from any thread. Adding it to a builder copies it; the caller frees it in any case.
 */
typedef struct tiendo_document tiendo_document;

/*
 Entries of a ledger, in order. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_entries tiendo_entries;

/*
 Where every row stands on a day, as known on a day, under a policy: one row per task, or per addressee of a task
 addressed to each.

 Rows are in task id order, then agency id order. Immutable; any number of threads may read it at a time. Texts are
 laid out for C when they are first asked for, once per field.
 */
typedef struct tiendo_evaluation tiendo_evaluation;

/*
 The facts that decided where a row stands, in order. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_explanation tiendo_explanation;

/*
 Which rows are asked for; what is not set is not asked. Setters may be called from any thread.
 */
typedef struct tiendo_filter tiendo_filter;

/*
 What is worth knowing about data: codes with sentences. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_findings tiendo_findings;

/*
 A forecast of the open tasks of an evaluation, in id order. Immutable; any number of threads may read it at a time.

 Phases, groups and agencies are in `tiendo_forecast_to_json`.
 */
typedef struct tiendo_forecast tiendo_forecast;

/*
 How files of other tools are read and written; each format takes what is its own. Setters may be called from any thread.
 */
typedef struct tiendo_format_options tiendo_format_options;

/*
 What was frozen in a ledger. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_freezes tiendo_freezes;

/*
 The task groups of the plans of a registry. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_groups tiendo_groups;

/*
 The sums of every day of a range along an axis, each as an evaluation of that day has them, with what was known by its
 end: D and K are both that day. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_history tiendo_history;

/*
 What became of an import. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_imported tiendo_imported;

/*
 A KPI under construction: something measured against targets.

 Setters may be called from any thread. Adding it to a builder copies it; the caller frees it in any case.
 */
typedef struct tiendo_kpi tiendo_kpi;

/*
 The weighted KPI scores of agencies. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_kpi_scores tiendo_kpi_scores;

/*
 Where KPIs stand. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_kpi_standings tiendo_kpi_standings;

/*
 The KPIs of a registry. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_kpis tiendo_kpis;

/*
 A ledger: entries that are only ever appended, each chained to the one before by its hash.

 Any number of threads may use it at a time; one appends while others read. Any number of processes may have the same
 file open. It does not survive a fork: in the child every call is `TIENDO_CODE_FORKED`, freeing it closes nothing, and no
 ledger can be opened there if one was open at the fork: close it before, open it in the child only, or start the child by
 spawn. On Linux a host may open the same file by a SQLite of its own; elsewhere it must not while it is open here, because
 closing it would take our locks away (POSIX).
 */
typedef struct tiendo_ledger tiendo_ledger;

/*
 Letters of urging. Immutable; any number of threads may read them at a time.
 */
typedef struct tiendo_letters tiendo_letters;

/*
 An evaluation that takes reports as they come, and can be read after each: its answers are always those of a full
 evaluation of the registry with these reports added.

 Any thread may use it, several at a time too: one call waits for another. The caller frees it.
 */
typedef struct tiendo_live tiendo_live;

/*
 What was recorded about a task, in the order of recording. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_log tiendo_log;

/*
 The measurements of the KPIs of a registry. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_measurements tiendo_measurements;

/*
 What reading a document number gave. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_number tiendo_number;

/*
 The pages of a report that was written to a folder. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_pages tiendo_pages;

/*
 A day, week, month, quarter, half-year or year within 1900 to 2199. Immutable; any number of threads may read it at a
 time.
 */
typedef struct tiendo_period tiendo_period;

/*
 Records that name a person. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_person_records tiendo_person_records;

/*
 A phase of a plan under construction.

 Setters may be called from any thread. Adding it to a plan copies it; the caller frees it in any case.
 */
typedef struct tiendo_phase tiendo_phase;

/*
 The phases of the plans of a registry. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_phases tiendo_phases;

/*
 A plan under construction: a document with phases and task groups.

 Setters may be called from any thread. Adding it to a builder copies it; the caller frees it in any case.
 */
typedef struct tiendo_plan tiendo_plan;

/*
 The plans of a registry. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_plans tiendo_plans;

/*
 Rules of counting under a name. Setters may be called from any thread; evaluations copy what they use.
 */
typedef struct tiendo_policy tiendo_policy;

/*
 Agencies of one level, best first. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_ranking tiendo_ranking;

/*
 All records, checked against each other and immutable. Any number of threads may read it at a time.
 */
typedef struct tiendo_registry tiendo_registry;

/*
 A reply in JSON.
 */
typedef struct tiendo_reply tiendo_reply;

/*
 A report under construction: what was said about a task on a day.

 Setters may be called from any thread. Adding it to a builder copies it; the caller frees it in any case.
 */
typedef struct tiendo_report tiendo_report;

/*
 How reports, letters and forms are written, and what stands at their head and foot. Setters may be called from any thread.
 */
typedef struct tiendo_report_options tiendo_report_options;

/*
 Sums along an axis, one row per key. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_rollup tiendo_rollup;

/*
 A list of rows of an evaluation. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_rows tiendo_rows;

/*
 By row: the last report that counts, and the last reason given. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_said tiendo_said;

/*
 What was read out of a damaged file, and what was not. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_salvaged tiendo_salvaged;

/*
 When every task of a register can start, must start, and is expected to be finished; tasks are in id order.

 Real registers have few durations: a task without one is a milestone of its deadline, and `tiendo_schedule_to_json` counts
 in its `scope` how many are, how many have no place at all, and whether days were counted that may still move. Immutable;
 any number of threads may read it at a time. Outlives the registry and the evaluation.
 */
typedef struct tiendo_schedule tiendo_schedule;

/*
 A scoring scheme. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_scheme tiendo_scheme;

/*
 What a scheme gives to each of several subjects. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_scores tiendo_scores;

/*
 What a search found. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_search_hits tiendo_search_hits;

/*
 Weekdays off, weekend days worked, and holidays that fall on a weekend. Immutable; any number of threads may read it at a
 time.
 */
typedef struct tiendo_special_days tiendo_special_days;

/*
 A succession under construction: one agency follows another.

 Setters may be called from any thread. Adding it to a builder copies it; the caller frees it in any case.
 */
typedef struct tiendo_succession tiendo_succession;

/*
 The successions of a registry. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_successions tiendo_successions;

/*
 A task under construction.

 Setters may be called from any thread. Adding it to a builder copies it; the caller frees it in any case.
 */
typedef struct tiendo_task tiendo_task;

/*
 A text that was converted. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_text tiendo_text;

/*
 A transfer under construction: one task is handed from one agency to another, which wins over successions.

 Setters may be called from any thread. Adding it to a builder copies it; the caller frees it in any case.
 */
typedef struct tiendo_transfer tiendo_transfer;

/*
 The transfers of a registry. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_transfers tiendo_transfers;

/*
 What became of an upgrade. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_upgrade tiendo_upgrade;

/*
 What every agency must be reminded of. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_urgings tiendo_urgings;

/*
 What verifying found. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_verified tiendo_verified;

/*
 What the Monday list is asked for; what is not set is as usual. Setters may be called from any thread.
 */
typedef struct tiendo_warn_options tiendo_warn_options;

/*
 The Monday list as texts to send, one for each receiver. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_warn_texts tiendo_warn_texts;

/*
 What must be acted on. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_warnings tiendo_warnings;

/*
 How far a long call is; read and stopped from any thread while another one is in the call.

 One thread makes it, passes it to the call, and frees it when every call that got it has returned; until then any number of
 threads may ask `tiendo_watch_progress` and call `tiendo_watch_stop`.
 */
typedef struct tiendo_watch tiendo_watch;

/*
 What changes do to a schedule: what moves, and who becomes late. Immutable; any number of threads may read it at a time.
 */
typedef struct tiendo_what_if tiendo_what_if;

/*
 A text, borrowed from the handle it was asked of and valid until that handle is freed.

 `ptr` is never `NULL` and `ptr[len]` is NUL. What is absent is the empty text. UTF-8 in NFC.
 */
typedef struct tiendo_str {
  /*
   The first byte.
   */
  const char *ptr;
  /*
   Number of bytes, the NUL not counted.
   */
  uintptr_t len;
} tiendo_str;

/*
 The last entry of a ledger. Whoever keeps it elsewhere can tell later whether the ledger was shortened or rewritten.
 */
typedef struct tiendo_head {
  /*
   Its number, from 1 without a gap.
   */
  uint64_t seq;
  /*
   Its SHA-256 in 64 hexadecimal digits, and a NUL.
   */
  char hash[65];
  /*
   When it was recorded, `yyyy-mm-ddThh:mm:ss`, and a NUL.
   */
  char recorded_at[20];
} tiendo_head;

/*
 What became of records that were appended.
 */
typedef struct tiendo_appended {
  /*
   The last entry now; the one before where nothing was new.
   */
  struct tiendo_head head;
  /*
   Records that were recorded.
   */
  uint64_t recorded;
  /*
   Records that the ledger had already.
   */
  uint64_t unchanged;
} tiendo_appended;

/*
 What was erased of a person.
 */
typedef struct tiendo_erased {
  /*
   The last entry now: the one that says that, not what, was erased.
   */
  struct tiendo_head head;
  /*
   Records of which something was erased.
   */
  uint64_t records;
  /*
   Records that were recorded again because they name others too.
   */
  uint64_t recorded_again;
} tiendo_erased;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/*
 The message of the last call on this thread: which argument, which record, which value; `""` after success.

 Never `NULL`. Valid until the next call on this thread; `_free` and `_len` functions leave it alone.
 */
const char *tiendo_last_error(void);

/*
 The name of a code as JSON replies have it: `not_found`, `ok`; `""` for a number that is no code. Never `NULL`.

 Valid for ever, on any thread.
 */
const char *tiendo_code_name(int32_t code);

/*
 Converts bytes of a legacy encoding (a `tiendo_encoding`) into UTF-8 in NFC, as every other function takes it; the caller
 frees the text with `tiendo_text_free`.

 `len` is the number of bytes, `TIENDO_NTS` up to the NUL. Of any length, from any thread.
 `TIENDO_CODE_UNDECODABLE` for a byte that the encoding does not define; the message has its offset and value.
 `TIENDO_CODE_INVALID_TEXT` for a NUL within.
 */
tiendo_code tiendo_text_from(const char *text,
                             uintptr_t text_len,
                             int32_t encoding,
                             struct tiendo_text **text_out);

/*
 The text in UTF-8, valid until the text is freed; empty for `NULL`. Any thread.
 */
struct tiendo_str tiendo_text_str(const struct tiendo_text *text);

/*
 Frees a text. `NULL` is fine.
 */
void tiendo_text_free(struct tiendo_text *text);

/*
 The version of the library that is loaded: `"0.1.0"`. Valid for ever, on any thread.
 */
const char *tiendo_version(void);

/*
 The version of the ABI of the library that is loaded.

 A host that loads at run time compares it with `TIENDO_ABI_VERSION`, against which it was compiled.
 */
uint32_t tiendo_abi_version(void);

/*
 The word for people of a word of data: `tiendo_label("status", TIENDO_NTS, "done_late", TIENDO_NTS, …)`.

 `vocabulary` is the name of the enum in JSON: `status`, `level`, `report_kind`, `finding_code` … The label is valid
 for ever, on any thread. `TIENDO_CODE_NOT_FOUND` for a vocabulary or word that the library does not know.
 */
tiendo_code tiendo_label(const char *vocabulary,
                         uintptr_t vocabulary_len,
                         const char *word,
                         uintptr_t word_len,
                         int32_t lang,
                         struct tiendo_str *label_out);

/*
 The word of data of a status: `done_late`. Valid for ever, on any thread.
 */
tiendo_code tiendo_status_word(int32_t status, struct tiendo_str *word_out);

/*
 An agency with an id, a name and a level (a word of the vocabulary `level`); all else absent. The caller frees it.
 */
tiendo_code tiendo_agency_new(const char *id,
                              uintptr_t id_len,
                              const char *name,
                              uintptr_t name_len,
                              const char *level,
                              uintptr_t level_len,
                              struct tiendo_agency **agency_out);

/*
 Frees an agency. `NULL` is fine.
 */
void tiendo_agency_free(struct tiendo_agency *agency);

/*
 Its code. `NULL` for none.
 */
tiendo_code tiendo_agency_set_code(struct tiendo_agency *agency,
                                   const char *code,
                                   uintptr_t code_len);

/*
 Its name in English. `NULL` for none.
 */
tiendo_code tiendo_agency_set_name_en(struct tiendo_agency *agency,
                                      const char *name_en,
                                      uintptr_t name_en_len);

/*
 Adds another name that people use.
 */
tiendo_code tiendo_agency_add_other_name(struct tiendo_agency *agency,
                                         const char *other_name,
                                         uintptr_t other_name_len);

/*
 Its kind, a word of the vocabulary `agency_kind`; `group` for a group of agencies.
 */
tiendo_code tiendo_agency_set_kind(struct tiendo_agency *agency,
                                   const char *kind,
                                   uintptr_t kind_len);

/*
 Its branch, a word of the vocabulary `branch`.
 */
tiendo_code tiendo_agency_set_branch(struct tiendo_agency *agency,
                                     const char *branch,
                                     uintptr_t branch_len);

/*
 Id of the agency it is below. `NULL` for none.
 */
tiendo_code tiendo_agency_set_parent(struct tiendo_agency *agency,
                                     const char *parent,
                                     uintptr_t parent_len);

/*
 Code of its province's territory. `NULL` for none.
 */
tiendo_code tiendo_agency_set_territory(struct tiendo_agency *agency,
                                        const char *territory,
                                        uintptr_t territory_len);

/*
 Adds a group that it belongs to, by id.
 */
tiendo_code tiendo_agency_add_member_of(struct tiendo_agency *agency,
                                        const char *member_of,
                                        uintptr_t member_of_len);

/*
 From which day it exists, `yyyymmdd`; 0 for always.
 */
tiendo_code tiendo_agency_set_valid_from(struct tiendo_agency *agency, int32_t valid_from);

/*
 To which day it exists, `yyyymmdd`; 0 for still.
 */
tiendo_code tiendo_agency_set_valid_to(struct tiendo_agency *agency, int32_t valid_to);

/*
 When this was recorded, `yyyy-mm-ddThh:mm:ss`. `NULL` for none.
 */
tiendo_code tiendo_agency_set_recorded_at(struct tiendo_agency *agency,
                                          const char *recorded_at,
                                          uintptr_t recorded_at_len);

/*
 From which day this version of the record holds, `yyyymmdd`; 0 for always.
 */
tiendo_code tiendo_agency_set_version_from(struct tiendo_agency *agency, int32_t version_from);

/*
 Where this was read. `NULL` for none.
 */
tiendo_code tiendo_agency_set_source(struct tiendo_agency *agency,
                                     const char *source,
                                     uintptr_t source_len);

/*
 An allocation: the task, where the money comes from (a word of the vocabulary `allocation_source`) and the day that its
 figures speak of, `yyyymmdd`; all figures 0. The caller frees it.
 */
tiendo_code tiendo_allocation_new(const char *task,
                                  uintptr_t task_len,
                                  const char *from,
                                  uintptr_t from_len,
                                  int32_t day,
                                  struct tiendo_allocation **allocation_out);

/*
 Frees an allocation. `NULL` is fine.
 */
void tiendo_allocation_free(struct tiendo_allocation *allocation);

/*
 Planned, in whole dong.
 */
tiendo_code tiendo_allocation_set_planned_vnd(struct tiendo_allocation *allocation,
                                              uint64_t planned_vnd);

/*
 Allocated, in whole dong.
 */
tiendo_code tiendo_allocation_set_allocated_vnd(struct tiendo_allocation *allocation,
                                                uint64_t allocated_vnd);

/*
 Disbursed, in whole dong.
 */
tiendo_code tiendo_allocation_set_disbursed_vnd(struct tiendo_allocation *allocation,
                                                uint64_t disbursed_vnd);

/*
 Where this was read. `NULL` for none.
 */
tiendo_code tiendo_allocation_set_source(struct tiendo_allocation *allocation,
                                         const char *source,
                                         uintptr_t source_len);

/*
 The allocations of a registry, in its order; the caller frees the list, which outlives the registry.
 */
tiendo_code tiendo_registry_allocations(const struct tiendo_registry *registry,
                                        struct tiendo_allocations **allocations_out);

/*
 Frees a list of allocations. `NULL` is fine.
 */
void tiendo_allocations_free(struct tiendo_allocations *allocations);

/*
 Number of allocations; 0 for `NULL`.
 */
uintptr_t tiendo_allocations_len(const struct tiendo_allocations *allocations);

/*
 Id of the task. Valid until the list is freed.
 */
tiendo_code tiendo_allocations_get_task(const struct tiendo_allocations *allocations,
                                        uintptr_t index,
                                        struct tiendo_str *task_out);

/*
 Where the money comes from: a word of the vocabulary `allocation_source`. Valid until the list is freed.
 */
tiendo_code tiendo_allocations_get_from(const struct tiendo_allocations *allocations,
                                        uintptr_t index,
                                        struct tiendo_str *from_out);

/*
 The day that the figures speak of, `yyyymmdd`.
 */
tiendo_code tiendo_allocations_get_day(const struct tiendo_allocations *allocations,
                                       uintptr_t index,
                                       int32_t *day_out);

/*
 Planned, in whole dong.
 */
tiendo_code tiendo_allocations_get_planned_vnd(const struct tiendo_allocations *allocations,
                                               uintptr_t index,
                                               uint64_t *planned_vnd_out);

/*
 Allocated, in whole dong.
 */
tiendo_code tiendo_allocations_get_allocated_vnd(const struct tiendo_allocations *allocations,
                                                 uintptr_t index,
                                                 uint64_t *allocated_vnd_out);

/*
 Disbursed, in whole dong.
 */
tiendo_code tiendo_allocations_get_disbursed_vnd(const struct tiendo_allocations *allocations,
                                                 uintptr_t index,
                                                 uint64_t *disbursed_vnd_out);

/*
 Where this was read; empty for none. Valid until the list is freed.
 */
tiendo_code tiendo_allocations_get_source(const struct tiendo_allocations *allocations,
                                          uintptr_t index,
                                          struct tiendo_str *source_out);

/*
 Makes options that say nothing; the caller frees them.
 */
tiendo_code tiendo_annex_options_new(struct tiendo_annex_options **options_out);

/*
 Frees options. `NULL` is fine.
 */
void tiendo_annex_options_free(struct tiendo_annex_options *options);

/*
 The id of the document that sets the tasks; goes before the mapping's and the file's.
 */
tiendo_code tiendo_annex_options_set_document(struct tiendo_annex_options *options,
                                              const char *document,
                                              uintptr_t document_len);

/*
 The day `yyyymmdd` that reports speak of, where no column says it; 0 takes it back.
 */
tiendo_code tiendo_annex_options_set_reported_on(struct tiendo_annex_options *options,
                                                 int32_t reported_on);

/*
 How sheets and columns are to be read: TOML as `tiendo_annex_get_suggested_mapping` gives it.

 `TIENDO_CODE_INVALID_VALUE` for what is no such TOML; the message has the place.
 */
tiendo_code tiendo_annex_options_set_mapping(struct tiendo_annex_options *options,
                                             const char *toml,
                                             uintptr_t toml_len);

/*
 Reads the tables of a workbook (`.xlsx`, `.xls`, `.ods`) or document (`.docx`); the caller frees the annex.

 Agencies, documents and tasks are looked up in `base`, which the records are compared with; `NULL` is an empty one. `path`
 is UTF-8. `options` `NULL` say nothing. `watch` `NULL` is none; it counts rows.
 `TIENDO_CODE_FILE` for what cannot be read, is of another format, breaks its rules or holds more than it may.
 */
tiendo_code tiendo_annex_read(const char *path,
                              uintptr_t path_len,
                              const struct tiendo_registry *base,
                              const struct tiendo_annex_options *options,
                              struct tiendo_watch *watch,
                              struct tiendo_annex **annex_out);

/*
 Reads a workbook or document in memory like `tiendo_annex_read`; the caller frees the annex.

 `name` is what findings call the file. The kind of file is told from its bytes, of which `data_len` is the number:
 never `TIENDO_NTS`, for such files have NULs.
 */
tiendo_code tiendo_annex_read_bytes(const char *name,
                                    uintptr_t name_len,
                                    const char *data,
                                    uintptr_t data_len,
                                    const struct tiendo_registry *base,
                                    const struct tiendo_annex_options *options,
                                    struct tiendo_watch *watch,
                                    struct tiendo_annex **annex_out);

/*
 Frees an annex. `NULL` is fine; its findings and what was built of it stay valid.
 */
void tiendo_annex_free(struct tiendo_annex *annex);

/*
 How many records the base does not have, has otherwise, and has as they are: twice nothing means that nothing changes.
 */
tiendo_code tiendo_annex_get_changes(const struct tiendo_annex *annex,
                                     uint64_t *added_out,
                                     uint64_t *changed_out,
                                     uint64_t *unchanged_out);

/*
 What there is to know, by sheet and row; the caller frees the findings, which outlive the annex.
 */
tiendo_code tiendo_annex_findings(const struct tiendo_annex *annex,
                                  struct tiendo_findings **findings_out);

/*
 What was made of each sheet, column and row, as a JSON list; the caller frees the reply.

 A row whose id was made of the document and its words has `"made":true`.
 */
tiendo_code tiendo_annex_sheets(const struct tiendo_annex *annex, struct tiendo_reply **json_out);

/*
 New records and those that differ from the base's, as JSON that `tiendo_registry_from_json` reads; the caller frees the
 reply.
 */
tiendo_code tiendo_annex_to_json(const struct tiendo_annex *annex,
                                 struct tiendo_reply **json_out);

/*
 The mapping that reads the file as it was understood, as TOML, valid until the annex is freed: to be corrected, and set
 by `tiendo_annex_options_set_mapping`.
 */
tiendo_code tiendo_annex_get_suggested_mapping(const struct tiendo_annex *annex,
                                               struct tiendo_str *toml_out);

/*
 A registry with the annex laid over another's records: what has the id and version of a record takes its place, what is
 new is added. The caller frees it.

 `imported_at`, `yyyy-mm-ddThh:mm:ss`, is the instant that reports without one get; `NULL`: the start of their day. What
 reading found out goes with the registry, which has the calendar of `base`. `watch` `NULL` is none.
 */
tiendo_code tiendo_annex_lay_over(const struct tiendo_annex *annex,
                                  const struct tiendo_registry *base,
                                  const char *imported_at,
                                  uintptr_t imported_at_len,
                                  struct tiendo_watch *watch,
                                  struct tiendo_registry **registry_out);

/*
 The rows of an evaluation as a table, a row per row in the same order.

 A struct array with a field per column: row, task, title, addressee, agency, status, status_code, words, reported,
 percent, weight, deadline, original_deadline, closed_on, submitted_on, late_days, extensions, a column per mark,
 blocked_by, blocked_days, urged, set_aside, occurrence and its counts. The schema's metadata `tiendo` has the scope as
 JSON. What is absent is null: `late_days` where nobody reported.

 Both structures are overwritten, whatever they held, and owned by the caller from then on: each `release` is called once, by
 the caller or by the reader they are handed to, on any thread. They hold copies, and outlive the evaluation. One may be released
 without the other. Any thread may call this.
 */
tiendo_code tiendo_evaluation_to_arrow(const struct tiendo_evaluation *evaluation,
                                       struct ArrowArray *array_out,
                                       struct ArrowSchema *schema_out);

/*
 The sums of a roll-up as a table, a row per key; a last row without key holds what belongs to none.

 Both structures are overwritten, whatever they held, and owned by the caller from then on: each `release` is called once, by
 the caller or by the reader they are handed to, on any thread. They hold copies, and outlive the roll-up. One may be released
 without the other. Any thread may call this.
 */
tiendo_code tiendo_rollup_to_arrow(const struct tiendo_rollup *rollup,
                                   struct ArrowArray *array_out,
                                   struct ArrowSchema *schema_out);

/*
 A ranking as a table, a row per agency in its order; `rank` is null for those that are not ranked.

 Both structures are overwritten, whatever they held, and owned by the caller from then on: each `release` is called once, by
 the caller or by the reader they are handed to, on any thread. They hold copies, and outlive the ranking. One may be released
 without the other. Any thread may call this.
 */
tiendo_code tiendo_ranking_to_arrow(const struct tiendo_ranking *ranking,
                                    struct ArrowArray *array_out,
                                    struct ArrowSchema *schema_out);

/*
 Findings as a table, a row per finding in their order, with the sentence in both languages.

 Both structures are overwritten, whatever they held, and owned by the caller from then on: each `release` is called once, by
 the caller or by the reader they are handed to, on any thread. They hold copies, and outlive the findings. One may be released
 without the other. Any thread may call this.
 */
tiendo_code tiendo_findings_to_arrow(const struct tiendo_findings *findings,
                                     struct ArrowArray *array_out,
                                     struct ArrowSchema *schema_out);

/*
 The tasks of a registry as a table, in id order, the newest version of each.

 Both structures are overwritten, whatever they held, and owned by the caller from then on: each `release` is called once, by
 the caller or by the reader they are handed to, on any thread. They hold copies, and outlive the registry. One may be released
 without the other. Any thread may call this.
 */
tiendo_code tiendo_registry_tasks_to_arrow(const struct tiendo_registry *registry,
                                           struct ArrowArray *array_out,
                                           struct ArrowSchema *schema_out);

/*
 Makes a batch without records; the caller frees it.
 */
tiendo_code tiendo_batch_new(struct tiendo_batch **batch_out);

/*
 Frees a batch. `NULL` is fine.
 */
void tiendo_batch_free(struct tiendo_batch *batch);

/*
 Number of records; 0 for `NULL`.
 */
uintptr_t tiendo_batch_len(const struct tiendo_batch *batch);

/*
 Adds one record from its JSON form. `kind`: `document`, `agency`, `succession`, `plan`, `task`, `transfer`, `report`,
 `allocation`, `kpi`, `policy`, `calendar` or `measurement` (`{"kpi":"K1","measurement":{…}}`).
 */
tiendo_code tiendo_batch_add_json(struct tiendo_batch *batch,
                                  const char *kind,
                                  uintptr_t kind_len,
                                  const char *json,
                                  uintptr_t json_len);

/*
 Adds all records of a registry's JSON form, `{"documents":[…],"tasks":[…]}`, definitions before what refers to them;
 none where it cannot be read.
 */
tiendo_code tiendo_batch_add_records(struct tiendo_batch *batch,
                                     const char *json,
                                     uintptr_t json_len);

/*
 Adds all records of a registry.
 */
tiendo_code tiendo_batch_add_registry(struct tiendo_batch *batch,
                                      const struct tiendo_registry *registry);

/*
 Adds the records of an annex: those that its base does not have, or has otherwise.
 */
tiendo_code tiendo_batch_add_annex(struct tiendo_batch *batch, const struct tiendo_annex *annex);

/*
 Adds a document, of which it keeps a copy.
 */
tiendo_code tiendo_batch_add_document(struct tiendo_batch *batch,
                                      const struct tiendo_document *document);

/*
 Adds an agency, of which it keeps a copy.
 */
tiendo_code tiendo_batch_add_agency(struct tiendo_batch *batch, const struct tiendo_agency *agency);

/*
 Adds a task, of which it keeps a copy.
 */
tiendo_code tiendo_batch_add_task(struct tiendo_batch *batch, const struct tiendo_task *task);

/*
 Adds a report, of which it keeps a copy. Its own `recorded_at` is kept as claimed.
 */
tiendo_code tiendo_batch_add_report(struct tiendo_batch *batch, const struct tiendo_report *report);

/*
 Adds a succession, of which it keeps a copy.
 */
tiendo_code tiendo_batch_add_succession(struct tiendo_batch *batch,
                                        const struct tiendo_succession *succession);

/*
 Adds a plan, of which it keeps a copy.
 */
tiendo_code tiendo_batch_add_plan(struct tiendo_batch *batch, const struct tiendo_plan *plan);

/*
 Adds a transfer, of which it keeps a copy.
 */
tiendo_code tiendo_batch_add_transfer(struct tiendo_batch *batch,
                                      const struct tiendo_transfer *transfer);

/*
 Adds an allocation, of which it keeps a copy.
 */
tiendo_code tiendo_batch_add_allocation(struct tiendo_batch *batch,
                                        const struct tiendo_allocation *allocation);

/*
 Adds a KPI, of which it keeps a copy.
 */
tiendo_code tiendo_batch_add_kpi(struct tiendo_batch *batch, const struct tiendo_kpi *kpi);

/*
 Adds a policy, of which it keeps a copy; `tiendo_ledger_policy` finds it by its name.
 */
tiendo_code tiendo_batch_add_policy(struct tiendo_batch *batch, const struct tiendo_policy *policy);

/*
 Adds a calendar, of which it keeps a copy; it holds from the entry on.
 */
tiendo_code tiendo_batch_add_calendar(struct tiendo_batch *batch,
                                      const struct tiendo_calendar *calendar);

/*
 Says that the record at an index of the batch takes the place of one of the same kind and id that the ledger has: that
 at `position` (from 0) of the entry `seq`, as `tiendo_log_get_record` names it.

 What was known before stays known as known then. `TIENDO_CODE_INVALID_VALUE` for a withdrawal.
 */
tiendo_code tiendo_batch_set_corrects(struct tiendo_batch *batch,
                                      uintptr_t index,
                                      uint64_t seq,
                                      uint64_t position);

/*
 Adds that a record of the ledger is no longer to be read from this entry's instant on: that at `position` (from 0) of the
 entry `seq`. `reason` `NULL` is none.
 */
tiendo_code tiendo_batch_withdraw(struct tiendo_batch *batch,
                                  uint64_t seq,
                                  uint64_t position,
                                  const char *reason,
                                  uintptr_t reason_len);

/*
 The bytes of a file, valid until the buffer is freed: `tiendo_buffer_len` of them, NULs among them. Never `NULL`. Any thread.
 */
const char *tiendo_buffer_data(const struct tiendo_buffer *buffer);

/*
 Number of bytes; 0 for `NULL`.
 */
uintptr_t tiendo_buffer_len(const struct tiendo_buffer *buffer);

/*
 Frees a buffer. `NULL` is fine.
 */
void tiendo_buffer_free(struct tiendo_buffer *buffer);

/*
 Makes a builder without records, on the calendar of Viet Nam; the caller frees it.
 */
tiendo_code tiendo_builder_new(struct tiendo_builder **builder_out);

/*
 Frees a builder. `NULL` is fine.
 */
void tiendo_builder_free(struct tiendo_builder *builder);

/*
 Uses another calendar, of which it keeps a copy.
 */
tiendo_code tiendo_builder_set_calendar(struct tiendo_builder *builder,
                                        const struct tiendo_calendar *calendar);

/*
 The instant, `yyyy-mm-ddThh:mm:ss`, that reports without `recorded_at` get; without it they get the start of their day.
 */
tiendo_code tiendo_builder_set_imported_at(struct tiendo_builder *builder,
                                           const char *imported_at,
                                           uintptr_t imported_at_len);

/*
 Adds all records of a registry's JSON form, `{"documents":[…],"tasks":[…]}`; none where it cannot be read.
 */
tiendo_code tiendo_builder_add_records(struct tiendo_builder *builder,
                                       const char *json,
                                       uintptr_t json_len);

/*
 Adds the records of an annex, and what reading it found out.

 It has no record that is in its base as it is; `tiendo_annex_lay_over` gives a registry with those too.
 */
tiendo_code tiendo_builder_add_annex(struct tiendo_builder *builder,
                                     const struct tiendo_annex *annex);

/*
 Adds one record from its JSON form. `kind`: `document`, `agency`, `succession`, `plan`, `task`, `transfer`, `report`,
 `allocation` or `kpi`.
 */
tiendo_code tiendo_builder_add_json(struct tiendo_builder *builder,
                                    const char *kind,
                                    uintptr_t kind_len,
                                    const char *json,
                                    uintptr_t json_len);

/*
 Adds or updates a document, of which it keeps a copy.
 */
tiendo_code tiendo_builder_add_document(struct tiendo_builder *builder,
                                        const struct tiendo_document *document);

/*
 Adds or updates an agency, of which it keeps a copy.
 */
tiendo_code tiendo_builder_add_agency(struct tiendo_builder *builder,
                                      const struct tiendo_agency *agency);

/*
 Adds or updates a task, of which it keeps a copy.
 */
tiendo_code tiendo_builder_add_task(struct tiendo_builder *builder, const struct tiendo_task *task);

/*
 Adds or updates a report, of which it keeps a copy.
 */
tiendo_code tiendo_builder_add_report(struct tiendo_builder *builder,
                                      const struct tiendo_report *report);

/*
 Adds or updates a succession, of which it keeps a copy.
 */
tiendo_code tiendo_builder_add_succession(struct tiendo_builder *builder,
                                          const struct tiendo_succession *succession);

/*
 Adds or updates a plan, of which it keeps a copy.
 */
tiendo_code tiendo_builder_add_plan(struct tiendo_builder *builder, const struct tiendo_plan *plan);

/*
 Adds or updates a transfer, of which it keeps a copy.
 */
tiendo_code tiendo_builder_add_transfer(struct tiendo_builder *builder,
                                        const struct tiendo_transfer *transfer);

/*
 Adds or updates an allocation, of which it keeps a copy.
 */
tiendo_code tiendo_builder_add_allocation(struct tiendo_builder *builder,
                                          const struct tiendo_allocation *allocation);

/*
 Adds or updates a KPI, of which it keeps a copy.
 */
tiendo_code tiendo_builder_add_kpi(struct tiendo_builder *builder, const struct tiendo_kpi *kpi);

/*
 Checks all records against each other and builds the registry; the builder is empty afterwards. The caller frees both.

 What is wrong with the records is no failure: it is in `tiendo_registry_findings`. `watch` `NULL` is none; it counts
 records. A stopped call takes the records with it.
 */
tiendo_code tiendo_builder_finish(struct tiendo_builder *builder,
                                  struct tiendo_watch *watch,
                                  struct tiendo_registry **registry_out);

/*
 The public calendar of Viet Nam, 2020 to 2050; the caller frees it.
 */
tiendo_code tiendo_calendar_viet_nam(struct tiendo_calendar **calendar_out);

/*
 Monday to Friday from `first` to `last`, both included, without any special day; the caller frees it.
 */
tiendo_code tiendo_calendar_weekdays(int32_t first,
                                     int32_t last,
                                     struct tiendo_calendar **calendar_out);

/*
 The calendar of a registry; the caller frees it, and it outlives the registry.
 */
tiendo_code tiendo_registry_calendar(const struct tiendo_registry *registry,
                                     struct tiendo_calendar **calendar_out);

/*
 A copy of a calendar with one day added or replaced, under a version of its own; the caller frees the copy.

 `working` is 1 or 0, and so is `provisional`: whether it is not yet decreed. `name`, `name_en` (`NULL` for none) and `source`
 say why; `suffix` is added to the version, empty for `1`.
 */
tiendo_code tiendo_calendar_with_day(const struct tiendo_calendar *calendar,
                                     int32_t day,
                                     int32_t working,
                                     const char *name,
                                     uintptr_t name_len,
                                     const char *name_en,
                                     uintptr_t name_en_len,
                                     const char *source,
                                     uintptr_t source_len,
                                     int32_t provisional,
                                     const char *suffix,
                                     uintptr_t suffix_len,
                                     struct tiendo_calendar **calendar_out);

/*
 A copy of a calendar that is decided up to the day `until`; the caller frees the copy.

 `suffix` is added to the version, empty for `d` and the day.
 */
tiendo_code tiendo_calendar_with_decreed_until(const struct tiendo_calendar *calendar,
                                               int32_t until,
                                               const char *suffix,
                                               uintptr_t suffix_len,
                                               struct tiendo_calendar **calendar_out);

/*
 Frees a calendar. `NULL` is fine.
 */
void tiendo_calendar_free(struct tiendo_calendar *calendar);

/*
 The version: `vn-2026.1`. Valid until the calendar is freed.
 */
tiendo_code tiendo_calendar_get_version(const struct tiendo_calendar *calendar,
                                        struct tiendo_str *version_out);

/*
 The first and the last day that the calendar covers, `yyyymmdd`.
 */
tiendo_code tiendo_calendar_get_range(const struct tiendo_calendar *calendar,
                                      int32_t *first_out,
                                      int32_t *last_out);

/*
 The last day that is decided, `yyyymmdd`; later ones are provisional.
 */
tiendo_code tiendo_calendar_get_decreed_until(const struct tiendo_calendar *calendar,
                                              int32_t *decreed_until_out);

/*
 1 where a day is worked, else 0.
 */
tiendo_code tiendo_calendar_is_working_day(const struct tiendo_calendar *calendar,
                                           int32_t day,
                                           int32_t *working_out);

/*
 1 where a day follows from the statute and is not yet decreed, else 0.
 */
tiendo_code tiendo_calendar_is_provisional(const struct tiendo_calendar *calendar,
                                           int32_t day,
                                           int32_t *provisional_out);

/*
 1 where any day from `from` to `to`, both included, is provisional, else 0; in either order.
 */
tiendo_code tiendo_calendar_is_provisional_between(const struct tiendo_calendar *calendar,
                                                   int32_t from,
                                                   int32_t to,
                                                   int32_t *provisional_out);

/*
 The day itself where it is worked, else the first working day after it.
 */
tiendo_code tiendo_calendar_next_working_day(const struct tiendo_calendar *calendar,
                                             int32_t day,
                                             int32_t *day_out);

/*
 The day itself where it is worked, else the last working day before it.
 */
tiendo_code tiendo_calendar_previous_working_day(const struct tiendo_calendar *calendar,
                                                 int32_t day,
                                                 int32_t *day_out);

/*
 The day that is so many working days after another one, whose own day is not counted; before it where negative.
 */
tiendo_code tiendo_calendar_add_working_days(const struct tiendo_calendar *calendar,
                                             int32_t day,
                                             int32_t count,
                                             int32_t *day_out);

/*
 Working days from `from` on and before `to`; negative where `to` is before `from`.
 */
tiendo_code tiendo_calendar_working_days_between(const struct tiendo_calendar *calendar,
                                                 int32_t from,
                                                 int32_t to,
                                                 int64_t *count_out);

/*
 What changed since another evaluation, as the reply of the request `changes`; the caller frees it with
 `tiendo_reply_free`.

 The other one may be of another state of the same register, such as `tiendo_ledger_evaluate_frozen` gives it; both must be
 under one policy, else `TIENDO_CODE_INVALID_VALUE`. `due_from` and `due_to` keep to what falls due in these days,
 `yyyymmdd`; 0 and 0: everything. Any thread.
 */
tiendo_code tiendo_evaluation_changes_since(const struct tiendo_evaluation *evaluation,
                                            const struct tiendo_evaluation *before,
                                            int32_t due_from,
                                            int32_t due_to,
                                            struct tiendo_reply **reply_out);

/*
 A reporting period beside the one before it: what falls due in each, as it stood on the last day of each, as the reply of
 the request `changes`; the caller frees it with `tiendo_reply_free`.

 A period that still runs is judged on `day`; `known` is the knowledge day of both, 0 for everything recorded. The policy
 (`NULL`: the default one) says whether a month runs from the 15th to the 14th. `TIENDO_CODE_INVALID_VALUE` for a period
 that begins after `day`. Any thread.
 */
tiendo_code tiendo_registry_period_changes(const struct tiendo_registry *registry,
                                           const struct tiendo_period *period,
                                           int32_t day,
                                           int32_t known,
                                           const struct tiendo_policy *policy,
                                           struct tiendo_reply **reply_out);

/*
 The class under which official reports count a row.
 */
tiendo_code tiendo_evaluation_get_class(const struct tiendo_evaluation *evaluation,
                                        uintptr_t row,
                                        tiendo_official_class *class_out);

/*
 The class of information of a row's task, a word of the vocabulary `classification`: the most guarded one that any of its
 versions bears; `unknown` for a word that the library does not know, which may mean anything. Valid for ever.
 */
tiendo_code tiendo_evaluation_get_classification(const struct tiendo_evaluation *evaluation,
                                                 uintptr_t row,
                                                 struct tiendo_str *classification_out);

/*
 How many tasks in force are of an official class as a whole; `official_class` is a `tiendo_official_class`.
 */
tiendo_code tiendo_evaluation_get_task_class_count(const struct tiendo_evaluation *evaluation,
                                                   int32_t official_class,
                                                   uint64_t *count_out);

/*
 How many of a row of sums are of an official class, a `tiendo_official_class`; over all classes this is the total.
 `extent` is a `tiendo_extent`.
 */
tiendo_code tiendo_rollup_get_class_count(const struct tiendo_rollup *rollup,
                                          uintptr_t row,
                                          int32_t extent,
                                          int32_t official_class,
                                          uint64_t *count_out);

/*
 How many of an agency are of an official class, a `tiendo_official_class`.
 */
tiendo_code tiendo_ranking_get_class_count(const struct tiendo_ranking *ranking,
                                           uintptr_t row,
                                           int32_t official_class,
                                           uint64_t *count_out);

/*
 How much of what the clears (rõ) of the policy ask for the tasks of each agency state, in agency id order; the caller
 frees the list, which outlives the evaluation.

 Source of the six clears: 318/TB-VPCP.
 */
tiendo_code tiendo_evaluation_completeness(const struct tiendo_evaluation *evaluation,
                                           struct tiendo_completeness **completeness_out);

/*
 Frees a list of completeness. `NULL` is fine.
 */
void tiendo_completeness_free(struct tiendo_completeness *completeness);

/*
 Number of agencies that have tasks in force; 0 for `NULL`.
 */
uintptr_t tiendo_completeness_len(const struct tiendo_completeness *completeness);

/*
 Id of an agency. Valid until the list is freed.
 */
tiendo_code tiendo_completeness_get_agency(const struct tiendo_completeness *completeness,
                                           uintptr_t index,
                                           struct tiendo_str *agency_out);

/*
 Clears stated ÷ clears asked, over the rows of an agency.
 */
tiendo_code tiendo_completeness_get_stated(const struct tiendo_completeness *completeness,
                                           uintptr_t index,
                                           uint64_t *num_out,
                                           uint64_t *den_out);

/*
 In how many tasks in force each clear (rõ) of the policy is stated, in its order; the caller frees the list, which outlives
 the evaluation.
 */
tiendo_code tiendo_evaluation_clears(const struct tiendo_evaluation *evaluation,
                                     struct tiendo_clears **clears_out);

/*
 Frees a list of clears. `NULL` is fine.
 */
void tiendo_clears_free(struct tiendo_clears *clears);

/*
 Number of clears that the policy asks for; 0 for `NULL`.
 */
uintptr_t tiendo_clears_len(const struct tiendo_clears *clears);

/*
 A clear, a word of the vocabulary `clear`. Valid until the list is freed.
 */
tiendo_code tiendo_clears_get_clear(const struct tiendo_clears *clears,
                                    uintptr_t index,
                                    struct tiendo_str *clear_out);

/*
 Tasks in force that state a clear ÷ tasks in force.
 */
tiendo_code tiendo_clears_get_stated(const struct tiendo_clears *clears,
                                     uintptr_t index,
                                     uint64_t *num_out,
                                     uint64_t *den_out);

/*
 Reads an official wording, such as `trước ngày 15/8/2025`; the caller frees the reading.

 `on` is the day of the document, `yyyymmdd`, which dates what the wording leaves open; 0 for none. Total: any text
 gives a reading, and what was assumed or not understood is in its findings.
 */
tiendo_code tiendo_deadline_read(const char *wording,
                                 uintptr_t wording_len,
                                 int32_t on,
                                 struct tiendo_deadline **deadline_out);

/*
 Frees a reading. `NULL` is fine.
 */
void tiendo_deadline_free(struct tiendo_deadline *deadline);

/*
 What the wording was read as: `by`, `before`, `period`, `within`, `recurring`, `unread` … Valid until the reading is
 freed.
 */
tiendo_code tiendo_deadline_get_form(const struct tiendo_deadline *deadline,
                                     struct tiendo_str *form_out);

/*
 The class: `dated`, `recurring`, `regular`, `start`, `event`, `unspecified` or `unread`. Valid for ever.
 */
tiendo_code tiendo_deadline_get_class(const struct tiendo_deadline *deadline,
                                      struct tiendo_str *class_out);

/*
 1 where the term is only foreseen (`dự kiến`) and therefore never overdue, else 0.
 */
tiendo_code tiendo_deadline_is_indicative(const struct tiendo_deadline *deadline,
                                          int32_t *indicative_out);

/*
 The last day, `yyyymmdd`; 0 where there is none. `before` is a `tiendo_before`; `calendar` `NULL` is Viet Nam's.
 */
tiendo_code tiendo_deadline_get_last_day(const struct tiendo_deadline *deadline,
                                         int32_t before,
                                         const struct tiendo_calendar *calendar,
                                         int32_t *last_day_out);

/*
 The same, where a term of days that ends on a day off ends on the working day after it. Last days set by date stay.
 */
tiendo_code tiendo_deadline_get_last_day_on_working_day(const struct tiendo_deadline *deadline,
                                                        int32_t before,
                                                        const struct tiendo_calendar *calendar,
                                                        int32_t *last_day_out);

/*
 What there is to know about the reading; the caller frees the findings.
 */
tiendo_code tiendo_deadline_findings(const struct tiendo_deadline *deadline,
                                     struct tiendo_findings **findings_out);

/*
 A document with an id and a title; all else absent. The caller frees it.
 */
tiendo_code tiendo_document_new(const char *id,
                                uintptr_t id_len,
                                const char *title,
                                uintptr_t title_len,
                                struct tiendo_document **document_out);

/*
 Frees a document. `NULL` is fine.
 */
void tiendo_document_free(struct tiendo_document *document);

/*
 Its number as printed. `NULL` for none.
 */
tiendo_code tiendo_document_set_number(struct tiendo_document *document,
                                       const char *number,
                                       uintptr_t number_len);

/*
 Its kind, a word of the vocabulary `document_kind`. `NULL` for none.
 */
tiendo_code tiendo_document_set_kind(struct tiendo_document *document,
                                     const char *kind,
                                     uintptr_t kind_len);

/*
 Id of the agency that issued it. `NULL` for none.
 */
tiendo_code tiendo_document_set_issuer(struct tiendo_document *document,
                                       const char *issuer,
                                       uintptr_t issuer_len);

/*
 The issuer in words. `NULL` for none.
 */
tiendo_code tiendo_document_set_issuer_name(struct tiendo_document *document,
                                            const char *issuer_name,
                                            uintptr_t issuer_name_len);

/*
 The day it was issued, `yyyymmdd`; 0 for unknown.
 */
tiendo_code tiendo_document_set_issued_on(struct tiendo_document *document, int32_t issued_on);

/*
 The day from which it holds, `yyyymmdd`; 0 for unknown.
 */
tiendo_code tiendo_document_set_effective_on(struct tiendo_document *document,
                                             int32_t effective_on);

/*
 The day until which it holds, `yyyymmdd`; 0 for no end.
 */
tiendo_code tiendo_document_set_expires_on(struct tiendo_document *document, int32_t expires_on);

/*
 The title in English. `NULL` for none.
 */
tiendo_code tiendo_document_set_title_en(struct tiendo_document *document,
                                         const char *title_en,
                                         uintptr_t title_en_len);

/*
 Adds another spelling that people use.
 */
tiendo_code tiendo_document_add_alias(struct tiendo_document *document,
                                      const char *alias,
                                      uintptr_t alias_len);

/*
 Where this was read. `NULL` for none.
 */
tiendo_code tiendo_document_set_source(struct tiendo_document *document,
                                       const char *source,
                                       uintptr_t source_len);

/*
 From which day this version of the definition holds, `yyyymmdd`; 0 for always.
 */
tiendo_code tiendo_document_set_valid_from(struct tiendo_document *document, int32_t valid_from);

/*
 When this version was recorded, `yyyy-mm-ddThh:mm:ss`. `NULL` for none.
 */
tiendo_code tiendo_document_set_recorded_at(struct tiendo_document *document,
                                            const char *recorded_at,
                                            uintptr_t recorded_at_len);

/*
 Frees an evaluation. `NULL` is fine; what was made from it stays valid.
 */
void tiendo_evaluation_free(struct tiendo_evaluation *evaluation);

/*
 Number of rows; 0 for `NULL`.
 */
uintptr_t tiendo_evaluation_len(const struct tiendo_evaluation *evaluation);

/*
 The row with an id: a task's id, or `task/agency` for a task addressed to each.
 */
tiendo_code tiendo_evaluation_find(const struct tiendo_evaluation *evaluation,
                                   const char *id,
                                   uintptr_t id_len,
                                   uintptr_t *row_out);

/*
 Id of a row: the task's, or `task/agency` for a task addressed to each. Valid until the evaluation is freed.
 */
tiendo_code tiendo_evaluation_get_id(const struct tiendo_evaluation *evaluation,
                                     uintptr_t row,
                                     struct tiendo_str *id_out);

/*
 Id of the task. Valid until the evaluation is freed.
 */
tiendo_code tiendo_evaluation_get_task(const struct tiendo_evaluation *evaluation,
                                       uintptr_t row,
                                       struct tiendo_str *task_out);

/*
 Title of the task in Vietnamese. Valid until the evaluation is freed.
 */
tiendo_code tiendo_evaluation_get_title(const struct tiendo_evaluation *evaluation,
                                        uintptr_t row,
                                        struct tiendo_str *title_out);

/*
 Id of the agency that it was addressed to; empty where nobody was. Valid until the evaluation is freed.
 */
tiendo_code tiendo_evaluation_get_addressee(const struct tiendo_evaluation *evaluation,
                                            uintptr_t row,
                                            struct tiendo_str *addressee_out);

/*
 Id of the agency that it counts for: the addressee, or who followed it; empty where nobody was addressed. Valid until the evaluation is freed.
 */
tiendo_code tiendo_evaluation_get_agency(const struct tiendo_evaluation *evaluation,
                                         uintptr_t row,
                                         struct tiendo_str *agency_out);

/*
 Where it stands.
 */
tiendo_code tiendo_evaluation_get_status(const struct tiendo_evaluation *evaluation,
                                         uintptr_t row,
                                         tiendo_status *status_out);

/*
 Where it stands in words; overdue without a report is worded as missing data. `lang` is a `tiendo_lang`. Valid until the evaluation is freed.
 */
tiendo_code tiendo_evaluation_get_words(const struct tiendo_evaluation *evaluation,
                                        uintptr_t row,
                                        int32_t lang,
                                        struct tiendo_str *words_out);

/*
 1 where anything was reported that counts, else 0.
 */
tiendo_code tiendo_evaluation_get_is_reported(const struct tiendo_evaluation *evaluation,
                                              uintptr_t row,
                                              int32_t *is_reported_out);

/*
 Work done, 0 to 100.
 */
tiendo_code tiendo_evaluation_get_percent(const struct tiendo_evaluation *evaluation,
                                          uintptr_t row,
                                          int32_t *percent_out);

/*
 Weight in sums.
 */
tiendo_code tiendo_evaluation_get_weight(const struct tiendo_evaluation *evaluation,
                                         uintptr_t row,
                                         int32_t *weight_out);

/*
 The last day that judges it, `yyyymmdd`; 0 for what has no fixed term.
 */
tiendo_code tiendo_evaluation_get_deadline(const struct tiendo_evaluation *evaluation,
                                           uintptr_t row,
                                           int32_t *deadline_out);

/*
 The last day as first set, `yyyymmdd`, before any extension; 0 for none.
 */
tiendo_code tiendo_evaluation_get_original_deadline(const struct tiendo_evaluation *evaluation,
                                                    uintptr_t row,
                                                    int32_t *original_deadline_out);

/*
 The day on which it was done or cancelled, `yyyymmdd`; 0 where it was not.
 */
tiendo_code tiendo_evaluation_get_closed_on(const struct tiendo_evaluation *evaluation,
                                            uintptr_t row,
                                            int32_t *closed_on_out);

/*
 The day on which a completion that waits for acceptance was submitted, `yyyymmdd`; 0 for none.
 */
tiendo_code tiendo_evaluation_get_submitted_on(const struct tiendo_evaluation *evaluation,
                                               uintptr_t row,
                                               int32_t *submitted_on_out);

/*
 Calendar days past the last day: to the day of the evaluation while open, to the closing day once done. 0 in term.

 -1 where nobody reported: lateness is then missing data, and no verdict on an agency.
 */
tiendo_code tiendo_evaluation_get_late_days(const struct tiendo_evaluation *evaluation,
                                            uintptr_t row,
                                            int32_t *late_days_out);

/*
 How many versions of the definition of its task are visible at D and K: one, and one for each amendment.
 */
tiendo_code tiendo_evaluation_get_version_count(const struct tiendo_evaluation *evaluation,
                                                uintptr_t row,
                                                int32_t *version_count_out);

/*
 Number of visible extensions.
 */
tiendo_code tiendo_evaluation_get_extension_count(const struct tiendo_evaluation *evaluation,
                                                  uintptr_t row,
                                                  int32_t *extension_count_out);

/*
 How often it was urged (đôn đốc).
 */
tiendo_code tiendo_evaluation_get_urged_count(const struct tiendo_evaluation *evaluation,
                                              uintptr_t row,
                                              int32_t *urged_count_out);

/*
 Visible reports that do not count; the explanation says which and why.
 */
tiendo_code tiendo_evaluation_get_set_aside_count(const struct tiendo_evaluation *evaluation,
                                                  uintptr_t row,
                                                  int32_t *set_aside_count_out);

/*
 1 where it is late only because 'before' is read strictly, else 0.
 */
tiendo_code tiendo_evaluation_get_is_late_only_if_strict(const struct tiendo_evaluation *evaluation,
                                                         uintptr_t row,
                                                         int32_t *is_late_only_if_strict_out);

/*
 1 where it was overdue before it was handed over and still counts for the predecessor, else 0.
 */
tiendo_code tiendo_evaluation_get_is_inherited(const struct tiendo_evaluation *evaluation,
                                               uintptr_t row,
                                               int32_t *is_inherited_out);

/*
 1 where it is late with a confirmed objective cause under a policy that excuses it, else 0.
 */
tiendo_code tiendo_evaluation_get_is_excused(const struct tiendo_evaluation *evaluation,
                                             uintptr_t row,
                                             int32_t *is_excused_out);

/*
 1 for a regular task (thường xuyên), else 0.
 */
tiendo_code tiendo_evaluation_get_is_regular(const struct tiendo_evaluation *evaluation,
                                             uintptr_t row,
                                             int32_t *is_regular_out);

/*
 1 where it was submitted after its last day, else 0.
 */
tiendo_code tiendo_evaluation_get_is_submitted_late(const struct tiendo_evaluation *evaluation,
                                                    uintptr_t row,
                                                    int32_t *is_submitted_late_out);

/*
 1 where it is overdue with an unresolved obstacle raised in term, else 0.
 */
tiendo_code tiendo_evaluation_get_is_blocked_in_term(const struct tiendo_evaluation *evaluation,
                                                     uintptr_t row,
                                                     int32_t *is_blocked_in_term_out);

/*
 Ids of the agencies that unresolved obstacles wait for, in id order, a line each; empty for none. Valid until the evaluation is freed.
 */
tiendo_code tiendo_evaluation_get_blocked_by(const struct tiendo_evaluation *evaluation,
                                             uintptr_t row,
                                             struct tiendo_str *blocked_by_out);

/*
 Calendar days since the oldest unresolved obstacle was raised; -1 where nothing blocks.
 */
tiendo_code tiendo_evaluation_get_blocked_days(const struct tiendo_evaluation *evaluation,
                                               uintptr_t row,
                                               int32_t *blocked_days_out);

/*
 Everything worth knowing about the data on this day, what building found included; the caller frees the findings.

 `watch` `NULL` is none.
 */
tiendo_code tiendo_evaluation_check(const struct tiendo_evaluation *evaluation,
                                    struct tiendo_watch *watch,
                                    struct tiendo_findings **findings_out);

/*
 Why a row stands where it does, by its id; a task's id will do where the task has one row. The caller frees it.
 */
tiendo_code tiendo_evaluation_explain(const struct tiendo_evaluation *evaluation,
                                      const char *id,
                                      uintptr_t id_len,
                                      struct tiendo_explanation **explanation_out);

/*
 Frees an explanation. `NULL` is fine.
 */
void tiendo_explanation_free(struct tiendo_explanation *explanation);

/*
 Number of facts; 0 for `NULL`.
 */
uintptr_t tiendo_explanation_len(const struct tiendo_explanation *explanation);

/*
 Id of the row that is explained. Valid until the explanation is freed.
 */
tiendo_code tiendo_explanation_get_row(const struct tiendo_explanation *explanation,
                                       struct tiendo_str *row_out);

/*
 The code of a fact: `deadline_extended`. Valid for ever.
 */
tiendo_code tiendo_explanation_get_code(const struct tiendo_explanation *explanation,
                                        uintptr_t index,
                                        struct tiendo_str *code_out);

/*
 The sentence of a fact; `lang` is a `tiendo_lang`. Valid until the explanation is freed.
 */
tiendo_code tiendo_explanation_get_sentence(const struct tiendo_explanation *explanation,
                                            uintptr_t index,
                                            int32_t lang,
                                            struct tiendo_str *sentence_out);

/*
 How many values the sentence of a fact is filled with.
 */
tiendo_code tiendo_explanation_get_arg_count(const struct tiendo_explanation *explanation,
                                             uintptr_t index,
                                             uintptr_t *count_out);

/*
 A value that the sentence of a fact is filled with, and its name: `day` and `2025-08-15`. In order of the names. Both are
 valid until the explanation is freed.
 */
tiendo_code tiendo_explanation_get_arg(const struct tiendo_explanation *explanation,
                                       uintptr_t index,
                                       uintptr_t arg,
                                       struct tiendo_str *name_out,
                                       struct tiendo_str *value_out);

/*
 Makes a filter that asks for every row; the caller frees it.
 */
tiendo_code tiendo_filter_new(struct tiendo_filter **filter_out);

/*
 Frees a filter. `NULL` is fine.
 */
void tiendo_filter_free(struct tiendo_filter *filter);

/*
 Asks for the rows of an agency, by id, code or name without accents; `within` is a `tiendo_within`. `NULL`: of any.
 */
tiendo_code tiendo_filter_set_agency(struct tiendo_filter *filter,
                                     const char *agency,
                                     uintptr_t agency_len,
                                     int32_t within);

/*
 Asks for rows in a status (a `tiendo_status`); -1: in any.
 */
tiendo_code tiendo_filter_set_status(struct tiendo_filter *filter, int32_t status);

/*
 Asks for rows that fall due before a day, `yyyymmdd`; 0: whenever.
 */
tiendo_code tiendo_filter_set_due_before(struct tiendo_filter *filter, int32_t day);

/*
 Asks for rows of a phase, by its id. `NULL`: of any.
 */
tiendo_code tiendo_filter_set_phase(struct tiendo_filter *filter,
                                    const char *phase,
                                    uintptr_t phase_len);

/*
 Asks for rows of a task group, by its id. `NULL`: of any.
 */
tiendo_code tiendo_filter_set_group(struct tiendo_filter *filter,
                                    const char *group,
                                    uintptr_t group_len);

/*
 Asks for rows of a document, by its id. `NULL`: of any.
 */
tiendo_code tiendo_filter_set_document(struct tiendo_filter *filter,
                                       const char *document,
                                       uintptr_t document_len);

/*
 Frees findings. `NULL` is fine.
 */
void tiendo_findings_free(struct tiendo_findings *findings);

/*
 Number of findings; 0 for `NULL`.
 */
uintptr_t tiendo_findings_len(const struct tiendo_findings *findings);

/*
 How much a finding matters.
 */
tiendo_code tiendo_findings_get_severity(const struct tiendo_findings *findings,
                                         uintptr_t index,
                                         tiendo_severity *severity_out);

/*
 The code of a finding: `dangling_reference`. Valid for ever.
 */
tiendo_code tiendo_findings_get_code(const struct tiendo_findings *findings,
                                     uintptr_t index,
                                     struct tiendo_str *code_out);

/*
 The kind of the record that a finding is about: `task`; empty where it is about none. Valid for ever.
 */
tiendo_code tiendo_findings_get_kind(const struct tiendo_findings *findings,
                                     uintptr_t index,
                                     struct tiendo_str *kind_out);

/*
 The id of the record that a finding is about; empty where it is about none. Valid until the findings are freed.
 */
tiendo_code tiendo_findings_get_id(const struct tiendo_findings *findings,
                                   uintptr_t index,
                                   struct tiendo_str *id_out);

/*
 The field of that record; empty where it is the record as a whole. Valid until the findings are freed.
 */
tiendo_code tiendo_findings_get_field(const struct tiendo_findings *findings,
                                      uintptr_t index,
                                      struct tiendo_str *field_out);

/*
 The file in which it stood; empty where it came from none. Valid until the findings are freed.
 */
tiendo_code tiendo_findings_get_file(const struct tiendo_findings *findings,
                                     uintptr_t index,
                                     struct tiendo_str *file_out);

/*
 The column of that file; empty where it is the row as a whole. Valid until the findings are freed.
 */
tiendo_code tiendo_findings_get_column(const struct tiendo_findings *findings,
                                       uintptr_t index,
                                       struct tiendo_str *column_out);

/*
 The row of that file, the header being row 1; 0 for the file as a whole or none.
 */
tiendo_code tiendo_findings_get_row(const struct tiendo_findings *findings,
                                    uintptr_t index,
                                    uint64_t *row_out);

/*
 How many values the sentence of a finding is filled with.
 */
tiendo_code tiendo_findings_get_arg_count(const struct tiendo_findings *findings,
                                          uintptr_t index,
                                          uintptr_t *count_out);

/*
 A value that the sentence of a finding is filled with, and its name: `day` and `2025-08-15`. In order of the names. Both are
 valid until the findings are freed.
 */
tiendo_code tiendo_findings_get_arg(const struct tiendo_findings *findings,
                                    uintptr_t index,
                                    uintptr_t arg,
                                    struct tiendo_str *name_out,
                                    struct tiendo_str *value_out);

/*
 The sentence of a finding, without the record and place; `lang` is a `tiendo_lang`. Valid until the findings are freed.
 */
tiendo_code tiendo_findings_get_message(const struct tiendo_findings *findings,
                                        uintptr_t index,
                                        int32_t lang,
                                        struct tiendo_str *message_out);

/*
 The sentence with the place and the record before it, as a log shows it; `lang` is a `tiendo_lang`. Valid until the findings are freed.
 */
tiendo_code tiendo_findings_get_line(const struct tiendo_findings *findings,
                                     uintptr_t index,
                                     int32_t lang,
                                     struct tiendo_str *line_out);

/*
 When open tasks will be done, and how likely by their last days, from what the register's own tasks took; the caller frees
 the forecast, which outlives the evaluation.

 `runs` simulated runs (1000 is usual) from `seed`: the same seed gives the same numbers on every machine. `links` is a
 `tiendo_link_use`. `watch` `NULL` is none; it counts every task once in each run. Any thread.
 */
tiendo_code tiendo_evaluation_forecast(const struct tiendo_evaluation *evaluation,
                                       uint32_t runs,
                                       uint64_t seed,
                                       int32_t links,
                                       struct tiendo_watch *watch,
                                       struct tiendo_forecast **forecast_out);

/*
 Frees a forecast. `NULL` is fine.
 */
void tiendo_forecast_free(struct tiendo_forecast *forecast);

/*
 Number of open tasks; 0 for `NULL`.
 */
uintptr_t tiendo_forecast_len(const struct tiendo_forecast *forecast);

/*
 The position of the open task with an id. `TIENDO_CODE_NOT_FOUND` for one that is not open or not there.
 */
tiendo_code tiendo_forecast_find(const struct tiendo_forecast *forecast,
                                 const char *id,
                                 uintptr_t id_len,
                                 uintptr_t *task_out);

/*
 Id of a task. Valid until the forecast is freed.
 */
tiendo_code tiendo_forecast_get_task(const struct tiendo_forecast *forecast,
                                     uintptr_t task,
                                     struct tiendo_str *task_out);

/*
 The last day that judges a task, `yyyymmdd`; 0 without one.
 */
tiendo_code tiendo_forecast_get_deadline(const struct tiendo_forecast *forecast,
                                         uintptr_t task,
                                         int32_t *deadline_out);

/*
 From whose closed rows a task is forecast, or why it is not, and how many these were.
 */
tiendo_code tiendo_forecast_get_basis(const struct tiendo_forecast *forecast,
                                      uintptr_t task,
                                      tiendo_forecast_basis *basis_out,
                                      int32_t *closed_count_out);

/*
 The probability that a task is done by its last day, as runs in which it is ÷ runs; 0 ÷ 0 where it is not forecast.
 */
tiendo_code tiendo_forecast_get_on_time(const struct tiendo_forecast *forecast,
                                        uintptr_t task,
                                        uint64_t *num_out,
                                        uint64_t *den_out);

/*
 The day by which a task is done in 50, 80 or 95 of 100 runs, `yyyymmdd`; 0 where fewer runs see it done at all.
 */
tiendo_code tiendo_forecast_get_by(const struct tiendo_forecast *forecast,
                                   uintptr_t task,
                                   int32_t percent,
                                   int32_t *day_out);

/*
 Whether simulated work waits for its predecessors (1 or 0), and of the links with both ends closed how many were kept.
 */
tiendo_code tiendo_forecast_get_links(const struct tiendo_forecast *forecast,
                                      int32_t *are_links_followed_out,
                                      uint64_t *links_kept_num_out,
                                      uint64_t *links_kept_den_out);

/*
 A forecast as the reply of the request `forecast`; the caller frees it with `tiendo_reply_free`.
 */
tiendo_code tiendo_forecast_to_json(const struct tiendo_forecast *forecast,
                                    struct tiendo_reply **reply_out);

/*
 Makes options: no file is replaced, only public tasks are shown, in Vietnamese; otherwise as the setters say. The caller frees
 them.
 */
tiendo_code tiendo_format_options_new(struct tiendo_format_options **options_out);

/*
 Frees options. `NULL` is fine.
 */
void tiendo_format_options_free(struct tiendo_format_options *options);

/*
 With 1 files that are there are replaced; with 0 they stay, and writing is `TIENDO_CODE_FILE`.
 */
tiendo_code tiendo_format_options_set_overwrite(struct tiendo_format_options *options,
                                                int32_t overwrite);

/*
 Which tasks may be shown, a `tiendo_disclosure`. A file of others is refused; weekly texts name them by their ids alone.
 */
tiendo_code tiendo_format_options_set_disclosure(struct tiendo_format_options *options,
                                                 int32_t disclosure);

/*
 The language of titles and names where the register has it, a `tiendo_lang`.
 */
tiendo_code tiendo_format_options_set_lang(struct tiendo_format_options *options, int32_t lang);

/*
 MS Project and iCalendar in: id of the document that sets tasks which name none. `NULL` takes it back.
 */
tiendo_code tiendo_format_options_set_document(struct tiendo_format_options *options,
                                               const char *document,
                                               uintptr_t document_len);

/*
 MS Project in: what the ids of other people's tasks and resources begin with; `MSP-` unless set.
 */
tiendo_code tiendo_format_options_set_id_prefix(struct tiendo_format_options *options,
                                                const char *id_prefix,
                                                uintptr_t id_prefix_len);

/*
 MS Project in: the day `yyyymmdd` that percentages speak of; 0: the status day of the file, else the day it was saved.
 */
tiendo_code tiendo_format_options_set_reported_on(struct tiendo_format_options *options,
                                                  int32_t reported_on);

/*
 MS Project in: with 1 the planned finish of a row without a deadline is its deadline; with 0 a plan is no promise.
 */
tiendo_code tiendo_format_options_set_finish_as_deadline(struct tiendo_format_options *options,
                                                         int32_t finish_as_deadline);

/*
 iCalendar out: with 1 a to-do is due on its last day, with 0 at the end of it in Viet Nam.
 */
tiendo_code tiendo_format_options_set_date_only(struct tiendo_format_options *options,
                                                int32_t date_only);

/*
 iCalendar out: a reminder so many working days before the last day; -1 for none.
 */
tiendo_code tiendo_format_options_set_remind_working_days(struct tiendo_format_options *options,
                                                          int32_t remind_working_days);

/*
 iCalendar out: the instant of writing in Viet Nam, `yyyy-mm-ddThh:mm:ss`; `NULL`: the last second of K, or of D without K.
 */
tiendo_code tiendo_format_options_set_stamp(struct tiendo_format_options *options,
                                            const char *stamp,
                                            uintptr_t stamp_len);

/*
 iCalendar out: what tells the tasks of this register from those of another; `tiendo` unless set.
 */
tiendo_code tiendo_format_options_set_domain(struct tiendo_format_options *options,
                                             const char *domain,
                                             uintptr_t domain_len);

/*
 StratML and weekly texts out: the name of the plan, the first line of a text. `NULL`: that of the register's one plan, the
 usual line.
 */
tiendo_code tiendo_format_options_set_title(struct tiendo_format_options *options,
                                            const char *title,
                                            uintptr_t title_len);

/*
 StratML out: with 1 only the percent or the day of completion of each task is written, with 0 all reports too.
 */
tiendo_code tiendo_format_options_set_state_only(struct tiendo_format_options *options,
                                                 int32_t state_only);

/*
 Packets out: what they hold, `reports` (the tasks of each agency), `figures` (rows in each official class) or `kpis` (KPI values
 by agency); `reports` unless set.
 */
tiendo_code tiendo_format_options_set_packet_kind(struct tiendo_format_options *options,
                                                  const char *kind,
                                                  uintptr_t kind_len);

/*
 Packets: the names under which they are written and read, as TOML; `tiendo_packet_profile` gives the neutral ones, which hold
 unless set.

 `TIENDO_CODE_INVALID_VALUE` for what is no profile; the message has the place.
 */
tiendo_code tiendo_format_options_set_profile(struct tiendo_format_options *options,
                                              const char *toml,
                                              uintptr_t toml_len);

/*
 Packets out: `xml` or `json`. `NULL`: as the profile says.
 */
tiendo_code tiendo_format_options_set_packet_form(struct tiendo_format_options *options,
                                                  const char *form,
                                                  uintptr_t form_len);

/*
 Packets out: who sends them. `NULL` takes it back.
 */
tiendo_code tiendo_format_options_set_sender(struct tiendo_format_options *options,
                                             const char *sender,
                                             uintptr_t sender_len);

/*
 Parquet folders out: the rows of the evaluation alone, in a folder for each value of this column: `territory`, `agency`,
 `status`, `phase`, `group` or `document`. `NULL`: all tables, a file each.
 */
tiendo_code tiendo_format_options_set_by(struct tiendo_format_options *options,
                                         const char *by,
                                         uintptr_t by_len);

/*
 Parquet out: how pages are compressed, `zstd`, `snappy` or `none`, and how many rows stand in memory at a time, at least 1;
 `zstd` and 65536 unless set.
 */
tiendo_code tiendo_format_options_set_pages(struct tiendo_format_options *options,
                                            const char *compression,
                                            uintptr_t compression_len,
                                            uintptr_t row_group_rows);

/*
 The neutral profile of packets as TOML, to be copied, and its names replaced by those that another system uses; the caller
 frees the text with `tiendo_text_free`.

 The field tables of the official format (QCVN 125:2021/BTTTT) were not at hand: whoever holds them fills in the names.
 */
tiendo_code tiendo_packet_profile(struct tiendo_text **text_out);

/*
 Reads a project in MS Project XML (MSPDI) and builds a registry of it; the caller frees it.

 Tolerant: what was corrected, assumed or not understood, with its file and line, is in `tiendo_registry_findings`. A file that
 `tiendo_evaluation_write_mspdi` wrote reads back to the same tasks; in any other a row is a task of the file's own document.
 `path` is UTF-8. `options` `NULL` are those that `tiendo_format_options_new` makes. `watch` `NULL` is none; it counts rows, then
 records. `TIENDO_CODE_FILE` for what cannot be read, is no such XML, has a document type or holds more than it may.
 */
tiendo_code tiendo_registry_read_mspdi(const char *path,
                                       uintptr_t path_len,
                                       const struct tiendo_format_options *options,
                                       struct tiendo_watch *watch,
                                       struct tiendo_registry **registry_out);

/*
 Reads a project in MS Project XML in memory like `tiendo_registry_read_mspdi`; the caller frees the registry.

 `name` is what findings call the file.
 */
tiendo_code tiendo_registry_read_mspdi_bytes(const char *name,
                                             uintptr_t name_len,
                                             const char *data,
                                             uintptr_t data_len,
                                             const struct tiendo_format_options *options,
                                             struct tiendo_watch *watch,
                                             struct tiendo_registry **registry_out);

/*
 Reads the working calendar of a project in MS Project XML: Monday to Friday from `first` to `last`, both included, with the days
 that the project's own calendar excepts; the caller frees it and the findings.

 Exceptions beyond these days are passed over; weekdays that are worked otherwise, and exceptions that are no days, are in the
 findings. `path` is UTF-8. `TIENDO_CODE_FILE` for what cannot be read, is no such XML, has a document type or holds more than it
 may.
 */
tiendo_code tiendo_calendar_read_mspdi(const char *path,
                                       uintptr_t path_len,
                                       int32_t first,
                                       int32_t last,
                                       struct tiendo_calendar **calendar_out,
                                       struct tiendo_findings **findings_out);

/*
 Reads the calendar of a project in memory like `tiendo_calendar_read_mspdi`; the caller frees it and the findings.

 `name` is what findings call the file.
 */
tiendo_code tiendo_calendar_read_mspdi_bytes(const char *name,
                                             uintptr_t name_len,
                                             const char *data,
                                             uintptr_t data_len,
                                             int32_t first,
                                             int32_t last,
                                             struct tiendo_calendar **calendar_out,
                                             struct tiendo_findings **findings_out);

/*
 Reads the to-dos of an iCalendar file and builds a registry of them; the caller frees it.

 Agencies of other people's files are looked up by their names in `base`; with `NULL` they are not taken. Events and whatever
 else stands there are counted and passed over. Otherwise as `tiendo_registry_read_mspdi`.
 */
tiendo_code tiendo_registry_read_ics(const char *path,
                                     uintptr_t path_len,
                                     const struct tiendo_registry *base,
                                     const struct tiendo_format_options *options,
                                     struct tiendo_watch *watch,
                                     struct tiendo_registry **registry_out);

/*
 Reads a iCalendar file in memory like `tiendo_registry_read_ics`; the caller frees the registry.

 `name` is what findings call the file.
 */
tiendo_code tiendo_registry_read_ics_bytes(const char *name,
                                           uintptr_t name_len,
                                           const char *data,
                                           uintptr_t data_len,
                                           const struct tiendo_registry *base,
                                           const struct tiendo_format_options *options,
                                           struct tiendo_watch *watch,
                                           struct tiendo_registry **registry_out);

/*
 Reads a plan or performance report in StratML, of either part and any of its namespaces or none, and builds a registry of it;
 the caller frees it.

 Goals are task groups, objectives tasks, performance indicators KPIs. Otherwise as `tiendo_registry_read_mspdi`.
 */
tiendo_code tiendo_registry_read_stratml(const char *path,
                                         uintptr_t path_len,
                                         const struct tiendo_format_options *options,
                                         struct tiendo_watch *watch,
                                         struct tiendo_registry **registry_out);

/*
 Reads a plan in StratML in memory like `tiendo_registry_read_stratml`; the caller frees the registry.

 `name` is what findings call the file.
 */
tiendo_code tiendo_registry_read_stratml_bytes(const char *name,
                                               uintptr_t name_len,
                                               const char *data,
                                               uintptr_t data_len,
                                               const struct tiendo_format_options *options,
                                               struct tiendo_watch *watch,
                                               struct tiendo_registry **registry_out);

/*
 Reads a packet between report systems, in XML or JSON, under the names of the options' profile, and builds a registry of its
 reports and KPI values; the caller frees it.

 A packet has no tasks: it is laid over the records of `base`, whose KPIs keep their definitions and get the packet's values; `NULL`
 is no register. Otherwise as `tiendo_registry_read_mspdi`.
 */
tiendo_code tiendo_registry_read_packet(const char *path,
                                        uintptr_t path_len,
                                        const struct tiendo_registry *base,
                                        const struct tiendo_format_options *options,
                                        struct tiendo_watch *watch,
                                        struct tiendo_registry **registry_out);

/*
 Reads a packet in memory like `tiendo_registry_read_packet`; the caller frees the registry.

 `name` is what findings call the file.
 */
tiendo_code tiendo_registry_read_packet_bytes(const char *name,
                                              uintptr_t name_len,
                                              const char *data,
                                              uintptr_t data_len,
                                              const struct tiendo_registry *base,
                                              const struct tiendo_format_options *options,
                                              struct tiendo_watch *watch,
                                              struct tiendo_registry **registry_out);

/*
 Reads a Parquet file, a folder of tables or one laid out as Hive does (`territory=68/part-0.parquet`), and builds a registry of
 the records; the caller frees it.

 Which table a file holds is told by its metadata, its name or its columns. Otherwise as `tiendo_registry_read_mspdi`.
 */
tiendo_code tiendo_registry_read_parquet(const char *path,
                                         uintptr_t path_len,
                                         const struct tiendo_format_options *options,
                                         struct tiendo_watch *watch,
                                         struct tiendo_registry **registry_out);

/*
 Reads a Parquet file in memory like `tiendo_registry_read_parquet`; the caller frees the registry.

 `name` is what findings call the file. `data_len` is the number of bytes, never `TIENDO_NTS`, for such files have NULs.
 */
tiendo_code tiendo_registry_read_parquet_bytes(const char *name,
                                               uintptr_t name_len,
                                               const char *data,
                                               uintptr_t data_len,
                                               const struct tiendo_format_options *options,
                                               struct tiendo_watch *watch,
                                               struct tiendo_registry **registry_out);

/*
 Writes the plan as it stands on D as a project in MS Project XML, whole or not at all; what the format has no place for is in
 the findings, which the caller frees.

 Tasks with outline, links, last days, progress, agencies as resources, and the working calendar.
 `path` is UTF-8. `options` `NULL` are those that `tiendo_format_options_new` makes. `watch` `NULL` is none; it counts rows.
 `TIENDO_CODE_FILE` for a file that is there, unless it may be replaced, and for what the system refuses to write;
 `TIENDO_CODE_INVALID_VALUE` for tasks that may not be shown, with their number and the first of them.
 */
tiendo_code tiendo_evaluation_write_mspdi(const struct tiendo_evaluation *evaluation,
                                          const char *path,
                                          uintptr_t path_len,
                                          const struct tiendo_format_options *options,
                                          struct tiendo_watch *watch,
                                          struct tiendo_findings **findings_out);

/*
 The file of `tiendo_evaluation_write_mspdi` in memory; the caller frees it and the findings.
 */
tiendo_code tiendo_evaluation_mspdi(const struct tiendo_evaluation *evaluation,
                                    const struct tiendo_format_options *options,
                                    struct tiendo_watch *watch,
                                    struct tiendo_buffer **buffer_out,
                                    struct tiendo_findings **findings_out);

/*
 Writes the tasks as to-dos in an iCalendar file, whole or not at all; what the format has no place for is in the findings,
 which the caller frees.

 A to-do is due at the end of its last day in Viet Nam. Otherwise as `tiendo_evaluation_write_mspdi`.
 */
tiendo_code tiendo_evaluation_write_ics(const struct tiendo_evaluation *evaluation,
                                        const char *path,
                                        uintptr_t path_len,
                                        const struct tiendo_format_options *options,
                                        struct tiendo_watch *watch,
                                        struct tiendo_findings **findings_out);

/*
 The file of `tiendo_evaluation_write_ics` in memory; the caller frees it and the findings.
 */
tiendo_code tiendo_evaluation_ics(const struct tiendo_evaluation *evaluation,
                                  const struct tiendo_format_options *options,
                                  struct tiendo_watch *watch,
                                  struct tiendo_buffer **buffer_out,
                                  struct tiendo_findings **findings_out);

/*
 Writes a performance plan or report in StratML Part 2, whole or not at all; what the format has no place for is in the
 findings, which the caller frees.

 Task groups are goals, tasks objectives, KPIs performance indicators. Otherwise as `tiendo_evaluation_write_mspdi`.
 */
tiendo_code tiendo_evaluation_write_stratml(const struct tiendo_evaluation *evaluation,
                                            const char *path,
                                            uintptr_t path_len,
                                            const struct tiendo_format_options *options,
                                            struct tiendo_watch *watch,
                                            struct tiendo_findings **findings_out);

/*
 The file of `tiendo_evaluation_write_stratml` in memory; the caller frees it and the findings.
 */
tiendo_code tiendo_evaluation_stratml(const struct tiendo_evaluation *evaluation,
                                      const struct tiendo_format_options *options,
                                      struct tiendo_watch *watch,
                                      struct tiendo_buffer **buffer_out,
                                      struct tiendo_findings **findings_out);

/*
 Writes a packet between report systems under the names of the options' profile, whole or not at all; what these leave out is in
 the findings, which the caller frees.

 This is no official format: the profile's names make it one. Otherwise as `tiendo_evaluation_write_mspdi`.
 */
tiendo_code tiendo_evaluation_write_packet(const struct tiendo_evaluation *evaluation,
                                           const char *path,
                                           uintptr_t path_len,
                                           const struct tiendo_format_options *options,
                                           struct tiendo_watch *watch,
                                           struct tiendo_findings **findings_out);

/*
 The packet of `tiendo_evaluation_write_packet` in memory; the caller frees it and the findings.
 */
tiendo_code tiendo_evaluation_packet(const struct tiendo_evaluation *evaluation,
                                     const struct tiendo_format_options *options,
                                     struct tiendo_watch *watch,
                                     struct tiendo_buffer **buffer_out,
                                     struct tiendo_findings **findings_out);

/*
 Writes Parquet files into a folder, which is made where it is absent: the evaluation and every table of its records, all of them
 or none; the caller frees the findings.

 With a column by `tiendo_format_options_set_by` the rows of the evaluation alone, in a folder for each value. `watch` counts row
 groups. Otherwise as `tiendo_evaluation_write_mspdi`.
 */
tiendo_code tiendo_evaluation_write_parquet(const struct tiendo_evaluation *evaluation,
                                            const char *folder,
                                            uintptr_t folder_len,
                                            const struct tiendo_format_options *options,
                                            struct tiendo_watch *watch,
                                            struct tiendo_findings **findings_out);

/*
 Writes one table as a Parquet file, whole or not at all: `evaluation`, or the records of `tasks`, `reports` and so on; the caller
 frees the findings.

 `TIENDO_CODE_INVALID_VALUE` for a table that does not exist. Otherwise as `tiendo_evaluation_write_parquet`.
 */
tiendo_code tiendo_evaluation_write_parquet_table(const struct tiendo_evaluation *evaluation,
                                                  const char *path,
                                                  uintptr_t path_len,
                                                  const char *table,
                                                  uintptr_t table_len,
                                                  const struct tiendo_format_options *options,
                                                  struct tiendo_watch *watch,
                                                  struct tiendo_findings **findings_out);

/*
 The file of `tiendo_evaluation_write_parquet_table` in memory; the caller frees it and the findings.
 */
tiendo_code tiendo_evaluation_parquet(const struct tiendo_evaluation *evaluation,
                                      const char *table,
                                      uintptr_t table_len,
                                      const struct tiendo_format_options *options,
                                      struct tiendo_watch *watch,
                                      struct tiendo_buffer **buffer_out,
                                      struct tiendo_findings **findings_out);

/*
 Writes the sums of every day as a Parquet file, whole or not at all; the caller frees the findings. Otherwise as
 `tiendo_evaluation_write_parquet_table`.
 */
tiendo_code tiendo_history_write_parquet(const struct tiendo_history *history,
                                         const char *path,
                                         uintptr_t path_len,
                                         const struct tiendo_format_options *options,
                                         struct tiendo_watch *watch,
                                         struct tiendo_findings **findings_out);

/*
 Writes the weekly text of every agency that has anything to tell into a folder, all of them or none; the caller frees the
 findings, which tell of what is addressed to nobody.

 Results of the week, difficulties, the next week, and missing data apart, never as lateness; in Vietnamese. The week and its
 thresholds are those of `warn` (`NULL`: as usual). The folder is made where it is absent. `watch` counts texts. Otherwise as
 `tiendo_evaluation_write_mspdi`; tasks that may not be shown go by their ids.
 */
tiendo_code tiendo_evaluation_write_weekly(const struct tiendo_evaluation *evaluation,
                                           const char *folder,
                                           uintptr_t folder_len,
                                           const struct tiendo_warn_options *warn,
                                           const struct tiendo_format_options *options,
                                           struct tiendo_watch *watch,
                                           struct tiendo_findings **findings_out);

/*
 The weekly text of one agency, an id, code or name without accents; the caller frees it with `tiendo_text_free`. `NULL`: of what
 is addressed to nobody. Otherwise as `tiendo_evaluation_write_weekly`.
 */
tiendo_code tiendo_evaluation_weekly(const struct tiendo_evaluation *evaluation,
                                     const char *agency,
                                     uintptr_t agency_len,
                                     const struct tiendo_warn_options *warn,
                                     const struct tiendo_format_options *options,
                                     struct tiendo_text **text_out);

/*
 The sums of every day from `first` to `last`, `yyyymmdd`, along an axis (a `tiendo_history_axis`); the caller frees the
 history, which outlives the registry.

 `policy` `NULL` is the policy `default`. `watch` `NULL` is none; it counts tasks. Any thread.
 */
tiendo_code tiendo_registry_history(const struct tiendo_registry *registry,
                                    int32_t first,
                                    int32_t last,
                                    int32_t axis,
                                    const struct tiendo_policy *policy,
                                    struct tiendo_watch *watch,
                                    struct tiendo_history **history_out);

/*
 Frees a history. `NULL` is fine.
 */
void tiendo_history_free(struct tiendo_history *history);

/*
 The first and the last day, `yyyymmdd`.
 */
tiendo_code tiendo_history_get_days(const struct tiendo_history *history,
                                    int32_t *first_out,
                                    int32_t *last_out);

/*
 Number of keys: agencies that have anything in force on any day, all phases or groups, one for the whole; 0 for
 `NULL`. What belongs to no key stands at this index, one behind the last key.
 */
uintptr_t tiendo_history_len(const struct tiendo_history *history);

/*
 Id of the agency, phase or group at an index; empty for the whole. Valid until the history is freed.
 */
tiendo_code tiendo_history_get_key(const struct tiendo_history *history,
                                   uintptr_t key,
                                   struct tiendo_str *key_out);

/*
 The name of a key, as on the last day; `lang` is a `tiendo_lang`. Valid until the history is freed.
 */
tiendo_code tiendo_history_get_name(const struct tiendo_history *history,
                                    uintptr_t key,
                                    int32_t lang,
                                    struct tiendo_str *name_out);

/*
 Of a day, `yyyymmdd`: tasks in force, documents that set them, and reports visible and hidden by what was known.
 */
tiendo_code tiendo_history_get_scope(const struct tiendo_history *history,
                                     int32_t day,
                                     uint64_t *task_count_out,
                                     uint64_t *document_count_out,
                                     uint64_t *report_count_out,
                                     uint64_t *hidden_report_count_out);

/*
 One number of the sums of a key on a day, `yyyymmdd`: `extent` is a `tiendo_extent`, `sum` a `tiendo_sum`.
 `TIENDO_CODE_NOT_FOUND` for a day outside the range.
 */
tiendo_code tiendo_history_get_sum(const struct tiendo_history *history,
                                   int32_t day,
                                   uintptr_t key,
                                   int32_t extent,
                                   int32_t sum,
                                   uint64_t *value_out);

/*
 How many of a key have a status (a `tiendo_status`) on a day, and of these how many nobody reported on. `extent` is a
 `tiendo_extent`.
 */
tiendo_code tiendo_history_get_count(const struct tiendo_history *history,
                                     int32_t day,
                                     uintptr_t key,
                                     int32_t extent,
                                     int32_t status,
                                     uint64_t *count_out,
                                     uint64_t *unreported_out);

/*
 A rate (a `tiendo_rate`) of a key on a day, exact: `num` ÷ `den`, 0 ÷ 0 where there is nothing to divide by. `extent` is a
 `tiendo_extent`.
 */
tiendo_code tiendo_history_get_rate(const struct tiendo_history *history,
                                    int32_t day,
                                    uintptr_t key,
                                    int32_t extent,
                                    int32_t rate,
                                    uint64_t *num_out,
                                    uint64_t *den_out);

/*
 Reads a file of JSON (`.json`) or JSON Lines (`.jsonl`, `.ndjson`) and builds a registry of it; the caller frees it.

 Tolerant: a record that cannot be read is in `tiendo_registry_findings` with its line and field. Fields that are not
 known are kept, and `tiendo_registry_write_json` puts them back. `path` is UTF-8. `watch` `NULL` is none; it counts
 records as they are read, then as they are built. `TIENDO_CODE_INVALID_VALUE` for another name, and for a `.json` file
 that is no JSON, with the line and column; `TIENDO_CODE_FILE` for what the system refuses to read.
 */
tiendo_code tiendo_registry_read_json(const char *path,
                                      uintptr_t path_len,
                                      struct tiendo_watch *watch,
                                      struct tiendo_registry **registry_out);

/*
 Writes all records to a file of JSON (`.json`) or JSON Lines (`.jsonl`, `.ndjson`) that reads back the same; what was
 left out is in the findings, which the caller frees.

 `disclosure` is a `tiendo_disclosure`. With `overwrite` 1 a file that is there is replaced, with 0 it is
 `TIENDO_CODE_FILE`. The file appears whole or not at all. `path` is UTF-8. `watch` `NULL` is none; it counts records.
 */
tiendo_code tiendo_registry_write_json(const struct tiendo_registry *registry,
                                       const char *path,
                                       uintptr_t path_len,
                                       int32_t disclosure,
                                       int32_t overwrite,
                                       struct tiendo_watch *watch,
                                       struct tiendo_findings **findings_out);

/*
 Writes the register of a ledger as it was known at the end of the day `known` (`yyyymmdd`; 0: everything recorded), as
 `tiendo_registry_write_json` writes a registry's; the caller frees the findings.
 */
tiendo_code tiendo_ledger_export(const struct tiendo_ledger *ledger,
                                 int32_t known,
                                 const char *path,
                                 uintptr_t path_len,
                                 int32_t disclosure,
                                 int32_t overwrite,
                                 struct tiendo_watch *watch,
                                 struct tiendo_findings **findings_out);

/*
 A KPI with an id, a name and which way it should go (a word of the vocabulary `direction`); weight 1, not added up, all
 else absent. The caller frees it.
 */
tiendo_code tiendo_kpi_new(const char *id,
                           uintptr_t id_len,
                           const char *name,
                           uintptr_t name_len,
                           const char *direction,
                           uintptr_t direction_len,
                           struct tiendo_kpi **kpi_out);

/*
 Frees a kpi. `NULL` is fine.
 */
void tiendo_kpi_free(struct tiendo_kpi *kpi);

/*
 Id of the document that sets it. `NULL` for none.
 */
tiendo_code tiendo_kpi_set_document(struct tiendo_kpi *kpi,
                                    const char *document,
                                    uintptr_t document_len);

/*
 Its name in English. `NULL` for none.
 */
tiendo_code tiendo_kpi_set_name_en(struct tiendo_kpi *kpi,
                                   const char *name_en,
                                   uintptr_t name_en_len);

/*
 Its unit, in words. `NULL` for none.
 */
tiendo_code tiendo_kpi_set_unit(struct tiendo_kpi *kpi, const char *unit, uintptr_t unit_len);

/*
 Half width of the band that `maintain` allows, in its unit; 0 or more.
 */
tiendo_code tiendo_kpi_set_band(struct tiendo_kpi *kpi, double band);

/*
 Weight in scores, 1 to 100.
 */
tiendo_code tiendo_kpi_set_weight(struct tiendo_kpi *kpi, int32_t weight);

/*
 How values add up over agencies: a word of the vocabulary `aggregation`.
 */
tiendo_code tiendo_kpi_set_aggregation(struct tiendo_kpi *kpi,
                                       const char *aggregation,
                                       uintptr_t aggregation_len);

/*
 Id of the agency it measures. `NULL` for none.
 */
tiendo_code tiendo_kpi_set_owner(struct tiendo_kpi *kpi, const char *owner, uintptr_t owner_len);

/*
 Where it started: a day, `yyyymmdd`, and the value on it.
 */
tiendo_code tiendo_kpi_set_baseline(struct tiendo_kpi *kpi, int32_t day, double value);

/*
 Adds a target: a day, `yyyymmdd`, and the value to reach by it.
 */
tiendo_code tiendo_kpi_add_target(struct tiendo_kpi *kpi, int32_t day, double value);

/*
 Adds what was measured: the last day of its period, `yyyymmdd`, and the value.

 `id` orders measurements that are equal otherwise, `NULL` for none; `recorded_at` is when the register learned of it,
 `yyyy-mm-ddThh:mm:ss`, `NULL` for always known.
 */
tiendo_code tiendo_kpi_add_measurement(struct tiendo_kpi *kpi,
                                       const char *id,
                                       uintptr_t id_len,
                                       int32_t period_end,
                                       const char *recorded_at,
                                       uintptr_t recorded_at_len,
                                       double value);

/*
 Says of what the measurement added last is the rate: `numerator` of `denominator`, so that rates of several agencies can be
 added up.
 */
tiendo_code tiendo_kpi_set_rate(struct tiendo_kpi *kpi,
                                double numerator,
                                double denominator);

/*
 Sets the id of the KPI that this one is one agency's part of.
 */
tiendo_code tiendo_kpi_set_part_of(struct tiendo_kpi *kpi,
                                   const char *part_of,
                                   uintptr_t part_of_len);

/*
 For satisfaction and trust: how many people were asked, and the period of the survey in words.
 */
tiendo_code tiendo_kpi_set_survey(struct tiendo_kpi *kpi,
                                  uint32_t survey_size,
                                  const char *period,
                                  uintptr_t period_len);

/*
 What must be known to read the figures. `NULL` for none.
 */
tiendo_code tiendo_kpi_set_note(struct tiendo_kpi *kpi, const char *note, uintptr_t note_len);

/*
 Where this was read. `NULL` for none.
 */
tiendo_code tiendo_kpi_set_source(struct tiendo_kpi *kpi, const char *source, uintptr_t source_len);

/*
 The KPIs of a registry, in id order; the caller frees the list, which outlives the registry.
 */
tiendo_code tiendo_registry_kpis(const struct tiendo_registry *registry,
                                 struct tiendo_kpis **kpis_out);

/*
 Frees a list of KPIs. `NULL` is fine.
 */
void tiendo_kpis_free(struct tiendo_kpis *kpis);

/*
 Number of kpis; 0 for `NULL`.
 */
uintptr_t tiendo_kpis_len(const struct tiendo_kpis *kpis);

/*
 Id of a KPI. Valid until the list is freed.
 */
tiendo_code tiendo_kpis_get_id(const struct tiendo_kpis *kpis,
                               uintptr_t index,
                               struct tiendo_str *id_out);

/*
 Its name; `lang` is a `tiendo_lang`, the English name empty where there is none. Valid until the list is freed.
 */
tiendo_code tiendo_kpis_get_name(const struct tiendo_kpis *kpis,
                                 uintptr_t index,
                                 int32_t lang,
                                 struct tiendo_str *name_out);

/*
 Id of the document that sets it; empty for none. Valid until the list is freed.
 */
tiendo_code tiendo_kpis_get_document(const struct tiendo_kpis *kpis,
                                     uintptr_t index,
                                     struct tiendo_str *document_out);

/*
 Its unit, in words; empty for none. Valid until the list is freed.
 */
tiendo_code tiendo_kpis_get_unit(const struct tiendo_kpis *kpis,
                                 uintptr_t index,
                                 struct tiendo_str *unit_out);

/*
 Which way it should go: a word of the vocabulary `direction`. Valid until the list is freed.
 */
tiendo_code tiendo_kpis_get_direction(const struct tiendo_kpis *kpis,
                                      uintptr_t index,
                                      struct tiendo_str *direction_out);

/*
 Half width of the band that `maintain` allows, in its unit; -1 for none.
 */
tiendo_code tiendo_kpis_get_band(const struct tiendo_kpis *kpis, uintptr_t index, double *band_out);

/*
 Weight in scores.
 */
tiendo_code tiendo_kpis_get_weight(const struct tiendo_kpis *kpis,
                                   uintptr_t index,
                                   int32_t *weight_out);

/*
 How values add up over agencies: a word of the vocabulary `aggregation`. Valid until the list is freed.
 */
tiendo_code tiendo_kpis_get_aggregation(const struct tiendo_kpis *kpis,
                                        uintptr_t index,
                                        struct tiendo_str *aggregation_out);

/*
 Id of the agency it measures; empty for none. Valid until the list is freed.
 */
tiendo_code tiendo_kpis_get_owner(const struct tiendo_kpis *kpis,
                                  uintptr_t index,
                                  struct tiendo_str *owner_out);

/*
 Where it started: the day, `yyyymmdd`, and the value on it; 0 and 0 for none.
 */
tiendo_code tiendo_kpis_get_baseline(const struct tiendo_kpis *kpis,
                                     uintptr_t index,
                                     int32_t *day_out,
                                     double *value_out);

/*
 Number of targets.
 */
tiendo_code tiendo_kpis_get_target_count(const struct tiendo_kpis *kpis,
                                         uintptr_t index,
                                         uintptr_t *target_count_out);

/*
 A target: the day, `yyyymmdd`, and the value to reach by it; `target` is below their count.
 */
tiendo_code tiendo_kpis_get_target(const struct tiendo_kpis *kpis,
                                   uintptr_t index,
                                   uintptr_t target,
                                   int32_t *day_out,
                                   double *value_out);

/*
 For satisfaction and trust: how many people were asked; 0 where there was no survey.
 */
tiendo_code tiendo_kpis_get_survey_size(const struct tiendo_kpis *kpis,
                                        uintptr_t index,
                                        uint32_t *survey_size_out);

/*
 The period of that survey; empty where there was none. Valid until the list is freed.
 */
tiendo_code tiendo_kpis_get_survey_period(const struct tiendo_kpis *kpis,
                                          uintptr_t index,
                                          struct tiendo_str *survey_period_out);

/*
 What must be known to read the figures; empty for none. Valid until the list is freed.
 */
tiendo_code tiendo_kpis_get_note(const struct tiendo_kpis *kpis,
                                 uintptr_t index,
                                 struct tiendo_str *note_out);

/*
 Where this was read; empty for none. Valid until the list is freed.
 */
tiendo_code tiendo_kpis_get_source(const struct tiendo_kpis *kpis,
                                   uintptr_t index,
                                   struct tiendo_str *source_out);

/*
 Id of the KPI that it is one agency's part of; empty for none. Valid until the list is freed.
 */
tiendo_code tiendo_kpis_get_part_of(const struct tiendo_kpis *kpis,
                                    uintptr_t index,
                                    struct tiendo_str *part_of_out);

/*
 The measurements of all KPIs of a registry, KPI by KPI in id order; the caller frees the list, which outlives the registry.
 */
tiendo_code tiendo_registry_measurements(const struct tiendo_registry *registry,
                                         struct tiendo_measurements **measurements_out);

/*
 Frees a list of measurements. `NULL` is fine.
 */
void tiendo_measurements_free(struct tiendo_measurements *measurements);

/*
 Number of measurements; 0 for `NULL`.
 */
uintptr_t tiendo_measurements_len(const struct tiendo_measurements *measurements);

/*
 Id of the KPI that was measured. Valid until the list is freed.
 */
tiendo_code tiendo_measurements_get_kpi(const struct tiendo_measurements *measurements,
                                        uintptr_t index,
                                        struct tiendo_str *kpi_out);

/*
 Id of the measurement, for its order among equals; empty for none. Valid until the list is freed.
 */
tiendo_code tiendo_measurements_get_id(const struct tiendo_measurements *measurements,
                                       uintptr_t index,
                                       struct tiendo_str *id_out);

/*
 Last day of the period measured, `yyyymmdd`.
 */
tiendo_code tiendo_measurements_get_period_end(const struct tiendo_measurements *measurements,
                                               uintptr_t index,
                                               int32_t *period_end_out);

/*
 When the register learned of it, `yyyy-mm-ddThh:mm:ss`; empty for always known. Valid until the list is freed.
 */
tiendo_code tiendo_measurements_get_recorded_at(const struct tiendo_measurements *measurements,
                                                uintptr_t index,
                                                struct tiendo_str *recorded_at_out);

/*
 The value, in the KPI's unit.
 */
tiendo_code tiendo_measurements_get_value(const struct tiendo_measurements *measurements,
                                          uintptr_t index,
                                          double *value_out);

/*
 What the value is the rate of: numerator and denominator; NaN for one that is not known.
 */
tiendo_code tiendo_measurements_get_rate(const struct tiendo_measurements *measurements,
                                         uintptr_t index,
                                         double *numerator_out,
                                         double *denominator_out);

/*
 Makes a ledger in a file that is not there yet; the caller frees it.

 `node` is the name of who alone will write it, `recorded_at` (`yyyy-mm-ddThh:mm:ss`) the instant of the first entry and
 `actor` who makes it: names of 1 to 256 bytes without control characters. `calendar` holds at first; `NULL` is that of
 Viet Nam. `classification`, a word of that vocabulary, is the most guarded class of information that it takes, for ever;
 `NULL` is `public`, and one made for what is `secret` takes every class. `TIENDO_CODE_EXISTS` where there is a file, or a journal of one; what was begun is removed on failure.
 */
tiendo_code tiendo_ledger_create(const char *path,
                                 uintptr_t path_len,
                                 const char *node,
                                 uintptr_t node_len,
                                 const char *recorded_at,
                                 uintptr_t recorded_at_len,
                                 const char *actor,
                                 uintptr_t actor_len,
                                 const struct tiendo_calendar *calendar,
                                 const char *classification,
                                 uintptr_t classification_len,
                                 struct tiendo_ledger **ledger_out);

/*
 Makes a ledger in memory, gone with the handle; the caller frees it. Arguments as of `tiendo_ledger_create`.
 */
tiendo_code tiendo_ledger_memory(const char *node,
                                 uintptr_t node_len,
                                 const char *recorded_at,
                                 uintptr_t recorded_at_len,
                                 const char *actor,
                                 uintptr_t actor_len,
                                 const struct tiendo_calendar *calendar,
                                 const char *classification,
                                 uintptr_t classification_len,
                                 struct tiendo_ledger **ledger_out);

/*
 Opens a ledger; the caller frees it. A file that is refused is left as it is.

 `access` is a `tiendo_access`. A writer waits up to `busy_timeout_ms` milliseconds (0 to 86,400,000) for another before
 it is told `TIENDO_CODE_BUSY`; 10,000 is a good choice.
 `TIENDO_CODE_FILE` for what the system refuses, `TIENDO_CODE_NOT_A_LEDGER`, `TIENDO_CODE_NEWER_FORMAT`,
 `TIENDO_CODE_CORRUPT`; `TIENDO_CODE_ROLLED_BACK` where the file does not hold the entry that its anchor names;
 `TIENDO_CODE_UNFINISHED_WORK` for `TIENDO_ACCESS_IMMUTABLE` with a journal beside the file.
 */
tiendo_code tiendo_ledger_open(const char *path,
                               uintptr_t path_len,
                               int32_t access,
                               uint32_t busy_timeout_ms,
                               struct tiendo_ledger **ledger_out);

/*
 Closes a ledger and frees it. `NULL` is fine; registries and lists made from it stay valid.
 */
void tiendo_ledger_free(struct tiendo_ledger *ledger);

/*
 Where the file is; empty for a ledger in memory. Valid until the ledger is freed.
 */
tiendo_code tiendo_ledger_get_path(const struct tiendo_ledger *ledger, struct tiendo_str *path_out);

/*
 The name of the node that alone writes it. Valid until the ledger is freed.
 */
tiendo_code tiendo_ledger_get_node(const struct tiendo_ledger *ledger, struct tiendo_str *node_out);

/*
 32 hexadecimal digits that were drawn when it was made, so that no two ledgers of one node are taken for each other.
 Valid until the ledger is freed.
 */
tiendo_code tiendo_ledger_get_origin(const struct tiendo_ledger *ledger,
                                     struct tiendo_str *origin_out);

/*
 The most guarded class of information that it takes, a word of the vocabulary `classification`: what it was made for.
 `unknown` for a word that the library does not know. Valid for ever.
 */
tiendo_code tiendo_ledger_get_classification(const struct tiendo_ledger *ledger,
                                             struct tiendo_str *classification_out);

/*
 The last entry.
 */
tiendo_code tiendo_ledger_get_head(const struct tiendo_ledger *ledger,
                                   struct tiendo_head *head_out);

/*
 Records a batch as one entry: all of it or nothing. What the ledger has already is left out, and where nothing is new no
 entry is made. The batch stays as it is.

 On success the entry survives a loss of power (but for a bulk that goes on). `recorded_at` (`yyyy-mm-ddThh:mm:ss`) is the
 instant that the knowledge day counts, `actor` who records it.
 `TIENDO_CODE_CLOCK_BACKWARDS` for an instant before the last entry's, `TIENDO_CODE_REFUSED` for records that cannot be
 taken, `TIENDO_CODE_BUSY` where another process wrote for too long: to be tried again; `TIENDO_CODE_MOVED` where the path
 no longer names the file, so that the entry is not acknowledged.
 */
tiendo_code tiendo_ledger_append(struct tiendo_ledger *ledger,
                                 const struct tiendo_batch *batch,
                                 const char *recorded_at,
                                 uintptr_t recorded_at_len,
                                 const char *actor,
                                 uintptr_t actor_len,
                                 struct tiendo_appended *appended_out);

/*
 Records one record from its JSON form, as an entry of its own. `kind` as of `tiendo_batch_add_json`, all else as of
 `tiendo_ledger_append`.
 */
tiendo_code tiendo_ledger_record(struct tiendo_ledger *ledger,
                                 const char *kind,
                                 uintptr_t kind_len,
                                 const char *json,
                                 uintptr_t json_len,
                                 const char *recorded_at,
                                 uintptr_t recorded_at_len,
                                 const char *actor,
                                 uintptr_t actor_len,
                                 struct tiendo_appended *appended_out);

/*
 The registry as it was known at the end of the day `known` (`yyyymmdd`; 0: everything recorded); the caller frees it.

 `trust` is a `tiendo_trust`: which instant `known` counts. Evaluated at any day it answers as the newest registry does
 at that day and `known`, and it alone tells which plans, KPIs, successions, transfers, allocations and which calendar
 were known then.
 */
tiendo_code tiendo_ledger_registry(const struct tiendo_ledger *ledger,
                                   int32_t known,
                                   int32_t trust,
                                   struct tiendo_registry **registry_out);

/*
 The registry of everything recorded, by whatever process; only what is new since the last call is read. The caller frees
 it.

 The registry that is returned never changes; earlier ones stay as they are. Any thread.
 */
tiendo_code tiendo_ledger_refresh(const struct tiendo_ledger *ledger,
                                  struct tiendo_registry **registry_out);

/*
 All that was recorded about a task, in the order of recording: its versions, reports, transfers and money, and what
 corrects them; the caller frees the log.

 `TIENDO_CODE_NOT_FOUND` where nothing was.
 */
tiendo_code tiendo_ledger_log(const struct tiendo_ledger *ledger,
                              const char *task,
                              uintptr_t task_len,
                              struct tiendo_log **log_out);

/*
 Copies the ledger, while others go on writing, into a file that is not there yet; gives the last entry of the copy.

 `watch` `NULL` is none; it counts pages. `TIENDO_CODE_EXISTS` where there is a file; none is left on failure.
 */
tiendo_code tiendo_ledger_backup(const struct tiendo_ledger *ledger,
                                 const char *path,
                                 uintptr_t path_len,
                                 struct tiendo_watch *watch,
                                 struct tiendo_head *head_out);

/*
 Makes the tables that people query again from the entries; gives the number of records in them.

 `watch` `NULL` is none; it counts entries. A stopped call changes nothing.
 */
tiendo_code tiendo_ledger_rebuild(struct tiendo_ledger *ledger,
                                  struct tiendo_watch *watch,
                                  uint64_t *records_out);

/*
 Keeps the newest registry in the file in columns, so that opening reads it and only the entries after it; gives the entry
 that it reaches to. The entries stay the truth, and a checkpoint that does not fit them is not used.
 */
tiendo_code tiendo_ledger_checkpoint(struct tiendo_ledger *ledger,
                                     struct tiendo_head *head_out);

/*
 Removes the checkpoint; nothing is lost but time.
 */
tiendo_code tiendo_ledger_drop_checkpoint(struct tiendo_ledger *ledger);

/*
 The number of the entry that the checkpoint reaches to; 0 where there is none.
 */
tiendo_code tiendo_ledger_get_checkpointed(const struct tiendo_ledger *ledger, uint64_t *seq_out);

/*
 Begins a bulk: until `tiendo_ledger_end_bulk` a commit is not synced, so that a loss of power may take back whole entries
 from the end that were acknowledged; never a part of one, and never anything from before the bulk.
 */
tiendo_code tiendo_ledger_begin_bulk(struct tiendo_ledger *ledger);

/*
 Ends a bulk; when this succeeds, all that was appended survives a loss of power. Gives the last entry.

 Without a bulk it syncs all the same. `TIENDO_CODE_BUSY` where others kept the journal in use for too long: what was
 appended is there, and is synced by the next commit.
 */
tiendo_code tiendo_ledger_end_bulk(struct tiendo_ledger *ledger,
                                   struct tiendo_head *head_out);

/*
 Number of things that opening a ledger noticed and that were no reason to refuse it; 0 for `NULL`.
 */
uintptr_t tiendo_ledger_findings_len(const struct tiendo_ledger *ledger);

/*
 What opening noticed, as a word: `no_anchor` (nothing tells whether the end is missing), `not_closed` (whoever wrote it last
 did not close it; all pages were checked), `newer_format` (of a later minor format: it is read, and not written). Valid for
 ever.
 */
tiendo_code tiendo_ledger_get_finding(const struct tiendo_ledger *ledger,
                                      uintptr_t index,
                                      struct tiendo_str *finding_out);

/*
 Brings the anchor beside the file to the last entry now, and not at one of the next commits or when the ledger is closed.
 */
tiendo_code tiendo_ledger_anchor(struct tiendo_ledger *ledger,
                                 struct tiendo_head *head_out);

/*
 Whether the anchor follows every commit (`is_on` 1), and not one in a second or in a thousand (0). Each costs two more syncs.
 */
tiendo_code tiendo_ledger_anchor_every_commit(struct tiendo_ledger *ledger,
                                              int32_t is_on);

/*
 Opens a ledger that was restored from an older copy, although its anchor names an entry that it lacks; the caller frees it.

 That it was rolled back, from where and why (`reason`) becomes an entry, and the anchor names that one from now on.
 `TIENDO_CODE_NOTHING_ROLLED_BACK` where the file holds what its anchor names, or has no anchor.
 */
tiendo_code tiendo_ledger_accept_rollback(const char *path,
                                          uintptr_t path_len,
                                          const char *reason,
                                          uintptr_t reason_len,
                                          const char *recorded_at,
                                          uintptr_t recorded_at_len,
                                          const char *actor,
                                          uintptr_t actor_len,
                                          struct tiendo_ledger **ledger_out);

/*
 The records that name a person: as responsible or supervising in a task, or as the post that reported; the caller frees
 them. The name is compared whole; free texts and the names of actors are not looked through.
 */
tiendo_code tiendo_ledger_export_person(const struct tiendo_ledger *ledger,
                                        const char *name,
                                        uintptr_t name_len,
                                        struct tiendo_person_records **records_out);

/*
 Frees records that name a person. `NULL` is fine.
 */
void tiendo_person_records_free(struct tiendo_person_records *records);

/*
 Number of records; 0 for `NULL`.
 */
uintptr_t tiendo_person_records_len(const struct tiendo_person_records *records);

/*
 The number of the record's entry, and its position in it from 0.
 */
tiendo_code tiendo_person_records_get_record(const struct tiendo_person_records *records,
                                             uintptr_t index,
                                             uint64_t *seq_out,
                                             uint64_t *position_out);

/*
 The kind of the record: `task` or `report`. Valid until the records are freed.
 */
tiendo_code tiendo_person_records_get_kind(const struct tiendo_person_records *records,
                                           uintptr_t index,
                                           struct tiendo_str *kind_out);

/*
 The id of the record. Valid until the records are freed.
 */
tiendo_code tiendo_person_records_get_id(const struct tiendo_person_records *records,
                                         uintptr_t index,
                                         struct tiendo_str *id_out);

/*
 The fields that name the person, separated by commas: `responsible_person`, `supervising_leader`, `by_post`. Valid until
 the records are freed.
 */
tiendo_code tiendo_person_records_get_fields(const struct tiendo_person_records *records,
                                             uintptr_t index,
                                             struct tiendo_str *fields_out);

/*
 Erases a person: what the records that `tiendo_ledger_export_person` finds keep apart. That it was done, when, by whom, why
 (`reason`, `NULL` for none) and in which records becomes an entry; the name does not.

 The bytes are gone from the file, its journal and its checkpoint on success. `TIENDO_CODE_BUSY` where others kept reading:
 the person is erased, but bytes may be left, and the same call again finishes it.
 */
tiendo_code tiendo_ledger_erase_person(struct tiendo_ledger *ledger,
                                       const char *name,
                                       uintptr_t name_len,
                                       const char *reason,
                                       uintptr_t reason_len,
                                       const char *recorded_at,
                                       uintptr_t recorded_at_len,
                                       const char *actor,
                                       uintptr_t actor_len,
                                       struct tiendo_erased *erased_out);

/*
 Up to `limit` entries after the number `after` (0: from the first), in order; the caller frees the list.
 */
tiendo_code tiendo_ledger_entries(const struct tiendo_ledger *ledger,
                                  uint64_t after,
                                  uintptr_t limit,
                                  struct tiendo_entries **entries_out);

/*
 Frees a list of entries. `NULL` is fine.
 */
void tiendo_entries_free(struct tiendo_entries *entries);

/*
 Number of entries; 0 for `NULL`.
 */
uintptr_t tiendo_entries_len(const struct tiendo_entries *entries);

/*
 Its number, from 1 without a gap.
 */
tiendo_code tiendo_entries_get_seq(const struct tiendo_entries *entries,
                                   uintptr_t index,
                                   uint64_t *seq_out);

/*
 When it was recorded, `yyyy-mm-ddThh:mm:ss`. Valid until the list is freed.
 */
tiendo_code tiendo_entries_get_recorded_at(const struct tiendo_entries *entries,
                                           uintptr_t index,
                                           struct tiendo_str *recorded_at_out);

/*
 Who recorded it. Valid until the list is freed.
 */
tiendo_code tiendo_entries_get_actor(const struct tiendo_entries *entries,
                                     uintptr_t index,
                                     struct tiendo_str *actor_out);

/*
 Its records, an array of JSON: the very bytes that are hashed. Valid until the list is freed.
 */
tiendo_code tiendo_entries_get_records(const struct tiendo_entries *entries,
                                       uintptr_t index,
                                       struct tiendo_str *records_out);

/*
 Its hash in 64 hexadecimal digits, which the next entry names. Valid until the list is freed.
 */
tiendo_code tiendo_entries_get_hash(const struct tiendo_entries *entries,
                                    uintptr_t index,
                                    struct tiendo_str *hash_out);

/*
 Records the day `day` as known on `known` (both `yyyymmdd`) under a name that is not taken, with the policy in full;
 `policy` `NULL` is the policy `default`.

 `known` may not be later than the day of recording. `TIENDO_CODE_REFUSED` where the name is taken by something else; the
 same again is nothing new.
 */
tiendo_code tiendo_ledger_freeze(struct tiendo_ledger *ledger,
                                 const char *name,
                                 uintptr_t name_len,
                                 int32_t day,
                                 int32_t known,
                                 const struct tiendo_policy *policy,
                                 const char *recorded_at,
                                 uintptr_t recorded_at_len,
                                 const char *actor,
                                 uintptr_t actor_len,
                                 struct tiendo_appended *appended_out);

/*
 The figures that were frozen under a name, with the calendar and the policy of then; the caller frees the evaluation.

 `TIENDO_CODE_NOT_FOUND` for a name that nothing was frozen under.
 */
tiendo_code tiendo_ledger_evaluate_frozen(const struct tiendo_ledger *ledger,
                                          const char *name,
                                          uintptr_t name_len,
                                          struct tiendo_evaluation **evaluation_out);

/*
 The policy recorded under a name by the end of the day `known` (`yyyymmdd`; 0: by now), else the one built in; the caller
 frees it.
 */
tiendo_code tiendo_ledger_policy(const struct tiendo_ledger *ledger,
                                 const char *name,
                                 uintptr_t name_len,
                                 int32_t known,
                                 struct tiendo_policy **policy_out);

/*
 What was frozen, in the order of recording; the caller frees the list.
 */
tiendo_code tiendo_ledger_freezes(const struct tiendo_ledger *ledger,
                                  struct tiendo_freezes **freezes_out);

/*
 Frees a list of freezes. `NULL` is fine.
 */
void tiendo_freezes_free(struct tiendo_freezes *freezes);

/*
 Number of freezes; 0 for `NULL`.
 */
uintptr_t tiendo_freezes_len(const struct tiendo_freezes *freezes);

/*
 Its name. Valid until the list is freed.
 */
tiendo_code tiendo_freezes_get_name(const struct tiendo_freezes *freezes,
                                    uintptr_t index,
                                    struct tiendo_str *name_out);

/*
 The day, `yyyymmdd`.
 */
tiendo_code tiendo_freezes_get_day(const struct tiendo_freezes *freezes,
                                   uintptr_t index,
                                   int32_t *day_out);

/*
 The knowledge day, `yyyymmdd`.
 */
tiendo_code tiendo_freezes_get_known(const struct tiendo_freezes *freezes,
                                     uintptr_t index,
                                     int32_t *known_out);

/*
 A copy of its policy; the caller frees it.
 */
tiendo_code tiendo_freezes_get_policy(const struct tiendo_freezes *freezes,
                                      uintptr_t index,
                                      struct tiendo_policy **policy_out);

/*
 Imports a folder of CSV files (`tasks.csv`, `reports.csv` …) into a ledger, 10,000 records an entry; the caller frees
 what became of it.

 The files are read as by `tiendo_registry_read_csv_with`: `encoding` is a `tiendo_encoding`, and what was corrected,
 assumed or not understood is in `tiendo_imported_findings`. Records that the ledger has are not recorded again, so the
 same folder again changes nothing, and an import that was interrupted is completed by the same call.
 `skip_refused` 1 leaves out what cannot be taken; with 0 that is `TIENDO_CODE_REFUSED`, and nothing is recorded.
 `watch` `NULL` is none; it counts rows, then records that are durable. After a stop whole entries were recorded.
 */
tiendo_code tiendo_ledger_import_csv(struct tiendo_ledger *ledger,
                                     const char *path,
                                     uintptr_t path_len,
                                     int32_t encoding,
                                     const char *recorded_at,
                                     uintptr_t recorded_at_len,
                                     const char *actor,
                                     uintptr_t actor_len,
                                     int32_t skip_refused,
                                     struct tiendo_watch *watch,
                                     struct tiendo_imported **imported_out);

/*
 Imports all records of a registry into a ledger as `tiendo_ledger_import_csv` does those of a folder; the caller frees
 what became of it.
 */
tiendo_code tiendo_ledger_import(struct tiendo_ledger *ledger,
                                 const struct tiendo_registry *registry,
                                 const char *recorded_at,
                                 uintptr_t recorded_at_len,
                                 const char *actor,
                                 uintptr_t actor_len,
                                 int32_t skip_refused,
                                 struct tiendo_watch *watch,
                                 struct tiendo_imported **imported_out);

/*
 Frees what became of an import. `NULL` is fine.
 */
void tiendo_imported_free(struct tiendo_imported *imported);

/*
 The last entry now.
 */
tiendo_code tiendo_imported_get_head(const struct tiendo_imported *imported,
                                     struct tiendo_head *head_out);

/*
 Records that were recorded, that the ledger had already, and that were left out, and how many entries were made. Nothing
 recorded and nothing refused means that nothing changed.
 */
tiendo_code tiendo_imported_get_counts(const struct tiendo_imported *imported,
                                       uint64_t *recorded_out,
                                       uint64_t *unchanged_out,
                                       uint64_t *refused_out,
                                       uint64_t *entries_out);

/*
 What reading the files found out; the caller frees the findings, which outlive what they were asked of.
 */
tiendo_code tiendo_imported_findings(const struct tiendo_imported *imported,
                                     struct tiendo_findings **findings_out);

/*
 Number of records that were left out and are listed, at most a thousand; 0 for `NULL`.
 */
uintptr_t tiendo_imported_len(const struct tiendo_imported *imported);

/*
 The position of a record that was left out, among all records of the import, from 0.
 */
tiendo_code tiendo_imported_get_position(const struct tiendo_imported *imported,
                                         uintptr_t index,
                                         uint64_t *position_out);

/*
 Its kind. Valid until `imported` is freed.
 */
tiendo_code tiendo_imported_get_kind(const struct tiendo_imported *imported,
                                     uintptr_t index,
                                     struct tiendo_str *kind_out);

/*
 Its id. Valid until `imported` is freed.
 */
tiendo_code tiendo_imported_get_id(const struct tiendo_imported *imported,
                                   uintptr_t index,
                                   struct tiendo_str *id_out);

/*
 Why, as a word: `conflict`, `unknown_task`, `nothing_to_correct`, `name_taken`, `classified` or `invalid`. Valid until `imported` is
 freed.
 */
tiendo_code tiendo_imported_get_problem(const struct tiendo_imported *imported,
                                        uintptr_t index,
                                        struct tiendo_str *problem_out);

/*
 Why, as a sentence with its position, kind and id. Valid until `imported` is freed.
 */
tiendo_code tiendo_imported_get_message(const struct tiendo_imported *imported,
                                        uintptr_t index,
                                        struct tiendo_str *message_out);

/*
 Writes a copy for others into a file that is not there yet, so that they need not open this one; gives its last entry.

 The copy is one file that any SQLite from 3.37 on reads; it holds what the tables hold and no byte of what was erased, and
 appears under its name when it is whole. `watch` `NULL` is none; it counts pages. `TIENDO_CODE_EXISTS` where there is a file;
 none is left on failure.
 */
tiendo_code tiendo_ledger_snapshot(const struct tiendo_ledger *ledger,
                                   const char *path,
                                   uintptr_t path_len,
                                   struct tiendo_watch *watch,
                                   struct tiendo_head *head_out);

/*
 Brings the file of a ledger to the format of this version, after a copy beside it that is never written over
 (`x.tiendo.format-1.0`); the caller frees what became of it.

 A file that has the format already is left as it is, and no copy is made. Interrupted at any moment, the file is of the one
 format or of the other, and the same call again finishes it. `watch` `NULL` is none; it counts pages of the copy.
 `TIENDO_CODE_NEWER_FORMAT` for a file of a later format, `TIENDO_CODE_CORRUPT` for a damaged one.
 */
tiendo_code tiendo_ledger_upgrade(const char *path,
                                  uintptr_t path_len,
                                  struct tiendo_watch *watch,
                                  struct tiendo_upgrade **upgrade_out);

/*
 Frees what became of an upgrade. `NULL` is fine.
 */
void tiendo_upgrade_free(struct tiendo_upgrade *upgrade);

/*
 The format that the file had, such as `1.0`. Valid until `upgrade` is freed.
 */
tiendo_code tiendo_upgrade_get_from(const struct tiendo_upgrade *upgrade,
                                    struct tiendo_str *from_out);

/*
 The format that the file has; the same one where it was not changed. Valid until `upgrade` is freed.
 */
tiendo_code tiendo_upgrade_get_to(const struct tiendo_upgrade *upgrade,
                                  struct tiendo_str *to_out);

/*
 The path of the file as it was, from the root on; empty where it was not changed. Valid until `upgrade` is freed.
 */
tiendo_code tiendo_upgrade_get_backup(const struct tiendo_upgrade *upgrade,
                                      struct tiendo_str *backup_out);

/*
 Reads all that can be read of a damaged file into a new ledger `to` that is sound; the caller frees what is told of it.

 Every entry keeps its number, instant, actor and the bytes of its records. In the place of each missing one stands an entry that
 says so, and the last one, recorded by `actor` at `recorded_at`, says that the ledger was salvaged and what is missing. The
 damaged file is left as it is; it must neither be written meanwhile nor be open in this process. Keep the anchor beside it
 (`.head`), which tells how far it had come. `watch` `NULL` is none; it counts pages, then entries.
 `TIENDO_CODE_NOT_A_LEDGER` where no entry at all can be read, `TIENDO_CODE_EXISTS` where there is a file; none is left on
 failure.
 */
tiendo_code tiendo_ledger_salvage(const char *path,
                                  uintptr_t path_len,
                                  const char *to,
                                  uintptr_t to_len,
                                  const char *recorded_at,
                                  uintptr_t recorded_at_len,
                                  const char *actor,
                                  uintptr_t actor_len,
                                  struct tiendo_watch *watch,
                                  struct tiendo_salvaged **salvaged_out);

/*
 Frees what is told of a salvage. `NULL` is fine.
 */
void tiendo_salvaged_free(struct tiendo_salvaged *salvaged);

/*
 1 where nothing is missing or in doubt up to the entry that an anchor names, or further; else 0, and for `NULL`.
 */
int32_t tiendo_salvaged_is_complete(const struct tiendo_salvaged *salvaged);

/*
 1 where an anchor beside the damaged file told how far it had come; else any number of entries may be missing behind the last
 one found. 0 for `NULL`.
 */
int32_t tiendo_salvaged_is_end_anchored(const struct tiendo_salvaged *salvaged);

/*
 The last entry of the new file: the one that says that it was salvaged.
 */
tiendo_code tiendo_salvaged_get_head(const struct tiendo_salvaged *salvaged,
                                     struct tiendo_head *head_out);

/*
 Number of entries that were read; 0 for `NULL`.
 */
tiendo_code tiendo_salvaged_get_entries(const struct tiendo_salvaged *salvaged,
                                        uint64_t *entries_out);

/*
 Number of runs of entries that are missing; 0 for `NULL`.
 */
uintptr_t tiendo_salvaged_lost_len(const struct tiendo_salvaged *salvaged);

/*
 Numbers of the first and the last of missing entries that follow each other.
 */
tiendo_code tiendo_salvaged_get_lost(const struct tiendo_salvaged *salvaged,
                                     uintptr_t index,
                                     uint64_t *first_out,
                                     uint64_t *last_out);

/*
 Why they are missing, as a word: `not_found`, `hash`, `records`, `corrects`, `instant`. Valid until `salvaged` is freed.
 */
tiendo_code tiendo_salvaged_get_reason(const struct tiendo_salvaged *salvaged,
                                       uintptr_t index,
                                       struct tiendo_str *reason_out);

/*
 Number of runs of entries that were read and that no hash proves; 0 for `NULL`.
 */
uintptr_t tiendo_salvaged_unproved_len(const struct tiendo_salvaged *salvaged);

/*
 Numbers of the first and the last of entries that follow each other and that no hash proves, because the one before is
 missing.
 */
tiendo_code tiendo_salvaged_get_unproved(const struct tiendo_salvaged *salvaged,
                                         uintptr_t index,
                                         uint64_t *first_out,
                                         uint64_t *last_out);

/*
 Number of records of which what is kept apart is missing; 0 for `NULL`.
 */
uintptr_t tiendo_salvaged_apart_len(const struct tiendo_salvaged *salvaged);

/*
 The entry, and the position in it, of a record of which what is kept apart is missing.
 */
tiendo_code tiendo_salvaged_get_apart(const struct tiendo_salvaged *salvaged,
                                      uintptr_t index,
                                      uint64_t *seq_out,
                                      uint64_t *position_out);

/*
 Frees a log. `NULL` is fine.
 */
void tiendo_log_free(struct tiendo_log *log);

/*
 Number of lines; 0 for `NULL`.
 */
uintptr_t tiendo_log_len(const struct tiendo_log *log);

/*
 The number of the record's entry, and its position in it from 0: what names it for a correction.
 */
tiendo_code tiendo_log_get_record(const struct tiendo_log *log,
                                  uintptr_t index,
                                  uint64_t *seq_out,
                                  uint64_t *position_out);

/*
 The record that it corrects; 0 and 0 for none.
 */
tiendo_code tiendo_log_get_corrects(const struct tiendo_log *log,
                                    uintptr_t index,
                                    uint64_t *seq_out,
                                    uint64_t *position_out);

/*
 The record by which it was corrected or withdrawn; 0 and 0 for none.
 */
tiendo_code tiendo_log_get_corrected_by(const struct tiendo_log *log,
                                        uintptr_t index,
                                        uint64_t *seq_out,
                                        uint64_t *position_out);

/*
 When it was recorded, `yyyy-mm-ddThh:mm:ss`. Valid until the log is freed.
 */
tiendo_code tiendo_log_get_recorded_at(const struct tiendo_log *log,
                                       uintptr_t index,
                                       struct tiendo_str *recorded_at_out);

/*
 Who recorded it. Valid until the log is freed.
 */
tiendo_code tiendo_log_get_actor(const struct tiendo_log *log,
                                 uintptr_t index,
                                 struct tiendo_str *actor_out);

/*
 The kind of the record: `task`, `report`, `transfer`, `allocation` or `withdrawal`. Valid until the log is freed.
 */
tiendo_code tiendo_log_get_kind(const struct tiendo_log *log,
                                uintptr_t index,
                                struct tiendo_str *kind_out);

/*
 The record in its JSON form, without what is kept apart. Valid until the log is freed.
 */
tiendo_code tiendo_log_get_json(const struct tiendo_log *log,
                                uintptr_t index,
                                struct tiendo_str *json_out);

/*
 Follows the chain from the first entry to the last, and compares what is kept apart and the tables that people query with
 it; the caller frees what was found.

 A ledger without faults gives a list of length 0. A chain that was cut off at its end is whole for as far as it goes:
 compare the head with one that was kept elsewhere. `watch` `NULL` is none; it counts entries.
 `TIENDO_CODE_CORRUPT` where the file cannot be read as a ledger at all.
 */
tiendo_code tiendo_ledger_verify(const struct tiendo_ledger *ledger,
                                 struct tiendo_watch *watch,
                                 struct tiendo_verified **verified_out);

/*
 Frees what verifying found. `NULL` is fine.
 */
void tiendo_verified_free(struct tiendo_verified *verified);

/*
 Number of faults, of which the first thousand are listed; 0 for a sound ledger, and for `NULL`.
 */
uintptr_t tiendo_verified_len(const struct tiendo_verified *verified);

/*
 The entry of a fault; 0 for what belongs to no entry.
 */
tiendo_code tiendo_verified_get_entry(const struct tiendo_verified *verified,
                                      uintptr_t index,
                                      uint64_t *entry_out);

/*
 What is wrong with it. Valid until `verified` is freed.
 */
tiendo_code tiendo_verified_get_part(const struct tiendo_verified *verified,
                                     uintptr_t index,
                                     struct tiendo_str *part_out);

/*
 Entries that were read, records in them, and records of which something about a person was erased.
 */
tiendo_code tiendo_verified_get_counts(const struct tiendo_verified *verified,
                                       uint64_t *entries_out,
                                       uint64_t *records_out,
                                       uint64_t *erased_out);

/*
 The last entry that the chain was followed to; `TIENDO_CODE_NOT_FOUND` where not even the first one holds.
 */
tiendo_code tiendo_verified_get_head(const struct tiendo_verified *verified,
                                     struct tiendo_head *head_out);

/*
 Writes a letter of urging to every agency that must be urged into a folder, all of them or none, as documents (`.docx`); the
 caller frees the letters and the findings.

 A letter names what is overdue, what is due soon, and in a paragraph of its own, never as lateness, what nobody has reported
 on. What could not be addressed or had to be left out is in the findings. With `agency`, an id, code or name without accents,
 only its letter, if there is anything to urge it on; `NULL` is all. The folder, in UTF-8, is made where it is absent.
 `options` `NULL` are those that `tiendo_report_options_new` makes. `watch` `NULL` is none; it counts letters.
 `TIENDO_CODE_NOT_FOUND`, `TIENDO_CODE_AMBIGUOUS` and `TIENDO_CODE_INVALID_VALUE` for what is no agency, one of several, or a
 group; otherwise as `tiendo_evaluation_write_report_docx`.
 */
tiendo_code tiendo_evaluation_write_letters(const struct tiendo_evaluation *evaluation,
                                            const char *folder,
                                            uintptr_t folder_len,
                                            const char *agency,
                                            uintptr_t agency_len,
                                            const struct tiendo_report_options *options,
                                            struct tiendo_watch *watch,
                                            struct tiendo_letters **letters_out,
                                            struct tiendo_findings **findings_out);

/*
 The letters of `tiendo_evaluation_write_letters` in memory; the caller frees them and the findings.
 */
tiendo_code tiendo_evaluation_letters(const struct tiendo_evaluation *evaluation,
                                      const char *agency,
                                      uintptr_t agency_len,
                                      const struct tiendo_report_options *options,
                                      struct tiendo_watch *watch,
                                      struct tiendo_letters **letters_out,
                                      struct tiendo_findings **findings_out);

/*
 Frees letters. `NULL` is fine.
 */
void tiendo_letters_free(struct tiendo_letters *letters);

/*
 Number of letters, which are in id order of their agencies; 0 for `NULL`.
 */
uintptr_t tiendo_letters_len(const struct tiendo_letters *letters);

/*
 Id of the agency that a letter is for, valid until the letters are freed.
 */
tiendo_code tiendo_letters_get_agency(const struct tiendo_letters *letters,
                                      uintptr_t index,
                                      struct tiendo_str *agency_out);

/*
 Name of the agency that a letter is for, valid until the letters are freed.
 */
tiendo_code tiendo_letters_get_name(const struct tiendo_letters *letters,
                                    uintptr_t index,
                                    struct tiendo_str *name_out);

/*
 Name of a letter's file, valid until the letters are freed: any file system takes it, and no two differ in case alone.
 */
tiendo_code tiendo_letters_get_file(const struct tiendo_letters *letters,
                                    uintptr_t index,
                                    struct tiendo_str *file_out);

/*
 How many tasks of a letter are overdue, due soon, and without any report.
 */
tiendo_code tiendo_letters_get_counts(const struct tiendo_letters *letters,
                                      uintptr_t index,
                                      uintptr_t *overdue_out,
                                      uintptr_t *due_soon_out,
                                      uintptr_t *no_data_out);

/*
 The document of a letter, empty where it went to a folder; the caller frees it. Nothing is copied, and it outlives the
 letters.
 */
tiendo_code tiendo_letters_get_document(const struct tiendo_letters *letters,
                                        uintptr_t index,
                                        struct tiendo_buffer **buffer_out);

/*
 Evaluates every task as of a day, and keeps the evaluation so that reports can be added to it; the caller frees it, and it
 outlives the registry, which stays as it is.

 The arguments are those of `tiendo_registry_evaluate`.
 */
tiendo_code tiendo_registry_evaluate_live(const struct tiendo_registry *registry,
                                          int32_t day,
                                          int32_t known,
                                          const struct tiendo_policy *policy,
                                          struct tiendo_watch *watch,
                                          struct tiendo_live **live_out);

/*
 Frees a live evaluation. `NULL` is fine; what was made from it stays valid.
 */
void tiendo_live_free(struct tiendo_live *live);

/*
 Takes a report, of which it keeps a copy; the caller frees the findings, what is worth telling about it. `findings_out`
 `NULL` is fine.

 One that cannot be held changes nothing and is a finding with severity error. An id that is known replaces the report
 that had it.
 */
tiendo_code tiendo_live_apply(struct tiendo_live *live,
                              const struct tiendo_report *report,
                              struct tiendo_findings **findings_out);

/*
 Takes reports together, of which it keeps copies: `reports` is an array of as many handles. Each touched task is judged
 once; of several with the same id the last one holds. The caller frees the findings; `findings_out` `NULL` is fine, and
 `reports` `NULL` where `reports_len` is 0. Nothing is changed where one of the handles is `NULL`.
 */
tiendo_code tiendo_live_apply_all(struct tiendo_live *live,
                                  const struct tiendo_report *const *reports,
                                  uintptr_t reports_len,
                                  struct tiendo_findings **findings_out);

/*
 One number of the sums over all tasks in force: `sum` is a `tiendo_sum`.
 */
tiendo_code tiendo_live_get_task_sum(const struct tiendo_live *live,
                                     int32_t sum,
                                     uint64_t *value_out);

/*
 One number of the sums of a key along an axis: `axis` is a `tiendo_axis`, `extent` a `tiendo_extent`, `sum` a
 `tiendo_sum`. `TIENDO_CODE_NOT_FOUND` for a key without a row.
 */
tiendo_code tiendo_live_get_sum(const struct tiendo_live *live,
                                int32_t axis,
                                const char *key,
                                uintptr_t key_len,
                                int32_t extent,
                                int32_t sum,
                                uint64_t *value_out);

/*
 What it says now, as an evaluation that stays as it is while further reports come; the caller frees it.

 Copies the rows.
 */
tiendo_code tiendo_live_evaluation(const struct tiendo_live *live,
                                   struct tiendo_evaluation **evaluation_out);

/*
 The sums along an axis (a `tiendo_axis`) as they are now, as assigned; the caller frees the roll-up.
 */
tiendo_code tiendo_live_roll_up(const struct tiendo_live *live,
                                int32_t axis,
                                struct tiendo_rollup **rollup_out);

/*
 Ranks the agencies of a level by the sums at hand, as `tiendo_evaluation_rank` does; the caller frees the ranking.
 */
tiendo_code tiendo_live_rank(const struct tiendo_live *live,
                             const char *level,
                             uintptr_t level_len,
                             struct tiendo_ranking **ranking_out);

/*
 A registry of all that is known now, built anew: for questions about other days. The caller frees it.
 */
tiendo_code tiendo_live_to_registry(const struct tiendo_live *live,
                                    struct tiendo_registry **registry_out);

/*
 Reads a document number as people write it, such as `Nghị quyết số 03-NQ/CP`; the caller frees the reading.

 With a registry, its documents that fit are offered; `NULL` is none. Total: any text gives a reading, if an empty one.
 */
tiendo_code tiendo_number_read(const char *written,
                               uintptr_t written_len,
                               const struct tiendo_registry *registry,
                               struct tiendo_number **number_out);

/*
 Frees a reading. `NULL` is fine.
 */
void tiendo_number_free(struct tiendo_number *number);

/*
 How many numbers it may be; 0 for `NULL`.
 */
uintptr_t tiendo_number_len(const struct tiendo_number *number);

/*
 One of the numbers it may be, in canonical form, as written first. Valid until the reading is freed.
 */
tiendo_code tiendo_number_get(const struct tiendo_number *number,
                              uintptr_t index,
                              struct tiendo_str *text_out);

/*
 1 where one of the numbers is of the same document as one of another reading, else 0: leading zeros, case and accents of
 the abbreviations aside. A number with its year and one without are two.
 */
tiendo_code tiendo_number_is_same_as(const struct tiendo_number *number,
                                     uintptr_t index,
                                     const struct tiendo_number *other,
                                     uintptr_t other_index,
                                     int32_t *same_out);

/*
 The canonical number, where the text holds one and no other is possible; else empty. Valid until the reading is freed.
 */
tiendo_code tiendo_number_get_canonical(const struct tiendo_number *number,
                                        struct tiendo_str *canonical_out);

/*
 Every difference between the text and the canonical form; the caller frees the findings.
 */
tiendo_code tiendo_number_findings(const struct tiendo_number *number,
                                   struct tiendo_findings **findings_out);

/*
 Code of the occurrence that judges a recurring task: `2025-Q3`; empty for what does not recur. Valid until the evaluation is freed.
 */
tiendo_code tiendo_evaluation_get_occurrence(const struct tiendo_evaluation *evaluation,
                                             uintptr_t row,
                                             struct tiendo_str *occurrence_out);

/*
 How the occurrences of a recurring task went up to the day: elapsed, served on time, served late, missed; all 0 for
 what does not recur.
 */
tiendo_code tiendo_evaluation_get_occurrence_counts(const struct tiendo_evaluation *evaluation,
                                                    uintptr_t row,
                                                    int32_t *elapsed_out,
                                                    int32_t *done_on_time_out,
                                                    int32_t *done_late_out,
                                                    int32_t *missed_out);

/*
 Elapsed occurrences of a row that nobody ever reported on: missing data, and not missed work; 0 for what does not recur.
 */
tiendo_code tiendo_evaluation_get_occurrence_unreported_count(const struct tiendo_evaluation *evaluation,
                                                              uintptr_t row,
                                                              int32_t *unreported_out);

/*
 Makes options: no file is replaced, only public tasks are shown, and what the head and foot leave out are dots to be filled
 in by hand. The caller frees them.
 */
tiendo_code tiendo_report_options_new(struct tiendo_report_options **options_out);

/*
 Frees options. `NULL` is fine.
 */
void tiendo_report_options_free(struct tiendo_report_options *options);

/*
 With 1 a file that is there is replaced in one step; with 0 it stays, and writing is `TIENDO_CODE_FILE`.
 */
tiendo_code tiendo_report_options_set_overwrite(struct tiendo_report_options *options,
                                                int32_t overwrite);

/*
 The language of pages, a `tiendo_lang`; Vietnamese unless it is set. Workbooks, documents and letters are in Vietnamese.
 */
tiendo_code tiendo_report_options_set_lang(struct tiendo_report_options *options,
                                           int32_t lang);

/*
 Which tasks may be shown, a `tiendo_disclosure`. A report, letter or form on others is refused, as its sums would tell of
 them. Pages show public tasks alone, whatever stands here.
 */
tiendo_code tiendo_report_options_set_disclosure(struct tiendo_report_options *options,
                                                 int32_t disclosure);

/*
 The agency above the one that writes. `NULL` takes it back.
 */
tiendo_code tiendo_report_options_set_superior(struct tiendo_report_options *options,
                                               const char *superior,
                                               uintptr_t superior_len);

/*
 The agency that writes. `NULL` takes it back.
 */
tiendo_code tiendo_report_options_set_agency(struct tiendo_report_options *options,
                                             const char *agency,
                                             uintptr_t agency_len);

/*
 Number and notation, such as `123/VPCP-TH`. For a set of letters the same on each, so better left out. `NULL` takes it back.
 */
tiendo_code tiendo_report_options_set_number(struct tiendo_report_options *options,
                                             const char *number,
                                             uintptr_t number_len);

/*
 Place. `NULL` takes it back.
 */
tiendo_code tiendo_report_options_set_place(struct tiendo_report_options *options,
                                            const char *place,
                                            uintptr_t place_len);

/*
 Post of who signs. `NULL` takes it back.
 */
tiendo_code tiendo_report_options_set_signatory_post(struct tiendo_report_options *options,
                                                     const char *signatory_post,
                                                     uintptr_t signatory_post_len);

/*
 Name of who signs. `NULL` takes it back.
 */
tiendo_code tiendo_report_options_set_signatory_name(struct tiendo_report_options *options,
                                                     const char *signatory_name,
                                                     uintptr_t signatory_name_len);

/*
 The day of the document, `yyyymmdd`, which need not be the day that is judged; 0 takes it back.
 */
tiendo_code tiendo_report_options_set_dated(struct tiendo_report_options *options, int32_t dated);

/*
 Writes the report of an evaluation as a workbook (`.xlsx`), whole or not at all; what had to be left out is in the findings, which
 the caller frees.

 Sheets: the official classes with charts, the classes by agency, one row for each row of the evaluation, the scope.
 `path` is UTF-8. `options` `NULL` are those that `tiendo_report_options_new` makes. `watch` `NULL` is none; it counts rows.
 `TIENDO_CODE_FILE` for a file that is there, unless it may be replaced, and for what the system refuses to write;
 `TIENDO_CODE_INVALID_VALUE` for tasks that may not be shown, with their number and the first of them.
 */
tiendo_code tiendo_evaluation_write_report_xlsx(const struct tiendo_evaluation *evaluation,
                                                const char *path,
                                                uintptr_t path_len,
                                                const struct tiendo_report_options *options,
                                                struct tiendo_watch *watch,
                                                struct tiendo_findings **findings_out);

/*
 The workbook of `tiendo_evaluation_write_report_xlsx` in memory; the caller frees it and the findings.
 */
tiendo_code tiendo_evaluation_report_xlsx(const struct tiendo_evaluation *evaluation,
                                          const struct tiendo_report_options *options,
                                          struct tiendo_watch *watch,
                                          struct tiendo_buffer **buffer_out,
                                          struct tiendo_findings **findings_out);

/*
 Writes the report of an evaluation as a document (`.docx`), whole or not at all; what had to be left out is in the findings, which
 the caller frees.

 In the layout of Decree 30/2020/NĐ-CP: heading block, the table of official classes, signature block; then the classes by
 phase, group and agency, and every row of each agency.
 `path` is UTF-8. `options` `NULL` are those that `tiendo_report_options_new` makes. `watch` `NULL` is none; it counts rows.
 `TIENDO_CODE_FILE` for a file that is there, unless it may be replaced, and for what the system refuses to write;
 `TIENDO_CODE_INVALID_VALUE` for tasks that may not be shown, with their number and the first of them.
 */
tiendo_code tiendo_evaluation_write_report_docx(const struct tiendo_evaluation *evaluation,
                                                const char *path,
                                                uintptr_t path_len,
                                                const struct tiendo_report_options *options,
                                                struct tiendo_watch *watch,
                                                struct tiendo_findings **findings_out);

/*
 The document of `tiendo_evaluation_write_report_docx` in memory; the caller frees it and the findings.
 */
tiendo_code tiendo_evaluation_report_docx(const struct tiendo_evaluation *evaluation,
                                          const struct tiendo_report_options *options,
                                          struct tiendo_watch *watch,
                                          struct tiendo_buffer **buffer_out,
                                          struct tiendo_findings **findings_out);

/*
 Writes the empty reporting form of an agency, whole or not at all: a workbook (`.xlsx`) with one row for each row that counts
 for it and is open, to be filled in and read by `tiendo_annex_read`. What had to be left out is in the findings, which the
 caller frees.

 `agency` is an id, code or name without accents. `path` is UTF-8. `options` `NULL` are those that
 `tiendo_report_options_new` makes. `watch` `NULL` is none; it counts rows.
 `TIENDO_CODE_NOT_FOUND`, `TIENDO_CODE_AMBIGUOUS` and `TIENDO_CODE_INVALID_VALUE` for what is no agency, one of several, or a
 group; otherwise as `tiendo_evaluation_write_report_xlsx`.
 */
tiendo_code tiendo_evaluation_write_form_xlsx(const struct tiendo_evaluation *evaluation,
                                              const char *path,
                                              uintptr_t path_len,
                                              const char *agency,
                                              uintptr_t agency_len,
                                              const struct tiendo_report_options *options,
                                              struct tiendo_watch *watch,
                                              struct tiendo_findings **findings_out);

/*
 The form of `tiendo_evaluation_write_form_xlsx` in memory; the caller frees it and the findings.
 */
tiendo_code tiendo_evaluation_form_xlsx(const struct tiendo_evaluation *evaluation,
                                        const char *agency,
                                        uintptr_t agency_len,
                                        const struct tiendo_report_options *options,
                                        struct tiendo_watch *watch,
                                        struct tiendo_buffer **buffer_out,
                                        struct tiendo_findings **findings_out);

/*
 Writes the report of an evaluation as one page of HTML for everybody, whole or not at all.

 The page needs nothing beside it and loads nothing. It is made of the public tasks alone, names no person, and marks what is
 simulated and what nobody reported on. The same input gives the same bytes. With `previous`, an earlier evaluation, it tells
 what changed since; `NULL` is none. `path` is UTF-8. `options` `NULL` are those that `tiendo_report_options_new` makes;
 language and overwriting are heeded. `watch` `NULL` is none; it counts tasks.
 `TIENDO_CODE_FILE` for a file that is there, unless it may be replaced, and for what the system refuses to write.
 */
tiendo_code tiendo_evaluation_write_report_html(const struct tiendo_evaluation *evaluation,
                                                const char *path,
                                                uintptr_t path_len,
                                                const struct tiendo_evaluation *previous,
                                                const struct tiendo_report_options *options,
                                                struct tiendo_watch *watch);

/*
 The page of `tiendo_evaluation_write_report_html` in memory, in UTF-8; the caller frees it.
 */
tiendo_code tiendo_evaluation_report_html(const struct tiendo_evaluation *evaluation,
                                          const struct tiendo_evaluation *previous,
                                          const struct tiendo_report_options *options,
                                          struct tiendo_watch *watch,
                                          struct tiendo_buffer **buffer_out);

/*
 Writes the report of an evaluation as a folder of pages, all of them or none: an index, and pages of each agency with its
 tasks, none of an agency larger than two million bytes unless one task alone is; the caller frees the list of them.

 For registers that are too large for one page. The lists of the index end, and its agencies are parted, at the same size;
 only titles of thousands of letters in its other tables make it larger. The folder, in UTF-8, is made where it is absent. Otherwise as
 `tiendo_evaluation_write_report_html`; `watch` counts pages. A large register is written on as many threads as there are
 processors, and the pages are the same.
 */
tiendo_code tiendo_evaluation_write_report_folder(const struct tiendo_evaluation *evaluation,
                                                  const char *folder,
                                                  uintptr_t folder_len,
                                                  const struct tiendo_evaluation *previous,
                                                  const struct tiendo_report_options *options,
                                                  struct tiendo_watch *watch,
                                                  struct tiendo_pages **pages_out);

/*
 Frees a list of pages. `NULL` is fine; the files stay.
 */
void tiendo_pages_free(struct tiendo_pages *pages);

/*
 Number of pages, agencies in id order, the index last, behind its further parts; 0 for `NULL`.
 */
uintptr_t tiendo_pages_len(const struct tiendo_pages *pages);

/*
 Name of the file of a page, in the folder. Valid until the list is freed.
 */
tiendo_code tiendo_pages_get_file(const struct tiendo_pages *pages,
                                  uintptr_t index,
                                  struct tiendo_str *file_out);

/*
 Id of the agency that a page is of; empty for the index and for tasks without a known lead. Valid until the list is freed.
 */
tiendo_code tiendo_pages_get_agency(const struct tiendo_pages *pages,
                                    uintptr_t index,
                                    struct tiendo_str *agency_out);

/*
 How many rows stand in a page, the agency's, or for the index all and for its further parts none, and its size in bytes.
 */
tiendo_code tiendo_pages_get_size(const struct tiendo_pages *pages,
                                  uintptr_t index,
                                  uintptr_t *rows_out,
                                  uint64_t *bytes_out);

/*
 How many pages of an earlier report are left in the folder that this one does not have; 0 for `NULL`. Nothing leads to them,
 and they are not removed.
 */
uintptr_t tiendo_pages_left_over_len(const struct tiendo_pages *pages);

/*
 Name of a file that is left of an earlier report. Valid until the list is freed.
 */
tiendo_code tiendo_pages_get_left_over(const struct tiendo_pages *pages,
                                       uintptr_t index,
                                       struct tiendo_str *file_out);

/*
 Reads the code of a period: `2025-11-03`, `2026-T40` (a week), `2025-11`, `2025-Q4`, `2025-H2` or `2025`; the caller frees
 it. `TIENDO_CODE_INVALID_VALUE` for anything else.
 */
tiendo_code tiendo_period_parse(const char *code,
                                uintptr_t code_len,
                                struct tiendo_period **period_out);

/*
 The period of a kind, a `tiendo_period_kind`, that a day lies in; the caller frees it.

 Weeks run from Monday to Sunday. `TIENDO_CODE_INVALID_DATE` where it reaches outside 1900 to 2199.
 */
tiendo_code tiendo_period_containing(int32_t kind, int32_t day, struct tiendo_period **period_out);

/*
 Frees a period. `NULL` is fine.
 */
void tiendo_period_free(struct tiendo_period *period);

/*
 How long it is.
 */
tiendo_code tiendo_period_get_kind(const struct tiendo_period *period,
                                   tiendo_period_kind *kind_out);

/*
 Its first day, `yyyymmdd`.
 */
tiendo_code tiendo_period_get_first(const struct tiendo_period *period, int32_t *first_out);

/*
 Its last day, `yyyymmdd`.
 */
tiendo_code tiendo_period_get_last(const struct tiendo_period *period, int32_t *last_out);

/*
 Its code, as `tiendo_period_parse` reads it. Valid until the period is freed.
 */
tiendo_code tiendo_period_get_code(const struct tiendo_period *period, struct tiendo_str *code_out);

/*
 The period of the same kind that follows; the caller frees both. `TIENDO_CODE_INVALID_DATE` after 2199.
 */
tiendo_code tiendo_period_next(const struct tiendo_period *period,
                               struct tiendo_period **next_out);

/*
 The period of the same kind before it; the caller frees both. `TIENDO_CODE_INVALID_DATE` before 1900.
 */
tiendo_code tiendo_period_previous(const struct tiendo_period *period,
                                   struct tiendo_period **previous_out);

/*
 A plan with an id, the document that is the plan, and a name; without phases and groups. The caller frees it.
 */
tiendo_code tiendo_plan_new(const char *id,
                            uintptr_t id_len,
                            const char *document,
                            uintptr_t document_len,
                            const char *name,
                            uintptr_t name_len,
                            struct tiendo_plan **plan_out);

/*
 Frees a plan. `NULL` is fine.
 */
void tiendo_plan_free(struct tiendo_plan *plan);

/*
 Its name in English. `NULL` for none.
 */
tiendo_code tiendo_plan_set_name_en(struct tiendo_plan *plan,
                                    const char *name_en,
                                    uintptr_t name_en_len);

/*
 Adds a further document whose tasks belong to the plan, by id.
 */
tiendo_code tiendo_plan_add_document(struct tiendo_plan *plan,
                                     const char *document,
                                     uintptr_t document_len);

/*
 Adds a phase behind those it has, of which it keeps a copy.
 */
tiendo_code tiendo_plan_add_phase(struct tiendo_plan *plan, const struct tiendo_phase *phase);

/*
 Adds a task group behind those it has: its id, unique among all plans, and its names; `name_en` `NULL` for none.
 */
tiendo_code tiendo_plan_add_group(struct tiendo_plan *plan,
                                  const char *id,
                                  uintptr_t id_len,
                                  const char *name,
                                  uintptr_t name_len,
                                  const char *name_en,
                                  uintptr_t name_en_len);

/*
 A phase with an id, unique among all plans, a name, and its deadline in official wording, always read strictly; `deadline`
 `NULL` for none. The caller frees it.
 */
tiendo_code tiendo_phase_new(const char *id,
                             uintptr_t id_len,
                             const char *name,
                             uintptr_t name_len,
                             const char *deadline,
                             uintptr_t deadline_len,
                             struct tiendo_phase **phase_out);

/*
 Frees a phase. `NULL` is fine.
 */
void tiendo_phase_free(struct tiendo_phase *phase);

/*
 Its name in English. `NULL` for none.
 */
tiendo_code tiendo_phase_set_name_en(struct tiendo_phase *phase,
                                     const char *name_en,
                                     uintptr_t name_en_len);

/*
 Its first day, `yyyymmdd`; 0 for none.
 */
tiendo_code tiendo_phase_set_starts_on(struct tiendo_phase *phase, int32_t starts_on);

/*
 Its last day, `yyyymmdd`, where somebody set it by hand: it wins over the wording. 0 for none.
 */
tiendo_code tiendo_phase_set_last_day(struct tiendo_phase *phase, int32_t last_day);

/*
 The plans of a registry, in id order; the caller frees the list, which outlives the registry.
 */
tiendo_code tiendo_registry_plans(const struct tiendo_registry *registry,
                                  struct tiendo_plans **plans_out);

/*
 Frees a list of plans. `NULL` is fine.
 */
void tiendo_plans_free(struct tiendo_plans *plans);

/*
 Number of plans; 0 for `NULL`.
 */
uintptr_t tiendo_plans_len(const struct tiendo_plans *plans);

/*
 Id of a plan. Valid until the list is freed.
 */
tiendo_code tiendo_plans_get_id(const struct tiendo_plans *plans,
                                uintptr_t index,
                                struct tiendo_str *id_out);

/*
 Its name; `lang` is a `tiendo_lang`, the English name empty where there is none. Valid until the list is freed.
 */
tiendo_code tiendo_plans_get_name(const struct tiendo_plans *plans,
                                  uintptr_t index,
                                  int32_t lang,
                                  struct tiendo_str *name_out);

/*
 Id of the document that is the plan. Valid until the list is freed.
 */
tiendo_code tiendo_plans_get_document(const struct tiendo_plans *plans,
                                      uintptr_t index,
                                      struct tiendo_str *document_out);

/*
 Number of further documents whose tasks belong to the plan.
 */
tiendo_code tiendo_plans_get_document_count(const struct tiendo_plans *plans,
                                            uintptr_t index,
                                            uintptr_t *document_count_out);

/*
 Id of one of the further documents whose tasks belong to the plan: `document` is below their count. Valid until the list is
 freed.
 */
tiendo_code tiendo_plans_get_further_document(const struct tiendo_plans *plans,
                                              uintptr_t index,
                                              uintptr_t document,
                                              struct tiendo_str *id_out);

/*
 The phases of all plans of a registry, plan by plan in id order, in their order within; the caller frees the list, which
 outlives the registry.
 */
tiendo_code tiendo_registry_phases(const struct tiendo_registry *registry,
                                   struct tiendo_phases **phases_out);

/*
 Frees a list of phases. `NULL` is fine.
 */
void tiendo_phases_free(struct tiendo_phases *phases);

/*
 Number of phases; 0 for `NULL`.
 */
uintptr_t tiendo_phases_len(const struct tiendo_phases *phases);

/*
 Id of a phase. Valid until the list is freed.
 */
tiendo_code tiendo_phases_get_id(const struct tiendo_phases *phases,
                                 uintptr_t index,
                                 struct tiendo_str *id_out);

/*
 Id of its plan. Valid until the list is freed.
 */
tiendo_code tiendo_phases_get_plan(const struct tiendo_phases *phases,
                                   uintptr_t index,
                                   struct tiendo_str *plan_out);

/*
 Its name; `lang` is a `tiendo_lang`, the English name empty where there is none. Valid until the list is freed.
 */
tiendo_code tiendo_phases_get_name(const struct tiendo_phases *phases,
                                   uintptr_t index,
                                   int32_t lang,
                                   struct tiendo_str *name_out);

/*
 Its first day, `yyyymmdd`; 0 for none.
 */
tiendo_code tiendo_phases_get_starts_on(const struct tiendo_phases *phases,
                                        uintptr_t index,
                                        int32_t *starts_on_out);

/*
 Its deadline in official wording; empty for none. Valid until the list is freed.
 */
tiendo_code tiendo_phases_get_deadline(const struct tiendo_phases *phases,
                                       uintptr_t index,
                                       struct tiendo_str *deadline_out);

/*
 Its last day, `yyyymmdd`, the wording being read strictly; 0 for none.
 */
tiendo_code tiendo_phases_get_last_day(const struct tiendo_phases *phases,
                                       uintptr_t index,
                                       int32_t *last_day_out);

/*
 The task groups of all plans of a registry, plan by plan in id order, in their order within; the caller frees the list,
 which outlives the registry.
 */
tiendo_code tiendo_registry_groups(const struct tiendo_registry *registry,
                                   struct tiendo_groups **groups_out);

/*
 Frees a list of task groups. `NULL` is fine.
 */
void tiendo_groups_free(struct tiendo_groups *groups);

/*
 Number of groups; 0 for `NULL`.
 */
uintptr_t tiendo_groups_len(const struct tiendo_groups *groups);

/*
 Id of a task group. Valid until the list is freed.
 */
tiendo_code tiendo_groups_get_id(const struct tiendo_groups *groups,
                                 uintptr_t index,
                                 struct tiendo_str *id_out);

/*
 Id of its plan. Valid until the list is freed.
 */
tiendo_code tiendo_groups_get_plan(const struct tiendo_groups *groups,
                                   uintptr_t index,
                                   struct tiendo_str *plan_out);

/*
 Its name; `lang` is a `tiendo_lang`, the English name empty where there is none. Valid until the list is freed.
 */
tiendo_code tiendo_groups_get_name(const struct tiendo_groups *groups,
                                   uintptr_t index,
                                   int32_t lang,
                                   struct tiendo_str *name_out);

/*
 A built-in policy: `default`, `vpcp-2017`, `vpcp-2025`, `original-deadline` or `thanh-hoa`; the caller frees it.

 Whoever changes one gives it a name of its own, because numbers are repeated by the name.
 */
tiendo_code tiendo_policy_named(const char *name,
                                uintptr_t name_len,
                                struct tiendo_policy **policy_out);

/*
 A policy from its JSON form, absent fields as in `default`; the caller frees it.
 */
tiendo_code tiendo_policy_from_json(const char *json,
                                    uintptr_t json_len,
                                    struct tiendo_policy **policy_out);

/*
 All rules of a policy as JSON; the caller frees the reply.
 */
tiendo_code tiendo_policy_to_json(const struct tiendo_policy *policy,
                                  struct tiendo_reply **json_out);

/*
 Frees a policy. `NULL` is fine.
 */
void tiendo_policy_free(struct tiendo_policy *policy);

/*
 Number of built-in policies.
 */
uintptr_t tiendo_policy_built_in_count(void);

/*
 Name of a built-in policy, as `tiendo_policy_named` takes it. Valid for ever, on any thread.
 */
tiendo_code tiendo_policy_built_in_name(uintptr_t index, struct tiendo_str *name_out);

/*
 The version of the rules under the policy's name.
 */
tiendo_code tiendo_policy_get_version(const struct tiendo_policy *policy, int32_t *version_out);

/*
 Names the policy.
 */
tiendo_code tiendo_policy_set_name(struct tiendo_policy *policy,
                                   const char *name,
                                   uintptr_t name_len);

/*
 The version of the rules under the policy's name.
 */
tiendo_code tiendo_policy_set_version(struct tiendo_policy *policy, int32_t version);

/*
 A task is due soon this many calendar days before its last day, the last day included.
 */
tiendo_code tiendo_policy_set_due_soon_days(struct tiendo_policy *policy, int32_t due_soon_days);

/*
 1: a completion stays submitted until the assigner accepts it; 0: it counts at once.
 */
tiendo_code tiendo_policy_set_requires_acceptance(struct tiendo_policy *policy,
                                                  int32_t requires_acceptance);

/*
 Which deadline judges: a `tiendo_deadline_basis`.
 */
tiendo_code tiendo_policy_set_deadline(struct tiendo_policy *policy, int32_t deadline);

/*
 How 'before' is read: a `tiendo_before`.
 */
tiendo_code tiendo_policy_set_before(struct tiendo_policy *policy, int32_t before);

/*
 From when an extension counts: a `tiendo_extension_counts`.
 */
tiendo_code tiendo_policy_set_extension_counts(struct tiendo_policy *policy,
                                               int32_t extension_counts);

/*
 1: a confirmed objective cause excuses lateness; 0: it does not.
 */
tiendo_code tiendo_policy_set_excuse_objective_cause(struct tiendo_policy *policy,
                                                     int32_t excuse_objective_cause);

/*
 The rate that is printed as 'the' rate: a `tiendo_rate`.
 */
tiendo_code tiendo_policy_set_rate(struct tiendo_policy *policy, int32_t rate);

/*
 The rate that ranks: a `tiendo_rate`.
 */
tiendo_code tiendo_policy_set_ranking(struct tiendo_policy *policy, int32_t ranking);

/*
 Fewer tasks fallen due than this leave an agency unranked.
 */
tiendo_code tiendo_policy_set_ranking_minimum_due(struct tiendo_policy *policy,
                                                  int32_t ranking_minimum_due);

/*
 The days of a reporting month: a `tiendo_reporting_month`.
 */
tiendo_code tiendo_policy_set_reporting_month(struct tiendo_policy *policy,
                                              int32_t reporting_month);

/*
 For so many days after a transfer, what was overdue before stays the predecessor's.
 */
tiendo_code tiendo_policy_set_inherited_days(struct tiendo_policy *policy, int32_t inherited_days);

/*
 What becomes of overdue tasks without any report: a `tiendo_silence`.
 */
tiendo_code tiendo_policy_set_silence(struct tiendo_policy *policy, int32_t silence);

/*
 The percent of a task that is not done counts up to this, 0 to 100; -1: as reported.
 */
tiendo_code tiendo_policy_set_cap_open_percent(struct tiendo_policy *policy, int32_t percent);

/*
 Which clears (rõ) are asked: words of the vocabulary `clear` separated by blanks, or a set by name, `6ro` or `5ro`.
 */
tiendo_code tiendo_policy_set_clears(struct tiendo_policy *policy,
                                     const char *clears,
                                     uintptr_t clears_len);

/*
 The first and the last day, `yyyymmdd`, that a period covers in reports, by the policy's reporting month; `policy` `NULL` is
 the policy `default`.
 */
tiendo_code tiendo_policy_reporting_days(const struct tiendo_policy *policy,
                                         const struct tiendo_period *period,
                                         int32_t *first_out,
                                         int32_t *last_out);

/*
 The registry of the public tasks alone, the same where all are; the caller frees it.

 A task without a class is public; one of which any version is internal, secret or of an unknown class is not. What is not
 public takes with it its reports, transfers and allocations, what other tasks say of it, the documents of which all tasks are
 hidden, and the findings and unknown fields of the files that were read. So sums of the result tell nothing of the others.
 */
tiendo_code tiendo_registry_public(const struct tiendo_registry *registry,
                                   struct tiendo_registry **public_out);

/*
 The same evaluation of the public tasks alone, as of `tiendo_registry_public`; the caller frees it.
 */
tiendo_code tiendo_evaluation_public(const struct tiendo_evaluation *evaluation,
                                     struct tiendo_evaluation **public_out);

/*
 Answers a JSON request with a JSON reply; the caller frees the reply with `tiendo_reply_free`.

 `TIENDO_CODE_OK` whenever there is a reply: what is wrong with the request is a reply too,
 `{"error":{"code":"not_found","message":"…"}}`. The same registry and request give the same bytes in every language.
 Any thread.
 */
tiendo_code tiendo_query(const struct tiendo_registry *registry,
                         const char *request,
                         uintptr_t request_len,
                         struct tiendo_reply **reply_out);

/*
 The JSON of a reply, valid until the reply is freed; empty for `NULL`. Any thread.
 */
struct tiendo_str tiendo_reply_text(const struct tiendo_reply *reply);

/*
 Frees a reply. `NULL` is fine.
 */
void tiendo_reply_free(struct tiendo_reply *reply);

/*
 Ranks the agencies of a level (`province`, `commune` …) by the policy's rate; the caller frees the ranking.

 The sums are inclusive of all below an agency. Ties share a rank. A ranking of simulated reports says nothing about
 anybody: see `tiendo_evaluation_get_scope_provenance`. `watch` `NULL` is none.
 */
tiendo_code tiendo_evaluation_rank(const struct tiendo_evaluation *evaluation,
                                   const char *level,
                                   uintptr_t level_len,
                                   struct tiendo_watch *watch,
                                   struct tiendo_ranking **ranking_out);

/*
 Frees a ranking. `NULL` is fine.
 */
void tiendo_ranking_free(struct tiendo_ranking *ranking);

/*
 Number of agencies, the unranked included; 0 for `NULL`.
 */
uintptr_t tiendo_ranking_len(const struct tiendo_ranking *ranking);

/*
 The rank, 1 for the best; 0 for an agency with too little fallen due, or nothing to divide by.
 */
tiendo_code tiendo_ranking_get_rank(const struct tiendo_ranking *ranking,
                                    uintptr_t row,
                                    int32_t *rank_out);

/*
 Id of the agency. Valid until the ranking is freed.
 */
tiendo_code tiendo_ranking_get_agency(const struct tiendo_ranking *ranking,
                                      uintptr_t row,
                                      struct tiendo_str *agency_out);

/*
 The name of a row; `lang` is a `tiendo_lang`. Valid until the ranking is freed.
 */
tiendo_code tiendo_ranking_get_name(const struct tiendo_ranking *ranking,
                                    uintptr_t row,
                                    int32_t lang,
                                    struct tiendo_str *name_out);

/*
 One number of a row's sums: `sum` is a `tiendo_sum`.
 */
tiendo_code tiendo_ranking_get_sum(const struct tiendo_ranking *ranking,
                                   uintptr_t row,
                                   int32_t sum,
                                   uint64_t *value_out);

/*
 How many of a row have a status (a `tiendo_status`), and of these how many nobody reported on.
 */
tiendo_code tiendo_ranking_get_count(const struct tiendo_ranking *ranking,
                                     uintptr_t row,
                                     int32_t status,
                                     uint64_t *count_out,
                                     uint64_t *unreported_out);

/*
 A rate (a `tiendo_rate`) of a row, exact: `num` ÷ `den`, 0 ÷ 0 where there is nothing to divide by.
 */
tiendo_code tiendo_ranking_get_rate(const struct tiendo_ranking *ranking,
                                    uintptr_t row,
                                    int32_t rate,
                                    uint64_t *num_out,
                                    uint64_t *den_out);

/*
 The rate that ranks, as the policy has it.
 */
tiendo_code tiendo_ranking_get_ranking_rate(const struct tiendo_ranking *ranking,
                                            tiendo_rate *rate_out);

/*
 Opens the built-in register of Resolution 57-NQ/TW and Plan 02-KH/BCĐTW; the caller frees it.

 It holds no report: nobody publishes progress task by task.
 */
tiendo_code tiendo_registry_plan02(struct tiendo_registry **registry_out);

/*
 Opens the built-in register with reports invented from `seed`, marked as simulated; the caller frees it.

 For demonstrations and tests. The numbers say nothing about any agency: `SIMULATED` must stand beside them.
 */
tiendo_code tiendo_registry_plan02_simulated(uint64_t seed,
                                             struct tiendo_registry **registry_out);

/*
 Builds a registry from its JSON form, `{"documents":[…],"agencies":[…],"tasks":[…],"reports":[…]}`; the caller frees
 it.

 What is wrong between the records is in `tiendo_registry_findings`; `TIENDO_CODE_INVALID_REQUEST` for what is no such
 JSON, with the line and column. A field that is not known is such; `tiendo_registry_read_json` keeps it.
 */
tiendo_code tiendo_registry_from_json(const char *json,
                                      uintptr_t json_len,
                                      struct tiendo_registry **registry_out);

/*
 Reads a folder of CSV files (`tasks.csv`, `reports.csv` …) and builds a registry of them; the caller frees it.

 Tolerant: what was corrected, assumed or not understood, with its file, row and column, is in
 `tiendo_registry_findings`. `path` is UTF-8. `watch` `NULL` is none; it counts rows, then records.
 `TIENDO_CODE_FILE` for what the system refuses to read, `TIENDO_CODE_NOT_FOUND` for a folder without such files.
 */
tiendo_code tiendo_registry_read_csv(const char *path,
                                     uintptr_t path_len,
                                     struct tiendo_watch *watch,
                                     struct tiendo_registry **registry_out);

/*
 Reads a folder of CSV files like `tiendo_registry_read_csv`, in an encoding from before Unicode: a `tiendo_encoding`. The
 caller frees the registry.

 A file with a byte order mark is read as that says. A byte that the encoding does not define costs its row, and is in
 `tiendo_registry_findings` with the file, row, column, value and offset in the cell.
 */
tiendo_code tiendo_registry_read_csv_with(const char *path,
                                          uintptr_t path_len,
                                          int32_t encoding,
                                          struct tiendo_watch *watch,
                                          struct tiendo_registry **registry_out);

/*
 Frees a registry. `NULL` is fine; evaluations made from it stay valid.
 */
void tiendo_registry_free(struct tiendo_registry *registry);

/*
 Number of documents; 0 for `NULL`.
 */
uintptr_t tiendo_registry_document_count(const struct tiendo_registry *registry);

/*
 Number of agencies and groups; 0 for `NULL`.
 */
uintptr_t tiendo_registry_agency_count(const struct tiendo_registry *registry);

/*
 Number of tasks; 0 for `NULL`.
 */
uintptr_t tiendo_registry_task_count(const struct tiendo_registry *registry);

/*
 Number of reports; 0 for `NULL`.
 */
uintptr_t tiendo_registry_report_count(const struct tiendo_registry *registry);

/*
 Whether the reports were really made: simulated as soon as one is not.
 */
tiendo_code tiendo_registry_get_provenance(const struct tiendo_registry *registry,
                                           tiendo_provenance *provenance_out);

/*
 The version of the registry's calendar, valid until the registry is freed.
 */
tiendo_code tiendo_registry_get_calendar_version(const struct tiendo_registry *registry,
                                                 struct tiendo_str *version_out);

/*
 What building found out about the records; the caller frees the findings, which outlive the registry.
 */
tiendo_code tiendo_registry_findings(const struct tiendo_registry *registry,
                                     struct tiendo_findings **findings_out);

/*
 All records in the JSON form that `tiendo_registry_from_json` reads; the caller frees the reply.

 Without the fields of files that this version does not know, which `tiendo_registry_write_json` puts back.
 */
tiendo_code tiendo_registry_to_json(const struct tiendo_registry *registry,
                                    struct tiendo_reply **json_out);

/*
 An agency as people name it, by id, code or name without accents, as JSON; the caller frees the reply.

 `TIENDO_CODE_AMBIGUOUS` for a name that several have; the message lists them.
 */
tiendo_code tiendo_registry_find_agency(const struct tiendo_registry *registry,
                                        const char *name,
                                        uintptr_t name_len,
                                        struct tiendo_reply **json_out);

/*
 A task by its id, as JSON; the caller frees the reply.
 */
tiendo_code tiendo_registry_find_task(const struct tiendo_registry *registry,
                                      const char *id,
                                      uintptr_t id_len,
                                      struct tiendo_reply **json_out);

/*
 Evaluates every task as of a day; the caller frees the evaluation, which outlives the registry.

 `day` and `known` are `yyyymmdd`; `known` 0 stands for everything recorded. `policy` `NULL` is the policy `default`.
 `watch` `NULL` is none. Any thread; several may evaluate the same registry at a time.
 */
tiendo_code tiendo_registry_evaluate(const struct tiendo_registry *registry,
                                     int32_t day,
                                     int32_t known,
                                     const struct tiendo_policy *policy,
                                     struct tiendo_watch *watch,
                                     struct tiendo_evaluation **evaluation_out);

/*
 A report with an id, the task it speaks of, its kind (a word of the vocabulary `report_kind`) and its day, `yyyymmdd`; all else
 absent. The caller frees it.
 */
tiendo_code tiendo_report_new(const char *id,
                              uintptr_t id_len,
                              const char *task,
                              uintptr_t task_len,
                              const char *kind,
                              uintptr_t kind_len,
                              int32_t reported_on,
                              struct tiendo_report **report_out);

/*
 Frees a report. `NULL` is fine.
 */
void tiendo_report_free(struct tiendo_report *report);

/*
 Id of the addressee whose row it is about, for a task addressed to each. `NULL` for none.
 */
tiendo_code tiendo_report_set_addressee(struct tiendo_report *report,
                                        const char *addressee,
                                        uintptr_t addressee_len);

/*
 Code of the occurrence it is about, for a recurring task: `2025-Q3`. `NULL` for none.
 */
tiendo_code tiendo_report_set_occurrence(struct tiendo_report *report,
                                         const char *occurrence,
                                         uintptr_t occurrence_len);

/*
 When it was recorded, `yyyy-mm-ddThh:mm:ss`. `NULL` for none.
 */
tiendo_code tiendo_report_set_recorded_at(struct tiendo_report *report,
                                          const char *recorded_at,
                                          uintptr_t recorded_at_len);

/*
 Id of the agency that reports. `NULL` for none.
 */
tiendo_code tiendo_report_set_by(struct tiendo_report *report, const char *by, uintptr_t by_len);

/*
 The post that reports. `NULL` for none.
 */
tiendo_code tiendo_report_set_by_post(struct tiendo_report *report,
                                      const char *by_post,
                                      uintptr_t by_post_len);

/*
 Work done, 0 to 100; -1 where it does not say.
 */
tiendo_code tiendo_report_set_percent(struct tiendo_report *report, int32_t percent);

/*
 The new last day of an extension, `yyyymmdd`; 0 for none.
 */
tiendo_code tiendo_report_set_new_deadline(struct tiendo_report *report, int32_t new_deadline);

/*
 The reason. `NULL` for none.
 */
tiendo_code tiendo_report_set_reason(struct tiendo_report *report,
                                     const char *reason,
                                     uintptr_t reason_len);

/*
 The cause, a word of the vocabulary `cause`. `NULL` for none.
 */
tiendo_code tiendo_report_set_cause(struct tiendo_report *report,
                                    const char *cause,
                                    uintptr_t cause_len);

/*
 Where the evidence is. `NULL` for none.
 */
tiendo_code tiendo_report_set_evidence(struct tiendo_report *report,
                                       const char *evidence,
                                       uintptr_t evidence_len);

/*
 Id of the document that it rests on. `NULL` for none.
 */
tiendo_code tiendo_report_set_basis(struct tiendo_report *report,
                                    const char *basis,
                                    uintptr_t basis_len);

/*
 Category of an obstacle. `NULL` for none.
 */
tiendo_code tiendo_report_set_category(struct tiendo_report *report,
                                       const char *category,
                                       uintptr_t category_len);

/*
 Id of the agency that it is addressed to. `NULL` for none.
 */
tiendo_code tiendo_report_set_addressed_to(struct tiendo_report *report,
                                           const char *addressed_to,
                                           uintptr_t addressed_to_len);

/*
 By when an answer is needed, `yyyymmdd`; 0 for none.
 */
tiendo_code tiendo_report_set_needed_by(struct tiendo_report *report, int32_t needed_by);

/*
 Whether it was really made: a `tiendo_provenance`.
 */
tiendo_code tiendo_report_set_provenance(struct tiendo_report *report, int32_t provenance);

/*
 Sums along an axis (a `tiendo_axis`), as assigned; the caller frees the roll-up, which outlives the evaluation.

 `watch` `NULL` is none; it counts rows.
 */
tiendo_code tiendo_evaluation_roll_up(const struct tiendo_evaluation *evaluation,
                                      int32_t axis,
                                      struct tiendo_watch *watch,
                                      struct tiendo_rollup **rollup_out);

/*
 Sums along an axis of the tasks asked for: `counting` is a `tiendo_counting`, `classified` a `tiendo_classified`;
 only what falls due from `from` to `to` (`yyyymmdd`, 0 for an open end, both 0 for whenever). The caller frees the
 roll-up, which outlives the evaluation. `watch` `NULL` is none.
 */
tiendo_code tiendo_evaluation_roll_up_with(const struct tiendo_evaluation *evaluation,
                                           int32_t axis,
                                           int32_t counting,
                                           int32_t classified,
                                           int32_t from,
                                           int32_t to,
                                           struct tiendo_watch *watch,
                                           struct tiendo_rollup **rollup_out);

/*
 Sums along an axis (a `tiendo_axis`) of what falls due in a period, on the days that `tiendo_policy_reporting_days` gives
 for the policy of the evaluation. The caller frees the roll-up, which outlives the evaluation. `watch` `NULL` is none.
 */
tiendo_code tiendo_evaluation_roll_up_period(const struct tiendo_evaluation *evaluation,
                                             int32_t axis,
                                             const struct tiendo_period *period,
                                             struct tiendo_watch *watch,
                                             struct tiendo_rollup **rollup_out);

/*
 The first and the last day, `yyyymmdd`, of what a roll-up sums; 0 and 0 where it sums whatever falls due whenever.
 */
tiendo_code tiendo_rollup_get_days(const struct tiendo_rollup *rollup,
                                   int32_t *first_out,
                                   int32_t *last_out);

/*
 Frees a roll-up. `NULL` is fine.
 */
void tiendo_rollup_free(struct tiendo_rollup *rollup);

/*
 Number of keys; 0 for `NULL`. What belongs to no key stands at this index, one behind the last key.
 */
uintptr_t tiendo_rollup_len(const struct tiendo_rollup *rollup);

/*
 The key of a row: id of the agency, phase, group or document, code of the territory, word of the level or branch, the
 post. Valid until the roll-up is freed.
 */
tiendo_code tiendo_rollup_get_key(const struct tiendo_rollup *rollup,
                                  uintptr_t row,
                                  struct tiendo_str *key_out);

/*
 The name of a row; `lang` is a `tiendo_lang`. Valid until the roll-up is freed.
 */
tiendo_code tiendo_rollup_get_name(const struct tiendo_rollup *rollup,
                                   uintptr_t row,
                                   int32_t lang,
                                   struct tiendo_str *name_out);

/*
 One number of a row's sums: `sum` is a `tiendo_sum`. `extent` is a `tiendo_extent`.
 */
tiendo_code tiendo_rollup_get_sum(const struct tiendo_rollup *rollup,
                                  uintptr_t row,
                                  int32_t extent,
                                  int32_t sum,
                                  uint64_t *value_out);

/*
 How many of a row have a status (a `tiendo_status`), and of these how many nobody reported on. `extent` is a `tiendo_extent`.
 */
tiendo_code tiendo_rollup_get_count(const struct tiendo_rollup *rollup,
                                    uintptr_t row,
                                    int32_t extent,
                                    int32_t status,
                                    uint64_t *count_out,
                                    uint64_t *unreported_out);

/*
 A rate (a `tiendo_rate`) of a row, exact: `num` ÷ `den`, 0 ÷ 0 where there is nothing to divide by. `extent` is a `tiendo_extent`.
 */
tiendo_code tiendo_rollup_get_rate(const struct tiendo_rollup *rollup,
                                   uintptr_t row,
                                   int32_t extent,
                                   int32_t rate,
                                   uint64_t *num_out,
                                   uint64_t *den_out);

/*
 Rows that are overdue, the longest first, without those that nobody reported on unless the policy counts silence; the
 caller frees the list.
 */
tiendo_code tiendo_evaluation_overdue(const struct tiendo_evaluation *evaluation,
                                      struct tiendo_rows **rows_out);

/*
 The rows that a filter asks for, most urgent first; `NULL`: all. The caller frees the list.

 Overdue first, the longest before the others, then overdue without data, due soon, in progress, not started,
 submitted, suspended, without a fixed term, done, cancelled.
 */
tiendo_code tiendo_evaluation_owed(const struct tiendo_evaluation *evaluation,
                                   const struct tiendo_filter *filter,
                                   struct tiendo_rows **rows_out);

/*
 The rows of a task by its id, in agency id order, all of them led; empty where it is not in force. The caller frees the list.
 */
tiendo_code tiendo_evaluation_rows_of(const struct tiendo_evaluation *evaluation,
                                      const char *task,
                                      uintptr_t task_len,
                                      struct tiendo_rows **rows_out);

/*
 Frees a list of rows. `NULL` is fine.
 */
void tiendo_rows_free(struct tiendo_rows *rows);

/*
 Number of rows in the list; 0 for `NULL`.
 */
uintptr_t tiendo_rows_len(const struct tiendo_rows *rows);

/*
 A row of the list, as the evaluation's getters take it.
 */
tiendo_code tiendo_rows_get_row(const struct tiendo_rows *rows,
                                uintptr_t index,
                                uintptr_t *row_out);

/*
 As what it is owed: led alone, or with others.
 */
tiendo_code tiendo_rows_get_role(const struct tiendo_rows *rows,
                                 uintptr_t index,
                                 tiendo_role *role_out);

/*
 What was said last about each row, by the day and what was known, without reports that do not count; the caller frees it.

 Made once for all rows: which report counts for which row is the rule's to say, and it is run again for that.
 */
tiendo_code tiendo_evaluation_said(const struct tiendo_evaluation *evaluation,
                                   struct tiendo_said **said_out);

/*
 Frees what was said. `NULL` is fine.
 */
void tiendo_said_free(struct tiendo_said *said);

/*
 The last report on the state of a row's work as JSON: progress, completion, an obstacle or its end; `null` for none. The
 caller frees the reply.
 */
tiendo_code tiendo_said_get_latest(const struct tiendo_said *said,
                                   uintptr_t row,
                                   struct tiendo_reply **json_out);

/*
 The reason that was given last for a row, in whatever report that counts; empty for none. Valid until `said` is freed.
 */
tiendo_code tiendo_said_get_reason(const struct tiendo_said *said,
                                   uintptr_t row,
                                   struct tiendo_str *reason_out);

/*
 The definition of a row's task that is evaluated, as JSON: the version visible on the day as known; the caller frees the
 reply.
 */
tiendo_code tiendo_evaluation_get_task_record(const struct tiendo_evaluation *evaluation,
                                              uintptr_t row,
                                              struct tiendo_reply **json_out);

/*
 The reports of obstacles of a row that are not resolved, the oldest first, as a JSON array; the caller frees the reply.
 */
tiendo_code tiendo_evaluation_get_obstacles(const struct tiendo_evaluation *evaluation,
                                            uintptr_t row,
                                            struct tiendo_reply **json_out);

/*
 The plan of all tasks as defined on `day` (and known on `known`, 0 for everything recorded); the caller frees it.

 Reports play no part: planned durations, links and deadlines in working days. `watch` `NULL` is none; it counts every task
 twice. Any thread. `TIENDO_CODE_CYCLE` where dependencies form a loop, which the message names.
 */
tiendo_code tiendo_registry_schedule(const struct tiendo_registry *registry,
                                     int32_t day,
                                     int32_t known,
                                     struct tiendo_watch *watch,
                                     struct tiendo_schedule **schedule_out);

/*
 What is left of the plan on D; the caller frees it.

 What is done is fixed on its day, what is open goes on after D with what its percent leaves of its duration. `watch` `NULL`
 is none; it counts every task twice. Any thread. `TIENDO_CODE_CYCLE` where dependencies form a loop.
 */
tiendo_code tiendo_evaluation_schedule(const struct tiendo_evaluation *evaluation,
                                       struct tiendo_watch *watch,
                                       struct tiendo_schedule **schedule_out);

/*
 Frees a schedule. `NULL` is fine; what was tried out on it stays valid.
 */
void tiendo_schedule_free(struct tiendo_schedule *schedule);

/*
 Number of tasks; 0 for `NULL`.
 */
uintptr_t tiendo_schedule_len(const struct tiendo_schedule *schedule);

/*
 The position of the task with an id. `TIENDO_CODE_NOT_FOUND` where it has no place in the schedule.
 */
tiendo_code tiendo_schedule_find(const struct tiendo_schedule *schedule,
                                 const char *id,
                                 uintptr_t id_len,
                                 uintptr_t *task_out);

/*
 Id of a task. Valid until the schedule is freed.
 */
tiendo_code tiendo_schedule_get_id(const struct tiendo_schedule *schedule,
                                   uintptr_t task,
                                   struct tiendo_str *id_out);

/*
 By what a task has its place.
 */
tiendo_code tiendo_schedule_get_basis(const struct tiendo_schedule *schedule,
                                      uintptr_t task,
                                      tiendo_schedule_basis *basis_out);

/*
 Working days that a task takes, or that are left of it; 0 for a milestone.
 */
tiendo_code tiendo_schedule_get_duration_days(const struct tiendo_schedule *schedule,
                                              uintptr_t task,
                                              int32_t *duration_days_out);

/*
 The first day worked, at the earliest, `yyyymmdd`; 0 beyond the calendar.
 */
tiendo_code tiendo_schedule_get_start(const struct tiendo_schedule *schedule,
                                      uintptr_t task,
                                      int32_t *start_out);

/*
 The last day worked, at the earliest, `yyyymmdd`; 0 beyond the calendar.
 */
tiendo_code tiendo_schedule_get_finish(const struct tiendo_schedule *schedule,
                                       uintptr_t task,
                                       int32_t *finish_out);

/*
 The last day to start on that delays neither the finish of all nor any deadline, `yyyymmdd`; 0 beyond the calendar.
 */
tiendo_code tiendo_schedule_get_late_start(const struct tiendo_schedule *schedule,
                                           uintptr_t task,
                                           int32_t *late_start_out);

/*
 The last day to finish on that delays neither the finish of all nor any deadline, `yyyymmdd`; 0 beyond the calendar.
 */
tiendo_code tiendo_schedule_get_late_finish(const struct tiendo_schedule *schedule,
                                            uintptr_t task,
                                            int32_t *late_finish_out);

/*
 Early start, early finish, late start and late finish as working days since the first day of the calendar.

 A finish is the day after the last one worked. Late ones may lie before the calendar, and are then just numbers.
 */
tiendo_code tiendo_schedule_get_numbers(const struct tiendo_schedule *schedule,
                                        uintptr_t task,
                                        int32_t *early_start_out,
                                        int32_t *early_finish_out,
                                        int32_t *late_start_out,
                                        int32_t *late_finish_out);

/*
 The last day that binds a task, `yyyymmdd`; 0 without a deadline.
 */
tiendo_code tiendo_schedule_get_deadline(const struct tiendo_schedule *schedule,
                                         uintptr_t task,
                                         int32_t *deadline_out);

/*
 Working days that a task may slip without delaying the finish of all or missing a deadline; negative where one is missed.

 `INT32_MIN` where it has no slack to speak of: it is done, or a milestone that nothing is linked to.
 */
tiendo_code tiendo_schedule_get_total_slack_days(const struct tiendo_schedule *schedule,
                                                 uintptr_t task,
                                                 int32_t *total_slack_days_out);

/*
 Working days that a task may slip without delaying any other or missing its own deadline.

 `INT32_MIN` where it has no slack to speak of.
 */
tiendo_code tiendo_schedule_get_free_slack_days(const struct tiendo_schedule *schedule,
                                                uintptr_t task,
                                                int32_t *free_slack_days_out);

/*
 1 where the total slack of a task is 0 or less.
 */
tiendo_code tiendo_schedule_get_is_critical(const struct tiendo_schedule *schedule,
                                            uintptr_t task,
                                            int32_t *is_critical_out);

/*
 1 where a task finishes after its last day, or was done late; never of one past its last day that nobody reported on.
 */
tiendo_code tiendo_schedule_get_is_late(const struct tiendo_schedule *schedule,
                                        uintptr_t task,
                                        int32_t *is_late_out);

/*
 1 where a task is done, so that its days are facts.
 */
tiendo_code tiendo_schedule_get_is_done(const struct tiendo_schedule *schedule,
                                        uintptr_t task,
                                        int32_t *is_done_out);

/*
 The last day of all, `yyyymmdd`; 0 for an empty schedule and beyond the calendar.
 */
tiendo_code tiendo_schedule_get_last_day(const struct tiendo_schedule *schedule,
                                         int32_t *last_day_out);

/*
 Length of the chain of tasks that drives the finish; 0 for `NULL`.
 */
uintptr_t tiendo_schedule_driving_path_len(const struct tiendo_schedule *schedule);

/*
 The position of a task of that chain, first to last.
 */
tiendo_code tiendo_schedule_get_driving_path(const struct tiendo_schedule *schedule,
                                             uintptr_t step,
                                             uintptr_t *task_out);

/*
 A schedule as the reply of the request `schedule`; the caller frees it with `tiendo_reply_free`.
 */
tiendo_code tiendo_schedule_to_json(const struct tiendo_schedule *schedule,
                                    struct tiendo_reply **reply_out);

/*
 Whom an agency (id, code or name) waits for, who waits for it, and what its delays endanger, as the reply of the request
 `blocks`; the caller frees it with `tiendo_reply_free`. Any thread.
 */
tiendo_code tiendo_schedule_blocks(const struct tiendo_schedule *schedule,
                                   const char *agency,
                                   uintptr_t agency_len,
                                   struct tiendo_reply **reply_out);

/*
 What stands behind a task, by its id: obstacles and the open predecessors that fix its start, the nearest first, as a JSON
 list in the form of the reply of the request `blocks`; the caller frees it with `tiendo_reply_free`. Any thread.
 */
tiendo_code tiendo_schedule_behind(const struct tiendo_schedule *schedule,
                                   const char *id,
                                   uintptr_t id_len,
                                   struct tiendo_reply **reply_out);

/*
 What changes would do; the schedule stays as it is. The caller frees the answer, which keeps what it needs.

 `changes` is a JSON list such as `[{"task":"T0001","delay_days":10}]`, each with `delay_days`, `not_before` or
 `duration_days`. Takes time for what moves, not for what there is. `watch` `NULL` is none; it counts tasks. Any thread.
 */
tiendo_code tiendo_schedule_what_if(const struct tiendo_schedule *schedule,
                                    const char *changes,
                                    uintptr_t changes_len,
                                    struct tiendo_watch *watch,
                                    struct tiendo_what_if **what_if_out);

/*
 The days of a schedule under a name, as JSON to be kept and given to `tiendo_schedule_compare`; the caller frees it with
 `tiendo_reply_free`. Any thread.
 */
tiendo_code tiendo_schedule_baseline(const struct tiendo_schedule *schedule,
                                     const char *name,
                                     uintptr_t name_len,
                                     struct tiendo_reply **reply_out);

/*
 How a schedule differs from a baseline, as JSON; the caller frees it with `tiendo_reply_free`. Any thread.
 */
tiendo_code tiendo_schedule_compare(const struct tiendo_schedule *schedule,
                                    const char *baseline,
                                    uintptr_t baseline_len,
                                    struct tiendo_reply **reply_out);

/*
 The day of an evaluation, `yyyymmdd`.
 */
tiendo_code tiendo_evaluation_get_scope_day(const struct tiendo_evaluation *evaluation,
                                            int32_t *day_out);

/*
 The knowledge day, `yyyymmdd`; 0 for everything recorded.
 */
tiendo_code tiendo_evaluation_get_scope_known(const struct tiendo_evaluation *evaluation,
                                              int32_t *known_out);

/*
 Name of the policy. Valid until the evaluation is freed.
 */
tiendo_code tiendo_evaluation_get_scope_policy(const struct tiendo_evaluation *evaluation,
                                               struct tiendo_str *policy_out);

/*
 Version of the policy.
 */
tiendo_code tiendo_evaluation_get_scope_policy_version(const struct tiendo_evaluation *evaluation,
                                                       int32_t *policy_version_out);

/*
 Version of the calendar. Valid until the evaluation is freed.
 */
tiendo_code tiendo_evaluation_get_scope_calendar(const struct tiendo_evaluation *evaluation,
                                                 struct tiendo_str *calendar_out);

/*
 Whether the reports were really made; where they are simulated, `SIMULATED` must stand beside every number.
 */
tiendo_code tiendo_evaluation_get_scope_provenance(const struct tiendo_evaluation *evaluation,
                                                   tiendo_provenance *provenance_out);

/*
 Reports that the knowledge day hides.
 */
tiendo_code tiendo_evaluation_get_scope_hidden_report_count(const struct tiendo_evaluation *evaluation,
                                                            uint64_t *hidden_report_count_out);

/*
 Reports that are visible; 0 where nobody reported at all.
 */
tiendo_code tiendo_evaluation_get_scope_report_count(const struct tiendo_evaluation *evaluation,
                                                     uint64_t *report_count_out);

/*
 Documents that set tasks in force.
 */
tiendo_code tiendo_evaluation_get_scope_document_count(const struct tiendo_evaluation *evaluation,
                                                       uint64_t *document_count_out);

/*
 Tasks in force.
 */
tiendo_code tiendo_evaluation_get_scope_task_count(const struct tiendo_evaluation *evaluation,
                                                   uint64_t *task_count_out);

/*
 A scheme built in: `qd-766`, `nd-335`, `plan02-light` or `province-example`; the caller frees it. `TIENDO_CODE_NOT_FOUND` for
 any other name.
 */
tiendo_code tiendo_scheme_named(const char *name,
                                uintptr_t name_len,
                                struct tiendo_scheme **scheme_out);

/*
 Reads a scheme of one's own from TOML and checks it; the caller frees it. An error for text that is no TOML, a key that is
 not known, or rules that cannot be applied.
 */
tiendo_code tiendo_scheme_from_toml(const char *toml,
                                    uintptr_t toml_len,
                                    struct tiendo_scheme **scheme_out);

/*
 Frees a scheme. `NULL` is fine.
 */
void tiendo_scheme_free(struct tiendo_scheme *scheme);

/*
 The scheme as TOML that `tiendo_scheme_from_toml` reads. Valid until the scheme is freed.
 */
tiendo_code tiendo_scheme_get_toml(const struct tiendo_scheme *scheme, struct tiendo_str *toml_out);

/*
 The scheme as JSON, as requests take it; the caller frees it with `tiendo_reply_free`.
 */
tiendo_code tiendo_scheme_get_json(const struct tiendo_scheme *scheme,
                                   struct tiendo_reply **reply_out);

/*
 Scores the agencies of a level (`province`, `commune` …), the best first, those that cannot be judged after them; the caller
 frees the scores.

 `given` is a JSON list of what no register knows, with one object for each agency, as the request `score` takes it; `NULL`:
 nothing. A component without data is absent and never zero.
 */
tiendo_code tiendo_evaluation_score(const struct tiendo_evaluation *evaluation,
                                    const struct tiendo_scheme *scheme,
                                    const char *level,
                                    uintptr_t level_len,
                                    const char *given,
                                    uintptr_t given_len,
                                    struct tiendo_scores **scores_out);

/*
 Scores subjects on what is handed in alone, whoever they are; `given` as for `tiendo_evaluation_score`. The caller frees the
 scores.
 */
tiendo_code tiendo_scheme_score(const struct tiendo_scheme *scheme,
                                const char *given,
                                uintptr_t given_len,
                                struct tiendo_scores **scores_out);

/*
 Frees scores. `NULL` is fine.
 */
void tiendo_scores_free(struct tiendo_scores *scores);

/*
 Number of subjects; 0 for `NULL`.
 */
uintptr_t tiendo_scores_len(const struct tiendo_scores *scores);

/*
 Id of the agency, or the name of the subject. Valid until the scores are freed.
 */
tiendo_code tiendo_scores_get_subject(const struct tiendo_scores *scores,
                                      uintptr_t index,
                                      struct tiendo_str *subject_out);

/*
 1 + the number of subjects with a strictly greater total; 0 where it is not judged.
 */
tiendo_code tiendo_scores_get_rank(const struct tiendo_scores *scores,
                                   uintptr_t index,
                                   int32_t *rank_out);

/*
 The points of the components with data, adjusted, and the most that these components can give: exact to hundredths, as the
 nearest doubles.
 */
tiendo_code tiendo_scores_get_total(const struct tiendo_scores *scores,
                                    uintptr_t index,
                                    double *total_out,
                                    double *of_out);

/*
 1 where every component has data and enough has fallen due, else 0.
 */
tiendo_code tiendo_scores_get_is_judged(const struct tiendo_scores *scores,
                                        uintptr_t index,
                                        int32_t *is_judged_out);

/*
 The key of its band, or of what the scheme calls what cannot be judged; empty for none. Valid until the scores are freed.
 */
tiendo_code tiendo_scores_get_band(const struct tiendo_scores *scores,
                                   uintptr_t index,
                                   struct tiendo_str *band_out);

/*
 The name of that; `lang` is a `tiendo_lang`. Valid until the scores are freed.
 */
tiendo_code tiendo_scores_get_band_name(const struct tiendo_scores *scores,
                                        uintptr_t index,
                                        int32_t lang,
                                        struct tiendo_str *band_name_out);

/*
 Number of components of a subject, which is that of the scheme.
 */
tiendo_code tiendo_scores_get_component_count(const struct tiendo_scores *scores,
                                              uintptr_t index,
                                              uintptr_t *component_count_out);

/*
 The key of a component. Valid until the scores are freed.
 */
tiendo_code tiendo_scores_get_component_key(const struct tiendo_scores *scores,
                                            uintptr_t index,
                                            uintptr_t component,
                                            struct tiendo_str *key_out);

/*
 The weighted mean of a component's parts in percent with two decimals, for reading; empty without data. Valid until the
 scores are freed.
 */
tiendo_code tiendo_scores_get_component_mean(const struct tiendo_scores *scores,
                                             uintptr_t index,
                                             uintptr_t component,
                                             struct tiendo_str *mean_out);

/*
 The points of a component, NaN without data, and the most that it can give.
 */
tiendo_code tiendo_scores_get_component_points(const struct tiendo_scores *scores,
                                               uintptr_t index,
                                               uintptr_t component,
                                               double *points_out,
                                               double *most_out);

/*
 The whole score as JSON: components, adjustments, findings; the caller frees it with `tiendo_reply_free`.
 */
tiendo_code tiendo_scores_get_json(const struct tiendo_scores *scores,
                                   uintptr_t index,
                                   struct tiendo_reply **reply_out);

/*
 Finds tasks by the words of their titles and products, with or without accents; the caller frees the hits, which
 outlive the registry.

 All of the words must be found; `cong ngh*` finds beginnings of words, `"du lieu dat dai"` in quotation marks a phrase.
 `order` is a `tiendo_search_order`. `offset` tasks are left out first, and at most `limit` are listed: `SIZE_MAX` for
 all, 0 to count them alone. The first search of a registry makes its index, a second or two for a million tasks; see
 `tiendo_registry_prepare_search`. Any thread. `TIENDO_CODE_INVALID_VALUE` when the text asks for nothing or cannot be
 read; the message has the character.
 */
tiendo_code tiendo_registry_search(const struct tiendo_registry *registry,
                                   const char *text,
                                   uintptr_t text_len,
                                   int32_t order,
                                   uintptr_t limit,
                                   uintptr_t offset,
                                   struct tiendo_search_hits **hits_out);

/*
 Makes the index of a registry before the first search; does nothing where there is one.

 `earlier` is an earlier state of the same register, whose index is taken over where all its tasks stand first in this
 one unchanged; `NULL` for none. `watch` hears of tasks read; `NULL` is none. `TIENDO_CODE_CANCELLED` when it was
 stopped; a later search makes the index. Any thread.
 */
tiendo_code tiendo_registry_prepare_search(const struct tiendo_registry *registry,
                                           const struct tiendo_registry *earlier,
                                           struct tiendo_watch *watch);

/*
 Frees hits. `NULL` is fine.
 */
void tiendo_search_hits_free(struct tiendo_search_hits *hits);

/*
 Number of tasks listed; 0 for `NULL`.
 */
uintptr_t tiendo_search_hits_len(const struct tiendo_search_hits *hits);

/*
 Number of tasks found, before limit and offset; 0 for `NULL`.
 */
uintptr_t tiendo_search_hits_total(const struct tiendo_search_hits *hits);

/*
 Id of a task found. Valid until the hits are freed.
 */
tiendo_code tiendo_search_hits_get_task(const struct tiendo_search_hits *hits,
                                        uintptr_t index,
                                        struct tiendo_str *task_out);

/*
 Its title; `lang` is a `tiendo_lang`, the English title empty where there is none. Valid until the hits are freed.
 */
tiendo_code tiendo_search_hits_get_title(const struct tiendo_search_hits *hits,
                                         uintptr_t index,
                                         int32_t lang,
                                         struct tiendo_str *title_out);

/*
 Its product; empty where none is stated. Valid until the hits are freed.
 */
tiendo_code tiendo_search_hits_get_product(const struct tiendo_search_hits *hits,
                                           uintptr_t index,
                                           struct tiendo_str *product_out);

/*
 Where the search matches it; the better match is the lower number.
 */
tiendo_code tiendo_search_hits_get_match(const struct tiendo_search_hits *hits,
                                         uintptr_t index,
                                         tiendo_match *match_out);

/*
 The special days of a calendar from `from` to `to`, `yyyymmdd`, both included, in order; the caller frees the list, which
 outlives the calendar.
 */
tiendo_code tiendo_calendar_special_days(const struct tiendo_calendar *calendar,
                                         int32_t from,
                                         int32_t to,
                                         struct tiendo_special_days **days_out);

/*
 Frees a list of special days. `NULL` is fine.
 */
void tiendo_special_days_free(struct tiendo_special_days *days);

/*
 Number of special days; 0 for `NULL`.
 */
uintptr_t tiendo_special_days_len(const struct tiendo_special_days *days);

/*
 The day, `yyyymmdd`.
 */
tiendo_code tiendo_special_days_get_day(const struct tiendo_special_days *days,
                                        uintptr_t index,
                                        int32_t *day_out);

/*
 1 where it is worked, else 0.
 */
tiendo_code tiendo_special_days_get_is_working(const struct tiendo_special_days *days,
                                               uintptr_t index,
                                               int32_t *is_working_out);

/*
 1 where it follows from the statute and is not yet decreed, else 0.
 */
tiendo_code tiendo_special_days_get_is_provisional(const struct tiendo_special_days *days,
                                                   uintptr_t index,
                                                   int32_t *is_provisional_out);

/*
 Its name; `lang` is a `tiendo_lang`, the English name may be empty. Valid until the list is freed.
 */
tiendo_code tiendo_special_days_get_name(const struct tiendo_special_days *days,
                                         uintptr_t index,
                                         int32_t lang,
                                         struct tiendo_str *name_out);

/*
 Number and article of the document that says so. Valid until the list is freed.
 */
tiendo_code tiendo_special_days_get_source(const struct tiendo_special_days *days,
                                           uintptr_t index,
                                           struct tiendo_str *source_out);

/*
 Where every KPI stands on `day` as known on `known` (0: everything recorded), in id order; of an agency and all below it, by
 id, code or name, where `agency` is not `NULL`. The caller frees the list, which outlives the registry.
 */
tiendo_code tiendo_registry_kpi_standings(const struct tiendo_registry *registry,
                                          int32_t day,
                                          int32_t known,
                                          const char *agency,
                                          uintptr_t agency_len,
                                          struct tiendo_kpi_standings **standings_out);

/*
 Where satisfaction and trust stand: the KPIs with a survey, which belong beside every completion. The caller frees the list.
 */
tiendo_code tiendo_registry_kpis_of_people(const struct tiendo_registry *registry,
                                           int32_t day,
                                           int32_t known,
                                           struct tiendo_kpi_standings **standings_out);

/*
 Frees a list of standings. `NULL` is fine.
 */
void tiendo_kpi_standings_free(struct tiendo_kpi_standings *standings);

/*
 Number of KPIs; 0 for `NULL`.
 */
uintptr_t tiendo_kpi_standings_len(const struct tiendo_kpi_standings *standings);

/*
 Id of the KPI. Valid until the list is freed.
 */
tiendo_code tiendo_kpi_standings_get_kpi(const struct tiendo_kpi_standings *standings,
                                         uintptr_t index,
                                         struct tiendo_str *kpi_out);

/*
 Its name; `lang` is a `tiendo_lang`, the Vietnamese name where there is no other. Valid until the list is freed.
 */
tiendo_code tiendo_kpi_standings_get_name(const struct tiendo_kpi_standings *standings,
                                          uintptr_t index,
                                          int32_t lang,
                                          struct tiendo_str *name_out);

/*
 Id of the agency that it measures; empty for none. Valid until the list is freed.
 */
tiendo_code tiendo_kpi_standings_get_owner(const struct tiendo_kpi_standings *standings,
                                           uintptr_t index,
                                           struct tiendo_str *owner_out);

/*
 Its unit, in words; empty for none. Valid until the list is freed.
 */
tiendo_code tiendo_kpi_standings_get_unit(const struct tiendo_kpi_standings *standings,
                                          uintptr_t index,
                                          struct tiendo_str *unit_out);

/*
 Where it stands: a word of the vocabulary `kpi_state`. `no_data` and `not_yet_due` are no zeros. Valid until the list is
 freed.
 */
tiendo_code tiendo_kpi_standings_get_state(const struct tiendo_kpi_standings *standings,
                                           uintptr_t index,
                                           struct tiendo_str *state_out);

/*
 The target of the day, the actual value, how far along the way from baseline to target (0 to 1.2), and for satisfaction the
 value before the last; NaN for each that there is not.
 */
tiendo_code tiendo_kpi_standings_get_values(const struct tiendo_kpi_standings *standings,
                                            uintptr_t index,
                                            double *target_out,
                                            double *actual_out,
                                            double *ratio_out,
                                            double *before_out);

/*
 Last day of the period measured, `yyyymmdd`; 0 where nothing was.
 */
tiendo_code tiendo_kpi_standings_get_period_end(const struct tiendo_kpi_standings *standings,
                                                uintptr_t index,
                                                int32_t *period_end_out);

/*
 1 where it is where it should be, 0 where it is not, -1 where that is no question.
 */
tiendo_code tiendo_kpi_standings_get_is_attained(const struct tiendo_kpi_standings *standings,
                                                 uintptr_t index,
                                                 int32_t *is_attained_out);

/*
 The weighted KPI score of every agency that is measured, in id order; the caller frees the list.
 */
tiendo_code tiendo_registry_kpi_scores(const struct tiendo_registry *registry,
                                       int32_t day,
                                       int32_t known,
                                       struct tiendo_kpi_scores **scores_out);

/*
 Frees a list of KPI scores. `NULL` is fine.
 */
void tiendo_kpi_scores_free(struct tiendo_kpi_scores *scores);

/*
 Number of agencies; 0 for `NULL`.
 */
uintptr_t tiendo_kpi_scores_len(const struct tiendo_kpi_scores *scores);

/*
 Id of the agency. Valid until the list is freed.
 */
tiendo_code tiendo_kpi_scores_get_agency(const struct tiendo_kpi_scores *scores,
                                         uintptr_t index,
                                         struct tiendo_str *agency_out);

/*
 KPIs that measure it, of these those with a measurement, and of these those that are where they should be.
 */
tiendo_code tiendo_kpi_scores_get_counts(const struct tiendo_kpi_scores *scores,
                                         uintptr_t index,
                                         int32_t *kpi_count_out,
                                         int32_t *data_count_out,
                                         int32_t *attained_count_out);

/*
 The weighted mean of its KPIs' ratios, 0 to 1.2; NaN where none has one, which is not zero.
 */
tiendo_code tiendo_kpi_scores_get_score_ratio(const struct tiendo_kpi_scores *scores,
                                              uintptr_t index,
                                              double *score_ratio_out);

/*
 A succession: how (a word of the vocabulary `succession_kind`), the predecessor, the successor, and the first day of the successor,
 `yyyymmdd`; all else absent. The caller frees it.
 */
tiendo_code tiendo_succession_new(const char *kind,
                                  uintptr_t kind_len,
                                  const char *from,
                                  uintptr_t from_len,
                                  const char *to,
                                  uintptr_t to_len,
                                  int32_t day,
                                  struct tiendo_succession **succession_out);

/*
 Frees a succession. `NULL` is fine.
 */
void tiendo_succession_free(struct tiendo_succession *succession);

/*
 The document that decided it. `NULL` for none.
 */
tiendo_code tiendo_succession_set_basis(struct tiendo_succession *succession,
                                        const char *basis,
                                        uintptr_t basis_len);

/*
 Where this was read. `NULL` for none.
 */
tiendo_code tiendo_succession_set_source(struct tiendo_succession *succession,
                                         const char *source,
                                         uintptr_t source_len);

/*
 The successions of a registry, in its order; the caller frees the list, which outlives the registry.
 */
tiendo_code tiendo_registry_successions(const struct tiendo_registry *registry,
                                        struct tiendo_successions **successions_out);

/*
 Frees a list of successions. `NULL` is fine.
 */
void tiendo_successions_free(struct tiendo_successions *successions);

/*
 Number of successions; 0 for `NULL`.
 */
uintptr_t tiendo_successions_len(const struct tiendo_successions *successions);

/*
 How: a word of the vocabulary `succession_kind`. Valid until the list is freed.
 */
tiendo_code tiendo_successions_get_kind(const struct tiendo_successions *successions,
                                        uintptr_t index,
                                        struct tiendo_str *kind_out);

/*
 Id of the predecessor. Valid until the list is freed.
 */
tiendo_code tiendo_successions_get_from(const struct tiendo_successions *successions,
                                        uintptr_t index,
                                        struct tiendo_str *from_out);

/*
 Id of the successor. Valid until the list is freed.
 */
tiendo_code tiendo_successions_get_to(const struct tiendo_successions *successions,
                                      uintptr_t index,
                                      struct tiendo_str *to_out);

/*
 First day of the successor, `yyyymmdd`.
 */
tiendo_code tiendo_successions_get_day(const struct tiendo_successions *successions,
                                       uintptr_t index,
                                       int32_t *day_out);

/*
 The document that decided it; empty for none. Valid until the list is freed.
 */
tiendo_code tiendo_successions_get_basis(const struct tiendo_successions *successions,
                                         uintptr_t index,
                                         struct tiendo_str *basis_out);

/*
 Where this was read; empty for none. Valid until the list is freed.
 */
tiendo_code tiendo_successions_get_source(const struct tiendo_successions *successions,
                                          uintptr_t index,
                                          struct tiendo_str *source_out);

/*
 A task with an id, the document that sets it and its title; all else absent. The caller frees it.
 */
tiendo_code tiendo_task_new(const char *id,
                            uintptr_t id_len,
                            const char *document,
                            uintptr_t document_len,
                            const char *title,
                            uintptr_t title_len,
                            struct tiendo_task **task_out);

/*
 Frees a task. `NULL` is fine.
 */
void tiendo_task_free(struct tiendo_task *task);

/*
 The clause that sets it. `NULL` for none.
 */
tiendo_code tiendo_task_set_clause(struct tiendo_task *task,
                                   const char *clause,
                                   uintptr_t clause_len);

/*
 The title in English. `NULL` for none.
 */
tiendo_code tiendo_task_set_title_en(struct tiendo_task *task,
                                     const char *title_en,
                                     uintptr_t title_en_len);

/*
 Adds an agency or group that it is addressed to, by id.
 */
tiendo_code tiendo_task_add_addressee(struct tiendo_task *task,
                                      const char *addressee,
                                      uintptr_t addressee_len);

/*
 How several addressees owe it: `each`, or another word of the vocabulary `addressee_mode`. `NULL` for none.
 */
tiendo_code tiendo_task_set_mode(struct tiendo_task *task,
                                 const char *mode,
                                 uintptr_t mode_len);

/*
 Adds an agency that coordinates, by id.
 */
tiendo_code tiendo_task_add_coordinating(struct tiendo_task *task,
                                         const char *coordinating,
                                         uintptr_t coordinating_len);

/*
 Adds an agency that it was delegated to, by id.
 */
tiendo_code tiendo_task_add_delegate(struct tiendo_task *task,
                                     const char *delegate,
                                     uintptr_t delegate_len);

/*
 Id of the agency that assigned it. `NULL` for none.
 */
tiendo_code tiendo_task_set_assigner(struct tiendo_task *task,
                                     const char *assigner,
                                     uintptr_t assigner_len);

/*
 Id of the agency that supervises it. `NULL` for none.
 */
tiendo_code tiendo_task_set_supervisor(struct tiendo_task *task,
                                       const char *supervisor,
                                       uintptr_t supervisor_len);

/*
 The post that answers for it. `NULL` for none.
 */
tiendo_code tiendo_task_set_responsible_person(struct tiendo_task *task,
                                               const char *responsible_person,
                                               uintptr_t responsible_person_len);

/*
 The leader who supervises it. `NULL` for none.
 */
tiendo_code tiendo_task_set_supervising_leader(struct tiendo_task *task,
                                               const char *supervising_leader,
                                               uintptr_t supervising_leader_len);

/*
 The authority it is done with. `NULL` for none.
 */
tiendo_code tiendo_task_set_authority(struct tiendo_task *task,
                                      const char *authority,
                                      uintptr_t authority_len);

/*
 What is to be delivered, in words. `NULL` for none.
 */
tiendo_code tiendo_task_set_product(struct tiendo_task *task,
                                    const char *product,
                                    uintptr_t product_len);

/*
 The day it was assigned, `yyyymmdd`; 0: the day of the document.
 */
tiendo_code tiendo_task_set_assigned_on(struct tiendo_task *task, int32_t assigned_on);

/*
 The deadline in official wording, read as `tiendo_deadline_read` does; the wording is kept.
 */
tiendo_code tiendo_task_set_deadline(struct tiendo_task *task,
                                     const char *deadline,
                                     uintptr_t deadline_len);

/*
 The last day, `yyyymmdd`, where somebody set it by hand: it wins over the wording. 0 for none.
 */
tiendo_code tiendo_task_set_last_day(struct tiendo_task *task, int32_t last_day);

/*
 1: the date is only foreseen and never overdue; 0: it is set.
 */
tiendo_code tiendo_task_set_indicative(struct tiendo_task *task, int32_t indicative);

/*
 Id of its task group. `NULL` for none.
 */
tiendo_code tiendo_task_set_group(struct tiendo_task *task, const char *group, uintptr_t group_len);

/*
 Id of its phase. `NULL` for none.
 */
tiendo_code tiendo_task_set_phase(struct tiendo_task *task, const char *phase, uintptr_t phase_len);

/*
 Id of the task that it is a part of. `NULL` for none.
 */
tiendo_code tiendo_task_set_parent(struct tiendo_task *task,
                                   const char *parent,
                                   uintptr_t parent_len);

/*
 The stage, a word of the vocabulary `stage`. `NULL` for none.
 */
tiendo_code tiendo_task_set_stage(struct tiendo_task *task, const char *stage, uintptr_t stage_len);

/*
 Weight in sums, 1 to 255.
 */
tiendo_code tiendo_task_set_weight(struct tiendo_task *task, int32_t weight);

/*
 How many calendar days the work takes; -1 for unknown.
 */
tiendo_code tiendo_task_set_duration_days(struct tiendo_task *task, int32_t duration_days);

/*
 Secrecy, a word of the vocabulary `classification`. `NULL` for none.
 */
tiendo_code tiendo_task_set_classification(struct tiendo_task *task,
                                           const char *classification,
                                           uintptr_t classification_len);

/*
 Where this was read. `NULL` for none.
 */
tiendo_code tiendo_task_set_source(struct tiendo_task *task,
                                   const char *source,
                                   uintptr_t source_len);

/*
 From which day this version of the definition holds, `yyyymmdd`; 0 for always.
 */
tiendo_code tiendo_task_set_valid_from(struct tiendo_task *task, int32_t valid_from);

/*
 When this version was recorded, `yyyy-mm-ddThh:mm:ss`. `NULL` for none.
 */
tiendo_code tiendo_task_set_recorded_at(struct tiendo_task *task,
                                        const char *recorded_at,
                                        uintptr_t recorded_at_len);

/*
 A transfer: the task, who owed it before, who owes it from the day on, and that day,
 `yyyymmdd`; all else absent. The caller frees it.
 */
tiendo_code tiendo_transfer_new(const char *task,
                                uintptr_t task_len,
                                const char *from,
                                uintptr_t from_len,
                                const char *to,
                                uintptr_t to_len,
                                int32_t day,
                                struct tiendo_transfer **transfer_out);

/*
 Frees a transfer. `NULL` is fine.
 */
void tiendo_transfer_free(struct tiendo_transfer *transfer);

/*
 The document that decided it. `NULL` for none.
 */
tiendo_code tiendo_transfer_set_basis(struct tiendo_transfer *transfer,
                                      const char *basis,
                                      uintptr_t basis_len);

/*
 Where this was read. `NULL` for none.
 */
tiendo_code tiendo_transfer_set_source(struct tiendo_transfer *transfer,
                                       const char *source,
                                       uintptr_t source_len);

/*
 The transfers of a registry, in its order; the caller frees the list, which outlives the registry.
 */
tiendo_code tiendo_registry_transfers(const struct tiendo_registry *registry,
                                      struct tiendo_transfers **transfers_out);

/*
 Frees a list of transfers. `NULL` is fine.
 */
void tiendo_transfers_free(struct tiendo_transfers *transfers);

/*
 Number of transfers; 0 for `NULL`.
 */
uintptr_t tiendo_transfers_len(const struct tiendo_transfers *transfers);

/*
 Id of the task. Valid until the list is freed.
 */
tiendo_code tiendo_transfers_get_task(const struct tiendo_transfers *transfers,
                                      uintptr_t index,
                                      struct tiendo_str *task_out);

/*
 Id of the agency that owed it before. Valid until the list is freed.
 */
tiendo_code tiendo_transfers_get_from(const struct tiendo_transfers *transfers,
                                      uintptr_t index,
                                      struct tiendo_str *from_out);

/*
 Id of the agency that owes it from the day on. Valid until the list is freed.
 */
tiendo_code tiendo_transfers_get_to(const struct tiendo_transfers *transfers,
                                    uintptr_t index,
                                    struct tiendo_str *to_out);

/*
 First day on which the new agency owes it, `yyyymmdd`.
 */
tiendo_code tiendo_transfers_get_day(const struct tiendo_transfers *transfers,
                                     uintptr_t index,
                                     int32_t *day_out);

/*
 The document that decided it; empty for none. Valid until the list is freed.
 */
tiendo_code tiendo_transfers_get_basis(const struct tiendo_transfers *transfers,
                                       uintptr_t index,
                                       struct tiendo_str *basis_out);

/*
 Where this was read; empty for none. Valid until the list is freed.
 */
tiendo_code tiendo_transfers_get_source(const struct tiendo_transfers *transfers,
                                        uintptr_t index,
                                        struct tiendo_str *source_out);

/*
 What every agency must be reminded of, in id order; agencies without such rows are not listed. The caller frees the list,
 which outlives the evaluation.
 */
tiendo_code tiendo_evaluation_urgings(const struct tiendo_evaluation *evaluation,
                                      struct tiendo_urgings **urgings_out);

/*
 Frees a list of urgings. `NULL` is fine.
 */
void tiendo_urgings_free(struct tiendo_urgings *urgings);

/*
 Number of agencies that are reminded; 0 for `NULL`.
 */
uintptr_t tiendo_urgings_len(const struct tiendo_urgings *urgings);

/*
 Id of the agency; empty for what counts for nobody, which stands last. Valid until the list is freed.
 */
tiendo_code tiendo_urgings_get_agency(const struct tiendo_urgings *urgings,
                                      uintptr_t index,
                                      struct tiendo_str *agency_out);

/*
 The rows that are overdue, the longest first; the caller frees them.
 */
tiendo_code tiendo_urgings_get_overdue(const struct tiendo_urgings *urgings,
                                       uintptr_t index,
                                       struct tiendo_rows **rows_out);

/*
 The rows that fall due within the policy's days, the first to fall due first; the caller frees them.
 */
tiendo_code tiendo_urgings_get_due_soon(const struct tiendo_urgings *urgings,
                                        uintptr_t index,
                                        struct tiendo_rows **rows_out);

/*
 The rows past their last day without any report: missing data, never lateness. Empty under a policy that counts silence as
 overdue. The caller frees them.
 */
tiendo_code tiendo_urgings_get_no_data(const struct tiendo_urgings *urgings,
                                       uintptr_t index,
                                       struct tiendo_rows **rows_out);

/*
 Makes options for the usual list; the caller frees them.
 */
tiendo_code tiendo_warn_options_new(struct tiendo_warn_options **options_out);

/*
 Frees options. `NULL` is fine.
 */
void tiendo_warn_options_free(struct tiendo_warn_options *options);

/*
 Newly overdue is what was not yet overdue on this day, `yyyymmdd`; 0: `newly_days` before D.
 */
tiendo_code tiendo_warn_options_set_since(struct tiendo_warn_options *options, int32_t day);

/*
 Asks only for what an agency or one below it must act on, by id, code or name without accents. `NULL`: any.
 */
tiendo_code tiendo_warn_options_set_agency(struct tiendo_warn_options *options,
                                           const char *agency,
                                           uintptr_t agency_len);

/*
 Asks for a kind, a `tiendo_warning_kind`, beside those asked for; without any all are asked for.
 */
tiendo_code tiendo_warn_options_add_kind(struct tiendo_warn_options *options, int32_t kind);

/*
 Sets from when on something is worth a warning: calendar days back for what is newly overdue (7), working days ahead for
 what falls due (5), days an obstacle waits (7), days without a report (31), and the number of extensions beyond which
 they are many (2).
 */
tiendo_code tiendo_warn_options_set_thresholds(struct tiendo_warn_options *options,
                                               uint16_t newly_days,
                                               uint16_t due_working_days,
                                               uint16_t obstacle_days,
                                               uint16_t silent_days,
                                               uint16_t extension_count);

/*
 The Monday list: what must be acted on, what waits longest behind it first, then the most days; `NULL` options: as usual.
 The caller frees the list, which outlives the evaluation.

 A row that nobody reported on is missing data (`TIENDO_WARNING_KIND_NO_DATA`), never lateness.
 */
tiendo_code tiendo_evaluation_warn(const struct tiendo_evaluation *evaluation,
                                   const struct tiendo_warn_options *options,
                                   struct tiendo_warnings **warnings_out);

/*
 Frees a list of warnings. `NULL` is fine.
 */
void tiendo_warnings_free(struct tiendo_warnings *warnings);

/*
 Number of warnings; 0 for `NULL`.
 */
uintptr_t tiendo_warnings_len(const struct tiendo_warnings *warnings);

/*
 The day on which what is newly overdue was not yet overdue, and the last day of what falls due soon, `yyyymmdd`.
 */
tiendo_code tiendo_warnings_get_days_of(const struct tiendo_warnings *warnings,
                                        int32_t *since_out,
                                        int32_t *due_until_out);

/*
 Why it stands on the list.
 */
tiendo_code tiendo_warnings_get_kind(const struct tiendo_warnings *warnings,
                                     uintptr_t index,
                                     tiendo_warning_kind *kind_out);

/*
 The row, as the evaluation's getters take it.
 */
tiendo_code tiendo_warnings_get_row(const struct tiendo_warnings *warnings,
                                    uintptr_t index,
                                    uintptr_t *row_out);

/*
 The day from which its days are counted, `yyyymmdd`.
 */
tiendo_code tiendo_warnings_get_since(const struct tiendo_warnings *warnings,
                                      uintptr_t index,
                                      int32_t *since_out);

/*
 Calendar days from then to D; negative for what falls due in so many days.
 */
tiendo_code tiendo_warnings_get_days(const struct tiendo_warnings *warnings,
                                     uintptr_t index,
                                     int32_t *days_out);

/*
 Open tasks that wait for it, directly or through others; 1000 stands for that many or more.
 */
tiendo_code tiendo_warnings_get_downstream_count(const struct tiendo_warnings *warnings,
                                                 uintptr_t index,
                                                 int32_t *downstream_count_out);

/*
 Id of the agency that must act; empty where nobody is known. Valid until the list is freed.
 */
tiendo_code tiendo_warnings_get_actor(const struct tiendo_warnings *warnings,
                                      uintptr_t index,
                                      struct tiendo_str *actor_out);

/*
 The post of who answers for the task; empty where none is named, or where others must act. Valid until the list is freed.
 */
tiendo_code tiendo_warnings_get_post(const struct tiendo_warnings *warnings,
                                     uintptr_t index,
                                     struct tiendo_str *post_out);

/*
 The post of the leader in charge; empty where none is named. Valid until the list is freed.
 */
tiendo_code tiendo_warnings_get_leader(const struct tiendo_warnings *warnings,
                                       uintptr_t index,
                                       struct tiendo_str *leader_out);

/*
 Id of the agency that assigned the task; empty where nobody is known. Valid until the list is freed.
 */
tiendo_code tiendo_warnings_get_assigner(const struct tiendo_warnings *warnings,
                                         uintptr_t index,
                                         struct tiendo_str *assigner_out);

/*
 What is the matter, in one sentence; `lang` is a `tiendo_lang`. Valid until the list is freed.
 */
tiendo_code tiendo_warnings_get_sentence(const struct tiendo_warnings *warnings,
                                         uintptr_t index,
                                         int32_t lang,
                                         struct tiendo_str *sentence_out);

/*
 The report that says why as JSON: an obstacle, a request for extension, the last extension; `null` for none. The caller
 frees it with `tiendo_reply_free`.
 */
tiendo_code tiendo_warnings_get_report(const struct tiendo_warnings *warnings,
                                       uintptr_t index,
                                       struct tiendo_reply **reply_out);

/*
 The Monday list as texts to send: one for each receiver (`by` is a `tiendo_warn_by`), in the order of ids or posts, what has
 no receiver last; -1: one text for all. `NULL` options: as usual. The caller frees the texts.
 */
tiendo_code tiendo_evaluation_warn_texts(const struct tiendo_evaluation *evaluation,
                                         const struct tiendo_warn_options *options,
                                         int32_t by,
                                         int32_t lang,
                                         struct tiendo_warn_texts **texts_out);

/*
 Frees texts. `NULL` is fine.
 */
void tiendo_warn_texts_free(struct tiendo_warn_texts *texts);

/*
 Number of texts; 0 for `NULL`.
 */
uintptr_t tiendo_warn_texts_len(const struct tiendo_warn_texts *texts);

/*
 Id of the agency or assigner, or the post of the leader, that a text is for; empty for nobody. Valid until the texts are
 freed.
 */
tiendo_code tiendo_warn_texts_get_key(const struct tiendo_warn_texts *texts,
                                      uintptr_t index,
                                      struct tiendo_str *key_out);

/*
 A text. Valid until the texts are freed.
 */
tiendo_code tiendo_warn_texts_get_text(const struct tiendo_warn_texts *texts,
                                       uintptr_t index,
                                       struct tiendo_str *text_out);

/*
 Makes a watch; the caller frees it with `tiendo_watch_free` after the calls that use it have returned.

 A watch may serve one call after another, and not two at a time; once stopped it stays so.
 */
tiendo_code tiendo_watch_new(struct tiendo_watch **watch_out);

/*
 Frees a watch. `NULL` is fine.
 */
void tiendo_watch_free(struct tiendo_watch *watch);

/*
 Asks the call that uses the watch to end as soon as it can, with `TIENDO_CODE_CANCELLED` and nothing written.

 Returns at once, from any thread but not from a signal handler: like every call it sets the last error of its thread.
 There is no way back: a call that gets a stopped watch ends at its first step.
 */
tiendo_code tiendo_watch_stop(struct tiendo_watch *watch);

/*
 Steps done and steps in all; the total is 0 until the call knows it. Any thread.

 An evaluation counts its tasks, a roll-up, ranking or check its rows. A folder counts rows file by file, beginning anew
 with each, and a JSON file its records, without knowing the total; building the registry then counts the records.
 */
tiendo_code tiendo_watch_progress(const struct tiendo_watch *watch,
                                  uint64_t *done_out,
                                  uint64_t *total_out);

/*
 Frees the answer. `NULL` is fine.
 */
void tiendo_what_if_free(struct tiendo_what_if *what_if);

/*
 Number of tasks that move, every predecessor before its successors; 0 for `NULL`.
 */
uintptr_t tiendo_what_if_len(const struct tiendo_what_if *what_if);

/*
 The position in the schedule of a task that moves.
 */
tiendo_code tiendo_what_if_get_task(const struct tiendo_what_if *what_if,
                                    uintptr_t row,
                                    uintptr_t *task_out);

/*
 Its last day worked after the changes, `yyyymmdd`; 0 beyond the calendar.
 */
tiendo_code tiendo_what_if_get_new_finish(const struct tiendo_what_if *what_if,
                                          uintptr_t row,
                                          int32_t *new_finish_out);

/*
 Working days by which its finish moves; negative for earlier.
 */
tiendo_code tiendo_what_if_get_delay_days(const struct tiendo_what_if *what_if,
                                          uintptr_t row,
                                          int32_t *delay_days_out);

/*
 1 where it would miss its last day and does not now.
 */
tiendo_code tiendo_what_if_get_is_newly_late(const struct tiendo_what_if *what_if,
                                             uintptr_t row,
                                             int32_t *is_newly_late_out);

/*
 The last day of all after the changes, `yyyymmdd` (0 beyond the calendar), and the working days by which it moves.
 */
tiendo_code tiendo_what_if_get_finish(const struct tiendo_what_if *what_if,
                                      int32_t *finish_out,
                                      int32_t *finish_delay_days_out);

/*
 The answer as the reply of the request `what_if`, with the chain from cause to effect of each task; the caller frees it with
 `tiendo_reply_free`.
 */
tiendo_code tiendo_what_if_to_json(const struct tiendo_what_if *what_if,
                                   struct tiendo_reply **reply_out);

/*
 One number of the sums over all tasks in force, each counted once as a whole: `sum` is a `tiendo_sum`.
 */
tiendo_code tiendo_evaluation_get_task_sum(const struct tiendo_evaluation *evaluation,
                                           int32_t sum,
                                           uint64_t *value_out);

/*
 How many tasks in force have a status as a whole (a `tiendo_status`), and of these how many nobody reported on.
 */
tiendo_code tiendo_evaluation_get_task_count(const struct tiendo_evaluation *evaluation,
                                             int32_t status,
                                             uint64_t *count_out,
                                             uint64_t *unreported_out);

/*
 A rate (a `tiendo_rate`) of all tasks in force, exact: `num` ÷ `den`, 0 ÷ 0 where there is nothing to divide by.
 */
tiendo_code tiendo_evaluation_get_task_rate(const struct tiendo_evaluation *evaluation,
                                            int32_t rate,
                                            uint64_t *num_out,
                                            uint64_t *den_out);

/*
 Where a task stands as a whole, by its id: done when its last row is. `TIENDO_CODE_NOT_FOUND` where it is not in force.
 */
tiendo_code tiendo_evaluation_get_task_status(const struct tiendo_evaluation *evaluation,
                                              const char *task,
                                              uintptr_t task_len,
                                              tiendo_status *status_out);

/*
 How many rows of a task are done, and how many it has, by its id: 'n of m'. `TIENDO_CODE_NOT_FOUND` where it is not in
 force.
 */
tiendo_code tiendo_evaluation_get_task_rows(const struct tiendo_evaluation *evaluation,
                                            const char *task,
                                            uintptr_t task_len,
                                            int32_t *done_out,
                                            int32_t *of_out);

/*
 Title of a row's task in a language, a `tiendo_lang`; the Vietnamese one where there is no other. Valid until the
 evaluation is freed.
 */
tiendo_code tiendo_evaluation_get_title_in(const struct tiendo_evaluation *evaluation,
                                           uintptr_t row,
                                           int32_t lang,
                                           struct tiendo_str *title_out);

/*
 Name of the agency that a row counts for in a language, a `tiendo_lang`; the Vietnamese one where there is no other, empty
 where it counts for nobody. Valid until the evaluation is freed.
 */
tiendo_code tiendo_evaluation_get_agency_name(const struct tiendo_evaluation *evaluation,
                                              uintptr_t row,
                                              int32_t lang,
                                              struct tiendo_str *name_out);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* TIENDO_H */
