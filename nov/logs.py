"""How messages are logged: one JSON object a line where real work is done, readable text for who develops."""

from __future__ import annotations

from typing import Any

import structlog


def configuration(level: str, *, readable: bool) -> dict[str, Any]:
    """The settings of Python's logging, for everything of this level and above."""
    formatter = {
        "()": "structlog.stdlib.ProcessorFormatter",
        "foreign_pre_chain": [
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=False) if readable else structlog.processors.JSONRenderer(),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"nov": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "nov"}},
        "root": {"handlers": ["console"], "level": level},
    }
