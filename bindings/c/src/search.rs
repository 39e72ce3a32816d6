//! Search: tasks by the words of their titles and products.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use model::{Match, SearchHits, SearchOptions, Watch};

use crate::boundary::{at, call, free, handle, maybe_writable, put, text, wanted};
use crate::code::tiendo_code;
use crate::packed::Grid;
use crate::registry::tiendo_registry;
use crate::text::tiendo_str;
use crate::watch::tiendo_watch;
use crate::word::{in_lang, tiendo_match, tiendo_search_order};

/// What a search found. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_search_hits {
    total: usize,
    found: Vec<Match>,
    texts: Grid<4>,
}

const TASK: usize = 0;
const TITLE: usize = 1;
const TITLE_EN: usize = 2;
const PRODUCT: usize = 3;

impl tiendo_search_hits {
    fn new(hits: &SearchHits<'_>) -> Self {
        let texts = hits.rows.iter().map(|hit| {
            [hit.task, hit.title, hit.title_en.unwrap_or(""), hit.product.unwrap_or("")]
        });
        let found = hits.rows.iter().map(|hit| hit.found).collect();
        tiendo_search_hits { total: hits.total, found, texts: Grid::pack(texts) }
    }
}

/// Finds tasks by the words of their titles and products, with or without accents; the caller frees the hits, which
/// outlive the registry.
///
/// All of the words must be found; `cong ngh*` finds beginnings of words, `"du lieu dat dai"` in quotation marks a phrase.
/// `order` is a `tiendo_search_order`. `offset` tasks are left out first, and at most `limit` are listed: `SIZE_MAX` for
/// all, 0 to count them alone. The first search of a registry makes its index, a second or two for a million tasks; see
/// `tiendo_registry_prepare_search`. Any thread. `TIENDO_CODE_INVALID_VALUE` when the text asks for nothing or cannot be
/// read; the message has the character.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_search(
    registry: Option<&tiendo_registry>,
    text: *const c_char,
    text_len: usize,
    order: i32,
    limit: usize,
    offset: usize,
    hits_out: Option<&mut MaybeUninit<Box<tiendo_search_hits>>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        let text = self::text(text, text_len, "text")?;
        let order = tiendo_search_order::of(order, "order")?;
        wanted(hits_out.as_deref(), "hits_out")?;
        let hits = registry.search_with(text, &SearchOptions { order, limit, offset })?;
        put(hits_out, "hits_out", Box::new(tiendo_search_hits::new(&hits)))
    })
}

/// Makes the index of a registry before the first search; does nothing where there is one.
///
/// `earlier` is an earlier state of the same register, whose index is taken over where all its tasks stand first in this
/// one unchanged; `NULL` for none. `watch` hears of tasks read; `NULL` is none. `TIENDO_CODE_CANCELLED` when it was
/// stopped; a later search makes the index. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_prepare_search(
    registry: Option<&tiendo_registry>,
    earlier: Option<&tiendo_registry>,
    watch: Option<NonNull<tiendo_watch>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        let earlier = earlier.map(tiendo_registry::registry);
        match maybe_writable(watch) {
            Some(watch) => registry.prepare_search(earlier, &watch.0)?,
            None => registry.prepare_search(earlier, &Watch::new())?,
        }
        Ok(())
    })
}

/// Frees hits. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_search_hits_free(hits: Option<Box<tiendo_search_hits>>) {
    free(hits);
}

/// Number of tasks listed; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_search_hits_len(hits: Option<&tiendo_search_hits>) -> usize {
    hits.map_or(0, |hits| hits.found.len())
}

/// Number of tasks found, before limit and offset; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_search_hits_total(hits: Option<&tiendo_search_hits>) -> usize {
    hits.map_or(0, |hits| hits.total)
}

/// Id of a task found. Valid until the hits are freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_search_hits_get_task(
    hits: Option<&tiendo_search_hits>,
    index: usize,
    task_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(task_out, "task_out", handle(hits, "hits")?.texts.get(index, TASK, "index")?))
}

/// Its title; `lang` is a `tiendo_lang`, the English title empty where there is none. Valid until the hits are freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_search_hits_get_title(
    hits: Option<&tiendo_search_hits>,
    index: usize,
    lang: i32,
    title_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let texts = &handle(hits, "hits")?.texts;
        let field = *in_lang(&[TITLE, TITLE_EN], lang)?;
        put(title_out, "title_out", texts.get(index, field, "index")?)
    })
}

/// Its product; empty where none is stated. Valid until the hits are freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_search_hits_get_product(
    hits: Option<&tiendo_search_hits>,
    index: usize,
    product_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let product = handle(hits, "hits")?.texts.get(index, PRODUCT, "index")?;
        put(product_out, "product_out", product)
    })
}

/// Where the search matches it; the better match is the lower number.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_search_hits_get_match(
    hits: Option<&tiendo_search_hits>,
    index: usize,
    match_out: Option<&mut MaybeUninit<tiendo_match>>,
) -> tiendo_code {
    call(|| {
        let found = *at(&handle(hits, "hits")?.found, index, "index")?;
        put(match_out, "match_out", found.into())
    })
}
