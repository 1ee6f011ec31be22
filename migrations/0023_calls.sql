-- People who are known by phone: called back by a number, and, until a lead joins them with an account, nowhere else.
set local lock_timeout = '3s';

alter table people add column phone text check (phone ~ '^[+]?[0-9]{7,15}$');
comment on column people.phone is 'the number they last called from or told, by which they are called back';

-- Whoever calls is found by the end of their number: with the code of their country or without it.
create index people_phone on people (right(phone, 7)) where phone is not null;
