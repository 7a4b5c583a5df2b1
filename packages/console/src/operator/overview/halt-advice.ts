/** What a halt means, and how to go on from it. */
export interface HaltAdvice {
  readonly means: string;
  readonly next: string;
}

// docs/operations/README.md says the same at more length; a test compares the reasons.
export const HALT_ADVICE: Readonly<Record<string, HaltAdvice>> = {
  lost: {
    means:
      'The log starts above the next record to fold: what lies between was removed before it was folded.',
    next: 'Restore the topic. Its retention must be unlimited.',
  },
  truncated: {
    means: 'The log ends below what is folded already.',
    next: 'Restore the topic, or begin anew under new names (TOPIC_EVENTS, PROJECTION).',
  },
  recreated: {
    means: 'The record that was folded last is another one now: the topic was made anew.',
    next: 'Restore the topic, or begin anew under new names (TOPIC_EVENTS, PROJECTION).',
  },
  undecodable: {
    means: 'From this offset on the log cannot be decoded; what comes before is folded.',
    next: 'Start a processor that can read it, where there is one; else restore the topic. How to give a batch up is in “Halts” of the operations documentation.',
  },
  partition_count: {
    means: 'The topic has another number of partitions than at the first start, so that keys lie elsewhere.',
    next: 'Publish the events in their order to a new topic with as many partitions as are wanted, and set TOPIC_EVENTS and PROJECTION to new names.',
  },
  flood: {
    means: 'Of the last 1,000 records 200 can never fold.',
    next: 'Most often it is one setting (PARTITIONER) or one producer: mend it. To store them all as dead letters, set DEAD_LETTER_FLOOD_LIMIT=0.',
  },
  no_checkpoint: {
    means: 'The row that says how far the partition is folded is missing.',
    next: 'Restart the processor: rows are made at a start.',
  },
  systemic: {
    means: 'A table or a privilege is missing, or there was an error that nobody knows.',
    next: 'The message has the error. Run the migrations (taskfold migrate), or grant the role what it lacks.',
  },
};
