-- Every observation, in the order it was made. A deduplication window lets an insert whose answer was lost be sent again.
create table if not exists check_result (
  at DateTime64(3, 'UTC') codec (Delta, ZSTD(1)),
  -- Key of the observation: the identifier of the check, or what its source calls it.
  check_id String codec (ZSTD(1)),
  asset_id UUID codec (ZSTD(1)),
  kind LowCardinality(String),
  state LowCardinality(String),
  latency_ms Nullable(Float32) codec (ZSTD(1)),
  code LowCardinality(String),
  detail String codec (ZSTD(1)),
  demonstration Bool
)
engine = MergeTree
partition by toDate(at)
order by (check_id, asset_id, at)
ttl toDateTime(at) + interval 400 day
settings ttl_only_drop_parts = 1, fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;
