// Made from the contract: npm run generate.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * TaskCreated
         * @description A task exists and waits. It is visible from here on; the first creation in the log wins.
         */
        readonly TaskCreated: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            readonly specversion: "1.0";
            /** @description With `source` identifies the event for ever: the same pair again is a duplicate. */
            readonly id: string;
            /** @description Who says so: the producer, as a URI reference. */
            readonly source: string;
            /**
             * @description What happened.
             * @constant
             */
            readonly type: "task.created";
            /**
             * Format: date-time
             * @description When it happened: RFC 3339 with any offset, kept to microseconds.
             */
            readonly time: string;
            /** @description The id of the task, and the key of the Kafka record. */
            readonly subject: string;
            /** @description The tenant that the task belongs to. The same task id under two tenants is two tasks. */
            readonly tenantid: string;
            /** @description W3C Trace Context of the producer. */
            readonly traceparent?: string | null;
            /** @description W3C Trace Context of the producer. */
            readonly tracestate?: string | null;
            /** @description Of `task.created`: the API key of the caller that the task was asked for with. It says whom to count the task under, and grants nothing. */
            readonly apikeyid?: string | null;
            /** @description The producer's own order, as a text or an integer. It is accepted, and decides nothing. */
            readonly sequence?: string | number | null;
            /** @description A JSON media type. */
            readonly datacontenttype?: string | null;
            readonly data: components["schemas"]["TaskCreatedData"];
        };
        /**
         * TaskStarted
         * @description Work on the task began. `started_at` is the earliest of these.
         */
        readonly TaskStarted: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            readonly specversion: "1.0";
            /** @description With `source` identifies the event for ever: the same pair again is a duplicate. */
            readonly id: string;
            /** @description Who says so: the producer, as a URI reference. */
            readonly source: string;
            /**
             * @description What happened.
             * @constant
             */
            readonly type: "task.started";
            /**
             * Format: date-time
             * @description When it happened: RFC 3339 with any offset, kept to microseconds.
             */
            readonly time: string;
            /** @description The id of the task, and the key of the Kafka record. */
            readonly subject: string;
            /** @description The tenant that the task belongs to. The same task id under two tenants is two tasks. */
            readonly tenantid: string;
            /** @description W3C Trace Context of the producer. */
            readonly traceparent?: string | null;
            /** @description W3C Trace Context of the producer. */
            readonly tracestate?: string | null;
            /** @description Of `task.created`: the API key of the caller that the task was asked for with. It says whom to count the task under, and grants nothing. */
            readonly apikeyid?: string | null;
            /** @description The producer's own order, as a text or an integer. It is accepted, and decides nothing. */
            readonly sequence?: string | number | null;
            /** @description A JSON media type. */
            readonly datacontenttype?: string | null;
            readonly data?: components["schemas"]["TaskStartedData"] | null;
        };
        /**
         * TaskProgressed
         * @description How far the task is. The newest by (`time`, `source`, `id`) is shown, whatever arrives last; of a task that succeeded, its percentage as 100.
         */
        readonly TaskProgressed: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            readonly specversion: "1.0";
            /** @description With `source` identifies the event for ever: the same pair again is a duplicate. */
            readonly id: string;
            /** @description Who says so: the producer, as a URI reference. */
            readonly source: string;
            /**
             * @description What happened.
             * @constant
             */
            readonly type: "task.progressed";
            /**
             * Format: date-time
             * @description When it happened: RFC 3339 with any offset, kept to microseconds.
             */
            readonly time: string;
            /** @description The id of the task, and the key of the Kafka record. */
            readonly subject: string;
            /** @description The tenant that the task belongs to. The same task id under two tenants is two tasks. */
            readonly tenantid: string;
            /** @description W3C Trace Context of the producer. */
            readonly traceparent?: string | null;
            /** @description W3C Trace Context of the producer. */
            readonly tracestate?: string | null;
            /** @description Of `task.created`: the API key of the caller that the task was asked for with. It says whom to count the task under, and grants nothing. */
            readonly apikeyid?: string | null;
            /** @description The producer's own order, as a text or an integer. It is accepted, and decides nothing. */
            readonly sequence?: string | number | null;
            /** @description A JSON media type. */
            readonly datacontenttype?: string | null;
            readonly data?: components["schemas"]["TaskProgressedData"] | null;
        };
        /**
         * TaskOutputUpdated
         * @description A partial output, shown until the end brings its own.
         */
        readonly TaskOutputUpdated: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            readonly specversion: "1.0";
            /** @description With `source` identifies the event for ever: the same pair again is a duplicate. */
            readonly id: string;
            /** @description Who says so: the producer, as a URI reference. */
            readonly source: string;
            /**
             * @description What happened.
             * @constant
             */
            readonly type: "task.output_updated";
            /**
             * Format: date-time
             * @description When it happened: RFC 3339 with any offset, kept to microseconds.
             */
            readonly time: string;
            /** @description The id of the task, and the key of the Kafka record. */
            readonly subject: string;
            /** @description The tenant that the task belongs to. The same task id under two tenants is two tasks. */
            readonly tenantid: string;
            /** @description W3C Trace Context of the producer. */
            readonly traceparent?: string | null;
            /** @description W3C Trace Context of the producer. */
            readonly tracestate?: string | null;
            /** @description Of `task.created`: the API key of the caller that the task was asked for with. It says whom to count the task under, and grants nothing. */
            readonly apikeyid?: string | null;
            /** @description The producer's own order, as a text or an integer. It is accepted, and decides nothing. */
            readonly sequence?: string | number | null;
            /** @description A JSON media type. */
            readonly datacontenttype?: string | null;
            readonly data: components["schemas"]["TaskOutputUpdatedData"];
        };
        /**
         * TaskWarned
         * @description Something about the task that the caller should know.
         */
        readonly TaskWarned: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            readonly specversion: "1.0";
            /** @description With `source` identifies the event for ever: the same pair again is a duplicate. */
            readonly id: string;
            /** @description Who says so: the producer, as a URI reference. */
            readonly source: string;
            /**
             * @description What happened.
             * @constant
             */
            readonly type: "task.warned";
            /**
             * Format: date-time
             * @description When it happened: RFC 3339 with any offset, kept to microseconds.
             */
            readonly time: string;
            /** @description The id of the task, and the key of the Kafka record. */
            readonly subject: string;
            /** @description The tenant that the task belongs to. The same task id under two tenants is two tasks. */
            readonly tenantid: string;
            /** @description W3C Trace Context of the producer. */
            readonly traceparent?: string | null;
            /** @description W3C Trace Context of the producer. */
            readonly tracestate?: string | null;
            /** @description Of `task.created`: the API key of the caller that the task was asked for with. It says whom to count the task under, and grants nothing. */
            readonly apikeyid?: string | null;
            /** @description The producer's own order, as a text or an integer. It is accepted, and decides nothing. */
            readonly sequence?: string | number | null;
            /** @description A JSON media type. */
            readonly datacontenttype?: string | null;
            readonly data: components["schemas"]["TaskWarnedData"];
        };
        /**
         * TaskUsageRecorded
         * @description What was used. Records add up; a correction is a further record with negative quantities and amounts.
         */
        readonly TaskUsageRecorded: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            readonly specversion: "1.0";
            /** @description With `source` identifies the event for ever: the same pair again is a duplicate. */
            readonly id: string;
            /** @description Who says so: the producer, as a URI reference. */
            readonly source: string;
            /**
             * @description What happened.
             * @constant
             */
            readonly type: "task.usage_recorded";
            /**
             * Format: date-time
             * @description When it happened: RFC 3339 with any offset, kept to microseconds.
             */
            readonly time: string;
            /** @description The id of the task, and the key of the Kafka record. */
            readonly subject: string;
            /** @description The tenant that the task belongs to. The same task id under two tenants is two tasks. */
            readonly tenantid: string;
            /** @description W3C Trace Context of the producer. */
            readonly traceparent?: string | null;
            /** @description W3C Trace Context of the producer. */
            readonly tracestate?: string | null;
            /** @description Of `task.created`: the API key of the caller that the task was asked for with. It says whom to count the task under, and grants nothing. */
            readonly apikeyid?: string | null;
            /** @description The producer's own order, as a text or an integer. It is accepted, and decides nothing. */
            readonly sequence?: string | number | null;
            /** @description A JSON media type. */
            readonly datacontenttype?: string | null;
            readonly data?: components["schemas"]["TaskUsageRecordedData"] | null;
        };
        /**
         * TaskCharged
         * @description Credits were taken for the task.
         */
        readonly TaskCharged: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            readonly specversion: "1.0";
            /** @description With `source` identifies the event for ever: the same pair again is a duplicate. */
            readonly id: string;
            /** @description Who says so: the producer, as a URI reference. */
            readonly source: string;
            /**
             * @description What happened.
             * @constant
             */
            readonly type: "task.charged";
            /**
             * Format: date-time
             * @description When it happened: RFC 3339 with any offset, kept to microseconds.
             */
            readonly time: string;
            /** @description The id of the task, and the key of the Kafka record. */
            readonly subject: string;
            /** @description The tenant that the task belongs to. The same task id under two tenants is two tasks. */
            readonly tenantid: string;
            /** @description W3C Trace Context of the producer. */
            readonly traceparent?: string | null;
            /** @description W3C Trace Context of the producer. */
            readonly tracestate?: string | null;
            /** @description Of `task.created`: the API key of the caller that the task was asked for with. It says whom to count the task under, and grants nothing. */
            readonly apikeyid?: string | null;
            /** @description The producer's own order, as a text or an integer. It is accepted, and decides nothing. */
            readonly sequence?: string | number | null;
            /** @description A JSON media type. */
            readonly datacontenttype?: string | null;
            readonly data: components["schemas"]["TaskChargedData"];
        };
        /**
         * TaskRefunded
         * @description Credits were given back.
         */
        readonly TaskRefunded: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            readonly specversion: "1.0";
            /** @description With `source` identifies the event for ever: the same pair again is a duplicate. */
            readonly id: string;
            /** @description Who says so: the producer, as a URI reference. */
            readonly source: string;
            /**
             * @description What happened.
             * @constant
             */
            readonly type: "task.refunded";
            /**
             * Format: date-time
             * @description When it happened: RFC 3339 with any offset, kept to microseconds.
             */
            readonly time: string;
            /** @description The id of the task, and the key of the Kafka record. */
            readonly subject: string;
            /** @description The tenant that the task belongs to. The same task id under two tenants is two tasks. */
            readonly tenantid: string;
            /** @description W3C Trace Context of the producer. */
            readonly traceparent?: string | null;
            /** @description W3C Trace Context of the producer. */
            readonly tracestate?: string | null;
            /** @description Of `task.created`: the API key of the caller that the task was asked for with. It says whom to count the task under, and grants nothing. */
            readonly apikeyid?: string | null;
            /** @description The producer's own order, as a text or an integer. It is accepted, and decides nothing. */
            readonly sequence?: string | number | null;
            /** @description A JSON media type. */
            readonly datacontenttype?: string | null;
            readonly data: components["schemas"]["TaskRefundedData"];
        };
        /**
         * TaskBillingSettled
         * @description Billing is done with the task: its settlement is `final`. The data is empty.
         */
        readonly TaskBillingSettled: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            readonly specversion: "1.0";
            /** @description With `source` identifies the event for ever: the same pair again is a duplicate. */
            readonly id: string;
            /** @description Who says so: the producer, as a URI reference. */
            readonly source: string;
            /**
             * @description What happened.
             * @constant
             */
            readonly type: "task.billing_settled";
            /**
             * Format: date-time
             * @description When it happened: RFC 3339 with any offset, kept to microseconds.
             */
            readonly time: string;
            /** @description The id of the task, and the key of the Kafka record. */
            readonly subject: string;
            /** @description The tenant that the task belongs to. The same task id under two tenants is two tasks. */
            readonly tenantid: string;
            /** @description W3C Trace Context of the producer. */
            readonly traceparent?: string | null;
            /** @description W3C Trace Context of the producer. */
            readonly tracestate?: string | null;
            /** @description Of `task.created`: the API key of the caller that the task was asked for with. It says whom to count the task under, and grants nothing. */
            readonly apikeyid?: string | null;
            /** @description The producer's own order, as a text or an integer. It is accepted, and decides nothing. */
            readonly sequence?: string | number | null;
            /** @description A JSON media type. */
            readonly datacontenttype?: string | null;
            readonly data?: components["schemas"]["TaskBillingSettledData"] | null;
        };
        /**
         * TaskCancelRequested
         * @description Somebody asked for the task to end. The earliest request is shown.
         */
        readonly TaskCancelRequested: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            readonly specversion: "1.0";
            /** @description With `source` identifies the event for ever: the same pair again is a duplicate. */
            readonly id: string;
            /** @description Who says so: the producer, as a URI reference. */
            readonly source: string;
            /**
             * @description What happened.
             * @constant
             */
            readonly type: "task.cancel_requested";
            /**
             * Format: date-time
             * @description When it happened: RFC 3339 with any offset, kept to microseconds.
             */
            readonly time: string;
            /** @description The id of the task, and the key of the Kafka record. */
            readonly subject: string;
            /** @description The tenant that the task belongs to. The same task id under two tenants is two tasks. */
            readonly tenantid: string;
            /** @description W3C Trace Context of the producer. */
            readonly traceparent?: string | null;
            /** @description W3C Trace Context of the producer. */
            readonly tracestate?: string | null;
            /** @description Of `task.created`: the API key of the caller that the task was asked for with. It says whom to count the task under, and grants nothing. */
            readonly apikeyid?: string | null;
            /** @description The producer's own order, as a text or an integer. It is accepted, and decides nothing. */
            readonly sequence?: string | number | null;
            /** @description A JSON media type. */
            readonly datacontenttype?: string | null;
            readonly data?: components["schemas"]["TaskCancelRequestedData"] | null;
        };
        /**
         * TaskSucceeded
         * @description The task ended well. The first end in the log stands; a later one changes nothing.
         */
        readonly TaskSucceeded: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            readonly specversion: "1.0";
            /** @description With `source` identifies the event for ever: the same pair again is a duplicate. */
            readonly id: string;
            /** @description Who says so: the producer, as a URI reference. */
            readonly source: string;
            /**
             * @description What happened.
             * @constant
             */
            readonly type: "task.succeeded";
            /**
             * Format: date-time
             * @description When it happened: RFC 3339 with any offset, kept to microseconds.
             */
            readonly time: string;
            /** @description The id of the task, and the key of the Kafka record. */
            readonly subject: string;
            /** @description The tenant that the task belongs to. The same task id under two tenants is two tasks. */
            readonly tenantid: string;
            /** @description W3C Trace Context of the producer. */
            readonly traceparent?: string | null;
            /** @description W3C Trace Context of the producer. */
            readonly tracestate?: string | null;
            /** @description Of `task.created`: the API key of the caller that the task was asked for with. It says whom to count the task under, and grants nothing. */
            readonly apikeyid?: string | null;
            /** @description The producer's own order, as a text or an integer. It is accepted, and decides nothing. */
            readonly sequence?: string | number | null;
            /** @description A JSON media type. */
            readonly datacontenttype?: string | null;
            readonly data?: components["schemas"]["TaskSucceededData"] | null;
        };
        /**
         * TaskFailed
         * @description The task failed, and no further attempt follows. A worker that will try again does not publish this.
         */
        readonly TaskFailed: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            readonly specversion: "1.0";
            /** @description With `source` identifies the event for ever: the same pair again is a duplicate. */
            readonly id: string;
            /** @description Who says so: the producer, as a URI reference. */
            readonly source: string;
            /**
             * @description What happened.
             * @constant
             */
            readonly type: "task.failed";
            /**
             * Format: date-time
             * @description When it happened: RFC 3339 with any offset, kept to microseconds.
             */
            readonly time: string;
            /** @description The id of the task, and the key of the Kafka record. */
            readonly subject: string;
            /** @description The tenant that the task belongs to. The same task id under two tenants is two tasks. */
            readonly tenantid: string;
            /** @description W3C Trace Context of the producer. */
            readonly traceparent?: string | null;
            /** @description W3C Trace Context of the producer. */
            readonly tracestate?: string | null;
            /** @description Of `task.created`: the API key of the caller that the task was asked for with. It says whom to count the task under, and grants nothing. */
            readonly apikeyid?: string | null;
            /** @description The producer's own order, as a text or an integer. It is accepted, and decides nothing. */
            readonly sequence?: string | number | null;
            /** @description A JSON media type. */
            readonly datacontenttype?: string | null;
            readonly data: components["schemas"]["TaskFailedData"];
        };
        /**
         * TaskCanceled
         * @description The task was ended before it was done.
         */
        readonly TaskCanceled: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            readonly specversion: "1.0";
            /** @description With `source` identifies the event for ever: the same pair again is a duplicate. */
            readonly id: string;
            /** @description Who says so: the producer, as a URI reference. */
            readonly source: string;
            /**
             * @description What happened.
             * @constant
             */
            readonly type: "task.canceled";
            /**
             * Format: date-time
             * @description When it happened: RFC 3339 with any offset, kept to microseconds.
             */
            readonly time: string;
            /** @description The id of the task, and the key of the Kafka record. */
            readonly subject: string;
            /** @description The tenant that the task belongs to. The same task id under two tenants is two tasks. */
            readonly tenantid: string;
            /** @description W3C Trace Context of the producer. */
            readonly traceparent?: string | null;
            /** @description W3C Trace Context of the producer. */
            readonly tracestate?: string | null;
            /** @description Of `task.created`: the API key of the caller that the task was asked for with. It says whom to count the task under, and grants nothing. */
            readonly apikeyid?: string | null;
            /** @description The producer's own order, as a text or an integer. It is accepted, and decides nothing. */
            readonly sequence?: string | number | null;
            /** @description A JSON media type. */
            readonly datacontenttype?: string | null;
            readonly data?: components["schemas"]["TaskCanceledData"] | null;
        };
        /**
         * TaskCallbackAttempted
         * @description The caller was told, or that was tried. Published by the system itself.
         */
        readonly TaskCallbackAttempted: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            readonly specversion: "1.0";
            /** @description With `source` identifies the event for ever: the same pair again is a duplicate. */
            readonly id: string;
            /** @description Who says so: the producer, as a URI reference. */
            readonly source: string;
            /**
             * @description What happened.
             * @constant
             */
            readonly type: "task.callback_attempted";
            /**
             * Format: date-time
             * @description When it happened: RFC 3339 with any offset, kept to microseconds.
             */
            readonly time: string;
            /** @description The id of the task, and the key of the Kafka record. */
            readonly subject: string;
            /** @description The tenant that the task belongs to. The same task id under two tenants is two tasks. */
            readonly tenantid: string;
            /** @description W3C Trace Context of the producer. */
            readonly traceparent?: string | null;
            /** @description W3C Trace Context of the producer. */
            readonly tracestate?: string | null;
            /** @description Of `task.created`: the API key of the caller that the task was asked for with. It says whom to count the task under, and grants nothing. */
            readonly apikeyid?: string | null;
            /** @description The producer's own order, as a text or an integer. It is accepted, and decides nothing. */
            readonly sequence?: string | number | null;
            /** @description A JSON media type. */
            readonly datacontenttype?: string | null;
            readonly data: components["schemas"]["TaskCallbackAttemptedData"];
        };
        /**
         * TaskErased
         * @description The content of the task is forgotten: input, output, metadata, messages and callback address. Status, money and times stay. The data is empty.
         */
        readonly TaskErased: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            readonly specversion: "1.0";
            /** @description With `source` identifies the event for ever: the same pair again is a duplicate. */
            readonly id: string;
            /** @description Who says so: the producer, as a URI reference. */
            readonly source: string;
            /**
             * @description What happened.
             * @constant
             */
            readonly type: "task.erased";
            /**
             * Format: date-time
             * @description When it happened: RFC 3339 with any offset, kept to microseconds.
             */
            readonly time: string;
            /** @description The id of the task, and the key of the Kafka record. */
            readonly subject: string;
            /** @description The tenant that the task belongs to. The same task id under two tenants is two tasks. */
            readonly tenantid: string;
            /** @description W3C Trace Context of the producer. */
            readonly traceparent?: string | null;
            /** @description W3C Trace Context of the producer. */
            readonly tracestate?: string | null;
            /** @description Of `task.created`: the API key of the caller that the task was asked for with. It says whom to count the task under, and grants nothing. */
            readonly apikeyid?: string | null;
            /** @description The producer's own order, as a text or an integer. It is accepted, and decides nothing. */
            readonly sequence?: string | number | null;
            /** @description A JSON media type. */
            readonly datacontenttype?: string | null;
            readonly data?: components["schemas"]["TaskErasedData"] | null;
        };
        /**
         * TaskCreatedData
         * @description A task exists and waits. It is visible from here on; the first creation in the log wins.
         */
        readonly TaskCreatedData: {
            /** @description What the task does, such as `image.generate`. */
            readonly capability: string;
            /** @description The model that was asked for. */
            readonly model: string;
            /** @description What the task was given. It is answered as it was sent, digit for digit. */
            readonly input?: {
                readonly [key: string]: unknown;
            } | null;
            /** @description The caller's own pairs of key and value: at most 50, keys of 64, values of 512 characters. */
            readonly metadata?: {
                readonly [key: string]: string | null;
            } | null;
            /** @description The project that the task is counted under. */
            readonly project_id?: string | null;
            /** @description The id that the caller gave its request. */
            readonly client_request_id?: string | null;
            /**
             * Format: date-time
             * @description When the task should have ended. One that has not by then is listed for attention.
             */
            readonly deadline_at?: string | null;
            /** @description Asks for the caller to be told. */
            readonly callback?: components["schemas"]["CallbackRequest"] | null;
            /** @description Credits that one US dollar buys, for the USD references. "1000" where it is absent. */
            readonly credits_per_usd?: string | null;
        };
        /**
         * TaskStartedData
         * @description Work on the task began. `started_at` is the earliest of these.
         */
        readonly TaskStartedData: {
            /** @description The model that does the work, where it differs in name. The newest is shown. */
            readonly resolved_model?: string | null;
            /** @description Which attempt started, counted from 1. The highest is shown. */
            readonly attempt?: number | null;
        };
        /**
         * TaskProgressedData
         * @description How far the task is. The newest by (`time`, `source`, `id`) is shown, whatever arrives last; of a task that succeeded, its percentage as 100.
         */
        readonly TaskProgressedData: {
            /** @description How much is done, 0 to 100. */
            readonly percent?: number | null;
            /** @description The name of the stage that the work is in. */
            readonly stage?: string | null;
            /** @description What is going on, for the end user. */
            readonly message?: string | null;
        };
        /**
         * TaskOutputUpdatedData
         * @description A partial output, shown until the end brings its own.
         */
        readonly TaskOutputUpdatedData: {
            /** @description All of the output so far; it replaces what was there. */
            readonly output: {
                readonly [key: string]: unknown;
            };
        };
        /**
         * TaskWarnedData
         * @description Something about the task that the caller should know.
         */
        readonly TaskWarnedData: {
            /** @description Added to those that the task has; it keeps the first 100 by their order. */
            readonly warnings: readonly components["schemas"]["NewWarning"][];
        };
        /**
         * TaskUsageRecordedData
         * @description What was used. Records add up; a correction is a further record with negative quantities and amounts.
         */
        readonly TaskUsageRecordedData: {
            /** @description Tokens read. */
            readonly input_tokens?: number | null;
            /** @description Tokens written. */
            readonly output_tokens?: number | null;
            /** @description Tokens read from a cache. */
            readonly cache_read_tokens?: number | null;
            /** @description Tokens written to a cache. */
            readonly cache_creation_tokens?: number | null;
            /** @description Tokens spent on reasoning. */
            readonly reasoning_tokens?: number | null;
            /** @description Images made. */
            readonly image_count?: number | null;
            /** @description Pixels made. */
            readonly image_pixels?: number | null;
            /** @description Seconds of video made. */
            readonly video_seconds?: number | null;
            /** @description Seconds of audio made or heard. */
            readonly audio_seconds?: number | null;
            /** @description Characters spoken. */
            readonly characters?: number | null;
            /** @description What is billed for, item by item. `usage.credits` is their sum over all records; a task shows the first 100 lines, and `GET /v1/tasks/{task_id}/usage` has all of them. */
            readonly lines?: readonly components["schemas"]["RecordedLine"][] | null;
        };
        /**
         * TaskChargedData
         * @description Credits were taken for the task.
         */
        readonly TaskChargedData: {
            /** @description Identifies the entry within its kind and task; an entry that comes again with another amount is a conflict. */
            readonly entry_id: string;
            /** @description Credits, as a decimal string that is not negative. */
            readonly amount_credits: string;
            /** @description Whether the amount is a forecast. */
            readonly estimated?: boolean | null;
        };
        /**
         * TaskRefundedData
         * @description Credits were given back.
         */
        readonly TaskRefundedData: {
            /** @description Identifies the entry within its kind and task; an entry that comes again with another amount is a conflict. */
            readonly entry_id: string;
            /** @description Credits, as a decimal string that is not negative. */
            readonly amount_credits: string;
            /** @description Why they were given back. */
            readonly reason?: string | null;
        };
        /**
         * TaskBillingSettledData
         * @description Billing is done with the task: its settlement is `final`. The data is empty.
         */
        readonly TaskBillingSettledData: Record<string, never>;
        /**
         * TaskCancelRequestedData
         * @description Somebody asked for the task to end. The earliest request is shown.
         */
        readonly TaskCancelRequestedData: {
            /** @description Why it should end. */
            readonly reason?: string | null;
            /** @description The id of the request that asked for it. */
            readonly request_id?: string | null;
        };
        /**
         * TaskSucceededData
         * @description The task ended well. The first end in the log stands; a later one changes nothing.
         */
        readonly TaskSucceededData: {
            /** @description The result. Where it is absent, the partial output stays. */
            readonly output?: {
                readonly [key: string]: unknown;
            } | null;
            /** @description Added to those that the task has. */
            readonly warnings?: readonly components["schemas"]["NewWarning"][] | null;
            /** @description The model that does the work, where it differs in name. The newest is shown. */
            readonly resolved_model?: string | null;
        };
        /**
         * TaskFailedData
         * @description The task failed, and no further attempt follows. A worker that will try again does not publish this.
         */
        readonly TaskFailedData: {
            /** @description Why it failed. */
            readonly error: components["schemas"]["Failure"];
        };
        /**
         * TaskCanceledData
         * @description The task was ended before it was done.
         */
        readonly TaskCanceledData: {
            /** @description Why it was ended. */
            readonly reason?: string | null;
        };
        /**
         * TaskCallbackAttemptedData
         * @description The caller was told, or that was tried. Published by the system itself.
         */
        readonly TaskCallbackAttemptedData: {
            /** @description The delivery that the attempt belongs to. */
            readonly delivery_id: string;
            /** @description Which attempt it was, counted from 1. */
            readonly attempt: number;
            /** @description What the caller was told of. */
            readonly type: components["schemas"]["CallbackEvent"];
            /**
             * @description How it went: `delivered`; `retrying`, another attempt follows; `exhausted`, none does; `blocked`, the address may not be called; `gone`, the receiver wants no more.
             * @enum {string}
             */
            readonly outcome: "delivered" | "retrying" | "exhausted" | "blocked" | "gone";
            /** @description What the receiver answered. */
            readonly status_code?: number | null;
            /** @description Why there was no answer. */
            readonly error?: string | null;
            /**
             * Format: date-time
             * @description When the next attempt is due.
             */
            readonly next_attempt_at?: string | null;
        };
        /**
         * TaskErasedData
         * @description The content of the task is forgotten: input, output, metadata, messages and callback address. Status, money and times stay. The data is empty.
         */
        readonly TaskErasedData: Record<string, never>;
        /**
         * TaskUpdated
         * @description A task changed: its whole newest state.
         */
        readonly TaskUpdated: {
            /**
             * @description The version of CloudEvents.
             * @constant
             */
            readonly specversion: "1.0";
            /** @description The same for the same tenant, task and revision. */
            readonly id: string;
            /** @description The system that says so. */
            readonly source: string;
            /**
             * @description What happened.
             * @constant
             */
            readonly type: "task.updated";
            /**
             * Format: date-time
             * @description When the task last changed.
             */
            readonly time: string;
            /** @description The id of the task. */
            readonly subject: string;
            /**
             * @description The data is JSON.
             * @constant
             */
            readonly datacontenttype: "application/json";
            /** @description The tenant that the task belongs to. */
            readonly tenantid: string;
            /** @description The revision of the task, as in the data. */
            readonly revision: number;
            /**
             * @description Present where the task was too large: `input`, or `input` and `output`, are absent. The API has them.
             * @constant
             */
            readonly truncated?: true;
            /** @description W3C Trace Context of what published it, or of the producer of the event behind it. Absent where nothing is traced. */
            readonly traceparent?: string;
            /** @description The task, as the API answers it. */
            readonly data: {
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
                /** @description Rises with every event that changes the task. */
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
                /** @description The highest attempt that started. */
                readonly attempt: number | null;
                /** @description Whether the content of the task was erased. */
                readonly data_removed: boolean;
                /** @description What became of the request to end it. */
                readonly cancel: components["schemas"]["Cancel"] | null;
                /** @description The API key that the task was asked for with, as its creation says. */
                readonly api_key_id: string | null;
            };
        };
        /** CallbackRequest */
        readonly CallbackRequest: {
            /** @description Where the caller wants to be told. An address that may not be called is refused at delivery. */
            readonly url: string;
            /** @description What the caller wants to be told of. */
            readonly events?: readonly components["schemas"]["CallbackEvent"][] | null;
        };
        /**
         * CallbackEvent
         * @enum {string}
         */
        readonly CallbackEvent: "task.succeeded" | "task.failed" | "task.canceled" | "task.started" | "task.settled";
        /** NewWarning */
        readonly NewWarning: {
            /** @description What is wrong, for programs. */
            readonly code: string;
            /** @description What is wrong, for the end user. */
            readonly message: string;
            /** @description The part of the input that it is about. */
            readonly field?: string | null;
        };
        /** Failure */
        readonly Failure: {
            /** @description Why it failed, for programs. */
            readonly code: string;
            /** @description Why it failed, in words that are safe to show to end users. */
            readonly message: string;
            /** @description Whether a new task with the same input may succeed. */
            readonly retryable: boolean;
            /** @description The part of the input at fault. */
            readonly param?: string | null;
            /** @description More about it, in any form. */
            readonly details?: unknown | null;
        };
        /** RecordedLine */
        readonly RecordedLine: {
            /** @description What was measured. It need not be one of the ten meters. */
            readonly meter: string;
            /** @description How much of it, as a decimal string. */
            readonly quantity: string;
            /** @description What the quantity counts. */
            readonly unit: string;
            /** @description What it costs, in credits. */
            readonly billed_amount_credits: string;
        };
        /**
         * TaskStatus
         * @enum {string}
         */
        readonly TaskStatus: "queued" | "running" | "succeeded" | "failed" | "canceled";
        /** Progress */
        readonly Progress: {
            /** @description How much is done, 0 to 100; 100 of a task that succeeded, whatever was said last. */
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
        /** Warning */
        readonly Warning: {
            /** @description What is wrong, for programs. */
            readonly code: string;
            /** @description What is wrong, for the end user. */
            readonly message: string;
            /** @description The part of the input that it is about. */
            readonly field: string | null;
        };
        /** TaskError */
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
        /** Usage */
        readonly Usage: {
            /** @description Tokens read. */
            readonly input_tokens: number;
            /** @description Tokens written. */
            readonly output_tokens: number;
            /** @description Tokens read from a cache. */
            readonly cache_read_tokens: number;
            /** @description Tokens written to a cache. */
            readonly cache_creation_tokens: number;
            /** @description Tokens spent on reasoning. */
            readonly reasoning_tokens: number;
            /** @description Images made. */
            readonly image_count: number;
            /** @description Pixels made. */
            readonly image_pixels: number;
            /** @description Seconds of video made. */
            readonly video_seconds: number;
            /** @description Seconds of audio made or heard. */
            readonly audio_seconds: number;
            /** @description Characters spoken. */
            readonly characters: number;
            /** @description What is billed for, item by item: the first lines by the time, source and id of their event. */
            readonly lines: readonly components["schemas"]["UsageLine"][];
            /** @description The sum of the lines, in credits. */
            readonly credits: string;
            /** @description The same in US dollars. */
            readonly credits_usd_reference: string;
            /** @description How many lines there are beyond those: the first 100 are shown, fewer where they are long. Meters and credits are sums over all; `GET /v1/tasks/{task_id}/usage` has every line. */
            readonly lines_truncated: number;
        };
        /** UsageLine */
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
        /** Billing */
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
        /**
         * Settlement
         * @enum {string}
         */
        readonly Settlement: "estimated" | "settling" | "final";
        /** Callback */
        readonly Callback: {
            /** @description Where the caller is told. Null once the data is removed. */
            readonly url: string | null;
            /** @description How telling the caller of the end goes. */
            readonly status: components["schemas"]["CallbackStatus"];
            /** @description The highest attempt. */
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
            /** @description What the receiver answered last. */
            readonly last_status_code: number | null;
        };
        /**
         * CallbackStatus
         * @enum {string}
         */
        readonly CallbackStatus: "pending" | "retrying" | "delivered" | "failed";
        /** Cancel */
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
        /**
         * CancelOutcome
         * @enum {string}
         */
        readonly CancelOutcome: "pending" | "confirmed" | "lost_race";
        /** Links */
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
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type TaskCreated = components['schemas']['TaskCreated'];
export type TaskStarted = components['schemas']['TaskStarted'];
export type TaskProgressed = components['schemas']['TaskProgressed'];
export type TaskOutputUpdated = components['schemas']['TaskOutputUpdated'];
export type TaskWarned = components['schemas']['TaskWarned'];
export type TaskUsageRecorded = components['schemas']['TaskUsageRecorded'];
export type TaskCharged = components['schemas']['TaskCharged'];
export type TaskRefunded = components['schemas']['TaskRefunded'];
export type TaskBillingSettled = components['schemas']['TaskBillingSettled'];
export type TaskCancelRequested = components['schemas']['TaskCancelRequested'];
export type TaskSucceeded = components['schemas']['TaskSucceeded'];
export type TaskFailed = components['schemas']['TaskFailed'];
export type TaskCanceled = components['schemas']['TaskCanceled'];
export type TaskCallbackAttempted = components['schemas']['TaskCallbackAttempted'];
export type TaskErased = components['schemas']['TaskErased'];
export type TaskCreatedData = components['schemas']['TaskCreatedData'];
export type TaskStartedData = components['schemas']['TaskStartedData'];
export type TaskProgressedData = components['schemas']['TaskProgressedData'];
export type TaskOutputUpdatedData = components['schemas']['TaskOutputUpdatedData'];
export type TaskWarnedData = components['schemas']['TaskWarnedData'];
export type TaskUsageRecordedData = components['schemas']['TaskUsageRecordedData'];
export type TaskChargedData = components['schemas']['TaskChargedData'];
export type TaskRefundedData = components['schemas']['TaskRefundedData'];
export type TaskBillingSettledData = components['schemas']['TaskBillingSettledData'];
export type TaskCancelRequestedData = components['schemas']['TaskCancelRequestedData'];
export type TaskSucceededData = components['schemas']['TaskSucceededData'];
export type TaskFailedData = components['schemas']['TaskFailedData'];
export type TaskCanceledData = components['schemas']['TaskCanceledData'];
export type TaskCallbackAttemptedData = components['schemas']['TaskCallbackAttemptedData'];
export type TaskErasedData = components['schemas']['TaskErasedData'];
export type TaskUpdated = components['schemas']['TaskUpdated'];
export type CallbackRequest = components['schemas']['CallbackRequest'];
export type CallbackEvent = components['schemas']['CallbackEvent'];
export type NewWarning = components['schemas']['NewWarning'];
export type Failure = components['schemas']['Failure'];
export type RecordedLine = components['schemas']['RecordedLine'];
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
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
