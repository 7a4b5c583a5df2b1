// Made from the contract: npm run generate.

export interface paths {
    readonly "/v1/tasks/{task_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Get a task by id
         * @description The task as it is now. With `Prefer: wait=N` the answer is held until the task differs from `If-None-Match`, has reached `min_revision`, and everything up to `min_position` has been folded (those that are given); with none of these, until the task has ended. A task that does not exist yet is waited for, too. When the time is up, the answer is the current state, 304 or 404.
         *
         *     Needs the scope `tasks:read`.
         */
        readonly get: operations["getTask"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Remove the content of a task
         * @description Input, output, metadata, messages and callback address are removed from everything that this system stores or serves; status, money and times stay. The log of events itself keeps what was published.
         *
         *     Needs the scope `admin`.
         */
        readonly delete: operations["eraseTask"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/tasks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List tasks
         * @description Summaries of the tasks to which all filters apply, by creation. Pages neither repeat nor skip a task while tasks change. A cursor is good for the same filters and order. Further filters may be combined freely; a combination that takes too long ends with `timeout`.
         *
         *     Needs the scope `tasks:read`.
         */
        readonly get: operations["listTasks"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/tasks/batch-get": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Get tasks by their ids
         * @description The same as `GET /v1/tasks?ids=`, for ids that are too many or too long for a URL. The tasks come in the order of the ids, those that do not exist left out.
         *
         *     Needs the scope `tasks:read`.
         */
        readonly post: operations["batchGetTasks"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/task-counts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Count tasks by hour and status
         * @description How many tasks were created in each hour, in UTC, by where they stand now. More than 31 days are refused.
         *
         *     Needs the scope `tasks:read`.
         */
        readonly get: operations["countTasks"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/tasks/{task_id}/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the events of a task
         * @description The timeline: every event that was published about the task, in the order of the log, and what became of it.
         *
         *     Needs the scope `tasks:read`.
         */
        readonly get: operations["listTaskEvents"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/tasks/{task_id}/usage": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the usage records of a task
         * @description Every `task.usage_recorded` that counts, with all of its lines, by source and event id: a task shows the sums over all of them and the first lines alone. A page ends early where its records are long. Pages neither repeat nor skip a record while others arrive.
         *
         *     Needs the scope `tasks:read`.
         */
        readonly get: operations["listTaskUsage"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/tasks/{task_id}/ledger": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the charges and refunds of a task
         * @description Every charge and then every refund that counts, by entry id: `billing` of a task is the sums over all of them. Pages neither repeat nor skip an entry while others arrive.
         *
         *     Needs the scope `tasks:read`.
         */
        readonly get: operations["listTaskLedger"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/tasks/{task_id}/stream": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Follow a task
         * @description Server-sent events: a `snapshot` of the task, then an `update` with each newer state; the id of an event is the revision, its data the task. What changes faster than the client reads is left out, never the newest state. A comment comes every 15 seconds, so a client that gives up sooner, as httpx does after 5, must be told to wait longer. The events have names: they reach `addEventListener`, never `onmessage`. The stream ends when the task has ended and is settled, or 60 seconds after its end; a client that reconnects then gets 204, which ends it: it must not ask again. What `Accept` allows must be `text/event-stream`, `application/json` or anything; with each of these the answer is the stream.
         *
         *     Needs the scope `tasks:read`.
         */
        readonly get: operations["streamTask"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/task-updates": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Follow all tasks
         * @description The newest state of each task that changed. No change is ever skipped, and those of one task come in their order; a state may come twice. Begin with `from=oldest` to fetch everything, then go on with `next_cursor`: with `wait` the answer is held until something changes. With `Accept: text/event-stream` the changes come as events `update` whose ids are cursors; they never reach `onmessage`, and a comment comes every 15 seconds. A cursor that is older than what is kept is answered with `cursor_expired`.
         *
         *     Needs the scope `tasks:read`.
         */
        readonly get: operations["listTaskUpdates"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/tasks/{task_id}/cancel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Ask for a task to end
         * @description Publishes a request that whoever works on the task should end it. The answer shows the request as `cancel`; whether it was in time is seen in `cancel.outcome` later. A task that has ended, or was asked to end before, is answered as it is, and nothing is published. While the log cannot be reached the answer is 503; the request may still arrive, and repeating it with the same `Idempotency-Key` is safe.
         *
         *     Needs the scope `tasks:cancel`.
         */
        readonly post: operations["cancelTask"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/usage": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Add up usage and credits
         * @description Sums of meters, charges and refunds over usage records and ledger entries. An entry counts by the time of the event that brought it. More than 10,000 rows are refused: narrow the range or group by less.
         *
         *     Needs the scope `tasks:read`.
         */
        readonly get: operations["getUsage"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Publish events
         * @description CloudEvents over HTTP, in structured, batched or binary mode (attributes in `ce-` headers, the data as the body; an event without data needs none). As `application/json`, as any other type of JSON, and without a type, a body beside `ce-` headers is the data; else an object with a `specversion` is an event, and an array a batch. The values of `ce-` headers may be quoted, and are percent-encoded UTF-8. An object that names a member twice is refused. The tenant is that of the key. A task counts as asked for with the key of the request, unless its creation names another in `apikeyid`, as a gateway does that publishes for its callers. Charges, refunds and settlements need the scope `billing:write` as well, erasures `admin`; what the system publishes itself is refused. A batch of up to 500 events, or none, is answered event by event. While the log cannot be reached the answer is 503; the events may still arrive, and repeating them with the same ids is safe.
         *
         *     Needs the scope `events:write`.
         */
        readonly post: operations["postEvents"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/tasks/{task_id}/callback/attempts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the attempts to call back
         * @description The delivery log of a task: every attempt to tell its caller, oldest first.
         *
         *     Needs the scope `tasks:read`.
         */
        readonly get: operations["listCallbackAttempts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/tasks/{task_id}/callback/redeliver": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Call back again
         * @description Tells of the end of a task once more, now, with the same `webhook-id`, also where that was delivered before or given up. One that waits for its next attempt is brought forward.
         *
         *     Needs the scope `tasks:cancel`.
         */
        readonly post: operations["redeliverCallback"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/callback-secrets": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the secrets of callbacks
         * @description Which secrets callbacks of the tenant are signed with now. The secrets themselves are not shown.
         *
         *     Needs the scope `admin`.
         */
        readonly get: operations["listCallbackSecrets"];
        readonly put?: never;
        /**
         * Replace the secret of callbacks
         * @description Makes a new secret. For 24 hours callbacks are signed with the old one as well, so that receivers can change over; five secrets of a tenant sign at most.
         *
         *     Needs the scope `admin`.
         */
        readonly post: operations["rotateCallbackSecret"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/callback-secrets/{secret_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * End a secret of callbacks
         * @description Ends a secret that was replaced, before its 24 hours are over: within a few seconds it signs nothing more. The current one must be replaced first. Ending it again changes nothing.
         *
         *     Needs the scope `admin`.
         */
        readonly delete: operations["revokeCallbackSecret"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Who asks
         * @description The tenant and the project of the key or the read token of the request, what it may do, and until when.
         *
         *     Any key may ask.
         */
        readonly get: operations["getMe"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/tokens": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Make a read token
         * @description A token for a browser: it reads one task, or the tasks that a filter applies to, for some minutes. It is sent as `Authorization: Bearer tft_…` or, with GET, as the query parameter `access_token`, for `EventSource`. With a filter it reads lists and the feed as well, each narrowed to the filter; whatever else is `forbidden`. Requests, waits and streams count for the key that it was made with, and it ends with that key. Tokens make no tokens.
         *
         *     Needs the scope `tasks:read`.
         */
        readonly post: operations["createToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/keys": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the API keys
         * @description The keys of the tenant, the newest first; those that were revoked, too.
         *
         *     Needs the scope `admin`.
         */
        readonly get: operations["listKeys"];
        readonly put?: never;
        /**
         * Make an API key
         * @description Makes a key of the tenant, with scopes that the key of the request has itself. The key is in this answer and in no other. Live keys of a tenant are bounded.
         *
         *     Needs the scope `admin`.
         */
        readonly post: operations["createKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/keys/{key_id}/rotate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Replace an API key
         * @description Makes another key with the same name and scopes. Both work until the grace is over, so that whoever uses the old one can change over; until then both count as live. The key of the request must have every scope of the old one.
         *
         *     Needs the scope `admin`.
         */
        readonly post: operations["rotateKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/keys/{key_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * Revoke an API key
         * @description The key is refused everywhere within five seconds, and what it streams ends. Revoking it again changes nothing.
         *
         *     Needs the scope `admin`.
         */
        readonly delete: operations["revokeKey"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/openapi.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * This description of the API
         * @description The OpenAPI 3.1 document that the API is tested against.
         */
        readonly get: operations["getOpenApi"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/openapi-3.0.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The same as OpenAPI 3.0
         * @description For generators that read no 3.1: the same operations and schemas, without the callbacks.
         */
        readonly get: operations["getOpenApi30"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/asyncapi.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What is in the topics
         * @description The AsyncAPI document of the topics of Kafka: the events that are taken, and the updates.
         */
        readonly get: operations["getAsyncApi"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/docs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The reference as a page
         * @description Renders this description for people. Everything that the page loads comes from here.
         */
        readonly get: operations["getDocs"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export interface webhooks {
    readonly task: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Tell the caller of a task
         * @description Sent to `callback.url` by the rules of Standard Webhooks 1.0, until it is answered with a 2xx status. A delivery may come more than once and in any order: `webhook-id` names it, and `data.revision` tells which is newer.
         */
        readonly post: operations["taskCallback"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export interface components {
    schemas: {
        /** @enum {string} */
        readonly TaskStatus: "queued" | "running" | "succeeded" | "failed" | "canceled";
        readonly Progress: {
            /**
             * Format: double
             * @description How much is done, 0 to 100; 100 of a task that succeeded, whatever was said last.
             */
            readonly percent: number | null;
            /** @description The stage that the work is in. */
            readonly stage: string | null;
            /** @description What is going on, for the end user. */
            readonly message: string | null;
            /**
             * Format: date-time
             * @description The earliest time that names this stage.
             */
            readonly stage_started_at: string | null;
        };
        readonly Warning: {
            /** @description What is wrong, for programs. */
            readonly code: string;
            /** @description What is wrong, for the end user. */
            readonly message: string;
            /** @description The part of the input that it is about. */
            readonly field: string | null;
        };
        readonly TaskError: {
            /** @description Why it failed, for programs. */
            readonly code: string;
            /** @description Why it failed, safe to show to end users. */
            readonly message: string;
            /** @description Whether a new task with the same input may succeed. */
            readonly retryable: boolean;
            /** @description The part of the input at fault. */
            readonly param: string | null;
            /** @description More about it, in any form, or null. */
            readonly details: unknown;
        };
        readonly Usage: {
            /**
             * Format: double
             * @description Tokens read.
             */
            readonly input_tokens: number;
            /**
             * Format: double
             * @description Tokens written.
             */
            readonly output_tokens: number;
            /**
             * Format: double
             * @description Tokens read from a cache.
             */
            readonly cache_read_tokens: number;
            /**
             * Format: double
             * @description Tokens written to a cache.
             */
            readonly cache_creation_tokens: number;
            /**
             * Format: double
             * @description Tokens spent on reasoning.
             */
            readonly reasoning_tokens: number;
            /**
             * Format: double
             * @description Images made.
             */
            readonly image_count: number;
            /**
             * Format: double
             * @description Pixels made.
             */
            readonly image_pixels: number;
            /**
             * Format: double
             * @description Seconds of video made.
             */
            readonly video_seconds: number;
            /**
             * Format: double
             * @description Seconds of audio made or heard.
             */
            readonly audio_seconds: number;
            /**
             * Format: double
             * @description Characters spoken.
             */
            readonly characters: number;
            /** @description What is billed for, item by item: the first lines by the time, source and id of their event. */
            readonly lines: readonly components["schemas"]["UsageLine"][];
            /** @description The sum of the lines, in credits. */
            readonly credits: string;
            /** @description The same in US dollars. */
            readonly credits_usd_reference: string;
            /**
             * Format: int64
             * @description How many lines there are beyond those: the first 100 are shown, fewer where they are long. Meters and credits are sums over all; `GET /v1/tasks/{task_id}/usage` has every line.
             */
            readonly lines_truncated: number;
        };
        readonly UsageLine: {
            /** @description What was measured. */
            readonly meter: string;
            /** @description How much of it, as a decimal string. */
            readonly quantity: string;
            /** @description What the quantity counts. */
            readonly unit: string;
            /** @description What it costs, in credits. */
            readonly billed_amount_credits: string;
            /** @description The same in US dollars. */
            readonly billed_amount_credits_usd_reference: string;
        };
        readonly Billing: {
            /** @description The sum of the charges. */
            readonly charged_credits: string;
            /** @description The sum of the refunds. */
            readonly refunded_credits: string;
            /** @description The charges in US dollars. */
            readonly charged_credits_usd_reference: string;
            /** @description The refunds in US dollars. */
            readonly refunded_credits_usd_reference: string;
            /**
             * @description The currency of the references.
             * @constant
             */
            readonly currency: "USD";
            /** @description Charges less refunds. */
            readonly net_charged_credits: string;
            /** @description The same in US dollars. */
            readonly net_charged_credits_usd_reference: string;
            /** @description `estimated` while the task runs, `settling` after its end, `final` once billing is done with it. */
            readonly settlement: components["schemas"]["Settlement"];
        };
        /** @enum {string} */
        readonly Settlement: "estimated" | "settling" | "final";
        readonly Callback: {
            /** @description Where the caller is told. Null once the data is removed. */
            readonly url: string | null;
            /** @description How telling the caller of the end goes. */
            readonly status: components["schemas"]["CallbackStatus"];
            /**
             * Format: int64
             * @description The highest attempt.
             */
            readonly attempt_count: number;
            /**
             * Format: date-time
             * @description When the caller was told.
             */
            readonly delivered_at: string | null;
            /** @description Why the last attempt failed. */
            readonly last_error: string | null;
            /**
             * Format: date-time
             * @description When the next attempt is due.
             */
            readonly next_attempt_at: string | null;
            /**
             * Format: int64
             * @description What the receiver answered last.
             */
            readonly last_status_code: number | null;
        };
        /** @enum {string} */
        readonly CallbackStatus: "pending" | "retrying" | "delivered" | "failed";
        readonly Cancel: {
            /**
             * Format: date-time
             * @description The earliest request.
             */
            readonly requested_at: string;
            /** @description The reason given with it. */
            readonly reason: string | null;
            /** @description `pending` until the task ends; then `confirmed`, or `lost_race` where it ended otherwise. */
            readonly outcome: components["schemas"]["CancelOutcome"];
        };
        /** @enum {string} */
        readonly CancelOutcome: "pending" | "confirmed" | "lost_race";
        readonly Links: {
            /** @description This task: a path, or a whole address in `task.updated`. */
            readonly self: string;
            /** @description Asks for the task to end. */
            readonly cancel: string;
            /** @description What happened to the task. */
            readonly events: string;
            /** @description Follows the task live. */
            readonly stream: string;
        };
        /** @enum {string} */
        readonly CallbackEvent: "task.succeeded" | "task.failed" | "task.canceled" | "task.started" | "task.settled";
        readonly ApiKey: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "api_key";
            /**
             * Format: uuid
             * @description The id of the key.
             */
            readonly key_id: string;
            /** @description Its name, for people. */
            readonly name: string;
            /** @description The project that it belongs to. */
            readonly project_id: string;
            /** @description Its first 12 characters, to tell it by. */
            readonly key_start: string;
            /** @description What it may do. */
            readonly scopes: readonly ("tasks:read" | "tasks:cancel" | "events:write" | "billing:write" | "admin")[];
            /**
             * Format: date-time
             * @description When it was made.
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description From when on it is refused.
             */
            readonly expires_at: string | null;
            /**
             * Format: date-time
             * @description When it was revoked.
             */
            readonly revoked_at: string | null;
            /**
             * Format: date-time
             * @description When it was used last, to the minute or so.
             */
            readonly last_used_at: string | null;
        };
        readonly CreatedApiKey: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "api_key";
            /**
             * Format: uuid
             * @description The id of the key.
             */
            readonly key_id: string;
            /** @description Its name, for people. */
            readonly name: string;
            /** @description The project that it belongs to. */
            readonly project_id: string;
            /** @description Its first 12 characters, to tell it by. */
            readonly key_start: string;
            /** @description What it may do. */
            readonly scopes: readonly ("tasks:read" | "tasks:cancel" | "events:write" | "billing:write" | "admin")[];
            /**
             * Format: date-time
             * @description When it was made.
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description From when on it is refused.
             */
            readonly expires_at: string | null;
            /**
             * Format: date-time
             * @description When it was revoked.
             */
            readonly revoked_at: string | null;
            /**
             * Format: date-time
             * @description When it was used last, to the minute or so.
             */
            readonly last_used_at: string | null;
            /** @description The key itself. It is stored nowhere and never shown again. */
            readonly key: string;
        };
        readonly CallbackSecret: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "callback_secret";
            /**
             * Format: uuid
             * @description The id of the secret.
             */
            readonly secret_id: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description From when on it signs no more; null for the current one.
             */
            readonly expires_at: string | null;
        };
        readonly CreatedCallbackSecret: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "callback_secret";
            /**
             * Format: uuid
             * @description The id of the secret.
             */
            readonly secret_id: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description From when on it signs no more; null for the current one.
             */
            readonly expires_at: string | null;
            /** @description The secret. It is shown this once, and begins with `whsec_`. */
            readonly secret: string;
        };
        readonly CallbackSecretList: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "list";
            /** @description The secrets that sign, the current one first. */
            readonly data: readonly components["schemas"]["CallbackSecret"][];
        };
        readonly Task: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "task";
            /** @description The id of the task. */
            readonly task_id: string;
            /** @description Where the task stands. It only rises. */
            readonly status: components["schemas"]["TaskStatus"];
            /** @description What the task does. */
            readonly capability: string;
            /** @description The model that was asked for. */
            readonly model: string;
            /** @description The model that does the work. */
            readonly resolved_model: string | null;
            /** @description The caller's own pairs of key and value. */
            readonly metadata: {
                readonly [key: string]: string;
            };
            /** @description What the task was given, as it was sent; `{}` where there is none. */
            readonly input: {
                readonly [key: string]: unknown;
            };
            /** @description How far the task is. */
            readonly progress: components["schemas"]["Progress"] | null;
            /** @description The result, or as much of it as there is. */
            readonly output: {
                readonly [key: string]: unknown;
            } | null;
            /** @description What the caller should know; `[]` where there is nothing. */
            readonly warnings: readonly components["schemas"]["Warning"][];
            /** @description Why the task failed. */
            readonly error: components["schemas"]["TaskError"] | null;
            /** @description What was used. Null until any usage is recorded; from then on absent meters are 0. */
            readonly usage: components["schemas"]["Usage"] | null;
            /** @description What it cost. Null until there is a charge, a refund or a settlement. */
            readonly billing: components["schemas"]["Billing"] | null;
            /** @description Whether the caller was told. Null where none was asked for. */
            readonly callback: components["schemas"]["Callback"] | null;
            /**
             * Format: date-time
             * @description When the task was created.
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description When work on it began.
             */
            readonly started_at: string | null;
            /**
             * Format: date-time
             * @description When it ended.
             */
            readonly completed_at: string | null;
            /**
             * Format: date-time
             * @description When somebody first asked for it to end.
             */
            readonly cancel_requested_at: string | null;
            /** @description Where to go from here: paths, or whole addresses in `task.updated`. */
            readonly links: components["schemas"]["Links"];
            /**
             * Format: int64
             * @description Rises with every event that changes the task.
             */
            readonly revision: number;
            /**
             * Format: date-time
             * @description When the broker took the last event that changed the task.
             */
            readonly updated_at: string;
            /**
             * Format: date-time
             * @description When the task should have ended.
             */
            readonly deadline_at: string | null;
            /** @description The id that the caller gave its request. */
            readonly client_request_id: string | null;
            /** @description The project that the task is counted under. */
            readonly project_id: string | null;
            /**
             * Format: int64
             * @description The highest attempt that started.
             */
            readonly attempt: number | null;
            /** @description Whether the content of the task was erased. */
            readonly data_removed: boolean;
            /** @description What became of the request to end it. */
            readonly cancel: components["schemas"]["Cancel"] | null;
            /** @description The API key that the task was asked for with, as its creation says. */
            readonly api_key_id: string | null;
        };
        readonly TaskSummary: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "task";
            /** @description The id of the task. */
            readonly task_id: string;
            /** @description Where the task stands. It only rises. */
            readonly status: components["schemas"]["TaskStatus"];
            /** @description What the task does. */
            readonly capability: string;
            /** @description The model that was asked for. */
            readonly model: string;
            /** @description The model that does the work. */
            readonly resolved_model: string | null;
            /** @description The caller's own pairs of key and value. */
            readonly metadata: {
                readonly [key: string]: string;
            };
            /** @description What the task was given, as it was sent; `{}` where there is none. */
            readonly input?: {
                readonly [key: string]: unknown;
            };
            /** @description How far the task is. */
            readonly progress: components["schemas"]["Progress"] | null;
            /** @description The result, or as much of it as there is. */
            readonly output?: {
                readonly [key: string]: unknown;
            } | null;
            /** @description Why the task failed. */
            readonly error: components["schemas"]["TaskError"] | null;
            /** @description What was used. Null until any usage is recorded; from then on absent meters are 0. */
            readonly usage?: components["schemas"]["Usage"] | null;
            /** @description What it cost. Null until there is a charge, a refund or a settlement. */
            readonly billing?: components["schemas"]["Billing"] | null;
            /** @description Whether the caller was told. Null where none was asked for. */
            readonly callback?: components["schemas"]["Callback"] | null;
            /**
             * Format: date-time
             * @description When the task was created.
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description When work on it began.
             */
            readonly started_at: string | null;
            /**
             * Format: date-time
             * @description When it ended.
             */
            readonly completed_at: string | null;
            /**
             * Format: date-time
             * @description When somebody first asked for it to end.
             */
            readonly cancel_requested_at: string | null;
            /** @description Where to go from here: paths, or whole addresses in `task.updated`. */
            readonly links: components["schemas"]["Links"];
            /**
             * Format: int64
             * @description Rises with every event that changes the task.
             */
            readonly revision: number;
            /**
             * Format: date-time
             * @description When the broker took the last event that changed the task.
             */
            readonly updated_at: string;
            /**
             * Format: date-time
             * @description When the task should have ended.
             */
            readonly deadline_at: string | null;
            /** @description The id that the caller gave its request. */
            readonly client_request_id: string | null;
            /** @description The project that the task is counted under. */
            readonly project_id: string | null;
            /** @description The API key that the task was asked for with, as its creation says. */
            readonly api_key_id: string | null;
        };
        readonly TaskList: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "list";
            /** @description The tasks of this page. */
            readonly data: readonly components["schemas"]["TaskSummary"][];
            /** @description Where the next page begins; null after the last. */
            readonly next_cursor: string | null;
            /** @description Whether there is a next page. */
            readonly has_more: boolean;
        };
        readonly TaskEvent: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "task_event";
            /** @description The id of the event. */
            readonly id: string;
            /** @description What happened; also a type that this version does not know. */
            readonly type: string;
            /** @description Who said so. */
            readonly source: string;
            /**
             * Format: date-time
             * @description When it happened, as the event says.
             */
            readonly time: string;
            /**
             * Format: date-time
             * @description When the broker took it.
             */
            readonly recorded_at: string;
            /**
             * Format: int64
             * @description The partition of the log that holds it.
             */
            readonly partition: number;
            /**
             * Format: int64
             * @description Where in that partition.
             */
            readonly offset: number;
            /** @description `applied`: it changed the task. `duplicate`: it was folded before. `stale`: a newer value stands. `ignored`: see `reason`. `conflict`: the same key came with another amount. Further values may come in time. */
            readonly disposition: "applied" | "duplicate" | "stale" | "ignored" | "conflict" | (string & {});
            /** @description Why it was ignored. */
            readonly reason: string | null;
            /**
             * Format: int64
             * @description The revision of the task after it.
             */
            readonly revision: number;
            /** @description What it changed: small facts, never content. */
            readonly changed: {
                readonly [key: string]: unknown;
            } | null;
            /** @description Where its record was found without a key, or in another partition than its key belongs to, before it was published again; null where it came as it should. */
            readonly rekeyed_from: components["schemas"]["LogPlace"] | null;
        };
        readonly TaskEventList: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "list";
            /** @description The events of this page. */
            readonly data: readonly components["schemas"]["TaskEvent"][];
            /** @description Where the next page begins; null after the last. */
            readonly next_cursor: string | null;
            /** @description Whether there is a next page. */
            readonly has_more: boolean;
        };
        readonly LogPlace: {
            /**
             * Format: int64
             * @description The partition that it lay in first.
             */
            readonly partition: number;
            /**
             * Format: int64
             * @description Where in that partition.
             */
            readonly offset: number;
        };
        readonly UsageRecord: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "usage_record";
            /** @description The source of the event that brought it. */
            readonly source: string;
            /** @description The id of that event: with the source the key of the record. */
            readonly event_id: string;
            /**
             * Format: date-time
             * @description The time of that event.
             */
            readonly time: string;
            /**
             * Format: double
             * @description Tokens read.
             */
            readonly input_tokens: number;
            /**
             * Format: double
             * @description Tokens written.
             */
            readonly output_tokens: number;
            /**
             * Format: double
             * @description Tokens read from a cache.
             */
            readonly cache_read_tokens: number;
            /**
             * Format: double
             * @description Tokens written to a cache.
             */
            readonly cache_creation_tokens: number;
            /**
             * Format: double
             * @description Tokens spent on reasoning.
             */
            readonly reasoning_tokens: number;
            /**
             * Format: double
             * @description Images made.
             */
            readonly image_count: number;
            /**
             * Format: double
             * @description Pixels made.
             */
            readonly image_pixels: number;
            /**
             * Format: double
             * @description Seconds of video made.
             */
            readonly video_seconds: number;
            /**
             * Format: double
             * @description Seconds of audio made or heard.
             */
            readonly audio_seconds: number;
            /**
             * Format: double
             * @description Characters spoken.
             */
            readonly characters: number;
            /** @description All lines of the record. */
            readonly lines: readonly components["schemas"]["UsageLine"][];
            /** @description The sum of the lines, in credits. */
            readonly credits: string;
            /** @description The same in US dollars. */
            readonly credits_usd_reference: string;
        };
        readonly UsageRecordList: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "list";
            /** @description The records of this page. */
            readonly data: readonly components["schemas"]["UsageRecord"][];
            /** @description Where the next page begins; null after the last. */
            readonly next_cursor: string | null;
            /** @description Whether there is a next page. */
            readonly has_more: boolean;
        };
        readonly LedgerEntry: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "ledger_entry";
            /**
             * @description What it is: with `entry_id` its key.
             * @enum {string}
             */
            readonly kind: "charge" | "refund";
            /** @description The id that the producer gave it. */
            readonly entry_id: string;
            /** @description How much it is, never negative. */
            readonly amount_credits: string;
            /** @description The same in US dollars. */
            readonly amount_credits_usd_reference: string;
            /** @description Whether the charge is an estimate. */
            readonly estimated: boolean;
            /** @description Why it was refunded. Null once the data is removed. */
            readonly reason: string | null;
            /** @description The source of the event that brought it first. */
            readonly source: string;
            /** @description The id of that event. */
            readonly event_id: string;
            /**
             * Format: date-time
             * @description The time of that event.
             */
            readonly time: string;
        };
        readonly LedgerEntryList: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "list";
            /** @description The entries of this page. */
            readonly data: readonly components["schemas"]["LedgerEntry"][];
            /** @description Where the next page begins; null after the last. */
            readonly next_cursor: string | null;
            /** @description Whether there is a next page. */
            readonly has_more: boolean;
        };
        readonly TaskUpdateList: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "list";
            /** @description The newest state of each task that changed, the changes of a task in their order. A task may come again with the same revision. */
            readonly data: readonly components["schemas"]["TaskSummary"][];
            /** @description Where to go on. */
            readonly next_cursor: string;
            /** @description Whether more may be read at once, without waiting. */
            readonly has_more: boolean;
        };
        readonly TaskCount: {
            /**
             * Format: date-time
             * @description When the hour begins in which the tasks were created, in UTC.
             */
            readonly hour: string;
            /** @description Where the tasks stand. */
            readonly status: components["schemas"]["TaskStatus"];
            /**
             * Format: int64
             * @description How many there are.
             */
            readonly tasks: number;
        };
        readonly TaskCountList: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "list";
            /** @description By hour, then by status; an hour without tasks of a status has no row. */
            readonly data: readonly components["schemas"]["TaskCount"][];
        };
        readonly UsageRow: {
            /**
             * Format: date
             * @description The day of the entries, in UTC.
             */
            readonly day?: string;
            /** @description What the tasks do. */
            readonly capability?: string;
            /** @description The model that was asked for. */
            readonly model?: string;
            /** @description The project. */
            readonly project_id?: string | null;
            /** @description The API key that the tasks were asked for with. */
            readonly api_key_id?: string | null;
            /** @description Where the tasks stand. */
            readonly status?: components["schemas"]["TaskStatus"];
            /**
             * Format: int64
             * @description Tasks with an entry in this group.
             */
            readonly tasks: number;
            /**
             * Format: double
             * @description Tokens read.
             */
            readonly input_tokens: number;
            /**
             * Format: double
             * @description Tokens written.
             */
            readonly output_tokens: number;
            /**
             * Format: double
             * @description Tokens read from a cache.
             */
            readonly cache_read_tokens: number;
            /**
             * Format: double
             * @description Tokens written to a cache.
             */
            readonly cache_creation_tokens: number;
            /**
             * Format: double
             * @description Tokens spent on reasoning.
             */
            readonly reasoning_tokens: number;
            /**
             * Format: double
             * @description Images made.
             */
            readonly image_count: number;
            /**
             * Format: double
             * @description Pixels made.
             */
            readonly image_pixels: number;
            /**
             * Format: double
             * @description Seconds of video made.
             */
            readonly video_seconds: number;
            /**
             * Format: double
             * @description Seconds of audio made or heard.
             */
            readonly audio_seconds: number;
            /**
             * Format: double
             * @description Characters spoken.
             */
            readonly characters: number;
            /** @description The sum of the charges. */
            readonly charged_credits: string;
            /** @description The sum of the refunds. */
            readonly refunded_credits: string;
            /** @description Charges less refunds. */
            readonly net_charged_credits: string;
        };
        readonly UsageList: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "list";
            /** @description A row for each group, ordered by the keys of the group. */
            readonly data: readonly components["schemas"]["UsageRow"][];
        };
        /** @description A CloudEvent in structured mode. The reference of events has the data of each type. */
        readonly PostedEvent: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            readonly specversion: "1.0";
            /** @description With `source` identifies the event for ever. */
            readonly id: string;
            /** @description Who says so: the producer. */
            readonly source: string;
            /** @description What happened. */
            readonly type: string;
            /**
             * Format: date-time
             * @description When it happened: RFC 3339 with any offset, kept to microseconds.
             */
            readonly time: string;
            /** @description The id of the task, and the key of the Kafka record. */
            readonly subject: string;
            /** @description The tenant of the key; absent or null means the same. */
            readonly tenantid?: string | null;
            /** @description W3C Trace Context of the producer, left out where it is none. Text of at most 256 characters. */
            readonly traceparent?: unknown;
            /** @description W3C Trace Context of the producer, left out where it is none. Text of at most 2048 characters. */
            readonly tracestate?: unknown;
            /** @description Of `task.created`: the API key that the task was asked for with, an id. That of the request where there is none, or one that is odd. */
            readonly apikeyid?: unknown;
            /** @description The producer's own order, as a text of at most 256 characters or an integer. It decides nothing; anything else is left out. */
            readonly sequence?: unknown;
            /** @description A JSON media type. */
            readonly datacontenttype?: string | null;
            /** @description What the type says, an object; of a type that is not known, anything. */
            readonly data?: unknown;
        };
        readonly EventReceipt: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "event_receipt";
            /** @description The id of the event. */
            readonly id: string | null;
            /** @description The source of the event. */
            readonly source: string | null;
            /**
             * @description What became of it.
             * @enum {string}
             */
            readonly status: "accepted" | "refused";
            /** @description Where it is in the log, for `min_position`: `<partition>:<offset>`. */
            readonly position: string | null;
            /** @description Why it was refused. */
            readonly error: components["schemas"]["EventRefusal"] | null;
        };
        readonly EventRefusal: {
            /** @description Why, for programs. Further values may come in time. */
            readonly code: "invalid_event" | "tenant_mismatch" | "forbidden" | (string & {});
            /** @description Why, for people. */
            readonly message: string;
        };
        readonly EventReceiptList: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "list";
            /** @description One for each event, in the order of the request. */
            readonly data: readonly components["schemas"]["EventReceipt"][];
        };
        readonly ApiKeyList: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "list";
            /** @description The keys of this page. */
            readonly data: readonly components["schemas"]["ApiKey"][];
            /** @description Where the next page begins; null after the last. */
            readonly next_cursor: string | null;
            /** @description Whether there is a next page. */
            readonly has_more: boolean;
        };
        readonly Me: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "me";
            /**
             * @description What the request came with.
             * @enum {string}
             */
            readonly kind: "api_key" | "read_token";
            /** @description The tenant that it belongs to. */
            readonly tenant_id: string;
            /** @description The project of the key. */
            readonly project_id: string;
            /** @description The id of the key; of a read token that of the key which made it. */
            readonly key_id: string;
            /** @description What it may do. */
            readonly scopes: readonly ("tasks:read" | "tasks:cancel" | "events:write" | "billing:write" | "admin")[];
            /**
             * Format: date-time
             * @description From when on it is refused; null for never.
             */
            readonly expires_at: string | null;
            /** @description The one task that a read token reads. */
            readonly task_id: string | null;
            /** @description What the tasks that a read token reads have. */
            readonly filter: components["schemas"]["ReadTokenFilter"] | null;
        };
        readonly ReadToken: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "read_token";
            /** @description The token. It is stored nowhere. */
            readonly token: string;
            /**
             * @description What it may do.
             * @constant
             */
            readonly scope: "tasks:read";
            /** @description The task that it reads. */
            readonly task_id: string | null;
            /** @description What the tasks that it reads have. */
            readonly filter: components["schemas"]["ReadTokenFilter"] | null;
            /**
             * Format: date-time
             * @description From when on it is refused; streams end then.
             */
            readonly expires_at: string;
        };
        readonly ReadTokenFilter: {
            /** @description Tasks of this project. */
            readonly project_id?: string | null;
            /** @description Tasks of this request. */
            readonly client_request_id?: string | null;
            /** @description Tasks with these pairs. */
            readonly metadata?: {
                readonly [key: string]: string | null;
            } | null;
        };
        readonly TokenFilter: {
            /** @description Tasks of this project. */
            readonly project_id?: string | null;
            /** @description Tasks of this request of the caller. */
            readonly client_request_id?: string | null;
            /** @description Tasks whose metadata holds all of these pairs. */
            readonly metadata?: {
                readonly [key: string]: string | null;
            } | null;
        };
        readonly CallbackAttempt: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "callback_attempt";
            /** @description The `webhook-id` of every attempt. */
            readonly delivery_id: string;
            /** @description What the caller is told of. */
            readonly type: components["schemas"]["CallbackEvent"];
            /**
             * Format: int64
             * @description Which attempt it was, counted from 1 within the delivery.
             */
            readonly attempt: number;
            /** @description `delivered`; `retrying`, another attempt follows; `exhausted`, none does; `blocked`, the address may not be called; `gone`, the receiver wants no more. Further values may come in time. */
            readonly outcome: "delivered" | "retrying" | "exhausted" | "blocked" | "gone" | (string & {});
            /** @description Why it failed: `dns`, `connect`, `tls`, `timeout`, `http_4xx`, `http_5xx`, `redirect`, `gone` or `blocked`. */
            readonly error: string | null;
            /**
             * Format: int64
             * @description What the receiver answered.
             */
            readonly status_code: number | null;
            /**
             * Format: date-time
             * @description When it began.
             */
            readonly started_at: string;
            /**
             * Format: int64
             * @description How long it took, in milliseconds.
             */
            readonly duration_ms: number;
            /**
             * Format: date-time
             * @description When the next attempt was due.
             */
            readonly next_attempt_at: string | null;
        };
        readonly CallbackAttemptList: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "list";
            /** @description The attempts of this page. */
            readonly data: readonly components["schemas"]["CallbackAttempt"][];
            /** @description Where the next page begins; null after the last. */
            readonly next_cursor: string | null;
            /** @description Whether there is a next page. */
            readonly has_more: boolean;
        };
        readonly CallbackRedelivery: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "callback_redelivery";
            /** @description The task. */
            readonly task_id: string;
            /** @description The `webhook-id` of every attempt. */
            readonly delivery_id: string;
            /** @description What the caller is told of. */
            readonly type: components["schemas"]["CallbackEvent"];
        };
        readonly CallbackHeader: string;
        readonly CallbackBody: {
            /** @description What happened. */
            readonly type: components["schemas"]["CallbackEvent"];
            /**
             * Format: date-time
             * @description When it happened.
             */
            readonly timestamp: string;
            /** @description The task as it is at this attempt; its revision tells which of two is newer. */
            readonly data: components["schemas"]["CallbackTask"];
        };
        readonly CallbackTask: {
            /**
             * @description What this is.
             * @constant
             */
            readonly object: "task";
            /** @description The id of the task. */
            readonly task_id: string;
            /** @description Where the task stands. It only rises. */
            readonly status: components["schemas"]["TaskStatus"];
            /** @description What the task does. */
            readonly capability: string;
            /** @description The model that was asked for. */
            readonly model: string;
            /** @description The model that does the work. */
            readonly resolved_model: string | null;
            /** @description The caller's own pairs of key and value. */
            readonly metadata: {
                readonly [key: string]: string;
            };
            /** @description How far the task is. */
            readonly progress: components["schemas"]["Progress"] | null;
            /** @description The result, or as much of it as there is. */
            readonly output: {
                readonly [key: string]: unknown;
            } | null;
            /** @description What the caller should know; `[]` where there is nothing. */
            readonly warnings: readonly components["schemas"]["Warning"][];
            /** @description Why the task failed. */
            readonly error: components["schemas"]["TaskError"] | null;
            /** @description What was used. Null until any usage is recorded; from then on absent meters are 0. */
            readonly usage: components["schemas"]["Usage"] | null;
            /** @description What it cost. Null until there is a charge, a refund or a settlement. */
            readonly billing: components["schemas"]["Billing"] | null;
            /** @description Whether the caller was told. Null where none was asked for. */
            readonly callback: components["schemas"]["Callback"] | null;
            /**
             * Format: date-time
             * @description When the task was created.
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description When work on it began.
             */
            readonly started_at: string | null;
            /**
             * Format: date-time
             * @description When it ended.
             */
            readonly completed_at: string | null;
            /**
             * Format: date-time
             * @description When somebody first asked for it to end.
             */
            readonly cancel_requested_at: string | null;
            /** @description Where to go from here: paths, or whole addresses in `task.updated`. */
            readonly links: components["schemas"]["Links"];
            /**
             * Format: int64
             * @description Rises with every event that changes the task.
             */
            readonly revision: number;
            /**
             * Format: date-time
             * @description When the broker took the last event that changed the task.
             */
            readonly updated_at: string;
            /**
             * Format: date-time
             * @description When the task should have ended.
             */
            readonly deadline_at: string | null;
            /** @description The id that the caller gave its request. */
            readonly client_request_id: string | null;
            /** @description The project that the task is counted under. */
            readonly project_id: string | null;
            /**
             * Format: int64
             * @description The highest attempt that started.
             */
            readonly attempt: number | null;
            /** @description Whether the content of the task was erased. */
            readonly data_removed: boolean;
            /** @description What became of the request to end it. */
            readonly cancel: components["schemas"]["Cancel"] | null;
            /** @description The API key that the task was asked for with, as its creation says. */
            readonly api_key_id: string | null;
        };
        readonly Document: {
            readonly [key: string]: unknown;
        };
        readonly Error: {
            readonly error: components["schemas"]["ErrorDetail"];
        };
        readonly ErrorDetail: {
            /** @description What went wrong, for programs. Further values may come in time. */
            readonly code: "malformed_json" | "malformed_request" | "invalid_cursor" | "unauthorized" | "invalid_api_key" | "tenant_disabled" | "forbidden" | "task_not_found" | "key_not_found" | "callback_secret_not_found" | "route_not_found" | "cursor_expired" | "method_not_allowed" | "not_acceptable" | "request_timeout" | "payload_too_large" | "uri_too_long" | "unsupported_media_type" | "expectation_failed" | "idempotency_conflict" | "request_in_progress" | "callback_not_configured" | "too_many_keys" | "too_many_callback_secrets" | "callback_secret_current" | "invalid_request" | "headers_too_large" | "rate_limited" | "internal_error" | "service_unavailable" | "timeout" | (string & {});
            /** @description What went wrong, for people. It may change; do not match on it. */
            readonly message: string;
            /** @description Whether the same request may succeed later, unchanged. */
            readonly retryable: boolean;
            /** @description The X-Request-Id of the response, also found in the logs. */
            readonly request_id: string;
            /** @description A JSON Pointer to the part of the request at fault. */
            readonly param?: string;
            /** @description More about it; its keys depend on the code. */
            readonly details?: {
                readonly [key: string]: unknown;
            };
        };
        readonly BatchGetTasksBody: {
            /** @description The ids of the tasks, at most 100. */
            readonly ids: readonly string[];
            /** @description Further parts of each task. */
            readonly expand?: readonly ("input" | "output" | "usage" | "billing" | "callback" | "all")[] | null;
            /** @description Where to go on: `next_cursor` of an earlier answer to the same request. */
            readonly cursor?: string | null;
        };
        readonly StreamTaskMessage: {
            /**
             * @description What it is.
             * @enum {string}
             */
            readonly event: "snapshot" | "update";
            /** @description For `Last-Event-ID`. */
            readonly id: string;
            /** @description The task, as JSON. */
            readonly data: string;
        };
        readonly ListTaskUpdatesMessage: {
            /**
             * @description What it is.
             * @constant
             */
            readonly event: "update";
            /** @description For `Last-Event-ID`. */
            readonly id: string;
            /** @description A summary of the task, as JSON. */
            readonly data: string;
        };
        readonly CancelTaskBody: {
            /** @description Why the task should end; null says no more than nothing. */
            readonly reason?: string | null;
        } | null;
        readonly PostEventsBatchBody: readonly components["schemas"]["PostedEvent"][];
        /** @description The data, in binary mode; a whole event; or a batch. */
        readonly PostEventsJsonBody: {
            readonly [key: string]: unknown;
        } | readonly components["schemas"]["PostedEvent"][] | null;
        readonly CreateTokenBody: {
            /** @description The task that is read; this or `filter`. */
            readonly task_id?: string | null;
            /** @description What the tasks that are read have, all of it. */
            readonly filter?: components["schemas"]["TokenFilter"] | null;
            /**
             * Format: int32
             * @description Seconds that the token is good for; ten minutes by default.
             * @default 600
             */
            readonly expires_in?: number | null;
        };
        readonly CreateKeyBody: {
            /** @description A name for people. */
            readonly name: string;
            /** @description What it may do. */
            readonly scopes: readonly ("tasks:read" | "tasks:cancel" | "events:write" | "billing:write" | "admin")[];
            /** @description A project of the tenant; that of the caller. */
            readonly project_id?: string | null;
            /**
             * Format: date-time
             * @description From when on it is refused; never by default.
             */
            readonly expires_at?: string | null;
        };
        readonly RotateKeyBody: {
            /**
             * Format: int32
             * @description How long the old key works on, at most a week; a day by default.
             * @default 86400
             */
            readonly grace_seconds?: number | null;
        } | null;
        readonly GetDocsAnswer: string;
    };
    responses: never;
    parameters: {
        /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
        readonly RequestId: string;
    };
    requestBodies: never;
    headers: {
        /** @description Names the request, also in the logs: the one of the request where that has 1 to 256 visible ASCII characters, else a new one, `req_` and a ULID. */
        readonly RequestId: string;
        /** @description What is left of the budget of the key, and when it is full again (draft 11). */
        readonly RateLimit: string;
        /** @description The budget of the key: requests `q` in `w` seconds. */
        readonly RateLimitPolicy: string;
        /** @description Seconds to wait before the next try. */
        readonly RetryAfter: number;
    };
    pathItems: never;
}
export type TaskStatus = components['schemas']['TaskStatus'];
export type Progress = components['schemas']['Progress'];
export type Warning = components['schemas']['Warning'];
export type TaskError = components['schemas']['TaskError'];
export type Usage = components['schemas']['Usage'];
export type UsageLine = components['schemas']['UsageLine'];
export type Billing = components['schemas']['Billing'];
export type Settlement = components['schemas']['Settlement'];
export type Callback = components['schemas']['Callback'];
export type CallbackStatus = components['schemas']['CallbackStatus'];
export type Cancel = components['schemas']['Cancel'];
export type CancelOutcome = components['schemas']['CancelOutcome'];
export type Links = components['schemas']['Links'];
export type CallbackEvent = components['schemas']['CallbackEvent'];
export type ApiKey = components['schemas']['ApiKey'];
export type CreatedApiKey = components['schemas']['CreatedApiKey'];
export type CallbackSecret = components['schemas']['CallbackSecret'];
export type CreatedCallbackSecret = components['schemas']['CreatedCallbackSecret'];
export type CallbackSecretList = components['schemas']['CallbackSecretList'];
export type Task = components['schemas']['Task'];
export type TaskSummary = components['schemas']['TaskSummary'];
export type TaskList = components['schemas']['TaskList'];
export type TaskEvent = components['schemas']['TaskEvent'];
export type TaskEventList = components['schemas']['TaskEventList'];
export type LogPlace = components['schemas']['LogPlace'];
export type UsageRecord = components['schemas']['UsageRecord'];
export type UsageRecordList = components['schemas']['UsageRecordList'];
export type LedgerEntry = components['schemas']['LedgerEntry'];
export type LedgerEntryList = components['schemas']['LedgerEntryList'];
export type TaskUpdateList = components['schemas']['TaskUpdateList'];
export type TaskCount = components['schemas']['TaskCount'];
export type TaskCountList = components['schemas']['TaskCountList'];
export type UsageRow = components['schemas']['UsageRow'];
export type UsageList = components['schemas']['UsageList'];
export type PostedEvent = components['schemas']['PostedEvent'];
export type EventReceipt = components['schemas']['EventReceipt'];
export type EventRefusal = components['schemas']['EventRefusal'];
export type EventReceiptList = components['schemas']['EventReceiptList'];
export type ApiKeyList = components['schemas']['ApiKeyList'];
export type Me = components['schemas']['Me'];
export type ReadToken = components['schemas']['ReadToken'];
export type ReadTokenFilter = components['schemas']['ReadTokenFilter'];
export type TokenFilter = components['schemas']['TokenFilter'];
export type CallbackAttempt = components['schemas']['CallbackAttempt'];
export type CallbackAttemptList = components['schemas']['CallbackAttemptList'];
export type CallbackRedelivery = components['schemas']['CallbackRedelivery'];
export type CallbackHeader = components['schemas']['CallbackHeader'];
export type CallbackBody = components['schemas']['CallbackBody'];
export type CallbackTask = components['schemas']['CallbackTask'];
export type Document = components['schemas']['Document'];
export type Error = components['schemas']['Error'];
export type ErrorDetail = components['schemas']['ErrorDetail'];
export type BatchGetTasksBody = components['schemas']['BatchGetTasksBody'];
export type StreamTaskMessage = components['schemas']['StreamTaskMessage'];
export type ListTaskUpdatesMessage = components['schemas']['ListTaskUpdatesMessage'];
export type CancelTaskBody = components['schemas']['CancelTaskBody'];
export type PostEventsBatchBody = components['schemas']['PostEventsBatchBody'];
export type PostEventsJsonBody = components['schemas']['PostEventsJsonBody'];
export type CreateTokenBody = components['schemas']['CreateTokenBody'];
export type CreateKeyBody = components['schemas']['CreateKeyBody'];
export type RotateKeyBody = components['schemas']['RotateKeyBody'];
export type GetDocsAnswer = components['schemas']['GetDocsAnswer'];
export type ParameterRequestId = components['parameters']['RequestId'];
export type HeaderRequestId = components['headers']['RequestId'];
export type HeaderRateLimit = components['headers']['RateLimit'];
export type HeaderRateLimitPolicy = components['headers']['RateLimitPolicy'];
export type HeaderRetryAfter = components['headers']['RetryAfter'];
export type $defs = Record<string, never>;
export interface operations {
    readonly getTask: {
        readonly parameters: {
            readonly query?: {
                /** @description With `Prefer: wait`: holds the answer until the task has this revision. */
                readonly min_revision?: number;
                /** @description With `Prefer: wait`: holds the answer until everything up to this position of the log has been folded. `POST /v1/events` answers positions. */
                readonly min_position?: string;
            };
            readonly header?: {
                /** @description An entity tag that the client holds: the answer is 304 while the task has it. */
                readonly "If-None-Match"?: string;
                /** @description `wait=N` holds the answer for up to N seconds, at most 60. */
                readonly Prefer?: string;
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path: {
                /** @description The id of the task. */
                readonly task_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The task. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    /** @description The revision of the task, for `If-None-Match`; weak where the answer is compressed. */
                    readonly ETag?: string;
                    /** @description How long the answer was held at most, where `Prefer` asked for it. */
                    readonly "Preference-Applied"?: string;
                    /** @description Seconds that the answer may be behind the log; absent where that is not known. */
                    readonly "Task-Projection-Lag"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Task"];
                };
            };
            /** @description The task still has the revision of `If-None-Match`. */
            readonly 304: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    /** @description The revision of the task, for `If-None-Match`; weak where the answer is compressed. */
                    readonly ETag?: string;
                    /** @description How long the answer was held at most, where `Prefer` asked for it. */
                    readonly "Preference-Applied"?: string;
                    /** @description Seconds that the answer may be behind the log; absent where that is not known. */
                    readonly "Task-Projection-Lag"?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly eraseTask: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path: {
                /** @description The id of the task. */
                readonly task_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The content was removed before. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Task"];
                };
            };
            /** @description The content is being removed. */
            readonly 202: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Task"];
                };
            };
        };
    };
    readonly listTasks: {
        readonly parameters: {
            readonly query?: {
                /** @description Tasks of any of these statuses, separated by commas. */
                readonly status?: readonly ("queued" | "running" | "succeeded" | "failed" | "canceled")[];
                /** @description Tasks of this capability. */
                readonly capability?: string;
                /** @description Tasks that asked for this model. */
                readonly model?: string;
                /** @description Tasks whose metadata holds all of these pairs, each given as `metadata[key]=value` (`deepObject`). Any other form is refused: a filter that is left aside would answer with everything. */
                readonly metadata?: {
                    readonly [key: string]: string;
                };
                /** @description Tasks of this request of the caller. */
                readonly client_request_id?: string;
                /** @description Tasks that failed with this code. */
                readonly error_code?: string;
                /** @description Tasks whose callback is at this. */
                readonly callback_status?: "pending" | "retrying" | "delivered" | "failed";
                /** @description Tasks of this project. */
                readonly project_id?: string;
                /** @description Tasks that were asked for with this API key. */
                readonly api_key_id?: string;
                /** @description Tasks that have none of these, separated by commas: those of no project, those of which no API key is known. */
                readonly without?: readonly ("project_id" | "api_key_id")[];
                /** @description Tasks created at this time or later. */
                readonly created_after?: string;
                /** @description Tasks created before this time. */
                readonly created_before?: string;
                /** @description Tasks that ended at this time or later. */
                readonly completed_after?: string;
                /** @description Tasks that ended before this time. */
                readonly completed_before?: string;
                /** @description Tasks with a usage record, a charge or a refund of this time or later: those behind the sums of `GET /v1/usage` from then on. With `entry_before`, of a time between the two. */
                readonly entry_after?: string;
                /** @description Tasks with a usage record, a charge or a refund before this time. */
                readonly entry_before?: string;
                /** @description Tasks that want a person, for this reason. */
                readonly needs?: "usage" | "refund" | "charge" | "over_refund" | "conflict" | "callback" | "attention";
                /** @description The tasks with these ids, in this order, those that do not exist left out. With `expand` and, where an answer says that more follow, with `cursor` and the same ids; with no filter. */
                readonly ids?: readonly string[];
                /** @description By creation: the newest first, or the oldest. */
                readonly order?: "desc" | "asc";
                /** @description How many at most, 1 to 100; 20 by default. */
                readonly limit?: number;
                /** @description Where to go on: `next_cursor` of an earlier answer to the same request. */
                readonly cursor?: string;
                /** @description Further parts of each task, separated by commas. */
                readonly expand?: readonly ("input" | "output" | "usage" | "billing" | "callback" | "all")[];
            };
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of tasks. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    /** @description Seconds that the answer may be behind the log; absent where that is not known. */
                    readonly "Task-Projection-Lag"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TaskList"];
                };
            };
        };
    };
    readonly batchGetTasks: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["BatchGetTasksBody"];
            };
        };
        readonly responses: {
            /** @description The tasks. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    /** @description Seconds that the answer may be behind the log; absent where that is not known. */
                    readonly "Task-Projection-Lag"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TaskList"];
                };
            };
        };
    };
    readonly countTasks: {
        readonly parameters: {
            readonly query?: {
                /** @description Tasks created at this time or later; of the last 24 hours where it is absent. */
                readonly created_after?: string;
                /** @description Tasks created before this time. */
                readonly created_before?: string;
            };
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The counts. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    /** @description Seconds that the answer may be behind the log; absent where that is not known. */
                    readonly "Task-Projection-Lag"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TaskCountList"];
                };
            };
        };
    };
    readonly listTaskEvents: {
        readonly parameters: {
            readonly query?: {
                /** @description How many at most, 1 to 100; 20 by default. */
                readonly limit?: number;
                /** @description Where to go on: `next_cursor` of an earlier answer to the same request. */
                readonly cursor?: string;
            };
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path: {
                /** @description The id of the task. */
                readonly task_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of events. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    /** @description Seconds that the answer may be behind the log; absent where that is not known. */
                    readonly "Task-Projection-Lag"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TaskEventList"];
                };
            };
        };
    };
    readonly listTaskUsage: {
        readonly parameters: {
            readonly query?: {
                /** @description How many at most, 1 to 100; 20 by default. */
                readonly limit?: number;
                /** @description Where to go on: `next_cursor` of an earlier answer to the same request. */
                readonly cursor?: string;
            };
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path: {
                /** @description The id of the task. */
                readonly task_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of usage records. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    /** @description Seconds that the answer may be behind the log; absent where that is not known. */
                    readonly "Task-Projection-Lag"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["UsageRecordList"];
                };
            };
        };
    };
    readonly listTaskLedger: {
        readonly parameters: {
            readonly query?: {
                /** @description How many at most, 1 to 100; 20 by default. */
                readonly limit?: number;
                /** @description Where to go on: `next_cursor` of an earlier answer to the same request. */
                readonly cursor?: string;
            };
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path: {
                /** @description The id of the task. */
                readonly task_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of ledger entries. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    /** @description Seconds that the answer may be behind the log; absent where that is not known. */
                    readonly "Task-Projection-Lag"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["LedgerEntryList"];
                };
            };
        };
    };
    readonly streamTask: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The revision that the client holds: only newer states are sent. */
                readonly "Last-Event-ID"?: string;
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path: {
                /** @description The id of the task. */
                readonly task_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The events. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/event-stream": components["schemas"]["StreamTaskMessage"];
                };
            };
            /** @description The task has ended, and the client holds its last state. */
            readonly 204: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly listTaskUpdates: {
        readonly parameters: {
            readonly query?: {
                /** @description Where to go on: `next_cursor` of an earlier answer to the same request. */
                readonly cursor?: string;
                /** @description Where to begin without a cursor; `now` where neither is given. */
                readonly from?: "oldest" | "now";
                /** @description How many at most, 1 to 100; 20 by default. */
                readonly limit?: number;
                /** @description Seconds to wait for a change where there is none yet. */
                readonly wait?: number;
                /** @description Further parts of each task, separated by commas. */
                readonly expand?: readonly ("input" | "output" | "usage" | "billing" | "callback" | "all")[];
            };
            readonly header?: {
                /** @description The id of the last event that the client has seen; takes the place of `cursor`. */
                readonly "Last-Event-ID"?: string;
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What changed. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    /** @description Seconds that the answer may be behind the log; absent where that is not known. */
                    readonly "Task-Projection-Lag"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TaskUpdateList"];
                    readonly "text/event-stream": components["schemas"]["ListTaskUpdatesMessage"];
                };
            };
        };
    };
    readonly cancelTask: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Makes the request safe to repeat for 24 hours. */
                readonly "Idempotency-Key"?: string;
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path: {
                /** @description The id of the task. */
                readonly task_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["CancelTaskBody"];
            };
        };
        readonly responses: {
            /** @description The task has ended; nothing changes. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Task"];
                };
            };
            /** @description The task was asked to end. */
            readonly 202: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Task"];
                };
            };
        };
    };
    readonly getUsage: {
        readonly parameters: {
            readonly query?: {
                /** @description Entries of this time or later. */
                readonly from?: string;
                /** @description Entries before this time. */
                readonly to?: string;
                /** @description A row for each combination of these, separated by commas; one row in all where it is absent. A day is that of the entry, in UTC. */
                readonly group_by?: readonly ("day" | "capability" | "model" | "project_id" | "api_key_id" | "status")[];
            };
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The sums. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    /** @description Seconds that the answer may be behind the log; absent where that is not known. */
                    readonly "Task-Projection-Lag"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["UsageList"];
                };
            };
        };
    };
    readonly postEvents: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/cloudevents+json": components["schemas"]["PostedEvent"];
                readonly "application/cloudevents-batch+json": components["schemas"]["PostEventsBatchBody"];
                readonly "application/json": components["schemas"]["PostEventsJsonBody"];
            };
        };
        readonly responses: {
            /** @description The events are in the log, apart from those that are refused. */
            readonly 202: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EventReceiptList"];
                };
            };
        };
    };
    readonly listCallbackAttempts: {
        readonly parameters: {
            readonly query?: {
                /** @description How many at most, 1 to 100; 20 by default. */
                readonly limit?: number;
                /** @description Where to go on: `next_cursor` of an earlier answer to the same request. */
                readonly cursor?: string;
            };
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path: {
                /** @description The id of the task. */
                readonly task_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of attempts. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    /** @description Seconds that the answer may be behind the log; absent where that is not known. */
                    readonly "Task-Projection-Lag"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CallbackAttemptList"];
                };
            };
        };
    };
    readonly redeliverCallback: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path: {
                /** @description The id of the task. */
                readonly task_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description An attempt is made now. */
            readonly 202: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CallbackRedelivery"];
                };
            };
        };
    };
    readonly listCallbackSecrets: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The secrets. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CallbackSecretList"];
                };
            };
        };
    };
    readonly rotateCallbackSecret: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The new secret, shown this once. */
            readonly 201: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CreatedCallbackSecret"];
                };
            };
        };
    };
    readonly revokeCallbackSecret: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path: {
                /** @description The id of the secret. */
                readonly secret_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The secret signs no more. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CallbackSecret"];
                };
            };
        };
    };
    readonly getMe: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Whose key or token it is, and what it may do. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    readonly createToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CreateTokenBody"];
            };
        };
        readonly responses: {
            /** @description The token, in this answer and in no other. */
            readonly 201: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReadToken"];
                };
            };
        };
    };
    readonly listKeys: {
        readonly parameters: {
            readonly query?: {
                /** @description How many at most, 1 to 100; 20 by default. */
                readonly limit?: number;
                /** @description Where to go on: `next_cursor` of an earlier answer to the same request. */
                readonly cursor?: string;
            };
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of keys. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApiKeyList"];
                };
            };
        };
    };
    readonly createKey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CreateKeyBody"];
            };
        };
        readonly responses: {
            /** @description The key was made. */
            readonly 201: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
        };
    };
    readonly rotateKey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path: {
                /** @description The id of the key. */
                readonly key_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["RotateKeyBody"];
            };
        };
        readonly responses: {
            /** @description The new key. */
            readonly 201: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
        };
    };
    readonly revokeKey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path: {
                /** @description The id of the key. */
                readonly key_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The key is revoked. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApiKey"];
                };
            };
        };
    };
    readonly getOpenApi: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The document. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Document"];
                };
            };
        };
    };
    readonly getOpenApi30: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The document. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Document"];
                };
            };
        };
    };
    readonly getAsyncApi: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The document. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Document"];
                };
            };
        };
    };
    readonly getDocs: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The page. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": components["schemas"]["GetDocsAnswer"];
                };
            };
        };
    };
    readonly taskCallback: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Names the delivery, the same for each of its attempts. */
                readonly "webhook-id": components["schemas"]["CallbackHeader"];
                /** @description When this attempt was made, in seconds since 1970. */
                readonly "webhook-timestamp": components["schemas"]["CallbackHeader"];
                /** @description Signatures by the active secrets, separated by spaces: `v1,…`. */
                readonly "webhook-signature": components["schemas"]["CallbackHeader"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CallbackBody"];
            };
        };
        readonly responses: {
            /** @description The caller has taken it. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
