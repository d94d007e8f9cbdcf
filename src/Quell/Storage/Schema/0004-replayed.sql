-- What replays have sent again: an event and what was made of it, by their sequence numbers.
CREATE TABLE replayed (original INTEGER NOT NULL, copy INTEGER NOT NULL, PRIMARY KEY (original, copy)) WITHOUT ROWID;
CREATE INDEX replayed_copy ON replayed (copy);
