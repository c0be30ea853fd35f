"""Files of the types that no editor writes as text, made as small as they can be, for tests and for the fuzzer."""

import io
import zipfile
from datetime import datetime

import docx
from pypdf import PdfReader, PdfWriter


def pdf(*pages, **properties):
    """A PDF whose pages have these lines; properties such as CreationDate="D:20240416153000+03'00'"."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for page in pages:
        lines = "".join(f"({_escaped(line)}) Tj T* " for line in page.split("\n"))
        content = f"BT /F1 11 Tf 14 TL 60 760 Td {lines}ET"
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append("<< " + " ".join(f"/{name} ({_escaped(value)})" for name, value in properties.items()) + " >>")
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    return made + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


def _escaped(text):
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def encrypted_pdf(password, *pages):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(*pages))))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def word(*paragraphs, title="", created=None, table=()):
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        made = document.add_table(rows=len(table), cols=len(table[0]))
        for row, texts in zip(made.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.core_properties.title = title
    if created is not None:
        document.core_properties.created = created
        document.core_properties.modified = datetime(2025, 1, 1)
    return saved(document)


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_member(data, name, content):
    """The same zip archive with one member replaced, added, or (None) left out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        if content is not None:
            new.writestr(name, content)
    return made.getvalue()


def rss(*items, head="<title>Nordwire</title><language>en-GB</language>"):
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'


def item(title, description, date="", guid="", link=""):
    parts = {"title": title, "description": description, "pubDate": date, "guid": guid, "link": link}
    return "<item>" + "".join(f"<{name}>{value}</{name}>" for name, value in parts.items() if value) + "</item>"


def atom(*entries):
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Nordwire</title>'
        + "".join(f"<entry>{entry}</entry>" for entry in entries)
        + "</feed>"
    )


MAIL = """From: Ada Novik <ada@nord.example>
To: all@nord.example
Subject: The quay is closed
Date: Tue, 16 Apr 2024 23:30:00 -0800
Content-Type: text/plain; charset=utf-8

The lower quay is closed until Thursday.

On Mon, 15 Apr 2024 at 10:00, Carl Moss wrote:
> The lower quay is open.
"""
