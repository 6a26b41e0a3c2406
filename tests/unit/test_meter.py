from assistant.adapters.meter import PrometheusMeter
from assistant.services.model_work import ModelRun, ModelUsage, ServerState


def test_what_was_counted_can_be_read() -> None:
    meter = PrometheusMeter()
    meter.ended(ModelRun("s", "mention", "done", 0.2, 0.3, 1.3, ModelUsage(prompt=340, cached=310, generated=11)))
    meter.ended(ModelRun("s", "mention", "late", 6.0))
    meter.withheld("number")
    meter.withheld("")
    text = meter.text()
    for line in (
        'ascolto_model_requests_total{outcome="done",server="s",work="mention"} 1.0',
        'ascolto_model_requests_total{outcome="late",server="s",work="mention"} 1.0',
        'ascolto_model_prompt_tokens_total{server="s",work="mention"} 30.0',
        'ascolto_model_cached_prompt_tokens_total{server="s",work="mention"} 310.0',
        'ascolto_model_generated_tokens_total{server="s",work="mention"} 11.0',
        'ascolto_model_withheld_total{reason="number"} 1.0',
        "ascolto_model_tailored_total 1.0",
        'ascolto_model_first_token_seconds_sum{server="s",work="mention"} 0.3',
        'ascolto_model_tokens_per_second_sum{server="s",work="mention"} 10.0',
        'ascolto_model_queue_seconds_count{server="s",work="mention"} 2.0',
    ):
        assert line in text


def test_servers_are_asked_when_the_figures_are_read() -> None:
    meter = PrometheusMeter()
    states = [ServerState("s", "ready", "open", running=2, waiting=1)]
    meter.follow(lambda: states)
    text = meter.text()
    assert 'ascolto_model_breaker{server="s"} 2.0' in text
    assert 'ascolto_model_server_ready{server="s"} 1.0' in text
    states[0] = ServerState("s", "loading")
    assert 'ascolto_model_server_ready{server="s"} 0.0' in meter.text()
