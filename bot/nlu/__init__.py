"""How a borrower's message is understood: cleaned, mended, measured against the examples, searched for figures."""
