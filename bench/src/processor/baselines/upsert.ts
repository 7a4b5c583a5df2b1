import { columnsOf } from './columns.ts';
import { consume } from './consume.ts';

// One upsert for each event: the last one to arrive wins, and what is known may be overwritten.
await consume(async (prisma, event, partition) => {
  const changed = { ...columnsOf(event), updatedAt: new Date() };
  const key = { tenantId: event.tenantid, taskId: event.subject };
  await prisma.task.upsert({
    where: { tenantId_taskId: key },
    create: { ...key, kafkaPartition: partition, revision: 1, foldKeys: {}, status: 'queued', ...changed },
    update: { ...changed, revision: { increment: 1 } },
    // Or all seventy columns would be read back, which a table of its own would not have.
    select: { taskId: true },
  });
});
