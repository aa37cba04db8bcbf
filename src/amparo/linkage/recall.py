"""How many pairs of one person the candidates miss, from what several families of keys find independently."""

import numpy as np

from amparo.linkage.blocks import held
from amparo.linkage.linking import Work

_DEPENDENT = 3.0  # what the two ways miss together, against what chance says: measured on the generator's train seeds
_SURELY = 12.0  # log2 odds from which a pair is taken for one person


def estimated_recall(work: Work) -> float:
    """
    Return the estimated share of pairs of one person that are among the candidates.

    Capture and recapture after Chapman (1951): of the pairs that evidence
    besides the name (a number, a day and place, a birth) finds, so many are found by the
    name keys as well. The two are not independent (who is badly written is badly dated too), hence the
    factor; where few pairs are found both ways the estimate leans towards what the train seeds show.
    """
    scored = work.scored
    sure = scored.edges.pairs[(scored.odds > _SURELY) & (scored.facts > 0)]
    families = work.candidates.families
    by_name, by_fact = (
        np.logical_or.reduce([held(sure, families[name]) for name in names])
        for names in (("words", "forms", "typing", "halves", "initials"), ("number", "day", "birth"))
    )
    both = float((by_name & by_fact).sum())
    name_reach = (both + 97.0) / (float(by_fact.sum()) + 100.0)
    fact_reach = (both + 30.0) / (float(by_name.sum()) + 100.0)
    return float(1 - min(_DEPENDENT * (1 - name_reach) * (1 - fact_reach), 0.5))
