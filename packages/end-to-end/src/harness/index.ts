export { type Command, runCommand } from './command.ts';
export { eventually } from './eventually.ts';
export { npmStart, temporaryState } from './npm-start.ts';
export { ROOT } from './root.ts';
export { startService } from './service.ts';
