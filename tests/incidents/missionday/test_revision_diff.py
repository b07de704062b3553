"""A revision lists exactly what it changed, and nothing else."""

from incidents.missionday.revision_diff import differences


def content(**told):
    """A quiet day, with what a test tells of it."""
    quiet = {
        "totals": {"incidents": 0, "killed": 0},
        "coverage": {"silent": ["N-1"], "nil_returns": 0},
        "incidents": [],
        "by_category": [],
    }
    return quiet | told


def incident(pk="a", **told):
    return {"id": pk, "status": "submitted", "killed": [None, None]} | told


def said(before, after):
    return [(c.kind, c.part, c.row, c.field) for c in differences(before, after)]


def test_the_same_content_has_no_difference():
    assert differences(content(), content()) == []


def test_a_late_incident_is_a_row_that_was_added():
    late = content(incidents=[incident()], totals={"incidents": 1, "killed": 0})
    assert said(content(), late) == [
        ("changed", "totals", "", "incidents"),
        ("added", "incidents", "a", ""),
    ]


def test_an_incident_that_went_to_another_day_is_a_row_that_was_removed():
    assert said(content(incidents=[incident()]), content()) == [("removed", "incidents", "a", "")]


def test_a_row_that_changed_tells_the_field_with_both_values():
    before = content(incidents=[incident(), incident("b")])
    after = content(incidents=[incident(), incident("b", killed=[1, 2])])
    (changed,) = differences(before, after)
    assert (changed.row, changed.field) == ("b", "killed")
    assert (changed.before, changed.after) == ([None, None], [1, 2])


def test_another_order_of_the_same_rows_is_no_difference():
    rows = [incident("a"), incident("b")]
    assert differences(content(incidents=rows), content(incidents=rows[::-1])) == []


def test_a_return_that_came_late_changes_the_coverage():
    after = content(coverage={"silent": [], "nil_returns": 1})
    assert said(content(), after) == [
        ("changed", "coverage", "", "nil_returns"),
        ("changed", "coverage", "", "silent"),
    ]


def test_what_an_earlier_form_did_not_say_is_no_difference():
    after = content(by_weapon=[{"code": "tank", "incidents": 1}])
    after["coverage"] = {**after["coverage"], "posts": []}
    assert differences(content(), after) == []
