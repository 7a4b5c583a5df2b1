import type { CommandMaker } from '../program/command.ts';
import { tasks } from './tasks/index.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandMaker[] = [tasks];
