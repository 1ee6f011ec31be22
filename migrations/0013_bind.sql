-- Two accounts of one person: what was two people is one from then on.

set local lock_timeout = '3s';

alter table people add column became bigint references people check (became <> id);
comment on column people.became is 'who they are now, since a lead joined their accounts; nothing else is left in such a row';
