"""Ten thousand malformed requests, and not one that the service fails on."""

import asyncio
import json
from collections import Counter
from random import Random

import httpx

from servicing.api.app import OPERATIONS
from tests.databases import BACKENDS
from tests.service.servicing_kit import token

REQUESTS = 10_000
LOAN = "4400100001"
# What nobody should send: empty, long, other alphabets and digits, other types, control and formula characters.
ODD = [
    "", " ", "0", "-1", "1e309", "9" * 400, "NaN", "null", "true", "2026-02-30", "0000-00-00", "9999-12-31", "last",
    "10000-01-01", "٢٠٢٦-١١-١٦", "２０２５", "../../etc/passwd", "%00", "a" * 3000, "' OR 1=1 --", "{{7*7}}", "é", "𝟙",
    "=cmd|' /C calc'!A0", "\u202e", "🏠", "<script>", "late_charge:", ":", "late_charge:2026-13-01", "\x00", "\r\n",
]  # fmt: skip
VALUES = [*ODD, None, True, False, 0, -1, 10**30, 1.5, [], {}, [[]], {"a": {"b": []}}, ["principal"] * 50]
NAMES = ["good_through", "from", "to", "after", "limit", "format", "amount", "expires", "signature", "months", "fee"]
FIELDS = [
    "good_through", "language", "year", "received", "amount", "channel", "confirmation", "conforming", "designated",
    "reason", "fee", "last4", "zip", "kind", "payment", "since", "until", "x",
]  # fmt: skip
BODIES = [
    b"", b"{", b"[]", b"null", b'"', b"\xff\xfe", b"{}" * 50, b'{"a":' * 2000, b"0", b'{"amount": NaN}', b"\x00" * 99,
    b"[" * 15000, b"x" * 20000,
]  # fmt: skip
METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE"]


def request(chance, tokens):
    """One request that is wrong in at least one way, and often in several."""
    operation = chance.choice(OPERATIONS)
    path = operation.path
    for name in ("loan_id", "year", "document_id", "payment", "charge", "login", "figure"):
        right = {"loan_id": LOAN, "year": "2025", "payment": "last"}.get(name)
        value = right if right and chance.random() < 0.6 else chance.choice(ODD)
        path = path.replace(f"{{{name}}}", "".join(f"%{byte:02X}" for byte in value.encode()) or "-")
    query = {chance.choice(NAMES): chance.choice(ODD) for _ in range(chance.randrange(4))}
    if chance.random() < 0.5:
        body = chance.choice(BODIES)
    else:
        body = json.dumps({chance.choice(FIELDS): chance.choice(VALUES) for _ in range(chance.randrange(6))}).encode()
    headers = {"Content-Type": chance.choice(["application/json", "text/plain", "application/x-www-form-urlencoded"])}
    if chance.random() < 0.9:
        headers["Authorization"] = f"Bearer {tokens[operation.level or 'verified']}"
    for header in ("Idempotency-Key", "If-Match", "Accept", "Range"):
        if chance.random() < 0.6:
            headers[header] = chance.choice(["k", '"1"', "", "*", "9" * 200, 'W/"1"'])
    method = operation.method if chance.random() < 0.85 else chance.choice(METHODS)
    return method, path, query, body, headers


async def answers(app, count):
    chance = Random(1098)
    tokens = {level: token("P01", (LOAN,), level) for level in ("verified", "service")}
    found, failed = Counter(), []
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://servicing") as client:
        for _ in range(count):
            method, path, query, body, headers = request(chance, tokens)
            response = await client.request(method, path, params=query, content=body, headers=headers)
            found[response.status_code] += 1
            if response.status_code >= 500:
                failed.append((method, path, query, body[:80], response.text[:200]))
            elif response.status_code >= 400 and method != "HEAD":
                assert response.headers["content-type"] == "application/problem+json", (method, path)
                assert response.json()["status"] == response.status_code
    return found, failed


def test_no_malformed_request_is_a_server_error(app):
    # Half of them on each kind of database.
    count = REQUESTS // len(BACKENDS)
    found, failed = asyncio.run(answers(app, count))
    assert failed == []
    assert sum(found.values()) == count
    # That they were malformed in many ways shows in the many ways in which they were refused.
    assert {400, 401, 404, 405, 413, 422} <= set(found), found
