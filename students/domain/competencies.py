"""Starter sets of competencies (SPEC 4.5)."""

import json
from pathlib import Path
from typing import Any

STARTER = Path(__file__).resolve().parents[1] / "starter" / "competencies.json"


def load_competencies(group_model: Any, competency_model: Any) -> int:
    """Add the sets that are not there yet; a set that is there stays as the district has made it.
    Takes the two models, so that a migration can give its own. Returns how many sets."""
    sets = json.loads(STARTER.read_text(encoding="utf-8"))["sets"]
    there = set(group_model.objects.values_list("code", flat=True))
    new = [one for one in sets if one["code"] not in there]
    for one in new:
        fields = {name: one[name] for name in ("code", "name", "source", "career_area")}
        group = group_model.objects.create(**fields)
        words = [(area["name"], skill) for area in one["areas"] for skill in area["skills"]]
        competency_model.objects.bulk_create(
            competency_model(group=group, area=area, name=skill, position=place)
            for place, (area, skill) in enumerate(words)
        )
    return len(new)


def say_in_spanish(competency_model: Any) -> None:
    """Give the starter's competencies their names in Spanish, where none is written yet. Takes the
    model, so that a migration can give its own."""
    words = json.loads(STARTER.read_text(encoding="utf-8"))["in_spanish"]
    rows = list(competency_model.objects.filter(name__in=words, name_es=""))
    for row in rows:
        row.name_es = words[row.name]
    competency_model.objects.bulk_update(rows, ["name_es"])
