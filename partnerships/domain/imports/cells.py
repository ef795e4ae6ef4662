"""One cell: cleaned, understood, or refused with a reason fit for the list's owner."""

import re
from dataclasses import dataclass

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from phonenumber_field.phonenumber import PhoneNumber

INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028\u2029\ufeff]")
NOTHING = frozenset({"", "n/a", "na", "none", "null", "nil", "-", "--", "tbd", "unknown", "?"})
STATES = (
    "AL alabama;AK alaska;AZ arizona;AR arkansas;CA california;CO colorado;CT connecticut;"
    "DE delaware;DC district of columbia;FL florida;GA georgia;HI hawaii;ID idaho;IL illinois;"
    "IN indiana;IA iowa;KS kansas;KY kentucky;LA louisiana;ME maine;MD maryland;"
    "MA massachusetts;MI michigan;MN minnesota;MS mississippi;MO missouri;MT montana;"
    "NE nebraska;NV nevada;NH new hampshire;NJ new jersey;NM new mexico;NY new york;"
    "NC north carolina;ND north dakota;OH ohio;OK oklahoma;OR oregon;PA pennsylvania;"
    "PR puerto rico;RI rhode island;SC south carolina;SD south dakota;TN tennessee;TX texas;"
    "UT utah;VT vermont;VA virginia;WA washington;WV west virginia;WI wisconsin;WY wyoming"
)
STATE_CODES = {state[3:]: state[:2] for state in STATES.split(";")}
CODES = frozenset(STATE_CODES.values())
STREET_ENDS = (
    "avenue|ave|boulevard|blvd|circle|cir|court|ct|drive|dr|highway|hwy|lane|ln|parkway|pkwy|place|pl|"
    "plaza|road|rd|square|sq|street|st|terrace|ter|trail|way"
)


class CellError(Exception):
    """This cell cannot be used."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def clean(text: str) -> str:
    """One line, without what cannot be seen; nothing for "n/a" and the like."""
    words = " ".join(INVISIBLE.sub("", text).split())
    return "" if words.casefold() in NOTHING else words


def clean_lines(text: str) -> str:
    """As ``clean``, but lines stay lines."""
    lines = (clean(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def read_email(text: str) -> str:
    address = text.strip().strip("<>;,").removeprefix("mailto:")
    if named := re.search(r"<([^<>\s]+@[^<>\s]+)>", text):
        address = named.group(1)
    address = address.lower()
    try:
        validate_email(address)
    except ValidationError:
        raise CellError(f'"{text}" is not an e-mail address.') from None
    if len(address) > 254:
        raise CellError("This e-mail address is longer than 254 characters.")
    return address


def read_phone(text: str) -> PhoneNumber:
    """Any way a US number is written, or an international one, with its extension."""
    cleaned = re.sub(r"(?i)\s*(?:\bext?\b\.?|\bextension\b|\bx)\s*(?=\d)", " ext. ", text)
    number = PhoneNumber()
    try:
        phonenumbers.parse(cleaned, "US", keep_raw_input=True, numobj=number)
    except phonenumbers.NumberParseException:
        raise CellError(f'"{text}" is not a telephone number.') from None
    if not phonenumbers.is_possible_number(number):
        raise CellError(f'"{text}" is not a telephone number: check how many digits it has.')
    if number.country_code == 1 and len(str(number.national_number)) < 10:
        raise CellError(f'"{text}" has no area code.')
    return number


def read_gentele(text: str) -> PhoneNumber:
    """IPEDS writes the extension right behind the ten digits."""
    digits = re.sub(r"\D", "", text)
    if len(digits) > 10 and digits == text.strip():
        return read_phone(f"{digits[:10]} ext. {digits[10:]}")
    return read_phone(text)


def read_website(text: str) -> str:
    address = text if re.match(r"(?i)https?://", text) else f"https://{text}"
    address = re.sub(r"^(?i:https?)", lambda scheme: scheme.group().lower(), address)
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        raise CellError(f'"{text}" is not the address of a website.') from None
    if len(address) > 200:
        raise CellError("This web address is longer than 200 characters.")
    return address


def read_state(text: str) -> str:
    return STATE_CODES.get(text.casefold().strip("."), text.upper() if len(text) == 2 else text)


def read_postal_code(text: str) -> str:
    """A number loses its leading zeros in a spreadsheet: 2134 is 02134."""
    code = text.removesuffix("-")
    if re.fullmatch(r"\d{3,4}", code):
        return code.zfill(5)
    if re.fullmatch(r"\d{9}", code):
        return f"{code[:5]}-{code[5:]}"
    if len(code) > 12:
        raise CellError(f'"{text}" is not a ZIP code.')
    return code


@dataclass(frozen=True, slots=True)
class Address:
    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""


def read_address(text: str) -> Address:
    """A whole address in one cell, as far as it is given: "221 NE Glen Oak Ave, Peoria 61636"."""
    rest = ", ".join(clean(line) for line in text.splitlines() if line.strip()).strip(" ,")
    postal_code = state = ""
    if code := re.search(r"[\s,]+(\d{5}(?:-\d{4})?)$", rest):
        postal_code, rest = code.group(1), rest[: code.start()].rstrip(" ,")
    named = re.search(r"(?:^|[\s,]+)([A-Z]{2})\.?$|,\s*([A-Za-z]{2})\.?$", rest)
    short = (named.group(1) or named.group(2)).upper() if named else ""
    before, comma, last = rest.rpartition(",")
    if named and short in CODES:
        state, rest = short, rest[: named.start()].rstrip(" ,")
    elif comma and last.strip().casefold() in STATE_CODES:
        state, rest = STATE_CODES[last.strip().casefold()], before.rstrip(" ,")
    street, city = _street_and_city(rest)
    return Address(street[:200], city[:80], state, postal_code)


def _street_and_city(rest: str) -> tuple[str, str]:
    if "," in rest:
        street, city = rest.rsplit(",", 1)
        return street.strip(" ,"), city.strip()
    if not re.match(r"\d|p\.? ?o\.? box", rest, re.IGNORECASE):
        return "", rest
    # Without a comma: what stands behind "Avenue" is the city, unless it is a direction.
    behind = re.match(
        rf"(.*\b(?:{STREET_ENDS})\b\.?)\s+((?![NSEW]{{1,2}}\b)[A-Z][A-Za-z.' -]+)$",
        rest,
        re.IGNORECASE,
    )
    if behind:
        return behind.group(1), behind.group(2).strip()
    return rest, ""
