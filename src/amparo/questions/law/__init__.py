"""The law as data: whom an amnesty covers, leaves out, or cannot decide; with the article, the missing fact, the open question."""

from amparo.questions.law.assessing import Assessment, ChargeAssessment, assess
from amparo.questions.law.columns import assess_frame
from amparo.questions.law.comparing import Comparison, compare
from amparo.questions.law.frames import case_frame
from amparo.questions.law.instrument import Instrument
from amparo.questions.law.loading import load_instrument

__all__ = [
    "Assessment",
    "ChargeAssessment",
    "Comparison",
    "Instrument",
    "assess",
    "assess_frame",
    "case_frame",
    "compare",
    "load_instrument",
]
