/** An event as a producer of its own kind makes it: not by the code that reads it. */
export interface ForeignEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly taskId: string;
  readonly tenantId: string;
  /** The API key that the task was asked for with, where the producer knows it. */
  readonly apiKeyId?: string;
  /** JSON text; null for an event without data. */
  readonly data: string | null;
}

export interface ForeignRecord {
  readonly key: string | null;
  readonly value: string | Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Only where the partitioner is to be overruled. */
  readonly partition?: number;
}

/** What a producer's batches are compressed with. */
export type ForeignCompression = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';

/** Structured mode, with the members in an order of its own and an extension that nobody knows. */
export function structured(event: ForeignEvent): ForeignRecord {
  const { id, source, type, time, taskId, tenantId, apiKeyId, data } = event;
  const members = {
    tenantid: tenantId,
    time,
    datacontenttype: 'application/json',
    dataschema: 'https://example.com/schemas/1',
    type,
    shardhint: 7,
    apikeyid: apiKeyId,
    subject: taskId,
    source,
    id,
    specversion: '1.0',
  };
  const attributes = JSON.stringify(members).slice(1);
  return {
    key: taskId,
    value: data === null ? `{${attributes}` : `{"data":${data},${attributes}`,
    headers: { 'content-type': 'application/cloudevents+json; charset=UTF-8', 'x-producer': 'foreign' },
  };
}

/** Binary mode: attributes as headers, the data as the value. */
export function binary(event: ForeignEvent): ForeignRecord {
  const { id, source, type, time, taskId, tenantId, apiKeyId, data } = event;
  return {
    key: taskId,
    value: data,
    headers: {
      ce_time: time,
      ce_tenantid: tenantId,
      ce_shardhint: '7',
      ...(apiKeyId === undefined ? {} : { ce_apikeyid: apiKeyId }),
      ce_subject: taskId,
      ce_type: type,
      ce_source: source,
      ce_specversion: '1.0',
      ce_id: id,
      'content-type': 'application/json',
    },
  };
}
