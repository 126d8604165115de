"""The mock system of record: loans, their ledger and the documents about them, behind its own HTTP door."""
