"""
One chain of the latent-class model: Gibbs sweeps over cells, and Hamiltonian trajectories in between.

A person belongs to one of K classes with stick-breaking weights; within a
class the lists are independent (Manrique-Vallier 2016). A position is one row of numbers: the logits of the K − 1 sticks, then, list by
list, of the reach of each list in each class. Sums over allocations and over the unseen are exact along a
trajectory; a sweep draws both, and so moves persons between classes that a trajectory would hardly join.
"""

from math import lgamma

import numpy as np

from amparo.questions.estimates.cap_kernel import log_below, unseen
from amparo.questions.estimates.compiling import compiled
from amparo.questions.estimates.random_kernel import binomial, log_gamma, normal, uniform

# What a chain keeps between calls, besides its position.
ALPHA, STEP, ACCEPTED, LAST_CLASS, SEEN, CALM_STEP = 0, 1, 2, 3, 4, 5
KEPT = 6
_TARGET = 0.7
_LEARNS = 0.02


@compiled
def _softplus(value):  # type: ignore[no-untyped-def]
    """Return log(1 + exp(value)). With a small concentration the logit of a stick runs to thousands: none is cut off."""
    return max(value, 0.0) + np.log1p(np.exp(-abs(value)))


@compiled
def _shares(position, lists, classes, moving, weights, reach):  # type: ignore[no-untyped-def]
    """Fill in the weight of the first classes, and 1 − reach and reach of each list in each of them; return the weight that is left."""
    left = 1.0
    for k in range(min(moving, classes - 1)):
        odds = np.exp(-position[k])
        stick = 1.0 / (1.0 + odds)
        weights[k] = left * stick
        left *= odds * stick
    if moving == classes:
        weights[classes - 1] = left
    for j in range(lists):
        start = classes - 1 + j * classes
        for k in range(moving):
            odds = np.exp(-position[start + k])
            share = 1.0 / (1.0 + odds)
            reach[j, 1, k] = share
            reach[j, 0, k] = odds * share
    return left


@compiled
def _joint(masks, lists, moving, weights, reach, parts, joint):  # type: ignore[no-untyped-def]
    """
    Fill in the probability of each cell and each of the first classes; row 0 is the cell of no list.

    Cells ascend, so each shares with the one before it the product over its highest lists.
    """
    for k in range(moving):
        parts[lists, k] = weights[k]
    before = 0
    for cell in range(len(masks)):
        mask = masks[cell]
        top = lists - 1
        if cell > 0:
            changed, top = mask ^ before, 0
            while changed >> (top + 1):
                top += 1
        for j in range(top, -1, -1):
            listed = (mask >> j) & 1
            for k in range(moving):
                parts[j, k] = parts[j + 1, k] * reach[j, listed, k]
        for k in range(moving):
            joint[cell, k] = parts[0, k]
        before = mask


@compiled
def _slope(data, alpha, moving, position, slope, work):  # type: ignore[no-untyped-def]
    """Fill in the gradient of the log density by the coordinates of the first classes; the others stand still, and so does ``rest``."""
    masks, counts, documented, cap, lists, classes = data
    weights, reach, parts, joint, rest, held = work
    left = _shares(position, lists, classes, moving, weights, reach)
    _joint(masks, lists, moving, weights, reach, parts, joint)
    for k in range(moving):
        held[k] = 0.0
    for j in range(lists):
        start = classes - 1 + j * classes
        for k in range(moving):
            slope[start + k] = 0.0
    later = 0.0
    for cell in range(len(masks)):
        total = left * rest[cell]
        for k in range(moving):
            total += joint[cell, k]
        if cell == 0:
            weight = documented / (1.0 - total) + log_below(documented, cap, total)[1]
        else:
            weight = counts[cell] / total
        later += weight * left * rest[cell]
        for k in range(moving):
            joint[cell, k] *= weight
            held[k] += joint[cell, k]
        for j in range(lists):
            if (masks[cell] >> j) & 1:
                start = classes - 1 + j * classes
                for k in range(moving):
                    slope[start + k] += joint[cell, k]
    for j in range(lists):
        start = classes - 1 + j * classes
        for k in range(moving):
            slope[start + k] += 1.0 - reach[j, 1, k] * (held[k] + 2.0)
    for k in range(moving - 1, -1, -1):
        stick = 1.0 / (1.0 + np.exp(-position[k]))
        slope[k] = (held[k] + 1.0) * (1.0 - stick) - stick * (alpha + later)
        later += held[k]


