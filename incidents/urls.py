"""Addresses of the pages of what happened."""

import re
from datetime import date

from django.urls import path, register_converter

from incidents.views.agreement import agreement, compliance
from incidents.views.check_proof import incident_check
from incidents.views.coverage import mission_coverage, post_coverage
from incidents.views.daily_changes import daily_report_check
from incidents.views.daily_feed import daily_feed
from incidents.views.daily_files import daily_report_file, daily_verify
from incidents.views.daily_print import daily_print, daily_print_file
from incidents.views.daily_report import daily_report, daily_report_list, daily_sign
from incidents.views.daily_return import return_form, return_receipt
from incidents.views.daily_span import daily_span
from incidents.views.dataset import dataset_columns, dataset_file, dataset_list, dataset_wrong
from incidents.views.dataset_records import dataset_records, dataset_withdraw
from incidents.views.escalation import escalation, escalation_file
from incidents.views.evidence import (
    evidence_copy,
    evidence_detail,
    evidence_mark,
    evidence_original,
    evidence_waiting,
    report_evidence,
)
from incidents.views.export import export_list, export_manifest, export_signature
from incidents.views.finding import (
    finding_amend,
    finding_detail,
    finding_list,
    finding_new,
    finding_reply,
    finding_sign,
    finding_step,
)
from incidents.views.home import home, room_news
from incidents.views.incident import incident_detail, incident_list, incident_named
from incidents.views.ledger import (
    incident_proof,
    incident_proof_file,
    log_card,
    log_checkpoint,
    log_consistency,
    log_cosign,
    log_hashes,
    receipt_signed,
    report_proof_file,
)
from incidents.views.merging import incident_merge, incident_split, incident_un_merge
from incidents.views.outbox import outbox, outbox_line
from incidents.views.proposal import proposal_decide, proposal_detail, proposal_withdraw
from incidents.views.queue import queue, queue_act
from incidents.views.radio import radio_form
from incidents.views.read_log import reading_list
from incidents.views.redaction import report_redaction
from incidents.views.report import receipt_file, report_form, report_receipt
from incidents.views.room_map import room_map
from incidents.views.spot_report import incident_spot
from incidents.views.status import incident_status
from incidents.views.subscription import (
    alert_act,
    alert_change,
    alert_detail,
    alert_end,
    alert_leave,
    alert_list,
    alert_new,
)
from incidents.views.trend import trends, trends_file
from incidents.views.typed_entry import position_echo, time_echo
from incidents.views.undated import published_totals, undated_list

DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class DayConverter:
    """A mission day in an address, such as 2022-03-26."""

    regex = DAY.pattern

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class ReportNameConverter:
    """A mission's report in an address: 2022-03-26, week-2022-03-27, spot-2022-5, flash-NK-I-…."""

    regex = f"{DayConverter.regex}|week-{DayConverter.regex}|(?:spot|flash)-[A-Za-z0-9-]{{1,54}}"

    def to_python(self, value: str) -> str:
        if DAY.fullmatch(value):
            date.fromisoformat(value)
        return value

    def to_url(self, value: date | str) -> str:
        return str(value)


register_converter(DayConverter, "day")
register_converter(ReportNameConverter, "report")

LOG = ".well-known/ceasefire-log"

