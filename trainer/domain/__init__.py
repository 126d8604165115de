"""The trainer's rules, as functions of plain values."""
