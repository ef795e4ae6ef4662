"""Which row holds the column names, and what each column means."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from core.exceptions import DomainError
from partnerships.domain.imports.tables import Row, Table

SEARCHED_ROWS = 30

#: What a column can be, as ``--map`` and the columns page name it.
FIELDS = {
    "name": "Name of the organization",
    "legal_name": "Legal name",
    "other_name": "Other names",
    "kind": "Kind of partner",
    "account": "Its number in this list",
    "address": "Whole address in one cell",
    "street": "Street",
    "city": "City",
    "state": "State",
    "postal_code": "ZIP code",
    "phone": "Telephone of the organization",
    "email": "General e-mail",
    "website": "Website",
    "naics": "Line of business (NAICS)",
    "person_name": "Contact person",
    "person_title": "Contact's title",
    "person_email": "Contact's e-mail",
    "person_phone": "Contact's telephone",
    "supports": "What they could do",
    "known_by": "Who knows them",
    "note": "Note, or date of the last contact",
}
#: May stand in several columns; the cells are joined.
REPEATABLE = frozenset({"other_name", "supports", "known_by", "note"})

SYNONYMS: dict[str, str] = {
    "name": "name; company; organization; organisation; company organization; business; employer; "
    "partner; institution; agency; company name; organization name; organisation name; "
    "business name; partner name; institution name; employer name; agency name; school name; "
    "name of organization; name of company; account name; doing business as name; dba; dba name; "
    "doing business as; trade name; instnm; site; site name; vendor; sponsor; "
    "nombre; empresa; organizacion; compania; negocio; nombre de la empresa; "
    "nombre de la organizacion; institucion; empleador; socio",
    "legal_name": "legal name; registered name; razon social; nombre legal",
    "other_name": "other name; other names; alias; aliases; also known as; aka; ialias; "
    "former name; otro nombre; otros nombres",
    "kind": "kind; type; category; partner type; organization type; type of organization; "
    "type of partner; company type; kind of partner; tipo; categoria; tipo de organizacion",
    "account": "account; account number; account no; account id; unitid; id; partner id; "
    "organization id; org id; company id; customer number; record id; external id; ein; duns; "
    "numero de cuenta; identificador",
    "street": "street; street address; addr; address 1; address line 1; address1; mailing address; "
    "calle; domicilio",
    "address": "address street city zip; full address; address street city state zip; location; "
    "direccion; direccion completa; address",
    "city": "city; town; municipality; ciudad; municipio; localidad",
    "state": "state; st; province; stabbr; state abbreviation; estado; provincia",
    "postal_code": "zip; zip code; zipcode; postal code; postcode; postal; codigo postal; cp",
    "phone": "main phone; company phone; organization phone; business phone; office phone; "
    "general phone; gentele; main number; switchboard; telefono de la empresa",
    "person_phone": "phone; telephone; tel; phone number; phone no; phones; contact phone; mobile; "
    "cell; cell phone; direct phone; telefono; celular; movil; contact number",
    "email": "general e mail; general email; company email; info email; office email",
    "person_email": "e mail; email; mail; email address; e mail address; contact email; "
    "contact e mail; emails; correo; correo electronico",
    "website": "website; web site; web; url; homepage; home page; web address; webaddr; site url; "
    "sitio web; pagina web",
    "naics": "naics; naics code; naics sector; industry; sector; line of business; "
    "industry sector; industria; giro",
    "person_name": "contact; contact person; contact name; person; contacts; main contact; "
    "primary contact; representative; chfnm; who; contacto; persona de contacto; representante; "
    "nombre del contacto; persona",
    "person_title": "title; job title; position; role; contact title; chftitle; cargo; puesto; "
    "titulo",
    "supports": "supports; support; what could they do; what can they do; can offer; offers; "
    "offer; willing to; interests; how can they help; how could they help; activities; "
    "contribution; apoyo; apoyos; que pueden hacer; que ofrecen; actividades",
    "known_by": "known by; who knows them; connection; connections; referred by; introduced by; "
    "our contact; staff contact; warm way in; quien los conoce; conocido por; referido por",
    "note": "note; notes; comment; comments; remarks; last talked notes; last talked; "
    "last contact; last contacted; notas; comentarios; observaciones; ultimo contacto",
}
#: Where no whole heading is known: the first that is part of it.
PARTS: tuple[tuple[str, str], ...] = (
    (r"\b(e ?mail|correo)\b", "person_email"),
    (r"\b(phone|telephone|telefono|tel|fon)\b", "person_phone"),
    (r"\b(web ?site|url|homepage)\b", "website"),
    (r"\b(zip|postal)\b.*\b(code)\b|^zip\b", "postal_code"),
    (r"\baddress\b.*\b(city|zip)\b", "address"),
    (r"\b(street|address line)\b", "street"),
    (r"\bnaics\b", "naics"),
    (r"\b(contact|representative|contacto)\b.*\b(title|position|puesto)\b", "person_title"),
    (r"\b(contact|representative)\b.*\b(name|person)\b|\bcontact person\b", "person_name"),
    (r"\b(could|can|would|willing)\b.*\b(do|help|offer|give)\b", "supports"),
    (r"\bwho knows\b|\bknows them\b|\breferred\b", "known_by"),
    (r"\b(notes|comments|last talked|last contact)\b", "note"),
    (r"\b(company|organization|organisation|business|employer|empresa)\b", "name"),
)
#: What these public lists call things. Their other columns hold codes that mean nothing to us.
IPEDS = {
    "unitid": "account", "instnm": "name", "ialias": "other_name", "addr": "street",
    "city": "city", "stabbr": "state", "zip": "postal_code", "chfnm": "person_name",
    "chftitle": "person_title", "gentele": "phone", "webaddr": "website",
}  # fmt: skip


def plain(text: str) -> str:
    """A heading as it is compared: no case, accents, punctuation."""
    letters = unicodedata.normalize("NFKD", text)
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9#]+", letters.casefold()))


KNOWN = {word.strip(): field for field, words in SYNONYMS.items() for word in words.split(";")}


@dataclass(frozen=True, slots=True)
class Header:
    row: int
    names: list[str]


def find_table(
    table: Table, *, sheet: str = "", header_row: int | None = None, wanted: Iterable[str] = ()
) -> tuple[str, Header]:
    """The sheet to read and its column names.

    ``wanted`` are column names that must be there, from ``--map``: the row that has them all is
    the header. Refuses a sheet without a recognizable header.
    """
    if sheet or not table.sheets:
        return sheet, find_header(
            table.rows(sheet), header_row=header_row, wanted=wanted, where=sheet
        )
    refusal: DomainError | None = None
    for candidate in table.sheets:
        rows = table.rows(candidate)
        try:
            return candidate, find_header(
                rows, header_row=header_row, wanted=wanted, where=candidate
            )
        except DomainError as error:
            if error.field == "file":
                raise
            refusal = refusal or error
    raise refusal or DomainError("There is no sheet with rows.", field="sheet")


def find_header(
    rows: Iterator[Row],
    *,
    header_row: int | None = None,
    wanted: Iterable[str] = (),
    where: str = "",
) -> Header:
    top = list(islice(rows, SEARCHED_ROWS))
    place = f'in sheet "{where}"' if where else "in the file"
    if not top:
        raise DomainError(f"There are no rows {place}.", field="header_row")
    if header_row is not None:
        for row in top:
            if row.number == header_row:
                return Header(row.number, column_names(row))
        raise DomainError(f"Row {header_row} {place} is empty.", field="header_row")
    must = {plain(name) for name in wanted}
    if must:
        for row in top:
            if must <= {plain(name) for name in column_names(row)}:
                return Header(row.number, column_names(row))
    width = max(sum(bool(str(cell).strip()) for cell in row.cells) for row in top)
    for row in top:
        known = {plain(str(cell)) for cell in row.cells} & KNOWN.keys()
        partly = [cell for cell in row.cells if field_of(str(cell)) and len(str(cell)) < 50]
        if len(known) >= min(2, width) or (known and len(partly) >= 3):
            return Header(row.number, column_names(row))
    raise DomainError(
        f"No row with column names was found in the first {SEARCHED_ROWS} rows {place}. One row "
        'must name the columns, for example "Name", "Phone", "City".',
        field="header_row",
    )


def column_names(row: Row) -> list[str]:
    """A name for each column, unique: blank ones by letter, repeated ones numbered."""
    names: list[str] = []
    seen: set[str] = set()
    for place, cell in enumerate(row.cells):
        name = " ".join(str(cell).split())[:100] or f"Column {_letter(place)}"
        unique, count = name, 1
        while unique.casefold() in seen:
            count += 1
            unique = f"{name} ({count})"
        seen.add(unique.casefold())
        names.append(unique)
    return names


def _letter(place: int) -> str:
    return chr(65 + place) if place < 26 else _letter(place // 26 - 1) + chr(65 + place % 26)


def field_of(heading: str) -> str:
    """What a heading means by itself, or nothing."""
    words = plain(heading)
    if words in KNOWN:
        return KNOWN[words]
    for pattern, field in PARTS:
        if re.search(pattern, words):
            return field
    return ""


def guess_mapping(names: Sequence[str]) -> dict[str, str]:
    """Each column's field, or "" for columns that are left out."""
    words = [plain(name) for name in names]
    if "unitid" in words:
        return {name: IPEDS.get(word, "") for name, word in zip(names, words, strict=True)}
    mapping = dict.fromkeys(names, "")
    taken: set[str] = set()
    for exact in (True, False):
        for name, word in zip(names, words, strict=True):
            field = KNOWN.get(word, "") if exact else field_of(name)
            if mapping[name] or not field or (field in taken and field not in REPEATABLE):
                continue
            mapping[name] = field
            taken.add(field)
    return _settle(mapping)


