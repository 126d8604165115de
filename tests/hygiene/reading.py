"""How hard a text is to read."""

import re

from gateway.wording import PLACEHOLDER


def syllables(word):
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1
    return max(1, groups - silent)


def sentences(text):
    plain = PLACEHOLDER.sub("it", text)
    return [part for part in re.split(r"[.!?:]+(?:\s|$)|\n", plain) if re.search(r"\w", part)]


def words(text):
    return re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", PLACEHOLDER.sub("it", text))


def grade(text):
    """The school grade of a text by the formula of Kincaid et al. 1975."""
    said = words(text)
    long_sentences, long_words = len(said) / len(sentences(text)), sum(map(syllables, said)) / len(said)
    return 0.39 * long_sentences + 11.8 * long_words - 15.59
