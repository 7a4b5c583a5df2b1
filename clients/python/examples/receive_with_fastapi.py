import os
from typing import Annotated

from fastapi import Depends, FastAPI

from taskfold.receiving import ReceivedCallback
from taskfold.receiving.fastapi import callback_of

# One, or two while one replaces the other.
verified = callback_of(os.environ["CALLBACK_SECRETS"].split(","))
app = FastAPI()


@app.post("/callbacks", status_code=204)
def receive(callback: Annotated[ReceivedCallback, Depends(verified)]) -> None:
    # callback.id is the same whenever the same callback comes again: handle each once.
    print(callback.type, callback.data.task_id, callback.data.output)
