"""How strongly one name suggests another: exact, strong, possible, or not at all. Rules by kind, no score.

A person's name suggests another when every word of one is answered in the other, or when one name is part of the
other and what agrees is not only common words. A body's name may leave words of its trade unanswered, never words
of its own; a name of such words alone needs a country. A vessel's name agrees whole, numbers included.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from selon.screen.align import Alignment, Likeness, align, likeness
from selon.screen.folds import skeleton, sound
from selon.screen.name import COMMON, RARE, Name, concept_only, weight

FULL, CLOSE, SOME = 0.93, 0.86, 0.74  # cover of a name that counts as whole, close, near


@dataclass(frozen=True, slots=True)
class Match:
    """What the names alone say. `grade` as in the model; `rule` names the rule; `second`: a second identifier must
    agree or there is no candidate at all; `closeness` only orders candidates among themselves."""

    grade: str
    rule: str
    closeness: float
    second: bool = False
    said: float = 0.0


def judge(
    ours: Name, theirs: Name, home: frozenset[str] = frozenset(), compare: Likeness = likeness
) -> Match | None:
    """What two names of the same part say; None where they do not suggest one another.

    `home`: the countries (lower-case ISO codes) the list gives for a body, which its French or English name in the
    press may mention ("ministère nord-coréen de la Défense"). `compare`: likenesses worked out before.
    """
    if ours.part == "craft":
        return _craft(ours, theirs)
    return _body(ours, theirs, home, compare) if ours.part == "body" else _person(ours, theirs, compare)


def _person(ours: Name, theirs: Name, compare: Likeness) -> Match | None:
    if ours.korean and theirs.korean:
        return _korean(ours, theirs)
    found = align(ours, theirs, compare)
    count = len(found.pairs)
    near = (found.ours_cover + found.theirs_cover) / 2
    if not count:
        return _run_together(ours, theirs)
    if not found.ours_left and not found.theirs_left:
        return _whole_person(ours, theirs, found, count, near)
    left_ours, left_theirs = _telling(found.ours_left), _telling(found.theirs_left)
    if found.ours_left and found.theirs_left and _initials_differ(found):
        return None
    if left_ours and left_theirs:
        return _run_together(ours, theirs)
    if ours.korean or theirs.korean or ours.abjad != theirs.abjad:
        return None
    if count >= 2 and found.said >= 1.4 and found.worst >= (0.95 if count == 2 else CLOSE):
        return Match("possible", "one name is part of the other", near, said=found.said)
    return None


def _run_together(ours: Name, theirs: Name) -> Match | None:
    """Names cut into words in different ways: written together they have the same consonants and are two slips apart."""
    a, b = ours.joined, theirs.joined
    if (
        len(ours.words) == len(theirs.words)
        or min(len(a), len(b)) < 9
        or skeleton(a) != skeleton(b)
        or OSA.distance(a, b, score_cutoff=2) > 2
    ):
        return None
    return Match("possible", "the same letters, cut otherwise", 0.85, said=2.0)


def _telling(left: tuple[str, ...]) -> bool:
    """Whether unanswered words say anything (an initial does not)."""
    return any(len(w) > 1 for w in left)


def _initials_differ(found: Alignment) -> bool:
    """Whether an initial of one name stands where the other has another initial or another name."""
    ours = {w[0] for w in found.ours_left if len(w) == 1}
    theirs = {w[0] for w in found.theirs_left if len(w) == 1}
    return bool((ours and found.theirs_left) or (theirs and found.ours_left))


def _whole_person(ours: Name, theirs: Name, found: Alignment, count: int, near: float) -> Match | None:
    if count == 1 and len(ours.words) == 1 == len(theirs.words):
        return _single(ours.words[0], theirs.words[0])
    said = found.said
    if max(map(weight, ours.words)) <= COMMON:
        return (
            Match("possible", "the same words, all of them common", near, said=said)
            if found.worst >= 0.95
            else None
        )
    if sorted(ours.words) == sorted(theirs.words):
        return Match("exact", "the same words", 1.0, said=said)
    if ours.abjad != theirs.abjad:
        return _across_scripts(found, near)
    if min(found.ours_cover, found.theirs_cover) >= FULL and found.worst >= 0.95:
        return Match("strong", "every word sounds the same", near, said=said)
    if min(found.ours_cover, found.theirs_cover) >= SOME and found.worst >= 0.74 and _enough_close(found):
        return Match("possible", "every word is near", near, said=said)
    return None


def _across_scripts(found: Alignment, near: float) -> Match | None:
    """Consonants alone agree: possible, where more than common names do."""
    if found.said >= 1.3 and found.worst >= 0.9:
        return Match("possible", "the same consonants in another script", near, said=found.said)
    return None


def _enough_close(found: Alignment) -> bool:
    """At most one word in two may be merely near."""
    loose = sum(alike < 0.85 for _, _, alike in found.pairs)
    return loose * 2 <= len(found.pairs)


def _single(a: str, b: str) -> Match | None:
    if weight(a) <= COMMON:
        return None
    alike = likeness(a, b)
    if a == b and len(a) > 2:
        return Match("possible", "the same single word", 0.95)
    if alike >= (0.9 if len(a) < 7 else 0.85) and len(a) >= 5:
        return Match("possible", "single words that sound alike", alike - 0.1)
    return None


def _korean(ours: Name, theirs: Name) -> Match | None:
    """All syllables in order; never more than possible by itself. One syllable off needs a second identifier."""
    if "".join(ours.words) == "".join(theirs.words):
        return Match("possible", "Korean name: all syllables in order, same spelling", 1.0)
    if ours.korean == theirs.korean:
        return Match("possible", "Korean name: all syllables in order", 0.97)
    if len(ours.korean) == len(theirs.korean) and len(ours.korean) >= 3:
        off = [i for i, (x, y) in enumerate(zip(ours.korean, theirs.korean, strict=True)) if x != y]
        if len(off) == 1:
            return Match("possible", "Korean name: one syllable differs", 0.8, second=True)
    return None


def _body(ours: Name, theirs: Name, home: frozenset[str], compare: Likeness) -> Match | None:
    where = frozenset(theirs.places) | home
    if ours.places and where and not _same_place(ours.places, where):
        return None
    if not ours.places and not _within(theirs.places, home):
        return None
    if _unshared(ours.places, where) and _unshared(theirs.places, frozenset(ours.places)):
        return None
    if ours.acronym or theirs.acronym:
        return _acronym(ours, theirs)
    found = align(ours, theirs, compare)
    placed = bool(ours.places) and _same_place(ours.places, where)
    if not _telling_enough(found, ours, theirs, placed):
        return _run_together(ours, theirs) if not found.pairs else None
    near = (found.ours_cover + found.theirs_cover) / 2
    if not found.ours_left and not found.theirs_left:
        return _whole_body(ours, theirs, found, near)
    return _partly(found, near) or _run_together(ours, theirs)


def _partly(found: Alignment, near: float) -> Match | None:
    """Words of the trade, a legal form or one own word are left over; a number never is."""
    left = (*found.ours_left, *found.theirs_left)
    own_ours, own_theirs = _own(found.ours_left), _own(found.theirs_left)
    if (
        any(w.isdigit() for w in left)
        or own_ours
        or (own_theirs and found.said < 2 * RARE)
        or len(own_theirs) > 1
    ):
        return None
    if found.ours_left and found.theirs_left and not _mostly(found):
        return None
    if (
        found.worst < (0.95 if found.said < 2 * RARE else 0.86)
        or max(found.ours_cover, found.theirs_cover) < SOME
    ):
        return None
    return Match("possible", "one name is part of the other", near)


def _mostly(found: Alignment) -> bool:
    return min(found.ours_cover, found.theirs_cover) >= 0.7


def _own(left: tuple[str, ...]) -> list[str]:
    """Unanswered words that are a body's own, not of its trade."""
    return [w for w in left if w[0] != "@" and len(w) > 1]


