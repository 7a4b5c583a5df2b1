export { createTestServer } from './create-test-server.ts';
export type { Fault, TestServer, TestServerOptions } from './test-server.ts';
