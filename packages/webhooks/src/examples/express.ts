import express, { type Request } from 'express';
import { Webhook } from 'standardwebhooks';

export interface Receiver {
  /** From the environment or a secret store; two while one replaces the other. */
  readonly secrets: readonly string[];
  /** Whether this id was handled before; a database table in earnest, because receivers restart. */
  seen(id: string): Promise<boolean>;
  /** Takes over the message and remembers its id, in one transaction. Anything slow belongs in a queue. */
  accept(id: string, message: CallbackMessage): Promise<void>;
}

export interface CallbackMessage {
  readonly type: string;
  readonly timestamp: string;
  readonly data: { readonly task_id: string; readonly status: string; readonly revision: number };
}

export function createReceiver({ secrets, seen, accept }: Receiver): express.Express {
  const webhooks = secrets.map((secret) => new Webhook(secret));
  const app = express();
  // The raw body: express.json() would lose the bytes that were signed.
  app.post(
    '/callbacks',
    express.raw({ type: 'application/json', limit: '2mb' }),
    async (request, response) => {
      const body: unknown = request.body;
      if (!Buffer.isBuffer(body)) {
        response.sendStatus(415);
        return;
      }
      const headers = headersOf(request);
      if (!webhooks.some((webhook) => isSigned(webhook, body, headers))) {
        response.sendStatus(401);
        return;
      }
      // The same message may come again, also after we said 204: it was on its way when something broke.
      const id = headers['webhook-id'];
      if (!(await seen(id))) await accept(id, JSON.parse(body.toString('utf8')));
      response.sendStatus(204);
    },
  );
  return app;
}

function headersOf(request: Request) {
  const header = (name: string) => request.get(name) ?? '';
  return {
    'webhook-id': header('webhook-id'),
    'webhook-timestamp': header('webhook-timestamp'),
    'webhook-signature': header('webhook-signature'),
  };
}

/** Whether it was signed with the secret, and within the last five minutes: an older one may be a replay. */
function isSigned(webhook: Webhook, body: Buffer, headers: ReturnType<typeof headersOf>): boolean {
  try {
    webhook.verify(body, headers, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}
