/** A projection, by its name, of a topic. */
export interface ProjectionOf {
  readonly projection: string;
  readonly topic: string;
}

/** Names a checkpoint: how far one projection has folded one partition of a topic. */
export interface CheckpointKey extends ProjectionOf {
  readonly partition: number;
}
