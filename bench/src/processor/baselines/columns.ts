/** What one would take from an event first: no revisions, no guards, no timeline. */
export interface FirstColumns {
  readonly status?: string;
  readonly capability?: string;
  readonly model?: string;
  readonly input?: object;
  readonly output?: object;
  readonly startedAt?: Date;
  readonly completedAt?: Date;
  readonly createdAt?: Date;
  readonly progressPercent?: number;
  readonly progressStage?: string;
  readonly progressMessage?: string;
}

export interface FirstEvent {
  readonly type: string;
  readonly time: string;
  readonly subject: string;
  readonly tenantid: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export function columnsOf({ type, time, data }: FirstEvent): FirstColumns {
  switch (type) {
    case 'task.created':
      return {
        status: 'queued',
        capability: String(data.capability),
        model: String(data.model),
        input: data.input as object,
        createdAt: new Date(time),
      };
    case 'task.started':
      return { status: 'running', startedAt: new Date(time) };
    case 'task.succeeded':
      return { status: 'succeeded', completedAt: new Date(time), output: data.output as object };
    default:
      return {
        progressPercent: Number(data.percent),
        progressStage: String(data.stage),
        progressMessage: String(data.message),
      };
  }
}
