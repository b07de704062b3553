"""The roles of the second wall, which belong to the whole server, and who may take them."""

from django.db import DataError, ProgrammingError, connection, transaction

from incidents.domain.writing import WRITER  # the domain's: reads what it must, erases nothing

WEB = "ceasefire_web"  # pages and API: reads what a person may read
ADMIN = "ceasefire_admin"  # the admin: keeps the standing order, sees nothing of what happened
GATE = "ceasefire_gate"  # signing in: passwords, tokens, second factors
ROLES = (WEB, WRITER, ADMIN, GATE)

# Several databases of one server may be migrated at once, and may all make the roles.
MAKE = """
DO $$
BEGIN
    IF to_regrole('{role}') IS NULL THEN
        CREATE ROLE {role} NOLOGIN NOINHERIT;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;
END
$$
"""
# Superusers may take every role; others must have been made members.
JOIN = """
DO $$
BEGIN
    PERFORM set_config('role', '{role}', true), set_config('role', 'none', true);
EXCEPTION WHEN insufficient_privilege THEN
    EXECUTE format('GRANT {role} TO %I', session_user);
END
$$
"""


def making() -> list[str]:
    """Return the statements that make the roles and let the login take them."""
    return [text.format(role=role) for role in ROLES for text in (MAKE, JOIN)]


def by_hand() -> str:
    """Return what a superuser runs once where the application's own account may not."""
    login = connection.settings_dict["USER"] or "ceasefire"
    return "\n".join(
        f"CREATE ROLE {role} NOLOGIN NOINHERIT; GRANT {role} TO {login};" for role in ROLES
    )


def lacking() -> list[str]:
    """Return the roles that are not there, or that the login may not take."""
    return [role for role in ROLES if not _can_be_taken(role)]


def _can_be_taken(role: str) -> bool:
    """Take a role and give it back, as every request does."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('role', %s, true)", [role])
            cursor.execute("SELECT set_config('role', 'none', true)")
    except (DataError, ProgrammingError):  # no such role, or not ours to take
        return False
    return True
