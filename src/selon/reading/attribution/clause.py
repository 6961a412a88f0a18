"""Content after the cue: which complement each cue takes, and the que/that clause itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from selon.model.lexicon import Cue
from selon.reading.attribution import complements
from selon.reading.attribution.candidate import Candidate
from selon.reading.attribution.complements import make
from selon.reading.attribution.extent import THAT, clause_end, coordinated
from selon.reading.attribution.hits import Hit
from selon.reading.attribution.scene import Scene
from selon.reading.attribution.subject import Found, agent, before, is_passive, subject
from selon.reading.attribution.tree import AUXILIARY, CLAUSE, OBJECT, RELATIVE, SUBJECT, is_gerund, is_mark
from selon.reading.vocabulary import wordset

if TYPE_CHECKING:
    from spacy.tokens import Token

_WHETHER = frozenset(
    {
        "si",
        "if",
        "whether",
        "s'",
        "how",
        "why",
        "what",
        "who",
        "where",
        "when",
        "comment",
        "pourquoi",
        "où",
        "which",
    }
)
# verbs that carry a reporting infinitive for their own subject: "tient à préciser", "went on to say"
_CARRIERS = frozenset(
    [
        "tenir",
        "aller",
        "venir",
        "vouloir",
        "pouvoir",
        "devoir",
        "continuer",
        "finir",
        "commencer",
        "tenter",
        "souhaiter",
        "permettre",
        "faire",
        "falloir",
        "hésiter",
        "laisser",
        "go",
        "come",
        "want",
        "continue",
        "begin",
        "start",
        "use",
        "like",
        "have",
        "need",
        "keep",
        "try",
        "seem",
        "appear",
        "get",
        "take",
    ]
)
_TELLING = frozenset(
    ["tell", "inform", "advise", "remind", "assure", "warn", "notify", "informer", "avertir", "prévenir"]
)
_TIMES = frozenset(
    [
        "semaine",
        "mois",
        "année",
        "an",
        "jour",
        "matin",
        "soir",
        "week-end",
        "week",
        "month",
        "year",
        "day",
        "morning",
        "evening",
        "weekend",
    ]
)
_REACH = 25  # tokens between a cue and its que/that: addressee, time and place stand there


def find(scene: Scene) -> Iterator[Candidate]:
    """Every cue of the passage with the complement it takes; coordinated cues share the first one's subject."""
    previous: Hit | None = None
    for hit in scene.hits:
        if blocked(hit):
            continue
        source = _source(scene, hit, previous)
        if is_gerund(hit.token):
            source = _speaker_before(scene, hit) or source
        if source is None and is_passive(hit.token) and not _said_by_nobody(scene, hit):
            continue
        if source is not None and is_author(scene, source):
            continue
        if _cites_a_source(scene, hit):
            continue
        made = _complement(scene, hit, source)
        if made:
            yield made
            previous = hit if previous is None or not _shares(previous, hit) else previous


def _speaker_before(scene: Scene, hit: Hit) -> Found | None:
    """The source of the tag before a gerund in its sentence: ", a insisté X, réclamant que ..."."""
    floor, _ = scene.sentence(hit.token.i)
    return next(
        (t.source for t in reversed(scene.tags) if floor <= t.left and t.right <= hit.left and t.inverted),
        None,
    )


def _cites_a_source(scene: Scene, hit: Hit) -> bool:
    """ ", citing two officials": whom a report cites is a link of its chain, not what it says."""
    if hit.token.lower_ not in wordset(scene.pack, "citing"):
        return False
    cited = next((c for c in hit.token.children if c.dep_ in OBJECT), None)
    if cited is None:
        return False
    known = scene.pack.mapping("source_classes").get(cited.lemma_.lower())
    return known is not None or cited.pos_ in {"PROPN", "NUM"} or cited.lower_ in {"people", "personnes"}


def _said_by_nobody(scene: Scene, hit: Hit) -> bool:
    """ "il a été annoncé que", "is said to", "est accusé de": a passive that reports although nobody is named."""
    if hit.taking("accused", "as", "infinitive") or any(e.lemma in _TELLING for e in hit.entries):
        return True
    return (
        bool(hit.taking("clause"))
        and hit.right < len(scene.doc)
        and scene.doc[hit.right].lower_ in THAT | {"to"}
    )


def is_author(scene: Scene, source: Found) -> bool:
    """Whether the source is the article's own "I" (outside quotations), who is no source but the author."""
    words = scene.pack.mapping("source_pronouns")
    text = source.span.of(scene.text).lower().strip("-' ")
    return (words.get(text) or words.get(f"{text}'")) == "1"


def _shares(previous: Hit, hit: Hit) -> bool:
    return previous.token.sent.start == hit.token.sent.start and coordinated(previous, hit)


