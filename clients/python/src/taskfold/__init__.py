"""Asks Taskfold what became of AI tasks and what they cost, reports to it, and receives its callbacks."""

from taskfold._async.client import AsyncTaskfold
from taskfold._async.pager import AsyncPager
from taskfold._capture import RawResponse
from taskfold._core.answers import Page
from taskfold._core.feed import TaskUpdate
from taskfold._reporting.reporter import Reporter
from taskfold._sync.client import Taskfold
from taskfold._sync.pager import Pager

__all__ = ["AsyncPager", "AsyncTaskfold", "Page", "Pager", "RawResponse", "Reporter", "TaskUpdate", "Taskfold"]
