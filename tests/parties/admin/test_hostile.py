"""Whatever is typed into the standing order gets an answer, and what is wrong is not stored."""

import pytest
from django.urls import reverse

from parties.admin.site import site
from tests.parties.admin.conftest import address, filled

MODELS = {model._meta.model_name: model for model in site._registry}
HOSTILE = {
    "nul": "a\0b",
    "surrogate": "\ufffd",
    "long": "x" * 50_000,
    "deep": "[" * 50_000,
    "deep_object": '{"a":' * 5_000,
    "script": "<script>alert(1)</script>",
    "first_day": "0001-01-01",
    "last_day": "9999-12-31",
    "no_day": "10000-01-01",
    "north_of_the_pole": "91N",
    "endless": "1e999999",
    "not_a_number": "NaN",
    "infinite": "Infinity",
    "negative": "-1",
    "big_key": "9" * 40,
    "percent": "%s %d %(x)s",
}


@pytest.mark.parametrize("model", MODELS)
def test_a_form_full_of_rubbish_is_answered(root, model):
    form = root.get(address(model, "add"))
    fields = form.context["adminform"].form.fields

    answers = {
        name: root.post(address(model, "add"), filled(form) | dict.fromkeys(fields, value))
        for name, value in HOSTILE.items()
    }

    assert {n: a.status_code for n, a in answers.items() if a.status_code not in (200, 302)} == {}


@pytest.mark.parametrize("model", ["post", "place", "agreement", "group", "mission", "provision"])
def test_rubbish_in_the_rows_below_is_answered(root, cast, model):
    row = MODELS[model].objects.first()
    form = root.get(address(model, "change", row.pk))

    answers = {
        name: root.post(address(model, "change", row.pk), filled(form) | _rows_of(form, value))
        for name, value in HOSTILE.items()
    }

    assert {n: a.status_code for n, a in answers.items() if a.status_code not in (200, 302)} == {}


def _rows_of(form, value):
    """One more row in each part below the form, with the same in every cell."""
    rows = {}
    for inline in form.context["inline_admin_formsets"]:
        prefix, count = inline.formset.prefix, inline.formset.initial_form_count()
        rows[f"{prefix}-TOTAL_FORMS"] = str(count + 1)
        rows |= {f"{prefix}-{count}-{name}": value for name in inline.formset.empty_form.fields}
    return rows


NONSENSE = [
    {"p": "no"},
    {"p": "99999999999999999999"},
    {"o": "99.-99.x"},
    {"all": "1"},
    {"q": "x" * 5_000},
    {"q": "\u202e%27%22"},
    {"e": "1"},
    {"mission__id__exact": "no"},
    {"since__year": "no"},
    {"since__year": "99999999"},
    {"role__exact": "emperor"},
    {"status": "nothing"},
    {"appointments__user__password__startswith": "m"},
    {"_facets": "True"},
    {"_to_field": "password"},
]


@pytest.mark.parametrize("model", MODELS)
def test_a_list_asked_for_nonsense_is_answered(desk, model):
    where = address(model, "changelist")

    answers = {str(query): desk.get(where, query, follow=True) for query in NONSENSE}

    assert {q: a.status_code for q, a in answers.items() if a.status_code not in (200, 400)} == {}


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"term": "x"},
        {"term": "x", "app_label": "parties", "model_name": "post", "field_name": "nothing"},
        {"term": "x", "app_label": "parties", "model_name": "user", "field_name": "password"},
        {"term": "x", "app_label": "auth", "model_name": "user", "field_name": "groups"},
    ],
    ids=str,
)
def test_autocomplete_asked_for_nonsense_refuses(desk, query):
    assert desk.get(reverse("admin:autocomplete"), query).status_code in (403, 404)


def test_autocomplete_by_the_way_of_another_table_finds_ones_own_rows_only(desk, cast):
    query = {"term": "1", "app_label": "incidents", "model_name": "report", "field_name": "post"}

    found = desk.get(reverse("admin:autocomplete"), query).json()["results"]

    assert {row["text"] for row in found} == {"N-1", "S-1"}


@pytest.mark.parametrize(
    "zone,complaint",
    [
        ("[" * 100_000, "Enter a valid JSON"),
        ('{"type": "Point", "coordinates": [10, 40]}', "a Polygon or a MultiPolygon"),
        ('{"type": "Polygon", "coordinates": "all"}', "rings of positions"),
        ('{"type": "Polygon", "coordinates": [[[10, 40], [11, 40]]]}', "closed ring"),
        ('{"type": "Polygon", "coordinates": [[[10, 95], [11, 40], [11, 41], [10, 95]]]}', "95"),
        ('{"type": "Polygon", "coordinates": [[["a", 4], [1, 4], [1, 1], ["a", 4]]]}', "position"),
        ("[]", "a Polygon or a MultiPolygon"),
        ("17", "a Polygon or a MultiPolygon"),
    ],
)
def test_a_zone_that_is_no_area_is_refused(desk, cast, zone, complaint):
    form = desk.get(address("mission", "change", cast.mission.pk))

    answer = desk.post(address("mission", "change", cast.mission.pk), filled(form, zone=zone))

    assert complaint in str(answer.context["adminform"].form.errors["zone"])


@pytest.mark.parametrize(
    "zone",
    [
        '{"type": "Polygon", "coordinates": [[[10, 40], [11, 40], [11, 41], [10, 40]]]}',
        '{"type": "MultiPolygon", "coordinates": [[[[10, 40], [11, 40], [11, 41], [10, 40]]]]}',
    ],
)
def test_a_zone_that_is_an_area_is_kept(desk, cast, zone):
    form = desk.get(address("mission", "change", cast.mission.pk))

    desk.post(address("mission", "change", cast.mission.pk), filled(form, zone=zone))

    cast.mission.refresh_from_db()
    assert cast.mission.zone["type"].endswith("Polygon")


def test_no_address_of_the_admin_leads_into_other_tables(desk):
    assert desk.get("/admin/r/1/1/").status_code == 404
