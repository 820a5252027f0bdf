"""Payment references: literal vectors, those of Betaalvereniging and of ISO 11649 among them."""

from __future__ import annotations

import pytest
from stdnum import iso11649

from finance.references import in_fours, payment_reference, rf_reference, with_check_digit


@pytest.mark.parametrize(
    ("code", "reference"),
    [
        ("F2023-0042", "9202300000000042"),  # 2·2+4·4+3·4+2·8+2·10 = 68, 68 mod 11 = 2, 11-2 = 9
        ("F2026-0001", "4202600000000001"),
        ("F2023-0009", "0202300000000009"),  # 66 mod 11 = 0, so 11, written as 0
        ("F2023-0003", "1202300000000003"),  # 54 mod 11 = 10, so 1
        ("F2023-0004", "1202300000000004"),  # 56 mod 11 = 1, so 10, written as 1
        ("F2024-10000", "4202400000010000"),
    ],
)
def test_payment_reference(code: str, reference: str) -> None:
    assert payment_reference(code) == reference


def test_check_digit_as_published() -> None:
    assert with_check_digit("000056789012345") == "5000056789012345"


@pytest.mark.parametrize(
    ("code", "reference"), [("F2026-0001", "RF12F20260001"), ("F2023-0042", "RF22F20230042"), ("539007547034", "RF18539007547034")]
)  # fmt: skip
def test_rf_reference(code: str, reference: str) -> None:
    assert rf_reference(code) == reference
    assert iso11649.is_valid(reference)


@pytest.mark.parametrize("code", ["", "2023-1", "F23-0001", "F2023", "F2023-٣", "F2023-123456789012"])
def test_no_invoice_number(code: str) -> None:
    with pytest.raises(ValueError, match="is geen factuurnummer"):
        payment_reference(code)


@pytest.mark.parametrize("code", ["", "---", "F" * 22])
def test_no_rf_reference(code: str) -> None:
    with pytest.raises(ValueError, match="past niet in een RF-kenmerk"):
        rf_reference(code)


def test_in_fours() -> None:
    assert in_fours("9202300000000042") == "9202 3000 0000 0042"
    assert in_fours("RF12F20260001") == "RF12 F202 6000 1"
