import type { ChunkTransaction, ChunkWrites, ProjectionStore } from '@taskfold/database';
import type { DecodedRecord, LogRecord } from '@taskfold/kafka';

// What folding a chunk asks of the log and of the database. The rest of the processor names them from here.

export type { ChunkTransaction, ChunkWrites, LogRecord, ProjectionStore };

/** A record as an event, or why it can never be one. */
export type Decoded = DecodedRecord;
