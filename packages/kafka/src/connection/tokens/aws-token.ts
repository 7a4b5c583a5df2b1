import { type AccessToken, TokenError } from './access-token.ts';
import { mskIamToken } from './msk-iam-token.ts';

/**
 * A token for Amazon MSK, with the credentials that AWS's own tools would find: of the environment, a profile, a web
 * identity, the container or the machine. What looks for them is loaded when it is first asked.
 *
 * @throws TokenError with a sentence
 */
export function awsTokens(region: string): () => Promise<AccessToken> {
  const loading = import('@aws-sdk/credential-provider-node').then(({ defaultProvider }) =>
    defaultProvider(),
  );
  loading.catch(() => {});
  return async () => {
    const find = await loading;
    const credentials = await find().catch((error: unknown) => {
      throw new TokenError(
        `No AWS credentials were found for KAFKA_SASL_MECHANISM aws-msk-iam (${error instanceof Error ? error.name : 'unknown'}): set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the process a role.`,
        true,
        { cause: error },
      );
    });
    return mskIamToken(credentials, region, new Date());
  };
}
