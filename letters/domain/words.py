"""How letters say things, in English and Spanish."""

from datetime import date

from django.utils import translation
from django.utils.formats import date_format

from letters.domain.facts import LetterFacts
from partnerships.models import Connection, Person, Support

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "rn", "edd", "esq", "dds", "cpa"})
FEMININE = frozenset({"sra", "srta", "dra", "ms", "mrs", "miss", "profa", "ing.a"})
MASCULINE = frozenset({"sr", "mr", "don"})
SPANISH_PREFIX = {"ms": "Sra.", "mrs": "Sra.", "miss": "Srta.", "mr": "Sr.", "dr": "Dr(a)."}

Relation = Connection.Relation
Kind = Support.Kind

#: What they would do, as it continues "You told us that you would ...".
SUPPORTS = {
    Kind.BOARD: ("sit on our advisory board", "formar parte de nuestro consejo asesor"),
    Kind.SPEAKER: ("speak in class", "hablar en clase"),
    Kind.FIELD_TRIP: ("host a field trip", "recibir una visita de estudios"),
    Kind.JOB_SHADOW: ("host a job shadow", "recibir a estudiantes por un día de trabajo"),
    Kind.MENTOR: ("mentor students", "ser mentores de estudiantes"),
    Kind.TEAM_CHALLENGE: ("mentor a team challenge", "guiar un reto en equipo"),
    Kind.CAREER_DAY: ("come to a career day", "venir a un día de carreras"),
    Kind.MOCK_INTERVIEW: ("practice interviews with students", "practicar entrevistas"),
    Kind.MEETING_HOST: ("host a meeting", "recibir una reunión"),
    Kind.INTERNSHIP: ("offer internships", "ofrecer pasantías"),
    Kind.DUAL_CREDIT: ("offer dual credit", "ofrecer crédito dual"),
    Kind.CURRICULUM: ("advise us on curriculum", "asesorarnos sobre el plan de estudios"),
    Kind.STUDENT_WORK: ("review student work", "revisar trabajos de estudiantes"),
    Kind.EQUIPMENT: ("lend or give equipment", "prestar o donar equipo"),
    Kind.MATERIALS: ("give materials", "donar materiales"),
    Kind.FUNDING: ("give money", "apoyar con fondos"),
    Kind.INTRODUCTIONS: ("introduce us to others", "presentarnos a otros"),
    Kind.PUBLICITY: ("tell our story", "contar nuestra historia"),
}


def long_date(day: date, language: str) -> str:
    """ "November 23, 2026", "23 de noviembre de 2026"."""
    with translation.override(language):
        return date_format(day, "j \\d\\e F \\d\\e Y" if language == "es" else "F j, Y")


def surname(name: str) -> str:
    """The last name, with its "de la" or "van" and without "Jr." or "MD".

    >>> surname("Juan de la Cruz, Jr.")
    'de la Cruz'
    """
    words = name.replace(",", " ").split()
    while len(words) > 1 and words[-1].replace(".", "").lower() in SUFFIXES:
        words.pop()
    start = len(words) - 1
    while start > 1 and words[start - 1].islower():
        start -= 1
    return " ".join(words[start:])


def greeting(facts: LetterFacts) -> str:
    """How the letter begins, without the comma or colon after it."""
    contact = facts.contact
    if facts.language == "es":
        if contact is None:
            return f"Estimado equipo de {facts.organization.name}"
        return _spanish_greeting(contact)
    if contact is None:
        return f"Dear {facts.organization.name} team"
    return (
        f"Dear {contact.prefix} {surname(contact.name)}"
        if contact.prefix
        else (f"Dear {contact.name}")
    )


def _spanish_greeting(contact: Person) -> str:
    prefix = contact.prefix.strip()
    key = prefix.lower().rstrip(".")
    word = "Estimada" if key in FEMININE else "Estimado" if key in MASCULINE else "Estimado(a)"
    if not prefix:
        return f"{word} {contact.name}"
    return f"{word} {SPANISH_PREFIX.get(key, prefix)} {surname(contact.name)}"


def supports_phrase(facts: LetterFacts) -> str:
    """ "speak in class, host a job shadow and mentor students"; "" where nothing is noted."""
    column = 1 if facts.language == "es" else 0
    words = [
        SUPPORTS[Kind(support.kind)][column]
        if support.kind in SUPPORTS
        else support.note.strip().rstrip(".")
        for support in facts.supports
    ]
    words = [word for word in words if word]
    joint = " y " if column else " and "
    return joint.join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def suggest_opening(facts: LetterFacts) -> str:
    """One sentence for this partner alone: the warm way in where somebody knows them (SPEC 1.3),
    else what they do every day."""
    if facts.connections:
        return _way_in(facts, facts.connections[0])
    name = facts.organization.name
    if facts.language == "es":
        return f"Le escribimos porque en {name} se hace a diario lo que nuestros estudiantes están aprendiendo."  # noqa: E501 - one sentence
    return f"We are writing to you because {name} does, every day, what our students are learning to do."  # noqa: E501 - one sentence


def _way_in(facts: LetterFacts, connection: Connection) -> str:
    who = connection.known_by.strip().rstrip(".")
    who = who[:1].upper() + who[1:]
    column = 1 if facts.language == "es" else 0
    knows = _how_they_know(facts, connection)[column]
    if column:
        return f"{who}, {knows}, nos sugirió que le escribiéramos."
    return f"{who}, {knows}, suggested that we write to you."


def _how_they_know(facts: LetterFacts, connection: Connection) -> tuple[str, str]:
    name = facts.organization.name
    met = connection.contact
    if met is None:
        whom, quien = f"the people at {name}", f"al equipo de {name}"
    elif facts.contact and met.pk == facts.contact.pk:
        whom, quien = "you", "a usted"
    else:
        whom, quien = met.letter_name, f"a {met.letter_name}"
    strength = {
        Connection.Strength.HEARD: (f"who has met {whom}", f"que ha tratado {quien}"),
        Connection.Strength.KNOWS: (f"who knows {whom}", f"que conoce {quien}"),
        Connection.Strength.CLOSE: (f"who knows {whom} well", f"que conoce bien {quien}"),
    }[Connection.Strength(connection.strength)]
    worked = (f"who has worked with {whom}", f"que ha trabajado con el equipo de {name}")
    return {
        Relation.COLLEAGUE: worked,
        Relation.FAMILY: (f"who has family at {name}", f"que tiene familia en {name}"),
        Relation.FRIEND: (f"who has friends at {name}", f"que tiene amistades en {name}"),
        Relation.PARENT: (
            "the parent of one of our students",
            "de una de nuestras familias",
        ),
        Relation.ALUMNI: ("who was a student here", "que estudió aquí"),
        Relation.SCHOOL_BOARD: ("of our school board", "de nuestra junta escolar"),
        Relation.PARTNER: ("who works with our school", "que colabora con nuestra escuela"),
        Relation.VENDOR: (
            "who does business with our school",
            "que trabaja con nuestra escuela",
        ),
    }.get(Relation(connection.relation), strength)
