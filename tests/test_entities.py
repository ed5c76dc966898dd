"""The name layer on hand-made tokens: what it joins, what it keeps apart, where it stays silent. No parser is needed here."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.annotate.entities import find_entities
from dateline.annotate.mentions import Mentions
from dateline.annotate.tree import Tree
from dateline.text.article import Article
from dateline.text.record import Record
from hand_made import named, parsed, who


def test_a_title_is_kept_and_no_part_of_the_name() -> None:
    record = parsed("Colonel Omar Haddad spoke .", labels={"Omar Haddad": "PERSON"})
    [person] = record.entities
    assert (person.name, person.kind, [role.title for role in person.roles]) == ("Omar Haddad", "person", ["Colonel"])
    assert record.article.quote(record.mentions[0].span) == "Colonel Omar Haddad"


def roles(record: Record, name: str) -> list[str]:
    return [role.title for role in named(record, name).roles]


def test_a_title_of_several_words_is_passed_as_one() -> None:
    record = parsed("Chief of Staff Omar Haddad spoke .")
    assert [entity.name for entity in record.entities] == ["Omar Haddad"]
    assert roles(record, "Omar Haddad") == ["Chief of Staff"]


def test_what_an_office_is_for_begins_no_name() -> None:
    record = parsed("Director of Rail Planning spoke .")
    assert record.entities == ()


def test_the_end_of_a_title_is_no_name() -> None:
    record = parsed("Secretary of State Omar Haddad spoke .", labels={"State": "ORG", "Omar Haddad": "PERSON"})
    assert [entity.name for entity in record.entities] == ["Omar Haddad"]
    assert roles(record, "Omar Haddad") == ["Secretary of State"]


def test_a_counsel_holds_an_office() -> None:
    record = parsed("Counsel Omar Haddad spoke .", labels={"Omar Haddad": "PERSON"})
    assert roles(record, "Omar Haddad") == ["Counsel"]


def test_the_service_before_a_rank_belongs_to_the_title() -> None:
    record = parsed("Navy Capt. Omar Haddad spoke .", labels={"Navy": "ORG", "Omar Haddad": "PERSON"})
    assert [entity.name for entity in record.entities] == ["Omar Haddad"]
    assert roles(record, "Omar Haddad") == ["Navy Capt."]


def test_a_service_alone_is_a_name() -> None:
    record = parsed("the Navy met Omar Haddad .", labels={"Navy": "ORG", "Omar Haddad": "PERSON"})
    assert [entity.name for entity in record.entities] == ["Navy", "Omar Haddad"]


def test_an_office_in_small_letters_and_the_rank_after_it_are_two_titles() -> None:
    record = parsed("director Navy Capt. Omar Haddad spoke .", labels={"Navy": "ORG", "Omar Haddad": "PERSON"})
    assert roles(record, "Omar Haddad") == ["director", "Navy Capt."]


@pytest.mark.parametrize("noun", ["regime", "junta"])
def test_a_government_called_after_a_person_is_not_the_person(noun: str) -> None:
    record = hanging(f"the Haddad {noun} spoke .", {"Haddad": "PERSON"})
    assert [(entity.name, entity.kind) for entity in record.entities] == [
        ("Haddad", "person"),
        (f"Haddad {noun}", "government"),
    ]
    assert (who(record, "Haddad"), who(record, noun)) == ("Haddad", f"Haddad {noun}")


def test_the_government_of_a_country_or_town_is_not_called_after_a_person() -> None:
    for name, label in (("Syria", "GPE"), ("Sarmada", "GPE"), ("Kurdish", "NORP")):
        record = hanging(f"the {name} regime spoke .", {name: label})
        assert all(record.article.quote(mention.span) != "regime" for mention in record.mentions)


def hanging(sentence: str, labels: dict[str, str]) -> Record:
    """The sentence with its third word as head of its second, as a parser has it."""
    record = parsed(sentence, labels=labels)
    tokens = list(record.tokens)
    tokens[1] = replace(tokens[1], dep="compound", head=2)
    return find_entities(Record(record.article, tokens=tuple(tokens)))


def test_a_place_and_the_adjective_of_a_country_beside_it_are_two_names() -> None:
    record = hanging_last("bomb hit Aleppo Syrian television", {"Aleppo Syrian": "GPE"})
    assert [(entity.name, entity.kind) for entity in record.entities] == [("Aleppo", "place"), ("Syria", "country")]


def test_an_adjective_that_ends_a_name_of_its_own_stays_in_it() -> None:
    record = hanging_last("bomb hit Sarmada Syrian .", {"Sarmada Syrian": "ORG"})
    assert [entity.name for entity in record.entities] == ["Sarmada Syrian"]


def hanging_last(sentence: str, labels: dict[str, str]) -> Record:
    """The sentence with its last word as head of the one before."""
    record = parsed(sentence, labels=labels)
    tokens = list(record.tokens)
    tokens[-2] = replace(tokens[-2], dep="amod", head=len(tokens) - 1)
    return find_entities(Record(record.article, tokens=tuple(tokens)))


def test_a_body_by_its_kind_alone_is_the_one_given_in_full() -> None:
    record = parsed(
        "The Coast Observatory for Northern Trade met .",
        "the Observatory spoke .",
        labels={"Coast Observatory for Northern Trade": "ORG", "Observatory": "PERSON"},
    )
    assert who(record, "Observatory") == "Coast Observatory for Northern Trade"


def test_a_kind_alone_is_nobodys_short_name_where_two_bodies_may_be_meant() -> None:
    record = parsed(
        "The Coast Observatory for Northern Trade met the River Observatory for Southern Trade .",
        "the Observatory spoke .",
        labels={
            "Coast Observatory for Northern Trade": "ORG",
            "River Observatory for Southern Trade": "ORG",
            "Observatory": "PERSON",
        },
    )
    assert who(record, "Observatory") == "Observatory"


def test_the_adjective_before_a_title_is_a_name_of_its_own() -> None:
    record = parsed(
        "Jordanian Foreign Minister Omar Haddad spoke .", labels={"Jordanian Foreign Minister Omar Haddad": "PERSON"}
    )
    assert [(entity.name, entity.kind) for entity in record.entities] == [
        ("Jordan", "country"),
        ("Omar Haddad", "person"),
    ]
    assert [mention.form for mention in record.mentions] == ["adjective", "name"]
    assert named(record, "Omar Haddad").roles[0].title == "Foreign Minister"


def test_a_surname_stands_for_the_full_name() -> None:
    record = parsed("Omar Haddad spoke .", "Haddad left .", labels={"Omar Haddad": "PERSON", "Haddad": "GPE"})
    assert [entity.name for entity in record.entities] == ["Omar Haddad"]
    assert record.entities[0].aliases == ("Haddad",)


def test_two_persons_of_one_surname_stay_two_and_the_bare_surname_is_nobodys() -> None:
    record = parsed(
        "Omar Haddad met Layla Haddad .",
        "Haddad left .",
        labels={"Omar Haddad": "PERSON", "Layla Haddad": "PERSON", "Haddad": "PERSON"},
    )
    assert [entity.name for entity in record.entities] == ["Omar Haddad", "Layla Haddad"]
    assert who(record, "Haddad") is None


def test_a_title_tells_two_of_one_surname_apart() -> None:
    record = parsed(
        "Colonel Omar Haddad met Senator Layla Haddad .",
        "Senator Haddad left .",
        labels={"Omar Haddad": "PERSON", "Layla Haddad": "PERSON", "Haddad": "PERSON"},
    )
    assert who(record, "Senator Haddad") == "Layla Haddad"


def test_an_acronym_in_parentheses_is_another_name_and_stands_alone_later() -> None:
    record = parsed(
        "The Northern Water Council ( NWC ) met .",
        "NWC spoke .",
        labels={"Northern Water Council": "ORG", "NWC": "PERSON"},
    )
    [council] = record.entities
    assert (council.name, council.aliases, council.kind) == ("Northern Water Council", ("NWC",), "organization")


def test_a_place_in_parentheses_is_no_other_name() -> None:
    record = parsed("He left Sarmada ( Syria ) .", labels={"Sarmada": "GPE", "Syria": "GPE"})
    assert {entity.name for entity in record.entities} == {"Sarmada", "Syria"}


def test_known_aliases_are_one() -> None:
    record = parsed("Daesh fled .", "ISIL spoke .", labels={"Daesh": "GPE", "ISIL": "ORG"})
    [group] = record.entities
    assert (group.kind, group.aliases) == ("armed_group", ("ISIL",))


def test_a_country_is_one_by_all_its_names_and_needs_its_capitals() -> None:
    record = parsed("US soldiers left the United States .", "He told us .", labels={"United States": "GPE"})
    assert [(entity.name, entity.place.country) for entity in record.entities if entity.place] == [
        ("United States", "US")
    ]
    assert len([m for m in record.mentions if m.entity == record.entities[0].id]) == 2


@pytest.mark.parametrize(("words", "form"), [("Chinese Haddad left .", "adjective"), ("The Chinese left .", "nominal")])
def test_a_word_for_a_people_may_be_an_adjective(words: str, form: str) -> None:
    record = parsed(words, labels={"Chinese": "NORP"})
    assert record.mentions[0].form == form


def test_adjectives_of_two_words_are_of_their_country() -> None:
    record = parsed(
        "South Korean soldiers fled .", labels={"South Korean": "NORP"}, tags={"South": "JJ", "Korean": "JJ"}
    )
    assert [(entity.name, entity.kind) for entity in record.entities] == [("South Korea", "country")]


def test_a_name_that_only_looks_like_another_stays_apart() -> None:
    record = parsed("Reuters said .", "R\u0435uters said .", labels={"Reuters": "ORG", "R\u0435uters": "ORG"})
    assert len(record.entities) == 2


def test_a_cued_place_that_no_table_has_is_a_place_without_a_point() -> None:
    record = parsed("He left the town of Qwertabad .", labels={"Qwertabad": "ORG"})
    place = named(record, "Qwertabad")
    assert place.kind == "place"
    assert place.place is not None
    assert place.place.point is None


def test_the_kind_is_one_for_all_mentions() -> None:
    record = parsed("General Sarvan spoke .", "Sarvan left .", labels={"Sarvan": "GPE"})
    assert [(entity.name, entity.kind) for entity in record.entities] == [("Sarvan", "person")]


@pytest.mark.parametrize(
    ("noun", "whom"), [("the colonel", "Omar Haddad"), ("the commander", "Omar Haddad"), ("the senator", "Layla Karim")]
)
def test_an_office_points_back_to_its_one_holder(noun: str, whom: str) -> None:
    record = parsed(
        "Colonel Omar Haddad met Senator Layla Karim .",
        f"He saw {noun} .",
        labels={"Omar Haddad": "PERSON", "Layla Karim": "PERSON"},
    )
    assert who(record, noun) == whom


def test_an_office_of_two_holders_points_to_nobody() -> None:
    record = parsed(
        "Colonel Omar Haddad met Colonel Ali Karim .",
        "Then the colonel left .",
        labels={"Omar Haddad": "PERSON", "Ali Karim": "PERSON"},
    )
    assert "the colonel" not in [record.article.quote(mention.span) for mention in record.mentions]


def test_swapped_parties_give_swapped_findings() -> None:
    labels = {"Iran": "GPE", "Iraq": "GPE"}
    one, other = (parsed(f"{a} met {b} .", labels=labels) for a, b in (("Iran", "Iraq"), ("Iraq", "Iran")))
    assert [entity.name for entity in one.entities] == [entity.name for entity in reversed(other.entities)]
    assert [(e.kind, e.place and e.place.precision) for e in one.entities] == [
        (e.kind, e.place and e.place.precision) for e in other.entities
    ]


def test_mentions_answer_by_token_and_by_phrase() -> None:
    record = parsed("Colonel Omar Haddad left Mosul .", labels={"Omar Haddad": "PERSON", "Mosul": "GPE"})
    mentions = Mentions(record)
    assert mentions.entity(mentions.at_token(1)) == named(record, "Omar Haddad")
    assert mentions.at_token(3) is None
    found = mentions.of_phrase(Tree(record.tokens), 4)
    assert found is not None
    assert record.article.quote(found.span) == "Mosul"


def test_an_article_without_words_has_no_names() -> None:
    assert find_entities(Record(Article(""))).entities == ()


WORD = st.sampled_from(
    [
        "US",
        "Iraq",
        "Iraqi",
        "(",
        ")",
        ",",
        "'",
        "-",
        "The",
        "the",
        "of",
        "President",
        "Gen.",
        "Omar",
        "Haddad",
        "HADDAD",
        "NWC",
        "said",
        "he",
        "He",
        "his",
        "group",
        "'s",
        "“",
        "”",
        "7",
        "İ",
        "ʿ",
        "Province",
        "Reuters",
    ]
)


@settings(max_examples=60, deadline=None)
@example(["US", "(", "US", "US", ",", "US", "He"], "PERSON", 4)  # a pronoun inside a name is a part of it
@given(
    st.lists(WORD, min_size=1, max_size=30),
    st.sampled_from(["PERSON", "ORG", "GPE", "NORP", "DATE"]),
    st.integers(1, 4),
)
def test_spans_are_in_bounds_ordered_and_unique_for_any_words(words: list[str], label: str, size: int) -> None:
    labels = {" ".join(words[at : at + size]): label for at in range(0, len(words), 5)}
    record = parsed(" ".join(words), labels=labels)
    ends = [mention.span for mention in record.mentions]
    assert all(0 <= span.start < span.end <= len(record.article.text) for span in ends)
    assert all(left.end <= right.start for left, right in pairwise(ends))
    assert [entity.id for entity in record.entities] == [f"n{number}" for number in range(1, len(record.entities) + 1)]
    assert {mention.entity for mention in record.mentions} - {None} == {entity.id for entity in record.entities}
    assert find_entities(record) == record


def test_what_a_minister_is_for_is_no_organization() -> None:
    record = parsed("Interior Minister Rana Odell spoke .", labels={"Interior": "ORG", "Rana Odell": "PERSON"})
    [person] = record.entities
    assert (person.name, [role.title for role in person.roles]) == ("Rana Odell", ["Interior Minister"])


@pytest.mark.parametrize(
    ("name", "label", "kind"),
    [
        ("Port Calder", "GPE", "place"),
        ("Lake Ombra", "ORG", "place"),
        ("Calder Port", "ORG", "facility"),
        ("Operation Grey Heron", "ORG", "other"),
    ],
)
def test_the_first_word_of_a_name_may_tell_its_kind(name: str, label: str, kind: str) -> None:
    assert named(parsed(f"Omar Haddad saw {name} .", labels={name: label}), name).kind == kind


def test_a_preposition_that_opens_the_sentence_is_no_part_of_the_name() -> None:
    record = parsed("Near Tell Omra Haddad left .", labels={"Near Tell Omra": "PERSON"}, tags={"Near": "NNP"})
    assert "Tell Omra" in [entity.name for entity in record.entities]


def test_the_last_word_of_a_name_stands_for_it_after_an_article() -> None:
    record = parsed(
        "The Free Delta Movement left .",
        "the Movement spoke .",
        labels={"Free Delta Movement": "ORG", "Movement": "ORG"},
    )
    assert [entity.name for entity in record.entities] == ["Free Delta Movement"]


@pytest.mark.parametrize(
    ("between", "owner"),
    [("Omar Haddad left .", "Ministry of Trade"), ("Omar Haddad saw a ministry .", None)],
)
def test_a_noun_stands_for_the_name_that_holds_it_unless_another_came_between(between: str, owner: str | None) -> None:
    record = parsed(
        "The Ministry of Trade spoke .",
        between,
        "Then the ministry left .",
        labels={"Ministry of Trade": "ORG", "Omar Haddad": "PERSON"},
    )
    linked = any(record.article.quote(mention.span) == "the ministry" for mention in record.mentions)
    assert (who(record, "the ministry") if linked else None) == owner


def test_a_union_is_no_bureau() -> None:
    record = parsed("The Delta Press Bureau spoke .", "Then the union left .", labels={"Delta Press Bureau": "ORG"})
    assert all(mention.form == "name" for mention in record.mentions)


def test_an_empty_it_stands_for_nobody() -> None:
    record = parsed("Syria spoke .", "it seem clear .", labels={"Syria": "GPE"})
    assert not any(mention.form == "pronoun" for mention in record.mentions)


def test_a_bare_surname_is_that_of_the_only_one_named_so_far() -> None:
    record = parsed(
        "Omar Haddad spoke .",
        "Haddad left .",
        "Sami Haddad met him .",
        "Haddad fled .",
        labels={"Omar Haddad": "PERSON", "Sami Haddad": "PERSON", "Haddad": "PERSON"},
    )
    assert (who(record, "Haddad", 0), who(record, "Haddad", 1)) == ("Omar Haddad", None)
