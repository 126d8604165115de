"""The HTTP door of the system of record."""
