-- Who sent a file, so that one person's files can be counted; none for those sent before.
ALTER TABLE import_file ADD COLUMN account BYTEA;
