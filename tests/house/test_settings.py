"""The settings: closed by default, without side effects, and every variable written down."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Set by us for our own programs; nobody sets these by hand.
INTERNAL = {"NOV_TETHER", "NOV_TEST_FOLDER"}
# Not ours: of Django, of pytest-xdist, of the shell.
FOREIGN = {
    "DJANGO_SETTINGS_MODULE",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "PYTEST_XDIST_WORKER",
    "VIRTUAL_ENV",
    "LC_ALL",
    "TMPDIR",
}


def settings_with(expression: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What an expression over the settings gives in a process with nothing but this environment."""
    code = f"from nov import settings; print(repr({expression}))"
    clean = {"PATH": os.environ["PATH"], "NOV_DATA": "/nonexistent/nov", **environment}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=clean, capture_output=True, text=True, check=False
    )


def test_defaults_are_closed() -> None:
    said = settings_with(
        "(settings.DEBUG, settings.SECRET_KEY, settings.NOV_TODAY, settings.ALLOWED_HOSTS, settings.MAIL_ON)"
    )

    assert said.stdout == "(False, '', None, ['localhost'], False)\n"


def test_importing_the_settings_makes_nothing(tmp_path: Path) -> None:
    settings_with("1", NOV_DATA=str(tmp_path / "var"))

    assert list(tmp_path.iterdir()) == []


def test_debug_with_a_public_address_is_refused() -> None:
    said = settings_with("1", DEBUG="yes", SITE_URL="https://nov.example")

    assert said.returncode == 1
    assert said.stderr.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: DEBUG shows everybody at nov.example what is inside: leave it out."
    )


@pytest.mark.parametrize(
    ("address", "printed"),
    [
        ("https://nov.example", "(True, True, '__Host-sessie', '__Host-csrf', 31536000, True)\n"),
        ("http://localhost:8001", "(False, False, 'sessie', 'csrf', 0, False)\n"),
    ],
)
def test_cookies_and_headers_follow_the_scheme(address: str, printed: str) -> None:
    said = settings_with(
        "(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME,"
        " settings.SECURE_HSTS_SECONDS, settings.SECURE_SSL_REDIRECT)",
        SITE_URL=address,
    )

    assert said.stdout == printed


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from a file")

    assert settings_with("settings.SECRET_KEY", SECRET_KEY_FILE=str(tmp_path / "key")).stdout == "'from a file'\n"


def test_the_policy_allows_nothing_inline() -> None:
    said = settings_with("'unsafe' in str(settings.CONTENT_SECURITY_POLICY)")

    assert said.stdout == "False\n"


def test_every_variable_is_in_the_readme_and_no_other() -> None:
    read = set()
    for file in [
        "manage.py",
        "requirements/environment.py",
        "tests/conftest.py",
        *ROOT.glob("nov/*.py"),
        *ROOT.glob("nov/*/**/*.py"),
    ]:
        text = (ROOT / file).read_text()
        read.update(re.findall(r"""\benv(?:\.\w+)?\(\s*"([A-Z_]+)\"""", text))
        read.update(re.findall(r"""FileAwareEnv\(\)(?:\.\w+)?\(\s*"([A-Z_]+)\"""", text))
        read.update(re.findall(r"""environ(?:\.\w+\(|\[)\s*"([A-Z_]+)\"""", text))
        read.update(re.findall(r"""^TETHER = "([A-Z_]+)\"""", text, re.M))
    read = {name.removesuffix("_FILE") for name in read}

    written = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.M))

    assert read - INTERNAL - FOREIGN == written


def test_the_settings_stay_short() -> None:
    assert len((ROOT / "nov" / "settings.py").read_text().splitlines()) < 200
