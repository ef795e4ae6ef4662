"""Names as they are compared: one partner is written in three ways."""

import re
import unicodedata

#: Words that say what kind of company it is, not which.
LEGAL_WORDS = frozenset(
    {
        *("inc", "incorporated", "llc", "llp", "lp", "ltd", "limited", "corp", "corporation"),
        *("co", "company", "pc", "plc", "nfp", "dba", "the"),
    }
)
SHORT_FORMS = {
    "st": "saint",
    "mt": "mount",
    "ft": "fort",
    "univ": "university",
    "dept": "department",
    "hosp": "hospital",
    "ctr": "center",
    "centre": "center",
    "assoc": "association",
    "assn": "association",
    "intl": "international",
    "natl": "national",
    "mfg": "manufacturing",
    "svc": "service",
    "svcs": "services",
    "tech": "technical",
}


def name_key(name: str) -> str:
    """The name without case, accents, punctuation, legal words and common short forms.

    >>> name_key("OSF Healthcare St. Francis, Inc.")
    'osf healthcare saint francis'
    """
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    plain = plain.replace("&", " and ").replace("'", "").replace("\u2019", "").replace(".", "")
    words = [SHORT_FORMS.get(word, word) for word in re.findall(r"\w+", plain)]
    kept = [word for word in words if word not in LEGAL_WORDS]
    return " ".join(kept or words)[:200]


def person_key(name: str) -> str:
    """A person's name without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    return " ".join(re.findall(r"\w+", plain.replace("'", "").replace("\u2019", "")))[:120]
