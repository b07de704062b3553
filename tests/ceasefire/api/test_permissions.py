"""Every action of the API against the permission table, for everybody of the cast."""

import pytest

from incidents.rules import PERMISSIONS
from parties.domain.acting import actor_of
from tests.calls import get, post
from tests.people import PEOPLE

NOWHERE = "01890a5d-ac96-774b-bcce-b302099a8057"
DEEDS = {"reports/": "file_report", f"incidents/{NOWHERE}/status/": "set_status"}
DEEDS |= {f"incidents/{NOWHERE}/claim/": "keep_queue"}
READS = ("incidents/", "reports/", "daily-reports/", "parties/", "posts/", "places/")


def may_somewhere(person, deed):
    roles = {a.role for a in actor_of(person).appointments}
    return bool(roles & PERMISSIONS[deed])


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("path", DEEDS)
def test_who_may_do_a_deed_nowhere_is_refused_before_anything_is_read(cast, who, path):
    person = cast.everybody[who]
    answer = post(path, b"not even JSON", person).status_code
    if person.is_anonymous:
        assert answer == 401
    elif may_somewhere(person, DEEDS[path]):
        assert answer in (400, 404)
    else:
        assert answer == 403


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("path", READS)
def test_everybody_may_ask(cast, who, path):
    assert get(path, cast.everybody[who]).status_code == 200
