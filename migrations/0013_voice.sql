-- A template may have a text of its own for one tone; '' fits any.
alter table template add column tone text not null default '' check (tone in ('', 'formal', 'casual'));
alter table template drop constraint template_pkey;
alter table template add primary key (name, language, tone);
alter table template_version add column tone text not null default '';
alter table template_version drop constraint template_version_pkey;
alter table template_version add primary key (name, language, tone, version);
