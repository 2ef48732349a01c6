CREATE TABLE devices (
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  platform TEXT NOT NULL,
  push_token TEXT NOT NULL, -- sealed
  push_token_digest TEXT NOT NULL, -- BLAKE2b-256, to find who else has it; empty: no token
  locale TEXT NOT NULL,
  timezone TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, id)
) STRICT;
CREATE INDEX devices_by_push_token ON devices (push_token_digest);

-- It refers to nobody, so that it stays when an account goes.
CREATE TABLE audit_log (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_log_by_subject ON audit_log (subject, number);
