"""Reads files that hold customers' records: CSV and XLSX tables, and electronic invoices (FatturaPA)."""

from assistant.adapters.importers.reader import FileRecordReader

__all__ = ["FileRecordReader"]
