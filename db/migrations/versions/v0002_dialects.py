"""How model servers want to be asked."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "dialects",
        sa.Column("identity", sa.String, nullable=False),
        sa.Column("answer_format", sa.String, nullable=False),
        sa.Column("bounds", sa.String, nullable=False),
        sa.Column("limit_field", sa.String, nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("identity", name="pk_dialects"),
    )
