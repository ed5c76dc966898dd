"""Documents in formats other than text, made by hand for tests: small, and of texts of our own."""

import gzip
import io
import zipfile
from email.message import EmailMessage

STORY = [
    "The harbour master of Port Aster said on Monday that three boats had burned in the night.",
    "Nobody was hurt, he said, and the harbour would open again on Wednesday morning at six.",
    "A fisherman whose boat had burned told reporters that he had seen two men run away.",
]
PAGE = f"<!doctype html><html><head><title>Boats burn</title></head><body><article>{''.join(f'<p>{each}</p>' for each in STORY)}</article></body></html>"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(*paragraphs: tuple[str, str]) -> bytes:
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, text in paragraphs
    )
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode(),
        }
    )


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def mail(*, enclosed: bytes = b"") -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["Date"] = (
        "Böats burn",
        "desk@post.example",
        "Mon, 15 May 2023 10:00:00 +0200",
    )
    message["Message-ID"] = "<1@post.example>"
    message.set_content("\n\n".join(STORY))
    if enclosed:
        message.add_attachment(enclosed, maintype="application", subtype="octet-stream", filename="report.docx")
    return bytes(message)


def mhtml() -> bytes:
    head = 'From: <Saved by Blink>\r\nSnapshot-Content-Location: https://post.example/boats\r\nSubject: Boats\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n'
    return f"{head}--B\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGE}\r\n--B\r\nContent-Type: image/png\r\n\r\nx\r\n--B--\r\n".encode()


def pdf(*lines: str) -> bytes:
    shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    stream = f"BT /F1 12 Tf 50 700 Td {shown}ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    body = "".join(f"{number} 0 obj{each}endobj\n" for number, each in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R/Size 6>>\n%%EOF".encode()


def record(
    url: str,
    body: bytes = PAGE.encode(),
    *,
    length: int | None = None,
    packed: bool = False,
    more: str = "",
    sent: str = "",
) -> bytes:
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{sent}\r\n".encode() + body
    size = len(block) if length is None else length
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n{more}Content-Type: application/http\r\nContent-Length: {size}\r\n\r\n"
    data = head.encode() + block + b"\r\n\r\n"
    return gzip.compress(data) if packed else data


def arc(url: str, body: bytes = PAGE.encode()) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    return f"{url} 192.0.2.1 20230515000000 text/html {len(block)}\n".encode() + block + b"\n"
