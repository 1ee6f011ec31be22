-- Rooms a case has moved out of, because it belongs to a group with another home now. What was said there still stands
-- there: whoever writes in one is told where the case goes on, and an erasure takes it away.
set local lock_timeout = '3s';

create table left_rooms (
    case_id  bigint      not null references cases,
    platform smallint    not null check (platform in (1, 2)),
    chat     bigint      not null,
    thread   bigint,
    card     bigint,
    left_at  timestamptz not null
);
create index left_rooms_case on left_rooms (case_id);
create index left_rooms_place on left_rooms (platform, chat, thread);
comment on table left_rooms is 'where rooms of cases stood before they moved to the other platform';
