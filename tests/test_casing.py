"""Text in capitals: read as if it had small letters, shown and counted as it stands."""

import pytest

from dateline import annotate
from dateline.annotate.casing import in_mixed_case
from dateline.annotate.layers import LAYERS
from dateline.text.article import Article, Block
from dateline.text.span import Span


@pytest.mark.parametrize(
    ("loud", "read"),
    [
        ("GUNMEN ATTACKED A FARM NEAR SAN SALVADOR ON 3 MAY.", "Gunmen attacked a farm near San Salvador on 3 May."),
        ("THE TREATY MAY BE SIGNED BY THE UNITED NATIONS", "The treaty may be signed by the United Nations"),
        ("THE FRONT [FLQ] AND ITS WING (ARMA) STOPPED FIRING.", "The front [FLQ] and its wing (ARMA) stopped firing."),
        ("THE CIA SAYS WHO MAY LET A FARC ENVOY IN.", "The CIA says who may let a FARC envoy in."),
        ("THE WING [QEL] LEFT AT NOON, QEL MEN SAY.", "The wing [QEL] left at noon, QEL men say."),
        ("OFFICES IN SAN PEDRO SULA WERE SHUT.", "Offices in San Pedro Sula were shut."),
        ('PRESIDENT ZOLTRUM SAID: "WE WON\'T GO."', 'President Zoltrum said: "We won\'t go."'),
        ("Only NATO and the USSR are written large here.", "Only NATO and the USSR are written large here."),
        ("İSTANBUL'DA OLAN BİTEN ŞEYLER VE SONRASI", None),
        ("ǅ ŉ ß ﬁ " * 6, None),
    ],
)
def test_letters_change_and_places_do_not(loud: str, read: str | None) -> None:
    found = in_mixed_case(Article(loud)).text
    assert len(found) == len(loud)
    assert read is None or found == read


def test_what_the_text_writes_small_elsewhere_is_small() -> None:
    text = "QUORL HARVEST FAILS AGAIN IN VALLEY\n\nThe quorl is a bean. Farmers grow quorl in the valley."
    assert in_mixed_case(Article(text)).text.startswith("Quorl harvest fails again in valley\n")
    assert "quorl harvest" in in_mixed_case(Article("THE " + text)).text


def test_the_record_keeps_the_text() -> None:
    text = "ARMED MEN KILLED TWO NURSES IN LIMA ON FRIDAY."
    record = annotate(Article(text, blocks=(Block(Span(0, len(text)), "paragraph"),)))
    killed = next(event for event in record.events if event.kind == "ASSAULT")
    assert record.article.text == text
    assert record.article.quote(killed.span) == "KILLED"
    assert [record.article.quote(role.span) for role in killed.roles] == ["ARMED MEN", "TWO NURSES"]


def test_times_alone_need_no_parser() -> None:
    times = tuple(layer for layer in LAYERS if layer.name == "times")
    assert annotate(Article("THE ARMY MET ON 3 MAY 1989 IN THE CAPITAL."), times).article.text.startswith("THE ARMY")
