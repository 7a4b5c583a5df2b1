import { API } from './api.ts';
import { CALLBACKS } from './callbacks.ts';
import type { Dashboard } from './dashboard.ts';
import { MONEY } from './money.ts';
import { OVERVIEW } from './processes.ts';
import { PROCESSOR } from './processor.ts';

export const ALL_DASHBOARDS: readonly Dashboard[] = [OVERVIEW, PROCESSOR, API, CALLBACKS, MONEY];
