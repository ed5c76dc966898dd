"""The interval network: tightest bounds, contradictions as cycles, and a bound on its work."""

from datetime import date
from itertools import product
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.annotate.settle.counts import Count
from dateline.annotate.settle.network import MOST_DISTANCES, MOST_POINTS, ORIGIN, Distance, solve
from dateline.text.when import Grain

POINTS = ("a", "b", "c")


def test_bounds_go_both_ways() -> None:
    told = [Distance("vote", "flight", -2, -2, 0), Distance(ORIGIN, "flight", 7, 7), Distance("vote", "count", 1, 3, 1)]
    bounds = solve(told).bounds
    assert bounds["vote"].day == 9
    assert (bounds["count"].low, bounds["count"].high, bounds["count"].by) == (10, 12, told[2])


def test_a_contradiction_is_handed_back_and_the_rest_is_solved() -> None:
    days = [Distance(ORIGIN, "a", 0, 0), Distance(ORIGIN, "b", 77, 77)]
    wrong, right = Distance("a", "b", 40, 40, 0), Distance("b", "c", 1, 1, 1)
    solution = solve([*days, wrong, right])
    assert [set(cycle) for cycle in solution.contradictions] == [{*days, wrong}]
    assert solution.bounds["c"].day == 78


def test_a_circle_of_befores_needs_no_date() -> None:
    circle = [Distance(left, right, 1, None, number) for number, (left, right) in enumerate(("ab", "bc", "ca"))]
    assert set(solve(circle).contradictions[0]) == set(circle)
    assert not solve(circle[:2]).contradictions


NUMBERS = st.integers(0, 4)
TOLD = st.lists(st.tuples(st.sampled_from(("", *POINTS)), st.sampled_from(POINTS), NUMBERS, NUMBERS), max_size=5)


@settings(max_examples=150, deadline=None)
@given(TOLD)
def test_the_bounds_are_those_of_trying_every_day(told: list[tuple[str, str, int, int]]) -> None:
    within = [Distance(ORIGIN, point, 0, 6) for point in POINTS]
    network = [
        *within,
        *(Distance(a, b, min(c, d), max(c, d), number) for number, (a, b, c, d) in enumerate(told) if a != b),
    ]
    fitting = [
        days
        for values in product(range(7), repeat=len(POINTS))
        if (days := {ORIGIN: 0, **dict(zip(POINTS, values, strict=True))})
        and all((each.low or 0) <= days[each.to] - days[each.since] <= (each.high or 0) for each in network)
    ]
    solution = solve(network)
    assert bool(solution.contradictions) == (not fitting)
    if fitting:
        for point in POINTS:
            values = [days[point] for days in fitting]
            assert (solution.bounds[point].low, solution.bounds[point].high) == (min(values), max(values))


@pytest.mark.parametrize("points", [3, MOST_POINTS, 20_000])
def test_a_text_full_of_contradictions_is_bounded_work(points: int) -> None:
    told = [
        Distance(f"p{at % points}", f"p{(at * 7 + 1) % points}", at % 5 + 1, at % 5 + 2, at)
        for at in range(20_000)
        if at % points != (at * 7 + 1) % points
    ]
    start = perf_counter()
    solution = solve([Distance(ORIGIN, "p0", 0, 0), *told])
    assert perf_counter() - start < 5
    assert len(solution.kept) <= MOST_DISTANCES


@pytest.mark.parametrize(
    ("count", "days"),
    [
        (Count(40, Grain.DAY), (40, 40)),
        (Count(40, Grain.DAY, nth=True), (39, 40)),
        (Count(2, Grain.DAY, nth=True, own=True), (1, 1)),
        (Count(2, Grain.WEEK, nth=True), (7, 13)),
        (Count(-2, Grain.DAY), (-2, -2)),
    ],
)
def test_what_a_count_comes_to(count: Count, days: tuple[int, int]) -> None:
    assert count.days == days
    least, most = count.told_days
    assert least < days[0] <= days[1] < most


def test_months_and_years_are_counted_on_the_calendar() -> None:
    day = date(2020, 1, 31).toordinal()
    end = date(2020, 2, 29).toordinal()
    assert Count(1, Grain.MONTH).from_period(day, day) == (end, end)
    assert Count(1, Grain.MONTH, calendar=True).from_period(day, day) == (date(2020, 2, 1).toordinal(), end)
    assert Count(1, Grain.YEAR).from_period(day, day, back=True) == (
        date(2019, 1, 1).toordinal(),
        date(2019, 12, 31).toordinal(),
    )
    assert Count(9000, Grain.YEAR).from_period(day, day) is None
