import { expect, test } from 'vitest';
import { bearerAuthentication } from './bearer-authentication.ts';

type Arguments = Parameters<ReturnType<typeof bearerAuthentication>>[0];

/** A broker that gives these answers, one after the other; an error is one that it refuses by. */
function broker(answers: readonly (string | Error)[]) {
  const sent: string[] = [];
  const saslAuthenticate = async ({ request, response }: Parameters<Arguments['saslAuthenticate']>[0]) => {
    const bytes = await request.encode();
    expect(bytes.readInt32BE(0)).toBe(bytes.length - 4);
    sent.push(bytes.subarray(4).toString());
    const answer = answers[sent.length - 1] ?? '';
    if (answer instanceof Error) throw answer;
    return response?.parse(Buffer.concat([Buffer.alloc(4), Buffer.from(answer)]));
  };
  const { authenticate } = bearerAuthentication({ token: async () => 'abc.def', advice: 'look there' })({
    host: 'kafka',
    port: 9093,
    saslAuthenticate,
  } as unknown as Arguments);
  return { sent, authenticate };
}

const refusal = (message: string) => Object.assign(new Error(message), { name: 'KafkaJSProtocolError' });

test('shows the token as RFC 7628 says', async () => {
  const { sent, authenticate } = broker(['']);
  await authenticate();
  expect(sent).toEqual(['n,,\u0001auth=Bearer abc.def\u0001\u0001']);
});

test('takes an answer for a refusal, and asks why', async () => {
  const { sent, authenticate } = broker(['{"status":"invalid_token"}', refusal('the audience is another')]);
  await expect(authenticate()).rejects.toMatchObject({
    message: 'Kafka at kafka:9093 refuses the token (the audience is another): look there.',
    retriable: false,
  });
  expect(sent[1]).toBe('\u0001');
});

test('a connection that was lost meanwhile is no refusal', async () => {
  const lost = Object.assign(new Error('Closed connection'), { name: 'KafkaJSConnectionClosedError' });
  await expect(broker([lost]).authenticate()).rejects.toBe(lost);
});
