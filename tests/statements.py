"""Invented bank statements as banks export them, built for tests."""

from typing import Any
from xml.sax.saxutils import escape

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."


def amount(value: str, currency: str = "EUR") -> str:
    return f'<Amt Ccy="{currency}">{value}</Amt>'


def details(value: str = "", text: str = "", name: str = "", **extra: Any) -> str:
    """One TxDtls; `new` writes the payer as versions from .001.08 do."""
    party = f"<Nm>{escape(name)}</Nm>"
    party = f"<Pty>{party}</Pty>" if extra.get("new") else party
    reference = f"<AcctSvcrRef>{extra['ref']}</AcctSvcrRef>" if extra.get("ref") else ""
    end_to_end = f"<EndToEndId>{extra.get('end_to_end', 'NOTPROVIDED')}</EndToEndId>"
    return (
        f"<TxDtls><Refs>{reference}{end_to_end}</Refs>"
        + (f"<AmtDtls><TxAmt>{amount(value, extra.get('currency', 'EUR'))}</TxAmt></AmtDtls>" if value else "")
        + (f"<RltdPties><Dbtr>{party}</Dbtr></RltdPties>" if name else "")
        + (f"<RmtInf><Ustrd>{escape(text)}</Ustrd></RmtInf>" if text else "")
        + "</TxDtls>"
    )


def ntry(value: str, text: str = "", name: str = "", **extra: Any) -> str:
    """One Ntry. `ref`, `side`, `reversal`, `status`, `day`, `currency`, `parts` (several TxDtls), `new`."""
    status = extra.get("status", "BOOK")
    status = f"<Cd>{status}</Cd>" if extra.get("new") else status
    parts = extra.get("parts") or [details("", text, name, **{k: v for k, v in extra.items() if k != "ref"})]
    reference = f"<AcctSvcrRef>{extra['ref']}</AcctSvcrRef>" if extra.get("ref") else ""
    return (
        f"<Ntry>{amount(value, extra.get('currency', 'EUR'))}<CdtDbtInd>{extra.get('side', 'CRDT')}</CdtDbtInd>"
        + ("<RvslInd>true</RvslInd>" if extra.get("reversal") else "")
        + f"<Sts>{status}</Sts><BookgDt><Dt>{extra.get('day', '2026-11-20')}</Dt></BookgDt>{reference}"
        + f"<NtryDtls>{''.join(parts)}</NtryDtls></Ntry>"
    )


def balance(code: str, value: str, side: str = "CRDT", currency: str = "EUR") -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{amount(value, currency)}"
        f"<CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>"
    )


def statement(*entries: str, balances: str = "", ident: str = "ST-1") -> str:
    account = "<Acct><Id><IBAN>IT00X0000000000000000000001</IBAN></Id></Acct>"
    return f"<Stmt><Id>{ident}</Id>{account}{balances}{''.join(entries)}</Stmt>"


def document(*statements: str, version: str = "02") -> str:
    body = "".join(statements)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{NAMESPACE}{version}"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>M-1</MsgId></GrpHdr>{body}</BkToCstmrStmt></Document>"
    )
