"""Graphs and vocabulary that several folders of tests open, each once a session."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

import ontology
import seeds
from graph import session
from ontology.records import Ontology

settings.register_profile("inroads", deadline=None)  # a busy machine is no fault
settings.load_profile("inroads")


@pytest.fixture(scope="session")
def seed() -> session.Session:
    """Return the graph that ships with the program."""
    return session.open()


@pytest.fixture(scope="session")
def invented() -> session.Session:
    """Return the graph of the invented pair of documents (see tests/invented/README.md)."""
    return session.open(str(Path(__file__).parent / "invented"))


@pytest.fixture(scope="session")
def both(tmp_path_factory: pytest.TempPathFactory) -> session.Session:
    """Return the graph of the seed article and the context corpus, opened as a user would."""
    folder = tmp_path_factory.mktemp("both")
    for path in [*seeds.files(), *seeds.texts(), *seeds.context_files()]:
        assert not (folder / path.name).exists(), path.name
        shutil.copy(path, folder)
    return session.open(str(folder))


@pytest.fixture(scope="session")
def vocabulary() -> Ontology:
    """Return the ontology, compiled afresh from its Turtle."""
    return ontology.compiled()


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail a run that skipped a test where every test must run (continuous integration)."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("INROADS_FORBID_SKIPS") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = exitstatus or pytest.ExitCode.TESTS_FAILED
