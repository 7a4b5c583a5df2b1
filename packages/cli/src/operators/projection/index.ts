import { commandGroup } from '../../program/command.ts';
import { dropStandby, rebuildProjection, rollbackProjection, swapProjection } from './rebuild.ts';
import { projectionStatus } from './status.ts';
import { compareVersions, verifyProjection } from './verify.ts';

export const projection = commandGroup('projection', 'Prove, rebuild and look at the projection as a whole', [
  projectionStatus,
  verifyProjection,
  rebuildProjection,
  compareVersions,
  swapProjection,
  rollbackProjection,
  dropStandby,
]);