@compiled
def _log_density(data, alpha, moving, position, work):  # type: ignore[no-untyped-def]
    """Return the log density of a position, but for what only the classes that stand still have a part in."""
    masks, counts, documented, cap, lists, classes = data
    weights, reach, parts, joint, rest, _ = work
    left = _shares(position, lists, classes, moving, weights, reach)
    _joint(masks, lists, moving, weights, reach, parts, joint)
    value = 0.0
    for cell in range(len(masks)):
        total = left * rest[cell]
        for k in range(moving):
            total += joint[cell, k]
        if cell == 0:
            value += log_below(documented, cap, total)[0] - documented * np.log1p(-total)
        else:
            value += counts[cell] * np.log(total)
    for k in range(moving):
        value -= _softplus(-position[k]) + alpha * _softplus(position[k])
        for j in range(lists):
            size = abs(position[classes - 1 + j * classes + k])
            value -= size + 2.0 * np.log1p(np.exp(-size))
    return value


@compiled
def _stand_still(data, moving, position, work):  # type: ignore[no-untyped-def]
    """
    Fill in the part of each cell that the classes beyond the moving ones have, for each unit of weight that is left to them.

    That weight itself may be too small for a number now, and large at the other end of the trajectory.
    """
    masks, _, _, _, lists, classes = data
    weights, reach, parts, joint, rest, _ = work
    _shares(position, lists, classes, classes, weights, reach)
    left = 1.0
    for k in range(classes):
        odds = np.exp(-position[k])
        stick = 1.0 / (1.0 + odds) if k < classes - 1 else 1.0
        weights[k] = 0.0 if k < moving else left * stick
        left *= 1.0 if k < moving else odds * stick
    _joint(masks, lists, classes, weights, reach, parts, joint)
    for cell in range(len(masks)):
        rest[cell] = 0.0
        for k in range(moving, classes):
            rest[cell] += joint[cell, k]


@compiled
def _fly(stream, data, moving, steps, position, mass, kept, work, start, momentum, slope):  # type: ignore[no-untyped-def]
    """Let the first classes fly along a Hamiltonian trajectory; return the chance with which its end was accepted."""
    lists, classes = data[4], data[5]
    _stand_still(data, moving, position, work)
    alpha = kept[ALPHA]
    energy = -_log_density(data, alpha, moving, position, work)
    step = kept[STEP] * np.exp(0.5 - 1.5 * uniform(stream))  # where persons sit decides how far one may go: near and far
    number = 1 + int(uniform(stream) * steps)
    for row in range(lists + 1):
        first = 0 if row == 0 else classes - 1 + (row - 1) * classes
        for place in range(first, first + moving):
            start[place] = position[place]
            momentum[place] = normal(stream)
            energy += 0.5 * momentum[place] * momentum[place]
    for leap in range(number + 1):
        _slope(data, alpha, moving, position, slope, work)
        end = leap % number == 0  # a trajectory begins and ends with half a push
        half = 0.5 if end else 1.0
        for row in range(lists + 1):
            first = 0 if row == 0 else classes - 1 + (row - 1) * classes
            for place in range(first, first + moving):
                momentum[place] += half * step * mass[place] * slope[place]
                if leap < number:
                    position[place] += step * mass[place] * momentum[place]
    energy += _log_density(data, alpha, moving, position, work)
    for row in range(lists + 1):
        first = 0 if row == 0 else classes - 1 + (row - 1) * classes
        for place in range(first, first + moving):
            energy -= 0.5 * momentum[place] * momentum[place]
    chance = np.exp(min(0.0, energy)) if np.isfinite(energy) else 0.0
    if uniform(stream) > chance:
        for row in range(lists + 1):
            first = 0 if row == 0 else classes - 1 + (row - 1) * classes
            for place in range(first, first + moving):
                position[place] = start[place]
    return chance


@compiled
def _change_ranks(stream, alpha, members, listed):  # type: ignore[no-untyped-def]
    """
    Let classes change ranks, their sticks and reaches summed out (after Papaspiliopoulos & Roberts 2008).

    The prior likes large classes in front; sweeps alone leave a class at the rank at which it arose for a very long time.
    """
    classes = len(members)
    for _ in range(classes):
        one = int(uniform(stream) * (classes - 1))
        other = one + 1 + int(uniform(stream) * (classes - 1 - one))
        if members[one] == members[other]:
            continue
        beyond = 0.0
        for k in range(other + 1, classes):
            beyond += members[k]
        before, after, later, later_then = 0.0, 0.0, beyond, beyond
        for k in range(other, one - 1, -1):
            here = members[k]
            then = members[one] if k == other else members[other] if k == one else here
            if k < classes - 1:
                before += lgamma(1.0 + here) + lgamma(alpha + later) - lgamma(1.0 + alpha + here + later)
                after += lgamma(1.0 + then) + lgamma(alpha + later_then) - lgamma(1.0 + alpha + then + later_then)
            later += here
            later_then += then
        if uniform(stream) < np.exp(min(0.0, after - before)):
            members[one], members[other] = members[other], members[one]
            for j in range(len(listed)):
                listed[j, one], listed[j, other] = listed[j, other], listed[j, one]


