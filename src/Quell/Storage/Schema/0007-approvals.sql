-- What people are asked to decide on, and what they have said. spec: whom is asked, for what, as JSON; decisions: who said what, when and
-- why, as a JSON array.
CREATE TABLE approvals (
  run INTEGER NOT NULL, pending INTEGER NOT NULL, execution TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL,
  created INTEGER NOT NULL, due INTEGER, state INTEGER NOT NULL, spec BLOB NOT NULL, decisions BLOB NOT NULL, PRIMARY KEY (run, pending)
) WITHOUT ROWID;
CREATE INDEX approvals_created ON approvals (created);

-- Automations are listed by account and region, the newest first.
CREATE INDEX executions_automations ON executions (account, region, created, id) WHERE kind = 'runbook';
