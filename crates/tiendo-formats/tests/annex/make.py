"""Makes the workbooks and documents that the tests of annexes read, with openpyxl, XlsxWriter, xlwt and python-docx.

They are other people's writers, so that the reader is not tested against its own. Run it where a layout is to change:

    python3 -m venv target/annex-venv && target/annex-venv/bin/pip install openpyxl==3.1.5 xlsxwriter==3.3.1 xlwt==1.3.0 python-docx==1.2.0
    target/annex-venv/bin/python crates/tiendo-formats/tests/annex/make.py [--office]

With `--office` LibreOffice saves some of them as workbooks of Excel 97; these carry the time of saving. The files are committed with `layouts.json`, which says what each must give. Zip times are fixed, so that a second
run gives the same bytes.
"""

import datetime
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata
import zipfile

import docx
import openpyxl
import xlsxwriter
import xlwt
from openpyxl.styles import Font

HERE = pathlib.Path(__file__).parent
DOCUMENT = "77/KH-UBND"

# Task, lead, coordinating, day, wording of the deadline, product, leader. Ids of agencies are those of the base.
TASKS = [
    ("Sửa đổi quy định về chia sẻ dữ liệu", ["BKHCN"], ["BCA", "BTC"], "2025-09-30", "trước ngày 01/10/2025", "Nghị định", "Phó Thủ tướng"),
    ("Ban hành bộ mã định danh cơ quan", ["BNV"], ["BKHCN"], "2025-08-15", "15/8/2025", "Quyết định", "Bộ trưởng"),
    ("Nâng cấp Cổng Dịch vụ công quốc gia", ["VPCP"], ["BCA"], "2025-12-31", "năm 2025", "Cổng phiên bản mới", "Bộ trưởng"),
    ("Kết nối cơ sở dữ liệu đất đai với dân cư", ["BNNMT", "BCA"], [], "2025-11-30", "tháng 11/2025", "Kết nối liên thông", "Thứ trưởng"),
    ("Bố trí vốn cho các nền tảng dùng chung", ["BTC"], ["BKHCN", "BQP"], "2025-10-20", "chậm nhất ngày 20/10/2025", "Quyết định giao vốn", "Thứ trưởng"),
    ("Đào tạo kỹ năng số cho cán bộ cấp xã", ["BNV"], ["BGDDT"], "2026-03-31", "quý I/2026", "Báo cáo kết quả", "Thứ trưởng"),
    ("Rà soát an toàn thông tin các hệ thống", ["BCA"], ["BQP"], "2025-07-31", "trước 31/7/2025", "Báo cáo rà soát", "Thứ trưởng"),
    ("Tích hợp chữ ký số vào ứng dụng định danh", ["BKHCN", "BCA"], [], "2025-12-15", "15/12/2025", "Ứng dụng", "Thứ trưởng"),
]
SECTIONS = ["Hoàn thiện thể chế", "Hạ tầng và nền tảng", "Nguồn lực, an toàn thông tin"]
SECTION_OF = [0, 0, 1, 1, 2, 2, 2, 2]
NAMES = {
    "BKHCN": "Bộ Khoa học và Công nghệ", "BCA": "Bộ Công an", "BTC": "Bộ Tài chính", "BNV": "Bộ Nội vụ",
    "VPCP": "Văn phòng Chính phủ", "BNNMT": "Bộ Nông nghiệp và Môi trường", "BQP": "Bộ Quốc phòng",
    "BGDDT": "Bộ Giáo dục và Đào tạo",
}
SHORT = {**NAMES, "BKHCN": "Bộ KH&CN", "BNNMT": "Bộ NN&MT", "VPCP": "VPCP", "BGDDT": "Bộ GD&ĐT"}
HEADERS = {
    "plan": ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan/đơn vị phối hợp", "Thời hạn", "Sản phẩm/Kết quả", "Lãnh đạo phụ trách", "Ghi chú"],
    "decision": ["TT", "Nội dung nhiệm vụ, giải pháp", "Cơ quan, đơn vị chủ trì thực hiện", "Phối hợp", "Thời gian hoàn thành", "Kết quả, sản phẩm đầu ra", "Lãnh đạo chỉ đạo", "Ghi chú"],
    "tracker": ["TT", "Nhiệm vụ (rõ việc)", "Chủ trì (rõ người)", "Phối hợp", "Hạn (rõ thời gian)", "Sản phẩm", "Lãnh đạo phụ trách", "Lĩnh vực"],
}


def bare(text):
    """The text as a person types it without accents."""
    text = text.replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def nfd(text):
    return unicodedata.normalize("NFD", text)


