-- What somebody deleted where they wrote it stays here, and says so.
set local lock_timeout = '3s';
alter table messages add column deleted_at timestamptz;
comment on column messages.deleted_at is 'when its original was found deleted on its platform; the words stay';
