-- Turns: who was given a case longest ago, and whose name customers know who has their case no more.

set local lock_timeout = '3s';

alter table agents add column turn bigint;
comment on column agents.turn is 'rises each time the desk gives them a case: the lowest is next; nothing: never given one';

alter table cases add column leaver bigint references people;
comment on column cases.leaver is 'who had it, until its customer was told that they have it no more';

create index cases_free on cases (grp) where assignee is null and state = 'new';
create index cases_leaver on cases (leaver) where leaver is not null;
