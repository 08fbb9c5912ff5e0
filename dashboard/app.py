"""The page, readable top to bottom: a head, the desk, and what is below it."""

import streamlit as st

from dashboard import below, desk, entrance, head, style
from dashboard.view import current_view, initial_view
from dashboard.workspace import current

st.set_page_config(page_title="Dateline", page_icon=style.ICON, layout="wide")
style.apply()

workspace = current()
if workspace is None:
    st.error("This page needs its server. Stop this one and start it with: dateline serve")
    st.stop()

editable = entrance.may_edit(workspace.access)
feed = workspace.feed()
view = current_view()
head.show(workspace, feed, view, editable=editable)
desk.show(workspace, feed, initial_view(), editable=editable)
below.show(workspace, feed, view)
