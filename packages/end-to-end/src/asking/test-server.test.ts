import { Taskfold } from '@taskfold/client';
import { createTestServer, type TestServer } from '@taskfold/client/testing';
import { type CheckingProxy, createContractCheck, startCheckingProxy } from '@taskfold/contract-check';
import { afterAll, beforeAll, expect } from 'vitest';
import { askingSuite } from './life.suite.ts';

// What users test against is held to what a real system is, and each exchange to the contract.

let server: TestServer;
let proxy: CheckingProxy;
let client: Taskfold;

beforeAll(async () => {
  server = await createTestServer();
  proxy = await startCheckingProxy({ target: server.url, check: createContractCheck() });
  client = new Taskfold({ apiKey: server.apiKey, baseUrl: proxy.url });
});
afterAll(async () => {
  await proxy.close();
  await server.close();
  expect(proxy.faults).toEqual([]);
});

askingSuite(
  () => client,
  (apiKey) => new Taskfold({ apiKey, baseUrl: proxy.url }),
);
