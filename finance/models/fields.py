"""The one kind of column that holds money."""

from typing import Any

from django.db import models


class Amount(models.DecimalField):
    """Euros with at most two decimals, in a PostgreSQL domain of that name.

    A `numeric(14,2)` column rounds 1,005 in silence; the domain refuses it, and NaN and infinity with it.
    """

    description = "Bedrag in euro"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"], kwargs["decimal_places"] = 14, 2
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, "finance.models.Amount", args, kwargs

    def db_type(self, connection: Any) -> str:
        return "amount"

    def cast_db_type(self, connection: Any) -> str:
        return "numeric"
