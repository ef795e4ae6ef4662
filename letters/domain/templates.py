"""Letter templates: written, checked, deleted."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from accounts.models import User
from core.exceptions import DomainError
from letters.domain.merge import find_errors
from letters.models import LetterTemplate, Signer
from partnerships.models import Person, Program


@transaction.atomic
def save_template(
    template: LetterTemplate, *, signers: Sequence[tuple[Person, str]], by: User | None
) -> LetterTemplate:
    """Store a new or changed template with up to three who sign it, in order (SPEC 2.5).

    Refuses fields that do not exist, a name taken in that language, the same person twice.
    """
    for field in ("subject", "body"):
        if errors := find_errors(getattr(template, field)):
            text = " ".join(str(error) for error in errors[:5])
            raise DomainError(text, field=field)
    if len({person.pk for person, _ in signers}) < len(signers):
        raise DomainError("The same person is named twice.", field="signer_2")
    template._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError:
        language = template.get_language_display()
        raise DomainError(
            f"There is a template \u201c{template.name}\u201d in {language} already.", field="name"
        ) from None
    template.signers.all().delete()
    Signer.objects.bulk_create(
        Signer(template=template, position=position, person=person, title=title)
        for position, (person, title) in enumerate(signers[:3], start=1)
    )
    return template


@transaction.atomic
def delete_template(template: LetterTemplate, *, by: User) -> None:
    """The letters that were made with it stay as they are."""
    template._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    template.delete()


def find_template(program: Program, name: str) -> LetterTemplate:
    """By name, the English one where there are several. Refuses a name that is not there."""
    found = LetterTemplate.objects.for_program(program).filter(name__iexact=name.strip())
    template = found.order_by("language").select_related("program__school").first()
    if template is None:
        names = LetterTemplate.objects.for_program(program).order_by("name")
        known = ", ".join(dict.fromkeys(names.values_list("name", flat=True)))
        hint = f"The templates are: {known}." if known else "It has no templates yet."
        raise DomainError(f"{program} has no template \u201c{name}\u201d. {hint}")
    return template
