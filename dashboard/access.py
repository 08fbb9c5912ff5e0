"""Who may read and who may decide, where a login is wanted.

A login file (TOML) has Streamlit's own section ``[auth]`` for an OpenID Connect provider, and one
of ours: ``[dateline]`` with `editors` and `readers`, e-mail addresses or ``*@example.org``. Who is
in neither list sees nothing.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from geodata.errors import UsageError

__all__ = ["Access", "Person", "Role", "read_access"]

_COOKIE = "_streamlit_user"
_WANTED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_LEAST_SECRET = 32


class Role(StrEnum):
    """What a person may do: an editor adds reports and decides, a reader reads and exports."""

    READER = "reader"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who has logged in and is in one of the lists; `name` goes into the log."""

    name: str
    role: Role

    @property
    def may_edit(self) -> bool:
        """Whether they may add reports and decide."""
        return self.role is Role.EDITOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A login file, read.

    Attributes
    ----------
    redirect_uri
        Where the provider sends people back to: ``https://HOST/oauth2callback``.
    """

    path: Path
    redirect_uri: str
    editors: tuple[str, ...]
    readers: tuple[str, ...]
    cookie_secret: str = field(repr=False)

    @property
    def host(self) -> str:
        """The name under which people reach the page."""
        return urlsplit(self.redirect_uri).hostname or ""

    def person(self, claims: Mapping[str, Any]) -> Person | None:
        """Return who the provider says that somebody is; None if they are in no list.

        Only an e-mail address that the provider does not call unverified counts.
        """
        email = str(claims.get("email") or "").strip().casefold()
        if not email or claims.get("email_verified", True) in {False, "false"}:
            return None
        if _listed(email, self.editors):
            return Person(name=email, role=Role.EDITOR)
        return Person(name=email, role=Role.READER) if _listed(email, self.readers) else None

    def person_in(self, cookies: Mapping[str, str]) -> Person | None:
        """Return who a request's cookies stand for; None without a valid login."""

        def signed(name: str) -> bytes | None:
            value = cookies.get(name, "").encode("latin-1", "replace")
            return decode_signed_value(self.cookie_secret, name, value)

        try:
            claims = json.loads(get_cookie_with_chunks(signed, _COOKIE) or b"null")
        except ValueError:
            return None
        if not isinstance(claims, dict) or claims.get("is_logged_in") is not True:
            return None
        parts = urlsplit(self.redirect_uri)
        if claims.get("origin") != f"{parts.scheme}://{parts.netloc}":
            return None
        return self.person(claims)


def _listed(email: str, listed: Sequence[str]) -> bool:
    domain = email.rpartition("@")[2]
    return email in listed or f"*@{domain}" in listed


def read_access(path: Path) -> Access:
    """Read a login file.

    Raises
    ------
    UsageError
        It cannot be read, lacks something, or Authlib is not installed.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"login file {path} cannot be read: {error}") from None
    auth, ours = table.get("auth"), table.get("dateline")
    if not isinstance(auth, dict) or not isinstance(ours, dict):
        raise UsageError(f"login file {path} needs the sections [auth] and [dateline]")
    if missing := [name for name in _WANTED if not str(auth.get(name, "")).strip()]:
        raise UsageError(f"login file {path} lacks in [auth]: {', '.join(missing)}")
    if len(str(auth["cookie_secret"])) < _LEAST_SECRET:
        raise UsageError(
            f"login file {path}: the cookie_secret has fewer than {_LEAST_SECRET} characters; "
            'make one with: python -c "import secrets; print(secrets.token_hex(32))"'
        )
    if find_spec("authlib") is None:
        raise UsageError("a login needs Authlib: pip install 'dateline[login]'")
    editors, readers = _emails(path, ours, "editors"), _emails(path, ours, "readers")
    if not editors and not readers:
        raise UsageError(f"login file {path}: nobody is among the editors or readers")
    return Access(
        path=path,
        redirect_uri=str(auth["redirect_uri"]),
        cookie_secret=str(auth["cookie_secret"]),
        editors=editors,
        readers=readers,
    )


def _emails(path: Path, table: Mapping[str, Any], name: str) -> tuple[str, ...]:
    listed = table.get(name, [])
    if not isinstance(listed, list) or not all("@" in str(one) for one in listed):
        raise UsageError(f"login file {path}: {name} is a list of e-mail addresses")
    return tuple(str(one).strip().casefold() for one in listed)
