-- Events whose ids their senders gave them: by the id and the bus, so that one that comes again is known. seq is the event's.
CREATE TABLE received (
  id TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, bus TEXT NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (id, account, region, bus)
) WITHOUT ROWID;
CREATE INDEX received_seq ON received (seq);
