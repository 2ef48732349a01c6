-- How far the mirror in CloudKit has got. It refers to nobody, so that it stays when an account goes
-- and what the mirror has of it is still to be removed.
CREATE TABLE mirrored_accounts (
  owner TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  change BIGINT NOT NULL,
  due BIGINT NOT NULL, -- not to be claimed before
  removing_since BIGINT -- of an account that is gone
);
