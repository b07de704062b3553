"""Static files are collected only when one has changed."""

import pytest

from ceasefire.static_files import StaticFiles


@pytest.fixture(autouse=True)
def small(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.css").write_text("a {}")
    return tmp_path


def test_nothing_collected_yet_is_a_change():
    assert StaticFiles().have_changed()


def test_after_collecting_nothing_has_changed(small):
    StaticFiles().collect()
    assert not StaticFiles().have_changed()
    assert (small / "collected" / "a.css").exists()


def test_a_changed_file_is_a_change(small):
    StaticFiles().collect()
    (small / "source" / "a.css").write_text("b {}  ")
    assert StaticFiles().have_changed()


def test_a_file_that_is_gone_is_gone_from_the_copy_too(small):
    StaticFiles().collect()
    (small / "source" / "a.css").unlink()
    StaticFiles().collect()
    assert not (small / "collected" / "a.css").exists()
