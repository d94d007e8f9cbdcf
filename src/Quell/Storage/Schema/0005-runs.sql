-- Executions that go on by themselves (workflows, runbooks later): each has a row in executions, too.

-- What executions run, each text once, by its SHA-256.
CREATE TABLE definitions (hash BLOB PRIMARY KEY, text BLOB NOT NULL) WITHOUT ROWID;

-- header: what stays the same for an execution's life, as JSON. parent and map_run: of the children of a distributed map, and of
-- executions that another one waits for.
CREATE TABLE runs (
  seq INTEGER PRIMARY KEY, execution TEXT NOT NULL UNIQUE, definition BLOB NOT NULL, header BLOB NOT NULL, parent INTEGER, map_run TEXT
);
CREATE INDEX runs_map_run ON runs (map_run) WHERE map_run IS NOT NULL;

-- What happened, a row a transition: its events, and what changed of where the execution stands.
CREATE TABLE run_records (run INTEGER NOT NULL, ordinal INTEGER NOT NULL, record BLOB NOT NULL, PRIMARY KEY (run, ordinal)) WITHOUT ROWID;

-- Answers that became durable with the effect that they tell of, until the transition is that they lead to. Of work that is handed over
-- there may be two at a time: that it was taken, and (is_end) how it ended.
CREATE TABLE run_answers (
  run INTEGER NOT NULL, pending INTEGER NOT NULL, is_end INTEGER NOT NULL, answer BLOB NOT NULL, PRIMARY KEY (run, pending, is_end)
) WITHOUT ROWID;
