"""How a figure is written for a borrower, in English and in Spanish as used in the United States."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from kernel.facts import Fact

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "es")

MONTHS: dict[Language, tuple[str, ...]] = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
           "noviembre", "diciembre"),
}  # fmt: skip


def say_money(amount: Decimal) -> str:
    """`$306,237.11`; a negative amount as `-$5.00`. Spanish in the United States writes dollars the same way."""
    sign = "-" if amount < 0 else ""
    return f"{sign}${abs(amount):,.2f}"


def say_date(day: date, language: Language) -> str:
    """`December 15, 2026` or `15 de diciembre de 2026`."""
    month = MONTHS[language][day.month - 1]
    return f"{month} {day.day}, {day.year}" if language == "en" else f"{day.day} de {month} de {day.year}"


def say_rate(per_cent: Decimal) -> str:
    """`6.125 %` without trailing zeros, and with a space as in legal documents."""
    return f"{per_cent.normalize():f} %"


def say_duration(duration: timedelta, language: Language) -> str:
    """`1 minute`, `12 minutes`, `3 hours`: never less than it is. From an hour and a half on in whole hours."""
    minutes = max(1, -(-duration // timedelta(minutes=1)))
    if minutes <= 90:
        words = {"en": ("minute", "minutes"), "es": ("minuto", "minutos")}[language]
        return f"{minutes} {words[minutes > 1]}"
    return f"{-(-minutes // 60)} {'hours' if language == 'en' else 'horas'}"


def say(fact: Fact, language: Language) -> str:
    """The fact's value as the borrower reads it; a code in its words, where the system of record has some."""
    if language in fact.words:
        return fact.words[language]
    value = fact.read()
    if fact.kind == "money":
        return say_money(Decimal(str(value)))
    if isinstance(value, date):
        return say_date(value, language)
    if fact.kind == "rate":
        return say_rate(Decimal(str(value)))
    return str(value)
