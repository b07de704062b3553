"""Examples of filed reports and subscriptions for the API's documentation."""

from drf_spectacular.utils import OpenApiExample

REPORT_EXAMPLES = [
    OpenApiExample(
        "A post heard fire",
        request_only=True,
        value={
            "report_id": "0192f7c0-5b2e-7c4d-8a11-3f6d2b9c0e57",
            "mission": "ridge",
            "post": "N-1",
            "occurred_from": "2021-03-04T18:40:00+04:00",
            "time_precision": "T1",
            "category": "FIR-SAL",
            "means": "heard",
            "count_low": 12,
            "count_qualifier": "about",
            "count_unit": "shot",
            "narrative": "Single shots from the north-east, about two kilometres away.",
        },
    ),
    OpenApiExample(
        "The receipt",
        response_only=True,
        value={
            "content_hash": "9b7f2c…",
            "incident": "0192f7c0-6a00-7f01-9c55-77c0d1a2b3c4",
            "mission": "ridge",
            "received_at": "2021-03-04T14:52:10.221500Z",
            "reference": "RIDGE-9Q2M-7F3K",
            "report_id": "0192f7c0-5b2e-7c4d-8a11-3f6d2b9c0e57",
            "v": 1,
            "variant": False,
        },
    ),
]

SUBSCRIPTION_EXAMPLES = [
    OpenApiExample(
        "A webhook for serious incidents and silent posts",
        request_only=True,
        value={
            "mission": "ridge",
            "name": "Duty desk",
            "topics": ["new_incident", "silent_post", "escalation", "late_obligation"],
            "corners": [[46.0, 39.5], [47.0, 39.5], [47.0, 40.2], [46.0, 40.2]],
            "categories": ["FIR", "IND"],
            "severity_min": 2,
            "channel": "webhook",
            "url": "https://desk.example.org/ceasefire",
        },
    ),
]

WATCH_EXAMPLES = [
    OpenApiExample(
        "A rise of fire, and none of damage",
        response_only=True,
        value={
            "mission": "ridge",
            "rule": "binomial-7-28",
            "mission_day": "2021-03-10",
            "by": "category",
            "measure": "rate",
            "days_without_watch": ["2021-03-08"],
            "rows": [
                {
                    "key": "FIR",
                    "state": "raised",
                    "recent": {"days": 6, "incidents": 12, "hours": 288.0, "rate": 4.17},
                    "baseline": {"days": 28, "incidents": 9, "hours": 1344.0, "rate": 0.67},
                    "ratio": 6.2,
                    "chance": 0.0000546,
                    "incidents_left_out": 1,
                },
                {
                    "key": "IND",
                    "state": "not_raised",
                    "recent": {"days": 6, "incidents": 1, "hours": 288.0, "rate": 0.35},
                    "baseline": {"days": 28, "incidents": 0, "hours": 1344.0, "rate": 0.0},
                    "ratio": None,
                    "chance": 0.18,
                    "incidents_left_out": 0,
                },
            ],
        },
    ),
]
