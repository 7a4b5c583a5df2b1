import type { ChunkWrites, DeadLetterEntry } from '@taskfold/database';

/** What became of a chunk. */
export type ChunkResult =
  /** Folded, written and committed. */
  | { readonly kind: 'applied'; readonly writes: ChunkWrites; readonly nextOffset: number }
  /** The row is past this chunk by this process's own hand: a redelivery. */
  | { readonly kind: 'nothing_new'; readonly nextOffset: number }
  /** The row is past this chunk by another process's hand: the partition may be lost. */
  | { readonly kind: 'fenced'; readonly nextOffset: number }
  /** The chunk begins above what is folded: nothing was written. */
  | { readonly kind: 'gap'; readonly nextOffset: number }
  /** So many records can never fold that the cause must be another: nothing was written. */
  | { readonly kind: 'flood'; readonly deadLetters: readonly DeadLetterEntry[] }
  /** No checkpoint row: it is created beforehand, so this is a fault of the set-up. */
  | { readonly kind: 'no_checkpoint' };
