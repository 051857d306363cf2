-- What can change in a mailbox. Every table but the last is a field of MailState, column by column.
CREATE TABLE messages (
  id INTEGER PRIMARY KEY, folder TEXT, sender TEXT, recipients TEXT, cc TEXT, bcc TEXT, subject TEXT, body TEXT,
  sent TEXT, starred INTEGER, labels TEXT, attachments TEXT, kind TEXT, about INTEGER
);
CREATE TABLE unread (message INTEGER PRIMARY KEY);
CREATE TABLE marked_unread (message INTEGER PRIMARY KEY);
CREATE TABLE folders (name TEXT UNIQUE COLLATE NOCASE);
CREATE TABLE labels (name TEXT UNIQUE COLLATE NOCASE);
CREATE TABLE contacts (id INTEGER PRIMARY KEY, name TEXT, email TEXT, phone TEXT, company TEXT);
CREATE TABLE filters (sender TEXT, subject TEXT, folder TEXT, label TEXT, starred INTEGER);
CREATE TABLE settings (
  name TEXT, signature TEXT, per_page INTEGER, vacation INTEGER, first_day TEXT, last_day TEXT, vacation_subject TEXT,
  vacation_text TEXT
);
CREATE TABLE visits (id INTEGER PRIMARY KEY, path TEXT);
-- The world that the rows belong to.
CREATE TABLE worlds (seed INTEGER, version INTEGER);
