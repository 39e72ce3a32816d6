//! The pages of one column of a row group: their headers gone through first, so that what is decompressed, taken for
//! dictionaries and counted is within the limits.

use std::io::Cursor;
use std::sync::Arc;

use bytes::{Buf, Bytes};
use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::serialized_reader::SerializedPageReader;
use parquet::schema::types::ColumnDescPtr;

use super::ReadOptions;
use super::place::Broken;
use super::shape::{DATA_PAGE, DATA_PAGE_V2, DICTIONARY_PAGE, PAGE, Shape};
use super::thrift::{Thrift, kind};

/// Most entries of a dictionary: each takes 32 bytes beside its own.
const MAX_ENTRIES: u64 = 1 << 22;

/// Most items of the lists of one column of a row group: a row is read whole, and one may have them all.
const MAX_ITEMS: u64 = 1 << 23;

/// Kinds of pages.
const DATA: i64 = 0;
const DICTIONARY: i64 = 2;
const DATA_V2: i64 = 3;

/// Encodings that are read, as the format numbers them: plain, dictionaries, runs, bits, deltas of numbers and of lengths,
/// split streams. Prefixes of texts (7) are not: each value is a copy, of which a small page makes any number.
const ENCODINGS: [i64; 8] = [0, 2, 3, 4, 5, 6, 8, 9];

/// The bytes of one column of a row group, under their places in the file.
struct Window {
    start: u64,
    bytes: Bytes,
}

impl Length for Window {
    fn len(&self) -> u64 {
        self.start + self.bytes.len() as u64
    }
}

impl Window {
    fn from(&self, start: u64) -> ParquetResult<Bytes> {
        let outside = || ParquetError::EOF("outside the column".to_owned());
        let at = start.checked_sub(self.start).ok_or_else(outside)?;
        let at =
            usize::try_from(at).ok().filter(|at| *at <= self.bytes.len()).ok_or_else(outside)?;
        Ok(self.bytes.slice(at..))
    }
}

impl ChunkReader for Window {
    type T = bytes::buf::Reader<Bytes>;

    fn get_read(&self, start: u64) -> ParquetResult<Self::T> {
        Ok(self.from(start)?.reader())
    }

    fn get_bytes(&self, start: u64, length: usize) -> ParquetResult<Bytes> {
        let mut bytes = self.from(start)?;
        if length > bytes.len() {
            return Err(ParquetError::EOF("outside the column".to_owned()));
        }
        bytes.truncate(length);
        Ok(bytes)
    }
}

/// Opens a column of a row group of `rows` rows, and adds what its pages take to `decoded`.
pub(super) fn open(
    file: &impl ChunkReader,
    chunk: &ColumnChunkMetaData,
    rows: u64,
    decoded: &mut u64,
    options: &ReadOptions<'_>,
) -> Result<Box<dyn PageReader>, Broken> {
    // That both are inside the file was seen when the footer was read.
    let start = chunk.dictionary_page_offset().unwrap_or(chunk.data_page_offset()) as u64;
    let bytes = file.get_bytes(start, chunk.compressed_size() as usize)?;
    let column = chunk.column_descr_ptr();
    scan(&bytes, &column, rows, decoded, options)?;
    let window = Arc::new(Window { start, bytes });
    let rows = usize::try_from(rows).unwrap_or(usize::MAX);
    let pages = SerializedPageReader::new(window, chunk, rows, None)?;
    Ok(Box::new(Guarded { pages, column }))
}

/// The header of a page, as far as it decides about memory.
#[derive(Debug, Default)]
struct Header {
    kind: Option<i64>,
    decompressed: Option<i64>,
    compressed: Option<i64>,
    values: Option<i64>,
    encoding: Option<i64>,
}

impl Header {
    fn read(thrift: &mut Thrift<'_>) -> Result<Self, Broken> {
        let mut header = Header::default();
        let mut last = 0;
        while let Some(field) = thrift.field(last)? {
            match (field.id, field.kind) {
                (1, kind) => header.kind = Some(thrift.number(kind)?),
                (2, kind) => header.decompressed = Some(thrift.number(kind)?),
                (3, kind) => header.compressed = Some(thrift.number(kind)?),
                // One of each: a data page, a dictionary, a data page of the second kind.
                (5 | 7 | 8, kind::STRUCT) if header.values.is_none() => {
                    let (encoding, shape) = match field.id {
                        5 => (2, &DATA_PAGE),
                        7 => (2, &DICTIONARY_PAGE),
                        _ => (4, &DATA_PAGE_V2),
                    };
                    header.read_values(thrift, encoding, shape)?;
                }
                (5 | 7 | 8, _) => return Err(Broken::of("a page is of two kinds")),
                _ => thrift.pass_field(field, &PAGE)?,
            }
            last = field.id;
        }
        Ok(header)
    }

    fn read_values(
        &mut self,
        thrift: &mut Thrift<'_>,
        encoding: i16,
        shape: &Shape,
    ) -> Result<(), Broken> {
        let mut last = 0;
        while let Some(field) = thrift.field(last)? {
            match field.id {
                1 => self.values = Some(thrift.number(field.kind)?),
                id if id == encoding => self.encoding = Some(thrift.number(field.kind)?),
                _ => thrift.pass_field(field, shape)?,
            }
            last = field.id;
        }
        Ok(())
    }
}

