"""The words of a list in our words."""

import re
from functools import cache

from partnerships.domain.imports.headings import plain
from partnerships.domain.names import name_key
from partnerships.models import Connection, Organization, Support

Kind = Organization.Kind
Words = tuple[tuple[str, str], ...]

#: What a name says about its bearer; the first that fits.
KIND_OF_NAME: Words = (
    (r"\b(local \d+|union|afscme|seiu|teamsters|ibew|brotherhood of)\b", Kind.UNION),
    (r"\b(pto|pta|ptsa|boosters?|alumni association)\b", Kind.SCHOOL_GROUP),
    (r"\b(college|university|institute|polytechnic|seminary|conservatory)\b", Kind.POSTSECONDARY),
    (r"\b(school district|high school|middle school|elementary|public schools)\b", Kind.SCHOOL),
    (r"\b(chamber|edc|economic development|workforce (board|alliance))\b", Kind.INTERMEDIARY),
    (r"\b(association|society of|federation|guild)\b", Kind.ASSOCIATION),
    (
        r"\b(media|radio|newspaper|television|broadcasting|journal|tribune|gazette|news)\b",
        Kind.NEWS,
    ),
    (
        r"\b(red cross|library|foundation|ymca|ywca|united way|museum|goodwill|salvation army|"
        r"habitat for humanity|charit(y|ies)|ministr(y|ies)|nonprofit)\b",
        Kind.NONPROFIT,
    ),
    (
        r"\b(city of|county of|village of|town of|state of|department of|(health|fire|police|"
        r"sheriff s?) (department|dept)|city county|(park|fire protection) district|"
        r"u ?s ?(army|navy|air force)|national guard|bureau of)\b",
        Kind.GOVERNMENT,
    ),
)
#: What a list calls a kind; the first that is part of it.
KIND_WORDS: Words = (
    (r"\b(union|sindicato)\b", Kind.UNION),
    (r"\b(pto|pta|boosters?|parents?|alumni|school (organization|group))\b", Kind.SCHOOL_GROUP),
    (r"\b(chamber|intermediar\w*|economic development|camara)\b", Kind.INTERMEDIARY),
    (
        r"\b(post ?secondary|college|university|higher ed\w*|institut\w*|universidad)\b",
        Kind.POSTSECONDARY,
    ),
    (r"\b(association|society|professional|trade|asociacion)\b", Kind.ASSOCIATION),
    (r"\b(government|agency|public sector|city|county|state|federal|gobierno)\b", Kind.GOVERNMENT),
    (
        r"\b(non ?profit|not for profit|community|charity|foundation|ngo|cbo|sin fines)\b",
        Kind.NONPROFIT,
    ),
    (r"\b(news|media|press|newspaper|radio|tv|prensa)\b", Kind.NEWS),
    (r"\b(school|district|escuela)\b", Kind.SCHOOL),
    (
        r"\b(employer|business|company|corporation|firm|industry|private|hospital|clinic|"
        r"empresa|empleador)\b",
        Kind.EMPLOYER,
    ),
)

S = Support.Kind
#: What somebody could do; the first that fits.
SUPPORT_WORDS: Words = (
    (r"\bdual (credit|enrol\w+)|articulation", S.DUAL_CREDIT),
    (r"\b(advisory )?board\b|\bsteering\b|\bcommittee\b", S.BOARD),
    (r"\b(job )?shadow\w*|\bobservation", S.JOB_SHADOW),
    (r"\bmock\b|\binterview", S.MOCK_INTERVIEW),
    (r"\bcareer (day|fair|night|expo)", S.CAREER_DAY),
    (r"\b(team )?challenge|\bcompetition|\bproject\b|\bjudge", S.TEAM_CHALLENGE),
    (r"\bmentor|\btutor", S.MENTOR),
    (
        r"\bintern(s|ship|ships)?\b|\bapprentice|\bco ?op\b|\bhours\b|\bplacement|"
        r"\bwork experience|pasantia",
        S.INTERNSHIP,
    ),
    (r"\btour|\bvisit|\bfield trip|\bopen house|excursion", S.FIELD_TRIP),
    (r"\bspeak|\btalk|\bpresent\w*|\bguest\b|\bdemo|\blecture|orador|charla", S.SPEAKER),
    (r"\bmeeting (space|room|host)|\bhost (a )?meeting|\bvenue\b|\bspace\b", S.MEETING_HOST),
    (r"\b(review|assess)\w* .*\b(work|portfolio)|\bportfolio", S.STUDENT_WORK),
    (r"\bcurriculum|\badvis", S.CURRICULUM),
    (r"\bequipment|\btools\b|\bmachines?\b|\bequipo", S.EQUIPMENT),
    (
        r"\$|\bfund|\bgrant|\bmoney\b|\bscholarship|\bsponsor|\bdonat|\bdinero|\bbeca",
        S.FUNDING,
    ),
    (r"\bmaterial|\bsnack|\bsuppl(y|ies)\b|\bfood\b|\bbooks?\b", S.MATERIALS),
    (r"\bintroduc|\bintermediary\b|\bconnect|\bcontacts\b|\breferral", S.INTRODUCTIONS),
    (r"\bpress\b|\bnews|\bpublicity|\bmedia\b|\bstory\b|\bprensa", S.PUBLICITY),
)

