"""Electronic invoices from XML and signed envelopes through the real parser into a real database."""

import base64
from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from asn1crypto.cms import ContentInfo, SignedData

from assistant.adapters.importers import FileRecordReader
from assistant.adapters.store import Database, StoredCustomers, StoredRecords
from assistant.domain.errors import InvalidInput
from assistant.domain.records import Customer, Due, Principal
from assistant.services.imports import Importer, ImportOptions, ImportReport

pytestmark = pytest.mark.integration
PRINCIPAL = Principal(id="montelupo", name="Montelupo Ascensori S.r.l.")
VAT = "<IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>01234567890</IdCodice></IdFiscaleIVA>"
PART = (
    "<DettaglioPagamento><ModalitaPagamento>MP05</ModalitaPagamento>{when}"
    "<ImportoPagamento>{amount}</ImportoPagamento></DettaglioPagamento>"
)


def part(amount: str, day: str = "", days: int | None = None) -> str:
    when = f"<DataScadenzaPagamento>{day}</DataScadenzaPagamento>" if day else ""
    if days is not None:
        when = f"<GiorniTerminiPagamento>{days}</GiorniTerminiPagamento>"
    return PART.format(when=when, amount=amount)


def body(
    number: str = "118/A", kind: str = "TD01", total: str = "1220.00", parts: str = "", issued: str = "2026-01-31"
) -> str:
    terms = f"<DatiPagamento><CondizioniPagamento>TP01</CondizioniPagamento>{parts}</DatiPagamento>" if parts else ""
    return f"""<FatturaElettronicaBody>
  <DatiGenerali><DatiGeneraliDocumento><TipoDocumento>{kind}</TipoDocumento><Divisa>EUR</Divisa><Data>{issued}</Data>
    <Numero>{number}</Numero><ImportoTotaleDocumento>{total}</ImportoTotaleDocumento></DatiGeneraliDocumento></DatiGenerali>
  <DatiBeniServizi><DettaglioLinee><NumeroLinea>1</NumeroLinea><Descrizione>Manutenzione</Descrizione>
    <PrezzoUnitario>1000.00</PrezzoUnitario><PrezzoTotale>1000.00</PrezzoTotale><AliquotaIVA>22.00</AliquotaIVA></DettaglioLinee>
    <DatiRiepilogo><AliquotaIVA>22.00</AliquotaIVA><ImponibileImporto>1000.00</ImponibileImporto><Imposta>220.00</Imposta>
    </DatiRiepilogo></DatiBeniServizi>{terms}
  <Allegati><NomeAttachment>a.pdf</NomeAttachment><Attachment>not base64!</Attachment></Allegati>
</FatturaElettronicaBody>"""


