-- Executions are listed by what was started, the newest first; and asked for whether any of them runs.
CREATE INDEX executions_target ON executions (target, created, id) WHERE kind = 'workflow';
CREATE INDEX executions_running ON executions (target) WHERE kind = 'workflow' AND state = 1;

-- Who waits for which execution's end, or goes through it as a child.
CREATE INDEX runs_parent ON runs (parent) WHERE parent IS NOT NULL;

-- Of the children of a distributed map: how many of its items each is for.
ALTER TABLE runs ADD COLUMN items INTEGER;

-- Distributed maps. run and event: the execution that has the map, and where in its history it began; facts: what was planned and is allowed, as JSON.
CREATE TABLE map_runs (
  arn TEXT PRIMARY KEY, run INTEGER NOT NULL, event INTEGER NOT NULL, state INTEGER NOT NULL,
  created INTEGER NOT NULL, ended INTEGER, redrives INTEGER NOT NULL,
  redriven INTEGER, facts BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX map_runs_run ON map_runs (run);

-- Requests to go on with an execution that had failed, by the tokens of who made them.
CREATE TABLE run_redrives (run INTEGER NOT NULL, token TEXT NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (run, token)) WITHOUT ROWID;

-- The names of executions that are no longer kept, as long as they are taken.
CREATE TABLE execution_names (id TEXT PRIMARY KEY, ended INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX execution_names_ended ON execution_names (ended);
