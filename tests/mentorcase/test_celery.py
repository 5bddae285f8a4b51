"""How workers and those who ask them treat the broker, as Celery itself has understood the settings."""

from mentorcase.celery import app


def test_what_a_lost_worker_had_in_hand_comes_back_and_nothing_is_given_out_twice() -> None:
    conf = app.conf
    assert (conf.task_acks_late, conf.task_reject_on_worker_lost, conf.worker_prefetch_multiplier) == (True, True, 1)
    for task in app.tasks.values():
        if not task.name.startswith("celery."):
            assert task.acks_late
            assert task.reject_on_worker_lost
            limits = task.soft_time_limit or conf.task_soft_time_limit, task.time_limit or conf.task_time_limit
            assert limits[0] < limits[1] < conf.broker_transport_options["visibility_timeout"] == 600


def test_messages_are_json_and_who_sends_one_waits_for_no_broker() -> None:
    conf = app.conf
    assert (conf.task_serializer, list(conf.accept_content)) == ("json", ["json"])
    assert conf.broker_transport_options["socket_timeout"] == conf.broker_transport_options["socket_connect_timeout"] == 2
    assert conf.task_publish_retry_policy["max_retries"] == 1


def test_a_worker_waits_for_a_broker_as_long_as_it_is_away() -> None:
    """Celery gives up after a hundred times, which is 50 minutes; then the worker ends, and with it all that script/server has started."""
    assert app.conf.broker_connection_max_retries is None
