/** An answer with all that came with it. */
export interface RawResponse<Data> {
  readonly data: Data;
  readonly status: number;
  readonly headers: Headers;
  /** The `X-Request-Id`, by which operators find the request. */
  readonly requestId: string;
  /** The body as it came, with each digit of its numbers. */
  readonly text: string;
}

/** What an answer says; the rest of it on request. */
export interface ApiPromise<Data> extends Promise<Data> {
  /**
   * @example
   * ```ts
   * import { Taskfold } from '@taskfold/client';
   *
   * const taskfold = new Taskfold();
   * const { data, headers, text } = await taskfold.tasks.get('task_1').withRawResponse();
   *
   * data.status; // 'succeeded'
   * headers.get('content-type'); // 'application/json; charset=utf-8'
   * text.slice(0, 16); // '{"object":"task"'
   * ```
   */
  withRawResponse(): Promise<RawResponse<Data>>;
}

export function apiPromise<Data>(answer: Promise<RawResponse<Data>>): ApiPromise<Data> {
  const data = answer.then((whole) => whole.data);
  return Object.assign(data, {
    withRawResponse: () => {
      // Its failure is told by what is returned.
      data.catch(() => {});
      return answer;
    },
  });
}