def _source(scene: Scene, hit: Hit, previous: Hit | None) -> Found | None:
    if is_passive(hit.token) or is_bare_participle(hit.token):
        by = agent(scene, hit)
        if by is not None or is_passive(hit.token):
            return by
    if previous is not None and _shares(previous, hit):
        return _source(scene, previous, None)
    return subject(scene, hit) or before(scene, hit, scene.sentence(hit.token.i)[0])


def blocked(hit: Hit) -> bool:
    """Whether the verb form cannot report: a participle used as an adjective, or a speech cue under negation."""
    if hit.token.pos_ not in {"VERB", "AUX"}:
        return False  # known by its form and place: what the tree says of it tells nothing
    if hit.token.dep_ in {"amod", "compound"} and not is_gerund(hit.token):
        return True
    if _governed_infinitive(hit.token):
        return True
    if is_bare_participle(hit.token) and not _finite_after_all(hit) and not _accused_by(hit):
        return True
    if _is_possible(hit) and all(e.attitude == "promised" for e in hit.entries):
        return True
    return is_negated(hit) and all(e.attitude in {"said", "knew", "asked", "denied"} for e in hit.entries)


def is_bare_participle(token: Token) -> bool:
    """A past participle without auxiliary that hangs on a noun: "une personne accusée de", "the trope called out"."""
    past = token.tag_ == "VBN" or (
        "Part" in token.morph.get("VerbForm") and "Past" in token.morph.get("Tense")
    )
    bare = not any(c.dep_ in AUXILIARY for c in token.children)
    return past and bare and token.dep_ in {"acl", "amod", "relcl", "advcl"}


def _accused_by(hit: Hit) -> bool:
    """ "suspected by Japan of ...", "accusé par Séoul de ...": a participle that says whose accusation it is."""
    return hit.taking("accused") is not None and any(
        c.dep_ in {"agent", "obl:agent"} for c in hit.token.children
    )


def _finite_after_all(hit: Hit) -> bool:
    """ "l'agence dit craindre", "le rapport prédit que": no participle has an infinitive or a que right behind it."""
    if hit.right >= len(hit.token.doc):
        return False
    following = hit.token.doc[hit.right]
    return "Inf" in following.morph.get("VerbForm") or following.lower_ in {"que", "qu'"}


def _governed_infinitive(token: Token) -> bool:
    """An infinitive that reports for nobody: "propose d'encourager X à ...", "refused to say whether ..."."""
    if not complements.is_infinitive(token) or any(c.dep_ in SUBJECT for c in token.children):
        return False
    if token.dep_ in {"ROOT", "conj"}:
        return False
    governor = token.head
    return governor.lemma_.lower() not in _CARRIERS


def is_negated(hit: Hit) -> bool:
    """Whether the cue stands under negation ("did not specify", "n'a pas précisé")."""
    before = hit.token.doc[max(0, hit.left - 1)].lower_, hit.token.doc[max(0, hit.token.i - 1)].lower_
    return any(w in {"ni", "nor", "neither"} for w in before) or any(
        c.dep_ == "neg" or (c.lower_ in {"ne", "n'", "never"} and c.i < hit.right) for c in hit.token.children
    )


def _is_possible(hit: Hit) -> bool:
    """Whether the cue only could or might happen: "could offer", "pourrait promettre" are no promises made."""
    if any(c.tag_ == "MD" and c.lower_ in {"could", "may", "might", "would"} for c in hit.token.children):
        return True
    return complements.is_infinitive(hit.token) and hit.token.head.lemma_.lower() in {"pouvoir", "devoir"}


def _complement(scene: Scene, hit: Hit, source: Found | None) -> Candidate | None:
    for takes, finder in _FINDERS:
        entry = hit.taking(takes)
        made = finder(scene, hit, entry, source) if entry else None
        if made:
            return made
    return None


def that_clause(scene: Scene, hit: Hit, entry: Cue, source: Found | None) -> Candidate | None:
    """ "X said that ...", "X a déclaré que ...": from the conjunction, or the start of the clause, to its end."""
    head = next((c for c in hit.token.children if c.dep_ in CLAUSE and c.i > hit.token.i), None)
    start = _conjunction(scene, hit)
    if start is None and head is not None and scene.pack.code != "fr":
        start = _bare_clause(scene, hit, head)
    if start is None or (_extracted(hit) and scene.doc[start].lower_ not in THAT):
        return None
    return make(scene, hit, entry, source, start, clause_end(scene, hit, start, head), "clause", 60)


