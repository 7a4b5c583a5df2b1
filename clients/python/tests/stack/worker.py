"""A worker that a test kills: it does ten steps, and goes on where it was when it starts again."""

import os
from pathlib import Path

from taskfold import Reporter, Taskfold


def main() -> None:
    task_id, noted = os.environ["TASK_ID"], Path(os.environ["DONE"])
    done = noted.read_text().split() if noted.exists() else []
    client = Taskfold(timeout=5)
    with Reporter(publish=client.events.publish, source="/tests/python/worker", spool=os.environ["SPOOL"]) as reporter:
        attempt = 2 if done else 1
        task = reporter.task(task_id, attempt)
        if not done:
            task.created(capability="test", model="m")
        task.started()
        for number in range(10):
            entry = f"charge_{number}"
            if entry in done:
                continue
            task.progress(number * 10, f"step_{number}")
            task.usage(input_tokens=10, id=f"{task_id}-usage-{number}")
            task.charge(entry, "1.25")
            # Told again by the next life what this one has told, and had not yet noted: as it is with workers.
            if attempt == 2 or number < 8:
                with noted.open("a") as file:
                    file.write(f"{entry}\n")
            if attempt == 1 and number == 8:
                reporter.flush(timeout=None)
        task.succeeded({"steps": 10})
        task.settled()
        reporter.close(timeout=30)


if __name__ == "__main__":
    main()
