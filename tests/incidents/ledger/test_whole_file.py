"""Files of keys: whole or not there, the owner's alone, the first maker's."""

import threading

from incidents.ledger.whole_file import make_once, replace_file


def test_a_file_is_made_for_its_owner_only(tmp_path):
    path = tmp_path / "new" / "key"
    make_once(path, b"one")
    assert path.read_bytes() == b"one"
    assert path.stat().st_mode & 0o077 == 0


def test_a_file_that_is_there_is_not_made_again(tmp_path):
    path = tmp_path / "new" / "key"
    make_once(path, b"one")
    make_once(path, b"two")
    assert path.read_bytes() == b"one"
    assert [file.name for file in path.parent.iterdir()] == ["key"]


def test_a_file_is_replaced_whole_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "new" / "memory"
    path.parent.mkdir()
    replace_file(path, b"one")
    replace_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert [file.name for file in path.parent.iterdir()] == ["memory"]


def test_who_reads_while_it_is_replaced_reads_one_or_the_other(tmp_path):
    path = tmp_path / "new" / "memory"
    path.parent.mkdir()
    replace_file(path, b"a" * 1000)
    seen, over = set(), threading.Event()

    def read():
        while not over.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for letter in (b"b", b"a") * 20:
        replace_file(path, letter * 1000)
    over.set()
    reader.join()
    assert seen <= {b"a" * 1000, b"b" * 1000}
