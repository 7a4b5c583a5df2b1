import { OPERATOR_OPERATIONS } from '@taskfold/contract';
import openApi from '@taskfold/contract/operator-openapi.json' with { type: 'json' };
import { expect, test } from 'vitest';
import { configSchema } from '../config.ts';
import { allOperatorRoutes } from './all-operator-routes.ts';

test('the routes for operators are those of the contract and of their document', () => {
  const unused = () => Promise.reject(new Error('nothing is asked'));
  const routes = allOperatorRoutes({
    partitions: unused,
    database: {
      relays: unused,
      rebuilds: unused,
      misplaced: unused,
      callbackBacklog: unused,
      openBreakers: unused,
      audit: unused,
      deadLetters: { list: unused, show: unused, discard: unused, redrive: unused },
      tenants: {
        create: unused,
        list: unused,
        setDisabled: unused,
        createKey: unused,
        listKeys: unused,
        revokeKey: unused,
        listSecrets: unused,
        replaceSecret: null,
        revokeSecret: unused,
      },
    },
    producer: { send: unused },
    config: configSchema.parse({ DATABASE_URL: 'postgresql://unused', KAFKA_BROKERS: 'unused:9092' }),
  });
  const registered = routes.map(({ method, template }) => `${method} ${template}`).sort();
  const contract = Object.values(OPERATOR_OPERATIONS).map(({ method, path }) => `${method} ${path}`);
  expect(registered).toEqual(contract.sort());
  const described = Object.entries(openApi.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(registered).toEqual(described.sort());
});