def _telling_enough(found: Alignment, ours: Name, theirs: Name, placed: bool) -> bool:
    """A word of its own agrees, or (all words being shared concepts) the place does, or four concepts do."""
    if not found.pairs:
        return False
    if any(weight(ours.words[i]) >= COMMON and not ours.words[i].isdigit() for i, _, _ in found.pairs):
        return True
    whole = not found.ours_left and not found.theirs_left
    if whole and theirs.telling and len(theirs.words) > 1 and (placed or not (ours.places or theirs.places)):
        return True
    if any(ours.words[i].isdigit() for i, _, _ in found.pairs) and len(found.pairs) >= 2:
        return True
    return whole and (placed or len(found.pairs) >= 4 or not concept_only(theirs))


def _whole_body(ours: Name, theirs: Name, found: Alignment, near: float) -> Match | None:
    if ours.words == theirs.words and (
        not ours.places or not theirs.places or set(ours.places) == set(theirs.places)
    ):
        return Match("exact" if bool(ours.places) == bool(theirs.places) else "strong", "the same words", 1.0)
    if sorted(ours.words) == sorted(theirs.words):
        return Match("strong", "the same words in another order", 0.98)
    if found.worst >= 0.95:
        return Match("strong", "every word sounds the same", near)
    own = [(ours.words[i], alike) for i, _, alike in found.pairs if ours.words[i][0] != "@"]
    if len(own) == 1 and own[0][1] < (0.92 if len(own[0][0]) < 8 else 0.86):
        return None
    if min(found.ours_cover, found.theirs_cover) >= SOME:
        return Match("possible", "every word is near", near)
    return None


