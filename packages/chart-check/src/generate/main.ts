import { writeOrCheck } from '@taskfold/observability';
import { chartSettings } from './settings.ts';
import { valuesSchema } from './values-schema.ts';

const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;

await writeOrCheck(
  new Map([
    ['charts/taskfold/generated/settings.json', json(chartSettings())],
    ['charts/taskfold/values.schema.json', json(valuesSchema())],
  ]),
  process.argv.slice(2),
);
