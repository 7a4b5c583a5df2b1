import type {
  ApiKey,
  ApiKeyList,
  CallbackSecret,
  CallbackSecretList,
  CreatedApiKey,
  CreatedCallbackSecret,
  CreateKeyBody,
  CreateTokenBody,
  ReadToken,
  RotateKeyBody,
} from '../generated/openapi.ts';
import type { ApiPromise } from '../http/api-promise.ts';
import type { OperationQuery } from '../http/operation-types.ts';
import type { RequestOptions } from '../http/options.ts';
import type { Transport } from '../http/transport.ts';
import { type PagedList, pagedList } from '../lists/paged-list.ts';

/** The API keys of the tenant. Wants the scope `admin`. What makes a key is not repeated where its answer is lost. */
export class ApiKeys {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Makes a key, which is in this answer and in no other. */
  create(key: CreateKeyBody, options: RequestOptions = {}): ApiPromise<CreatedApiKey> {
    return this.#transport.call('createKey', { body: key }, options);
  }

  /** The keys, the newest first; those that were revoked, too. */
  list(query: OperationQuery<'listKeys'> = {}, options: RequestOptions = {}): PagedList<ApiKey, ApiKeyList> {
    return pagedList(query, (asked) => this.#transport.call('listKeys', { query: asked }, options));
  }

  /** Makes another key with the same name and scopes; the old one works on for a day, or as long as is said. */
  rotate(
    keyId: string,
    body: NonNullable<RotateKeyBody> = {},
    options: RequestOptions = {},
  ): ApiPromise<CreatedApiKey> {
    return this.#transport.call('rotateKey', { path: { key_id: keyId }, body }, options);
  }

  /** Refuses a key everywhere within five seconds. */
  revoke(keyId: string, options: RequestOptions = {}): ApiPromise<ApiKey> {
    return this.#transport.call('revokeKey', { path: { key_id: keyId } }, options);
  }
}

/** The secrets that callbacks of the tenant are signed with. Wants the scope `admin`. */
export class CallbackSecrets {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Those that sign, the current one first; the secrets themselves are not shown. */
  list(options: RequestOptions = {}): ApiPromise<CallbackSecretList> {
    return this.#transport.call('listCallbackSecrets', {}, options);
  }

  /** Makes a new one, shown this once. For 24 hours the old one signs as well. It is not repeated where its answer is lost. */
  rotate(options: RequestOptions = {}): ApiPromise<CreatedCallbackSecret> {
    return this.#transport.call('rotateCallbackSecret', {}, options);
  }

  /** Ends one that was replaced, at once. */
  revoke(secretId: string, options: RequestOptions = {}): ApiPromise<CallbackSecret> {
    return this.#transport.call('revokeCallbackSecret', { path: { secret_id: secretId } }, options);
  }
}

/** Tokens for browsers: each reads one task, or those that a filter applies to, for some minutes. */
export class ReadTokens {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * @example
   * ```ts
   * import { Taskfold } from '@taskfold/client';
   *
   * const taskfold = new Taskfold();
   * const { token, scope } = await taskfold.tokens.create({ task_id: 'task_1', expires_in: 600 });
   *
   * token.slice(0, 4); // 'tft_'
   * scope; // 'tasks:read'
   * ```
   */
  create(token: CreateTokenBody, options: RequestOptions = {}): ApiPromise<ReadToken> {
    return this.#transport.call('createToken', { body: token, repeatable: true }, options);
  }
}
