-- What readers of the help centre said of an article, counted by day (UTC). Nothing about who said it.
create table article_feedback (
  name text not null,
  language text not null,
  day date not null,
  yes int not null default 0 check (yes >= 0),
  no int not null default 0 check (no >= 0),
  primary key (name, language, day),
  foreign key (name, language) references article (name, language) on delete cascade
);
