"""Numbers that leave the program: people, not placements, and no small groups (SPEC 13.11)."""

#: Groups of fewer people are not shown outside the program.
SMALLEST_SHOWN = 10


def is_shown(group: int) -> bool:
    """Whether numbers about a group of so many people may leave the program."""
    return group >= SMALLEST_SHOWN


def shown_share(part: int, group: int) -> str:
    """A share in words for outside: "about 40 %"; rounded to tens, so that nobody can count back.
    Empty for a group that is too small."""
    if not is_shown(group):
        return ""
    tens = round(part * 10 / group) * 10
    return f"{tens} %"
