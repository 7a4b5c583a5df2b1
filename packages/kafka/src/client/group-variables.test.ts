import { loadConfig } from '@taskfold/runtime';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { GROUP_VARIABLES, refuseRareHeartbeats } from './group-variables.ts';

const schema = z.object(GROUP_VARIABLES).check(refuseRareHeartbeats);

test('without settings the group hears of a processor often enough, also where its session is the shortest', () => {
  expect(loadConfig(schema, {})).toEqual({
    KAFKA_SESSION_TIMEOUT_MS: 6000,
    KAFKA_HEARTBEAT_INTERVAL_MS: 300,
  });
  expect(loadConfig(schema, { KAFKA_SESSION_TIMEOUT_MS: '1000' })).toBeTruthy();
});

test('heartbeats that are too rare for the session are refused, and the sentence says how often they must be', () => {
  const env = { KAFKA_SESSION_TIMEOUT_MS: '9000', KAFKA_HEARTBEAT_INTERVAL_MS: '3001' };
  expect(() => loadConfig(schema, env)).toThrow(
    /KAFKA_HEARTBEAT_INTERVAL_MS is "3001", which does not do: must be at most 3000, a third of KAFKA_SESSION_TIMEOUT_MS/,
  );
  expect(loadConfig(schema, { ...env, KAFKA_HEARTBEAT_INTERVAL_MS: '3000' })).toBeTruthy();
});
