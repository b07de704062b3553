"""What may not be read is as if it were not: the same 404, and no trace of it anywhere."""

import re
import uuid

import pytest
from django.urls import reverse

from incidents.domain.finding import draft_finding
from incidents.domain.linking import move_status
from incidents.domain.status import set_status
from incidents.endpoints import (
    DATASET_FILE,
    ENDPOINTS,
    FINDING,
    INCIDENT,
    MERGED,
    OWN_REPORT,
    OWN_RETURN,
    OWN_TOKEN,
    REPORT,
)
from incidents.models import Finding, Incident
from parties.domain.acting import actor_of
from tests.calls import API
from tests.incidents.judging import plain
from tests.incidents.permissions.crawl import WORDS, Crawl, clock_of, hidden_from, starts
from tests.incidents.permissions.oracle import reads_incident, reads_report
from tests.incidents.permissions.world import position_of
from tests.incidents.telling import NOW
from tests.people import PEOPLE
from tests.verify.parties import seal

pytestmark = pytest.mark.django_db

EVERYBODY = (*PEOPLE, "colleague")
UNKNOWN = "01956e00-0000-7000-8000-00000000000a"
# What differs from request to request whatever is asked.
OF_THE_REQUEST = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]+"|urn:uuid:[0-9a-f-]+|[0-9a-f]{32,}|nonce-\S+'
)
UNSTABLE = {"Set-Cookie", "ETag", "X-Request-ID", "Content-Security-Policy"}


def forbidden(world, who, opens):
    """The id of something of this kind that exists and is not this person's to see."""
    hidden = [one for one in world.told if not reads_incident(who, one)]
    if opens in (INCIDENT, MERGED):
        return str(hidden[-1].incident.pk)
    if opens == REPORT:
        return str(next(t for t in world.told if not reads_report(who, t)).report.report_id)
    if opens == OWN_REPORT:
        return str(next(t for t in world.told if t.author != who).report.report_id)
    return UNKNOWN[:-1] + "b"


def address(name, line, key):
    names = {"receipt_file": [key, "0" * 64], "receipt_signed": [key, "0" * 64]}
    return reverse(name, args=names.get(name, [key]))


def asked(world, who, name, line, key):
    client = world.api[who] if name.startswith("api-") else world.pages[who]
    path = address(name, line, key)
    if line.get:
        answer = client.get(path)
    else:
        answer = client.post(path, "{}", content_type="application/json")
    body = OF_THE_REQUEST.sub("", answer.content.decode().replace(key, "ID"))
    headers = {n: v.replace(key, "ID") for n, v in answer.headers.items() if n not in UNSTABLE}
    return answer.status_code, body, headers, set(answer.headers)


KEYED = {INCIDENT, MERGED, REPORT, OWN_REPORT, OWN_RETURN, FINDING, OWN_TOKEN, DATASET_FILE}
OBJECTS = sorted(
    name
    for name, line in ENDPOINTS.items()
    if line.opens in KEYED and name not in ("incident_named", "api-tokens-detail")
)


@pytest.mark.parametrize("who", EVERYBODY)
def test_unknown_and_forbidden_answer_alike_to_the_byte(world, cells, who):
    for name in OBJECTS:
        line = ENDPOINTS[name]
        unknown = asked(world, who, name, line, UNKNOWN)
        known = asked(world, who, name, line, forbidden(world, who, line.opens))
        cells.check(known, unknown, who, name)
        refused = {401, 302} if who == "public" else {404, 403}
        cells.check(known[0] in refused | {404}, True, who, name, known[0])


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_forbidden_reference_leads_where_an_unknown_one_leads(world, cells, who):
    told = next(t for t in reversed(world.told) if not reads_incident(who, t))
    reference = told.incident.reference
    unknown = reference[:-1] + ("A" if reference[-1] != "A" else "B")
    answers = [world.pages[who].get(f"/incidents/{name}/") for name in (reference, unknown)]
    bodies = [
        OF_THE_REQUEST.sub("", answer.content.decode()).replace(name, "REF")
        for answer, name in zip(answers, (reference, unknown), strict=True)
    ]
    cells.check(bodies[0], bodies[1], who, reference)
    cells.check({answer.status_code for answer in answers}, {404}, who, reference)


def test_a_forbidden_finding_is_as_unknown(world, cells):
    told = next(t for t in world.told if (t.source, t.release) == ("own", "mission"))
    finding = finding_of(told.incident, world.cast.north_duty_officer, "A draft.")
    for who in ("public", "administrator", "observer", "north_monitor", "stranger"):
        for name in ("finding_detail", "api-findings-detail", "finding_amend"):
            line = ENDPOINTS[name]
            known = asked(world, who, name, line, str(finding.pk))
            cells.check(known, asked(world, who, name, line, UNKNOWN), who, name)


