import { describeConfig } from '@taskfold/runtime';
import { expect, test } from 'vitest';
import { configSchema } from './config.ts';

// `npm run test:quick -- services/processor/src/all-settings.test.ts -u` writes the file anew.
test('the settings are those that the chart and the compose file take', async () => {
  await expect(`${JSON.stringify(describeConfig(configSchema), null, 2)}\n`).toMatchFileSnapshot(
    '../generated/settings.json',
  );
});
