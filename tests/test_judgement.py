"""Judgements fold into groups: a person's word over the machine's, the later over the earlier, nothing ever lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.relate.judgement import PERSON, Judgement, Pointer, Verdict, article_key, fold, standing
from dateline.text.article import Article
from dateline.text.errors import BadJudgement

ANN, BEN, MACHINE = PERSON + "ann", PERSON + "ben", "relate/same_event:weights"


def said(left: str, right: str, verdict: Verdict = "yes", by: str = MACHINE, score: float = 0.9) -> Judgement:
    return Judgement(Pointer(left, "e@1"), Pointer(right, "e@1"), verdict, score, by=by)


def groups(*judgements: Judgement) -> list[str]:
    return ["".join(thing.article for thing in group) for group in fold(judgements).groups]


def test_groups_are_what_hangs_together() -> None:
    assert groups(said("a", "b"), said("c", "b"), said("d", "e"), said("e", "f", "unsure")) == ["abc", "de"]


def test_a_person_s_no_lies_in_no_group() -> None:
    weak, strong = said("a", "b", score=0.6), said("b", "c", score=0.8)
    folded = fold([weak, strong, said("a", "c", "no", ANN)])
    assert [[thing.article for thing in group] for group in folded.groups] == [["b", "c"]]
    assert folded.passed_over == (weak,)


def test_a_machine_s_no_joins_nothing_and_cuts_nothing() -> None:
    assert groups(said("a", "b"), said("b", "c"), said("a", "c", "no")) == ["abc"]


def test_a_person_stands_over_the_machine_whenever_it_spoke() -> None:
    assert groups(said("a", "b", "no", ANN), said("b", "a", "yes")) == []
    assert groups(said("a", "b", "yes", ANN), said("a", "b", "no")) == ["ab"]
    assert groups(said("a", "b"), said("a", "b", "unsure", ANN)) == []


def test_the_later_word_stands_and_can_be_taken_back() -> None:
    first, second = said("a", "b", "no", ANN), said("a", "b", "yes", BEN)
    assert groups(first, second) == ["ab"]
    assert groups(first, second, said("b", "a", "withdrawn", BEN)) == []
    assert groups(said("a", "b"), first, said("a", "b", "withdrawn", ANN)) == ["ab"]
    assert groups(said("a", "b", "withdrawn", ANN)) == []


def test_a_later_no_does_not_break_what_is_passed_over_in_silence() -> None:
    joined = [said("a", "b", "yes", ANN), said("b", "c", "yes", ANN)]
    apart = said("a", "c", "no", ANN)
    assert groups(*joined, apart) == ["bc"]  # the latest two of the three
    assert fold([apart, *joined]).passed_over == (apart,)


def test_what_cannot_be_judged() -> None:
    article, event, mention = Pointer("a"), Pointer("a", "e@1"), Pointer("a", "m@1")
    for left, right in ((article, event), (event, event), (mention, Pointer("b", "m@1"))):
        with pytest.raises(BadJudgement):
            Judgement(left, right, "yes")
    with pytest.raises(BadJudgement):
        Judgement(event, Pointer("b", "e@1"), "copied")


def test_a_key_tells_carriers_apart_and_is_a_pointer() -> None:
    here, there = Article("Same text.", outlet="Here"), Article("Same text.", outlet="There")
    assert article_key(here) != article_key(there)
    assert article_key(Article("Same text.")) == here.id
    assert Pointer.parse(str(Pointer(article_key(here), "e@3"))) == Pointer(article_key(here), "e@3")


@given(
    st.lists(st.tuples(*[st.sampled_from("abcdef")] * 2, st.sampled_from(["yes", "no", "withdrawn"]), st.booleans()))
)
def test_no_group_holds_what_its_latest_person_parts(words: list[tuple[str, str, Verdict, bool]]) -> None:
    told = [said(a, b, verdict, ANN if person else MACHINE) for a, b, verdict, person in words if a != b]
    folded = fold(told)
    place = folded.places()
    for judgement in standing(told):
        a, b = judgement.pair
        if judgement.by_person and judgement not in folded.passed_over:
            assert (place.get(a, -1) == place.get(b, -2)) == judgement.joins
    assert sum(map(len, folded.groups)) == len(place)
