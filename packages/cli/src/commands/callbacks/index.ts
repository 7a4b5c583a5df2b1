import { commandGroup } from '../../program/command.ts';
import { callbackAttempts } from './attempts.ts';
import { listen } from './listen/listen.ts';
import { callAgain } from './redeliver.ts';

export const callbacks = commandGroup(
  'callbacks',
  'See whether callers were told, tell them again, receive callbacks',
  [callbackAttempts, callAgain, listen],
);
