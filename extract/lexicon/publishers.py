"""For whom a publisher speaks: a state or a body, or for none, as the press does."""

from functools import lru_cache

from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.gazetteer import Meaning, Sense
from diplograph.extract.lexicon.words import roles
from diplograph.extract.model import PartyType

_LONGEST = 8  # words of a name


@lru_cache(maxsize=4096)
def spoken_for(publisher: str | None) -> Meaning | None:
    """Return for whom a publisher speaks: "The White House", "President of Ukraine", "Ministry of Foreign Affairs of Chad"."""
    words = (publisher or "").split()
    governs = any(word.strip(",.()").lower() in roles("publishers") for word in words)
    for length in range(min(len(words), _LONGEST), 0, -1):
        for start in range(len(words) - length + 1):
            for meaning in gazetteer.lookup(" ".join(words[start : start + length]).strip(",.()")):
                if governs or _is_itself(meaning, length == len(words)):
                    return meaning
    return None


def _is_itself(meaning: Meaning, whole: bool) -> bool:
    """Whether a name alone publishes: a seat ("The Kremlin"), an organisation ("NATO"), a state; no city's newspaper."""
    return meaning.sense is Sense.SEAT or (whole and meaning.type in (PartyType.STATE, PartyType.ORGANISATION))
