-- Alerts: who was told of a promise, when, and when the next look at it is due.

set local lock_timeout = '3s';

alter table clocks add column look_at timestamptz;
alter table clocks add column amends bigint references clocks check (amends <> id);
comment on column clocks.look_at is 'when something about it is to be told next; nothing: no more';
comment on column clocks.amends is 'the broken promise in whose place this one was given';
-- Every open promise is looked at once; the release before writes clocks without this column, and those are, too.
update clocks set look_at = '-infinity' where state = 'running';
alter table clocks alter column look_at set default '-infinity';
create index clocks_look on clocks (look_at) where look_at is not null;
create index clocks_terms on clocks (terms_version) where state in ('running', 'paused');

create index cases_solved on cases (solved_at) where state = 'solved';

create table alerts (
    clock    bigint      not null references clocks,
    step     smallint    not null check (step > 0),
    due_at   timestamptz not null,
    told_at  timestamptz not null,
    acked_by bigint      references people,
    acked_at timestamptz,
    check ((acked_by is null) = (acked_at is null)),
    primary key (clock, step)
);
comment on table alerts is 'each step is told once for ever';
comment on column alerts.step is 'below 100: that share of the time is used; 100: broken; above: so many steps up the chain';
