"""Files that a browser has sent: Streamlit would keep them in memory until the page is closed."""

from __future__ import annotations

from streamlit.runtime.scriptrunner import get_script_run_ctx

__all__ = ["forget_uploads"]


def forget_uploads() -> None:
    """Let go of this page's files: whoever reads them has their bytes."""
    context = get_script_run_ctx()
    if context is not None:
        context.uploaded_file_mgr.remove_session_files(context.session_id)
