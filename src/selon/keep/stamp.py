"""Time stamps by an outside authority (RFC 3161): proof that the log's head existed at a time that is not ours.

Optional, and silent unless a person names an authority: the only thing sent is one hash.
"""

from __future__ import annotations

import base64
import hashlib
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from selon.errors import RecordError

TIMEOUT = 30  # seconds
Transport = Callable[[str, bytes], bytes]


def post(url: str, request: bytes) -> bytes:
    """Sends a time-stamp query over HTTP and gives the answer's bytes; raises RecordError."""
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, request, headers), timeout=TIMEOUT) as answer:
            return answer.read()
    except (OSError, ValueError) as problem:
        raise RecordError(
            f"the time-stamp authority does not answer: {problem}",
            where=url,
            next="check the address, or stamp later; nothing else is affected",
            code="stamp",
        ) from None


def token_for(head: str, url: str, roots: Sequence[Path], transport: Transport = post) -> str:
    """A time-stamp token (base64 of the reply) for the hash of a log entry.

    `roots` are the authority's certificates (PEM), against which the token is checked before it is kept. Raises
    RecordError when the library is not installed, nobody answers, or the token is not good.
    """
    client = _client()
    message = head.encode()
    query = client.TimestampRequestBuilder().data(message).build()
    reply = transport(url, query.as_bytes())
    try:
        response = client.decode_timestamp_response(reply)
        _verifier(client, roots, query.nonce).verify_message(response, message)
    except (ValueError, client.VerificationError) as problem:
        raise RecordError(
            f"the time stamp is not good: {problem}",
            where=url,
            next="check the authority's certificates",
            code="stamp",
        ) from None
    return base64.b64encode(reply).decode()


def check_token(token: str, head: str, roots: Sequence[Path]) -> str:
    """The time (UTC, ISO 8601) that a kept token proves for `head`; raises RecordError when it does not."""
    client = _client()
    try:
        response = client.decode_timestamp_response(base64.b64decode(token))
        _verifier(client, roots, None).verify_message(response, head.encode())
        return response.tst_info.gen_time.isoformat()
    except (ValueError, client.VerificationError) as problem:
        raise RecordError(
            f"the time stamp is not good: {problem}",
            where=f"hash {head}",
            next="check the authority's certificates",
            code="stamp",
        ) from None


def imprint_matches(token: str, head: str) -> bool:
    """Whether a token speaks of this hash, as far as can be told without the authority's certificates."""
    data = base64.b64decode(token, validate=True)
    return any(hashlib.new(name, head.encode()).digest() in data for name in ("sha256", "sha384", "sha512"))


def _verifier(client: Any, roots: Sequence[Path], nonce: int | None) -> Any:
    from cryptography import x509

    builder = client.VerifierBuilder()
    for path in roots:
        for certificate in x509.load_pem_x509_certificates(path.read_bytes()):
            builder = builder.add_root_certificate(certificate)
    return (builder.nonce(nonce) if nonce is not None else builder).build()


def _client() -> Any:
    try:
        import rfc3161_client
    except ModuleNotFoundError:
        raise RecordError(
            "the time-stamp library is not installed",
            where="rfc3161-client",
            next="pip install 'selon[stamp]'",
            code="stamp",
        ) from None
    return rfc3161_client
