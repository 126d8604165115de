"""Where the system of record keeps what it knows."""
