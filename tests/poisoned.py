"""A model on which some words act like poison: it makes of diplograph's own what real texts seldom do.

Written as a package into a folder that is on the path, it is an installed model for every process.
"""

from pathlib import Path

from diplograph.extract.manifest import DEFAULT_MODEL, locate

NAME = "poisoned_model"

_CODE = """
import ctypes, os, signal, time
import spacy
from spacy.language import Language

def load(**options):
    nlp = spacy.load({model!r})
    nlp.add_pipe("poison", first=True)
    return nlp

@Language.component("poison")
def poison(doc):
    text = doc.text
    if "Killer" in text:
        os._exit(9)
    if "Sleeper" in text:
        while True:
            time.sleep(0.01)
    if "Hanger" in text:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])  # compiled code does not hear it
        ctypes.PyDLL(None).sleep(3600)
    if "Glutton" in text:
        held = [bytearray(64 << 20) for _ in range(200)]
    if "Breaker" in text:
        raise ValueError("a defect")
    return doc
"""


def install(folder: Path) -> None:
    """Write the package, with what tells the name and version of the model beside it."""
    package = folder / NAME
    package.mkdir()
    (package / "__init__.py").write_text(_CODE.format(model=DEFAULT_MODEL))
    metadata = folder / f"{NAME}-1.0.dist-info"  # spaCy asks pip's records
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {NAME}\nVersion: 1.0\n")
    real = locate(DEFAULT_MODEL)
    assert real is not None
    (package / real.name).symlink_to(real)
