"""Tables in the intake: what they seem to hold is shown, and what a person chooses counts."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from dashboard.tables import confirmed_columns
    from geodata.messages import Words

    table = b"id,when,body,said\n1,13/12/2024,Homs was calm all day on Sunday,<b>Wire</b>\n"
    t = Words("en")
    st.json({"table": confirmed_columns("rows.csv", table, "f1", t)}, expanded=True)
    st.json({"text": confirmed_columns("story.txt", b"Homs was calm.", "f2", t)})
    st.json({"broken": confirmed_columns("broken.json", b'{"cut', "f3", t)})


def test_a_table_is_shown_for_confirmation() -> None:
    app = AppTest.from_function(page, default_timeout=300).run()
    assert not app.exception
    assert [expander.label for expander in app.expander] == [r"rows\.csv: 1 row, read as reports"]
    boxes = {box.label: box for box in app.selectbox}
    assert boxes["Text"].value == "body"
    assert boxes["Date of the report"].value == "when"
    assert boxes["Latitude"].value == ""
    assert [element.value for element in app.json] == [
        '{"table": {}}',
        '{"text": {}}',
        '{"broken": {}}',
    ]
    boxes["Text"].set_value("said")
    boxes["Date of the report"].set_value("")
    app.run()
    assert app.json[0].value == '{"table": {"text": "said", "published": "-"}}'
