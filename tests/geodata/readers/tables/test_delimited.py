"""Separated text: every line is a row or part of one, whatever its quotation marks."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.readers.tables.delimited import read_delimited, sniff_delimiter


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found_beside_commas_in_prose(delimiter: str) -> None:
    rows = [["date", "title", "text"], ["2024-04-03", "One", "a, b; c | d"], ["2", "Two", "e, f"]]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    assert sniff_delimiter(out.getvalue()) == (delimiter, 1.0)


def test_a_sep_line_is_believed_and_is_no_row() -> None:
    text = "sep=|\na|b\n1|x,y\n"
    assert sniff_delimiter(text) == ("|", 1.0)
    grid = read_delimited(text, "|")
    assert grid is not None
    assert grid.names == ("a", "b")
    assert [row.cells for row in grid.rows] == [("1", "x,y")]


def test_a_quotation_mark_left_open_swallows_no_row() -> None:
    text = (
        'id,text,source\n1,"good, one",a\n2,"never closed,b\n3,"good ""quoted"" one",c\n'
        '4,"two\nlines",d\n5,plain,e\n'
    )
    grid = read_delimited(text, ",")
    assert grid is not None
    assert [row.cells[0] for row in grid.rows] == ["1", "2", "3", "4", "5"]
    assert [row.cells[2] for row in grid.rows] == list("abcde")
    assert grid.rows[1].cells[1] == "never closed"
    assert grid.rows[3].cells[1] == "two\nlines"
    assert "row 3:" in grid.gaps[0]


def test_many_open_marks_cost_no_square_of_time() -> None:
    text = "id,text\n" + "".join(f'{n},"open {n}\n' for n in range(20_000))
    grid = read_delimited(text, ",")
    assert grid is not None
    assert len(grid.rows) == 20_000


def test_titles_above_the_names_and_tags_below_are_no_rows() -> None:
    text = "Incidents in 2024,,\n,,\nDate,Place,Notes\n#date,#loc+name,#description\n1,Gao,Quiet\n"
    grid = read_delimited(text, ",")
    assert grid is not None
    assert grid.names == ("Date", "Place", "Notes")
    assert grid.tags == ("#date", "#loc+name", "#description")
    assert [(row.number, row.cells) for row in grid.rows] == [(5, ("1", "Gao", "Quiet"))]


def test_names_are_unique_and_never_empty() -> None:
    grid = read_delimited("a,,a,b,c\n1,2,3,4,5\n", ",")
    assert grid is not None
    assert len(set(grid.names)) == 5
    assert grid.names[:2] == ("a", "column 2")


def test_ten_thousand_columns() -> None:
    names = ",".join(f"c{n}" for n in range(10_000))
    grid = read_delimited(f"{names}\n{','.join('x' * 10_000)}\n", ",")
    assert grid is not None
    assert len(grid.names) == len(grid.rows[0].cells) == 10_000


def test_more_cells_than_columns_are_joined_and_told() -> None:
    grid = read_delimited("a,b\n1,2\n1,two, and three\n", ",")
    assert grid is not None
    assert grid.rows[1].cells == ("1", "two,  and three")
    assert grid.gaps == ("more cells than columns, the last ones joined: rows 3",)


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=20))
def test_what_csv_writes_is_read_back(rows: list[list[str]]) -> None:
    rows = [[f"r{n}", *row[1:]] for n, row in enumerate(rows)]
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["id", "one", "two"], *rows])
    grid = read_delimited(out.getvalue(), ",")
    assert grid is not None
    assert [list(row.cells) for row in grid.rows] == rows
    assert grid.gaps == ()


@given(st.text(alphabet=st.sampled_from("ab\",;\n\r \t'|"), max_size=80))
def test_any_text_gives_rows_of_one_width(text: str) -> None:
    delimiter, _ = sniff_delimiter(text)
    grid = read_delimited(text, delimiter or ",")
    if grid is not None:
        assert {len(row.cells) for row in grid.rows} <= {len(grid.names)}
        numbers = [row.number for row in grid.rows]
        assert numbers == sorted(set(numbers))
