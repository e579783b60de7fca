"""A COMBINE archive: the SBML model, the SED-ML time course, and what the archive is about."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

from gutbrain.export.sbml import sbml
from gutbrain.export.sedml import sedml
from gutbrain.export.subject import Subject

MODEL, TASK, METADATA, MANIFEST = "model.xml", "simulation.sedml", "metadata.rdf", "manifest.xml"

_FORMATS = {
    ".": "http://identifiers.org/combine.specifications/omex",
    MANIFEST: "http://identifiers.org/combine.specifications/omex-manifest",
    MODEL: "http://identifiers.org/combine.specifications/sbml.level-3.version-2",
    TASK: "http://identifiers.org/combine.specifications/sed-ml.level-1.version-4",
    METADATA: "http://identifiers.org/combine.specifications/omex-metadata",
}

_DATE = (2020, 1, 1, 0, 0, 0)
"""In the archive's table of contents, so that equal contents make equal files."""


def omex(subject: Subject, *, exact: bool = False) -> bytes:
    """A subject as a COMBINE archive; ``exact`` as in :func:`gutbrain.export.sbml.sbml`."""
    contents = {
        MANIFEST: _manifest(),
        MODEL: sbml(subject, exact=exact),
        TASK: sedml(subject, MODEL),
        METADATA: _metadata(subject),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in contents.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return written.getvalue()


def _manifest() -> str:
    rows = "".join(
        f"  <content location={quoteattr(place if place == '.' else './' + place)} format={quoteattr(form)}"
        f"{' master=' + quoteattr('true') if place == TASK else ''}/>\n"
        for place, form in _FORMATS.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<omexManifest xmlns="http://identifiers.org/combine.specifications/omex-manifest">\n{rows}</omexManifest>\n'


def _metadata(subject: Subject) -> str:
    title = escape(f"The microbiota-gut-brain axis: {subject.protocol.title}")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcterms="http://purl.org/dc/terms/">
  <rdf:Description rdf:about=".">
    <dcterms:title>{title}</dcterms:title>
    <dcterms:creator>The gutbrain authors</dcterms:creator>
    <dcterms:license rdf:resource="https://spdx.org/licenses/Apache-2.0"/>
  </rdf:Description>
</rdf:RDF>
"""
