-- What has to be so in a restored copy before a desk opens on it. Run by scripts/restore; after any other way of restoring run
-- it once by hand:  psql --single-transaction --set=ON_ERROR_STOP=1 --file=scripts/after-restore.sql "$DATABASE_URL"
reset search_path;

-- What was waiting when the dump was made has been sent since, or not: nobody knows. It is said by nobody but a person, who
-- finds it in /undelivered.
update outbox set state = 'uncertain', problem = 'restored', why = 'why-uncertain', done_at = current_timestamp, fold = null
where state in ('queued', 'sending');

-- Numbers given out since the dump stand in buttons people still have, and on Discord in the names by which it tells repeats
-- apart. None of them is given out again.
select setval(format('%I.%I', schemaname, sequencename)::regclass, coalesce(last_value, start_value) + 1000000000)
from pg_sequences where schemaname = 'public';

-- A link for a new agent that was used since the dump would be good once more.
update invites set withdrawn_at = current_timestamp where used_at is null and withdrawn_at is null;

-- A code is shown once: one that was shown since is not shown again. Whoever needs it asks for it anew.
delete from access_codes;

-- The platforms have been given other lists of commands since.
delete from menus;

-- Nobody is in office here.
update leases set until = 'epoch';
