-- Log streams of a log group (the group's resource names its rows by their key), and their events.
CREATE TABLE log_streams (
  id INTEGER PRIMARY KEY, log_group TEXT NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL, first INTEGER, last INTEGER,
  ingested INTEGER, bytes INTEGER NOT NULL DEFAULT 0, UNIQUE (log_group, name)
);
CREATE TABLE log_events (
  id INTEGER PRIMARY KEY, stream INTEGER NOT NULL, time INTEGER NOT NULL, ingested INTEGER NOT NULL, message TEXT NOT NULL
);
CREATE INDEX log_events_time ON log_events (stream, time, id);
