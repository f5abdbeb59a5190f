"""What every section of the configuration is built from."""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path
from typing import Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

Text = Annotated[str, Field(min_length=1)]

_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})")


class Settings(BaseModel):
    """Base of every section: TOML's lists become tuples, text becomes a path where a path is wanted."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @field_validator("*", mode="before")
    @classmethod
    def _toml(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, list):
            return tuple(value)
        wanted = cls.model_fields[info.field_name or ""].annotation
        if isinstance(value, str) and value and (wanted is Path or Path in get_args(wanted)):
            return Path(value).expanduser()
        return value


def _clock(value: Any) -> Any:
    match = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise ValueError(f'是“{value}”，看不懂；时间请写成 "07:30"（24 小时制，加英文引号）')
    return time(int(match[1]), int(match[2]))


Clock = Annotated[time, BeforeValidator(_clock)]
"""A time of day, written “07:30”."""
