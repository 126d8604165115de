"""What every room shares: money, dates, clocks, references and facts. Imports only the standard library."""
