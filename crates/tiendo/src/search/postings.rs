//! Postings: for each word its positions, ascending, in packed blocks.
//!
//! A block is up to 128 positions. Its first one stands apart, so that a search skips whole blocks without unpacking them;
//! the gaps between the others follow, each in the bits that the widest of the block needs.

/// Positions in a full block.
pub(super) const BLOCK: usize = 128;

/// Lists of ascending positions.
#[derive(Debug, Clone, Default)]
pub(super) struct Postings {
    /// By list: how many positions.
    counts: Vec<u32>,
    /// By list: the block behind its last one.
    ends: Vec<u32>,
    /// By block: its first position.
    firsts: Vec<u32>,
    /// By block: where its gaps begin.
    offsets: Vec<u32>,
    /// By block: a byte with the width of the gaps, then the gaps; nothing for a block of one position.
    packed: Vec<u8>,
}

impl Postings {
    /// Number of lists.
    pub(super) fn len(&self) -> usize {
        self.counts.len()
    }

    /// Number of positions in a list.
    pub(super) fn count(&self, list: usize) -> u32 {
        self.counts[list]
    }

    /// A cursor before the first position of a list.
    pub(super) fn cursor(&self, list: usize) -> Cursor<'_> {
        let (blocks, last_len) = self.blocks(list);
        Cursor {
            firsts: &self.firsts[blocks.clone()],
            offsets: &self.offsets[blocks],
            packed: &self.packed,
            last_len,
            block: 0,
            at: 0,
            len: 0,
            values: [0; BLOCK],
        }
    }

    /// Calls `each` with every position of a list, in order.
    pub(super) fn for_each(&self, list: usize, mut each: impl FnMut(u32)) {
        let (blocks, last_len) = self.blocks(list);
        let mut values = [0; BLOCK];
        for block in blocks.clone() {
            let len = if block + 1 == blocks.end { last_len } else { BLOCK };
            unpack(self.firsts[block], &self.packed, self.offsets[block], &mut values[..len]);
            values[..len].iter().for_each(|v| each(*v));
        }
    }

    /// Appends a list: those of `earlier` first, in another's list, then `later`. True where it fits.
    #[must_use]
    pub(super) fn push_list(&mut self, earlier: Option<(&Postings, usize)>, later: &[u32]) -> bool {
        let mut fits = true;
        let mut count = later.len() as u32;
        let mut joined = Vec::new();
        if let Some((other, list)) = earlier {
            count += other.count(list);
            let (blocks, last_len) = other.blocks(list);
            let open = usize::from(last_len < BLOCK && !later.is_empty());
            let whole = blocks.start..blocks.end - open;
            fits &= self.copy(other, whole.clone());
            if open == 1 {
                joined.resize(last_len, 0);
                let last = whole.end;
                unpack(other.firsts[last], &other.packed, other.offsets[last], &mut joined);
                joined.extend_from_slice(later);
            }
        }
        let rest = if joined.is_empty() { later } else { &joined };
        for block in rest.chunks(BLOCK) {
            fits &= self.push_block(block);
        }
        self.counts.push(count);
        self.ends.push(self.firsts.len() as u32);
        fits
    }

    /// Blocks of a list, and the number of positions in the last one.
    fn blocks(&self, list: usize) -> (std::ops::Range<usize>, usize) {
        let start = if list == 0 { 0 } else { self.ends[list - 1] as usize };
        let end = self.ends[list] as usize;
        let full = (end - start).saturating_sub(1) * BLOCK;
        (start..end, self.counts[list] as usize - full)
    }

    /// Appends blocks as they are.
    fn copy(&mut self, other: &Postings, blocks: std::ops::Range<usize>) -> bool {
        let Some(&from) = other.offsets.get(blocks.start) else { return blocks.is_empty() };
        let to = other.offsets.get(blocks.end).map_or(other.packed.len(), |o| *o as usize);
        let here = self.packed.len();
        for block in blocks {
            self.firsts.push(other.firsts[block]);
            self.offsets.push((here + (other.offsets[block] - from) as usize) as u32);
        }
        self.packed.extend_from_slice(&other.packed[from as usize..to]);
        self.fits()
    }

    fn push_block(&mut self, values: &[u32]) -> bool {
        let Some(&first) = values.first() else { return true };
        self.firsts.push(first);
        self.offsets.push(self.packed.len() as u32);
        if values.len() > 1 {
            let gaps = || values.windows(2).map(|pair| pair[1] - pair[0] - 1);
            let width = 32 - gaps().max().unwrap_or(0).leading_zeros();
            self.packed.push(width as u8);
            let (mut pending, mut bits) = (0_u64, 0);
            for gap in gaps() {
                pending |= u64::from(gap) << bits;
                bits += width;
                while bits >= 8 {
                    self.packed.push(pending as u8);
                    pending >>= 8;
                    bits -= 8;
                }
            }
            if bits > 0 {
                self.packed.push(pending as u8);
            }
        }
        self.fits()
    }

    /// Offsets and block numbers are 32 bits wide.
    fn fits(&self) -> bool {
        u32::try_from(self.packed.len()).is_ok() && u32::try_from(self.firsts.len()).is_ok()
    }

    /// Bytes held on the heap.
    pub(super) fn heap_bytes(&self) -> usize {
        let words = self.counts.capacity()
            + self.ends.capacity()
            + self.firsts.capacity()
            + self.offsets.capacity();
        words * size_of::<u32>() + self.packed.capacity()
    }

    /// Gives back what was set aside for growing.
    pub(super) fn shrink(&mut self) {
        for column in [&mut self.counts, &mut self.ends, &mut self.firsts, &mut self.offsets] {
            column.shrink_to_fit();
        }
        self.packed.shrink_to_fit();
    }
}

