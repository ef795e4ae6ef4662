"""The demo's letters: templates signed by two, and thank-yous just printed."""

import random
from collections.abc import Iterator
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw

from core.domain import jobs
from letters.domain.batches import create_batch, plan_letters
from letters.domain.signatures import save_signature
from letters.domain.starters import add_starter_templates
from letters.domain.templates import save_template
from letters.models import LetterBatch, LetterTemplate
from partnerships.models import Organization, Person, Program

SIGNED_BY = ("Dana Okafor", "Ruth Hale")
THANKED = ("Heartland Family Clinic", "Hillside Senior Living", "River Valley Community College")


def add_letters(program: Program) -> LetterBatch:
    """Templates, signatures, and thank-yous that were printed today."""
    signers = [Person.objects.get(name=name) for name in SIGNED_BY]
    user = signers[0].user
    assert user is not None  # noqa: S101 - the cast gives her a login
    for person in signers:
        save_signature(person, picture=BytesIO(scribble(person.name)), by=user)
    for template in add_starter_templates(program, by=user):
        save_template(template, signers=[(person, "") for person in signers], by=user)
    plan = plan_letters(
        LetterTemplate.objects.for_program(program).get(kind="thank_you", language="en"),
        organization_ids=list(
            Organization.objects.filter(name__in=THANKED).values_list("pk", flat=True)
        ),
        way=LetterBatch.Way.PRINT,
        sender=signers[0],
    )
    batch = create_batch(plan, by=user)
    if batch.job_id:
        jobs.run(batch.job_id)
    return batch


def scribble(name: str) -> bytes:
    """A signature nobody has: loops in ink on a clear ground, the same for the same name."""
    picture = Image.new("RGBA", (900, 220), (255, 255, 255, 0))
    points = list(_pen(random.Random(name), len(name)))  # noqa: S311 - a drawing
    ImageDraw.Draw(picture).line(points, fill=(24, 38, 92, 255), width=7, joint="curve")
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _pen(hand: random.Random, letters: int) -> Iterator[tuple[float, float]]:
    """The way of the pen: one loop a letter, capitals tall, growing flatter to the end."""
    x = 60.0
    step = 760 / letters
    for letter in range(letters):
        tall = hand.uniform(90, 150) if letter in {0, letters // 2} else hand.uniform(24, 60)
        lean = hand.uniform(0.2, 0.6)
        for turn in range(13):
            angle = 2 * pi * turn / 12
            height = tall * (1 - cos(angle)) / 2
            yield x + lean * height + step * 0.5 * sin(angle), 180 - height
            x += step / 13
