"""The words that English date expressions are made of, the pieces of patterns from these, and what a count means."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TO_TEN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TO_FIFTEEN = ("eleven", "twelve", "thirteen", "fourteen", "fifteen")
_NUMBERS = {word: n for n, word in enumerate((*_TO_TEN, *_TO_FIFTEEN), 1)} | {
    "a": 1,
    "an": 1,
    "twenty": 20,
    "thirty": 30,
}

WEEKDAY_IN_FULL = "|".join(WEEKDAYS)
MONTH_IN_FULL = "january|february|march|april|may|june|july|august|september|october|november|december"
MONTH_IN_SHORT = "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
PART_OF_DAY = r"(?:morning|afternoon|evening|night|noon|midday|midnight|lunchtime|dawn)"
COUNT = rf"(?:[0-9]{{1,3}}|{'|'.join(_NUMBERS)})"
UNIT = r"(?:day|week|fortnight|month|year|hour)"


def number(word: str) -> int:
    """Return what a count means that ``COUNT`` matches: "3", "three" and "a" in "a week ago"."""
    return int(word) if word.isdecimal() else _NUMBERS[word]
