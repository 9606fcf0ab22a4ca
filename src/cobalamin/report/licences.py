"""What each sort of output may be used for, in plain words, and the context of use printed with every answer."""

from __future__ import annotations

from collections.abc import Mapping

from cobalamin.body.observe import Licence

CONTEXT_OF_USE = (
    "For research, education and the preparation of a clinical conversation; not a medical device, no diagnosis."
)

LICENCE_WORDS: Mapping[Licence, str] = {
    Licence.FORECAST: (
        "The model has been fitted to human data for this quantity. The number is the middle of people like this one; "
        "four in five of them are expected inside the interval."
    ),
    Licence.SCENARIO: (
        "No human data settle how fast or how far this changes. The range runs over rival models of nerve injury that "
        "the data allow alike, each with four in five of its simulated people. It tells the direction and how wide the "
        "ignorance is; no value in it is more likely than another, and the truth can lie outside."
    ),
    Licence.ILLUSTRATION: (
        "The numbers show how a mechanism could work in a population. They are not meant for any one person."
    ),
}
"""Licence -> what a reader may take from it."""

NATURAL_COURSE_WORDS = (
    "Pain also changes with placebo, with time and because people seek help when it is worst. Trials see it in every "
    "arm. It is drawn apart, in grey: it comes with any plan and with none, so it is not credited to a plan."
)
