"""Structured logs: one JSON object a line, each with the request's id, never a name, an ID or a token."""

import logging
import logging.config
from typing import Any

import structlog

LOGGERS: dict[str, dict[str, Any]] = {
    # Naming it takes Django's own console away, which would say everything a second time.
    "django": {"level": "INFO"},
    # Errors with their traceback. A refusal (403, 404 ...) stands in the request's own line already, with
    # the person and without the secrets that a path may hold.
    "django.request": {"level": "ERROR"},
    # A wrong host name or a forged form: why it was refused, in one line.
    "django.security": {"handlers": ["refusals"], "propagate": False},
    "fontTools": {"level": "WARNING"},
    "weasyprint": {"level": "ERROR"},
}


class WithoutTraceback(logging.Filter):
    """A refused request is no fault of ours: what was wrong with it is one line, its traceback says nothing more."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = None
        return True


def configure(options: dict[str, Any]) -> None:
    """Set up logging for every process; `options["level"]` is the level of our own loggers."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        "foreign_pre_chain": [*shared, structlog.stdlib.add_logger_name],
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": formatter},
            "filters": {"without_traceback": {"()": WithoutTraceback}},
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": "json"},
                "refusals": {
                    "class": "logging.StreamHandler",
                    "formatter": "json",
                    "filters": ["without_traceback"],
                },
            },
            "root": {"handlers": ["stderr"], "level": options["level"]},
            "loggers": LOGGERS,
        }
    )
