import { API_DASHBOARD } from './api.ts';
import { CALLBACKS_DASHBOARD } from './callbacks.ts';
import type { Dashboard } from './dashboard.ts';
import { MONEY_DASHBOARD } from './money.ts';
import { OVERVIEW_DASHBOARD } from './processes.ts';
import { PROCESSOR_DASHBOARD } from './processor.ts';

export const ALL_DASHBOARDS: readonly Dashboard[] = [
  OVERVIEW_DASHBOARD,
  PROCESSOR_DASHBOARD,
  API_DASHBOARD,
  CALLBACKS_DASHBOARD,
  MONEY_DASHBOARD,
];
