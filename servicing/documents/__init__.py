"""The documents a borrower gets: words, layout, and tagged PDF (PDF/UA-1) in English and Spanish."""
