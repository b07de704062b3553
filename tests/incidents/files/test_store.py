"""Every file once, whole, under its hash; nothing half done."""

import hashlib
import resource
import threading

import pytest

from incidents.files.store import MismatchError, OffsetError, Store, StoreFullError

DATA = bytes(range(256)) * 400
HASH = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "evidence")


def send(store, part="one", data=DATA, step=30_000):
    for at in range(0, len(data), step):
        store.append(part, at, data[at : at + step], len(data))


def stored(store):
    return sorted(path.name for path in store.folder.glob("objects/*/*"))


def test_pieces_become_one_object_under_its_hash(store):
    send(store)
    store.finish("one", HASH, len(DATA))
    store.drop("one")
    assert store.path_of(HASH).read_bytes() == DATA
    assert store.state_of(HASH, len(DATA)) == "intact"
    assert list((store.folder / "parts").iterdir()) == []


def test_it_goes_on_where_it_stopped(store):
    store.append("one", 0, DATA[:1000], len(DATA))
    assert store.offset_of("one") == 1000
    assert store.append("one", 1000, DATA[1000:], len(DATA)) == len(DATA)


@pytest.mark.parametrize("offset", [0, 999, 1001])
def test_a_piece_that_does_not_fit_is_refused_and_told_where_to_go_on(store, offset):
    store.append("one", 0, DATA[:1000], len(DATA))
    with pytest.raises(OffsetError) as refused:
        store.append("one", offset, b"x", len(DATA))
    assert (refused.value.offset, store.offset_of("one")) == (1000, 1000)


def test_more_than_announced_is_refused(store):
    with pytest.raises(OffsetError):
        store.append("one", 0, b"four", 3)
    assert store.offset_of("one") == 0


def test_other_bytes_than_announced_are_not_stored(store):
    send(store, data=DATA[:-1] + b"!")
    with pytest.raises(MismatchError):
        store.finish("one", HASH, len(DATA))
    assert (stored(store), store.offset_of("one")) == ([], 0)


def test_an_unfinished_part_is_no_object(store):
    store.append("one", 0, DATA[:1000], len(DATA))
    with pytest.raises(MismatchError):
        store.finish("one", HASH, len(DATA))
    assert stored(store) == []


def test_a_part_that_never_came_is_no_object_though_its_hash_is_there(store):
    store.put([DATA], "one")
    with pytest.raises(MismatchError):
        store.finish("two", HASH, len(DATA))


def test_finishing_twice_is_finishing_once(store):
    send(store)
    for _again in range(2):
        store.finish("one", HASH, len(DATA))
    assert stored(store) == [HASH]


def test_nothing_is_written_to_what_became_an_object(store):
    send(store)
    store.finish("one", HASH, len(DATA))
    with pytest.raises(OffsetError):
        store.append("one", len(DATA), b"more", len(DATA) + 4)
    assert store.state_of(HASH, len(DATA)) == "intact"


def test_the_same_file_twice_at_once_is_one_object(store):
    parts = [f"part-{number}" for number in range(8)]
    for part in parts:
        send(store, part)
    barrier, wrong = threading.Barrier(len(parts)), []

    def finish(part):
        barrier.wait(10)
        try:
            store.finish(part, HASH, len(DATA))
        except Exception as error:  # noqa: BLE001 - the test looks at it
            wrong.append(error)

    threads = [threading.Thread(target=finish, args=(part,)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (wrong, stored(store)) == ([], [HASH])
    assert store.state_of(HASH, len(DATA)) == "intact"


def test_a_changed_object_is_named_and_a_good_copy_takes_its_place(store):
    store.put([DATA], "one")
    path = store.path_of(HASH)
    path.chmod(0o600)
    path.write_bytes(DATA[:-1] + b"!")
    assert store.state_of(HASH, len(DATA)) == "changed"
    store.put([DATA], "two")
    assert store.state_of(HASH, len(DATA)) == "intact"
    assert [kept.read_bytes()[-1:] for kept in (store.folder / "set-aside").iterdir()] == [b"!"]


def test_a_missing_object_is_named(store):
    assert store.state_of(HASH, len(DATA)) == "missing"


@pytest.fixture
def full_disk():
    """Files of this process end at 50,000 bytes, as on a disk with no more room."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_keeps_the_part_as_it_was(store, full_disk):
    store.append("one", 0, DATA[:40_000], len(DATA))
    with pytest.raises(StoreFullError):
        store.append("one", 40_000, DATA[40_000:], len(DATA))
    assert store.offset_of("one") == 40_000


def test_a_full_disk_leaves_nothing_of_what_came_at_once(store, full_disk):
    with pytest.raises(StoreFullError):
        store.put([DATA], "one")
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["", "../x", "a/b", "A", "x" * 65, "a\0"])
def test_no_name_leads_out_of_the_folder(store, name):
    with pytest.raises(ValueError, match="not a"):
        store.offset_of(name)
    with pytest.raises(ValueError, match="not a"):
        store.path_of(name)


def test_old_parts_are_forgotten_and_new_ones_kept(store):
    store.append("old", 0, b"x", 2)
    assert store.forget_parts(older_than=60) == 0
    assert store.forget_parts(older_than=-1) == 1
    assert store.offset_of("old") == 0


def test_the_free_room_of_a_folder_to_come_is_that_of_its_disk(store):
    assert store.free_bytes() > 0
