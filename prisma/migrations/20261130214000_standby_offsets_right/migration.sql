-- taskfold_standby_offsets runs with its owner's rights. Whoever may connect could call it: a function is everybody's until that is taken back.
DO $$
BEGIN
  -- First, so that at no moment it is nobody's who uses it.
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_api') THEN
    GRANT EXECUTE ON FUNCTION taskfold_standby_offsets(text, text) TO taskfold_api;
  END IF;
END
$$;
REVOKE ALL ON FUNCTION taskfold_standby_offsets(text, text) FROM PUBLIC;
