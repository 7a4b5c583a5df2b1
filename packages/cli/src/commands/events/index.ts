import { commandGroup } from '../../program/command.ts';
import { publishEvents } from './publish.ts';
import { sampleEvent } from './sample.ts';
import { validateEvents } from './validate.ts';

export const events = commandGroup('events', 'Publish events, check them, see how they look', [
  publishEvents,
  validateEvents,
  sampleEvent,
]);
