"""Nouns, adverbs and fixed phrases that report: "the claim that", "reportedly", "according to". Verbs are in reported.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dateline.annotate.statements.drafts import Draft, Sentences
from dateline.languages.speech import CueRule, SlotPhrase

_LONGEST_SLOT = 14  # tokens that an open place in the middle of a phrase may take
_LONGEST_LABEL = 9  # tokens before the colon of "Transport minister: No toll before spring"


def find_nouns(here: Sentences) -> Iterator[Draft]:
    """A draft for each noun that reports what its complement says."""
    for position, token in enumerate(here.tree.tokens):
        if token.pos != "NOUN" or token.lemma not in here.words.nouns or here.is_endless(position):
            continue
        for wording in here.words.nouns.get(token.lemma, ()):
            count = len(wording.rest)
            if count and tuple(here.lower[max(position - count, 0) : position]) != wording.rest:
                continue
            content = _noun_content(here, position, wording.rule)
            if content:
                yield _noun_draft(here, position, wording.rule, content)
                break


def _noun_content(here: Sentences, noun: int, rule: CueRule) -> list[int]:
    tree = here.tree
    for kid in tree.children(noun, "acl", "ccomp", "relcl", "xcomp", "appos"):
        if "clause" in rule.takes and here.marked(kid, "that") and not _is_relative(here, kid):
            return tree.subtree(kid)
        if "infinitive" in rule.takes and here.is_infinitive(kid) and tree.tokens[kid].dep != "relcl" and kid > noun:
            return tree.subtree(kid)
    token = tree.tokens[noun]
    holders = [noun]
    if token.dep == "nsubj" and not tree.children(token.head, "dobj", "ccomp", "xcomp", "attr", "acomp"):
        holders.append(token.head)  # "Several reports emerged about ..."
    for holder in holders:
        for kid in tree.children(holder, "prep"):
            if here.lower[kid] in rule.takes and kid > noun and not here.in_class("agent", kid):
                for goal in tree.children(kid, "pobj", "pcomp"):
                    return _without_comment(here, goal)
    return []


def _is_relative(here: Sentences, verb: int) -> bool:
    """The "that" is the clause's own subject or object."""
    return any(here.tree.tokens[kid].tag in ("WDT", "WP") for kid in here.tree.kids[verb])


def _without_comment(here: Sentences, head: int) -> list[int]:
    """The phrase without relative clauses set off by a comma or dash: those are the writer's."""
    tree = here.tree
    found = tree.subtree(head)
    dropped: set[int] = set()
    for at in found:
        if tree.tokens[at].dep == "relcl":
            branch = tree.subtree(at)
            if branch[0] > 0 and tree.tokens[branch[0] - 1].pos == "PUNCT":
                dropped.update(branch)
    return [at for at in found if at not in dropped]


def _noun_draft(here: Sentences, noun: int, rule: CueRule, content: list[int]) -> Draft:
    tree = here.tree
    source = next(iter(tree.children(noun, "poss")), None)
    if source is None:
        goals = (
            goal
            for kid in tree.children(noun, "prep", "agent")
            if here.in_class("agent", kid)
            for goal in tree.children(kid, "pobj")
        )
        source = next(goals, None)
    if source is None:
        source = _namer(here, noun)
    if (
        source is None
        and tree.tokens[noun].dep == "dobj"
        and tree.tokens[tree.tokens[noun].head].lemma in here.words.clauses["light"]
    ):
        source = tree.subject(tree.tokens[noun].head)
    if source is not None and (source in content or source == noun):
        source = None
    phrase = [] if source is None else [at for at in here.noun_phrase(source) if here.tree.tokens[at].tag != "POS"]
    unnamed = source is None and rule.unnamed
    if unnamed:
        phrase = [at for at in tree.phrase_positions(noun) if at <= noun and at not in content]
    return Draft(
        anchor=noun,
        by=rule.id,
        note="noun and its complement",
        cue=(tree.tokens[noun].span,),
        source=source,
        source_spans=here.runs(set(phrase) - {noun} if not unnamed else phrase),
        content=here.runs(content),
        act=rule.act,
        doubt=rule.doubt,
        certainty=rule.certainty,
        clause=True,
        unnamed=unnamed,
    )


def _namer(here: Sentences, noun: int) -> int | None:
    """The body before a noun of saying: "a | Delta Times | report", "| Pentagon | claims". Of whom a nation's word is told stays open."""
    tree = here.tree
    kids = (kid for kid in tree.children(noun, "compound", "nmod") if kid < noun)
    return next((kid for kid in kids if tree.tokens[kid].label in ("ORG", "PERSON")), None)


