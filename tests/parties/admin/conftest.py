"""Who sits at the desk where the standing order is kept."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory


@pytest.fixture
def desk(cast):
    """A client signed in as the administrator of the mission."""
    client = Client()
    client.force_login(cast.administrator)
    return client


@pytest.fixture
def root(cast):
    """A client signed in as a superuser without appointments."""
    client = Client()
    client.force_login(UserFactory(username="root", is_superuser=True, is_staff=True))
    return client


def address(model, page, *args):
    """Where an admin page is, such as the page "change" of a post."""
    return reverse(f"admin:parties_{model}_{page}", args=args)


def filled(form, **changes):
    """What a browser would send for an admin form and its rows below, with changes."""
    forms = [form.context["adminform"].form]
    for formset in form.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    data = {}
    for part in forms:
        for bound in part:
            if not getattr(bound.field, "disabled", False):
                data |= _sent(bound)
    return data | changes


def _sent(bound):
    value = bound.value()
    if value is None or value is False:
        return {}
    if isinstance(value, list | tuple):
        return {bound.html_name: [str(v) for v in value]}
    return {bound.html_name: bound.field.prepare_value(value)}
