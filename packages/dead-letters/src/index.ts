export { type Redriven, type RedriveOptions, redriveDeadLetter } from './redrive.ts';
