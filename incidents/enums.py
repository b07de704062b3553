"""Code lists: stable codes that go into exports, with translated labels."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class ReportKind(TextChoices):
    """Whose account a report is."""

    OBSERVATION = "observation", _("observation")
    ALLEGATION = "allegation", _("allegation")
    SELF_REPORT = "self_report", _("self-report")
    REPLY = "reply", _("reply")
    DATASET_RECORD = "dataset_record", _("dataset record")


class SourceKind(TextChoices):
    """What sort of source a report comes from."""

    OWN_POST = "own_post", _("own post")
    OWN_PATROL = "own_patrol", _("own patrol")
    OWN_SENSOR = "own_sensor", _("own sensor")
    OTHER_MISSION = "other_mission", _("other mission")
    PARTY_COMMAND = "party_command", _("a party's command")
    PARTY_AUTHORITY = "party_authority", _("a party's civil authority")
    RESIDENT = "resident", _("local resident")
    VICTIM = "victim", _("victim")
    NGO = "ngo", _("non-governmental organisation")
    MEDIA = "media", _("media")
    DATASET = "dataset", _("dataset")
    OPEN_SOURCE = "open_source", _("open source")
    ANONYMOUS = "anonymous", _("anonymous")


OWN_SOURCES = (SourceKind.OWN_POST, SourceKind.OWN_PATROL, SourceKind.OWN_SENSOR)


class Scope(TextChoices):
    """What a report speaks of: one event, a published total, or nothing."""

    EVENT = "event", _("one event")
    DAILY_TOTAL = "daily_total", _("daily total")
    WEEKLY_TOTAL = "weekly_total", _("weekly total")
    NIL = "nil", _("nothing happened")


class Stance(TextChoices):
    """What the source does with the fact."""

    RECORDED = "recorded", _("recorded")
    CLAIMED = "claimed", _("claimed")
    DENIED = "denied", _("denied")
    COUNTER_CLAIMED = "counter_claimed", _("counter-claimed")
    CONFIRMED = "confirmed", _("confirmed")
    CORRECTED = "corrected", _("corrected")
    NO_VIOLATION = "no_violation", _("no violation")


ASSERTING = (Stance.RECORDED, Stance.CLAIMED, Stance.COUNTER_CLAIMED, Stance.CONFIRMED)


class Means(TextChoices):
    """How the source came to know."""

    HEARD = "heard", _("heard")
    SEEN = "seen_by_eye", _("seen by eye")
    OPTICS = "seen_with_optics", _("seen with optics")
    NIGHT_VISION = "night_vision", _("night vision")
    CAMERA = "fixed_camera", _("fixed camera")
    THERMAL = "thermal_camera", _("thermal camera")
    UAV = "uav", _("UAV")
    ACOUSTIC = "acoustic_sensor", _("acoustic sensor")
    RADAR = "radar", _("radar")
    SATELLITE = "satellite_image", _("satellite image")
    CRATER = "crater_analysis", _("crater analysis")
    FRAGMENTS = "fragment_forensics", _("fragment or photo forensics")
    MEDICAL = "medical_record", _("medical record")
    INTERVIEW = "interview", _("interview")
    PARTY_REPORT = "party_report", _("party report")
    MEDIA = "media", _("media")
    OPEN_SOURCE = "open_source", _("open source")
    AUTOMATED = "automated", _("automated")


class Signature(TextChoices):
    """What was perceived."""

    EXPLOSION = "explosion", _("explosion")
    BURST = "burst", _("burst")
    SHOT = "shot", _("shot")
    PROJECTILE = "projectile_in_flight", _("projectile in flight")
    TRACER = "tracer", _("tracer")
    MUZZLE_FLASH = "muzzle_flash", _("muzzle flash")
    FLARE = "illumination_flare", _("illumination flare")
    SMOKE = "smoke_or_fire", _("smoke or fire")
    LAUNCH = "launch_trail", _("launch trail")
    VEHICLE = "vehicle_movement", _("vehicle movement")
    AIRCRAFT = "aircraft_or_uav", _("aircraft or UAV")
    CRATER = "crater_or_damage", _("crater or damage")
    PERSONNEL = "personnel_presence", _("personnel presence")
    WORKS = "engineering_works", _("engineering works")


class Direction(TextChoices):
    """Where the fire went, seen from the post."""

    INCOMING = "incoming", _("incoming")
    OUTGOING = "outgoing", _("outgoing")
    CROSSING = "crossing", _("crossing")
    VERTICAL = "vertical", _("vertical")
    IMPACT_ONLY = "impact_only", _("impact only")
    UNDETERMINED = "undetermined", _("undetermined")


class Weapon(TextChoices):
    """Classes of weapon; unknown is empty, never a guess."""

    SMALL_ARMS = "small_arms", _("small arms")
    SNIPER = "sniper_rifle", _("sniper rifle")
    HEAVY_MG = "heavy_machine_gun", _("heavy machine gun")
    AGL = "automatic_grenade_launcher", _("automatic grenade launcher")
    GRENADE = "grenade", _("hand or rifle grenade")
    RPG = "rpg_recoilless", _("RPG or recoilless gun")
    ATGM = "atgm", _("anti-tank guided missile")
    MORTAR = "mortar", _("mortar")
    CANNON = "cannon_ifv", _("cannon or fighting vehicle")
    TANK = "tank", _("tank")
    HOWITZER = "howitzer", _("howitzer")
    MLRS = "mlrs", _("multiple rocket launcher")
    MISSILE = "ballistic_missile", _("ballistic missile")
    ANTI_AIR = "anti_air", _("anti-aircraft weapon")
    AIRCRAFT = "aircraft", _("aircraft")
    HELICOPTER = "helicopter", _("helicopter")
    UAV_RECON = "uav_recon", _("reconnaissance UAV")
    UAV_STRIKE = "uav_strike", _("strike UAV")
    LOITERING = "loitering_munition", _("loitering munition")
    FPV = "fpv", _("FPV drone")
    MINE = "mine", _("mine")
    IED = "ied", _("improvised explosive device")
    UXO = "uxo", _("unexploded ordnance")
    JAMMER = "ew_jammer", _("jammer")
    OTHER = "other", _("other")


class CountQualifier(TextChoices):
    """How exact a count is."""

    EXACT = "exact", _("exactly")
    ABOUT = "about", _("about")
    AT_LEAST = "at_least", _("at least")
    AT_MOST = "at_most", _("at most")
    RANGE = "range", _("between")
    MULTIPLE = "multiple", _("multiple, uncountable")
    UNKNOWN = "unknown", _("not known")


class CountUnit(TextChoices):
    """What was counted; sums never mix units."""

    ROUND = "round", _("rounds")
    EXPLOSION = "explosion", _("explosions")
    BURST = "burst", _("bursts")
    SHOT = "shot", _("shots")
    EXCHANGE = "exchange", _("exchanges")
    EVENT = "event", _("events")
    ITEM = "item", _("items")
    PERSON = "person", _("persons")


class PositionPrecision(TextChoices):
    """How well a position is known."""

    P1 = "P1", _("exact, within 10 m")
    P2 = "P2", _("within 100 m")
    P3 = "P3", _("within 1 km")
    P4 = "P4", _("settlement")
    P5 = "P5", _("sector of 10 km")
    P6 = "P6", _("district")
    P7 = "P7", _("region")
    P0 = "P0", _("no position")


class TimePrecision(TextChoices):
    """How well a time is known."""

    T1 = "T1", _("to the minute")
    T2 = "T2", _("to the quarter hour")
    T3 = "T3", _("to the hour")
    T4 = "T4", _("part of the day")
    T5 = "T5", _("the day")
    T6 = "T6", _("the week")
    T7 = "T7", _("the month")
    T0 = "T0", _("no time")


DATED = (
    TimePrecision.T1,
    TimePrecision.T2,
    TimePrecision.T3,
    TimePrecision.T4,
    TimePrecision.T5,
)


class Hint(TextChoices):
    """What may be a slip in an account; it warns, is kept, and refuses nothing."""

    HEARD_TOO_FAR = "heard_too_far", _("heard from further away than this is heard")
    SEEN_TOO_FAR = "seen_too_far", _("seen from further away than anybody sees")
    SEEN_IN_FOG = "seen_in_fog", _("seen, although the narrative tells of fog")
    SEEN_IN_DARK = "seen_in_dark", _("seen by eye at night, without light of its own")
    OUTSIDE_SECTOR = "outside_sector", _("further from the post than any post watches")
    MOVED_TOO_FAST = "moved_too_fast", _("faster than a vehicle since the last report")


class DateBasis(TextChoices):
    """Where a date comes from."""

    STATED = "stated", _("stated by the source")
    INFERRED = "inferred", _("inferred")
    NONE = "none", _("none")


class PersonKind(TextChoices):
    """Who was harmed."""

    MILITARY = "military", _("military")
    ARMED_FORMATION = "armed_formation", _("armed formation")
    POLICE = "police", _("police")
    CIVILIAN = "civilian", _("civilian")
    PEACEKEEPER = "peacekeeper", _("peacekeeper")
    MONITOR = "monitor", _("monitor")
    AID_WORKER = "aid_worker", _("aid worker")
    JOURNALIST = "journalist", _("journalist")
    UNKNOWN = "unknown", _("not known")


class Outcome(TextChoices):
    """What happened to them."""

    KILLED = "killed", _("killed")
    INJURED = "injured", _("injured")
    MISSING = "missing", _("missing")
    DETAINED = "detained", _("detained")


class Severity(IntegerChoices):
    """How grave an incident is, S0 to S5."""

    S0 = 0, _("S0 technical")
    S1 = 1, _("S1 minor")
    S2 = 2, _("S2 moderate")
    S3 = 3, _("S3 serious")
    S4 = 4, _("S4 very serious")
    S5 = 5, _("S5 breakdown")


class Status(TextChoices):
    """Where the verification of an incident stands."""

    SUBMITTED = "submitted", _("submitted")
    TRIAGED = "triaged", _("triaged")
    UNDER_VERIFICATION = "under_verification", _("under verification")
    VERIFIED = "verified", _("verified")
    PARTLY_VERIFIED = "partly_verified", _("partly verified")
    UNVERIFIED_CLOSED = "unverified_closed", _("closed unverified")
    INCONCLUSIVE = "inconclusive", _("inconclusive")
    NOT_A_VIOLATION = "not_a_violation", _("not a violation")
    EXERCISE_OUTSIDE_ZONE = "exercise_outside_zone", _("exercise outside the zone")
    OUT_OF_MANDATE = "out_of_mandate", _("out of mandate")
    WITHDRAWN = "withdrawn_by_filer", _("withdrawn by the filer")
    REOPENED = "reopened", _("reopened")


# Incidents in these states are no ceasefire violations and leave the counts.
NOT_COUNTED = (
    Status.NOT_A_VIOLATION,
    Status.EXERCISE_OUTSIDE_ZONE,
    Status.OUT_OF_MANDATE,
    Status.WITHDRAWN,
)


class Release(TextChoices):
    """Who an incident may be shown to."""

    PUBLIC = "public", _("public")
    PARTIES = "parties", _("parties")
    MISSION = "mission", _("mission")


class ProposalOutcome(TextChoices):
    """What became of a proposed correction."""

    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Reading(TextChoices):
    """What a person read."""

    INCIDENT = "incident", _("incident")
    HISTORY = "history", _("history of an incident")
    INCIDENTS = "incidents", _("list of incidents")
    REPORT = "report", _("report")
    REPORTS = "reports", _("list of reports")
    ACCOUNTS = "accounts", _("rival accounts")
    SUGGESTIONS = "suggestions", _("what may be the same event")
    PROOF = "proof", _("proof")
    MAP = "map", _("map of incidents")
    FINDING = "finding", _("unpublished finding")
    FINDINGS = "findings", _("list of findings")


class ActivityKind(TextChoices):
    """What was notified beforehand, and is counted apart from incidents."""

    EXERCISE = "exercise", _("exercise")
    DEMINING = "demining", _("demining")
    CONVOY = "convoy", _("convoy")


class CounterKind(TextChoices):
    """What is counted and is no violation."""

    CONVOYS = "convoys", _("convoys")
    ITEMS_CLEARED = "items_cleared", _("explosive items cleared")
    HECTARES_CLEARED = "hectares_cleared", _("hectares cleared")
    RETURNEES = "returnees", _("returnees")
    PRISONERS_EXCHANGED = "prisoners_exchanged", _("prisoners exchanged")
    REMAINS_EXCHANGED = "remains_exchanged", _("remains exchanged")


class DutyKind(TextChoices):
    """What must be done."""

    RECOUNT_DAY = "recount_day", _("recount a mission day")
    PUBLISH_DAY = "publish_day", _("publish a daily report")
    PUBLISH_WEEK = "publish_week", _("publish a weekly report")
    PUBLISH_FLASH = "publish_flash", _("publish a flash report")
    RELEASE_DAY = "release_day", _("make a mission's report public")
    PRINT_REPORT = "print_report", _("set a mission's report on paper")
    READ_DATASET = "read_dataset", _("read a file of a dataset")
    MAKE_EXPORT = "make_export", _("write a list to a file")
    END_EXPORT = "end_export", _("remove a file whose time is over")
    INSPECT_EVIDENCE = "inspect_evidence", _("look into a file")
    CHECK_EVIDENCE = "check_evidence", _("read stored files again")
    OPEN_SIGN_OFF = "open_sign_off", _("open a sign-off when the time for replies is over")
    CLOSE_SIGN_OFF = "close_sign_off", _("close a sign-off when its time is over")
    REMIND = "remind", _("remind of an incident")
    SILENT_POST = "silent_post", _("ask after a post that sent no return")
    LATE_OBLIGATION = "late_obligation", _("ask after an obligation whose day has passed")
    WATCH_DAY = "watch_day", _("look whether incidents rose")
    TELL_ALERTS = "tell_alerts", _("tell a subscription's alerts")


class Action(TextChoices):
    """What the journal records."""

    REPORT_FILED = "report_filed", _("report filed")
    VARIANT_KEPT = "variant_kept", _("variant kept")
    CUSTODY = "custody", _("custody of evidence")
    INCIDENT_OPENED = "incident_opened", _("incident opened")
    REPORT_LINKED = "report_linked", _("report linked")
    REPORT_UNLINKED = "report_unlinked", _("report unlinked")
    INCIDENT_MERGED = "incident_merged", _("incident merged")
    INCIDENT_UNMERGED = "incident_unmerged", _("merge undone")
    INCIDENT_SPLIT = "incident_split", _("incident split")
    CORRECTION_PROPOSED = "correction_proposed", _("correction proposed")
    PROPOSAL_ACCEPTED = "proposal_accepted", _("proposed correction accepted")
    PROPOSAL_REFUSED = "proposal_refused", _("proposed correction refused")
    PROPOSAL_WITHDRAWN = "proposal_withdrawn", _("proposed correction withdrawn")
    STATUS_SET = "status_set", _("status set")
    RETURN_FILED = "return_filed", _("daily return filed")
    DAY_PUBLISHED = "day_published", _("mission's report published")
    DAY_RELEASED = "day_released", _("mission's report made public")
    FINDING_MADE = "finding_made", _("version of a finding made")
    FINDING_MOVED = "finding_moved", _("finding moved")
    PARTY_NOTIFIED = "party_notified", _("party notified")
    REPLY_RECEIVED = "reply_received", _("reply received")
    SIGN_OFF_CALLED = "sign_off_called", _("sign-off called")
    SIGNED_OFF = "signed_off", _("signed off")
    COMPLIANCE_SAID = "compliance_said", _("compliance said")
    CLAIMED = "claimed", _("claimed")
    ASSIGNED = "assigned", _("assigned")
    CLAIM_RELEASED = "claim_released", _("claim released")
    REMINDER_SET = "reminder_set", _("reminder set")
    REDACTION_PROPOSED = "redaction_proposed", _("redaction proposed")
    REDACTION_DECLINED = "redaction_declined", _("redaction declined")
    REPORT_REDACTED = "report_redacted", _("report redacted")
    LOG_KEY_CHANGED = "log_key_changed", _("log's key changed")
    DATASET_IMPORTED = "dataset_imported", _("dataset imported")
    DATASET_WITHDRAWN = "dataset_withdrawn", _("import of a dataset withdrawn")
