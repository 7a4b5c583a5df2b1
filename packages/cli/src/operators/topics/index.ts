import { commandGroup } from '../../program/command.ts';
import { createTopics } from './create.ts';
import { checkTopics, listTopics } from './list.ts';
import { moveTopics } from './move.ts';

export const topics = commandGroup('topics', 'Make and look at the topics', [
  listTopics,
  createTopics,
  checkTopics,
  moveTopics,
]);
