from taskfold import Reporter, Taskfold
from taskfold.reporting import current_task

client = Taskfold()
# What is told is kept in the directory until it has arrived, also when this process is killed.
reporter = Reporter(publish=client.events.publish, source="/workers/image-7", spool="spool")


@reporter.reports("task_id")
def draw(task_id: str, prompt: str) -> dict[str, str]:
    task = current_task()
    task.progress(42, "denoise")
    # The same id again, after a restart, counts once; so does the same entry of a charge.
    task.usage(image_count=1, id=f"{task_id}-images")
    task.charge("charge_1", "40")
    return {"url": "https://cdn.example.com/8e.png", "prompt": prompt}


draw("task_1", "A lighthouse in the fog")

with reporter.task("task_2", attempt=1) as task:
    task.progress(80, "upscale")
    task.result({"url": "https://cdn.example.com/8f.png"})

reporter.close()
