-- What is asked by a person, a lane or an answered message is found by it, however much there is.
set local lock_timeout = '3s';

-- What was sent to a place, the newest of it: rows come into it once, when they are sent.
create index outbox_lane on outbox (lane, done_at) where state = 'sent';
-- The same of a person, wherever it was said to them, and whoever they were before two accounts were joined.
create index outbox_person on outbox (person, done_at) where state = 'sent' and person is not null;
drop index outbox_age;

-- What somebody said, for their export, their erasure, and when two accounts are joined.
create index messages_person on messages (person);
create index messages_reply on messages (reply_to) where reply_to is not null;

-- Whose chat a thread was, before it becomes the place of their case.
create index identities_chat on identities (platform, chat) where chat is not null;
