import { commandGroup } from '../../program/command.ts';
import { cancelTask } from './cancel.ts';
import { countTasks } from './counts.ts';
import { listEvents } from './events.ts';
import { getTask } from './get.ts';
import { listTasks } from './list.ts';
import { showTimeline } from './timeline.ts';
import { awaitTask } from './wait.ts';
import { watchTask } from './watch.ts';

export const tasks = commandGroup('tasks', 'Look at tasks, follow them and end them', [
  getTask,
  listTasks,
  countTasks,
  watchTask,
  awaitTask,
  cancelTask,
  showTimeline,
  listEvents,
]);
