"""What the item model observes together, and the features that each such group of observations stands for.

A feature is one question with its answer, and has a weight of its own. Observations whose values are few are put into
one group so that the model adds the weights of its features once and looks up their sum from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from report_miner.extract.candidates import SIDE_OF

# The name of a group and what was observed; a word stands by itself, as the feature that it is.
Group = tuple[Hashable, ...] | str
_MARKS = ("named", "opener", "comma", "begins", "ends", "digit", "repeats")


def features_of(group: Group) -> list[str]:
    """Return the features that a group of observations stands for."""
    return [group] if isinstance(group, str) else _FEATURES[str(group[0])](*group[1:])


_NUMBER_FEATURES: dict[str, Callable[..., list[str]]] = {
    "sides": lambda shape, form, main, near, gap, tailed, index, relation, named, back, compares, bare: [
        "bias",
        f"sides={shape}|{main}|{near > 0}|{gap}|{tailed}|{_order(index)}",
        f"sides={shape}|{main}|{near > 0}|{gap}|{_order(index)}",
        f"sides={shape}|{main}|{near > 0}|{gap}|{tailed}",
        f"shape={shape}",
        f"main={main}|{shape}",
        f"gap={gap}|near={near}",
        f"gap={gap}|{shape}|{relation}",
        f"relation={relation}|near={near}|{main}",
        f"named={named}|{main}|{relation}",
        f"index={index}|{main}|{near}",
        f"near back={back}",
        f"near compares={compares}|{form}",
        f"near bare={bare}|{index > 0}|{form}",
    ],
    "spans": lambda shape, form, near, tail, wide, inner, outer, main, relation: [
        f"first={inner}|{form}",
        f"outer={outer}|{near}",
        f"near={near}|{shape}",
        f"tail={tail}|{shape}",
        f"near={near}|tail={tail}|{form}",
        f"relation={relation}|tail={tail}|{form}",
        f"main={main}|near={near}|tail={tail}",
        f"wide={wide}|near={near}",
    ],
    "cuts": lambda form, near, headed, subject, wide: [
        f"head={headed}|{near}|{form}",
        f"subject={subject}|wide={wide}",
    ],
    "around": lambda tail, clause, form: [
        f"tail={tail}|clause={clause}|{form}",
    ],
    "begins": lambda form, near, main, tail, clause: [
        f"tail begins={tail}|{form}|near={near}",
        f"clause begins={clause}|{form}|{main}",
    ],
    "word": lambda word, form, near, tail: [
        f"word={word}|{form}|near={near}",
        f"word={word}|tail={tail}",
        f"word={word}|{form}",
    ],
    "marks": lambda left, right, near, form, main, relation: [
        f"left={left}|near={near}|{form}",
        f"right={right}|{main}|{form}",
        f"left={left}|right={right}|{relation}",
    ],
    "memory": lambda known, heading, before, near, tail, form: [
        f"known={known}|tail={tail}|{near}|{form}",
        f"heading={heading}|{before}|{near}|{tail}",
    ],
    "near ends": lambda shape, form, first, last, after, relation: [
        f"near from={first}|{shape}",
        f"near to={last}|{shape}",
        f"tail from={after}|{shape}",
        f"near from={first}|tail from={after}",
        f"near from={first}|{relation}|{form}",
    ],
}
# Of a phrase on one side of a number, whatever the source.
_PHRASE_FEATURES: dict[str, Callable[..., list[str]]] = {
    "phrase": lambda side, shape, form, length, heads, measured, predicates: [
        f"length={length}",
        f"heads={heads}|{side}",
        f"measured={measured}|{heads}|{form}",
        f"measured={measured}|{heads}|{shape}|{side}",
        f"predicates={predicates}",
        f"{length}|{heads}|{predicates}",
    ],
    "content": lambda side, shape, words: [f"content={words}|{side}", f"content={words}|{side}|{shape}"],
    "says": lambda side, marks, back, compares, bare: [
        *(f"{mark}={value}|{side}" for mark, value in zip(_MARKS, marks, strict=True)),
        *([f"points back|{side}"] if back else []),
        *([f"compares {compares}|{side}"] if compares != "no" else []),
        *([f"bare|{side}"] if bare else []),
    ],
    "from word": lambda side, form, word: [f"from word={word}|{side}", f"from word={word}|{form}"],
    "syllable": lambda side, syllable: [f"syllable={syllable}", f"syllable={syllable}|{side}"],
}
# Of a candidate: a phrase from one source.
_CANDIDATE_FEATURES: dict[str, Callable[..., list[str]]] = {
    "source": lambda source, shape, form, length, predicates, fit, agree: [
        source,
        f"{source}|{shape}",
        f"{source}|{length}",
        f"{source}|predicates={predicates}",
        f"fit={fit}|{SIDE_OF[source]}",
        f"fit={fit}|{source}",
        f"fit={fit}|{form}|{SIDE_OF[source]}|{length}",
        f"agree={agree}|{SIDE_OF[source]}",
        f"agree={agree}|{source}",
    ],
    "titled": lambda source, words, length: [
        f"titled={words}|{source}",
        f"titled={words}|{length}|{SIDE_OF[source]}",
    ],
    "ends": lambda source, form, first, last: [
        f"from={first}|{SIDE_OF[source]}",
        f"from={first}|{source}",
        f"from={first}|{form}|{source}",
        f"to={last}|{SIDE_OF[source]}",
        f"to={last}|{source}",
    ],
    "theme": lambda source, form, first, length, titled, alone: [
        f"theme from={first.part}|{source}|{form}",
        f"theme word={first.text}|{SIDE_OF[source]}",
        f"theme length={length}|{source}",
        f"theme titled={titled}|{source}",
        f"theme alone={alone}|{source}|{form}",
    ],
    "held": lambda source, form, index, links, relation, after: [
        f"held index={index}|{source}|{form}",
        f"held link={links}|{source}|{form}",
        f"held relation={relation}|{source}",
        f"held after={after}|{source}",
        f"held after={after}|{source}|{index}",
    ],
    "inherited": lambda source, form, origin, near, shared: [
        f"origin={origin}|{form}|{source}",
        f"near from={near}|{source}",
        f"near from={near}|inherited",
        f"near shares={shared}|{source}",
    ],
}
_FEATURES = _NUMBER_FEATURES | _PHRASE_FEATURES | _CANDIDATE_FEATURES


def _order(index: int) -> str:
    """Whether a number is the first of its sentence."""
    return "later" if index else "first"
