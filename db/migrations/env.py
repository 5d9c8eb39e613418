"""Alembic's entry point: db/migrate.py hands over a connection that is in a transaction.

Alembic then neither begins nor commits, so that a failing migration leaves nothing behind, on
SQLite either.
"""

from alembic import context

from db.models import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