@compiled
def _sweep(stream, data, prior, position, kept, work, members, listed):  # type: ignore[no-untyped-def]
    """Draw the unseen, everybody's class, and a new position given these; return the unseen."""
    masks, counts, documented, cap, lists, classes = data
    weights, reach, parts, joint, _, _ = work
    _shares(position, lists, classes, classes, weights, reach)
    _joint(masks, lists, classes, weights, reach, parts, joint)
    members[:] = 0.0
    listed[:] = 0.0
    hidden = 0
    for cell in range(len(masks)):
        total = 0.0
        for k in range(classes):
            total += joint[cell, k]
        left = counts[cell]
        if cell == 0:
            kept[SEEN] = 1.0 - total
            hidden = unseen(stream, documented, cap, total)
            left = hidden
        for k in range(classes):
            if left == 0:
                break
            drawn = left if k == classes - 1 else binomial(stream, left, joint[cell, k] / total)
            total -= joint[cell, k]
            left -= drawn
            members[k] += drawn
            for j in range(lists):
                if (masks[cell] >> j) & 1:
                    listed[j, k] += drawn
    kept[LAST_CLASS] += 0.002 * (members[classes - 1] / (documented + hidden) - kept[LAST_CLASS])
    _change_ranks(stream, kept[ALPHA], members, listed)
    later, log_left = members[classes - 1], 0.0
    for k in range(classes - 2, -1, -1):
        logit = log_gamma(stream, 1.0 + members[k]) - log_gamma(stream, kept[ALPHA] + later)
        position[k] = logit
        log_left -= _softplus(logit)
        later += members[k]
    for j in range(lists):
        for k in range(classes):
            logit = log_gamma(stream, 1.0 + listed[j, k]) - log_gamma(stream, 1.0 + members[k] - listed[j, k])
            position[classes - 1 + j * classes + k] = logit
    kept[ALPHA] = np.exp(log_gamma(stream, prior[0] + classes - 1.0)) / (prior[1] - log_left)
    return hidden


@compiled
def advance(stream, data, prior, position, mass, kept, most_moving, steps, adapts, found, moments):  # type: ignore[no-untyped-def]
    """
    Run a chain on from where it stands, and note the unseen of each iteration in ``found``.

    ``data``: the cells, ascending, that of no list first; their counts; persons documented; the most unseen that are allowed;
    how many lists and classes. ``prior``: shape and rate of the concentration. ``position``, ``mass`` and ``kept``: where the
    chain stands, the spread of each coordinate, what else it keeps. A trajectory moves at most ``most_moving`` classes in at most
    ``steps`` leaps; none for sweeps alone. While it ``adapts``, the step follows the acceptance, and ``moments`` (how many, mean,
    sum of squares of each coordinate) are added to.
    """
    size, cells, lists, classes = len(position), len(data[0]), data[4], data[5]
    members, listed = np.empty(classes), np.empty((lists, classes))
    reach, parts, joint = np.empty((lists, 2, classes)), np.empty((lists + 1, classes)), np.empty((cells, classes))
    work = (np.empty(classes), reach, parts, joint, np.empty(cells), np.empty(classes))
    slope, momentum, start = np.empty(size), np.empty(size), np.empty(size)
    for iteration in range(len(found)):
        found[iteration] = _sweep(stream, data, prior, position, kept, work, members, listed)
        if steps > 0:
            moving = 2 + int(uniform(stream) * (most_moving - 1))
            chance = _fly(stream, data, moving, steps, position, mass, kept, work, start, momentum, slope)
            kept[ACCEPTED] += 0.02 * (chance - kept[ACCEPTED])
            if adapts:
                kept[STEP] *= np.exp(_LEARNS * (chance - _TARGET))
                kept[CALM_STEP] += _LEARNS * (np.log(kept[STEP]) - kept[CALM_STEP])
        if adapts:
            moments[0, 0] += 1.0
            for place in range(size):
                change = position[place] - moments[1, place]
                moments[1, place] += change / moments[0, 0]
                moments[2, place] += change * (position[place] - moments[1, place])
