//! Search: tasks by the words of their titles and products, typed with or without accents.
//!
//! Titles, titles in another language and products are folded ([`text::fold`](crate::text::fold)) and cut into words, the
//! maximal runs of letters and digits. What is searched for is folded alike, so `du lieu`, `dữ liệu` and `DỮ LIỆU` are one.
//!
//! | searched for | found in |
//! |---|---|
//! | `du lieu` | every task with both words, in any order |
//! | `cong ngh*` | … with a word that begins so |
//! | `"du lieu dat dai"` | … with these words one behind the other |
//! | `57-NQ/TW` | … with `57`, `nq`, `tw` one behind the other, for punctuation only separates |
//!
//! All terms must be found in a task: in its title and product together, or in its title in another language. A phrase
//! stands within one text.
//!
//! # Why an index of our own
//!
//! The index is an array of distinct words, sorted, and for each word its positions in ascending order, packed in blocks of
//! 128 with as many bits per gap as the block's widest gap needs. A position says which task, which text of it and which
//! word there at once (`slots`), so phrases need no second structure, and little is kept per task but three bits.
//! Appending copies full blocks as they are.
//!
//! Two kept crates were weighed. `fst` would store the array of words; that is some kilobytes of tens of megabytes here, for
//! Vietnamese has few syllables, and a sorted array is searched by the same two binary searches for a prefix. `tantivy`
//! holds an index in memory too, but brings threads, commits and segments, and orders by scores; the core has no thread,
//! and its order is by match and id. Words that are common have the set of their tasks beside their positions, a bit each,
//! so that single words are answered by ands and ors of sets.

use std::sync::{Arc, OnceLock};

use crate::error::Error;
use crate::registry::Registry;
use crate::vocabulary::closed_vocabulary;
use crate::watch::Watch;

mod asked;
mod build;
mod matching;
mod postings;
mod sets;
mod slots;
mod token;
mod words;

use build::{Builder, MAX_POSITIONS, Parts};
use matching::{Matching, Places, Search};

closed_vocabulary! {
    /// Where a task matches a search; the better match first.
    ///
    /// ```
    /// assert_eq!(tiendo::Match::parse("together"), Some(tiendo::Match::Together));
    /// ```
    Match {
        Together = "together", "liền nhau trong tên", "one behind the other in a title";
        Title = "title", "trong tên", "in a title";
        Product = "product", "phải kể cả sản phẩm", "not without the product";
    }
}

closed_vocabulary! {
    /// The order of what a search finds.
    ///
    /// ```
    /// assert_eq!(tiendo::SearchOrder::parse("id"), Some(tiendo::SearchOrder::Id));
    /// ```
    SearchOrder {
        Match = "match", "khớp nhất trước, rồi theo mã", "best match first, then by id";
        Id = "id", "theo mã", "by id";
    }
}

/// How many of the tasks found are listed, and in which order.
///
/// ```
/// use tiendo::{SearchOptions, SearchOrder};
/// let options = SearchOptions { limit: 50, ..SearchOptions::default() };
/// assert_eq!((options.order, options.offset), (SearchOrder::Match, 0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchOptions {
    /// The order; by match, then by id.
    pub order: SearchOrder,
    /// At most so many rows; 20.
    pub limit: usize,
    /// So many rows are left out first; 0.
    pub offset: usize,
}

impl Default for SearchOptions {
    fn default() -> Self {
        SearchOptions { order: SearchOrder::Match, limit: 20, offset: 0 }
    }
}

/// A task that a search found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchHit<'a> {
    /// Id of the task.
    pub task: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its title in another language.
    pub title_en: Option<&'a str>,
    /// Its product.
    pub product: Option<&'a str>,
    /// Where the search matches.
    pub found: Match,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHits<'a> {
    /// Tasks found, before limit and offset.
    pub total: usize,
    /// Some of them, in the order asked for.
    pub rows: Vec<SearchHit<'a>>,
}

/// The texts of one task that are searched, in Unicode NFC or not.
///
/// ```
/// use tiendo::{SearchIndex, SearchText};
/// let mut index = SearchIndex::default();
/// index.append([SearchText { title: "Số hóa đất đai", title_en: None, product: Some("Cơ sở dữ liệu") }])?;
/// assert_eq!(index.matches("dat dai \"du lieu\"")?.collect::<Vec<_>>(), [0]);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SearchText<'a> {
    /// The title.
    pub title: &'a str,
    /// The title in another language.
    pub title_en: Option<&'a str>,
    /// The product.
    pub product: Option<&'a str>,
}

