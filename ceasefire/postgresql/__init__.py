"""The second wall: what PostgreSQL itself refuses to a request, whatever our code asks for."""
