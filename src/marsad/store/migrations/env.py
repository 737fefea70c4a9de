"""How Alembic runs them: in the connection, and the transaction, that `migrate` was given."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=False)
context.run_migrations()
