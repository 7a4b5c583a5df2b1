import { commandGroup } from '../../program/command.ts';
import { listDeadLetters } from './list.ts';
import { discardDeadLetters, redriveDeadLetters } from './settle.ts';
import { showDeadLetter } from './show.ts';

export const deadLetters = commandGroup('dead-letters', 'Deal with records that can never fold', [
  listDeadLetters,
  showDeadLetter,
  redriveDeadLetters,
  discardDeadLetters,
]);
