export const KEYS_MISSING =
  'CALLBACK_KEYS is not set, and the role callbacks needs it. Set it to id:key with 32 random bytes in Base64 as the key, or leave callbacks out of ROLES';
