export {
  type CallbackRole,
  type CallbackRoleOptions,
  type CallbackSettings,
  createCallbackRole,
} from './callback-role.ts';
export type { Caps } from './dispatch/in-flight.ts';
export type { RuleOptions } from './guard/callback-rules.ts';
export { networkList } from './guard/network-list.ts';
export { parseSchedule } from './schedule/parse-schedule.ts';
export { DEFAULT_SCHEDULE } from './schedule/schedule.ts';
