//! A list that grows without moving, and is given back piece by piece.

/// A list of which there may be ten million items: growing, it never stands in memory twice.
#[derive(Debug, Clone)]
pub(crate) struct Chunked<T, const PIECE: usize = 16_384> {
    pieces: Vec<Vec<T>>,
    len: usize,
}

impl<T, const PIECE: usize> Default for Chunked<T, PIECE> {
    fn default() -> Self {
        Chunked { pieces: Vec::new(), len: 0 }
    }
}

impl<T, const PIECE: usize> Chunked<T, PIECE> {
    #[inline]
    pub(crate) fn push(&mut self, item: T) {
        match self.pieces.last_mut() {
            Some(piece) if piece.len() < PIECE => piece.push(item),
            _ => self.grow(item),
        }
        self.len += 1;
    }

    #[cold]
    fn grow(&mut self, item: T) {
        // The first piece grows as it is filled, so that a small list stays small.
        let mut piece = Vec::with_capacity(if self.pieces.is_empty() { 4 } else { PIECE });
        piece.push(item);
        self.pieces.push(piece);
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    #[inline]
    pub(crate) fn get(&self, index: usize) -> Option<&T> {
        self.pieces.get(index / PIECE)?.get(index % PIECE)
    }

    pub(crate) fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        self.pieces.get_mut(index / PIECE)?.get_mut(index % PIECE)
    }

    /// Gives back the pieces before the one that holds an item, for one who goes through them in order.
    pub(crate) fn drop_before(&mut self, index: usize) {
        let piece = index / PIECE;
        if index.is_multiple_of(PIECE) && piece > 0 {
            self.pieces[piece - 1] = Vec::new();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIECE: usize = 16;

    #[test]
    fn items_stay_in_order() {
        let mut all = Chunked::<usize, PIECE>::default();
        for i in 0..3 * PIECE + 5 {
            all.push(i);
        }
        assert_eq!(
            (all.len(), all.get(PIECE), all.get(3 * PIECE + 5)),
            (3 * PIECE + 5, Some(&PIECE), None)
        );
        if let Some(item) = all.get_mut(PIECE) {
            *item += 1;
        }
        all.drop_before(PIECE);
        assert_eq!([PIECE - 1, PIECE].map(|i| all.get(i).copied()), [None, Some(PIECE + 1)]);
    }
}