urlpatterns = [
    path("", home, name="home"),
    path("room/news/", room_news, name="room_news"),
    path("trends/", trends, name="trends"),
    path("trends/days.csv", trends_file, name="trends_file"),
    path("trends/watch/", escalation, name="escalation"),
    path("trends/watch.csv", escalation_file, name="escalation_file"),
    path("room/map.geojson", room_map, name="room_map"),
    path("incidents/", incident_list, name="incident_list"),
    path("incidents/undated/", undated_list, name="undated_list"),
    path("incidents/totals/", published_totals, name="published_totals"),
    path("incidents/<uuid:pk>/", incident_detail, name="incident_detail"),
    path("incidents/<slug:reference>/", incident_named, name="incident_named"),
    path("incidents/<uuid:pk>/status/", incident_status, name="incident_status"),
    path("incidents/<uuid:pk>/merge/", incident_merge, name="incident_merge"),
    path("incidents/<uuid:pk>/un-merge/", incident_un_merge, name="incident_un_merge"),
    path("incidents/<uuid:pk>/split/", incident_split, name="incident_split"),
    path("incidents/<uuid:pk>/finding/", finding_new, name="finding_new"),
    path("agreement/", agreement, name="agreement"),
    path("agreement/<str:code>/compliance/", compliance, name="compliance"),
    path("incidents/<uuid:pk>/spot/", incident_spot, name="incident_spot"),
    path("findings/", finding_list, name="finding_list"),
    path("findings/<uuid:pk>/", finding_detail, name="finding_detail"),
    path("findings/<uuid:pk>/amend/", finding_amend, name="finding_amend"),
    path("findings/<uuid:pk>/step/", finding_step, name="finding_step"),
    path("findings/<uuid:pk>/sign/", finding_sign, name="finding_sign"),
    path("findings/<uuid:pk>/reply/", finding_reply, name="finding_reply"),
    path("proposals/<int:pk>/", proposal_detail, name="proposal_detail"),
    path("proposals/<int:pk>/decide/", proposal_decide, name="proposal_decide"),
    path("proposals/<int:pk>/withdraw/", proposal_withdraw, name="proposal_withdraw"),
    path("queue/", queue, name="queue"),
    path("queue/<uuid:pk>/", queue_act, name="queue_act"),
    path("readings/", reading_list, name="reading_list"),
    path("report/", report_form, name="file_report"),
    path("report/line/", outbox_line, name="outbox_line"),
    path("report/outbox/", outbox, name="outbox"),
    path("report/radio/", radio_form, name="radio_form"),
    path("report/position/", position_echo, name="position_echo"),
    path("report/time/", time_echo, name="time_echo"),
    path("report/<uuid:report_id>/receipt/", report_receipt, name="report_receipt"),
    path(
        "report/<uuid:report_id>/receipt/<str:content_hash>.json", receipt_file, name="receipt_file"
    ),
    path(
        "report/<uuid:report_id>/receipt/<str:content_hash>.sig",
        receipt_signed,
        name="receipt_signed",
    ),
    path("report/<uuid:report_id>/files/", report_evidence, name="report_evidence"),
    path("report/<uuid:report_id>/files/here/", evidence_waiting, name="evidence_waiting"),
    path("evidence/<uuid:pk>/", evidence_detail, name="evidence_detail"),
    path("evidence/<uuid:pk>/original/", evidence_original, name="evidence_original"),
    path("evidence/<uuid:pk>/mark/", evidence_mark, name="evidence_mark"),
    path("evidence/<uuid:pk>/<slug:name>.jpg", evidence_copy, name="evidence_copy"),
    path("report/<uuid:report_id>/proof.json", report_proof_file, name="report_proof_file"),
    path("report/<uuid:report_id>/redaction/", report_redaction, name="report_redaction"),
    path("incidents/<uuid:pk>/proof/", incident_proof, name="incident_proof"),
    path("incidents/<uuid:pk>/proof/check/", incident_check, name="incident_check"),
    path("incidents/<uuid:pk>/proof.json", incident_proof_file, name="incident_proof_file"),
    path(f"{LOG}/", log_card, name="log_card"),
    path(f"{LOG}/checkpoint", log_checkpoint, name="log_checkpoint"),
    path(f"{LOG}/consistency/<int:old>", log_consistency, name="log_consistency"),
    path(f"{LOG}/cosignatures", log_cosign, name="log_cosign"),
    path(f"{LOG}/hashes/<int:start>", log_hashes, name="log_hashes"),
    path("alerts/", alert_list, name="alert_list"),
    path("alerts/new/", alert_new, name="alert_new"),
    path("alerts/leave/<str:token>/", alert_leave, name="alert_leave"),
    path("alerts/<uuid:pk>/", alert_detail, name="alert_detail"),
    path("alerts/<uuid:pk>/change/", alert_change, name="alert_change"),
    path("alerts/<uuid:pk>/act/", alert_act, name="alert_act"),
    path("alerts/<uuid:pk>/end/", alert_end, name="alert_end"),
    path("return/", return_form, name="daily_return"),
    path("return/<uuid:return_id>/receipt/", return_receipt, name="return_receipt"),
    path("coverage/", mission_coverage, name="mission_coverage"),
    path("exports/", export_list, name="export_list"),
    path("exports/<uuid:pk>/manifest.json", export_manifest, name="export_manifest"),
    path("exports/<uuid:pk>/manifest.sig", export_signature, name="export_signature"),
    path("datasets/", dataset_list, name="dataset_list"),
    path("datasets/records/", dataset_records, name="dataset_records"),
    path("datasets/<uuid:pk>/", dataset_file, name="dataset_file"),
    path("datasets/<uuid:pk>/columns/", dataset_columns, name="dataset_columns"),
    path("datasets/<uuid:pk>/wrong-rows.csv", dataset_wrong, name="dataset_wrong"),
    path("datasets/<int:pk>/withdraw/", dataset_withdraw, name="dataset_withdraw"),
    path("posts/<str:code>/coverage/", post_coverage, name="post_coverage"),
    path("daily/", daily_report_list, name="daily_report_list"),
    path("daily/feed.atom", daily_feed, name="daily_feed"),
    path("daily/verify/<str:content_hash>/", daily_verify, name="daily_verify"),
    path("daily/<report:name>/", daily_report, name="daily_report"),
    path(
        "daily/<report:name>/<int:revision>/report.<slug:ending>",
        daily_report_file,
        name="daily_report_file",
    ),
    path("daily/<report:name>/<int:revision>/print/", daily_print, name="daily_print"),
    path(
        "daily/<report:name>/<int:revision>/<slug:language>/<slug:names>.pdf",
        daily_print_file,
        name="daily_print_file",
    ),
    path("daily/<day:first>/<day:last>/", daily_span, name="daily_span"),
    path("daily/<report:name>/<int:revision>/sign/", daily_sign, name="daily_sign"),
    path(
        "daily/<report:name>/<int:revision>/check/", daily_report_check, name="daily_report_check"
    ),
]
