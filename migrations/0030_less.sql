-- What every message writes and reads, and for whom.
set local lock_timeout = '3s';

-- Only Discord can be asked for what stands in a channel, so only there what was sent is looked up by its place. Every mark of
-- a delivery wrote an entry into this index, most of them for nobody.
create index outbox_posts on outbox (lane, done_at) where state = 'sent' and platform = 2;
drop index outbox_lane;

-- Whether somebody said words whose case is not known yet is asked with every message of theirs.
create index messages_parked_person on messages (person) where parked_until is not null;
