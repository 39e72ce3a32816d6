//! Tables of Word documents.
