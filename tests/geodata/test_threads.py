"""One thread while a report is worked on; afterwards what was before, whoever else asked."""

import threading

import pytest
from threadpoolctl import ThreadpoolController

from geodata.threads import one_thread


def threads():
    found = ThreadpoolController().select(user_api="blas").info()
    return {library["num_threads"] for library in found}


@pytest.fixture(autouse=True)
def nothing_is_left_behind():
    before = threads()
    yield
    assert threads() == before


def test_others_that_ask_meanwhile_leave_no_limit_behind():
    begun, done = threading.Event(), threading.Event()

    def other():
        with one_thread():
            begun.set()
            assert done.wait(60)

    with one_thread():
        worker = threading.Thread(target=other)
        worker.start()
        assert begun.wait(60)
        assert threads() <= {1}
    done.set()
    worker.join()


def fail():
    raise KeyError


def test_a_fault_leaves_no_limit_behind():
    with pytest.raises(KeyError), one_thread():
        fail()
