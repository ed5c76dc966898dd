"""Whether an event is told to have happened: negation, auxiliaries, and the words that it hangs under.

The nearest word decides; what is planned, denied or averted further out is looked for only where nothing nearer spoke.
"""

from __future__ import annotations

from dateline.annotate.events.reading import Reading
from dateline.annotate.events.responsibility import doubts_the_doer
from dateline.annotate.events.roles import is_purpose
from dateline.annotate.events.word import Trigger, occurs, outer
from dateline.text.happening import Status
from dateline.text.telling import ROOT

_STEPS = 6
_UNREAL: frozenset[Status] = frozenset({"planned", "possible", "hypothetical", "denied", "did_not_happen"})


def find_status(reading: Reading, trigger: Trigger) -> tuple[Status, str]:
    """The status, and the word that gave it ("" where nothing did)."""
    at = trigger.head
    if trigger.form == "noun":
        found = _around_noun(reading, trigger)
        if found is not None:
            return found
        at = outer(reading, trigger.head)
        if reading.tokens[at].dep == "compound":
            at = reading.tokens[at].head
        if trigger.support is not None and trigger.rule.kind in reading.modality.of("performed"):
            at = trigger.support
    elif trigger.form == "verb" and _has_none(reading, at):
        return "did_not_happen", "negation"
    for _ in range(_STEPS):
        found = _around_verb(reading, at) if reading.tokens[at].tag.startswith(("VB", "MD", "JJ")) else None
        if found is None and _is_given(reading, trigger, at):
            break
        if found is None:
            found, at = _above(reading, at)
        if found is not None:
            return found
        if at < 0:
            break
    return _by_teller(reading, trigger.head)


def is_refused(reading: Reading, trigger: Trigger) -> bool:
    """ "will not release the prisoners": whoever says that turns down what is asked of him, and the refusal has happened."""
    if trigger.form != "verb" or trigger.rule.kind not in reading.modality.of("refused"):
        return False
    tree = reading.tree
    will = any(token.text.lower() in reading.modality.of("wills") for token in tree.auxiliaries(trigger.head))
    return will and tree.is_negated(trigger.head) and not tree.is_passive(trigger.head)


def _is_given(reading: Reading, trigger: Trigger, at: int) -> bool:
    """The verb over a noun that the reader is taken to know says nothing of it: "will protest the killing of two judges".

    A verb that lends itself to the noun, or that itself says what became of such a thing, still speaks: "averted the attack".
    """
    token, tree = reading.tokens[at], reading.tree
    if trigger.form != "noun" or token.dep not in ("dobj", "nsubjpass") or token.pos not in ("NOUN", "PROPN"):
        return False
    if token.head == trigger.support or reading.lemma(token.head) in reading.modality.status["object"]:
        return False
    return any(
        kid_token.dep == "poss" or kid_token.text.lower() in reading.modality.of("definite")
        for kid_token in (reading.tokens[kid] for kid in tree.children(at, "det", "poss"))
    )


def _around_noun(reading: Reading, trigger: Trigger) -> tuple[Status, str] | None:
    tables = reading.modality.status
    over = reading.tokens[trigger.head]
    if over.dep in ("compound", "nmod", "amod"):
        given = tables["head"].get(reading.lemma(over.head))
        if given is not None:
            return given, reading.lemma(over.head)
    for kid in reading.tree.children(trigger.head, "amod", "det", "compound", "neg"):
        for form in reading.forms(kid):
            given = tables["adjective"].get(form) or tables["determiner"].get(form)
            if given is not None:
                return given, form
    return None


def _around_verb(reading: Reading, verb: int) -> tuple[Status, str] | None:
    """What the verb's own negation, marks, adverbs and auxiliaries say."""
    tables, tree = reading.modality.status, reading.tree
    if tree.is_negated(verb) or any(
        reading.tokens[kid].dep == "det" and reading.lemma(kid) == "no" for kid in tree.kids[verb]
    ):
        return "did_not_happen", "negation"
    for kid in tree.children(verb, "mark", "advmod"):
        if doubts_the_doer(reading, kid):
            continue
        given = tables["mark"].get(reading.lower[kid]) or tables["adverb"].get(reading.lower[kid])
        if given is not None:
            return given, reading.lower[kid]
    for kid in tree.children(verb, "nsubj", "nsubjpass"):
        words = (kid, *tree.children(kid, "det"))
        if any(tables["determiner"].get(form) for word in words for form in reading.forms(word)):
            return "did_not_happen", "negation"
    auxiliaries = tree.auxiliaries(verb)
    for token in auxiliaries:
        given = tables["auxiliary"].get(token.text.lower())
        if given == "hypothetical" and token.tag == "MD" and _is_reported(reading, verb):
            return "planned", token.text.lower()  # "said it would attack" is "we will attack"
        if given is not None and token.tag == "MD":
            return given, token.text.lower()
    if reading.tokens[verb].tag == "VBG" and any(
        token.tag in ("VBZ", "VBP") and token.lemma == "be" for token in auxiliaries
    ):
        return "ongoing", "present progressive"
    if reading.tokens[verb].dep == "ROOT" and any(token.tag == "TO" for token in auxiliaries):
        return "planned", "to"  # a headline's future: "Minister to visit capital"
    return None


