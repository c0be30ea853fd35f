"""One reader per file type, behind one registry: `READERS[".txt"](file, data, Context(now))` gives Documents.

A reader takes the file's bytes and never opens anything itself; it raises `NotReadable` with the reason
where the bytes hold no text. A new file type is one module here and one line below.
"""

from corpus.readers import csv_table, feed, html, json_lines, mail, markdown, pdf, text, word
from corpus.readers.context import Context, Reader, told_only_today
from corpus.readers.decode import NotReadable

READERS: dict[str, Reader] = {
    ".txt": told_only_today(text.read),
    ".text": told_only_today(text.read),
    ".md": told_only_today(markdown.read),
    ".markdown": told_only_today(markdown.read),
    ".html": told_only_today(html.read),
    ".htm": told_only_today(html.read),
    ".pdf": pdf.read,
    ".docx": word.read,
    ".csv": csv_table.read,
    ".jsonl": json_lines.read,
    ".rss": feed.read,
    ".atom": feed.read,
    ".xml": feed.read,
    ".eml": mail.read,
}

__all__ = ["READERS", "Context", "NotReadable", "Reader"]
