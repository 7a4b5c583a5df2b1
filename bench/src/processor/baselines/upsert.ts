import { columnsOf } from './columns.ts';
import { consume } from './consume.ts';

// One upsert for each event: the last one to arrive wins, and what is known may be overwritten.
await consume(async (prisma, event, partition) => {
  const changed = { ...columnsOf(event), updatedAt: new Date() };
  const key = { tenantId: event.tenantid, taskId: event.subject, kafkaPartition: partition };
  await prisma.task.upsert({
    where: { tenantId_taskId_kafkaPartition: key },
    create: { ...key, revision: 1, foldKeys: {}, status: 'queued', ...changed },
    update: { ...changed, revision: { increment: 1 } },
    // Or all seventy columns would be read back, which a table of its own would not have.
    select: { taskId: true },
  });
});
