-- Messages that lie in queues. queue is the id of the queue's incarnation (a queue made again under its name starts empty);
-- seq orders them by when they were sent. visible, sent, first_received: milliseconds since 1970.
-- attributes and system are JSON objects.
CREATE TABLE messages (
  seq INTEGER PRIMARY KEY, queue TEXT NOT NULL, id TEXT NOT NULL, sender TEXT NOT NULL, sent INTEGER NOT NULL,
  visible INTEGER NOT NULL, received INTEGER NOT NULL, first_received INTEGER,
  source TEXT, body TEXT NOT NULL, attributes BLOB, system BLOB
);
CREATE INDEX messages_queue ON messages (queue);
