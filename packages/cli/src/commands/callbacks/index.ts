import { group } from '../../program/command.ts';
import { listAttempts } from './attempts.ts';
import { listen } from './listen/listen.ts';
import { redeliver } from './redeliver.ts';

export const callbacks = group(
  'callbacks',
  'See whether callers were told, tell them again, receive callbacks',
  [listAttempts, redeliver, listen],
);
