"""A served application, and a real browser that looks at it."""

import re
import shutil

import pytest
from serving import serving

SHUT_UP = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--disable-gpu",
)


@pytest.fixture(scope="session")
def client():
    """The application without a network between."""
    from fastapi.testclient import TestClient

    from gutbrain.web.app import create

    with TestClient(create(), base_url="http://127.0.0.1") as made:
        yield made


@pytest.fixture(scope="session")
def server():
    """The address of ``gutbrain serve`` in a process of its own."""
    with serving() as (_, address):
        yield address


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("there is no Chromium on this machine")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *SHUT_UP])
        yield browser
        browser.close()


def _is_wrong(message):
    """Whether a message of the console tells of a mistake of ours; an answer that says no is none."""
    said_no = re.search(r"the server responded with a status of (400|409|422)", message.text)
    return message.type in ("error", "warning") and not said_no


@pytest.fixture
def tab(chromium, server):
    """A new tab that knows the server; whatever its console complains of, or it asks elsewhere, fails the test."""
    context = chromium.new_context(base_url=server, viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    complaints = []
    page.on("console", lambda m: complaints.append(m.text) if _is_wrong(m) else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.on("request", lambda r: complaints.append(r.url) if not r.url.startswith((server, "data:", "blob:")) else None)
    page.set_default_timeout(15_000)
    yield page
    context.close()
    assert complaints == []
