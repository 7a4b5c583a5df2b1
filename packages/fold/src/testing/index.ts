export { CONTENT_MARK } from './arbitraries/content.ts';
export { eventOfType } from './arbitraries/events.ts';
export { asLog, eventSets, histories, shuffled } from './arbitraries/histories.ts';
export { foldHistory, type LoggedEvent } from './fold-history.ts';
export { createRandom, type Random } from './random.ts';
export { at, jsonText, type SampleAttributes, sampleEvent, unknownEvent } from './sample-event.ts';
