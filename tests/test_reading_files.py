"""Files become text: PDF, DOCX, plain text in several encodings; limits hold, and what cannot be read is said."""

from __future__ import annotations

import io
import zipfile

import pytest

from planner import background_report, read_posting
from planner.reading.files import MAX_BYTES, MAX_PAGES, text_from
from planner.reading.sources import text_of
from planner.rulebook.problem import Unreadable, WrongUse

pytest.importorskip("pypdf")
pytest.importorskip("docx")


def pdf(*pages):
    """Return a PDF whose pages hold the given lines at (x, y), in the order of writing."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        show = "".join(f"BT /F1 10 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in lines)
        objects.append(f"<< /Length {len(show)} >>\nstream\n{show}endstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    return (out + end + f"<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF").encode("latin-1")


def docx(write):
    from docx import Document

    document, stream = Document(), io.BytesIO()
    write(document)
    document.save(stream)
    return stream.getvalue()


LEFT = [(40, 700 - 14 * n, text) for n, text in enumerate(["SKILLS", "Tableau", "Bookkeeping", "Public speaking"])]
RIGHT = [
    (300, 700 - 14 * n, text)
    for n, text in enumerate(["EXPERIENCE", "Staff Accountant, 2015 - 2019", "Reconciled accounts every month"])
]


def test_a_two_column_pdf_keeps_each_column_together(shipped, tmp_path):
    file = tmp_path / "cv.pdf"
    file.write_bytes(pdf([*LEFT, *RIGHT]))
    text = text_of(file)
    assert text.index("Public speaking") < text.index("EXPERIENCE") < text.index("Reconciled")
    report = background_report(file, shipped)
    assert {"tableau", "bookkeeping", "account-reconciliation"} <= set(report.profile.have)
    assert [held.role for held in report.profile.roles_held] == ["accountant"]


def test_a_scan_says_so_and_asks_to_paste():
    with pytest.raises(Unreadable, match=r"cv\.pdf holds no text: it is probably a scan\. Paste the text instead"):
        text_from(pdf([]), "cv.pdf")


def test_too_many_pages_and_too_many_bytes_are_refused():
    with pytest.raises(Unreadable, match="31 pages"):
        text_from(pdf(*[LEFT] * (MAX_PAGES + 1)))
    with pytest.raises(Unreadable, match="larger than 5 MB"):
        text_from(b"a" * (MAX_BYTES + 1))


def test_a_docx_gives_paragraphs_and_table_cells_in_order():
    def write(document):
        document.add_paragraph("Before")
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "left cell", "right cell"
        document.add_paragraph("After")

    assert text_from(docx(write)).split("\n") == ["Before", "left cell", "right cell", "After"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("naïve – café".encode(), "naïve – café"),
        ("naïve – café".encode("cp1252"), "naïve – café"),
        (b"\xef\xbb\xbf# Skills", "# Skills"),
        ("Ruíz".encode("utf-16"), "Ruíz"),
    ],
)
def test_plain_text_is_decoded(data, text):
    assert text_from(data) == text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.4 broken", "no PDF that can be read"),
        (b"PK\x03\x04 broken", "no DOCX file that can be read"),
        (b"\xd0\xcf\x11\xe0old", "old word processor"),
        (b"\x89PNG\r\n", "a picture"),
    ],
)
def test_what_cannot_be_read_is_said(data, says):
    with pytest.raises(Unreadable, match=says):
        text_from(data, "cv")


def test_a_docx_that_unpacks_to_far_more_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (MAX_BYTES * 21))
    with pytest.raises(Unreadable, match="unpacks to more"):
        text_from(stream.getvalue())


def test_a_missing_file_is_a_wrong_call_and_a_text_is_not_a_path(shipped, tmp_path):
    with pytest.raises(WrongUse, match=r"gone\.txt cannot be read"):
        text_of(tmp_path / "gone.txt")
    assert text_of("gone.txt") == "gone.txt"
    (tmp_path / "SQL").write_text("Tableau", encoding="utf-8")
    assert text_of(str(tmp_path / "SQL")) == str(tmp_path / "SQL")
    (tmp_path / "posting.txt").write_text("Requirements\n- SQL", encoding="utf-8")
    assert read_posting(str(tmp_path / "posting.txt"), shipped).lines[0].needs.data() == {"sql": 3}
