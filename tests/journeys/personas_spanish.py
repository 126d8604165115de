"""What borrowers of the portfolio ask and hear in Spanish; the figures are those of their English conversations."""

from tests.journeys.personas import Ask, Story

NO_PROMISA = ("garantiz", "le prometo", "será aprobad", "se detendrá la venta")

SPANISH = (
    Story(
        "P01",
        "el saldo no es la liquidación",
        (
            Ask("¿cuál es mi saldo?", ("$306,237.11", "16 de noviembre de 2026")),
            Ask("¿cuánto para liquidar el 15 de diciembre?", ("$308,554.65 ", "$51.39", "15 de diciembre de 2026")),
            Ask("¿cuándo vence mi próximo pago?", ("$2,458.35", "1 de diciembre de 2026")),
        ),
        ("$306,237.11 liquida",),
        "dana.whitfield@example.com",
        language="es",
    ),
    Story(
        "P02",
        "la tasa que viene es un estimado",
        (
            Ask(
                "¿cuándo cambia mi tasa ajustable y cuánto voy a pagar?",
                ("6.75 %", "$2,605.84", "7.125 %", "$2,695.84", "18 de diciembre de 2026"),
            ),
        ),
        ("su nueva tasa será",),
        "marcus.oyelaran@example.com",
        language="es",
    ),
    Story(
        "P03",
        "atrasada, con lo que pone el préstamo al día",
        (
            Ask("¿cuánto tengo que pagar hoy para ponerme al día?", ("$3,974.76", "$76.08")),
            Ask("¿pueden pausar mis pagos unos meses?", person=True),
        ),
        NO_PROMISA,
        "priya.raman@example.com",
        language="es",
    ),
    Story(
        "P04",
        "el aviso del cobrador y los documentos que faltan",
        (
            Ask(
                "¿qué documentos faltan en mi solicitud de modificación?",
                ("cobrador de deudas", "29 de noviembre de 2026", "banc"),
            ),
        ),
        ("ejecución hipotecaria ha comenzado",),
        "terrence.bolden@example.com",
        language="es",
    ),
    Story(
        "P05",
        "una venta con fecha",
        (
            Ask(
                "¿cuándo van a vender mi casa en la subasta?",
                ("12 de enero de 2027", "57", "5 de diciembre de 2026"),
                person=True,
            ),
        ),
        (*NO_PROMISA, "debería presentar"),
        "gwendolyn.pratt@example.com",
        language="es",
    ),
    Story(
        "P06",
        "el pago sube por un faltante repartido",
        (Ask("¿por qué subió mi pago mensual?", ("$2,033.48", "$1,899.03", "$63.45", "$761.40")),),
        ("en 30 días",),
        "hector.salas@example.com",
        language="es",
    ),
    Story(
        "P09",
        "un pago parcial queda en espera",
        (Ask("¿por qué no han aplicado los 900 dólares que mandé?", ("$900.00",)),),
        ("se perdió", "perdido"),
        "samuel.okafor@example.com",
        language="es",
    ),
    Story(
        "P10",
        "un cargo por atraso disputado abre un caso con sus fechas",
        (
            Ask(
                "envié mi pago de octubre a tiempo y me cobraron un cargo por atraso, eso es un error",
                ("23 de noviembre de 2026", "30 de diciembre de 2026", "número de caso"),
            ),
        ),
        (*NO_PROMISA, "rechazad", "pague primero"),
        "ruth.feldman@example.com",
        language="es",
    ),
    Story(
        "P14",
        "en servicio militar activo",
        (
            Ask(
                "soy militar y estoy en servicio activo, ¿eso cambia mi hipoteca?",
                ("$1,676.62", "$1,940.31", "perdona"),
                person=True,
            ),
        ),
        ("quedan aplazados", "tendrá que pagarlos después"),
        "bianca.torres@example.com",
        language="es",
    ),
    Story(
        "P15",
        "una heredera sin confirmar",
        (
            Ask(
                "mi papá Walter Nakamura falleció en septiembre y yo vivo en la casa",
                ("certificado de defunción",),
                person=True,
                money=False,
            ),
        ),
        ("usted debe", "el saldo es"),
        language="es",
    ),
    Story(
        "P17",
        "pagado por completo",
        (Ask("¿cuándo me devuelven el dinero de mi escrow?", ("$997.33", "1 de diciembre de 2026")),),
        ("no existe",),
        "patricia.gould@example.com",
        language="es",
    ),
    Story(
        "P20",
        "el formulario corregido, en español y sin consejo de impuestos",
        (
            Ask("necesito mi formulario 1098 de 2025", ("$13,685.63", "corregido")),
            Ask("¿puedo deducir esos intereses en mis impuestos?", ("impuestos",), money=False),
        ),
        ("puede deducir", "sí, puede"),
        "rosa.marín@example.com",
        language="es",
    ),
)
