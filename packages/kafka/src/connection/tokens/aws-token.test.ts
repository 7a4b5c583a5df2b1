import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { checkKafkaVariables } from '../check-kafka-variables.ts';
import { kafkaConnection } from '../kafka-connection.ts';
import { KAFKA_VARIABLES } from '../kafka-variables.ts';

const schema = z.object(KAFKA_VARIABLES).check(checkKafkaVariables);
const ENV = {
  KAFKA_BROKERS: 'msk.example:9098',
  KAFKA_TLS: 'true',
  KAFKA_SASL_MECHANISM: 'AWS-MSK-IAM',
  KAFKA_SASL_AWS_REGION: 'eu-central-1',
};

afterEach(() => void vi.unstubAllEnvs());

async function tokenOf(): Promise<string> {
  const { sasl } = kafkaConnection(schema.parse(ENV), 'test');
  if (sasl?.mechanism !== 'oauthbearer') throw new Error('MSK takes a token of OAUTHBEARER');
  return await sasl.token();
}

test('MSK is shown a token, signed with the credentials that AWS has in the environment', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'S3cret-word');
  const url = new URL(Buffer.from(await tokenOf(), 'base64url').toString());
  expect(url.host).toBe('kafka.eu-central-1.amazonaws.com');
  expect(url.searchParams.get('X-Amz-Credential')).toMatch(
    /^AKIDEXAMPLE\/\d{8}\/eu-central-1\/kafka-cluster\/aws4_request$/,
  );
  expect(url.href).not.toContain('S3cret-word');
});

test('no credentials are said in a sentence', async () => {
  for (const name of [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
  ]) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
  await expect(tokenOf()).rejects.toThrow(
    /^No AWS credentials were found for KAFKA_SASL_MECHANISM aws-msk-iam \(.*\): set AWS_ACCESS_KEY_ID/,
  );
});
