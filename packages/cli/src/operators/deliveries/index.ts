import { commandGroup } from '../../program/command.ts';
import { listDeliveries } from './list.ts';
import { redeliverOfTenant } from './redeliver.ts';

export const deliveries = commandGroup(
  'deliveries',
  'Look at callbacks of all tenants, and make them again',
  [listDeliveries, redeliverOfTenant],
);
