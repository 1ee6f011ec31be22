-- Orders and contracts, and which cases name one.
-- A case names an order by the key of its number, known or not: a list may come later than the case.

create table orders (
    id           bigint      generated always as identity primary key,
    key          text        not null unique,
    digits       text        not null,
    number       text        not null,
    customer     text,
    company      text,
    buyer        text        not null check (buyer in ('consumer', 'wholesale')),
    status       text        not null check (status in ('ordered', 'making', 'shipped', 'delivered', 'completed', 'cancelled')),
    signed_on    date,
    delivered_on date,
    completed_on date,
    changed_at   timestamptz not null
);
create index orders_digits on orders (digits);
comment on column orders.key is 'letters and digits of the number, in capitals: what it is found by';
comment on column orders.digits is 'the digits of the key alone, for people who leave the letters out';

create table order_lines (
    order_id bigint   not null references orders,
    n        smallint not null,
    family   text     not null,
    model    text,
    sku      text,
    colour   text,
    quantity integer  not null check (quantity > 0),
    lot      text,
    primary key (order_id, n)
);

create table order_events (
    id       bigint      generated always as identity primary key,
    order_id bigint      not null references orders,
    at       timestamptz not null,
    kind     text        not null,
    by       bigint      references people,
    data     jsonb       not null default '{}'
);
create index order_events_order on order_events (order_id, id);
comment on column order_events.by is 'who did it; nobody when a list did';

create table order_lookups (
    person bigint      not null references people,
    at     timestamptz not null
);
create index order_lookups_person on order_lookups (person, at);
create index order_lookups_age on order_lookups using brin (at);
comment on table order_lookups is 'numbers a customer had looked up, without the number: guessing is limited by them';

create table case_orders (
    case_id bigint primary key references cases,
    key     text   not null
);
create index case_orders_key on case_orders (key);
comment on column case_orders.key is 'of the number in the answers, whether the desk knows the order or not';

insert into case_orders (case_id, key)
select id, key from (
    select id, upper(regexp_replace(answers #>> '{order,value,short}', '[^A-Za-z0-9]', '', 'g')) as key from cases
) told where key <> '';
