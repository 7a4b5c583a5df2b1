/** Names a checkpoint: how far one projection has folded one partition of a topic. */
export interface CheckpointKey {
  readonly projection: string;
  readonly topic: string;
  readonly partition: number;
}