def find_adverbs(here: Sentences) -> Iterator[Draft]:
    """A draft for each adverb of hearsay; nobody is its source."""
    for position, word in enumerate(here.lower):
        for wording in here.words.adverbs.get(word, ()):
            start = position - len(wording.rest)
            if start < 0 or tuple(here.lower[start:position]) != wording.rest or here.is_endless(position):
                continue
            cue = range(start, position + 1)
            tokens = here.tree.tokens
            head = next((tokens[at].head for at in cue if tokens[at].head not in cue), position)
            if tokens[head].tag == "VBN" and tokens[head].dep == "amod":
                head = tokens[head].head
            said = [at for at in here.tree.subtree(head) if at not in cue]
            content = here.runs(said)
            if content:
                rule = wording.rule
                yield Draft(
                    anchor=position, by=rule.id, note="adverb of hearsay", cue=(here.tree.span(cue),), content=content,
                    act=rule.act, doubt=rule.doubt, certainty=rule.certainty, clause=True, unnamed=True,
                )  # fmt: skip
            break


def find_phrases(here: Sentences) -> Iterator[Draft]:
    """A draft for each fixed phrase with a source in its open place."""
    done = 0
    for position, phrase in phrases_at(here, here.words.phrases):
        if position >= done and not here.is_endless(position):
            slot = slot_of(here, phrase, position)
            if slot is None or not _is_source(here, slot, phrase):
                continue
            first = position if phrase.before else slot.start
            last = max(
                slot.stop,
                position + len(phrase.before),
                slot.stop + len(phrase.after) if phrase.before else position + 1,
            )
            draft = _phrase_draft(here, phrase, range(first, last), slot)
            if draft is not None:
                yield draft
                done = position + 1


def phrases_at(
    here: Sentences, phrases: Mapping[tuple[str, str], tuple[SlotPhrase, ...]]
) -> Iterator[tuple[int, SlotPhrase]]:
    """Where the first fixed words of a phrase stand, in text order; at one place the longest phrase first."""
    openers = {first for first, _ in phrases}
    for position, word in enumerate(here.lower):
        if word in openers:
            after = here.lower[position + 1] if position + 1 < len(here.lower) else ""
            for phrase in (*phrases.get((word, after), ()), *(phrases.get((word, ""), ()) if after else ())):
                yield position, phrase


def slot_of(here: Sentences, phrase: SlotPhrase, position: int) -> range | None:
    """The tokens in the open place of a phrase whose first fixed word stands at `position`; None where it does not fit."""
    end = position + len(phrase.before)
    if phrase.before:
        if tuple(here.lower[position:end]) != phrase.before:
            return None
        sentence = here.range_of(position)
        if not phrase.slot:
            return _last_noun(here, position, end)
        if not phrase.after:
            return _noun_phrase_from(here, end, sentence.stop)
        for stop in range(end + 1, min(end + _LONGEST_SLOT, sentence.stop)):
            token = here.tree.tokens[stop - 1]
            if token.pos in ("VERB", "AUX", "SCONJ") or (token.pos == "PUNCT" and token.text != ","):
                return None
            if tuple(here.lower[stop : stop + len(phrase.after)]) == phrase.after:
                return range(end, stop) if here.tree.tokens[end].pos != "ADP" else None  # "quoted | by the agency | as"
        return None
    if tuple(here.lower[position : position + len(phrase.after)]) != phrase.after:
        return None
    sentence = here.range_of(position)
    if phrase.after == (":",):
        label = range(sentence.start, position)
        fits = 0 < len(label) <= _LONGEST_LABEL and position + 1 < sentence.stop
        return label if fits and _is_noun_phrase(here, label) else None
    head = here.tree.subject(position)
    if head is None or head >= position:
        return None
    found = [at for at in here.noun_phrase(head) if at < position]
    return range(found[0], found[-1] + 1) if found else None


def _is_noun_phrase(here: Sentences, span: range) -> bool:
    """One head, and no verb or mark in it."""
    tokens = here.tree.tokens
    heads = [at for at in span if tokens[at].head not in span or tokens[at].head == at]
    return len(heads) == 1 and not any(tokens[at].pos in ("VERB", "AUX", "PUNCT", "ADP", "PRON") for at in span)