def invoice(*bodies: str, buyer: str = VAT, country: str = "IT") -> bytes:
    anagrafica = "<Anagrafica><Denominazione>Condominio Libertà</Denominazione></Anagrafica>"
    seat = (
        "<Sede><Indirizzo>Via Prova 1</Indirizzo><CAP>50056</CAP><Comune>Esempio</Comune><Nazione>{}</Nazione></Sede>"
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<p:FatturaElettronica versione="FPR12" xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2">
<FatturaElettronicaHeader>
  <DatiTrasmissione><IdTrasmittente><IdPaese>IT</IdPaese><IdCodice>09999999999</IdCodice></IdTrasmittente>
    <ProgressivoInvio>1</ProgressivoInvio><FormatoTrasmissione>FPR12</FormatoTrasmissione>
    <CodiceDestinatario>0000000</CodiceDestinatario></DatiTrasmissione>
  <CedentePrestatore><DatiAnagrafici><IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>09999999999</IdCodice></IdFiscaleIVA>
    <Anagrafica><Denominazione>Montelupo Ascensori S.r.l.</Denominazione></Anagrafica>
    <RegimeFiscale>RF01</RegimeFiscale></DatiAnagrafici>{seat.format("IT")}</CedentePrestatore>
  <CessionarioCommittente><DatiAnagrafici>{buyer}{anagrafica}</DatiAnagrafici>{seat.format(country)}</CessionarioCommittente>
</FatturaElettronicaHeader>{"".join(bodies)}</p:FatturaElettronica>""".encode()


def signed(document: bytes) -> bytes:
    """A signed envelope as far as reading goes: no signature is verified."""
    content = {"content_type": "data", "content": document}
    data = SignedData({"version": "v1", "digest_algorithms": [], "encap_content_info": content, "signer_infos": []})
    envelope: bytes = ContentInfo({"content_type": "signed_data", "content": data}).dump()
    return envelope


class Bench:
    def __init__(self, folder: Path, database: Database) -> None:
        self.folder = folder
        self.records = StoredRecords(database)
        self.customers = StoredCustomers(database)

    async def load(self, data: bytes, name: str = "IT09999999999_00001.xml") -> ImportReport:
        path = self.folder / name
        path.write_bytes(data)
        return await Importer(PRINCIPAL, FileRecordReader(), self.records).import_file(path, None, ImportOptions())


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    database = Database(f"sqlite:///{tmp_path / 'store.db'}")
    await database.migrate()
    yield Bench(tmp_path, database)
    await database.close()


async def test_an_invoice_with_several_due_dates_makes_its_customer(bench: Bench) -> None:
    data = invoice(body(parts=part("610.00", "2026-03-31") + part("610.00", "2026-02-28+01:00")))
    report = await bench.load(data)
    assert (report.kind, report.accepted, report.written, report.rejected) == ("fatturapa", 1, 1, [])
    file = await bench.customers.file("montelupo/IT01234567890")
    assert (file.customer.name, file.customer.vat_number) == ("Condominio Libertà", "IT01234567890")
    assert file.invoices[0].number == "118/A"
    assert file.invoices[0].dues == (
        Due(due_on=date(2026, 2, 28), amount=Decimal("610.00")),
        Due(due_on=date(2026, 3, 31), amount=Decimal("610.00")),
    )
    again = await bench.load(data)
    assert (again.accepted, again.unchanged, again.written) == (0, 1, 0)


@pytest.mark.parametrize("written", ["01234567890", "IT01234567890"])
async def test_a_known_customer_is_found_by_vat_number(bench: Bench, written: str) -> None:
    known = Customer(principal="montelupo", ref="C1", name="Condominio Aurora", vat_number=written)
    await bench.records.write("montelupo", {"customers": [("C1", known)]})
    await bench.load(invoice(body()))
    files = await bench.customers.list()
    assert [file.customer for file in files] == [known]
    assert len(files[0].invoices) == 1


async def test_a_customer_without_vat_number_goes_by_tax_code(bench: Bench) -> None:
    await bench.load(invoice(body(), buyer="<CodiceFiscale>90012345678</CodiceFiscale>"))
    assert (await bench.customers.file("montelupo/90012345678")).customer.vat_number == "90012345678"


async def test_a_lot_holds_several_documents_and_credit_notes_are_positive(bench: Bench) -> None:
    data = invoice(
        body("1", parts=part("1220.00", "2026-02-28")),
        body("2", "TD04", "-100.00", part("-100.00", "2026-02-28")),
        body("3", parts=part("1220.00", days=60)),
        body("4"),
        body("5", parts=part("1220.00", "2026-02-28") * 2),
    )
    assert (await bench.load(data)).accepted == 5
    invoices = {item.number: item for item in (await bench.customers.file("montelupo/IT01234567890")).invoices}
    assert invoices["2"].kind == "credit_note"
    assert invoices["2"].total == Decimal("100.00")
    assert invoices["3"].dues[0].due_on == date(2026, 4, 1)
    assert invoices["4"].dues == (Due(due_on=date(2026, 1, 31), amount=Decimal("1220.00")),)
    assert invoices["5"].total == Decimal("1220.00")


@pytest.mark.parametrize("envelope", ["der", "base64", "pem"])
async def test_signed_envelopes(bench: Bench, envelope: str) -> None:
    data = signed(invoice(body()))
    if envelope != "der":
        data = base64.encodebytes(data)
    if envelope == "pem":
        data = b"-----BEGIN PKCS7-----\n" + data + b"-----END PKCS7-----\n"
    assert (await bench.load(data, "IT09999999999_00001.xml.p7m")).written == 1


async def test_a_document_that_is_no_sale_is_refused(bench: Bench) -> None:
    report = await bench.load(
        invoice(body("1"), body("2", "TD17"), body("3", total="0.00", parts=part("0.00")), body("4" * 21))
    )
    assert [(item.row, item.field) for item in report.rejected] == [
        (2, "TipoDocumento"),
        (3, "ImportoPagamento"),
        (4, "Numero"),
    ]
    assert report.written == 0
    assert await bench.customers.list() == []


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]><x>&c;</x>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
DTD = b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://example.org/x.dtd"><x/>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (BOMB, "entities"),
        (OUTSIDE, "entities"),
        (DTD, "document type"),
        (signed(BOMB), "entities"),
        (b"<x", "can't be read"),
        (b"<x/>", "not a FatturaPA"),
        (invoice(body()).replace(b"FPR12", b"XXX12"), "not a FatturaPA"),
        (invoice(body(issued="31/01/2026")), "not a FatturaPA"),
        (b"", "neither XML"),
        (b"hello", "neither XML"),
        (b"0\x80garbage", "neither XML"),
        (signed(b"")[:40], "neither XML|holds no document|can't be read"),
    ],
)
async def test_hostile_and_broken_files_are_refused(bench: Bench, data: bytes, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        await bench.load(data)
    assert await bench.customers.list() == []
