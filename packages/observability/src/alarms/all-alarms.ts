import type { Alarm } from './alarm.ts';
import { EVENT_ALARMS } from './events.ts';
import { FOLDING_ALARMS } from './folding.ts';
import { PROCESS_ALARMS } from './processes.ts';
import { REQUEST_ALARMS } from './requests.ts';
import { TELLING_ALARMS } from './telling.ts';

/** A heading of docs/operations/alarms.md, and the alarms below it. */
export interface AlarmGroup {
  /** Also the name of the group of rules, after `taskfold-`. */
  readonly name: string;
  readonly title: string;
  readonly alarms: readonly Alarm[];
}

export const ALARM_GROUPS: readonly AlarmGroup[] = [
  { name: 'folding', title: 'From the log into the projection', alarms: FOLDING_ALARMS },
  { name: 'events', title: 'What producers publish', alarms: EVENT_ALARMS },
  { name: 'telling', title: 'Updates, callbacks, and tasks that want a person', alarms: TELLING_ALARMS },
  { name: 'requests', title: 'The API', alarms: REQUEST_ALARMS },
  { name: 'processes', title: 'Processes and what they reach', alarms: PROCESS_ALARMS },
];

export const ALL_ALARMS: readonly Alarm[] = ALARM_GROUPS.flatMap(({ alarms }) => alarms);
