import type { Admin } from 'kafkajs';

/** @returns what connects when it is first asked for, and what ends that */
export function connecting(admin: Admin): readonly [open: () => Promise<Admin>, close: () => Promise<void>] {
  let connected: Promise<void> | undefined;
  return [
    async () => {
      connected ??= admin.connect();
      try {
        await connected;
      } catch (error) {
        connected = undefined;
        throw error;
      }
      return admin;
    },
    async () => {
      await connected?.catch(() => {});
      await admin.disconnect();
    },
  ];
}