class Layout:
    """One layout, its options, and what reading it must give."""

    def __init__(self, name, **options):
        self.name = name
        self.o = {
            "kind": "xlsx", "headers": "plan", "order": None, "spell": "", "titles": 3, "sections": "roman",
            "dates": "wording", "agencies": "name", "joint": "; ", "two_rows": False, "numbers_row": False,
            "footer": 0, "repeat": False, "blank": 0, "document": True, "sheets": 1, "wrong": [], "merge_title": True,
            "merge_lead": False, "progress": False, "ids": False, "dots": False, "continued": False, "parents": False, "shared": False, "from_1904": False, "saved": None,
            **options,
        }
        self.expect = {"file": f"{name}.{self.o['kind']}", "tasks": 0, "loaded": 0, "sections": 0, "titles": 0, "headers": 0,
                       "continued": 0, "findings": 0, "codes": [], "groups": 0, "reports": 0, "parents": 0}

    def spell(self, text):
        kind = self.o["spell"]
        return bare(text) if kind == "bare" else nfd(text) if kind == "nfd" else text.upper() if kind == "upper" else text

    def names(self, ids):
        style = self.o["agencies"]
        names = ids if style == "id" else [SHORT[i] for i in ids] if style == "short" else [NAMES[i] for i in ids]
        return self.o["joint"].join(self.spell(n) if style != "id" else n for n in names)

    def day(self, at):
        task = TASKS[at]
        day = datetime.date.fromisoformat(task[3])
        style = self.o["dates"]
        if style == "real":
            return day
        if style == "serial":
            return (day - datetime.date(1899, 12, 30)).days
        if style.startswith("format"):
            return ((day - datetime.date(1899, 12, 30)).days, int(style[6:]))
        if style == "mixed":
            return [day, task[4], day.strftime("%d/%m/%Y")][at % 3]
        return self.spell(task[4])

    def rows(self):
        """Rows of the sheet: ('title' | 'header' | ..., cells)."""
        o, e = self.o, self.expect
        out = []
        titles = ["PHỤ LỤC I", "DANH MỤC NHIỆM VỤ GIAO CÁC BỘ, NGÀNH", f"(Kèm theo Kế hoạch số {DOCUMENT} ngày 01/7/2025)"]
        if not o["document"]:
            titles[2] = "(Kèm theo văn bản của Ủy ban)"
        if o["progress"] == "title":
            titles.insert(2, "Số liệu tính đến ngày 30 tháng 9 năm 2025")
        for title in titles if o["titles"] else []:
            out.append(("title", [self.spell(title)]))
        headers = list(HEADERS[o["headers"]])
        if o["dots"]:
            headers = ["TT", "Nhiệm vụ · Sản phẩm", "Chủ trì · Phối hợp", "Hạn", "Lãnh đạo phụ trách"]
        if o["ids"]:
            headers.insert(1, "Mã nhiệm vụ")
        extra = []
        if o["progress"]:
            extra = ["Trạng thái", "Tiến độ (%)", "Kết quả", "Văn bản minh chứng", "Lý do chậm"]
            if o["progress"] == "column":
                extra.append("Ngày báo cáo")
            headers = [h for h in headers if h != "Ghi chú"] + extra
        order = o["order"] or list(range(len(headers)))
        arrange = lambda cells: [cells[i] if i < len(cells) else None for i in order]
        head = [self.spell(h) for h in headers]
        self.width = len(headers)
        if o["two_rows"]:
            upper = arrange([*head[:2], self.spell("Cơ quan thực hiện"), None, *head[4:]])
            lower = arrange([None, None, self.spell("Chủ trì"), self.spell("Phối hợp"), *[None] * (len(head) - 4)])
            out += [("header", upper), ("header", lower)]
            e["headers"] += 2
        else:
            out.append(("header", arrange(head)))
            e["headers"] += 1
        if o["numbers_row"]:
            out.append(("numbers", [f"({i + 1})" for i in range(len(headers))]))
            e["headers"] += 1
        e["titles"] += sum(kind == "title" for kind, _ in out)
        number, section = 0, None
        for at, task in enumerate(TASKS):
            if o["sections"] != "none" and SECTION_OF[at] != section:
                section = SECTION_OF[at]
                name = self.spell(SECTIONS[section])
                style = o["sections"]
                e["sections"] += 1
                e["groups"] += style != "decimal"
                roman = ["I", "II", "III"][section]
                if style == "merged":
                    out.append(("wide", [f"{roman}. {name}"]))
                elif style == "capital":
                    out.append(("plain", arrange([None, name.upper(), *[None] * (len(headers) - 2)])))
                else:
                    mark = {"roman": roman, "letter": "ABC"[section], "decimal": str(section + 1)}[style]
                    cells = [mark, name] if not o["ids"] else [mark, None, name]
                    out.append(("plain", arrange(cells + [None] * (len(headers) - len(cells)))))
                number = 0 if style == "decimal" else number
            number += 1
            ordinal = f"{section + 1}.{number}" if o["sections"] == "decimal" else number
            cells = [ordinal, self.spell(task[0]), self.names(task[1]), self.names(task[2]) or None, self.day(at),
                     self.spell(task[5]), self.spell(task[6]), None]
            if o["parents"]:
                cells[0] = ["1", "1.1", "1.2", "2", "2.1", "3", "3.1", "3.1.1"][at]
            if at in o["wrong"]:
                cells[2] = ["Bộ Thủy lợi", "Đảng ủy", "Ban Quản lý"][at % 3]
            if o["dots"]:
                cells = [ordinal, f"{cells[1]} · {cells[5]}", f"{cells[2]} · {cells[3] or ''}", cells[4], cells[6]]
            if o["ids"]:
                cells.insert(1, f"NV{at + 1:02}")
            if o["progress"]:
                status = ["Hoàn thành đúng hạn", "Đang thực hiện", "Chưa hoàn thành trong hạn", "Quá hạn chưa hoàn thành"][at % 4]
                percent = [1.0, 0.4, 0.25, 0.0][at % 4] if o["progress"] == "ratio" else [100, 40, 25, 0][at % 4]
                cells = cells[: len(headers) - len(extra)]
                cells += [status, percent, "Đã trình" if at % 2 else None, f"{at + 1}/BC-VP" if at % 4 == 0 else None, "Chờ thẩm định" if at % 4 == 3 else None]
                if o["progress"] == "column":
                    cells.append(datetime.date(2025, 9, 1 + at))
                e["reports"] += 1
            out.append(("task", arrange(cells + [None] * (len(headers) - len(cells)))))
            e["tasks"] += 1
            e["loaded"] += 1
            if o["continued"] and at in (2, 5):
                more = [None] * len(headers)
                more[2] = NAMES["BQP"]
                out.append(("continued", arrange(more)))
                e["continued"] += 1
            if o["repeat"] and at == 3:
                out.append(("repeated", arrange(head)))
                e["headers"] += 1
            for _ in range(o["blank"] if at == 4 else 0):
                out.append(("blank", []))
        footers = ["Ghi chú: các bộ báo cáo trước ngày 25 hằng tháng", "Nơi nhận: như trên"]
        for footer in footers[: o["footer"]]:
            out.append(("footer", [self.spell(footer)]))
            e["findings"] += 1
        return out

    def write_shared(self):
        """With XlsxWriter, which keeps texts in a table of shared strings as Excel does."""
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True})
        book.set_properties({"created": datetime.datetime(2025, 7, 1)})
        sheet = book.add_worksheet("Phụ lục 1")
        date = book.add_format({"num_format": "dd/mm/yyyy"})
        for at, (kind, cells) in enumerate(self.rows()):
            if kind in ("title", "wide"):
                sheet.merge_range(at, 0, at, self.width - 1, cells[0])
                continue
            for column, value in enumerate(cells):
                if isinstance(value, datetime.date):
                    sheet.write_datetime(at, column, datetime.datetime.combine(value, datetime.time()), date)
                elif value is not None:
                    sheet.write(at, column, value)
        book.close()
        return steady(buffer.getvalue(), None)

    def write(self):
        if self.o["shared"]:
            return self.write_shared()
        if self.o["kind"] == "xls":
            return self.write_xls()
        return self.write_xlsx() if self.o["kind"] == "xlsx" else self.write_docx()

    def write_xls(self):
        """With xlwt, in the form of Excel 97."""
        book = xlwt.Workbook(encoding="utf-8")
        book.dates_1904 = self.o["from_1904"]
        day, part = xlwt.easyxf(num_format_str="dd/mm/yyyy"), xlwt.easyxf(num_format_str="0%")
        for index in range(self.o["sheets"]):
            sheet = book.add_sheet(f"Phụ lục {index + 1}")
            global DOCUMENT
            kept = DOCUMENT
            if index > 0:
                DOCUMENT = f"{78 + index}/KH-UBND"
            rows = self.rows()
            DOCUMENT = kept
            for at, (kind, cells) in enumerate(rows):
                if kind in ("title", "wide"):
                    sheet.write_merge(at, at, 0, self.width - 1, cells[0])
                    continue
                for column, value in enumerate(cells):
                    if isinstance(value, datetime.date):
                        sheet.write(at, column, value, day)
                    elif isinstance(value, float):
                        sheet.write(at, column, value, part)
                    elif value is not None:
                        sheet.write(at, column, value)
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    def write_xlsx(self):
        book = openpyxl.Workbook()
        for index in range(self.o["sheets"]):
            sheet = book.active if index == 0 else book.create_sheet()
            sheet.title = f"Phụ lục {index + 1}"
            if index > 0:
                # Other sheets hold the same tasks of another document.
                global DOCUMENT
                kept, DOCUMENT = DOCUMENT, f"{78 + index}/KH-UBND"
            rows = self.rows()
            if index > 0:
                DOCUMENT = kept
            at = 0
            header_at = None
            for kind, cells in rows:
                at += 1
                for column, value in enumerate(cells, 1):
                    if value is None:
                        continue
                    cell = sheet.cell(at, column)
                    if isinstance(value, tuple):
                        # openpyxl cannot write formats 27 to 36: `steady` puts one in this one's place.
                        cell.value, self.special = value
                        cell.number_format = 'yyyy"special"'
                    else:
                        cell.value = value
                        if isinstance(value, float) and 0 <= value <= 1:
                            cell.number_format = "0%"
                        if isinstance(value, datetime.date):
                            cell.number_format = "dd/mm/yyyy"
                if kind == "header":
                    header_at = header_at or at
                    for cell in sheet[at]:
                        cell.font = Font(bold=True)
                if kind == "title" and self.o["merge_title"] or kind == "wide":
                    sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=self.width)
            if self.o["two_rows"]:
                order = self.o["order"] or list(range(self.width))
                for column, source in enumerate(order, 1):
                    if source not in (2, 3):
                        sheet.merge_cells(start_row=header_at, start_column=column, end_row=header_at + 1, end_column=column)
                lead = order.index(2) + 1
                sheet.merge_cells(start_row=header_at, start_column=lead, end_row=header_at, end_column=lead + 1)
            for row, (kind, _) in enumerate(rows, 1):
                if kind == "continued":
                    for column in (1, 2):
                        sheet.merge_cells(start_row=row - 1, start_column=column, end_row=row, end_column=column)
            if self.o["merge_lead"]:
                lead = (self.o["order"] or list(range(self.width))).index(2) + 1
                first = next(i for i, (kind, _) in enumerate(rows, 1) if kind == "task")
                sheet.merge_cells(start_row=first, start_column=lead, end_row=first + 1, end_column=lead)
        book.properties.created = book.properties.modified = datetime.datetime(2025, 7, 1)
        buffer = io.BytesIO()
        book.save(buffer)
        special = getattr(self, "special", None)
        return steady(buffer.getvalue(), special)

    def write_docx(self):
        document = docx.Document()
        rows = self.rows()
        for kind, cells in rows:
            if kind == "title":
                document.add_paragraph(cells[0])
        # Lines above a document's table are no rows of it.
        self.expect["titles"] = 0
        body = [(kind, cells) for kind, cells in rows if kind not in ("title", "footer")]
        self.expect["findings"] -= sum(kind == "footer" for kind, _ in rows)
        table = document.add_table(rows=len(body), cols=self.width)
        for row, (kind, cells) in zip(table.rows, body, strict=True):
            for cell, value in zip(row.cells, cells, strict=False):
                if value is not None:
                    cell.text = value.strftime("%d/%m/%Y") if isinstance(value, datetime.date) else str(value)
            if kind == "wide":
                row.cells[0].merge(row.cells[-1])
        if self.o["two_rows"]:
            for column in range(self.width):
                if column not in (2, 3):
                    table.cell(0, column).merge(table.cell(1, column))
            table.cell(0, 2).merge(table.cell(0, 3))
        for index, (kind, _) in enumerate(body):
            if kind == "continued":
                for column in (0, 1):
                    table.cell(index - 1, column).merge(table.cell(index, column))
        for kind, cells in rows:
            if kind == "footer":
                document.add_paragraph(cells[0])
        properties = document.core_properties
        properties.created = properties.modified = datetime.datetime(2025, 7, 1)
        buffer = io.BytesIO()
        document.save(buffer)
        return steady(buffer.getvalue(), None)


