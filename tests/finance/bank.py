"""Bank files as tests write them, and the account they are of."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from finance.banking import keeping
from finance.models import Account, BankAccount
from nov.kernel.models import User

IBAN = "NL44RABO0123456789"
OTHER = "NL91ABNA0417164300"
NS = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"


def account(iban: str = IBAN, code: str = "1010", **more: Any) -> BankAccount:
    return BankAccount.objects.create(name="Betaalrekening", iban=iban, account=Account.objects.get(code=code), **more)


def ntry(
    amount: str, on: str = "2023-03-01", *, text: str = "", reference: str = "", name: str = "", iban: str = "",
    bank: str = "", code: str = "", own: str = "", batch: str = "", currency: str = "EUR",
) -> str:  # fmt: skip
    """One booked entry; a debit has a minus."""
    side, other = ("CRDT", "Dbtr") if Decimal(amount) > 0 else ("DBIT", "Cdtr")
    details = f"<RltdPties><{other}><Nm>{name}</Nm></{other}>" if name or iban else ""
    if details:
        details += f"<{other}Acct><Id><IBAN>{iban}</IBAN></Id></{other}Acct></RltdPties>" if iban else "</RltdPties>"
    told = f"<Ustrd>{text}</Ustrd>" if text else ""
    told += f"<Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd>" if reference else ""
    refs = f"<Refs><EndToEndId>{own}</EndToEndId></Refs>" if own else ""
    rest = f"<RtrInf><Rsn><Cd>{code}</Cd></Rsn></RtrInf>" if code else ""
    group = f"<Btch><PmtInfId>{batch}</PmtInfId></Btch>" if batch else ""
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount.removeprefix("-")}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts>BOOK</Sts>'
        f"<BookgDt><Dt>{on}</Dt></BookgDt><ValDt><Dt>{on}</Dt></ValDt><AcctSvcrRef>{bank}</AcctSvcrRef>"
        f"<NtryDtls>{group}<TxDtls>{refs}{details}<RmtInf>{told}</RmtInf>{rest}</TxDtls></NtryDtls></Ntry>\n"
    )


def stmt(opening: str, *entries: str, closing: str, number: str = "1", iban: str = IBAN, currency: str = "EUR") -> str:
    def balance(code: str, amount: str) -> str:
        side = "CRDT" if Decimal(amount) >= 0 else "DBIT"
        return (
            f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{amount.removeprefix("-")}</Amt>'
            f"<CdtDbtInd>{side}</CdtDbtInd></Bal>\n"
        )

    return (
        f"<Stmt><Id>{number}</Id><Acct><Id><IBAN>{iban}</IBAN></Id></Acct>\n"
        f"{balance('OPBD', opening)}{balance('CLBD', closing)}{''.join(entries)}</Stmt>\n"
    )


def camt(*statements: str, space: str = NS) -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{space}"><BkToCstmrStmt><GrpHdr/>\n'
    return f"{head}{''.join(statements)}</BkToCstmrStmt></Document>\n".encode()


def take_in(by: User, data: bytes, name: str = "maart.xml") -> keeping.Outcome:
    return keeping.import_file(name, io.BytesIO(data), by=by)
