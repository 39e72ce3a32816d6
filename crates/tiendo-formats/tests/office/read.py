"""What others read in office files, as JSON: `read.py FILE…` prints one object per file."""

import datetime
import json
import sys
import zipfile

import docx
import openpyxl


def cell(value: object) -> object:
    """A cell's value as JSON has it; days as ISO dates."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return value


def workbook(path: str) -> dict:
    book = openpyxl.load_workbook(path)
    sheets = {}
    formulas = links = 0
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows())
        formulas += sum(c.data_type == "f" for row in rows for c in row)
        links += sum(c.hyperlink is not None for row in rows for c in row)
        checks = sheet.data_validations.dataValidation
        sheets[sheet.title] = {
            "rows": [[cell(c.value) for c in row] for row in rows],
            "protected": sheet.protection.sheet,
            "hidden": sorted(k for k, d in sheet.column_dimensions.items() if d.hidden),
            "open": sorted({c.column_letter for row in rows for c in row if not c.protection.locked}),
            "checks": {str(check.sqref): check.type for check in checks},
            "filter": sheet.auto_filter.ref,
            "frozen": sheet.freeze_panes,
            "repeated": sheet.print_title_rows,
            "landscape": sheet.page_setup.orientation == "landscape",
            "paper": sheet.page_setup.paperSize,
            "charts": len(sheet._charts),
            "rules": len(sheet.conditional_formatting),
        }
    return {"sheets": sheets, "formulas": formulas, "links": links}


def document(path: str) -> dict:
    text = docx.Document(path)
    with zipfile.ZipFile(path) as package:
        xml = package.read("word/document.xml").decode()
        names = package.namelist()
    marks = ["w:hyperlink", "w:fldSimple", "w:instrText", "w:fldChar"]
    return {
        "paragraphs": [p.text for p in text.paragraphs],
        "tables": [[[c.text for c in row.cells] for row in t.rows] for t in text.tables],
        "header": [p.text for p in text.sections[0].header.paragraphs],
        "first_header": [p.text for p in text.sections[0].first_page_header.paragraphs],
        "margins_mm": [
            round(getattr(text.sections[0], side).mm)
            for side in ("top_margin", "bottom_margin", "left_margin", "right_margin")
        ],
        "marks": sum(xml.count("<" + mark) for mark in marks),
        "parts": names,
        "title": text.core_properties.title,
    }


for name in sys.argv[1:]:
    print(json.dumps(workbook(name) if name.endswith(".xlsx") else document(name)))