/// An index of the words of texts, in memory; the texts themselves are not kept.
///
/// [`Registry::search`] makes and keeps one by itself. Texts are numbered from 0 in the order of appending, a registry's
/// tasks in id order.
///
/// ```
/// use tiendo::{SearchIndex, SearchText};
/// let titles = ["Cơ sở dữ liệu đất đai", "Dữ liệu dân cư", "Đào tạo nhân lực"];
/// let mut index = SearchIndex::default();
/// index.append(titles.map(|title| SearchText { title, ..SearchText::default() }))?;
/// assert_eq!(index.matches("du lieu")?.collect::<Vec<_>>(), [0, 1]);
/// assert_eq!(index.matches("\"lieu d*\"")?.count(), 2);
/// assert!(index.matches("\"lieu").is_err());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct SearchIndex(Parts);

impl SearchIndex {
    /// An index of a registry's tasks, the newest version of each.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] when the texts have more words than the index can number: four billion, each text counted
    ///   up to the next multiple of 32.
    ///
    /// # Example
    /// ```
    /// use tiendo::{RegistryBuilder, SearchIndex};
    /// let index = SearchIndex::build(&RegistryBuilder::new().finish())?;
    /// assert!(index.is_empty());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn build(registry: &Registry) -> Result<Self, Error> {
        SearchIndex::build_watched(registry, &Watch::new())
    }

    /// The same, telling a [`Watch`] how many tasks were read.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] as above.
    /// - [`Error::Cancelled`] when the watch was stopped.
    pub fn build_watched(registry: &Registry, watch: &Watch) -> Result<Self, Error> {
        SearchIndex::default().continued(registry, 0, watch)
    }

    /// The index with the tasks of a registry behind it, from a task on.
    fn continued(self, registry: &Registry, from: usize, watch: &Watch) -> Result<Self, Error> {
        /// Tasks between two looks at the watch.
        const STEP: usize = 4096;
        let tasks = &registry.0.tasks;
        let mut builder = Builder::new(self.0, MAX_POSITIONS);
        watch.begin((tasks.len() - from) as u64);
        for task in from..tasks.len() {
            if (task - from).is_multiple_of(STEP) {
                watch.advance_to((task - from) as u64)?;
            }
            builder.push(&tasks.search_text(task))?;
        }
        watch.advance_to((tasks.len() - from) as u64)?;
        builder.finish().map(SearchIndex)
    }

    /// Appends texts; where that fails, the index is as it was.
    ///
    /// Costs a copy of the index and the reading of these texts, so a batch is cheaper than its texts one by one.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] when the index cannot number that many words.
    ///
    /// # Example
    /// ```
    /// use tiendo::{SearchIndex, SearchText};
    /// let mut index = SearchIndex::default();
    /// for title in ["Rà soát", "Rà soát thủ tục"] {
    ///     index.append([SearchText { title, ..SearchText::default() }])?;
    /// }
    /// assert_eq!(index.matches("thu tuc")?.collect::<Vec<_>>(), [1]);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn append<'t>(
        &mut self,
        texts: impl IntoIterator<Item = SearchText<'t>>,
    ) -> Result<(), Error> {
        let mut builder = Builder::new(self.0.clone(), MAX_POSITIONS);
        texts.into_iter().try_for_each(|text| builder.push(&text))?;
        self.0 = builder.finish()?;
        Ok(())
    }

    /// Number of tasks.
    pub fn len(&self) -> usize {
        self.0.slots.tasks() as usize
    }

    /// True where there is no task.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes that the index holds on the heap.
    ///
    /// About 38 for a task whose title has 17 words; a test holds it below 60.
    pub fn heap_bytes(&self) -> usize {
        self.0.heap_bytes()
    }

    /// The numbers of all tasks that match, ascending.
    ///
    /// Found while it is read: the first one costs little, whatever the number of all.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] when nothing is asked for, a quotation mark is not closed, a star does not end a word, or
    ///   there are more than 64 words or 8 stars. It names the character.
    ///
    /// # Example
    /// ```
    /// let index = tiendo::SearchIndex::default();
    /// assert_eq!(index.matches("so hoa")?.next(), None);
    /// let told = index.matches("so \"hoa").err().map(|error| error.to_string());
    /// assert!(told.is_some_and(|told| told.contains("quotation mark at character 4")));
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn matches(&self, text: &str) -> Result<impl Iterator<Item = usize> + use<'_>, Error> {
        let terms = asked::read(text)?;
        let mut matching = Search::new(&self.0, &terms).map(|mut s| s.matching(&terms));
        let mut last = None;
        Ok(std::iter::from_fn(move || {
            last = Some(matching.as_mut()?.next_task(last)?);
            last.map(|task| task as usize)
        }))
    }

    /// The number of tasks found, and some of them with where they match.
    fn find(
        &self,
        text: &str,
        options: &SearchOptions,
    ) -> Result<(usize, Vec<(usize, Match)>), Error> {
        let wanted = options.offset.saturating_add(options.limit);
        let terms = asked::read(text)?;
        let Some(mut search) = Search::new(&self.0, &terms) else { return Ok((0, Vec::new())) };
        let total = search.matching(&terms).count();
        let wanted = wanted.min(total);
        if wanted <= options.offset {
            return Ok((total, Vec::new()));
        }
        let mut places = Places::new(&mut search, &terms);
        let mut matching = search.matching(&terms);
        let found = match options.order {
            SearchOrder::Id => self.by_id(&mut matching, &mut places, wanted),
            SearchOrder::Match => self.by_match(&mut matching, &mut places, wanted),
        };
        let rows = found.into_iter().skip(options.offset);
        Ok((total, rows.map(|(task, found)| (task as usize, found)).collect()))
    }

    /// The first tasks that match, each with the better match of its entries.
    fn by_id(&self, matching: &mut Matching<'_>, places: &mut Places<'_>, wanted: usize) -> Found {
        let mut all = Found::new();
        while let Some(entry) = matching.next_entry() {
            let in_title = places.in_title(entry);
            let found = match (in_title, in_title && places.is_together(entry)) {
                (_, true) => Match::Together,
                (true, false) => Match::Title,
                (false, false) => Match::Product,
            };
            let task = self.0.slots.task_of(entry);
            let listed = all.len();
            match all.last_mut() {
                Some(last) if last.0 == task => last.1 = last.1.min(found),
                _ if listed == wanted => break,
                _ => all.push((task, found)),
            }
        }
        all
    }

    /// The best matches; looks no further than it must.
    fn by_match(
        &self,
        matching: &mut Matching<'_>,
        places: &mut Places<'_>,
        wanted: usize,
    ) -> Found {
        let (mut together, mut titles, mut products) = (Found::new(), Found::new(), Found::new());
        let is_last = |all: &Found, task: u32| all.last().is_some_and(|last| last.0 == task);
        let mut from = 0;
        while together.len() < wanted {
            let Some((entry, span)) = places.next_together(from) else { break };
            from = span.end;
            let task = self.0.slots.task_of(entry);
            if !is_last(&together, task) {
                together.push((task, Match::Together));
            }
        }
        let mut listed = together.iter().map(|(task, _)| *task).peekable();
        while together.len() + titles.len() < wanted {
            let Some(entry) = matching.next_entry() else { break };
            let task = self.0.slots.task_of(entry);
            while listed.next_if(|listed| *listed < task).is_some() {}
            if listed.peek() == Some(&task) || is_last(&titles, task) {
                continue;
            }
            if places.in_title(entry) {
                // The entries of a task follow each other: what was found with its product is found better now.
                products.pop_if(|last| last.0 == task);
                titles.push((task, Match::Title));
            } else if together.len() + products.len() < wanted {
                products.push((task, Match::Product));
            }
        }
        together.append(&mut titles);
        together.append(&mut products);
        together.truncate(wanted);
        together
    }
}

