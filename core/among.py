"""A condition on thousands of ids that costs one parameter."""

import json
from collections.abc import Collection
from typing import Any

from django.db.models import BooleanField, Func


class Among(Func):
    """That a column is one of these ids: ``rows.filter(Among("organization_id", ids))``.

    Django's ``__in`` makes a parameter of each id, which takes longer than the query itself.
    """

    output_field = BooleanField()

    def __init__(self, column: str, ids: Collection[int], **extra: Any) -> None:
        super().__init__(column, **extra)
        self.ids = tuple(ids)

    def as_sql(  # type: ignore[override]  # needs none of the templates of Func
        self, compiler: Any, connection: Any, **extra: Any
    ) -> tuple[str, Any]:
        column, params = compiler.compile(self.source_expressions[0])
        return f"{column} = ANY(%s)", [*params, list(self.ids)]

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        column, params = compiler.compile(self.source_expressions[0])
        ids = json.dumps(self.ids)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, ids]  # noqa: S608 - its ids are a parameter
