"""The tables. One schema on SQLite and PostgreSQL; the migrations make it, this file says what it is.

`readings`, `runs` and the log hold what was found and done. Every other table of evidence is worked out from them
(see `projection`), row by row, so `verify` can tell when a row is not what it was. Row numbers (`n`) are handed out
by `counters` under the write lock and stand in the log. Jobs and failures are working state, not evidence.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    TableClause,
    Text,
    UniqueConstraint,
    column,
    table,
)

NUMBER = BigInteger().with_variant(Integer, "sqlite")
tables = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _n() -> Column:
    return Column("n", NUMBER, primary_key=True, autoincrement=False)


def _text(name: str, *, null: bool = True, **options) -> Column:
    return Column(name, Text, nullable=null, **options)


def _document() -> Column:
    return Column("document", NUMBER, ForeignKey("documents.n"), nullable=False, index=True)


def _span() -> tuple[Column, Column]:
    return Column("start", Integer), Column("stop", Integer)


log = Table(
    "log", tables,
    Column("seq", NUMBER, primary_key=True, autoincrement=False),
    _text("at", null=False), _text("who", null=False), _text("action", null=False, index=True),
    _text("subject", index=True),
    _text("content", null=False), _text("prev", null=False), _text("hash", null=False),
)  # fmt: skip
counters = Table(
    "counters", tables, _text("name", null=False, primary_key=True), Column("last", NUMBER, nullable=False)
)

originals = Table(
    "originals", tables,
    _text("sha", null=False, primary_key=True),
    Column("size", NUMBER, nullable=False), _text("media_type"), _text("encoding"), _text("name"),
    _text("stored", null=False), Column("stored_size", NUMBER, nullable=False),
    Column("seq", NUMBER, nullable=False),
)  # fmt: skip
receipts = Table(
    "receipts", tables,
    _text("id", null=False, primary_key=True),
    Column("original", Text, ForeignKey("originals.sha"), nullable=False, index=True),
    _text("url"), _text("fetched"), _text("path", null=False), Column("seq", NUMBER, nullable=False),
)  # fmt: skip
documents = Table(
    "documents", tables, _n(),
    _text("id", null=False, unique=True),
    Column("original", Text, ForeignKey("originals.sha"), nullable=False),
    _text("article", null=False), Column("version", Integer, nullable=False),
    _text("url"), _text("title"), _text("publisher", index=True), _text("author"),
    _text("published"), _text("published_from", index=True), _text("published_to"), _text("language"),
    Column("characters", Integer, nullable=False), Column("claims", Integer, nullable=False),
    _text("reading", null=False), _text("kept", null=False), Column("seq", NUMBER, nullable=False),
    UniqueConstraint("article", "version"),
)  # fmt: skip
readings = Table(
    "readings", tables,
    _text("id", null=False, primary_key=True), _document(),
    _text("tool", null=False), _text("digest", null=False), _text("stored", null=False), _text("kept", null=False),
    Column("json", LargeBinary, nullable=False), Column("seq", NUMBER, nullable=False),
)  # fmt: skip
passages = Table(
    "passages", tables, _n(), _document(),
    Column("ordinal", Integer, nullable=False), *_span(), _text("kind", null=False), _text("text", null=False),
)  # fmt: skip
attributions = Table(
    "attributions", tables, _n(), _document(),
    _text("id", null=False), _text("kind"), _text("attitude"), _text("stance"), _text("cue_lemma"),
    _text("source"), _text("source_key", index=True), _text("source_kind"), *_span(),
    _text("json", null=False),
)  # fmt: skip
actors = Table(
    "actors", tables, _n(), _document(),
    _text("id", null=False), _text("name", null=False), _text("key", null=False, index=True),
    _text("kind"), _text("country"), _text("office"), _text("mentions", null=False),
)  # fmt: skip
sources = Table(
    "sources", tables, _n(), _document(),
    _text("id", null=False), _text("name"), _text("key", index=True), _text("kind"), _text("actor"),
)  # fmt: skip
claims = Table(
    "claims", tables, _n(), _document(),
    _text("id", null=False, index=True), _text("act_type", null=False), _text("stage", null=False),
    _text("polarity"), _text("stance"), _text("modality"),
    _text("happened"), _text("happened_from"), _text("happened_to"), _text("said"),
    _text("source"), _text("source_key"), _text("source_kind"),
    *_span(), Column("passage", Integer), _text("text", null=False), _text("json", null=False),
    Index("ix_claims_act_type_n", "act_type", "n"), Index("ix_claims_happened_from", "happened_from"),
)  # fmt: skip
participants = Table(
    "participants", tables, _n(), _document(),
    _text("claim", null=False, index=True), _text("role", null=False), _text("actor", null=False),
    _text("name"), _text("key", index=True), Column("implicit", SmallInteger, nullable=False), *_span(),
)  # fmt: skip
engagements = Table(
    "engagements", tables, _n(), _document(),
    _text("claim", null=False, index=True), _text("provision", null=False), _text("engagement", null=False),
    _text("verification"), _text("rule"), _text("month"), _text("json", null=False),
    Index("ix_engagements_provision_month", "provision", "month"),
)  # fmt: skip
candidates = Table(
    "candidates", tables, _n(), _document(),
    _text("id", null=False, index=True), _text("list", null=False), _text("reference", null=False),
    _text("version"), _text("grade", null=False), _text("listed"), _text("name"), _text("actor"), *_span(),
    _text("json", null=False), Index("ix_candidates_list_reference", "list", "reference"),
)  # fmt: skip
runs = Table(
    "runs", tables,
    _text("id", null=False, primary_key=True), _text("kind", null=False), _text("digest", null=False), _text("stored", null=False),
    _text("kept", null=False), Column("current", SmallInteger, nullable=False),
    Column("json", LargeBinary, nullable=False), Column("seq", NUMBER, nullable=False),
)  # fmt: skip
relations = Table(
    "relations", tables, _n(),
    Column("run", Text, ForeignKey("runs.id"), nullable=False, index=True),
    _text("a", null=False, index=True), _text("b", null=False, index=True),
    _text("relation", null=False, index=True), _text("json", null=False),
)  # fmt: skip
judgements = Table(
    "judgements", tables,
    Column("seq", NUMBER, primary_key=True, autoincrement=False), _text("id", null=False, unique=True),
    _text("kind", null=False), _text("subject", null=False), _text("who", null=False), _text("at", null=False),
    _text("why", null=False), _text("document", index=True), _text("reading"), _text("json", null=False),
    Index("ix_judgements_subject_seq", "subject", "seq"),
)  # fmt: skip
cases = Table(
    "cases", tables,
    _text("id", null=False, primary_key=True), _text("title", null=False), _text("state", null=False),
    _text("opened_by", null=False), _text("opened_at", null=False), Column("items", Integer, nullable=False),
)  # fmt: skip
case_items = Table(
    "case_items", tables,
    Column("case", Text, ForeignKey("cases.id"), primary_key=True, nullable=False),
    Column("ordinal", Integer, primary_key=True, nullable=False, autoincrement=False),
    _text("subject", null=False, index=True),
)  # fmt: skip
findings = Table(
    "findings", tables,
    _text("id", null=False, primary_key=True), _text("case", null=False, index=True), _text("text", null=False),
    _text("author", null=False), _text("at", null=False), _text("state", null=False),
    _text("evidence", null=False), _text("seconds", null=False), _text("dissents", null=False),
)  # fmt: skip
redactions = Table(
    "redactions", tables,
    Column("seq", NUMBER, primary_key=True, autoincrement=False), _text("name", null=False),
    _text("also", null=False), _text("why", null=False), _text("who", null=False), _text("at", null=False),
)  # fmt: skip
failures = Table(
    "failures", tables,
    Column("n", NUMBER, primary_key=True),
    _text("item", null=False, index=True), _text("stage", null=False), _text("code", null=False),
    _text("message", null=False), _text("place"), _text("next"), _text("at", null=False), _text("settled"),
)  # fmt: skip
jobs = Table(
    "jobs", tables,
    Column("n", NUMBER, primary_key=True),
    _text("queue", null=False), _text("item", null=False), _text("value", null=False),
    _text("state", null=False), Column("attempts", Integer, nullable=False),
    _text("owner"), _text("lease"), _text("taken"), _text("error"), _text("at", null=False),
    UniqueConstraint("queue", "item"), Index("ix_jobs_queue_state_n", "queue", "state", "n"),
)  # fmt: skip

# Who may sit at the desk: working state, not evidence (changes of accounts are in the log, without any secret).
accounts = Table(
    "accounts", tables,
    _text("name", null=False, primary_key=True), _text("role", null=False), _text("password", null=False),
    _text("added", null=False), _text("closed"),
)  # fmt: skip
sessions = Table(
    "sessions", tables,
    _text("id", null=False, primary_key=True),
    Column("account", Text, ForeignKey("accounts.name"), nullable=False, index=True),
    _text("began", null=False), _text("ends", null=False),
)  # fmt: skip
tokens = Table(
    "tokens", tables,
    _text("id", null=False, primary_key=True),
    Column("account", Text, ForeignKey("accounts.name"), nullable=False, index=True),
    _text("label", null=False), _text("role", null=False), _text("made", null=False), _text("used"),
)  # fmt: skip

# What belongs to the current reading of a document, in the order it is written; deleted and worked out anew when
# a newer reading comes (the older reading stays whole in `readings`).
OF_READING = (passages, attributions, actors, sources, claims, participants, engagements, candidates)
WORKING = (
    counters,
    failures,
    jobs,
    accounts,
    sessions,
    tokens,
)  # state, not evidence: verify does not look at it
SEARCHED = (passages, claims)  # each has its index of terms beside it: passage_terms, claim_terms


def term_table(searched: Table) -> TableClause:
    """The index of terms of `passages` or `claims`, as the migrations make it."""
    return table(f"{searched.name[:-1]}_terms", column("n"), column("terms"))