/// Tasks by number, with where they match.
type Found = Vec<(u32, Match)>;

/// A registry's index, made when it is first needed.
#[derive(Debug, Clone, Default)]
pub(crate) struct LazyIndex(OnceLock<Result<Arc<SearchIndex>, Error>>);

impl Registry {
    /// Finds tasks by the words of their titles and products: at most `limit` of them, the best match first.
    ///
    /// Best are tasks that have all words of the search one behind the other in a title, then those that have every term
    /// in a title, then those that need the product for it; ties by id. What may be written is told in
    /// [`search`](crate::search). The first search makes the index, a second or two for a million tasks; see
    /// [`prepare_search`](Registry::prepare_search).
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] when the text asks for nothing or cannot be read; it names the character.
    ///
    /// # Example
    /// ```
    /// use tiendo::{DocumentId, Match, RegistryBuilder, Task, TaskId, Text};
    /// let mut builder = RegistryBuilder::new();
    /// for (id, title) in [("T1", "Dữ liệu dân cư, đất đai"), ("T2", "Cơ sở dữ liệu đất đai")] {
    ///     builder.add_task(Task::new(TaskId::new(id)?, DocumentId::new("57-NQ/TW")?, Text::new(title)?));
    /// }
    /// let registry = builder.finish();
    /// let hits = registry.search("du lieu dat*", 20)?;
    /// assert_eq!(hits.total, 2);
    /// assert_eq!((hits.rows[0].task, hits.rows[0].found), ("T2", Match::Together));
    /// assert_eq!((hits.rows[1].task, hits.rows[1].found), ("T1", Match::Title));
    /// assert!(registry.search("\"du lieu", 20).is_err());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn search(&self, text: &str, limit: usize) -> Result<SearchHits<'_>, Error> {
        self.search_with(text, &SearchOptions { limit, ..SearchOptions::default() })
    }

    /// The same in another order, or from a later row on.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] as [`search`](Registry::search).
    ///
    /// # Example
    /// ```
    /// use tiendo::{RegistryBuilder, SearchOptions, SearchOrder};
    /// let options = SearchOptions { order: SearchOrder::Id, ..SearchOptions::default() };
    /// assert_eq!(RegistryBuilder::new().finish().search_with("du lieu", &options)?.total, 0);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn search_with(
        &self,
        text: &str,
        options: &SearchOptions,
    ) -> Result<SearchHits<'_>, Error> {
        let (total, rows) = self.search_index()?.find(text, options)?;
        let tasks = &self.0.tasks;
        let hit = |(task, found): (usize, Match)| {
            let text = tasks.search_text(task);
            SearchHit {
                task: tasks.ids.get(task),
                title: text.title,
                title_en: text.title_en,
                product: text.product,
                found,
            }
        };
        Ok(SearchHits { total, rows: rows.into_iter().map(hit).collect() })
    }

    /// The ids of all tasks that match, in id order.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] as [`search`](Registry::search).
    ///
    /// # Example
    /// ```
    /// let registry = tiendo::RegistryBuilder::new().finish();
    /// assert_eq!(registry.search_ids("du lieu")?.next(), None);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn search_ids(&self, text: &str) -> Result<impl Iterator<Item = &str> + use<'_>, Error> {
        Ok(self.search_index()?.matches(text)?.map(|task| self.0.tasks.ids.get(task)))
    }

    /// The index of this registry's tasks, made now where no search has made it.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] when the texts have more words than it can number.
    ///
    /// # Example
    /// ```
    /// assert!(tiendo::RegistryBuilder::new().finish().search_index()?.is_empty());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn search_index(&self) -> Result<&SearchIndex, Error> {
        let index = self.0.search.0.get_or_init(|| SearchIndex::build(self).map(Arc::new));
        index.as_deref().map_err(Clone::clone)
    }

    /// Makes the index before the first search, telling a [`Watch`] how many tasks were read.
    ///
    /// With the `earlier` state of the register, its index is taken over where all its tasks begin this one unchanged, and
    /// only what was added behind them is read; else the index is made anew.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] when the texts have more words than it can number.
    /// - [`Error::Cancelled`] when the watch was stopped; a later search makes the index.
    ///
    /// # Example
    /// ```
    /// use tiendo::{RegistryBuilder, Watch};
    /// let registry = RegistryBuilder::new().finish();
    /// registry.prepare_search(None, &Watch::new())?;
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn prepare_search(&self, earlier: Option<&Registry>, watch: &Watch) -> Result<(), Error> {
        if self.0.search.0.get().is_some() {
            return Ok(());
        }
        let kept = earlier.and_then(|earlier| self.begun_by(earlier));
        let index = match kept {
            Some(kept) if kept.len() == self.task_count() => kept,
            Some(kept) => {
                let from = kept.len();
                Arc::new(Arc::unwrap_or_clone(kept).continued(self, from, watch)?)
            }
            None => Arc::new(SearchIndex::build_watched(self, watch)?),
        };
        // Where a search was quicker, its index is the same.
        let _ = self.0.search.0.set(Ok(index));
        Ok(())
    }

    /// The index of an earlier state, if all its tasks stand first in this one with the same texts.
    fn begun_by(&self, earlier: &Registry) -> Option<Arc<SearchIndex>> {
        let index = earlier.0.search.0.get()?.as_ref().ok()?;
        let (old, new) = (&earlier.0.tasks, &self.0.tasks);
        let same = |task: usize| {
            old.ids.get(task) == new.ids.get(task) && old.search_text(task) == new.search_text(task)
        };
        let begun = old.len() <= new.len() && (0..old.len()).all(same);
        begun.then(|| Arc::clone(index))
    }
}
