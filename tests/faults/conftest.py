"""A running system of its own, to be broken."""

from tests.system import system

__all__ = ["system"]
