"""Validation of claim files without loading them, for ``check``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import ontology as vocabulary
import seeds
from graph import session
from graph.claims import corpus
from graph.claims.coverage import coverage as covered
from graph.claims.model import ClaimFile
from graph.claims.sources import Source
from graph.errors import ClaimFileError, InroadsError
from graph.pages.changes import unchecked
from graph.pages.tables import Listing
from graph.progress import Progress, silent, told
from graph.store import derive, intake, rdf, shapes
from graph.store.sparql import compact
from ontology.namespaces import PREFIXES
from ontology.records import Ontology


@dataclass
class Report:
    """What a check found: findings are faults, notes are not."""

    findings: list[tuple[str, int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def listing(self) -> Listing:
        """Return the findings, one a row."""
        rows = [(path, str(line), what) for path, line, what in self.findings]
        return Listing(("file", "line", "finding"), rows)


def check(
    files: Sequence[Path],
    location: str | None,
    *,
    coverage: bool,
    progress: Progress = silent,
) -> Report:
    """Return what is wrong with claim files: each by itself, and all of them together.

    Without ``files`` those of the graph at ``location`` are checked. Proving the shapes, the
    last step, is by far the longest.
    """
    if not files and session.own_folder(location):
        kept = [(Path(), each) for each in session.documents(location)[0]]
        report = Report()
        _check_all(kept, vocabulary.compiled(), report, coverage=coverage)
        report.notes.append(f"{len(kept)} documents, {_claims(kept)} claims.")
        return report
    paths = list(files) or (session.claim_files(location) if location else seeds.files())
    report = Report()
    ontology = vocabulary.compiled()
    found: list[tuple[Path, Source]] = []
    well = 0
    for path in told(paths, "Reading files", progress):
        try:
            contents = intake.contents_of(path, ontology)
            found += [(path.parent, each) for each in contents.sources]
            report.notes += contents.notes
            well += 1
        except ClaimFileError as error:
            for fault in (error, *error.others):
                what = f"{fault.problem}. {fault.hint}" if fault.hint else fault.problem
                report.findings.append((fault.path, fault.line, what))
    progress("Proving the shapes", 0, 1)
    _check_all(found, ontology, report, coverage=coverage)
    report.notes.append(f"{well} of {len(paths)} files are well-formed, {_claims(found)} claims.")
    return report


def _claims(found: Sequence[tuple[Path, Source]]) -> int:
    return len({c.id for _, each in found for s in each.file.statements for c in s.claims})


def _check_all(
    found: Sequence[tuple[Path, Source]], ontology: Ontology, report: Report, *, coverage: bool
) -> None:
    """Check what could be read; each source comes with the folder its text lies in."""
    if not report.findings:
        _together([each.file for _, each in found], ontology, report)
    if coverage:
        _coverage(found, report)
    report.notes += [unchecked(each.id, each.unproved) for _, each in found if each.unproved]


def _together(files: Sequence[ClaimFile], ontology: Ontology, report: Report) -> None:
    """Check the files as one graph: what they say of each other's entities, and the shapes."""
    try:
        whole = derive.with_derived(corpus.assemble(files, ontology), ontology)
    except InroadsError as error:
        report.findings.append(("", 0, str(error)))
        return
    for each in shapes.violations(rdf.lines(whole, ontology)):
        where = " ".join(compact(iri, PREFIXES) for iri in (each.node, each.path) if iri)
        report.findings.append((where, 0, each.message))


def _coverage(found: Sequence[tuple[Path, Source]], report: Report) -> None:
    for folder, source in found:
        if not source.text:
            continue
        name = source.file.document.text_file
        result = covered(source.file, source.text)
        report.findings += [
            (str(folder / name), gap.line, f"no claim rests on: {gap.words}") for gap in result.gaps
        ]
        report.notes.append(
            f"{name}: {result.covered} of {result.words} words are quoted, "
            f"{result.omitted} omitted with a reason, {_gaps(len(result.gaps))}."
        )


def _gaps(number: int) -> str:
    return f"{number} gap" if number == 1 else f"{number} gaps"
