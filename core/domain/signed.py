"""Addresses in mails that are proof enough, without a login: what they are for stands in them,
signed."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.core import signing
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.exceptions import DomainError

BROKEN = _("This link does not work.")
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class SignedLink:
    """One kind of address. Mails that are out hold addresses made from what stands here: of a kind
    that exists, change neither ``salt``, ``names`` nor ``is_dated``."""

    #: Keeps a token of this kind from being good for another.
    salt: str
    #: The name of the address, which takes the token and nothing else.
    route: str
    #: What a token says, in this order; for ``find``, fields of the row it is for.
    names: tuple[str, ...] = ("pk",)
    #: Whether a token says when it was made. Without, a link for the same looks the same each time.
    is_dated: bool = False
    #: Since then it is good for so long; None: for ever. Dated ones only.
    lasts: timedelta | None = None
    #: How one that does not work is refused.
    says: str | Promise = BROKEN

    def address(self, *values: Any) -> str:
        """The whole address, for these values of ``names``."""
        return settings.SITE_URL + reverse(self.route, args=[self.token(*values)])

    def token(self, *values: Any) -> str:
        """What stands in the address: ``values`` are plain ids and words."""
        said = values[0] if len(self.names) == 1 else list(values)
        if self.is_dated:
            return signing.dumps(said, salt=self.salt)
        return signing.Signer(salt=self.salt).sign_object(said)

    def read(self, token: str) -> list[Any]:
        """The values it was made with. Refuses one that is broken, too old or of another kind."""
        try:
            if self.is_dated:
                said = signing.loads(token, salt=self.salt, max_age=self.lasts)
            else:
                said = signing.Signer(salt=self.salt).unsign_object(token)
        except (signing.BadSignature, ValueError, TypeError) as error:
            raise self.refusal() from error
        values = [said] if len(self.names) == 1 else said
        if not isinstance(values, list) or len(values) != len(self.names):
            raise self.refusal()
        return values

    def find(self, token: str, rows: QuerySet[Row]) -> Row:
        """The one of ``rows`` that the token names. Refuses as ``read`` does, and what is not among
        them (any more)."""
        row = rows.filter(**dict(zip(self.names, self.read(token), strict=True))).first()
        if row is None:
            raise self.refusal()
        return row

    def refusal(self) -> DomainError:
        """What is raised for a link that does not work."""
        return DomainError(str(self.says))
