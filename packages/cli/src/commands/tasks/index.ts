import { group } from '../../program/command.ts';
import { getTask } from './get.ts';

export const tasks = group('tasks', 'Look at tasks, follow them and end them', [getTask]);
