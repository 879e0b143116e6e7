"""All settings, in one typed place; each can be set as an environment variable `DANNGUON_<NAME>`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Settings of the whole program. Sizes are bytes, times are seconds."""

    model_config = SettingsConfigDict(env_prefix="DANNGUON_", extra="ignore")

    home: Path = Path("library")
    corpus: Path = PROJECT / "corpus"
    texts: Path = PROJECT.parent / "shared" / "corpus"

    max_file_bytes: int = 100_000_000
    max_unpacked_bytes: int = 500_000_000
    max_pages: int = 5_000
    parse_seconds: float = 300.0
    parse_memory_bytes: int = 4_000_000_000
    ocr_language: str = "vie"

    fetch_seconds: float = 30.0
    fetch_bytes: int = 50_000_000
    fetch_private: bool = False

    embed_model: str = ""
    llm_base_url: str = ""
    llm_model: str = ""
    llm_api_key: SecretStr = SecretStr("")
    llm_seconds: float = 30.0

    record_gaps: bool = False


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
