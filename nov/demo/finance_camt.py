"""A statement as a bank writes it: CAMT.053, version .08."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from nov.demo.finance_bank import Paid

SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def statement(iban: str, number: str, opening: Decimal, closing: Decimal, lines: Mapping[str, Paid]) -> bytes:
    """The file with one statement; every line has the bank's own reference as its key."""
    days = [one.day for one in lines.values()]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{SPACE}"><BkToCstmrStmt><GrpHdr><MsgId>{number}</MsgId>'
        f"<CreDtTm>{max(days)}T20:00:00</CreDtTm></GrpHdr>\n<Stmt><Id>{number}</Id><ElctrncSeqNb>{number}</ElctrncSeqNb>"
        f"<Acct><Id><IBAN>{iban}</IBAN></Id></Acct>\n{_balance('OPBD', opening, min(days))}{_balance('CLBD', closing, max(days))}"
        f"{''.join(_entry(key, one) for key, one in lines.items())}</Stmt></BkToCstmrStmt></Document>\n"
    ).encode()


def _balance(code: str, amount: Decimal, day: object) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(amount)}<Dt><Dt>{day}</Dt></Dt></Bal>\n"


def _amount(amount: Decimal) -> str:
    side = "CRDT" if amount >= 0 else "DBIT"
    return f'<Amt Ccy="EUR">{abs(amount):.2f}</Amt><CdtDbtInd>{side}</CdtDbtInd>'


def _entry(key: str, one: Paid) -> str:
    side = "Dbtr" if one.amount > 0 else "Cdtr"
    who = f"<{side}><Pty><Nm>{escape(one.name[:140])}</Nm></Pty></{side}>" if one.name else ""
    who += f"<{side}Acct><Id><IBAN>{one.iban}</IBAN></Id></{side}Acct>" if one.iban else ""
    said = f"<Ustrd>{escape(one.text)}</Ustrd>" if one.text else ""
    said += f"<Strd><CdtrRefInf><Ref>{one.reference}</Ref></CdtrRefInf></Strd>" if one.reference else ""
    return (
        f"<Ntry>{_amount(one.amount)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{one.day}</Dt></BookgDt><ValDt><Dt>{one.day}</Dt></ValDt>"
        f"<AcctSvcrRef>{key}</AcctSvcrRef><NtryDtls><TxDtls>{f'<RltdPties>{who}</RltdPties>' if who else ''}"
        f"<RmtInf>{said}</RmtInf></TxDtls></NtryDtls></Ntry>\n"
    )
