"""Counter-performances: an act named after "en échange de" is the price of another, never reported as paid."""

from __future__ import annotations

from dataclasses import replace

from selon.reading import factuality
from selon.reading.acts.scene import Scene
from selon.reading.acts.triggers import exchange


def main_act(scene: Scene, starts: list[int], n: int) -> int | None:
    """Index of the act that act `n` is the price of; `starts` are the first words of the acts."""
    marker = _marker(scene, starts[n])
    if marker is None:
        return None
    clause = scene.clause_of(starts[n]).index
    before = [k for k, at in enumerate(starts) if at < marker and scene.clause_of(at).index == clause]
    return before[-1] if before else None


def priced(state: factuality.Reading, main: factuality.Reading) -> factuality.Reading:
    """A price shares the uncertainty of a hypothetical act; the price of an offer is asked for, else agreed."""
    rules = (*state.rules, "counter-performance")
    if main.stage in ("hypothetical", "governed"):
        return replace(main, rules=rules)
    open_offer = main.stage in ("offered", "requested", "promised")
    if state.stage not in factuality.ACTUAL:
        return replace(state, rules=rules, value="PS+" if open_offer else state.value)
    return replace(
        state, stage="requested" if open_offer else "agreed", value="PS+", presupposed=False, rules=rules
    )


def _marker(scene: Scene, at: int) -> int | None:
    hits = [j for j in scene.clause_of(at).words if j < at and exchange(scene, j)]
    return hits[-1] if hits else None
