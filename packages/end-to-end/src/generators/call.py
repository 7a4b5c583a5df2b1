"""Asks the API with the client that openapi-python-client has made: python call.py FOLDER, with API and KEY."""
import os
import sys

sys.path.insert(0, sys.argv[1])
from python import AuthenticatedClient
from python.api.tasks import get_task, list_tasks
from python.models import Error, Task

TASK = os.environ["TASK"]
client = AuthenticatedClient(base_url=os.environ["API"], token=os.environ["KEY"])
task = get_task.sync(TASK, client=client)
assert isinstance(task, Task), task
assert task.status.value == "succeeded" and task.usage.image_pixels == 1_048_576, task
missing = get_task.sync("task_nobody_knows", client=client)
assert isinstance(missing, Error) and missing.error.code == "task_not_found", missing
page = list_tasks.sync(client=client, limit=1)
assert [each.task_id for each in page.data] == [TASK], page
