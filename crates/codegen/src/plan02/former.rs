//! What became of the 63 provinces and of the ministries that ended in 2025.
//!
//! The register's sources address provinces and ministries as they are after the mergers, and a
//! third of its documents have no known day. So the ids of today's bodies stand without a first
//! day, and 36 more agencies stand for the names that disappeared. Those are no members of
//! `UBND-TINH` and `CAC-BO`: 'all provinces' are 34 and 'all ministries' 22, whatever the day.

use chrono::NaiveDate;
use tiendo::{Agency, AgencyId, AgencyKind, Branch, Level, Succession, SuccessionKind, Text, day};

use crate::error::Error;
use crate::plan02::agencies::{MINISTRIES_SINCE, PROVINCES_SINCE, place_names, texts};

/// A province whose name disappeared: its code of Decision 124/2004/QĐ-TTg, its name, the code of
/// the present province that it became a part of, other names.
type Province = (&'static str, &'static str, &'static str, &'static [&'static str]);

/// Article 1 of Resolution 202/2025/QH15. A merged province has the old code of the part where its
/// seat is: seven codes (15, 24, 44, 52, 80, 82, 91) now belong to a province of another name.
const PROVINCES: [Province; 29] = [
    ("02", "Hà Giang", "08", &[]),
    ("06", "Bắc Kạn", "19", &["Bắc Cạn"]),
    ("15", "Yên Bái", "15", &[]),
    ("17", "Hòa Bình", "25", &[]),
    ("24", "Bắc Giang", "24", &[]),
    ("26", "Vĩnh Phúc", "25", &[]),
    ("30", "Hải Dương", "31", &[]),
    ("34", "Thái Bình", "33", &[]),
    ("35", "Hà Nam", "37", &[]),
    ("36", "Nam Định", "37", &[]),
    ("44", "Quảng Bình", "44", &[]),
    ("49", "Quảng Nam", "48", &[]),
    ("52", "Bình Định", "52", &[]),
    ("54", "Phú Yên", "66", &[]),
    ("58", "Ninh Thuận", "56", &[]),
    ("60", "Bình Thuận", "68", &[]),
    ("62", "Kon Tum", "51", &["Kontum"]),
    ("67", "Đắk Nông", "68", &["Đắc Nông"]),
    ("70", "Bình Phước", "75", &[]),
    ("74", "Bình Dương", "79", &[]),
    ("77", "Bà Rịa - Vũng Tàu", "79", &["Bà Rịa-Vũng Tàu", "Bà Rịa Vũng Tàu", "BR-VT"]),
    ("80", "Long An", "80", &[]),
    ("82", "Tiền Giang", "82", &[]),
    ("83", "Bến Tre", "86", &[]),
    ("84", "Trà Vinh", "86", &[]),
    ("91", "Kiên Giang", "91", &[]),
    ("93", "Hậu Giang", "92", &[]),
    ("94", "Sóc Trăng", "92", &[]),
    ("95", "Bạc Liêu", "96", &[]),
];

const PROVINCES_BASIS: &str = "202/2025/QH15";
const PROVINCES_SOURCE: &str = "Resolution 202/2025/QH15 of 12 June 2025, in operation from 1 July 2025 ; \
     https://news.laodong.vn/thoi-su/thoi-diem-ket-thuc-hoat-dong-bo-may-52-tinh-thanh-cu-1522769.ldo ; \
     https://nghean24h.vn/34-tinh-thanh-du-kien-hoat-dong-ngay-tu-ngay-172025-a753727.html ; \
     codes of 2004 and their successors: GitHub sunshine-tech/VietnamProvinces";

/// A body of the Government that ended, and who took over which functions.
struct Ended {
    id: &'static str,
    name: &'static str,
    name_en: &'static str,
    kind: AgencyKind,
    other_names: &'static [&'static str],
    /// The only successor of a merged body; all successors of a split one, each with what it took
    /// over.
    successors: &'static [(&'static str, &'static str)],
}

/// Resolution 176/2025/QH15 merged whole ministries; where single functions of a merged ministry
/// went elsewhere the remark says so, and a task on them needs a transfer. The Ministry of Labour
/// alone was divided among four, so it is split and every task of it needs one.
const ENDED: [Ended; 7] = [
    Ended {
        id: "BTTTT",
        name: "Bộ Thông tin và Truyền thông",
        name_en: "Ministry of Information and Communications",
        kind: AgencyKind::Ministry,
        other_names: &["Bộ TT&TT", "Bộ TTTT"],
        successors: &[(
            "BKHCN",
            "press and publishing went to BVHTTDL, network information security to BCA",
        )],
    },
    Ended {
        id: "BKHDT",
        name: "Bộ Kế hoạch và Đầu tư",
        name_en: "Ministry of Planning and Investment",
        kind: AgencyKind::Ministry,
        other_names: &["Bộ KH&ĐT", "Bộ KHĐT"],
        successors: &[("BTC", "")],
    },
    Ended {
        id: "BGTVT",
        name: "Bộ Giao thông vận tải",
        name_en: "Ministry of Transport",
        kind: AgencyKind::Ministry,
        other_names: &["Bộ GTVT"],
        successors: &[("BXD", "driving tests and licences went to BCA")],
    },
    Ended {
        id: "BTNMT",
        name: "Bộ Tài nguyên và Môi trường",
        name_en: "Ministry of Natural Resources and Environment",
        kind: AgencyKind::Ministry,
        other_names: &["Bộ TN&MT", "Bộ TNMT"],
        successors: &[("BNNMT", "")],
    },
    Ended {
        id: "BNNPTNT",
        name: "Bộ Nông nghiệp và Phát triển nông thôn",
        name_en: "Ministry of Agriculture and Rural Development",
        kind: AgencyKind::Ministry,
        other_names: &["Bộ NN&PTNT", "Bộ NNPTNT"],
        successors: &[("BNNMT", "")],
    },
    Ended {
        id: "BLDTBXH",
        name: "Bộ Lao động - Thương binh và Xã hội",
        name_en: "Ministry of Labour, Invalids and Social Affairs",
        kind: AgencyKind::Ministry,
        other_names: &["Bộ LĐTBXH", "Bộ LĐ-TB&XH", "Bộ Lao động, Thương binh và Xã hội"],
        successors: &[
            ("BNV", "labour, wages, employment, people with merit, social insurance, gender"),
            ("BGDDT", "vocational education"),
            ("BYT", "social protection, children, social evils; drug rehabilitation went to BCA"),
            ("BNNMT", "poverty reduction"),
        ],
    },
    Ended {
        id: "UBDT",
        name: "Ủy ban Dân tộc",
        name_en: "Committee for Ethnic Minority Affairs",
        kind: AgencyKind::MinisterialAgency,
        other_names: &[],
        successors: &[("BDTTG", "")],
    },
];

const MINISTRIES_BASIS: &str = "176/2025/QH15";
const MINISTRIES_SOURCE: &str = "Resolution 176/2025/QH15 of 18 February 2025, in operation from 1 March 2025 ; \
     https://news.laodong.vn/thoi-su/bo-may-cua-chinh-phu-sau-sap-xep-se-hoat-dong-tu-13-1469868.ldo ; \
     https://sggp.org.vn/bo-noi-vu-trinh-chinh-phu-co-cau-14-bo-va-3-co-quan-ngang-bo-post779720.html";

/// The former agencies and who followed them; `present` are the agencies that exist now.
pub(crate) fn make(present: &[Agency]) -> Result<(Vec<Agency>, Vec<Succession>), Error> {
    let (mut former, mut successions) = (Vec::new(), Vec::new());
    for province in &PROVINCES {
        let (agency, succession) = province_of(province, present)?;
        former.push(agency);
        successions.push(succession);
    }
    for body in &ENDED {
        former.push(ended(body)?);
        for (to, remark) in body.successors {
            successions.push(succession_of(body, to, remark)?);
        }
    }
    for succession in &successions {
        if !present.iter().any(|agency| agency.id == succession.to) {
            return Err(Error::Table(format!("no agency '{}' to follow another", succession.to)));
        }
    }
    Ok((former, successions))
}

fn province_of(
    (old_code, name, code, other_names): &Province,
    present: &[Agency],
) -> Result<(Agency, Succession), Error> {
    let first = day::parse(PROVINCES_SINCE)?;
    let place = format!("tỉnh {name}");
    // The old code is a free id where no present province took it over.
    let plain = AgencyId::new(&format!("{old_code}-UBND"))?;
    let taken = present.iter().any(|agency| agency.id == plain);
    let id = if taken { AgencyId::new(&format!("{old_code}-UBND-CU"))? } else { plain };

    let mut agency = Agency::new(id, Text::new(&format!("UBND {place}"))?, Level::Province);
    // A code that a present province has must find that one only.
    agency.code = if taken { None } else { Some(Text::new(old_code)?) };
    agency.external_ids.insert("gso_2004".to_owned(), (*old_code).to_owned());
    agency.name_en = Some(Text::new(&format!("People's Committee of {name} Province"))?);
    agency.other_names = texts(&place_names(&place))?;
    agency.other_names.push(Text::new(&format!("Ủy ban nhân dân {place}"))?);
    agency.other_names.extend(texts(other_names)?);
    agency.branch = Branch::Government;
    agency.parent = Some(AgencyId::new("CP")?);
    agency.territory = Some(Text::new(code)?);
    agency.valid_to = Some(before(first)?);
    agency.source = Some(Text::new(PROVINCES_SOURCE)?);

    let succession = Succession {
        kind: SuccessionKind::Merged,
        from: agency.id.clone(),
        to: AgencyId::new(&format!("{code}-UBND"))?,
        day: first,
        basis: Some(Text::new(PROVINCES_BASIS)?),
        source: Some(Text::new(PROVINCES_SOURCE)?),
    };
    Ok((agency, succession))
}

fn ended(body: &Ended) -> Result<Agency, Error> {
    let id = AgencyId::new(body.id)?;
    let mut agency = Agency::new(id, Text::new(body.name)?, Level::Central);
    agency.name_en = Some(Text::new(body.name_en)?);
    agency.other_names = texts(body.other_names)?;
    agency.kind = body.kind.clone();
    agency.branch = Branch::Government;
    agency.parent = Some(AgencyId::new("CP")?);
    agency.valid_to = Some(before(day::parse(MINISTRIES_SINCE)?)?);
    agency.source = Some(Text::new(MINISTRIES_SOURCE)?);
    Ok(agency)
}

fn succession_of(body: &Ended, to: &str, remark: &str) -> Result<Succession, Error> {
    let kind = match body.successors.len() {
        1 => SuccessionKind::Merged,
        _ => SuccessionKind::Split,
    };
    let remark = if remark.is_empty() { String::new() } else { format!(" ; {remark}") };
    Ok(Succession {
        kind,
        from: AgencyId::new(body.id)?,
        to: AgencyId::new(to)?,
        day: day::parse(MINISTRIES_SINCE)?,
        basis: Some(Text::new(MINISTRIES_BASIS)?),
        source: Some(Text::new(&format!("{MINISTRIES_SOURCE}{remark}"))?),
    })
}

fn before(day: NaiveDate) -> Result<NaiveDate, Error> {
    day::plus(day, -1).ok_or_else(|| Error::Table(format!("no day before {day}")))
}
