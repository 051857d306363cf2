-- What can change in a tracker. Every table but the last two is a field of TrackerState, column by column.
CREATE TABLE issues (
  key TEXT PRIMARY KEY, project TEXT, title TEXT, description TEXT, status TEXT, priority TEXT, assignee TEXT,
  milestone TEXT, due TEXT, estimate INTEGER CHECK (estimate >= 0), reporter TEXT, created TEXT
);
CREATE TABLE issue_labels (issue TEXT REFERENCES issues, label TEXT, PRIMARY KEY (issue, label));
CREATE TABLE links (
  source TEXT REFERENCES issues, kind TEXT, target TEXT REFERENCES issues, PRIMARY KEY (source, kind, target)
);
CREATE TABLE comments (issue TEXT REFERENCES issues, author TEXT, text TEXT, placed TEXT);
CREATE TABLE watches (issue TEXT REFERENCES issues, person TEXT, PRIMARY KEY (issue, person));
CREATE TABLE labels (project TEXT, name TEXT, colour TEXT, PRIMARY KEY (project, name));
CREATE TABLE milestones (project TEXT, name TEXT, due TEXT, closed INTEGER, PRIMARY KEY (project, name));
CREATE TABLE members (project TEXT, name TEXT, role TEXT, PRIMARY KEY (project, name));
CREATE TABLE activity (project TEXT, person TEXT, words TEXT, day TEXT);
CREATE TABLE visits (id INTEGER PRIMARY KEY, path TEXT);
-- A browser, by its cookie, and what the next page is to tell it.
CREATE TABLE sessions (sid TEXT PRIMARY KEY, flash TEXT NOT NULL DEFAULT '');
-- The world that the rows belong to.
CREATE TABLE worlds (seed INTEGER, version INTEGER);