/// Goes through the headers of all pages.
fn scan(
    bytes: &[u8],
    column: &ColumnDescPtr,
    rows: u64,
    decoded: &mut u64,
    options: &ReadOptions<'_>,
) -> Result<(), Broken> {
    let (mut at, mut total) = (0_usize, 0_u64);
    let mut has_dictionary = false;
    while at < bytes.len() {
        let mut thrift = Thrift::new(bytes.get(at..).unwrap_or_default());
        let header = Header::read(&mut thrift)?;
        at += thrift.position();
        let number = |value: Option<i64>| {
            let number = value.and_then(|value| u64::try_from(value).ok());
            number.ok_or_else(|| Broken::of("a page has a header without sizes"))
        };
        let (decompressed, compressed) = (number(header.decompressed)?, number(header.compressed)?);
        Broken::limit("length of a page", decompressed, options.max_page_bytes)?;
        *decoded = decoded.saturating_add(decompressed);
        Broken::limit("length of all pages", *decoded, options.max_decoded_bytes)?;
        if compressed > (bytes.len() - at.min(bytes.len())) as u64 {
            return Err(Broken::of("a page ends behind its column"));
        }
        at += compressed as usize;
        let values = number(header.values)?;
        let encoding = header.encoding.unwrap_or(-1);
        if !ENCODINGS.contains(&encoding) {
            return Err(Broken::of(format!(
                "a page has the encoding {encoding}, which is not read"
            )));
        }
        match header.kind {
            Some(DICTIONARY) if !has_dictionary && total == 0 => {
                has_dictionary = true;
                Broken::limit("number of entries of a dictionary", values, MAX_ENTRIES)?;
                // Memory is taken for as many as it says before one is read.
                if values.saturating_mul(width(column)) > decompressed {
                    return Err(Broken::of("a dictionary has more entries than bytes"));
                }
            }
            Some(DATA | DATA_V2) => total = total.saturating_add(values),
            _ => return Err(Broken::of("a page is of a kind that does not belong there")),
        }
    }
    if column.max_rep_level() > 0 {
        return Broken::limit("number of items of a column's lists", total, MAX_ITEMS);
    }
    if total != rows {
        return Err(Broken::of(format!("a column has {total} values for {rows} rows")));
    }
    Ok(())
}

/// Fewest bytes of a value written plainly.
fn width(column: &ColumnDescPtr) -> u64 {
    match column.physical_type() {
        Type::BOOLEAN => 1,
        Type::INT32 | Type::FLOAT | Type::BYTE_ARRAY => 4,
        Type::INT64 | Type::DOUBLE => 8,
        Type::INT96 => 12,
        Type::FIXED_LEN_BYTE_ARRAY => u64::try_from(column.type_length()).unwrap_or(1).max(1),
    }
}

/// Pages whose lengths of texts, where they are deltas, are not more than the values.
struct Guarded {
    pages: SerializedPageReader<Window>,
    column: ColumnDescPtr,
}

impl Guarded {
    fn seen(&self, page: Option<Page>) -> ParquetResult<Option<Page>> {
        let begin = match &page {
            Some(Page::DataPage {
                buf,
                encoding: Encoding::DELTA_LENGTH_BYTE_ARRAY,
                def_level_encoding: Encoding::RLE,
                rep_level_encoding: Encoding::RLE,
                ..
            }) => {
                let levels = [self.column.max_rep_level(), self.column.max_def_level()];
                let mut at = 0_usize;
                for _ in levels.iter().filter(|level| **level > 0) {
                    let size = buf.get(at..).and_then(|rest| rest.first_chunk::<4>());
                    let size = size.map_or(u32::MAX, |size| u32::from_le_bytes(*size));
                    at = at.saturating_add(4).saturating_add(size as usize);
                }
                at
            }
            Some(Page::DataPageV2 {
                encoding: Encoding::DELTA_LENGTH_BYTE_ARRAY,
                rep_levels_byte_len,
                def_levels_byte_len,
                ..
            }) => (*rep_levels_byte_len as usize).saturating_add(*def_levels_byte_len as usize),
            // Levels of another encoding have no length by which what follows is found.
            Some(Page::DataPage { encoding: Encoding::DELTA_LENGTH_BYTE_ARRAY, .. }) => {
                let reason = "a page has levels in an encoding that is not read";
                return Err(ParquetError::General(reason.to_owned()));
            }
            _ => return Ok(page),
        };
        let Some(page) = page else { return Ok(None) };
        // The head of the lengths: size of a block, blocks, and how many lengths there are.
        let mut thrift = Cursor::new(page.buffer().get(begin..).unwrap_or_default());
        let claimed = [variable(&mut thrift), variable(&mut thrift), variable(&mut thrift)][2];
        match claimed {
            Some(claimed) if claimed <= u64::from(page.num_values()) => Ok(Some(page)),
            _ => Err(ParquetError::General("a page has more lengths than values".to_owned())),
        }
    }
}

/// A number of variable length.
fn variable(bytes: &mut Cursor<&[u8]>) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..63).step_by(7) {
        let byte = bytes.has_remaining().then(|| bytes.get_u8())?;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

impl Iterator for Guarded {
    type Item = ParquetResult<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Guarded {
    fn get_next_page(&mut self) -> ParquetResult<Option<Page>> {
        let page = self.pages.get_next_page()?;
        self.seen(page)
    }

    fn peek_next_page(&mut self) -> ParquetResult<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> ParquetResult<()> {
        self.pages.skip_next_page()
    }

    fn at_record_boundary(&mut self) -> ParquetResult<bool> {
        self.pages.at_record_boundary()
    }
}
