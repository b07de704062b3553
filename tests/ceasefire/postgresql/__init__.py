"""Tests of the second wall: what PostgreSQL refuses, whatever our code asks for."""