def _has_none(reading: Reading, verb: int) -> bool:
    """ "offered no proof", "killed no one": its own object is denied; a verb joined to it is not."""
    table, tree = reading.modality.status["determiner"], reading.tree
    marks = (
        form
        for kid in tree.children(verb, "dobj")
        for word in (kid, *tree.children(kid, "det"))
        for form in reading.forms(word)
    )
    return any(table.get(form) == "did_not_happen" for form in marks)


def _is_reported(reading: Reading, verb: int) -> bool:
    """The clause is what somebody says, and no condition hangs on it."""
    conditions = (
        kid for clause in reading.tree.children(verb, "advcl") for kid in reading.tree.children(clause, "mark")
    )
    if any(reading.lower[kid] in reading.modality.status["mark"] for kid in conditions):
        return False
    return reading.tokens[verb].dep == "ccomp" or reading.told_in[verb] != ROOT


def _above(reading: Reading, at: int) -> tuple[tuple[Status, str] | None, int]:
    """What the word over this one says, and where to look next (-1: no further)."""
    tables, token = reading.modality.status, reading.tokens[at]
    over = token.head
    lemma = reading.lemma(over)
    match token.dep:
        case "conj":
            return None, over
        case "relcl" if is_purpose(reading, at):
            return ("planned", lemma), -1
        case "xcomp" | "ccomp" | "advcl" | "acl" | "csubj" | "csubjpass":
            infinitive = token.tag == "VB" and any(aux.tag == "TO" for aux in reading.tree.auxiliaries(at))
            if infinitive and _is_yet_to(reading, over):
                return ("did_not_happen", "yet"), -1
            bare = token.dep in ("advcl", "acl")
            table = tables["head"] if reading.tokens[over].pos in ("NOUN", "PROPN") else tables["clause"]
            given = table.get(lemma) if token.dep != "advcl" else None
            if given is None and infinitive and (token.dep != "acl" or is_purpose(reading, at)):
                given = "planned"
            if given == "planned" and token.tag in ("VBD", "VBN") and token.dep == "ccomp":
                given = None  # "said on demand that it happened" is no plan
            if given in _UNREAL or given == "ongoing":
                return (given, lemma), -1
            return None, over if token.dep == "xcomp" or (given == "happened" and not bare) else -1
        case "dobj" | "nsubjpass" | "obj":
            given = tables["object"].get(lemma) if reading.tokens[over].tag.startswith("VB") else None
            if given in ("planned", "did_not_happen") and token.pos not in ("NOUN", "PROPN"):
                given = None
            return ((given, lemma), -1) if given else (None, over if reading.tokens[over].tag.startswith("VB") else -1)
        case "pobj" | "pcomp":
            return _above_preposition(reading, over)
        case "nsubj":
            passed = occurs(reading, over) or reading.tokens[over].pos == "AUX"  # "what torture is"
            return None, over if passed else -1
    return None, -1


def _is_yet_to(reading: Reading, verb: int) -> bool:
    """ "has yet to sign", "remains to be signed"."""
    words = reading.modality.of("pending")
    around = (verb, *reading.tree.children(verb, "advmod", "neg"))
    return any(reading.lemma(at) in words for at in around) and reading.tokens[verb].pos in ("VERB", "AUX")


def _above_preposition(reading: Reading, preposition: int) -> tuple[tuple[Status, str] | None, int]:
    tables, text = reading.modality.status, reading.lower[preposition]
    given = tables["mark"].get(text)
    if given is not None:
        return (given, text), -1
    if text in reading.modality.of("circumstances"):
        return None, -1
    over = reading.tokens[preposition].head
    lemma = reading.lemma(over)
    if reading.tokens[over].pos in ("NOUN", "PROPN"):
        marks = (form for kid in reading.tree.children(over, "det") for form in reading.forms(kid))
        if any(tables["determiner"].get(form) == "did_not_happen" for form in marks):
            return ("did_not_happen", "negation"), -1  # "no evidence of a massacre"
        given = tables["head"].get(lemma)
    else:
        given = tables["object"].get(lemma) or tables["clause"].get(lemma)
    return ((given, lemma), -1) if given in _UNREAL else (None, -1)


def _by_teller(reading: Reading, head: int) -> tuple[Status, str]:
    """A denial denies what it holds; an accusation leaves it possible."""
    statement = reading.statements.get(reading.told_in[head])
    if statement is not None and statement.act == "denial":
        return "denied", statement.id
    if statement is not None and (statement.act == "accusation" or statement.certainty == "possible"):
        return "possible", statement.id
    if statement is not None and statement.act in ("order", "request") and reading.tokens[head].tag == "VB":
        return "planned", statement.id
    return "happened", ""