R = Connection.Relation
RELATION_WORDS: Words = (
    (
        r"\b(sister|brother|spouse|wife|husband|mother|father|aunt|uncle|cousin|daughter|son|"
        r"family|in law|hermana|hermano|esposa|esposo)\b",
        R.FAMILY,
    ),
    (r"\b(alum\w*|former student|graduate|ex ?alumn\w*)\b", R.ALUMNI),
    (r"\b(parent|mom|dad|pto|padre|madre)\b", R.PARENT),
    (r"\b(school board|board member|board of education)\b", R.SCHOOL_BOARD),
    (r"\b(friend|neighbor|church|amigo|amiga)\b", R.FRIEND),
    (r"\b(vendor|supplier|bus company)\b", R.VENDOR),
    (r"\b(worked|works|working|former employee|colleague|colega)\b", R.COLLEAGUE),
    (r"\bpartner\b", R.PARTNER),
)


def _first(words: Words, text: str) -> str:
    return next((value for pattern, value in words if re.search(pattern, text)), "")


@cache
def kind_named(text: str) -> str:
    """The kind a list's own word means, or nothing."""
    words = plain(text)
    for value, label in Kind.choices:
        if words in {plain(value), plain(label)}:
            return value
    return _first(KIND_WORDS, words)


def kind_of_name(name: str) -> str:
    """The kind an organization most likely is, by its name."""
    return _first(KIND_OF_NAME, plain(name)) or Kind.EMPLOYER


def supports_named(text: str) -> list[tuple[str, str]]:
    """(kind, the original words) for each thing named; words of one kind stand together."""
    found: dict[str, list[str]] = {}
    for part in re.split(r"[;,\n/](?![^(]*\))", text):
        words = " ".join(part.split())
        if not re.search(r"[^\W_]|\$", words):
            continue
        compared = words.casefold().replace("-", " ")
        found.setdefault(_support_kind(compared), []).append(words)
    return [(kind, "; ".join(words)[:200]) for kind, words in found.items()]


def _support_kind(words: str) -> str:
    by_label = {label.casefold(): value for value, label in S.choices}
    return by_label.get(words) or _first(SUPPORT_WORDS, words) or S.OTHER


def connections_named(text: str) -> list[tuple[str, str, str]]:
    """(who on our side, relation, note): "M. Alvarez (sister works there)"."""
    found = []
    for part in re.split(r"[;\n]", text):
        words = " ".join(part.split())
        if not re.search(r"[^\W_]", words):
            continue
        inside = re.fullmatch(r"(.+?)\s*\((.+)\)", words)
        who, note = inside.groups() if inside else (words, "")
        relation = _first(RELATION_WORDS, plain(note or who)) or R.OTHER
        found.append((who[:120], relation, note[:200]))
    return found


class Sectors:
    """NAICS sectors by code or name."""

    def __init__(self, sectors: dict[str, str]) -> None:
        self._by_code: dict[str, str] = {}
        for code in sectors:
            first, _, last = code.partition("-")
            if first.isdigit():
                for number in range(int(first), int(last or first) + 1):
                    self._by_code[str(number)] = code
            self._by_code[code] = code
        self._by_name = {name_key(name): code for code, name in sectors.items()}

    def find(self, text: str) -> str:
        """The sector's code: for "31-33", "336", "622110 Hospitals", "Construction"."""
        if code := re.match(r"\s*(\d{2}-\d{2}|\d{2,6})(?=\D|$)", text):
            whole = code.group(1)
            if found := self._by_code.get(whole) or self._by_code.get(whole[:2]):
                return found
        key = name_key(text)
        if key in self._by_name:
            return self._by_name[key]
        near = [code for name, code in self._by_name.items() if len(key) > 3 and key in name]
        return near[0] if len(near) == 1 else ""