def _bare_clause(scene: Scene, hit: Hit, head: Token) -> int | None:
    """Start of an English clause without "that" ("X said it was over")."""
    left = min((t.i for t in head.subtree if t.i >= hit.right), default=head.i)
    if not any(c.dep_ in SUBJECT for c in head.children) and not complements.is_infinitive(head):
        if any(scene.doc[i].text == ":" or i in scene.masked for i in range(hit.right, left)):
            return None
        left = hit.right  # the subject hangs elsewhere: "says in Nova Scotia ambulances are late"
    between = range(hit.right, left)
    if any(scene.doc[i].text == ":" or (is_mark(scene.doc[i]) and i in scene.masked) for i in between):
        return None
    return None if left in scene.masked and not _in_report(scene, left) else left


def _in_report(scene: Scene, left: int) -> bool:
    """Whether a clause that opens with a quotation goes on after it."""
    _, stop = scene.sentence(left)
    end = next((i for i in range(left, stop) if i not in scene.masked), stop)
    return any(scene.doc[i].is_alpha for i in range(end, stop))


def _extracted(hit: Hit) -> bool:
    """ "higher than city reports say", "as X says", "which a study concluded would cost": the content is elsewhere."""
    token = hit.token
    if token.dep_ in {"relcl", "acl:relcl"}:
        return not any(
            c.dep_ in SUBJECT and c.lower_ in {"who", "which", "that", "qui"} for c in token.children
        )
    first = next((t for t in token.subtree if not t.is_space), token)
    return token.dep_ == "advcl" and first.lower_ in {"as", "than", "comme"}


def _conjunction(scene: Scene, hit: Hit) -> int | None:
    """Index of the que/that that opens the clause of `hit`: only complements without a verb may stand before it."""
    _, end = scene.sentence(hit.token.i)
    words = THAT | _WHETHER
    commas = verbs = 0
    for i in range(hit.right, min(end, hit.right + _REACH)):
        token = scene.doc[i]
        if i in scene.masked or token.text in {":", ";"}:
            return None
        if token.lower_ in words and _opens_clause(token, hit):
            return None if verbs and scene.doc[i - 1].text != "," else i
        commas += token.text == ","
        if token.pos_ in {"VERB", "AUX"} and not _is_auxiliary_of(token, hit):
            if not commas:
                return None
            verbs += 1
    return None


def _opens_clause(token: Token, hit: Hit) -> bool:
    """Whether a que/that/si/if belongs to the cue rather than to a relative, comparative or noun complement."""
    if token.i == hit.right:
        return (
            token.lower_ in THAT
            or token.head.dep_ in CLAUSE | {"advcl", "xcomp"}
            or token.dep_ in {"mark", "advmod"}
        )
    governed = _governed(token, hit) or _behind_a_circumstance(token, hit)
    if token.lower_ not in THAT:
        return governed
    if token.dep_ == "fixed":
        return False
    if token.tag_ in {"IN", "WDT", "DT"}:
        return governed
    return token.dep_ in {"mark", "dep", "advmod"} or governed or _behind_a_time(token, hit)


def _behind_a_time(token: Token, hit: Hit) -> bool:
    """ "a déclaré la semaine dernière que ...": the tree reads a relative clause on the time."""
    verb = token.head
    return verb.dep_ in RELATIVE and verb.head.i > hit.token.i and verb.head.lemma_.lower() in _TIMES


def _behind_a_circumstance(token: Token, hit: Hit) -> bool:
    """ "said in a statement that ...": the tree hangs the clause on the noun of the circumstance."""
    if token.lower_ != "that" or any(c.dep_ in CLAUSE for c in hit.token.children):
        return False
    noun = token.nbor(-1) if token.i else token
    while (
        noun.dep_ in {"pobj", "compound", "npadvmod"}
        and noun.head.i > hit.token.i
        and noun.head.dep_ in {"prep", "pobj"}
    ):
        noun = noun.head
    return (
        noun.dep_ == "prep"
        and noun.head.i == hit.token.i
        and noun.lower_ in {"in", "during", "on", "at", "via"}
    )


def _governed(token: Token, hit: Hit) -> bool:
    """Whether the verb of the clause that `token` opens hangs on the cue as its clause."""
    head = token.head
    for _ in range(3):
        if head.dep_ in CLAUSE and head.head.i == hit.token.i:
            return True
        head = head.head
    return False


def _is_auxiliary_of(token: Token, hit: Hit) -> bool:
    return token.head.i == hit.token.i and token.dep_ in AUXILIARY


_FINDERS = (
    ("accused", complements.accusation),
    ("clause", that_clause),
    ("clause", complements.bare_infinitive),
    ("asked", complements.request),
    ("infinitive", complements.infinitive),
    ("as", complements.description),
    ("noun", complements.gerund),
    ("noun", complements.noun_phrase),
)