def _settle(mapping: dict[str, str]) -> dict[str, str]:
    """What a heading means beside the others."""
    fields = set(mapping.values())
    swap = {}
    if "address" in fields and "city" in fields and "street" not in fields:
        swap["address"] = "street"
    if "name" not in fields and "legal_name" in fields:
        swap["legal_name"] = "name"
    if "person_name" not in fields:
        swap |= {
            own: general
            for own, general in (("person_phone", "phone"), ("person_email", "email"))
            if general not in fields
        }
    return {name: swap.get(field, field) for name, field in mapping.items()}


def check_mapping(names: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """The mapping by the header's own spelling. Refuses unknown columns and fields, a field given
    twice, and a list without names."""
    by_plain = {plain(name): name for name in names}
    checked = dict.fromkeys(names, "")
    for column, field in mapping.items():
        name = column if column in checked else by_plain.get(plain(column))
        if name is None:
            raise DomainError(
                f'There is no column "{column}". The columns are: {", ".join(names)}.',
                field="mapping",
            )
        if field and field not in FIELDS:
            raise DomainError(
                f'"{field}" is not a field. The fields are: {", ".join(FIELDS)}.', field="mapping"
            )
        checked[name] = field
    for field, label in FIELDS.items():
        columns = [name for name, chosen in checked.items() if chosen == field]
        if len(columns) > 1 and field not in REPEATABLE:
            raise DomainError(
                f'Two columns are read as "{label}": {" and ".join(columns)}. Choose one.',
                field="mapping",
            )
    if "name" not in checked.values():
        raise DomainError(
            "No column is read as the name of the organization. Choose one. The columns are: "
            f"{', '.join(names)}.",
            field="mapping",
        )
    return checked
