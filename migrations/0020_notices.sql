-- What the desk itself tells those who run it, each once for ever, whoever restarts in between.
set local lock_timeout = '3s';

create table notices (
    key     text        primary key,
    told_at timestamptz not null
);
comment on table notices is 'what was told once for ever: holidays:2027, terms:3';
