"""The roles of the second wall, which belong to the whole server, and who may take them."""

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
# What a superuser runs once where the application's own account may not make roles.
BY_HAND = "\n".join(
    f"CREATE ROLE {role} NOLOGIN NOINHERIT; GRANT {role} TO {{login}};" for role in ROLES
)


def making() -> list[str]:
    """Return the statements that make the roles and let the login take them."""
    return [text.format(role=role) for role in ROLES for text in (MAKE, JOIN)]
