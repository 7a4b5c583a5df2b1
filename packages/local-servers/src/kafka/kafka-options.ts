import type { ServerOptions } from '../server-options.ts';
import type { KafkaListener } from './listener.ts';

export interface KafkaOptions extends ServerOptions {
  /**
   * Ways into the broker beside the plain one. The same at every start on a data folder: users of SCRAM are noted when its
   * storage is formatted. Not in a container.
   */
  listeners?: readonly KafkaListener[];
}
