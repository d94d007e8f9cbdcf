-- The account's resources: a JSON document each.
CREATE TABLE resources (
  account TEXT NOT NULL, region TEXT NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, value BLOB NOT NULL,
  PRIMARY KEY (account, region, type, id)
) WITHOUT ROWID;

-- Events in the batches in which they came: a row a batch, because rows cost more than bytes.
-- seq is the first event's sequence number, hashes 32 bytes (SHA-256 of the event) each, body the events' bytes behind
-- their lengths (little-endian int32).
CREATE TABLE events (
  seq INTEGER PRIMARY KEY, count INTEGER NOT NULL, time INTEGER NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL,
  bus TEXT NOT NULL, hashes BLOB NOT NULL, body BLOB NOT NULL
);

-- The API trail: a CloudTrail record a row.
CREATE TABLE trail (
  seq INTEGER PRIMARY KEY, event_id TEXT NOT NULL, time INTEGER NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL,
  source TEXT NOT NULL, name TEXT NOT NULL, read_only INTEGER NOT NULL, username TEXT, access_key TEXT,
  hash BLOB NOT NULL, record BLOB NOT NULL
);
CREATE INDEX trail_time ON trail (account, region, time);

-- Calls that executions and stacks made and that can alter the world. state: 0 intent, 1 done, 2 failed, 3 refused by
-- the gate, 4 indeterminate.
CREATE TABLE changes (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, time INTEGER NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL,
  execution TEXT, event_id TEXT, rule TEXT, principal TEXT NOT NULL, service TEXT NOT NULL, operation TEXT NOT NULL,
  state INTEGER NOT NULL, verdict TEXT NOT NULL, hash BLOB NOT NULL, record BLOB NOT NULL
);
CREATE INDEX changes_execution ON changes (execution) WHERE execution IS NOT NULL;
CREATE INDEX changes_event ON changes (event_id) WHERE event_id IS NOT NULL;

-- One event (or message) on its way to one target. state: 0 pending, 1 delivered, 2 in the dead-letter queue, 3 dropped
-- (no dead-letter queue). source is the rule's or subscription's ARN; spec is the target's definition.
CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY, event_seq INTEGER, parent INTEGER, source TEXT NOT NULL, target TEXT NOT NULL, spec BLOB NOT NULL,
  payload BLOB, state INTEGER NOT NULL, attempts INTEGER NOT NULL, created INTEGER NOT NULL, next INTEGER NOT NULL,
  ended INTEGER, error_code TEXT, error_message TEXT
);
CREATE INDEX deliveries_pending ON deliveries (next) WHERE state = 0;
CREATE INDEX deliveries_event ON deliveries (event_seq);

-- Runs of functions (workflows and runbooks later). state: 0 waiting, 1 started, 2 succeeded, 3 failed, 4 timed out.
CREATE TABLE executions (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, target TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL,
  event_id TEXT, rule TEXT, delivery INTEGER, state INTEGER NOT NULL, attempts INTEGER NOT NULL, created INTEGER NOT NULL,
  next INTEGER NOT NULL, started INTEGER, ended INTEGER, input BLOB NOT NULL, result BLOB, error_code TEXT,
  error_message TEXT
) WITHOUT ROWID;
CREATE INDEX executions_pending ON executions (next) WHERE state IN (0, 1);
CREATE INDEX executions_event ON executions (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX executions_created ON executions (created);

-- What a data folder remembers of itself.
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
