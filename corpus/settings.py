"""Every setting of Dateline, read from the environment (DATELINE_...) or a `.env` file.

It lies in the lowest room so that each room above may read it; a value given by argument always wins.
"""

from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from corpus.columns import parse_columns

SHIPPED_CORPUS = Path(__file__).parent / "sco"


class Settings(BaseSettings):
    """Settings with their defaults; `DATELINE_HALF_LIFE_DAYS=90` sets `half_life_days`."""

    model_config = SettingsConfigDict(env_prefix="DATELINE_", env_file=".env", extra="ignore")

    corpus: Path = Field(SHIPPED_CORPUS, description="Folder of dated documents to ask.")
    index: Path = Field(
        Path(platformdirs.user_cache_dir("dateline", appauthor=False)),
        description="Folder under which each corpus has its index.",
    )
    model: str = Field(
        "", description="A sentence-transformers model (folder or hub name); empty: the packaged all-MiniLM-L6-v2."
    )
    reader: str = Field(
        "",
        description='What reads: empty for the packaged model and the rules, "rules" for the rules alone, else an '
        "extractive question-answering model (folder or hub name).",
    )
    half_life_days: float | None = Field(
        None, gt=0, description="Days after which recency counts half; unset: from the corpus' own dates."
    )
    recency: float = Field(
        0.3, ge=0, le=1, description="Weight of recency beside relevance (0 to 1) when sources are retrieved."
    )
    kind: Literal["", "flat", "ivf"] = Field(
        "",
        description="How vectors are searched: flat looks at every chunk, ivf at likely ones; empty: by size.",
    )
    stale_days: int = Field(365, ge=1, description="An answer older than this many days says so.")
    max_file_mb: float = Field(50, gt=0, description="Larger files are skipped and named by `dateline doctor`.")
    columns: Annotated[dict[str, str], NoDecode] = Field(
        {},
        description="Columns of .csv and .jsonl tables whose names are unusual: text=Inhalt, published=Stand.",
    )
    llm: str = Field(
        "",
        description="Address of an OpenAI-compatible server whose model words the answers, such as "
        "http://localhost:11434/v1; empty: none.",
    )
    llm_model: str = Field("", description="The model's name on that server.")
    llm_key: SecretStr = Field(SecretStr(""), description="The key for that server, where it wants one.")
    llm_seconds: float = Field(30, gt=0, description="Time limit of that model for one answer, with its retries.")
    milvus_token: SecretStr = Field(
        SecretStr(""), description="What a Milvus server asks for: user:password, or a key."
    )
    milvus_tls: str = Field("", description='"on" for TLS to Milvus, or the file of the certificate to trust.')
    host: str = Field("127.0.0.1", description="Address the chat page listens on.")
    port: int = Field(7860, ge=0, le=65535, description="Port of the chat page.")
    user: str = Field("", description="Who may open the chat page; empty: everybody who reaches it.")
    password: SecretStr = Field(SecretStr(""), description="That user's password.")
    writable: bool = Field(False, description="Whether the chat page may add, date and remove documents.")
    feedback: Path = Field(
        Path(platformdirs.user_data_dir("dateline", appauthor=False)),
        description="Folder for feedback and test questions that the chat page keeps.",
    )
    questions: Path | None = Field(None, description="Questions with known answers for the page's evaluation.")

    @field_validator("columns", mode="before")
    @classmethod
    def _named_columns(cls, value: object) -> object:
        return parse_columns(value) if isinstance(value, str) else value
