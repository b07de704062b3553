"""Incidents, reports and daily reports over the API."""
