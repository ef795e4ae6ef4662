"""What goes with an activity by mail: its agenda and papers, from the app that keeps them."""

from collections.abc import Callable
from typing import NamedTuple

from calendar_app.models import Activity
from partnerships.models import Person

Links = list[tuple[str, str]]


def no_links(person: Person) -> Links:
    return []


def no_agenda() -> list[str]:
    return []


class Papers(NamedTuple):
    """For an invitation or a reminder (SPEC 3.5)."""

    #: Points of the agenda, in order, in the language and zone that are set. Asks no database.
    agenda: Callable[[], list[str]] = no_agenda
    #: Words and whole address of what can be read online without signing in.
    links: Links = []
    #: Name and content of files that go with the mail.
    files: list[tuple[str, bytes]] = []
    #: The same kind of links, signed for one person each. Asks no database.
    personal: Callable[[Person], Links] = no_links

    def links_for(self, person: Person) -> Links:
        """All links that stand in the mail to this person."""
        return [*self.links, *self.personal(person)]


Provider = Callable[[Activity], Papers]
PROVIDERS: dict[str, Provider] = {}


def register_papers(kind: str, provider: Provider) -> None:
    """Activities of ``kind`` (of calendar_app.models.Kind) have papers, which ``provider`` finds.
    Called in ``ready()`` of the app that keeps them.

    The provider only reads. It is called outside a transaction and may lay out a PDF.
    """
    PROVIDERS[kind] = provider


def papers_of(activity: Activity) -> Papers:
    """The agenda and papers of an activity as they are now; none where nobody keeps any."""
    provider = PROVIDERS.get(activity.kind)
    return provider(activity) if provider else Papers()
