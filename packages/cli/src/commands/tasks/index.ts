import { group } from '../../program/command.ts';
import { cancelTask } from './cancel.ts';
import { listEvents } from './events.ts';
import { getTask } from './get.ts';
import { listTasks } from './list.ts';
import { showTimeline } from './timeline.ts';
import { waitForTask } from './wait.ts';
import { watchTask } from './watch.ts';

export const tasks = group('tasks', 'Look at tasks, follow them and end them', [
  getTask,
  listTasks,
  watchTask,
  waitForTask,
  cancelTask,
  showTimeline,
  listEvents,
]);
