import { describeConfig } from '@taskfold/runtime';
import { expect, test } from 'vitest';
import { topicsConfigSchema } from './config.ts';

// `npm run test:quick -- packages/kafka/src/topics/all-settings.test.ts -u` writes the file anew.
test('the settings are those that the chart and the compose file take', async () => {
  await expect(`${JSON.stringify(describeConfig(topicsConfigSchema), null, 2)}\n`).toMatchFileSnapshot(
    '../../generated/topics-settings.json',
  );
});
