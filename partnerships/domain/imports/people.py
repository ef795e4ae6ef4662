"""Contacts as lists name them: several in one cell, an office instead of a person."""

import re
from dataclasses import dataclass, field

from phonenumber_field.phonenumber import PhoneNumber

from partnerships.domain.imports.cells import CellError, read_email, read_phone
from partnerships.domain.names import person_key

PREFIXES = (
    r"(?:dr|mr|mrs|ms|miss|mx|prof|professor|rev|reverend|fr|sr|capt|captain|lt|sgt|chief|"
    r"officer|hon|judge|sen|rep|col|maj|sra|srta|dra|ing|lic)"
)
PREFIX = re.compile(rf"((?:{PREFIXES}\b\.?\s+)+)(?=\S)", re.IGNORECASE)
SUFFIX = re.compile(r",\s*(?:[A-Z][A-Za-z.]{0,6}\.?(?:-[A-Z]+)?(?:,\s*)?)+$")
#: Words of offices and jobs: a "contact" made of these is nobody. The second line may be
#: anybody's name, so it counts only beside one of the first.
OFFICE = re.compile(
    r"office|mgr|manager|dept|department|desk|newsroom|admissions?|director|coordinator|team|"
    r"staff|reception(?:ist)?|hr|info|secretary|owner|recruiter|recruiting|operator|support|"
    r"relations|resources|services",
    re.IGNORECASE,
)
BESIDE = re.compile(
    r"store|front|human|public|activities|workforce|medical|general|main|customer|community|"
    r"volunteer|sales|center|shift|city|program|student|career|the|of|and",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Contact:
    name: str
    prefix: str = ""
    title: str = ""
    email: str = ""
    phone: PhoneNumber | None = None

    @property
    def key(self) -> str:
        """The name as compared, without degrees behind it."""
        return person_key(SUFFIX.sub("", self.name))


@dataclass(slots=True)
class Contacts:
    people: list[Contact]
    offices: list[str] = field(default_factory=list)
    #: Mail and telephone that are the organization's own, since they belong to no person.
    email: str = ""
    phone: PhoneNumber | None = None


def is_office(name: str) -> bool:
    """ "Store mgr", "Office of Dual Credit": reaches somebody, names nobody."""
    words = re.findall(r"[^\W\d_]+", name)
    if not any(OFFICE.fullmatch(word) for word in words):
        return False
    if OFFICE.fullmatch(words[0]) and words[1:2] == ["of"]:
        return True
    return all(OFFICE.fullmatch(word) or BESIDE.fullmatch(word) for word in words)


def split_names(text: str) -> list[str]:
    """ "Priya Raman; Tom Becker", "Ana & Joe Diaz": one name each."""
    parts = [part for part in re.split(r"\s*[;\n|]\s*|\s+/\s+", text) if part.strip(" ,.-?")]
    if len(parts) == 1:
        both = re.split(r"\s+(?:&|and|y)\s+", parts[0])
        if (
            len(both) == 2
            and all(len(one.split()) >= 2 for one in both)
            and not is_office(parts[0])
        ):
            parts = both
    return [part.strip(" ,") for part in parts if re.search(r"[^\W\d_]", part)]


def split_values(text: str, pattern: str) -> list[str]:
    return [part.strip() for part in re.split(pattern, text) if part.strip()]


def read_name(text: str, title: str = "") -> Contact:
    """ "Dr. Ana Lopez, DPT" is Ana Lopez, DPT, to be addressed as Dr."""
    prefix = ""
    if found := PREFIX.match(text):
        prefix, text = " ".join(found.group(1).split()), text[found.end() :]
        if not prefix.endswith(".") and len(prefix) < 5 and prefix.casefold() != "miss":
            prefix += "."
        prefix = prefix[0].upper() + prefix[1:]
    return Contact(text[:120], prefix[:20], title[:120])


def read_contacts(
    names: str, titles: str, emails: str, phones: str, problems: dict[str, list[str]]
) -> Contacts:
    """The people of a row, each with what is theirs. Values that cannot be read are added to
    ``problems`` under "email" and "phone"."""
    found_emails = _values(split_values(emails, r"[;,\s]+"), read_email, "email", problems)
    found_phones = _values(
        split_values(phones, r"\s*[;\n,|]\s*|\s+/\s+|\s+or\s+"), read_phone, "phone", problems
    )
    named = split_names(names)
    people = [read_name(name) for name in named if not is_office(name)]
    contacts = Contacts(people, [name for name in named if is_office(name)])
    if not people:
        contacts.email = next((email for email in found_emails if email), "")
        contacts.phone = next((phone for phone in found_phones if phone), None)
        return contacts
    for person, title in zip(people, _titles(titles, len(people)), strict=False):
        person.title = title[:120]
    _hand_out(contacts, named, found_emails, found_phones)
    return contacts


def _hand_out(
    contacts: Contacts,
    named: list[str],
    emails: list[str],
    phones: list[PhoneNumber | None],
) -> None:
    """The first address is the first name's, and so on; what is left over is the office's."""
    owners: list[Contact | Contacts] = []
    people = iter(contacts.people)
    for name in named:
        owners.append(contacts if is_office(name) else next(people))
    for place, email in enumerate(emails):
        owner = owners[place] if place < len(owners) else contacts
        owner.email = owner.email or email
    for place, phone in enumerate(phones):
        owner = owners[place] if place < len(owners) else contacts
        owner.phone = owner.phone or phone


def _titles(text: str, count: int) -> list[str]:
    if count == 1:
        return [" ".join(text.split())]
    parts = split_values(text, r"\s*[;\n|]\s*|\s+/\s+")
    if len(parts) == count:
        return parts
    return [" ".join(text.split())] * count if len(parts) == 1 else parts


def _values(parts: list[str], read: object, kind: str, problems: dict[str, list[str]]) -> list:
    """Each part read; an unreadable one leaves its place empty, so that the others keep theirs."""
    values = []
    for part in parts:
        try:
            values.append(read(part))  # type: ignore[operator]  # read_email or read_phone
        except CellError as error:
            problems.setdefault(kind, []).append(error.reason)
            values.append(None)
    return values
