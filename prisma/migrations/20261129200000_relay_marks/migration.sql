-- Leaders that follow one another within a minute each begin where the relay stood a minute ago, and not where the first of them did.

ALTER TABLE relay_positions ADD COLUMN marks jsonb NOT NULL DEFAULT '[]';
COMMENT ON COLUMN relay_positions.marks IS 'Where the relay stood since resend_from was settled, oldest first: pairs of milliseconds before updated_at and a position. A leader that does not know them leaves them, and they count for nothing below its resend_from.';
