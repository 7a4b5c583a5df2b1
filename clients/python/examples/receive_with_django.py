import os

from django.http import HttpRequest, HttpResponse

from taskfold.receiving import ReceivedCallback
from taskfold.receiving.django import receives_callbacks


@receives_callbacks(os.environ["CALLBACK_SECRETS"].split(","))
def receive(request: HttpRequest, callback: ReceivedCallback) -> HttpResponse:
    print(callback.type, callback.data.task_id, callback.data.output)
    return HttpResponse(status=204)
