-- On Discord a case has a thread of its own on its customer's side, too.
set local lock_timeout = '3s';

create table places (
    platform  smallint    not null check (platform in (1, 2)),
    thread    bigint      not null,
    parent    bigint      not null,
    case_id   bigint      not null references cases,
    opened_at timestamptz not null,
    gone_at   timestamptz,
    primary key (platform, thread)
);
create index places_cases on places (case_id);
create unique index places_case on places (case_id) where gone_at is null;
comment on table places is 'threads that are one case''s on its customer''s side; a case without one is talked about in their own chat';
comment on column places.parent is 'the channel the thread is in';
comment on column places.gone_at is 'when it was found deleted: the next word for the customer opens another';
