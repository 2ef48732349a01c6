-- How far the mirror in CloudKit has got. It refers to nobody, so that it stays when an account goes
-- and what the mirror has of it is still to be removed.
CREATE TABLE mirrored_accounts (
  owner TEXT NOT NULL PRIMARY KEY,
  change INTEGER NOT NULL,
  due INTEGER NOT NULL, -- not to be claimed before
  removing_since INTEGER -- of an account that is gone
) STRICT;
