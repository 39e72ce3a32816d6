//! Compound files for tests and for the fuzzer: streams of any length in the root folder of a file of version 3.

/// Bytes of a sector, and below how many a stream would have to lie in small sectors.
const SECTOR: usize = 512;
const SMALL: usize = 4096;
const END: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;
/// Marks of the sectors that hold the table, and of those that list them.
const TABLE: u32 = 0xFFFF_FFFD;
const LIST: u32 = 0xFFFF_FFFC;

/// The sectors of a file, and which follows which.
#[derive(Default)]
struct Sectors {
    bytes: Vec<u8>,
    next: Vec<u32>,
}

impl Sectors {
    /// Puts bytes into sectors of their own; the first of them.
    fn put(&mut self, bytes: &[u8]) -> u32 {
        let first = self.next.len();
        let count = bytes.len().div_ceil(SECTOR).max(1);
        self.bytes.extend_from_slice(bytes);
        self.bytes.resize((first + count) * SECTOR, 0);
        self.next.extend((first + 1..first + count).map(|next| next as u32));
        self.next.push(END);
        first as u32
    }
}

/// A file with these streams, filled up with zeros where they are short.
pub(crate) fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut sectors = Sectors::default();
    let child = if streams.is_empty() { FREE } else { 1 };
    let mut directory = entry("Root Entry", 5, FREE, child, END, 0);
    for (at, (name, stream)) in streams.iter().enumerate() {
        let mut stream = stream.to_vec();
        stream.resize(stream.len().max(SMALL), 0);
        let size = stream.len() as u32;
        let first = sectors.put(&stream);
        let right = if at + 1 < streams.len() { at as u32 + 2 } else { FREE };
        directory.extend(entry(name, 2, right, FREE, first, size));
    }
    let directory = sectors.put(&directory);
    // The table holds itself and its lists.
    let used = sectors.next.len();
    let (mut tables, mut lists) = (1, 0);
    while (tables * 128 < used + tables + lists) || (lists * 127 + 109 < tables) {
        tables = (used + tables + lists).div_ceil(128);
        lists = tables.saturating_sub(109).div_ceil(127);
    }
    let at: Vec<u32> = (used..used + tables).map(|at| at as u32).collect();
    sectors.next.extend(std::iter::repeat_n(TABLE, tables));
    sectors.next.extend(std::iter::repeat_n(LIST, lists));
    sectors.next.resize(tables * 128, FREE);
    sectors.bytes.extend(sectors.next.iter().flat_map(|next| next.to_le_bytes()));
    let first_list = used + tables;
    let listed = at.get(109..).unwrap_or(&[]);
    for (i, part) in listed.chunks(127).enumerate() {
        let mut list = part.to_vec();
        list.resize(127, FREE);
        list.push(if i + 1 < lists { (first_list + i + 1) as u32 } else { END });
        sectors.bytes.extend(list.iter().flat_map(|sector| sector.to_le_bytes()));
    }
    let mut file = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    file.resize(24, 0);
    for word in [0x003E_u16, 3, 0xFFFE, 9, 6] {
        file.extend(word.to_le_bytes());
    }
    file.resize(44, 0);
    let list = if lists == 0 { END } else { first_list as u32 };
    let head = [tables as u32, directory, 0, SMALL as u32, END, 0, list, lists as u32];
    let head = head.into_iter().chain(at.into_iter().chain(std::iter::repeat(FREE)).take(109));
    file.extend(head.flat_map(u32::to_le_bytes));
    file.extend(sectors.bytes);
    file
}

/// One entry of the directory.
fn entry(name: &str, kind: u8, right: u32, child: u32, first: u32, size: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = entry.len() as u16 + 2;
    entry.resize(64, 0);
    entry.extend(length.to_le_bytes());
    entry.extend([kind, 1]);
    entry.extend([FREE, right, child].iter().flat_map(|number| number.to_le_bytes()));
    entry.resize(116, 0);
    entry.extend(first.to_le_bytes());
    entry.extend(size.to_le_bytes());
    entry.resize(128, 0);
    entry
}
