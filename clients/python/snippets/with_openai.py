from decimal import Decimal

from openai import OpenAI

from taskfold.openai import Job, JobFollower


def cost(job: Job) -> Decimal | None:
    """Credits."""
    return None if job.usage is None else job.usage.output_tokens * Decimal("0.002")


# It has TASKFOLD_API_URL and TASKFOLD_API_KEY from the environment.
jobs = JobFollower(OpenAI(), cost=cost)

response = jobs.create_response(model="gpt-5-mini", input="What hides a lighthouse?")
# After a restart, another process waits for the same id.
ended = jobs.wait(response.id, every=1)
print(ended.id, ended.status)
jobs.flush()
