"""Asks the API with the client that openapi-generator has made, which is installed, with API and KEY."""
import os

import openapi_client
from openapi_client.exceptions import NotFoundException

TASK = os.environ["TASK"]
configuration = openapi_client.Configuration(host=os.environ["API"], access_token=os.environ["KEY"])
with openapi_client.ApiClient(configuration) as client:
    tasks = openapi_client.TasksApi(client)
    task = tasks.get_task(TASK)
    assert task.status.value == "succeeded" and task.usage.image_pixels == 1_048_576, task
    try:
        raise AssertionError(tasks.get_task("task_nobody_knows"))
    except NotFoundException as error:
        assert "task_not_found" in error.body, error
    page = tasks.list_tasks(limit=1)
    assert [each.task_id for each in page.data] == [TASK], page
