// What operators do with the projection as a whole, for the command line.
export { copyStragglers, type MoveOptions, moveTopic, switchToMoved } from './move/move.ts';
export {
  compareRebuild,
  dropRebuild,
  type RebuildOptions,
  startRebuild,
  swapRebuild,
} from './rebuild/rebuild.ts';
export { currentRebuild } from './rebuild/rebuilds.ts';
export { type RebuildStatus, readRebuildStatus } from './rebuild/status.ts';
export type { Difference } from './replay/compare-versions.ts';
export { replayConfigSchema } from './replay/config.ts';
export { printProgress, type ReplayProgress } from './replay/progress.ts';
export { pruneDeadLettersOfTenant, pruneTenant } from './retention/prune-tenant.ts';
export { verify } from './verify/verify.ts';
