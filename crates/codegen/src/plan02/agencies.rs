//! Central and provincial bodies and the groups that documents address.

use std::collections::BTreeMap;

use tiendo::{Agency, AgencyId, AgencyKind, Branch, Level, Text, agency};

use crate::error::Error;
use crate::plan02::table::{Row, Table};

/// First day of the 34 provinces and of the communes in their present form.
pub(crate) const PROVINCES_SINCE: &str = "2025-07-01";
/// First day of the ministries in their present form.
pub(crate) const MINISTRIES_SINCE: &str = "2025-03-01";

/// Members of 'Các cơ quan đảng ở Trung ương': the bodies that advise and serve the Central
/// Committee (its office and its five commissions). The collector's list has no such mark, so they
/// are named here; Party committees directly under it (DUCP, DUQH …) are no 'cơ quan đảng' in this
/// sense, and the academy is a school.
const CENTRAL_PARTY_BODIES: [&str; 6] = ["VPTW", "BTCTW", "UBKTTW", "BTGDVTW", "BNCTW", "BCSCLTW"];

const SOURCE_MINISTRIES: &str = "Resolution 176/2025/QH15 of 18 February 2025 ; \
     https://news.laodong.vn/thoi-su/bo-may-cua-chinh-phu-sau-sap-xep-se-hoat-dong-tu-13-1469868.ldo";
const SOURCE_PROVINCES: &str = "Resolution 202/2025/QH15 of 12 June 2025 ; \
     GSO codes, PyPI vietnam-provinces 2025.10.1";
const SOURCE_OTHERS: &str = "collector's list of central bodies after the 2025 reorganisation";

/// Short and other usual names of central bodies.
const OTHER_NAMES: &[(&str, &[&str])] = &[
    ("BCHTW", &["Trung ương Đảng", "Ban Chấp hành Trung ương"]),
    ("BBT", &["Ban Bí thư Trung ương Đảng"]),
    (
        "BCDTW",
        &[
            "Ban Chỉ đạo Trung ương về KHCN, ĐMST và CĐS",
            "Ban Chỉ đạo Trung ương",
            "Ban Chỉ đạo 57",
            "BCĐTW",
        ],
    ),
    ("CQTTBCD", &["Cơ quan Thường trực Ban Chỉ đạo", "CQTTBCĐ"]),
    ("TGV-BCDTW", &["Tổ Giúp việc", "TGV"]),
    ("VPTW", &["Văn phòng Trung ương"]),
    ("UBTVQH", &["Thường vụ Quốc hội"]),
    ("TANDTC", &["TAND tối cao"]),
    ("VKSNDTC", &["VKSND tối cao"]),
    ("TTG", &["Thủ tướng"]),
    ("BCDCP", &["Ban Chỉ đạo của Chính phủ", "BCĐCP"]),
    ("BNNMT", &["Bộ NN&MT", "Bộ NNMT"]),
    ("BVHTTDL", &["Bộ VHTTDL", "Bộ VH,TT&DL"]),
    ("BKHCN", &["Bộ KH&CN", "Bộ KHCN"]),
    ("BGDDT", &["Bộ GD&ĐT", "Bộ GDĐT"]),
    ("BDTTG", &["Bộ DT&TG", "Bộ DTTG"]),
    ("VPCP", &["Văn phòng CP"]),
    ("NHNN", &["Ngân hàng Nhà nước", "NHNN Việt Nam"]),
    ("VHLKHCN", &["Viện Hàn lâm KH&CN Việt Nam"]),
    ("VHLKHXH", &["Viện Hàn lâm KHXH Việt Nam"]),
    ("DTHVN", &["VTV"]),
    ("DTNVN", &["VOV"]),
    ("UBTWMTTQ", &["Mặt trận Tổ quốc Việt Nam", "MTTQ Việt Nam", "UBTW MTTQ Việt Nam"]),
    ("TWDTN", &["Trung ương Đoàn", "Đoàn Thanh niên Cộng sản Hồ Chí Minh"]),
    ("FPT", &["Tập đoàn FPT"]),
    ("CMC", &["Tập đoàn CMC"]),
];

/// Short, old and otherwise spelled names of provinces, by GSO code.
const PROVINCE_NAMES: &[(&str, &[&str])] = &[
    ("46", &["Thừa Thiên Huế", "Thừa Thiên - Huế", "tỉnh Thừa Thiên Huế"]),
    ("66", &["Đắc Lắc"]),
    ("79", &["TP.HCM", "TPHCM", "TP HCM", "Sài Gòn"]),
];

/// The root and every row of the collector's list.
pub(crate) fn make(table: &Table) -> Result<Vec<Agency>, Error> {
    let other_names: BTreeMap<&str, &[&str]> = OTHER_NAMES.iter().copied().collect();
    let mut agencies = vec![root()?];
    for row in table.rows() {
        agencies.push(agency(row, &other_names)?);
    }
    for id in other_names.keys().chain(&CENTRAL_PARTY_BODIES) {
        if !agencies.iter().any(|agency| agency.id.as_str() == *id) {
            return Err(Error::Table(format!(
                "a table of agencies.rs names '{id}', which is none"
            )));
        }
    }
    Ok(agencies)
}

