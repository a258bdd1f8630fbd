"""Builders of the bad files that strangers send, and of workbooks whose XML no library would write."""

from __future__ import annotations

import base64
import zipfile
import zlib
from pathlib import Path

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>'
)
PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def workbook(path: Path, cells: str, extra: dict[str, bytes] | None = None, kind: str = PLAIN) -> Path:
    """An XLSX of one sheet with the given rows of XML, and other members beside it."""
    members = {
        "[Content_Types].xml": TYPES.format(kind=kind),
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        '<sheet name="Hoja1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**members, **(extra or {})}.items():
            archive.writestr(name, content)
    return path


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


TWO_ROWS = f'<row r="1">{cell("A1", "codigo")}{cell("B1", "monto")}</row>' + (
    f'<row r="2">{cell("A2", "05001")}<c r="B2"><v>5001.0</v></c></row>'
)


def far_cell(path: Path, place: str = "XFD1048576") -> Path:
    """A few KB whose used rectangle has 17 thousand million cells."""
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return workbook(path, f'{TWO_ROWS}<row r="{row}">{cell(place, "x")}</row>')


def far_cell_ods(path: Path) -> Path:
    """The same in an open document: one cell that stands for every cell of the sheet."""
    repeated = 'table:number-columns-repeated="16384" office:value-type="string"'
    return open_document(
        path,
        f'<table:table-row table:number-rows-repeated="1048576"><table:table-cell {repeated}><text:p>x</text:p>'
        "</table:table-cell></table:table-row>",
    )


def open_document(path: Path, rows: str, manifest: str = "") -> Path:
    """An ODS of one sheet with the given rows of XML."""
    content = (
        f'<office:document-content xmlns:office="{_OFFICE}" xmlns:table="{_TABLE}" xmlns:text="{_TEXT}"><office:body>'
        f'<office:spreadsheet><table:table table:name="Hoja1">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest or "<manifest/>")
    return path


def ods_cell(kind: str, attributes: str, shown: str) -> str:
    return f'<table:table-cell office:value-type="{kind}" {attributes}><text:p>{shown}</text:p></table:table-cell>'


def bomb(path: Path, megabytes: int = 400) -> Path:
    """A workbook of some hundred KB that unpacks to hundreds of MB."""
    path = workbook(path, TWO_ROWS)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/sharedStrings.xml", "w") as member,
    ):
        for _ in range(megabytes):
            member.write(b" " * 1_000_000)
    return path


def crowded(path: Path, members: int = 20_000) -> Path:
    return workbook(path, TWO_ROWS, {f"xl/media/{number}.png": b"" for number in range(members)})


def with_macros(path: Path) -> Path:
    return workbook(path, TWO_ROWS, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def with_links(path: Path) -> Path:
    return workbook(path, TWO_ROWS, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})


def with_archive(path: Path) -> Path:
    return workbook(path, TWO_ROWS, {"xl/embeddings/other.zip": b"PK"})


def locked(path: Path) -> Path:
    """What Office writes when a workbook has a password: an old container with the encrypted package inside."""
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    )
    return path


def lying_sizes(path: Path) -> Path:
    """An archive whose sheet says that it unpacks to 100 bytes."""
    workbook(path, TWO_ROWS * 50)
    data = bytearray(path.read_bytes())
    name = b"xl/worksheets/sheet1.xml"
    for magic, name_at, size_at in ((b"PK\x03\x04", 30, 22), (b"PK\x01\x02", 46, 24)):
        at = data.find(magic)
        while at >= 0:
            if data[at + name_at : at + name_at + len(name)] == name:
                data[at + size_at : at + size_at + 4] = (100).to_bytes(4, "little")
            at = data.find(magic, at + 4)
    path.write_bytes(data)
    return path


def old_workbook(path: Path) -> Path:
    """A true .xls: title, header in row 3, two rows (text, number, date, boolean, error, 00000), a hidden sheet."""
    path.write_bytes(zlib.decompress(base64.b85decode(_OLD_WORKBOOK)))
    return path


# written once by xlwt 1.3.0, which is no longer kept
_OLD_WORKBOOK = (
    b"c-rk)O=uHQ5T3W$Y<}!dT3ewNLJ_PQTWBkSmo`?=dTFU5C?e=4Sv75vElVm?P^&fG1i_QyrBDSgRWDlc2Y)Uego+*nMQ9aI(u1Jjq3t>|yPN"
    b"(Pp#d$l?6<txnRzpBUf!GclYKK@F)@6vb`ln$4LmSw20)po6IcR{5CW_>O=6w5AB*W?MIqqFiB!DssPwgu=8)!l5+t}QKSv7i8OssqgDyRz)"
    b"h#1-aUWDceP|Uj=AHyMu#`a!_p6d=oatJoci8qZ)19oj%(NA4C&XbGk9I|N*m-<N+Q4;XNCiA#pAW2QhH7|4d3^4Qux!21ZY0&zYN-gzB`^X"
    b"w*Bx3$Ge|Cnn-ByTKs2V)jfq594#F+8hbF=VRAE+(z)!Od;D@vPpVhhg<<$#7{jY_3-(U28oYF%20M6@T{Z&Z@7zFc}ptX>LQW%q|#tVD(9<"
    b"@1#izMZv1X4hc_ouSzG@L;laKY{3z*M$Br6Uv96Uh@g9uVpNOfsJAOX`?HX+4vr_i-(LQbi**o=u)2g=QGKfq@cgMx#{Q-qh5L2S}%u&{C<X"
    b"jIC<H=GtRgk8WV9Vj`<pVnI5Gc;5;w*tbe~HJ2bwKsoajyrx4q9@DqKzwL~5M~|{*kk2aXMB7NeA51t;9_U;K)~_c}(-HRA%Jc%ax}N!3rd4"
    b"Q(@A~d)o7pqOHW#_J9^-6dyo+v{$8SbH_if);IQJ#G1^LmA$<tM%@1w)80p}=z{`3q%gJ=-fuMr+bowu;}zE4bR{@4foQpoPRX&>9=FhdI*Q"
    b"Ni>nwg5ajbC1G)QUO1S{b-~t$r)8kl2G#GB@aq+UXoGr<|QvjaU=yLpWRzefv6si>bLDZ9F^`KPq6PEj{5OZ82J}3DXLfUBbB+I7EjT9;;cl"
    b"z3XV*DmlaDc5KHD*K|7YrvDTnO-ZIB(p^U(GWo|bjtQu-Jg6)1qFJZ4I1=^%axK9Iwr_dahBWI<2{YuSQQ7~sqYztAqLa;?C-B@Ydq0qRyaN"
    b")v*3l}aHLfH2Px^Kz$y;reszVuyZ2FtAbnPk;sKj`>m@ju~i$l%+6fuizf9e9P)mRO>X^SzL85ThH=3o-6TZ_)XS_ewGU_bk~l^zW8XvGHe%"
    b">F0lr{~IY>IC="
)
