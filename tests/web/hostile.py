"""Two hundred articles that would like to do something to the page they are shown on. All of our own making."""

from __future__ import annotations

from dataclasses import replace

import record_samples
from selon.model.document import Document, Original, Passage, digest
from selon.model.reading import Reading
from selon.model.text import Span

CALL = "window.__hit=1"
SCRIPTS = (
    f"<script>{CALL}</script>", f"</p></div><script>{CALL}</script>", f"<ScRiPt>{CALL}</sCrIpT>",
    f"<script src=data:text/javascript,{CALL}></script>", f"<scr<script>ipt>{CALL}</script>",
    f"<script type=module>{CALL}</script>", f"]]><script>{CALL}</script>", f"--><script>{CALL}</script><!--",
    f"</title><script>{CALL}</script>", f"</textarea><script>{CALL}</script>", f"</style><script>{CALL}</script>",
    f"<noscript><p title='</noscript><script>{CALL}</script>'>",
)  # fmt: skip
HANDLERS = (
    f"<img src=x onerror={CALL}>", f"<body onload={CALL}>", f"<input autofocus onfocus={CALL}>",
    f"<details open ontoggle={CALL}>", f'"><img src=x onerror="{CALL}">', f"'><img src=x onerror='{CALL}'>",
    f"<video><source onerror={CALL}></video>", f"<marquee onstart={CALL}>", f"<div onmouseover={CALL}>over</div>",
    f'" onmouseover="{CALL}" x="', f"' autofocus onfocus='{CALL}", f"<a href=# onclick={CALL}>click</a>",
)  # fmt: skip
DRAWINGS = (
    f"<svg onload={CALL}>", f"<svg><script>{CALL}</script></svg>", f"<svg><a xlink:href=javascript:{CALL}><text>x</text></a></svg>",
    f"<svg><animate onbegin={CALL} attributeName=x dur=1s>", f"<math><mi xlink:href=javascript:{CALL}>x</mi></math>",
    f"<svg><foreignObject><iframe srcdoc='<script>parent.{CALL}</script>'></iframe></foreignObject></svg>",
    "<svg><use href=data:image/svg+xml,x></use></svg>",
)  # fmt: skip
STYLES = (
    "<style>*{display:none}</style>", "<link rel=stylesheet href=//evil.example/x.css>", "<style>@import '//evil.example';</style>",
    "<div style=position:fixed;inset:0;background:red>over everything</div>", "</main><div class=side>fake</div>",
    "<style>body{background:url(//evil.example/x)}</style>",
)  # fmt: skip
LINKS = (
    f"javascript:{CALL}", f"JaVaScRiPt:{CALL}", f"java\tscript:{CALL}", f"data:text/html,<script>{CALL}</script>",
    f"vbscript:{CALL}", f"[x](javascript:{CALL})", f"<a href=javascript:{CALL}>x</a>", f"<form action=javascript:{CALL}><button>go</button></form>",
    "<base href=//evil.example/>", "<meta http-equiv=refresh content=0;url=//evil.example>",
    f"<iframe src=javascript:parent.{CALL}></iframe>", "<object data=//evil.example></object>", "<img src=//evil.example/x.png>",
)  # fmt: skip
CHARACTERS = (
    "\u202egnitsixe ton\u202c", "\u2066isolated\u2069 \u2067back\u2069", "zero\u200bwidth\u200djoined\u2060word", "\ufeffmark of order",
    "\u200f\u200e\u061cmarks", "nul\x00in the middle", "bell\x07 escape\x1b[31m", "a\u0301\u0302\u0303\u0304" * 40,
    "\U000e0041\U000e0042tags", "\u2028line\u2029paragraph", "\ufff9annotation\ufffa", "\u00ad".join("hyphen"),
    "\U0001f6a2\U0001f1f0\U0001f1f5" * 30, "عربي עברית mixed with Latin", "한국어 로동신문", "İıſK",
)  # fmt: skip
TEMPLATES = (
    "{{ 7*7 }}", "{% include '/etc/passwd' %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{ config }}", "{{''.__class__}}",
    "%s %(x)s {0} {x}", "{{ seat.token }}", "<div hx-get=/log hx-trigger=load></div>", "<div data-hx-get='/log' data-hx-trigger='load'>",
    f"<div hx-on:load='{CALL}'>", "<button formaction=/review/bulk name=verdict value=reject>", "&lt;script&gt;", "&#x3c;script&#x3e;",
)  # fmt: skip
SIZES = (
    "W" * 5_000,
    "é" * 3_000,
    "/" * 2_000,
    "word " * 4_000,
    "<b>" * 1_500,
    "(" * 3_000,
    "=" * 4_000,
    "\t" * 2_000 + "x",
)
ALL = (*SCRIPTS, *HANDLERS, *DRAWINGS, *STYLES, *LINKS, *CHARACTERS, *TEMPLATES, *SIZES)
COUNT = 200


def reading(number: int) -> Reading:
    """Hostile article `number`: one or two attacks in its text, its names, its title, its outlet, its address."""
    attack = ALL[number % len(ALL)]
    second = ALL[(number * 7 + 3) % len(ALL)] if number >= len(ALL) else attack
    plain = record_samples.reading(5_000 + number, claims=2, edit=f"{attack} {second}")
    document = replace(
        plain.document, title=f"{number} {second[:300]}", publisher=attack[:200], author=second[:120],
        url=f"javascript:{CALL}" if number % 3 == 0 else f"https://press.example/{number}?q={attack[:50]}",
    )  # fmt: skip
    name = f"{attack[:80]} {number}"
    actors = tuple(replace(a, name=f"{a.name} {name}") if i == 0 else a for i, a in enumerate(plain.actors))
    sources = tuple(replace(s, name=f"{second[:80]} {i}") for i, s in enumerate(plain.sources))
    by_id = {s.id: s for s in sources}
    attributions = tuple(replace(a, source=by_id[a.source.id]) for a in plain.attributions)
    candidates = tuple(replace(c, entry_name=attack[:120], reference=f"R{number}") for c in plain.candidates)
    return replace(
        plain, document=document, actors=actors, sources=sources, attributions=attributions, candidates=candidates
    )  # fmt: skip


def bare(text: str) -> Reading:
    """A reading of a text in which nothing was found."""
    data = text.encode()
    original = Original(digest(data), len(data), "text/plain", "utf-8", "bare.txt")
    document = Document(digest(data), text, "en", passages=(Passage(Span(0, len(text))),), original=original)
    return Reading(document, "0.1.0")


__all__ = ["ALL", "COUNT", "bare", "reading"]
