export {
  decodeUpdate,
  InvalidUpdateError,
  type TaskUpdate,
  type UpdatedTask,
  type UpdateRecord,
} from './decode-update.ts';
export { type Latest, type LatestOptions, latest } from './latest.ts';
