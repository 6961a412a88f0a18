"""Run by alembic: hands it the connection and the tables; selon is the only caller."""

from alembic import context

from selon.keep.schema import tables


def _ours(name: str | None, type_: str, parent: object) -> bool:
    """The search indexes (`*_terms` and what SQLite keeps for them) are not described by the metadata."""
    return not (type_ == "table" and name and "_terms" in name)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables,
    include_name=lambda name, type_, parents: _ours(name, type_, parents),
    transactional_ddl=False,  # the caller's transaction holds the write lock
)
context.run_migrations()
