"""Text out of files: plain text, Markdown, PDF and DOCX. Nothing is written anywhere, nothing is kept."""

from __future__ import annotations

import io
from pathlib import Path
from typing import IO
from zipfile import ZipFile

from planner.rulebook.problem import Unreadable
from planner.rulebook.source import shown
from planner.rulebook.tree import spot_after

MAX_BYTES = 5_000_000
MAX_PAGES = 30
MAX_CHARACTERS = 2_000_000
_SPACES = "\t\n\r\x0b\x0c\x1b"
EXTRA = "pip install 'pivot-planner[files]'"


def read_text(path: Path) -> str:
    """Return the text of a file, by what its first bytes say it is. Raises :class:`Unreadable`."""
    try:
        with open(path, "rb") as file:
            return text_from(file.read(MAX_BYTES + 1), shown(path))
    except OSError as error:
        raise Unreadable(f"{shown(path)} cannot be read: {error.strerror or error}") from None


def text_from(data: bytes, name: str = "the file") -> str:
    """Return the text of a file's bytes. Raises :class:`Unreadable` where there is none, or too much.

    >>> text_from(b"caf\\xe9")
    'café'
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(f"{name} is larger than {MAX_BYTES // 1_000_000} MB; paste the text instead")
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return _from_pdf(data, name)
    if data.startswith(b"PK\x03\x04"):
        return _from_docx(data, name)
    if data.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise Unreadable(f"{name} is in an old word processor's format; save it as .docx or paste the text")
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        raise Unreadable(f"{name} is a picture; paste the text instead")
    text = _decoded(data)
    if not text.strip():
        raise Unreadable(f"{name} is empty; there is nothing to read in it")
    odd = sum(map(_is_odd, text))
    if odd * 50 > len(text):
        place = next(place for place, char in enumerate(text) if _is_odd(char))
        line, column, _ = spot_after(text[:place])
        what = f"U+{ord(text[place]):04X} stands here; this is no text, PDF or DOCX file; paste the text instead"
        raise Unreadable(f"{name}:{line}:{column}: {what}")
    return text[:MAX_CHARACTERS]


def _is_odd(char: str) -> bool:
    return char < " " and char not in _SPACES


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for first, code in ((1, "utf-16-le"), (0, "utf-16-be")):  # without a mark every other byte of plain English is 0
        half = data[first:4000:2]
        if half and half.count(0) * 2 > len(half) and data[1 - first : 4000 : 2].count(0) * 10 < len(half):
            return data.decode(code, "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _from_pdf(data: bytes, name: str) -> str:
    try:
        from pypdf import PdfReader
    except ImportError:
        raise Unreadable(f"reading PDF files needs an extra: {EXTRA}; or paste the text") from None
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not _opens(reader):
            raise Unreadable(f"{name} is locked with a password; paste the text instead")
        count = len(reader.pages)
        if count > MAX_PAGES:
            raise Unreadable(f"{name} has {count} pages; {MAX_PAGES} are read at most")
        plain = "\n\n".join(page.extract_text() for page in reader.pages)
        text = plain if _is_text(plain) else _laid_out(reader)
    except Unreadable:
        raise
    except Exception:  # a broken PDF can fail anywhere inside the parser, with any exception
        raise Unreadable(f"{name} is no PDF that can be read; paste the text instead") from None
    if not _is_text(text):
        raise Unreadable(f"{name} holds no text: it is probably a scan. Paste the text instead")
    return text[:MAX_CHARACTERS]


def _opens(reader: object) -> bool:
    """Say whether a locked PDF opens without a password."""
    try:
        return bool(reader.decrypt(""))  # type: ignore[attr-defined]
    except Exception:  # a cipher that this installation cannot do
        return False


def _laid_out(reader: object) -> str:
    try:
        pages = reader.pages  # type: ignore[attr-defined]
        return "\n\n".join(page.extract_text(extraction_mode="layout") for page in pages)
    except Exception:  # second try only; what it cannot do is said by the caller
        return ""


def _is_text(text: str) -> bool:
    """Say whether enough of ``text`` are words: a scan gives nothing, a broken font signs or one letter a line."""
    letters = sum(char.isalpha() for char in text)
    if letters < 20:
        return False
    words = text.split()
    return letters / len(words) > 1.8 and letters * 2 > sum(not char.isspace() for char in text)


def _from_docx(data: bytes, name: str) -> str:
    try:
        from docx import Document
        from docx.table import Table
    except ImportError:
        raise Unreadable(f"reading DOCX files needs an extra: {EXTRA}; or paste the text") from None
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > 20 * MAX_BYTES:
                raise Unreadable(f"{name} unpacks to more than is read; paste the text instead")
        stream: IO[bytes] = io.BytesIO(data)
        lines: list[str] = []
        for block in Document(stream).iter_inner_content():
            lines += _cells(block) if isinstance(block, Table) else [block.text]
    except Unreadable:
        raise
    except Exception:  # python-docx raises what its XML parser and zip reader raise
        raise Unreadable(f"{name} is no DOCX file that can be read; paste the text instead") from None
    text = "\n".join(lines)
    if not text.strip():
        raise Unreadable(f"{name} holds no text; paste it instead")
    return text[:MAX_CHARACTERS]


def _cells(table: object) -> list[str]:
    """Return the texts of a table's cells, row by row; a cell that spans several counts once."""
    seen: set[int] = set()
    lines: list[str] = []
    for row in table.rows:  # type: ignore[attr-defined]
        for cell in row.cells:
            if id(cell._tc) in seen:
                continue
            seen.add(id(cell._tc))
            for block in cell.iter_inner_content():
                lines += _cells(block) if hasattr(block, "rows") else [block.text]
    return lines
