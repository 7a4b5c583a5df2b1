/** A change of the sources that takes one safeguard away. */
interface Edit {
  /** From the folder of the service. */
  readonly file: string;
  /** Occurs in it exactly once. */
  readonly find: string;
  readonly replace: string;
}

export interface Mutation {
  readonly name: string;
  /** What is wrong with the processor that has it. */
  readonly what: string;
  readonly edits: readonly Edit[];
}

const PROCESS_CHUNK = 'src/fold/chunk/process-chunk.ts';
const FOLDERS = 'src/fold/folders.ts';
const STATE_CACHE = 'src/fold/chunk/state-cache.ts';
const PARTITION_FOLDER = 'src/fold/partition/partition-folder.ts';
const NEXT_RECORD = 'src/fold/resume/next-record.ts';

/** Every safeguard of a chunk's transaction. The tests must notice each that is missing. */
export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'fence',
    what: 'records below next_offset are folded again',
    edits: [
      { file: PROCESS_CHUNK, find: 'if (nextOffset <= row.nextOffset) {', replace: 'if (nextOffset < 0) {' },
      {
        file: PROCESS_CHUNK,
        find: 'chunk.records.filter(({ offset }) => offset >= row.nextOffset)',
        replace: 'chunk.records',
      },
    ],
  },
  {
    name: 'row-lock',
    what: 'the checkpoint row is read without its lock',
    edits: [
      {
        file: 'proofs/simulation/store.ts',
        find: 'transaction.canLock(partition),\n          ),\n        loadStates',
        replace: 'true,\n          ),\n        loadStates',
      },
      {
        file: 'proofs/simulation/store.ts',
        find: 'transaction.lock(partition);',
        replace: 'transaction.read(partition);',
      },
      {
        file: '../../packages/database/src/checkpoints/lock-checkpoint.ts',
        find: ' FOR UPDATE`',
        replace: '`',
      },
    ],
  },
  {
    name: 'records-lookup',
    what: 'usage and money that were stored before the chunk count again',
    edits: [
      {
        file: PROCESS_CHUNK,
        find: 'await knownRecords(partition, decoded, before, transaction);',
        replace: 'await knownRecords(partition, [], before, transaction);',
      },
    ],
  },
  {
    name: 'cache-validation',
    what: 'states of memory are used although another process has written the row',
    edits: [{ file: PROCESS_CHUNK, find: 'cache.validate(row);', replace: '' }],
  },
  {
    name: 'cache-writer',
    what: 'states of memory are told from those of another process by the offset alone',
    edits: [{ file: STATE_CACHE, find: ' || row.writer !== written.writer', replace: '' }],
  },
  {
    name: 'cache-drop',
    what: 'states of memory are kept when a commit is unknown, and are not validated',
    edits: [
      { file: PROCESS_CHUNK, find: 'cache.clear();\n', replace: '' },
      { file: PROCESS_CHUNK, find: 'cache.validate(row);', replace: '' },
    ],
  },
  {
    name: 'cache-before-commit',
    what: 'states go to memory before they are committed, and are not validated',
    edits: [
      { file: PROCESS_CHUNK, find: 'cache.validate(row);', replace: '' },
      { file: PROCESS_CHUNK, find: 'afterCommit = () => {\n', replace: '{\n' },
      { file: PROCESS_CHUNK, find: 'cache.clear();\n', replace: '' },
    ],
  },
  {
    name: 'offset-before-commit',
    what: 'the offset is noted in the group before the database has committed',
    edits: [
      {
        file: PROCESS_CHUNK,
        find: "return { kind: 'applied', writes, nextOffset };",
        replace:
          "await commitOffset(partition, nextOffset);\n    return { kind: 'applied', writes, nextOffset };",
      },
      // In the process itself nobody waits for it: a kill right behind would come before the request has left.
      {
        file: FOLDERS,
        find: 'void consumer.commit(of, nextOffset)',
        replace: 'consumer.commit(of, nextOffset)',
      },
    ],
  },
  {
    name: 'group-offset',
    what: 'after an assignment, folding goes on where the group says',
    edits: [
      {
        file: PARTITION_FOLDER,
        find: '      next.seek();\n    },\n    expect',
        replace: '    },\n    expect',
      },
    ],
  },
  {
    name: 'hole',
    what: 'records above the next one are folded as if nothing were missing',
    edits: [
      {
        file: NEXT_RECORD,
        find: 'if (begin <= wanted()) {',
        replace: 'if (begin >= 0) {',
      },
    ],
  },
  {
    name: 'lost-commits',
    what: 'a database that lost commits is folded on from where this process had come',
    edits: [
      {
        file: PROCESS_CHUNK,
        find: 'if (chunk.from > row.nextOffset) return',
        replace: 'if (chunk.from < 0) return',
      },
    ],
  },
  {
    name: 'lost-commits-unseen',
    what: 'neither a chunk nor the look at the rows each second notices that a database lost commits',
    edits: [
      {
        file: PROCESS_CHUNK,
        find: 'if (chunk.from > row.nextOffset) return',
        replace: 'if (chunk.from < 0) return',
      },
      {
        file: PARTITION_FOLDER,
        find: 'if (nextOffset < next.offset()) goBack(nextOffset);',
        replace: '',
      },
    ],
  },
  {
    name: 'verification',
    what: 'a topic that was made anew is not told from the old one',
    edits: [{ file: NEXT_RECORD, find: 'checkLastRecord(toVerify, records);', replace: '' }],
  },
  {
    name: 'isolation',
    what: 'a record that the database refuses halts its partition',
    edits: [
      {
        file: PARTITION_FOLDER,
        find: "if (failureOf(error).partition !== 'record') throw error;",
        replace: 'throw error;',
      },
    ],
  },
  {
    name: 'undecodable-batch',
    what: 'a partition waits without a word where its log cannot be decoded',
    edits: [
      {
        file: PARTITION_FOLDER,
        find: 'if (undecodable !== null && undecodable.offset >= next.wanted())',
        replace: 'if (undecodable !== null && undecodable.offset < 0)',
      },
    ],
  },
  {
    name: 'contained-decoder',
    what: 'what the decoder throws over a record ends the process',
    edits: [
      {
        file: PARTITION_FOLDER,
        find: 'createDecodeAhead(contained(context.decode))',
        replace: 'createDecodeAhead(context.decode)',
      },
    ],
  },
  {
    name: 'contained-fold',
    what: 'what the fold throws over a record halts its partition',
    edits: [
      {
        file: 'src/fold/chunk/fold-records.ts',
        find: 'deadLetters.push({ record, ...rejectionOf(event, error) });\n      continue;',
        replace: 'throw new Error(String(error));',
      },
    ],
  },
];
