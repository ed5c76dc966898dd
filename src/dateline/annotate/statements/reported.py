"""Verbs that report what somebody says, by the parse: who is their subject, and which construction holds what is said.

The construction decides, not the verb alone: a verb reports only in the constructions that its rule takes. A verb that no rule
knows reports where a person or body is its subject and a clause with "that" its object. Quotations are left to quoting.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.annotate.statements.drafts import Draft, Sentences
from dateline.languages.speech import CueRule, Wording
from dateline.text.span import Span
from dateline.text.telling import Certainty

UNKNOWN_VERB = CueRule(id="en/speech:that-complement", kind="cue", words=(), takes=frozenset({"clause"}))
_CONSTRUCTIONS = ("clause", "infinitive", "as", "preposition", "gerund", "object")
_PREPOSITIONS = ("of", "with", "for", "against", "about", "on", "to", "in", "over")
_WINDOW = 4  # words after a verb in which its particle is looked for: "made it clear", "called Monday on"


def find_verbs(here: Sentences) -> Iterator[Draft]:
    """A draft for each verb that reports, in text order; one without content waits for its quotation."""
    for verb, token in enumerate(here.tree.tokens):
        if token.tag.startswith("VB") or token.pos == "VERB":
            draft = _Verb(here, verb).draft()
            if draft is not None:
                yield draft


class _Verb:
    """One verb and the questions asked of it."""

    def __init__(self, here: Sentences, verb: int) -> None:
        self.here, self.tree, self.verb = here, here.tree, verb
        self.tokens = here.tree.tokens
        self.passive = self.tree.is_passive(verb)
        self.hub = verb  # the last word of the wording: what its object hangs on

    def draft(self) -> Draft | None:
        """The reading of the first rule and construction that hold."""
        matched = list(self._rules())
        if not matched and self._has_that_clause():
            matched = [(UNKNOWN_VERB, self.verb)]
        constructions = () if self.here.is_endless(self.verb) else _CONSTRUCTIONS
        for construction in constructions:
            for rule, hub in matched:
                self.hub = hub
                names = frozenset(_PREPOSITIONS) if construction == "preposition" else frozenset({construction})
                taken = rule.takes & names
                content = self._content(construction, rule, taken) if taken else []
                if content:
                    return self._build(rule, construction, content)
        quoting = next(((rule, hub) for rule, hub in matched if "quote" in rule.takes), None)
        if quoting is None:
            return None
        self.hub = quoting[1]
        return self._build(quoting[0], "quotation", [])

    def _rules(self) -> Iterator[tuple[CueRule, int]]:
        for wording in self.here.words.verbs.get(self.tokens[self.verb].lemma, ()):
            hub = self._match(wording)
            if hub is not None:
                yield wording.rule, hub

    def _match(self, wording: Wording) -> int | None:
        """Position of the wording's last word; None where its particle is not there."""
        matched = [self.verb]
        for word in wording.rest:
            for at in range(matched[-1] + 1, min(matched[-1] + 1 + _WINDOW, len(self.tokens))):
                if self.here.lower[at] == word and (at == matched[-1] + 1 or self.tokens[at].head in matched):
                    matched.append(at)
                    break
            else:
                return None
        return matched[-1]

    def _has_that_clause(self) -> bool:
        """An unknown verb whose subject can speak and whose object is a clause with "that"."""
        if self.passive or self.tokens[self.verb].lemma in self.here.words.clauses["deeds"]:
            return False
        if not any(self.here.marked(kid, "that") for kid in self.tree.children(self.verb, "ccomp")):
            return False
        subject = self.tree.subject(self.verb)
        return subject is not None and self._can_speak(subject)

    def _can_speak(self, head: int) -> bool:
        token, sources = self.tokens[head], self.here.words.sources
        if token.label in ("PERSON", "ORG", "GPE", "NORP") or token.tag in ("PRP", "WP"):
            return self.here.lower[head] != "it"
        return any(self.here.lower[head] in sources[kind] or token.lemma in sources[kind] for kind in _SPEAKERS)

    # --- what is said

    def _content(self, construction: str, rule: CueRule, taken: frozenset[str]) -> list[int]:
        match construction:
            case "clause":
                return self._clause()
            case "infinitive":
                return self._infinitive(rule)
            case "as":
                return self._predicate()
            case "preposition":
                return self._prepositional(rule, taken)
            case "gerund":
                return self._gerund()
            case _:
                return self._object(rule)

    def _clause(self) -> list[int]:
        complements = [kid for kid in self.tree.children(self.verb, "ccomp") if not self.here.is_infinitive(kid)]
        after = [kid for kid in complements if kid > self.verb]
        if after:
            return self._without_asides([at for kid in after for at in self.tree.subtree(kid)])
        if complements:
            return self._before(complements[0])
        return self._around()

    def _before(self, complement: int) -> list[int]:
        """The clause stands before its cue: "The road was closed, officials said"."""
        cue = self._cue_phrase()
        first_of_cue = min((at for at in cue if at > complement), default=self.verb)
        said = [at for at in self.tree.subtree(complement) if at not in cue]
        sentence = self.here.range_of(self.verb)
        if self.tokens[self.verb].head == self.verb:
            first = sentence.start
            while first < complement and self.tokens[first].pos in ("PUNCT", "CCONJ"):
                first += 1
        else:
            first = min(said, default=complement)
        return [*range(first, first_of_cue), *(at for at in said if at > self.verb)]

    def _around(self) -> list[int]:
        """The cue is put into the clause: "The road, he said, was closed"."""
        token = self.tokens[self.verb]
        head = token.head
        if token.dep not in ("parataxis", "ccomp", "advcl", "dep") or head == self.verb:
            return []
        if self.tree.children(self.verb, "dobj", "xcomp", "acomp", "advmod", "pobj") and token.dep != "parataxis":
            return []
        if not self.tree.children(self.verb, "nsubj") or not self.tokens[head].tag.startswith(("VB", "MD")):
            return []
        if token.dep == "advcl" and not self.here.marked(self.verb, "as"):
            return []
        cue = set(self.tree.subtree(self.verb))
        if token.dep in ("ccomp", "dep") and not self._stands_apart(cue):
            return []
        return [at for at in self.tree.subtree(head) if at not in cue]

    def _stands_apart(self, cue: set[int]) -> bool:
        """Commas or the sentence's ends close the cue in."""
        sentence = self.here.range_of(self.verb)
        before, after = min(cue) - 1, max(cue) + 1
        return (
            before < sentence.start or self.tokens[before].pos == "PUNCT" or self.tokens[min(cue)].pos == "PUNCT"
        ) and (after >= sentence.stop or self.tokens[after].pos == "PUNCT" or self.tokens[max(cue)].pos == "PUNCT")

    def _without_asides(self, positions: list[int]) -> list[int]:
        """Without participles that report on: "said the plan had failed, | adding that ..."."""
        dropped: set[int] = set()
        for at in positions:
            token = self.tokens[at]
            if token.dep == "advcl" and token.tag == "VBG" and token.lemma in self.here.words.verbs and at > 0:
                branch = self.tree.subtree(at)
                if self.tokens[branch[0]].text == "," or self.tokens[branch[0] - 1].text == ",":
                    dropped.update(branch)
        return [at for at in positions if at not in dropped]

    def _infinitive(self, rule: CueRule) -> list[int]:
        for kid in self.tree.children(self.verb, "xcomp", "ccomp", "advcl"):
            if kid < self.verb or not self.here.is_infinitive(kid):
                continue
            if self.tokens[kid].dep == "advcl" and not (rule.addressee == "object" or self.passive):
                continue
            said = self._without_asides(self.tree.subtree(kid))
            subjects = self.tree.children(kid, "nsubj", "nsubjpass")
            if rule.addressee == "object" and subjects:
                said = [at for at in said if at > max(self.tree.subtree(subjects[0]))]
            elif rule.addressee != "object" and not self.passive:
                said = [
                    *(at for thing in self.tree.children(self.verb, "dobj") for at in self.tree.subtree(thing)),
                    *said,
                ]
            return [*self._raised(rule), *said]
        return []

    def _raised(self, rule: CueRule) -> list[int]:
        """The subject of a passive that belongs to what is said: "The herd | is believed | to number 300"."""
        own = self.tree.children(self.verb, "nsubjpass")
        if not self.passive or rule.addressee == "object" or not own or self.tokens[own[0]].tag in ("WDT", "WP"):
            return []
        return [] if self.here.lower[own[0]] == "it" else self.tree.subtree(own[0])

    def _predicate(self) -> list[int]:
        """Object and second predicate, with "as" or without: "described the vote as fair", "called it a farce"."""
        things = self.tree.children(self.verb, "dobj", "nsubj" if self.passive else "dobj")
        found = [
            kid for kid in self.tree.children(self.verb, "prep") if kid > self.verb and self.here.in_class("as", kid)
        ]
        if not found:
            found = [kid for kid in self.tree.children(self.verb, "oprd") if kid > self.verb]
        if not found:  # "called him a liar": taken for an apposition by the parser, but no comma stands between
            found = [
                kid
                for thing in things
                for kid in self.tree.children(thing, "appos")
                if kid > thing and not any(self.tokens[at].text == "," for at in range(thing, kid))
            ]
        if not found:
            small = [kid for kid in self.tree.children(self.verb, "ccomp", "xcomp") if kid > self.verb]
            found = [
                kid for kid in small if not self.here.is_infinitive(kid) and not self.tree.children(kid, "mark", "aux")
            ]
            found = [
                kid
                for kid in found
                if self.tokens[kid].tag not in ("VBD", "VBZ", "VBP") or self.tree.children(kid, "nsubj")
            ]
        if not found and len(things) > 1:
            found, things = things[1:], things[:1]
        if not found:
            return []
        parts = [*(thing for thing in things if thing > self.verb), *found]
        return [*self._raised(_NO_ADDRESSEE), *(at for part in parts for at in self.tree.subtree(part))]

    def _prepositional(self, rule: CueRule, taken: frozenset[str]) -> list[int]:
        """Whom it is said of, and what: "accused | the captain of smuggling |"."""
        things = [] if rule.addressee == "object" else self.tree.children(self.verb, "dobj")
        for kid in (
            *self.tree.children(self.verb, "prep"),
            *(k for t in things for k in self.tree.children(t, "prep")),
        ):
            if self.here.lower[kid] in taken and kid > self.verb and self.tree.children(kid, "pobj", "pcomp"):
                said = [at for at in self.tree.subtree(kid) if at != kid or things]
                return [*self._raised(rule), *(at for thing in things for at in self.tree.subtree(thing)), *said]
        return []

    def _gerund(self) -> list[int]:
        goals = [kid for kid in self.tree.children(self.verb, "xcomp", "dobj", "ccomp") if kid > self.verb]
        if self.hub != self.verb:
            goals = self.tree.children(self.hub, "pcomp")
        found = next((kid for kid in goals if self.tokens[kid].tag == "VBG"), None)
        return self.tree.subtree(found) if found is not None else []

    def _object(self, rule: CueRule) -> list[int]:
        if self.hub == self.verb or self.tokens[self.hub].dep == "prt":
            heads = self.tree.children(self.verb, "dobj")
            if self.passive:
                own = self.tree.children(self.verb, "nsubjpass")
                heads = own or ([self.tokens[self.verb].head] if self.tokens[self.verb].dep == "acl" else [])
        else:
            heads = self.tree.children(self.hub, "pobj", "pcomp")
        for head in heads:
            if self.tokens[head].tag in ("WDT", "WP", "EX") or head == self.verb:
                continue
            if rule.only_objects and self.tokens[head].lemma not in rule.only_objects:
                continue
            if self.tokens[head].lemma in rule.except_objects:
                continue
            if head > self.verb:
                said = self.tree.subtree(head)
                return self._without_asides([*said, *self._of_what(said[-1])] if rule.only_objects else said)
            return self.tree.phrase_positions(head)
        return []

    def _of_what(self, last: int) -> list[int]:
        """What a noun of deed is about, where the parse hung it on the verb: "denied any part | in the raid"."""
        about = next((kid for kid in self.tree.children(self.verb, "prep") if kid == last + 1), None)
        in_class = about is not None and self.here.in_class("about", about)
        return self.tree.subtree(about) if about is not None and in_class else []

    # --- who says it, and how

    def _cue_phrase(self) -> set[int]:
        """The verb with its subject, auxiliaries and the adverbials after it: all that is not content."""
        found = {self.verb}
        for kid in self.tree.kids[self.verb]:
            token = self.tokens[kid]
            beside = token.dep in ("aux", "auxpass", "neg", "prt", "dobj", "dative", "agent", "punct")
            if (
                token.dep in ("nsubj", "nsubjpass")
                or (beside and kid > self.verb - 8)
                or (token.dep in ("prep", "npadvmod", "advmod", "advcl") and kid > self.verb)
            ):
                found.update(self.tree.subtree(kid))
        return found

    def _cue(self) -> list[int]:
        """The verb with the auxiliaries that stand directly before it, and its particle."""
        helpers = [kid for kid in self.tree.children(self.verb, "aux", "auxpass", "neg") if kid < self.verb]
        first = self.verb
        if helpers:
            between = range(min(helpers), self.verb)
            if all(self.tokens[at].dep in ("aux", "auxpass", "neg", "advmod") for at in between):
                first = min(helpers)
        return (
            list(range(first, self.hub + 1)) if self.hub - self.verb <= 2 else [*range(first, self.verb + 1), self.hub]
        )

    def _source(self) -> int | None:
        if self.passive:
            return self.tree.agent(self.verb)
        subject = self.tree.subject(self.verb)
        if subject is None or self.tokens[subject].dep == "expl" or self.tokens[subject].tag in ("WDT", "EX", "DT"):
            return None
        return subject if self.tokens[subject].pos in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET", "X") else None

    def _addressee(self, rule: CueRule) -> int | None:
        if rule.addressee == "object":
            if self.passive:
                return next(iter(self.tree.children(self.verb, "nsubjpass")), None)
            things = self.tree.children(self.verb, "dobj", "dative")
            for kid in self.tree.children(self.verb, "ccomp"):
                things += [at for at in self.tree.children(kid, "nsubj") if self.here.is_infinitive(kid)]
            return next((at for at in things if self.tokens[at].pos in ("NOUN", "PROPN", "PRON")), None)
        for word, _, goal in self.tree.prepositions(self.verb):
            if rule.addressee == word:
                return goal
        return None

    def _build(self, rule: CueRule, construction: str, content: list[int]) -> Draft | None:
        source = self._source()
        spans: tuple[Span, ...] = ()
        if source is not None:
            inside = set(content)
            if source in inside:
                source = None
            else:
                before, after = (self.verb, None) if source < self.verb else (None, self.verb)
                phrase = [at for at in self.here.noun_phrase(source, before, after) if at not in inside]
                named = (self.tree.span(phrase),) if phrase else ()
                spans = (*named, *self.here.named_again(self.verb, named)) if phrase else ()
        draft = Draft(
            anchor=self.verb,
            by=rule.id,
            note=_NOTES.get(construction, construction),
            cue=self.here.runs(self._cue()),
            source=source,
            source_spans=spans,
            content=self.here.runs(set(content) - set(self._cue())),
            addressee=self._addressee(rule),
            act=rule.act,
            doubt=rule.doubt,
            certainty=self._certainty(rule),
            negated=self.tree.is_negated(self.verb),
            quotes="quote" in rule.takes,
            clause=construction in ("clause", "infinitive"),
            unnamed=self.passive and source is None,  # "are believed to be": by somebody, nobody says whom
        )
        return draft if draft.cue and (draft.content or draft.quotes) else None

    def _certainty(self, rule: CueRule) -> Certainty:
        """The rule's, but only possible under a modal, a condition, a question, or a verb that does not tell it happened."""
        token = self.tokens[self.verb]
        if any(helper.tag == "MD" for helper in self.tree.auxiliaries(self.verb)) or self.here.marked(
            self.verb, "condition"
        ):
            return "possible"
        if (
            self.here.is_infinitive(self.verb)
            and self.tokens[token.head].lemma not in self.here.words.clauses["aspect"]
        ):
            return "possible"
        last = self.here.range_of(self.verb)[-1]
        if token.head == self.verb and self.tokens[last].text == "?":
            return "possible"
        return rule.certainty


_SPEAKERS = ("office", "collective", "unnamed", "document")
_NO_ADDRESSEE = CueRule(id="", kind="cue", words=())
_NOTES = {"clause": "clausal complement", "as": "object and predicate", "preposition": "prepositional object"}


def in_quotation(draft: Draft, parts: Sequence[Span]) -> Draft | None:
    """A draft within a quotation, kept to the words of that quotation; None where nothing is left of it."""
    content = tuple(
        Span(max(part.start, limit.start), min(part.end, limit.end))
        for part in draft.content
        for limit in parts
        if part.overlaps(limit)
    )
    return replace(draft, content=content) if content or (draft.quotes and not draft.content) else None
