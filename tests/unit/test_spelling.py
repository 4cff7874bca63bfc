"""Which word was meant."""

from __future__ import annotations

import pytest

from stackgate.spelling import nearest, suggestion

QUEUES = [f"aws_sqs_queue.queue_{number:05}" for number in range(5_000)]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("aws_sqs_queue.jobbs", "aws_sqs_queue.jobs"),
        ("aws_sqs_qeue.jobs", "aws_sqs_queue.jobs"),
        ("AWS_sqs_queue.jobs_", "aws_sqs_queue.jobs"),
        ("something else", None),
    ],
)
@pytest.mark.parametrize("others", [[], QUEUES])
def test_the_nearest_word_is_found_among_few_and_among_many(word: str, meant: str | None, others: list[str]) -> None:
    assert nearest(word, [*others, "aws_sqs_queue.jobs", *others]) == meant


def test_among_many_only_the_likeliest_are_compared_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []

    def close(word: str, words: list[str], **how: object) -> list[str]:
        compared.append(len(words))
        return []

    monkeypatch.setattr("stackgate.spelling.get_close_matches", close)
    assert suggestion("aws_sqs_queue.quue", QUEUES) == ""
    assert compared == [200]
