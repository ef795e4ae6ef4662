"""Files as students hand them in, with a name in every corner."""

from io import BytesIO

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, PngImagePlugin

WHO = "Xiomara Quist"


def upload(name, content):
    return SimpleUploadedFile(name, content)


def jpeg(who=WHO):
    exif = Image.Exif()
    exif[0x013B] = who
    exif[0x8298] = who
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif, comment=who.encode())
    return out.getvalue() + b"after the end: " + who.encode()


def png(who=WHO):
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", who)
    words.add_itxt("XML:com.adobe.xmp", f"<x>{who}</x>")
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG", pnginfo=words)
    return out.getvalue()


def pdf(*pages, **save):
    """A PDF with a line of words on each page."""
    with pikepdf.new() as file:
        font = _font(file)
        for words in pages:
            page = file.add_blank_page(page_size=(400, 300))
            page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
            line = words.encode("cp1252").replace(b"(", b"").replace(b")", b"")
            page.obj.Contents = file.make_stream(b"BT /F1 12 Tf 20 200 Td (%s) Tj ET" % line)
        out = BytesIO()
        file.save(out, **save)
    return out.getvalue()


def _font(file):
    return file.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type1,
            BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding,
        )
    )


def signed_pdf(who=WHO):
    """A PDF in which a name hides wherever one can hide, and is nowhere to be read."""
    file = pikepdf.new()
    page = file.add_blank_page(page_size=(300, 300)).obj
    font = _font(file)
    hidden = Dictionary(P=Dictionary(Who=String(who)))
    picture = file.make_stream(
        jpeg(who),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=40,
        Height=30,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    page.MadeBy = picture.MadeBy = String(who)  # keys that no standard knows
    picture.Metadata = file.make_stream(f"<x>{who}</x>".encode())
    drawing = file.make_stream(
        f"/Span <</ActualText ({who})>> BDC BT /F1 12 Tf 10 50 Td (inside) Tj ET EMC".encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, 300, 300],
    )
    drawing.Resources = Dictionary(Font=Dictionary(F1=font), Properties=hidden)
    drawing.MadeBy = font.Metadata = String(who)
    drawing.PieceInfo = Dictionary(Tool=Dictionary(LastModified=String(who)))
    page.Resources = Dictionary(
        Font=Dictionary(F1=font), XObject=Dictionary(Im=picture, Fm=drawing), Properties=hidden
    )
    page.Contents = file.make_stream(
        f"% {who}\n/P /P BDC BT /F1 18 Tf 10 200 Td (My work) Tj ET EMC "
        "q 100 0 0 80 10 80 cm /Im Do Q /Fm Do".encode()
    )
    page.PieceInfo = Dictionary(Tool=String(who))
    drawn = file.make_stream(
        b"BT 0 g /F1 12 Tf 2 5 Td (drawn over it) Tj ET",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, 90, 20],
    )
    drawn.Resources = Dictionary(Font=Dictionary(F1=font))
    field = file.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("q1"),
            TU=String(who),
            V=String("filled in"),
            Rect=[200, 200, 280, 220],
            DA=String("/F1 10 Tf 0 g"),
        )
    )
    page.Annots = Array(
        [
            file.make_indirect(Dictionary(Type=Name.Annot, T=String(who), **one))
            for one in (
                {"Subtype": Name.Text, "Rect": [0, 0, 20, 20], "Contents": String("Well done")},
                {
                    "Subtype": Name.FreeText,
                    "Rect": [100, 20, 190, 40],
                    "AP": Dictionary(N=drawn),
                },
                {
                    "Subtype": Name.Link,
                    "Rect": [0, 0, 20, 20],
                    "A": Dictionary(S=Name.Launch, F=String(f"{who}.exe")),
                },
            )
        ]
        + [field]
    )
    file.Root.AcroForm = Dictionary(
        Fields=Array([field]), DR=Dictionary(Font=Dictionary(F1=font)), DA=String("/F1 10 Tf 0 g")
    )
    file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{who}')"))
    file.attachments["cv.txt"] = pikepdf.AttachedFileSpec(file, who.encode(), filename="cv.txt")
    with file.open_metadata() as metadata:
        metadata["dc:creator"] = [who]
    file.docinfo["/Author"] = who
    out = BytesIO()
    file.save(out)
    file.close()
    return out.getvalue()


def all_bytes(content):
    """What is in a PDF: as it is stored, every stream unpacked, every object in words."""
    found = content
    with pikepdf.open(BytesIO(content)) as file:
        found += repr(dict(file.trailer)).encode() + repr(file.Root).encode()
        for one in file.objects:
            found += repr(one).encode()
            if isinstance(one, pikepdf.Stream):
                found += one.read_raw_bytes()
                try:
                    found += one.read_bytes()
                except pikepdf.PdfError:  # a picture: its raw bytes are there
                    continue
    return found
