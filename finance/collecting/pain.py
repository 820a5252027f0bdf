"""pain.008.001.08: the order to collect as the bank reads it, checked against the rules of its schema before anybody sees it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby
from xml.sax.saxutils import escape

from lxml import etree

from finance.models import CollectionBatch
from finance.models.collecting import Collection
from finance.specs import ZERO, LedgerError

SPACE = "urn:iso:std:iso:20022:tech:xsd:pain.008.001.08"
ALLOWED = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-?:().,'+ ")


def order(batch: CollectionBatch, collections: Sequence[Collection], *, made: str) -> bytes:
    """The file of a batch, checked. Raises LedgerError when it does not fit the schema; nothing may be handed out then."""
    data = written(batch, collections, made=made)
    check(data)
    return data


def written(batch: CollectionBatch, collections: Sequence[Collection], *, made: str) -> bytes:
    """The file before it is checked: a group per sequence type. `made` is the moment as ISO text without a zone."""
    ordered = sorted(collections, key=lambda one: (one.sequence, one.end_to_end))
    groups = [(name, list(rows)) for name, rows in groupby(ordered, key=lambda one: one.sequence)]
    return "".join(_document(batch, groups, made)).encode()


@cache
def _schema() -> etree.XMLSchema:
    source = files("sepaxml") / "schemas" / "pain.008.001.08.xsd"
    return etree.XMLSchema(etree.fromstring(source.read_bytes()))


def check(data: bytes) -> None:
    """Refuse what the schema of pain.008.001.08 does not allow, naming the first place. Raises LedgerError."""
    schema = _schema()
    if not schema.validate(etree.fromstring(data)):
        first = schema.error_log[0]
        raise LedgerError(f"De incasso-opdracht voldoet niet aan pain.008.001.08 (regel {first.line}): {first.message}")


def plain(text: str) -> str:
    """A text in the letters that every bank takes: accents taken off, anything else a blank."""
    bare = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("’", "'").replace("&", "+"))
    kept = "".join(sign if sign in ALLOWED else " " for sign in bare if not unicodedata.combining(sign))
    return " ".join(kept.split())


def _document(
    batch: CollectionBatch, groups: Iterable[tuple[str, list[Collection]]], made: str
) -> Iterable[str]:  # fmt: skip
    account = batch.account
    holder = escape(plain(account.holder)[:70])
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{SPACE}">\n<CstmrDrctDbtInitn>\n<GrpHdr><MsgId>{batch.code}</MsgId>'
        f"<CreDtTm>{made}</CreDtTm><NbOfTxs>{batch.count}</NbOfTxs><CtrlSum>{batch.total:.2f}</CtrlSum>"
        f"<InitgPty><Nm>{holder}</Nm></InitgPty></GrpHdr>\n"
    )
    agent = f"<BICFI>{account.bic}</BICFI>" if account.bic else "<Othr><Id>NOTPROVIDED</Id></Othr>"
    for sequence, rows in groups:
        total = sum((one.amount for one in rows), ZERO)
        yield (
            f"<PmtInf><PmtInfId>{batch.code}-{sequence}</PmtInfId><PmtMtd>DD</PmtMtd><BtchBookg>true</BtchBookg>"
            f"<NbOfTxs>{len(rows)}</NbOfTxs><CtrlSum>{total:.2f}</CtrlSum>"
            f"<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl><LclInstrm><Cd>CORE</Cd></LclInstrm><SeqTp>{sequence}</SeqTp></PmtTpInf>"
            f"<ReqdColltnDt>{batch.collect_on}</ReqdColltnDt><Cdtr><Nm>{holder}</Nm></Cdtr>"
            f"<CdtrAcct><Id><IBAN>{account.iban}</IBAN></Id></CdtrAcct><CdtrAgt><FinInstnId>{agent}</FinInstnId></CdtrAgt>"
            f"<ChrgBr>SLEV</ChrgBr><CdtrSchmeId><Id><PrvtId><Othr><Id>{account.creditor_id}</Id>"
            "<SchmeNm><Prtry>SEPA</Prtry></SchmeNm></Othr></PrvtId></Id></CdtrSchmeId>\n"
        )
        yield from map(_transaction, rows)
        yield "</PmtInf>\n"
    yield "</CstmrDrctDbtInitn>\n</Document>\n"


def _transaction(one: Collection) -> str:
    mandate = one.mandate
    return (
        f"<DrctDbtTxInf><PmtId><EndToEndId>{one.end_to_end}</EndToEndId></PmtId>"
        f'<InstdAmt Ccy="EUR">{one.amount:.2f}</InstdAmt><DrctDbtTx><MndtRltdInf><MndtId>{mandate.reference}</MndtId>'
        f"<DtOfSgntr>{mandate.signed_on}</DtOfSgntr></MndtRltdInf></DrctDbtTx>"
        "<DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt>"
        f"<Dbtr><Nm>{escape(plain(mandate.name)[:70])}</Nm></Dbtr><DbtrAcct><Id><IBAN>{mandate.iban}</IBAN></Id></DbtrAcct>"
        f"<RmtInf><Ustrd>{escape(plain(f'Factuur {one.invoice.code} {one.invoice.reference}')[:140])}</Ustrd></RmtInf></DrctDbtTxInf>\n"
    )