/// Unpacks a block into as many positions as `values` holds.
fn unpack(first: u32, packed: &[u8], offset: u32, values: &mut [u32]) {
    let Some((head, rest)) = values.split_first_mut() else { return };
    *head = first;
    let block = packed.get(offset as usize..).unwrap_or_default();
    let Some((&width, gaps)) = block.split_first().filter(|_| !rest.is_empty()) else { return };
    let (width, mask) = (usize::from(width), (1_u64 << width) - 1);
    let (mut bit, mut value) = (0, first);
    for place in rest {
        let gap = (load(gaps, bit / 8) >> (bit % 8)) & mask;
        value += gap as u32 + 1;
        *place = value;
        bit += width;
    }
}

/// Eight bytes from `at` on, noughts behind the end.
fn load(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.first_chunk::<8>() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => rest.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)),
    }
}

/// A place in a list, which only moves on.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    firsts: &'a [u32],
    offsets: &'a [u32],
    packed: &'a [u8],
    /// Positions in the last block.
    last_len: usize,
    /// The block it stands in.
    block: usize,
    /// Its place in `values`.
    at: usize,
    /// How many `values` are unpacked; 0 before the block is.
    len: usize,
    values: [u32; BLOCK],
}

impl Cursor<'_> {
    /// The first position from `target` on that it has not passed; it stays there.
    pub(super) fn seek(&mut self, target: u32) -> Option<u32> {
        if self.len == 0 || self.values[self.len - 1] < target {
            return self.seek_block(target);
        }
        while self.values[self.at] < target {
            self.at += 1;
        }
        Some(self.values[self.at])
    }

    /// The same in a later block.
    fn seek_block(&mut self, target: u32) -> Option<u32> {
        // Steps that double find a near block at once and a far one in few steps.
        let mut step = 1;
        let mut low = self.block;
        while self.firsts.get(low + step).is_some_and(|first| *first <= target) {
            low += step;
            step *= 2;
        }
        let high = (low + step).min(self.firsts.len());
        let near = self.firsts.get(low + 1..high).unwrap_or_default();
        let block = low + near.partition_point(|first| *first <= target);
        if self.len == 0 || block != self.block {
            self.block = block;
            self.unpack()?;
        }
        if self.values[self.len - 1] < target {
            self.block += 1;
            self.unpack()?;
        }
        let passed = self.values[self.at..self.len].partition_point(|v| *v < target);
        self.at += passed;
        Some(self.values[self.at])
    }

    fn unpack(&mut self) -> Option<()> {
        let (&first, &offset) = (self.firsts.get(self.block)?, self.offsets.get(self.block)?);
        self.at = 0;
        self.len = if self.block + 1 == self.firsts.len() { self.last_len } else { BLOCK };
        unpack(first, self.packed, offset, &mut self.values[..self.len]);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ascending positions with gaps of all widths.
    fn positions(seed: u32, count: usize) -> Vec<u32> {
        let mut state = seed;
        let mut at = seed % 7;
        let mut all = Vec::new();
        for _ in 0..count {
            all.push(at);
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            at += 1 + (state >> (state >> 27).clamp(12, 31));
        }
        all
    }

    fn read(postings: &Postings, list: usize) -> Vec<u32> {
        let mut all = Vec::new();
        postings.for_each(list, |v| all.push(v));
        all
    }

    #[test]
    fn lists_come_back_and_seek_finds_the_next() {
        let counts = [1, 2, 127, 128, 129, 256, 1000];
        let mut postings = Postings::default();
        let lists: Vec<Vec<u32>> =
            counts.iter().zip(1..).map(|(count, seed)| positions(seed, *count)).collect();
        for list in &lists {
            assert!(postings.push_list(None, list));
        }
        for (i, list) in lists.iter().enumerate() {
            assert_eq!(read(&postings, i), *list);
            assert_eq!(postings.count(i) as usize, list.len());
            for step in [1, 3, 100, 100_000, 40_000_000] {
                let mut cursor = postings.cursor(i);
                let mut target = 0_u32;
                while let Some(found) = cursor.seek(target) {
                    assert_eq!(Some(&found), list.iter().find(|v| **v >= target));
                    assert_eq!(cursor.seek(target), Some(found), "it stays");
                    target = found.saturating_add(step);
                }
                assert!(list.last().is_some_and(|last| *last < target));
                assert_eq!(cursor.seek(target), None);
            }
        }
    }

    #[test]
    fn appending_is_the_same_as_building() {
        for count in [1, 100, 128, 300, 384] {
            let list = positions(9, count);
            for cut in [0, 1, 127, 128, 129, 256, 383] {
                let (early, late) = list.split_at(cut.min(list.len()));
                let (mut before, mut after, mut whole) =
                    (Postings::default(), Postings::default(), Postings::default());
                let other = positions(3, 200);
                assert!(before.push_list(None, &other) && after.push_list(None, &other));
                assert!(whole.push_list(None, &other) && whole.push_list(None, &list));
                assert!(early.is_empty() || before.push_list(None, early));
                assert!(after.push_list((!early.is_empty()).then_some((&before, 1)), late));
                assert_eq!(read(&after, 1), list);
                assert_eq!(after.packed, whole.packed);
            }
        }
    }

    #[test]
    fn the_widest_gap() {
        let mut postings = Postings::default();
        assert!(postings.push_list(None, &[0, u32::MAX]));
        assert_eq!(read(&postings, 0), [0, u32::MAX]);
        assert_eq!(postings.cursor(0).seek(1), Some(u32::MAX));
    }
}
