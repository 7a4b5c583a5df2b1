export { type CloseOnExitOptions, closeOnExit } from './close-on-exit.ts';
export { SpoolInUseError } from './folder-lock.ts';
export { openSpool, type SpoolOptions } from './open-spool.ts';
