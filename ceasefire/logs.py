"""Structured logs on standard error, without client addresses or browsers."""

import re
from ipaddress import ip_address
from typing import Any, Protocol

import structlog
from structlog.typing import EventDict, WrappedLogger

PERSONAL = ("ip", "user_agent", "REMOTE_ADDR", "remote_addr")
CANDIDATE = re.compile(r"(?<![\w.:])[0-9A-Fa-f:.]{3,45}(?!\w)")
DOTS, COLONS = 3, 2  # an address has as many of one or the other
REMOVED = "[address removed]"


class Environment(Protocol):
    """The methods of environ.Env that are needed here."""

    def bool(self, var: str, default: bool) -> bool: ...

    def str(self, var: str, default: str) -> str: ...


def without_addresses(text: str) -> str:
    """The text with every IP address taken out, also one with a port or a colon behind it."""
    return CANDIDATE.sub(_censored, text)


def _censored(match: re.Match[str]) -> str:
    text = match.group()
    if text.count(".") < DOTS and text.count(":") < COLONS:
        return text  # most are pieces of request ids
    for address in (text, text[:-1], text[:-2], text.partition(":")[0]):
        if _is_address(address):
            return REMOVED + text[len(address) :]
    return text


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return text != "::"


def protect_people(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drop what identifies a reader or what they asked, and take addresses out of texts."""
    for key in PERSONAL:
        event.pop(key, None)
    if isinstance(event.get("request"), str):  # what was asked for may hold a coordinate
        event["request"] = event["request"].partition("?")[0]
    for key, value in event.items():
        if isinstance(value, str) and key != "timestamp":
            event[key] = without_addresses(value)
    return event


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
    protect_people,
]


def logging_config(env: Environment) -> dict[str, Any]:
    """Logging for Django, gunicorn and Celery: JSON lines on standard error.

    With LOG_FILE, plain lines go to that file, and only warnings to standard error.
    """
    file = env.str("LOG_FILE", default="")
    renderer = (
        structlog.processors.JSONRenderer()
        if env.bool("LOG_JSON", default=not file)
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    quiet = {"level": "WARNING"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    protect_people,
                    renderer,
                ],
            },
        },
        "handlers": _handlers(file),
        "root": {"handlers": list(_handlers(file)), "level": "INFO"},
        "loggers": {
            # Django's own handlers would write a second line, or a mail, per error.
            "django": {"handlers": [], "propagate": True, "level": "INFO"},
            "django.server": {"handlers": [], "propagate": True},
            "gunicorn.error": {"handlers": [], "propagate": True},
            "celery.beat": quiet,
            "celery.app.trace": quiet,
            "celery.worker.request": quiet,
            "celery.worker.strategy": quiet,
            "django_structlog": {"level": "INFO"},
        },
    }


def _handlers(file: str) -> dict[str, Any]:
    stderr = {"class": "logging.StreamHandler", "formatter": "structured"}
    if not file:
        return {"stderr": stderr}
    return {
        "stderr": stderr | {"level": "WARNING"},
        "file": {"class": "logging.FileHandler", "formatter": "structured", "filename": file},
    }


def configure_structlog() -> None:
    """Send structlog's own loggers through the standard library's handlers."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
