-- What archives hold: events by their sequence numbers, under the time that they say they happened. archive is the number of
-- the archive's incarnation (an archive made again under its name starts empty); stored is when the event came, bytes its
-- length; times are milliseconds since 1970.
CREATE TABLE archived_events (
  archive INTEGER NOT NULL, time INTEGER NOT NULL, seq INTEGER NOT NULL, stored INTEGER NOT NULL, bytes INTEGER NOT NULL,
  PRIMARY KEY (archive, time, seq)
) WITHOUT ROWID;
CREATE INDEX archived_events_seq ON archived_events (seq);

-- How much each of them holds.
CREATE TABLE archives (id INTEGER PRIMARY KEY, count INTEGER NOT NULL, bytes INTEGER NOT NULL);

-- Batches of events that are older than the journal keeps events, and that an archive still holds; as in the table events.
CREATE TABLE kept_events (
  seq INTEGER PRIMARY KEY, count INTEGER NOT NULL, time INTEGER NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL,
  bus TEXT NOT NULL, hashes BLOB NOT NULL, body BLOB NOT NULL
);