fn root() -> Result<Agency, Error> {
    let mut root = Agency::new(AgencyId::new(agency::ROOT)?, Text::new("Việt Nam")?, Level::Nation);
    root.name_en = Some(Text::new("Viet Nam")?);
    root.other_names = texts(&["cả nước", "toàn quốc"])?;
    root.source = Some(Text::new("root of the tree, ours: every body stands below it")?);
    Ok(root)
}

fn agency(row: Row<'_>, other_names: &BTreeMap<&str, &[&str]>) -> Result<Agency, Error> {
    let id = row.read("id", AgencyId::new)?;
    // '68-UBND' is a body of province 68; central ids begin with a letter.
    let province = id.as_str().split_once('-').filter(|(code, _)| is_gso_code(code));
    let kind = match row.cell("kind")? {
        kind @ ("agency" | "ministry" | "ministerial_agency" | "government_agency" | "unit"
        | "company" | "group") => AgencyKind::parse(kind),
        other => return Err(row.wrong(&format!("kind '{other}'"))),
    };
    let level = match row.cell("level")? {
        "central" => Level::Central,
        // A group has the level of its members: departments are below the province.
        "provincial" if kind == AgencyKind::Unit || id.as_str() == "SO-NGANH" => Level::Department,
        "provincial" => Level::Province,
        "communal" => Level::Commune,
        other => return Err(row.wrong(&format!("level '{other}'"))),
    };

    let mut agency = Agency::new(id.clone(), row.text("name_vi")?, level);
    agency.code = row.maybe("official_code", Text::new)?;
    agency.name_en = row.maybe("name_en", Text::new)?;
    agency.branch = Branch::parse(row.cell("branch")?);
    agency.parent = row.maybe("parent_id", AgencyId::new)?;
    agency.kind = kind;
    agency.territory = province.map(|(code, _)| Text::new(code)).transpose()?;
    agency.member_of = groups_of(&agency)?;
    agency.other_names = match province {
        Some((code, body)) => texts(&provincial_names(code, body, row.cell("name_vi")?))?,
        None => texts(other_names.get(id.as_str()).copied().unwrap_or_default())?,
    };
    agency.source = Some(Text::new(match &agency.kind {
        AgencyKind::Ministry | AgencyKind::MinisterialAgency => SOURCE_MINISTRIES,
        _ if province.is_some() => SOURCE_PROVINCES,
        _ => SOURCE_OTHERS,
    })?);
    Ok(agency)
}

/// The groups that an agency is a member of. Which departments a province has is not in the data,
/// so `SO-NGANH` has no member.
fn groups_of(agency: &Agency) -> Result<Vec<AgencyId>, Error> {
    let id = agency.id.as_str();
    let group = match &agency.kind {
        AgencyKind::Ministry | AgencyKind::MinisterialAgency | AgencyKind::GovernmentAgency => {
            "CAC-BO"
        }
        _ if CENTRAL_PARTY_BODIES.contains(&id) => "CQD-TW",
        _ if agency.territory.is_some() && id.ends_with("-UBND") => "UBND-TINH",
        _ if agency.territory.is_some() && id.ends_with("-TU") => "TINHUY",
        _ => return Ok(Vec::new()),
    };
    Ok(vec![AgencyId::new(group)?])
}

/// Names under which a provincial body is looked up. The province's bare name means its People's
/// Committee.
fn provincial_names(code: &str, body: &str, name: &str) -> Vec<String> {
    let place = |prefix: &str| name.strip_prefix(prefix).unwrap_or(name).to_owned();
    match body {
        "UBND" => {
            let place = place("UBND ");
            let mut names = place_names(&place);
            names.push(format!("Ủy ban nhân dân {place}"));
            if let Some(city) = place.strip_prefix("thành phố ") {
                names.push(format!("UBND TP. {city}"));
            }
            let extra = PROVINCE_NAMES.iter().filter(|(of, _)| *of == code);
            names.extend(extra.flat_map(|(_, more)| more.iter().map(|name| (*name).to_owned())));
            names
        }
        "TU" => match name.strip_prefix("Thành ủy ") {
            Some(city) => vec![format!("Thành ủy TP. {city}")],
            None => Vec::new(),
        },
        "HDND" => vec![format!("Hội đồng nhân dân {}", place("HĐND "))],
        "MTTQ" => {
            vec![format!("Mặt trận Tổ quốc {}", place("Ủy ban MTTQ Việt Nam "))]
        }
        _ => Vec::new(),
    }
}

/// `tỉnh Lâm Đồng` → with and without its type; a city with its abbreviation too.
pub(crate) fn place_names(place: &str) -> Vec<String> {
    let mut names = vec![place.to_owned()];
    if let Some(bare) = place.strip_prefix("tỉnh ") {
        names.push(bare.to_owned());
    }
    if let Some(bare) = place.strip_prefix("thành phố ") {
        names.extend([bare.to_owned(), format!("TP. {bare}"), format!("TP {bare}")]);
    }
    names
}

/// Texts of strings.
pub(crate) fn texts<S: AsRef<str>>(names: &[S]) -> Result<Vec<Text>, Error> {
    Ok(names.iter().map(|name| Text::new(name.as_ref())).collect::<Result<_, _>>()?)
}

fn is_gso_code(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())
}