def finding_of(incident, officer, text):
    move_status(Incident.objects.get(pk=incident.pk), "verified", NOW)
    fresh = Incident.objects.select_related("mission").get(pk=incident.pk)
    return draft_finding(fresh, plain(text=text), actor=actor_of(officer), now=NOW)


MOST = 132


@pytest.fixture
def planted(world):
    """Reasons, drafts and a sealed ledger on top of the world; canaries all of them."""
    officer = actor_of(world.cast.south_duty_officer)
    for told in world.told:
        if told.source != "other mission" and told.release != "parties":
            incident = Incident.objects.get(pk=told.incident.pk)
            reason = f"canary{told.number:03d}reason"
            set_status(incident, "triaged", actor=officer, reason=reason)
    drafts = [t for t in world.told if (t.source, t.release) == ("same party", "public")]
    texts = [f"canary{n:03d}finding" for n, _told in enumerate(drafts)]
    for told, text in zip(drafts, texts, strict=True):
        finding_of(told.incident, world.cast.north_duty_officer, text)
    seal()
    return texts


def hits(world, who, planted, most):
    """Where somebody sees what they may not, and how many addresses were asked."""
    secrets = sorted(set(hidden_from(world, who, planted)))
    found, pages = [], 0
    for path, text in Crawl(world, who, starts(world), most):
        pages += 1
        own_address = path.partition("?")[2]
        found += [
            (secret, path) for secret in secrets if secret in text and secret not in own_address
        ]
    return found, pages, len(secrets)


@pytest.mark.parametrize("who", ["public", "administrator", "observer", "south_monitor"])
def test_no_canary_is_seen_by_whom_it_is_hidden_from(world, planted, who):
    found, pages, secrets = hits(world, who, planted, MOST)
    assert found == []
    assert pages >= MOST // 2
    assert secrets >= 60


@pytest.mark.slow
@pytest.mark.parametrize("who", EVERYBODY)
def test_no_canary_is_seen_wherever_one_clicks(world, planted, who):
    found, pages, _secrets = hits(world, who, planted, 400)
    assert found == []
    assert pages > MOST


def test_the_crawl_sees_every_canary_that_somebody_may_read(world, planted):
    """The same crawl by those who verify finds what it finds for nobody else."""
    crawl = Crawl(world, "north_duty_officer", starts(world), MOST)
    text = "".join(text for _path, text in crawl)
    ridge = [t for t in world.told if t.source != "other mission"]
    canaries = [f"canary{t.number:03d}{kind}" for t in ridge for kind in WORDS]
    canaries += [position_of(t.number)[0] for t in ridge]
    canaries += [clock_of(t) for t in ridge]
    canaries += [f"canary{t.number:03d}reason" for t in ridge if t.release != "parties"]
    assert len(canaries) >= 100
    assert [one for one in [*canaries, *planted] if one not in text] == []


def test_an_administrator_reads_no_unpublished_incident_anywhere(world, planted, cells):
    """API, pages, history, exports, search, readings, proofs: the same 404, or nothing."""
    api, pages = world.api["administrator"], world.pages["administrator"]
    below = ("", "accounts/", "history/", "suggestions/")
    for told in (t for t in world.told if not reads_incident("administrator", t)):
        paths = [f"{API}incidents/{told.incident.pk}/{end}" for end in below]
        paths += [f"/incidents/{told.incident.pk}/{end}" for end in ("", "proof/", "proof.json")]
        for path in paths:
            client = api if path.startswith(API) else pages
            cells.check(client.get(path).status_code, 404, "administrator", told.name, path)
    cells.check(api.get(f"{API}readings/").json()["results"], [], "administrator", "readings")
    cells.check(Finding.objects.exists(), True, "there are findings to be hidden")
    cells.check(api.get(f"{API}findings/").json()["results"], [], "administrator", "findings")
    cells.check(pages.get("/queue/").status_code, 404, "administrator", "queue")
    cells.check(uuid.UUID(UNKNOWN).version, 7, "an id as ours are")


def test_options_and_head_tell_nothing_more(world, cells):
    told = next(t for t in world.told if t.release == "mission")
    for who in ("public", "administrator", "observer"):
        for method in ("options", "head"):
            answers = [
                getattr(world.api[who], method)(f"{API}incidents/{key}/")
                for key in (told.incident.pk, UNKNOWN)
            ]
            cells.check(answers[0].status_code, answers[1].status_code, who, method)
            cells.check(answers[0].content, answers[1].content, who, method)
