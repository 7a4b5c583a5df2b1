-- Dead letters whose key is another task's than their subject are found by it when that task is erased.
CREATE INDEX dead_letters_key_idx ON dead_letters (key)
  WHERE pruned_at IS NULL AND code = 'key_mismatch' AND octet_length(key) <= 128;
