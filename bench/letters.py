"""Two hundred letters against bare WeasyPrint: python -m bench.letters [count]

Ours: the job as a worker does it, from the stored letters to the stored PDF, the contact log and
the progress included. In seconds of processor time, which others on the machine do not disturb.
Bare: WeasyPrint alone on the same HTML, style sheet and fonts, once as one
joined file and once as a file a letter.
"""

import os
import sys
import tempfile
from time import process_time

PARAGRAPHS = 3


def measure(count: int = 200) -> dict[str, float]:
    """Seconds and ratios. Needs Django set up on an empty, migrated database."""
    from core import pdf
    from core.domain import jobs
    from letters.domain.papers import render_letter

    batch = _stored_batch(count)
    letters = list(batch.letters.order_by("pk"))
    pdf.write_pdf([render_letter(letters[0])])  # the first one loads fonts

    start = process_time()
    joined = [_bare(letter) for letter in letters]
    joined[0].copy([page for one in joined for page in one.pages]).write_pdf(pdf_variant="pdf/ua-1")
    bare_joined = process_time() - start
    del joined

    start = process_time()
    for letter in letters:
        _bare(letter).write_pdf(pdf_variant="pdf/ua-1")
    bare_apart = process_time() - start

    start = process_time()
    done = jobs.run(batch.job_id)
    ours = process_time() - start
    if done is None or done.state != "done":
        raise SystemExit("The letters were not made.")
    return {
        "letters": count,
        "ours": ours,
        "bare_joined": bare_joined,
        "bare_apart": bare_apart,
        "ratio_joined": ours / bare_joined,
        "ratio_apart": ours / bare_apart,
    }


def _bare(letter):
    from django.conf import settings
    from django.template.loader import render_to_string
    from weasyprint import HTML

    from core import pdf

    html = render_to_string(
        "print/letter.html", {"paper": letter.values["paper"], "html": letter.html}
    )
    return HTML(string=html, base_url=f"{settings.SITE_URL}/", url_fetcher=pdf._fetcher()).render(
        stylesheets=[pdf._print_css()], font_config=pdf._font_config(), pdf_variant="pdf/ua-1"
    )


def _stored_batch(count):
    from django.db import transaction

    from accounts.models import User
    from letters.domain.batches import create_batch, plan_letters
    from letters.domain.starters import add_starter_templates
    from partnerships.models import Organization, Partnership, Person, Program, ProgramRole

    place = {"street": "12 Main St", "city": "Peoria", "state": "IL", "postal_code": "61602"}
    user = User.objects.create_user("bench@example.org")
    sender = Person.objects.create(name="Dana Okafor", email=user.email, user=user)
    school = Organization.objects.create(name="Riverside High School", kind="school", **place)
    program = Program.objects.create(
        slug="bench",
        name="Health Science Academy",
        school=school,
        career_area="health",
        story="Sixty students learn here how a hospital works. " * PARAGRAPHS,
    )
    ProgramRole.objects.create(program=program, user=user, role="coordinator")
    for number in range(count):
        organization = Organization.objects.create(name=f"Organization {number:04}", **place)
        Partnership.objects.create(program=program, organization=organization)
    template = next(one for one in add_starter_templates(program, by=user) if one.language == "en")
    plan = plan_letters(
        template,
        organization_ids=list(program.partnerships.values_list("organization", flat=True)),
        way="print",
        sender=sender,
    )
    with transaction.atomic():
        batch = create_batch(plan, by=user)
        transaction.get_connection().run_on_commit.clear()  # no worker: this process does it
    return batch


def report(found: dict[str, float]) -> str:
    return (
        f"{found['letters']:.0f} letters: {found['ours']:.1f} s. WeasyPrint alone: one file "
        f"{found['bare_joined']:.1f} s (ratio {found['ratio_joined']:.2f}), a file each "
        f"{found['bare_apart']:.1f} s (ratio {found['ratio_apart']:.2f})."
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        os.environ.pop("DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        sys.stdout.write(report(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 200)) + "\n")


if __name__ == "__main__":
    main()
