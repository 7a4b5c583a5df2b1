import type { FaultWindows } from '../faults/fault-windows.ts';
import type { Findings } from '../findings.ts';
import type { Part } from '../system/part.ts';

interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** @returns null where the API was away */
export type AskApi = (path: string, init?: RequestInit) => Promise<ApiAnswer | null>;

export interface ApiOptions {
  readonly apis: readonly Part[];
  readonly key: string;
  readonly findings: Findings;
  readonly windows: FaultWindows;
}

/** Statuses that say that something is away, as they may while something is. 500 says that something is wrong. */
const AWAY = new Set([503, 504]);
/** Time before an answer in which a fault may have had to do with it. */
const BEFORE_MS = 2000;

/** What clients of the API do: ask one of its processes, and another one the next time. */
export class ApiClient {
  readonly #options: ApiOptions;
  #turn = 0;

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  /**
   * A request whose answer comes at once or as a stream.
   *
   * @returns null where the API was away, or said that something is: a finding where nothing was broken
   */
  async open(path: string, init: RequestInit = {}): Promise<Response | null> {
    const { apis, key } = this.#options;
    const began = Date.now();
    const url = apis[this.#turn++ % apis.length]?.url() ?? null;
    if (url === null) return this.#away(path, began, 'nothing listens');
    try {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${key}`);
      const response = await fetch(`${url}${path}`, { ...init, headers });
      if (response.status === 500) this.#options.findings.add('wrong', 'API', `${path}: status 500`);
      if (!AWAY.has(response.status)) return response;
      await response.body?.cancel();
      return this.#away(path, began, `status ${response.status}`);
    } catch (error) {
      init.signal?.throwIfAborted();
      return this.#away(path, began, String(error));
    }
  }

  readonly ask: AskApi = async (path, init = {}) => {
    const began = Date.now();
    const response = await this.open(path, init);
    if (response === null) return null;
    try {
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (error) {
      init.signal?.throwIfAborted();
      return this.#away(path, began, String(error));
    }
  };

  #away(path: string, began: number, how: string): null {
    const { windows, findings } = this.#options;
    const now = Date.now();
    if (windows.isCalm(began - BEFORE_MS, now)) {
      findings.add('wrong', 'API', `${path}: ${how}, although nothing was broken`);
    }
    return null;
  }
}
