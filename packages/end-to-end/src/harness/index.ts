export { eventually } from './eventually.ts';
export { type RunningService, startService } from './service.ts';
