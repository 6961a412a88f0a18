"""A browser's plainest half: cookies, forms, redirects. Enough to talk to the desk as a script would."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any

TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')


@dataclass(frozen=True)
class Answer:
    status: int
    url: str
    headers: Any
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    def __init__(self, address: str, **headers: str) -> None:
        self.address = address
        self.headers = headers
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)

    def get(self, path: str, **headers: str) -> Answer:
        return self._send(urllib.request.Request(self.address + path, headers={**self.headers, **headers}))

    def post(
        self, path: str, form: dict[str, Any] | None = None, token: str | None = None, **headers: str
    ) -> Answer:
        given = dict(form or {})
        if token is None:
            found = TOKEN.search(self.get("/keys").text)
            token = found.group(1) if found else ""
        data = urllib.parse.urlencode({**given, "csrf": token}, doseq=True).encode()
        request = urllib.request.Request(self.address + path, data=data, headers={**self.headers, **headers})
        return self._send(request)

    def _send(self, request: urllib.request.Request) -> Answer:
        try:
            with self.opener.open(request, timeout=30) as found:
                return Answer(found.status, found.url, found.headers, found.read())
        except urllib.error.HTTPError as found:
            return Answer(found.code, found.url, found.headers, found.read())
