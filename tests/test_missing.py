"""A skip never hides: where everything must run, what is missing is a failure."""

import pytest

from tests.conftest import missing


def test_what_is_missing_is_skipped_and_named(monkeypatch):
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match="Chromium is missing"):
        missing("Chromium")


def test_nothing_may_be_missing_where_everything_must_run(monkeypatch):
    monkeypatch.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match="Chromium is missing"):
        missing("Chromium")
