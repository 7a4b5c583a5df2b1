import { z } from 'zod';
import { taskList, taskSummary } from '../envelope/summary.ts';
import { taskEnvelope } from '../envelope/task.ts';
import { apiErrorBody } from '../errors.ts';
import {
  ledgerEntry,
  ledgerEntryPage,
  taskUpdatesPage,
  timelineEvent,
  timelinePage,
  usageList,
  usageRecord,
  usageRecordPage,
  usageRow,
} from '../http/answers.ts';
import { apiKey, apiKeyList, newApiKey } from '../http/operations/keys.ts';
import { eventReceipts } from '../http/operations/writes.ts';
import type { JsonSchema } from './json-schema.ts';
import { bounded } from './openapi-bounds.ts';

/** Schemas that have a name in the document. */
const NAMED = new Map<z.ZodType, string>([
  [taskEnvelope, 'Task'],
  [taskSummary, 'TaskSummary'],
  [taskList, 'TaskList'],
  [timelineEvent, 'TaskEvent'],
  [timelinePage, 'TaskEventList'],
  [usageRecord, 'UsageRecord'],
  [usageRecordPage, 'UsageRecordList'],
  [ledgerEntry, 'LedgerEntry'],
  [ledgerEntryPage, 'LedgerEntryList'],
  [taskUpdatesPage, 'TaskUpdateList'],
  [usageRow, 'UsageRow'],
  [usageList, 'UsageList'],
  [eventReceipts, 'EventReceiptList'],
  [apiKey, 'ApiKey'],
  [newApiKey, 'NewApiKey'],
  [apiKeyList, 'ApiKeyList'],
  [apiErrorBody, 'Error'],
]);

const URI = '#/components/schemas/';

const registry = z.registry<{ id: string }>();
for (const [schema, id] of NAMED) registry.add(schema, { id });

/**
 * A schema as the document holds it: what is written (`input`) is what is described, so that objects may gain keys.
 *
 * @param byName a schema that has a name becomes a reference
 */
export function schemaOf(schema: z.ZodType, byName = false): JsonSchema {
  const name = NAMED.get(schema);
  if (byName && name !== undefined) return { $ref: `${URI}${name}` };
  const { $schema: _, ...plain } = z.toJSONSchema(schema, { io: 'input' });
  return bounded(plain as JsonSchema);
}

/** Every named schema, by its name. Where one holds another, it refers to it. */
export function componentSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: (id) => `${URI}${id}` });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _schema, $id: _id, ...plain }]) => [
      name,
      bounded(plain as JsonSchema),
    ]),
  );
}
