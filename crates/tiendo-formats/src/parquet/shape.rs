//! What the metadata of a file is made of. The crate `parquet` takes the fields that it knows for what they should be,
//! whatever kind they say they are of: a field of another kind would have it read on from another place than was gone
//! through here, and believe a list of two thousand million items that take no byte.
//!
//! Source: `parquet.thrift` of apache/parquet-format.

/// What a value must be.
pub(super) enum Shape {
    /// A whole number of any width but one byte: all are written alike.
    Number,
    Byte,
    Truth,
    Double,
    Bytes,
    List(&'static Shape),
    /// Structures and unions: fields by their numbers. Others may stand beside them.
    Struct(&'static [(i16, Shape)]),
}

use Shape::{Byte, Bytes, Double, List, Number, Struct, Truth};

/// `FileMetaData`.
pub(super) const FILE: Shape = Struct(&[
    (1, Number),
    (2, List(&ELEMENT)),
    (3, Number),
    (4, List(&ROW_GROUP)),
    (5, List(&KEY_VALUE)),
    (6, Bytes),
    (7, List(&Struct(&[(1, EMPTY), (2, EMPTY)]))),
]);

/// `SchemaElement`.
pub(super) const ELEMENT: Shape = Struct(&[
    (1, Number),
    (2, Number),
    (3, Number),
    (4, Bytes),
    (5, Number),
    (6, Number),
    (7, Number),
    (8, Number),
    (9, Number),
    (10, LOGICAL_TYPE),
]);

const LOGICAL_TYPE: Shape = Struct(&[
    (1, EMPTY),
    (2, EMPTY),
    (3, EMPTY),
    (4, EMPTY),
    (5, Struct(&[(1, Number), (2, Number)])),
    (6, EMPTY),
    (7, TIME),
    (8, TIME),
    (10, Struct(&[(1, Byte), (2, Truth)])),
    (11, EMPTY),
    (12, EMPTY),
    (13, EMPTY),
    (14, EMPTY),
    (15, EMPTY),
    (16, Struct(&[(1, Byte)])),
    (17, Struct(&[(1, Bytes)])),
    (18, Struct(&[(1, Bytes), (2, Number)])),
    (19, EMPTY),
]);

/// `TimeType` and `TimestampType`.
const TIME: Shape = Struct(&[(1, Truth), (2, Struct(&[(1, EMPTY), (2, EMPTY), (3, EMPTY)]))]);

const EMPTY: Shape = Struct(&[]);

const KEY_VALUE: Shape = Struct(&[(1, Bytes), (2, Bytes)]);

const ROW_GROUP: Shape = Struct(&[
    (1, List(&COLUMN_CHUNK)),
    (2, Number),
    (3, Number),
    (4, List(&Struct(&[(1, Number), (2, Truth), (3, Truth)]))),
    (5, Number),
    (6, Number),
    (7, Number),
]);

const COLUMN_CHUNK: Shape = Struct(&[
    (1, Bytes),
    (2, Number),
    (3, COLUMN),
    (4, Number),
    (5, Number),
    (6, Number),
    (7, Number),
]);

/// `ColumnMetaData`.
const COLUMN: Shape = Struct(&[
    (1, Number),
    (2, List(&Number)),
    (3, List(&Bytes)),
    (4, Number),
    (5, Number),
    (6, Number),
    (7, Number),
    (8, List(&KEY_VALUE)),
    (9, Number),
    (10, Number),
    (11, Number),
    (12, STATISTICS),
    (13, List(&Struct(&[(1, Number), (2, Number), (3, Number)]))),
    (14, Number),
    (15, Number),
    // `SizeStatistics`.
    (16, Struct(&[(1, Number), (2, List(&Number)), (3, List(&Number))])),
    // `GeospatialStatistics`.
    (17, Struct(&[(1, BOX), (2, List(&Number))])),
]);

const STATISTICS: Shape = Struct(&[
    (1, Bytes),
    (2, Bytes),
    (3, Number),
    (4, Number),
    (5, Bytes),
    (6, Bytes),
    (7, Truth),
    (8, Truth),
    (9, Number),
]);

const BOX: Shape = Struct(&[
    (1, Double),
    (2, Double),
    (3, Double),
    (4, Double),
    (5, Double),
    (6, Double),
    (7, Double),
    (8, Double),
]);

/// `PageHeader`.
pub(super) const PAGE: Shape = Struct(&[
    (1, Number),
    (2, Number),
    (3, Number),
    (4, Number),
    (5, DATA_PAGE),
    (6, EMPTY),
    (7, DICTIONARY_PAGE),
    (8, DATA_PAGE_V2),
]);

/// `DataPageHeader`.
pub(super) const DATA_PAGE: Shape =
    Struct(&[(1, Number), (2, Number), (3, Number), (4, Number), (5, STATISTICS)]);

/// `DictionaryPageHeader`.
pub(super) const DICTIONARY_PAGE: Shape = Struct(&[(1, Number), (2, Number), (3, Truth)]);

/// `DataPageHeaderV2`.
pub(super) const DATA_PAGE_V2: Shape = Struct(&[
    (1, Number),
    (2, Number),
    (3, Number),
    (4, Number),
    (5, Number),
    (6, Number),
    (7, Truth),
    (8, STATISTICS),
]);
