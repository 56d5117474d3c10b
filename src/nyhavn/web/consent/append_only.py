"""Rows that are only ever added. Changing or deleting one is a defect of ours, so it crashes."""

from typing import Any, NoReturn, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class OnlyAdded(models.QuerySet[Row]):
    """A query that can read and add, and nothing else."""

    def update(self, **_: Any) -> NoReturn:
        """Refused."""
        raise TypeError("these rows are only added, never changed")

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        """Refused."""
        raise TypeError("these rows are only added, never changed")

    def delete(self) -> NoReturn:
        """Refused."""
        raise TypeError("these rows are only added, never deleted")


class AppendOnly(models.Model):
    """A model whose rows are only ever added."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Adds the row; refuses one that is there already."""
        if not self._state.adding:
            raise TypeError("these rows are only added, never changed")
        super().save(*args, **options)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refused."""
        raise TypeError("these rows are only added, never deleted")
