"""Reports from workers: what happens to a task, told while the work goes on."""

from taskfold._reporting.reporter import Reporter, current_task, failure_of
from taskfold._reporting.sending import Publish
from taskfold._reporting.task import TaskReporter

__all__ = ["Publish", "Reporter", "TaskReporter", "current_task", "failure_of"]
