export {
  type ConsumedRecord,
  decodeUpdate,
  InvalidUpdateError,
  type TaskUpdate,
  type UpdatedTask,
} from './decode-update.ts';
export { type Latest, type LatestOptions, latest } from './latest.ts';
