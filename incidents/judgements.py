"""Code lists of what a mission concludes: findings, attribution, sign-off, compliance."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FindingStatus(TextChoices):
    """Where a version of a finding stands."""

    DRAFT = "finding_draft", _("draft finding")
    WITH_PARTIES = "with_parties", _("with the parties")
    SIGN_OFF = "sign_off", _("in sign-off")
    ADOPTED = "adopted", _("adopted")
    ADOPTED_WITH_DISSENT = "adopted_with_dissent", _("adopted with dissent")
    BLOCKED = "blocked", _("blocked")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("superseded")


class Ruling(TextChoices):
    """Whether a finding rules on what happened."""

    RULED = "ruled", _("ruled")
    CANNOT_RULE = "cannot_rule", _("cannot rule")


class CannotRule(TextChoices):
    """Why the mission cannot rule."""

    NO_ACCESS = "no_access", _("no access")
    TOO_LATE = "too_late", _("too late")
    NO_EVIDENCE = "no_evidence", _("no evidence")
    UNWILLING = "witnesses_unwilling", _("witnesses unwilling")
    UNSAFE = "unsafe", _("unsafe")
    CONFLICTING = "conflicting_accounts", _("conflicting accounts")
    OUT_OF_TIME = "out_of_time", _("out of time")


class AttributionState(TextChoices):
    """How far a finding says who did it."""

    NOT_ATTEMPTED = "not_attempted", _("not attempted")
    NOT_DETERMINED = "not_determined", _("not determined")
    ALLEGED = "alleged", _("alleged only")
    ASSESSED = "assessed", _("assessed")
    ATTRIBUTED = "attributed", _("attributed")
    SHARED = "shared", _("shared by both")
    UNATTRIBUTABLE = "unattributable", _("cannot be attributed")
    DISPUTED = "disputed", _("disputed")


# These say that the mission itself names a side, and stand behind the gate.
NAMES_A_SIDE = (
    AttributionState.ASSESSED,
    AttributionState.ATTRIBUTED,
    AttributionState.SHARED,
)


class Responsibility(TextChoices):
    """What a side named by a finding was in the event."""

    INITIATOR = "initiator", _("initiator")
    RESPONDER = "responder", _("responder")
    BOTH = "both", _("initiator and responder")
    HOST = "host_of_origin", _("host of the place of origin")
    COMMANDER = "commander", _("commander")
    PROXY = "proxy_of", _("acting through a proxy")


class Basis(TextChoices):
    """What an attribution rests on."""

    DIRECT = "direct_observation", _("direct observation")
    INTERSECTION = "two_post_intersection", _("intersection from two posts")
    CRATER = "crater_analysis", _("crater analysis")
    ADMISSION = "admission", _("admission")
    RADIO = "radio", _("radio traffic")
    FORENSIC = "forensic", _("forensic")
    PATTERN = "pattern", _("pattern")


class Confidence(TextChoices):
    """How sure the mission is."""

    LOW = "low", _("low")
    MEDIUM = "medium", _("medium")
    HIGH = "high", _("high")


class Decision(TextChoices):
    """What a party says to the exact version of a finding."""

    APPROVE = "approve", _("approve")
    WITH_RESERVATION = "approve_with_reservation", _("approve with reservation")
    DISSENT = "dissent", _("dissent")
    ABSTAIN = "abstain", _("abstain")
    RECUSE = "recuse", _("recuse")
    NO_REPLY = "no_reply", _("no reply")


APPROVING = (Decision.APPROVE, Decision.WITH_RESERVATION)
# A party that departs from the finding says why.
EXPLAINED = (Decision.WITH_RESERVATION, Decision.DISSENT)


class ComplianceState(TextChoices):
    """How a dated obligation is kept."""

    NOT_DUE = "not_due", _("not due")
    ON_TRACK = "on_track", _("on track")
    MET = "met", _("met")
    MET_LATE = "met_late", _("met late")
    PARTLY_MET = "partly_met", _("partly met")
    NOT_MET = "not_met", _("not met")
    BREACHED = "breached", _("breached")
    DISPUTED = "disputed", _("disputed")
    AMENDED = "amended", _("amended")
    LAPSED = "lapsed", _("lapsed")
