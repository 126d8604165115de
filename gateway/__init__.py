"""The borrower's door: who is there, what may be said, who holds the line, and the turn of a message."""
