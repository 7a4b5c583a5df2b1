export { foldHistory, type LoggedEvent } from './fold-history.ts';
