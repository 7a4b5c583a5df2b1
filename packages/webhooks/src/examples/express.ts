import { verifyWebhook } from '@taskfold/webhooks';
import express from 'express';

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
      const result = verifyWebhook({ headers: request.headers, body, secrets });
      if (result.kind === 'refused') {
        response.sendStatus(401);
        return;
      }
      // The same message may come again, also after we said 204: it was on its way when something broke.
      if (!(await seen(result.id))) await accept(result.id, JSON.parse(body.toString('utf8')));
      response.sendStatus(204);
    },
  );
  return app;
}
