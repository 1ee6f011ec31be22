-- Keys of updates are found from the oldest on. Pages that are used again hold old and new ones side by side, so a summary of
-- pages (BRIN) soon says nothing, and each batch that is taken writes it anew all the same.
set local lock_timeout = '3s';

create index seen_at on seen (at);
drop index seen_age;
