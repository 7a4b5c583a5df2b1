import { commandGroup } from '../../program/command.ts';
import { listProfiles } from './list.ts';
import { useProfile } from './use.ts';

export const profiles = commandGroup('profiles', 'The APIs that are known on this machine', [
  listProfiles,
  useProfile,
]);
