"""The fictional portfolio: what each persona signed and did, and the ledger that follows from it."""
