"""A help desk that the servicer has already: people answer there, and the cases stay with us."""
