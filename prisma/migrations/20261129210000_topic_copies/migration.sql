-- How far the events topic is copied to one with other partitions, so that a copy that is interrupted goes on without copying a record
-- twice, and what is still published to the old topic follows later. Written by the owner alone.

CREATE TABLE topic_copies (
  topic text NOT NULL,
  target text NOT NULL,
  side text NOT NULL CHECK (side IN ('topic', 'target')),
  kafka_partition integer NOT NULL,
  next_offset bigint NOT NULL,
  PRIMARY KEY (topic, target, side, kafka_partition)
);
COMMENT ON TABLE topic_copies IS 'How far a topic is copied to another one.';
COMMENT ON COLUMN topic_copies.topic IS 'The topic that is copied.';
COMMENT ON COLUMN topic_copies.target IS 'The topic that it is copied to.';
COMMENT ON COLUMN topic_copies.side IS 'Whether the row is of a partition of topic or of target.';
COMMENT ON COLUMN topic_copies.kafka_partition IS 'The partition.';
COMMENT ON COLUMN topic_copies.next_offset IS 'Of topic: the first offset that is not copied. Of target: where it ended when that was noted.';
