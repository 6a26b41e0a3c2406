"""Parses XML from outside: document types, entities and external references are refused before anything is read."""

from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from assistant.domain.errors import InvalidInput


def parse(data: bytes, where: str) -> Element:
    """The root element; raises `InvalidInput`."""
    try:
        return fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as problem:
        raise InvalidInput(
            "The XML declares a document type or entities, which such a file never needs; it was refused.", where=where
        ) from problem
    except (ParseError, ValueError, LookupError) as problem:
        raise InvalidInput(f"The XML can't be read: {problem}.", where=where) from problem
