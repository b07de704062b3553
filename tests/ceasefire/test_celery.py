"""Celery rings a bell; losing or doubling a message costs nothing."""

from ceasefire.celery import app


def test_a_message_is_taken_off_only_when_its_work_is_done():
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1


def test_only_json_is_read_and_no_result_is_kept():
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"
    assert app.conf.task_ignore_result


def test_beat_knows_three_things_and_forgets_them_if_nobody_listens():
    entries = app.conf.beat_schedule.values()
    rung_for = {entry["task"].rsplit(".", 1)[1] for entry in entries}
    assert rung_for == {"look_now", "keep_ledger_now", "tell_now"}
    assert all(entry["options"]["expires"] <= 10 for entry in entries)


def test_beat_keeps_no_file():
    assert app.conf.beat_scheduler == "celery.beat:Scheduler"


def test_the_task_that_beat_rings_for_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)
