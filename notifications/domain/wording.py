"""What staff are told of mails."""

from collections.abc import Iterable


def mails_on_the_way(count: int) -> str:
    """ "1 mail is on the way" or "3 mails are on the way"."""
    return "1 mail is on the way" if count == 1 else f"{count} mails are on the way"


def sent_words(count: int, without: Iterable[object], *, then: str) -> str:
    """The same as a sentence; with who has no address, and what to do with them."""
    names = ", ".join(map(str, without))
    rest = f" No e-mail address: {names}. {then}" if names else ""
    return f"{mails_on_the_way(count)}.{rest}"
