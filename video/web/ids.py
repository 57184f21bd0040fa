"""The forms of ids in frames."""

from typing import Annotated

from pydantic import Field

Id = Annotated[str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
CallId = Annotated[str, Field(max_length=64)]
