import { columnsOf } from './columns.ts';
import { consume } from './consume.ts';

const RANK: Readonly<Record<string, number>> = { queued: 0, running: 1, succeeded: 2 };

// Read, decide, write, in one transaction for each event: the status does not fall.
await consume(async (prisma, event, partition) => {
  const key = { tenantId: event.tenantid, taskId: event.subject, kafkaPartition: partition };
  await prisma.$transaction(async (transaction) => {
    const held = await transaction.task.findUnique({
      where: { tenantId_taskId_kafkaPartition: key },
      // Or all seventy columns would be read, and read back, which a table of its own would not have.
      select: { status: true, revision: true },
    });
    const { status, ...facts } = columnsOf(event);
    const rises = status !== undefined && (RANK[status] ?? 0) >= (RANK[held?.status ?? 'queued'] ?? 0);
    const changed = { ...facts, ...(rises ? { status } : {}), updatedAt: new Date() };
    if (held === null) {
      await transaction.task.create({
        data: { ...key, revision: 1, foldKeys: {}, status: 'queued', ...changed },
        select: { taskId: true },
      });
    } else {
      await transaction.task.update({
        where: { tenantId_taskId_kafkaPartition: key },
        data: { ...changed, revision: held.revision + 1n },
        select: { taskId: true },
      });
    }
  });
});
