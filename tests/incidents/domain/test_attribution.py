"""Attribution: nobody is named before the gate, whoever asks and by whatever door."""

import pytest
from django.core.exceptions import ValidationError

from incidents.domain.finding_content import record_of
from incidents.domain.linking import move_status
from incidents.enums import Status
from incidents.judgements import NAMES_A_SIDE, AttributionState
from incidents.models import Finding
from incidents.steps import SETTLED
from parties.models import PostStatus
from tests.incidents.judging import drafted, naming, opened, plain, say, settled, step
from tests.incidents.telling import NOW, tell

pytestmark = pytest.mark.django_db


def codes(cast, content, **fields):
    """The codes with which the domain refuses a content; nothing if it takes it."""
    try:
        drafted(cast, content, **fields)
    except ValidationError as refused:
        assert not Finding.objects.exists()
        return {name: [e.code for e in errors] for name, errors in refused.error_dict.items()}
    return {}


def test_a_side_is_named_when_the_gate_is_open(cast):
    made = drafted(cast, naming("lowlands"))
    assert [side.party for side in made.sides.all()] == [cast.lowlands]


@pytest.mark.parametrize("state", NAMES_A_SIDE)
@pytest.mark.parametrize(
    "missing,where",
    [
        ({"grounds": " "}, "grounds"),
        ({"confidence": ""}, "confidence"),
        ({"basis": ()}, "basis"),
        ({"sides": ()}, "sides"),
    ],
)
def test_without_one_of_its_grounds_it_is_not(cast, state, missing, where):
    assert where in codes(cast, naming(attribution=state, **missing))


@pytest.mark.parametrize("status", SETTLED)
def test_only_a_verified_incident_names_a_side(cast, status):
    refused = codes(cast, naming(), incident=settled(cast, status))
    confirmed = status in (Status.VERIFIED, Status.PARTLY_VERIFIED)
    assert refused == ({} if confirmed else {"attribution": ["not_verified"]})


@pytest.mark.parametrize("state", [s for s in AttributionState if s not in NAMES_A_SIDE])
def test_a_state_that_names_nobody_holds_no_side(cast, state):
    assert codes(cast, naming(attribution=state)) == {
        "sides": ["names_a_side"],
        "confidence": ["names_a_side"],
    }


def test_a_shared_responsibility_names_each_side_and_another_exactly_one(cast):
    assert codes(cast, naming("uplands", attribution="shared")) == {"sides": ["sides"]}
    assert codes(cast, naming("uplands", "lowlands")) == {"sides": ["sides"]}
    assert codes(cast, naming("uplands", "lowlands", attribution="shared")) == {}


def test_who_cannot_rule_names_nobody(cast):
    content = naming(ruling="cannot_rule", cannot_rule=("no_evidence",))
    assert codes(cast, content) == {"attribution": ["cannot_rule"]}


@pytest.mark.parametrize(
    "fields",
    [{"attribution": "guilty"}, {"confidence": "sure"}, {"basis": ("a hunch",)}],
)
def test_codes_are_those_of_the_lists(cast, fields):
    refused = codes(cast, naming(**fields))
    assert refused[next(iter(fields))][0] == "invalid_choice"


def test_a_party_that_does_not_exist_is_not_named(cast):
    assert codes(cast, naming("nowhere")) == {"sides": ["unknown"]}


def test_alleged_by_stays_a_fact_about_reports(cast):
    first = tell(None, alleged_party="lowlands")
    incident = settled(cast, same_event_as=first.report.report_id)
    made = drafted(cast, plain(), incident=incident)
    assert not made.sides.exists()
    assert first.report.alleged_party == cast.lowlands


@pytest.fixture
def disputed_post(cast):
    """The northern post, to which its host never agreed."""
    cast.north_post.statuses.update(status=PostStatus.Status.DISPUTED)
    return cast.north_post


def test_a_disputed_post_of_one_operator_alone_names_nobody(cast, disputed_post):
    assert codes(cast, naming()) == {"attribution": ["only_disputed_posts"]}


def test_its_observation_still_counts_and_is_marked(cast, disputed_post):
    [told] = record_of(drafted(cast, plain()))["evidence"]
    assert told["disputed_post"] is True


def test_with_evidence_from_elsewhere_a_side_may_be_named(cast, disputed_post):
    first = tell(cast.south_monitor, post="S-1")
    incident = settled(cast, same_event_as=first.report.report_id)
    made = drafted(cast, naming(), incident=incident)
    assert sorted(e["disputed_post"] for e in record_of(made)["evidence"]) == [False, True]


def test_a_host_that_does_not_consent_makes_a_post_disputed(cast):
    cast.north_post.consent = "not_given"
    cast.north_post.save()
    assert codes(cast, naming()) == {"attribution": ["only_disputed_posts"]}


def test_a_gate_that_shuts_again_stops_the_finding(cast):
    made = opened(cast, naming())
    say(made, cast.north_duty_officer)
    say(made, cast.south_duty_officer)
    move_status(made.incident, Status.INCONCLUSIVE, NOW)
    with pytest.raises(ValidationError) as refused:
        step(made, "publish", cast.north_duty_officer)
    assert refused.value.error_dict["attribution"][0].code == "not_verified"