def _acronym(ours: Name, theirs: Name) -> Match | None:
    """Letters must be the same. A short acronym stands for many things, so it is never more than possible."""
    if "".join(ours.words) != "".join(theirs.words) or len(ours.words) != 1:
        return None
    word = ours.words[0]
    if not ours.acronym and len(word) < 4:
        return None
    return Match("possible" if len(word) <= 4 else "strong", "the same acronym", 0.95)


def _same_place(ours: tuple[str, ...], theirs: frozenset[str]) -> bool:
    """Whether any place is shared; "Korean" leaves open which Korea."""
    mine = set(ours)
    if "korea" in mine:
        mine |= {"kp", "kr"}
    yours = set(theirs)
    if "korea" in yours:
        yours |= {"kp"}
    return bool(mine & yours)


def _unshared(places: tuple[str, ...], others: frozenset[str]) -> bool:
    """Whether one of `places` is not among `others`, Korea being either Korea."""
    if others & {"korea", "kp", "kr"}:
        others |= {"korea", "kp", "kr"}
    return bool(others) and not set(places) <= others


def _within(places: tuple[str, ...], home: frozenset[str]) -> bool:
    """Whether the places that a listed body's name holds are where it is at home, so that the press may leave them out.

    "Banque Daesong" is "KOREA DAESONG BANK"; "Al-Qaida" is not "AL-QAIDA IN IRAQ".
    """
    return not places or (not _unshared(places, home) and bool(home))


def _craft(ours: Name, theirs: Name) -> Match | None:
    numbers = [[w for w in n.words if w.isdigit()] for n in (ours, theirs)]
    if numbers[0] != numbers[1]:
        return None
    a, b = "".join(ours.words), "".join(theirs.words)
    if ours.words == theirs.words:
        return Match("strong", "the same words", 1.0)
    if a == b or (len(a) >= 5 and sound(a) == sound(b)):
        return Match("possible", "the same name, cut otherwise", 0.95)
    if len(a) >= 7 and likeness(a, b) >= 0.9:
        return Match("possible", "names that sound alike", 0.85)
    return None
