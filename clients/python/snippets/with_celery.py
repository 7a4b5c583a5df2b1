import os
from typing import Any

from celery import Celery

from taskfold.celery import report_tasks

app: Any = Celery("images", broker=os.environ.get("BROKER_URL", "redis://127.0.0.1"))
app.conf.task_acks_late = True

# Where tasks are sent and where they are worked on. TASKFOLD_API_URL and TASKFOLD_API_KEY come from the environment.
report_tasks(capability=lambda _: "image.generate", model="flux")


@app.task(autoretry_for=(OSError,), max_retries=3)
def draw(prompt: str) -> dict[str, str]:
    return {"drawn": prompt}


if __name__ == "__main__":
    print(draw.delay("A lighthouse in fog").id)