def steady(data, special):
    """The package with fixed times; a placeholder format becomes a built-in one that openpyxl cannot write."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name == "docProps/thumbnail.jpeg":
                continue
            content = source.read(name)
            if name == "_rels/.rels" or name == "[Content_Types].xml":
                text = content.decode()
                for start in ('<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"',):
                    if start in text:
                        before, rest = text.split(start, 1)
                        text = before + rest.split("/>", 1)[1]
                content = text.encode()
            if name == "docProps/core.xml":
                # openpyxl stamps the time of saving, whatever the properties say.
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2025-07-01T00:00:00Z", content)
            if special and name == "xl/styles.xml":
                text = content.decode()
                before, rest = text.split("<numFmts", 1)
                rest = rest.split("</numFmts>", 1)[1]
                text = (before + rest).replace('numFmtId="164"', f'numFmtId="{special}"')
                content = text.encode()
            info = zipfile.ZipInfo(name, (2025, 7, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
    return out.getvalue()


def saved(name):
    """A workbook as LibreOffice saves it for Excel 97."""
    with tempfile.TemporaryDirectory() as folder:
        source = HERE / f"{name}.xlsx"
        profile = f"-env:UserInstallation={pathlib.Path(folder, 'profile').as_uri()}"
        subprocess.run(["soffice", profile, "--headless", "--convert-to", "xls:MS Excel 97", "--outdir", folder, source], check=True)
        return pathlib.Path(folder, f"{name}.xls").read_bytes()


LAYOUTS = [
    Layout("01_plan"),
    Layout("02_decision", headers="decision", sections="letter", dates="real"),
    Layout("03_tracker", headers="tracker", sections="none", agencies="id", dates="mixed"),
    Layout("04_bare", spell="bare", dates="serial"),
    Layout("05_nfd", spell="nfd", agencies="name"),
    Layout("06_order", order=[0, 4, 2, 3, 1, 6, 5, 7], dates="format30"),
    Layout("07_two_rows", two_rows=True, numbers_row=True, dates="real"),
    Layout("08_merged_sections", sections="merged", headers="decision", agencies="short", joint=", "),
    Layout("09_decimal", sections="decimal", dates="format36"),
    Layout("10_parents", sections="none", parents=True),
    Layout("11_no_titles", titles=0, document=False, sections="none"),
    Layout("12_repeat", repeat=True, blank=3, footer=2, sections="capital"),
    Layout("13_sheets", sheets=3, dates="mixed"),
    Layout("14_merged_lead", merge_lead=True, joint="\n- "),
    Layout("15_continued", continued=True, sections="none"),
    Layout("16_wrong", wrong=[0, 1, 2], joint=" và "),
    Layout("17_progress_title", progress="title", sections="none"),
    Layout("18_progress_column", progress="column", headers="decision", ids=True, dates="real"),
    Layout("19_progress_ratio", progress="ratio", sections="merged"),
    Layout("20_dots", dots=True, sections="none"),
    Layout("21_upper", spell="upper", merge_title=False, sections="merged", headers="decision"),
    Layout("22_shared", shared=True, sections="merged", dates="mixed", agencies="short"),
    Layout("41_xls", kind="xls", dates="real", sections="merged"),
    Layout("42_xls_1904", kind="xls", spell="nfd", dates="real", from_1904=True, sections="merged"),
    Layout("43_xls_progress", kind="xls", progress="column", headers="decision", ids=True, dates="real"),
    Layout("44_xls_sheets", kind="xls", sheets=3, dates="mixed"),
    Layout("45_xls_office", saved="08_merged_sections", sections="merged", headers="decision", agencies="short", joint=", "),
    Layout("46_xls_office_progress", saved="19_progress_ratio", progress="ratio", sections="merged"),
    Layout("31_word", kind="docx", two_rows=True, dates="real"),
    Layout("32_word_merged", kind="docx", sections="merged", headers="decision", agencies="short", footer=1),
    Layout("33_word_progress", kind="docx", progress="title", sections="none", spell="nfd"),
    Layout("34_word_continued", kind="docx", continued=True, sections="none"),
]


def main():
    expects = []
    for layout in LAYOUTS:
        e, o = layout.expect, layout.o
        if o["saved"]:
            layout.rows()
            e["file"] = f"{layout.name}.xls"
            if "--office" in sys.argv:
                (HERE / e["file"]).write_bytes(saved(o["saved"]))
        else:
            (HERE / e["file"]).write_bytes(layout.write())
        if o["parents"]:
            e["parents"] = 5
        if o["wrong"]:
            e["codes"] = ["agency_ambiguous", "agency_unknown"]
        expects.append(e)
    text = json.dumps({"document": "77/KH-UBND", "layouts": expects}, ensure_ascii=False, indent=1)
    (HERE / "layouts.json").write_text(text + "\n")


main()
