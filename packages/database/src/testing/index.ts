export { emptyDatabase } from '../migrations/testing/empty-database.ts';
export { lateServer } from '../migrations/testing/late-server.ts';
export { createTestDatabase } from './create-test-database.ts';
export { attemptedTask, type EndedTask, endedTask, erasedTask } from './ended-task.ts';
export { type TestEventLog, testEventLog } from './event-log.ts';
export { needyTasks } from './needy-tasks.ts';
export { testDatabase } from './test-database.ts';
export { writeTestDeliveries } from './write-test-deliveries.ts';
