"""Numbers as tables write them: read as they are meant, or refused with their line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from clew.graph.model import Rejected
from clew.loaders.items import Fact, Item

Read = Callable[..., list[Item]]
MAPPING = """records:
  a:
    id: A
    kind: Company
    names: {{name: A}}
    values: {{notes: {{column: N, number: {}}}}}
"""


def told(items: list[Item]) -> list[str]:
    """Return the number that was read; nothing, where the row is refused."""
    assert len([item for item in items if isinstance(item, Rejected | Fact)]) == 1
    return [item.value for item in items if isinstance(item, Fact)]


@pytest.mark.parametrize(
    ("cell", "number"),
    [("1.234,5", "1234.5"), ("1.234.567", "1234567"), ("12,34", "12.34"), ("1234", "1234")]
    + [(cell, "") for cell in ("12.34", "1.2345", "1.234.56", "1,2,3", ".")],
)
def test_thousands_are_read_where_they_stand_and_nowhere_else(
    read: Read, cell: str, number: str
) -> None:
    items = read(MAPPING.format('{decimal: ",", thousands: "."}'), f"A;N\n1;{cell}\n")
    assert told(items) == ([number] if number else [])


@pytest.mark.parametrize(
    ("form", "cell", "number"),
    [
        ("yes", "5.689852347E7", "56898523.47"),
        ("yes", "1e-05", "0.00001"),
        ("yes", "-2.50E+1", "-25"),
        ("yes", "0E7", "0"),
        ("{times: 100}", "1.5e1", "1500"),
        (
            "{times: 100}",
            "12345678901234567890123456789012.5",
            "1234567890123456789012345678901250",
        ),
        ('{decimal: ","}', "5,68E7", "56800000"),
        ('{thousands: ","}', "1,234.5", "1234.5"),
        ('{thousands: ","}', "1,234E3", ""),
        ('{decimal: ",", thousands: "."}', "5.689E7", ""),
        ("yes", "5E", ""),
        ("yes", "E7", ""),
        ("yes", "1E7.5", ""),
        ("yes", "1E999", ""),
    ],
)
def test_a_power_of_ten_is_read_right_or_refused(
    read: Read, form: str, cell: str, number: str
) -> None:
    items = read(MAPPING.format(form), f"A;N\n1;{cell}\n")
    assert told(items) == ([number] if number else [])