def _last_noun(here: Sentences, start: int, end: int) -> range | None:
    """The noun phrase of a phrase without an open place: "a statement" of "in a statement"."""
    head = end - 1
    if here.tree.tokens[head].pos not in ("NOUN", "PROPN"):
        return None
    return range(start + 1, end)


def _noun_phrase_from(here: Sentences, start: int, stop: int) -> range | None:
    """The whole noun phrase that begins there."""
    tokens = here.tree.tokens
    if start >= stop or tokens[start].pos in ("PUNCT", "VERB", "CCONJ", "ADP"):
        return None
    head, steps = start, 0
    while tokens[head].dep in _INNER and start <= tokens[head].head < stop and steps < 20:
        head, steps = tokens[head].head, steps + 1
    found = [at for at in here.noun_phrase(head) if at >= start]
    if not found or found[0] != start:
        return None
    return range(found[0], found[-1] + 1)


_INNER = frozenset(
    {"det", "poss", "amod", "compound", "nummod", "nmod", "advmod", "case", "quantmod", "preconj", "predet", "punct"}
)


def _is_source(here: Sentences, slot: range, phrase: SlotPhrase) -> bool:
    """Somebody, something written or an unnamed source stands in the open place: not a measure or a reason."""
    sources = here.words.sources
    if phrase.after == (":",):
        head = here.tree.tokens[slot[-1]]
        return (
            head.label in ("PERSON", "ORG", "GPE")
            or head.lemma in sources["office"]
            or head.text.lower() in sources["collective"]
        )
    for at in slot:
        token = here.tree.tokens[at]
        if token.label in ("PERSON", "ORG", "GPE", "NORP") or token.pos == "PROPN":
            return True
        if token.tag == "PRP":
            return True
        for kind in ("office", "collective", "document", "unnamed", "outlet"):
            if here.lower[at] in sources[kind] or token.lemma in sources[kind]:
                return True
    # "according to" and words after the open place leave no other reading; "per person" and "citing ill health" do.
    sure = bool(phrase.after) or len(phrase.before) > 1
    return (
        sure
        and here.tree.tokens[slot[0]].tag in ("DT", "CD", "PRP$")
        and here.tree.tokens[slot[-1]].pos in ("NOUN", "NUM")
    )


def _phrase_draft(here: Sentences, phrase: SlotPhrase, span: range, slot: range) -> Draft | None:
    tree, rule = here.tree, phrase.rule
    assert rule is not None
    head = next((at for at in slot if tree.tokens[at].head not in slot), slot[-1])
    named = phrase.before and here.in_class("what", span.start)
    said = _named_thing(here, span) if named else _phrase_content(here, span)
    content = here.runs(said)
    if not content or (len(said) < 2 and not named):
        return None
    label = phrase.after == (":",)
    cue = [at for at in span if at not in slot]
    return Draft(
        anchor=cue[0],
        by=rule.id,
        note="fixed phrase",
        cue=here.runs(cue) or (tree.tokens[cue[0]].span,),
        source=head,
        source_spans=here.runs(slot),
        content=content,
        act=rule.act,
        doubt=rule.doubt,
        certainty=rule.certainty,
        clause=True,
        quotes=label,
        medium=rule.role == "medium",
    )


def _named_thing(here: Sentences, span: range) -> list[int]:
    """What follows in "what the firm calls a goodwill bonus"."""
    sentence = here.range_of(span.start)
    start = span.stop
    while start < sentence.stop and here.tree.tokens[start].pos == "PUNCT":
        start += 1
    return list(_noun_phrase_from(here, start, sentence.stop) or ())


def _phrase_content(here: Sentences, span: range) -> list[int]:
    """The clause that the phrase stands in: all the sentence, where the phrase opens or closes it."""
    tree, tokens = here.tree, here.tree.tokens
    sentence = here.range_of(span.start)
    first = sentence.start
    while first < sentence.stop and tokens[first].pos in ("PUNCT", "CCONJ") and first < span.start:
        first += 1
    opens = all(tokens[at].pos in ("PUNCT", "CCONJ", "ADV") for at in range(sentence.start, span.start))
    closes = all(tokens[at].pos == "PUNCT" for at in range(span.stop, sentence.stop))
    if opens:
        return list(range(span.stop, sentence.stop))
    if closes:
        return list(range(first, span.start))
    head = next((tokens[at].head for at in span if tokens[at].head not in span), span.start)
    steps = 0
    while tokens[head].pos not in ("VERB", "AUX") and tokens[head].head != head and steps < 40:
        head, steps = tokens[head].head, steps + 1
    return [at for at in tree.subtree(head) if at not in span]
