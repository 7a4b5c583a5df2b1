import { OPERATOR_COMMANDS } from '../operators/index.ts';
import type { CommandMaker } from '../program/command.ts';
import { callbacks } from './callbacks/index.ts';
import { events } from './events/index.ts';
import { keys } from './keys/index.ts';
import { open } from './open/open.ts';
import { profiles } from './profiles/index.ts';
import { login } from './profiles/login.ts';
import { logout } from './profiles/logout.ts';
import { secrets } from './secrets/index.ts';
import { tasks } from './tasks/index.ts';
import { updates } from './updates/updates.ts';
import { showUsage } from './usage/usage.ts';
import { whoami } from './whoami/whoami.ts';

/** The commands of users, over HTTP. */
export const USER_COMMANDS: readonly CommandMaker[] = [
  login,
  logout,
  profiles,
  whoami,
  tasks,
  updates,
  showUsage,
  events,
  callbacks,
  keys,
  secrets,
  open,
];

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandMaker[] = [...USER_COMMANDS, ...OPERATOR_COMMANDS];
