-- Words that the team sorts its flows by.
alter table flows add column labels_json text not null default '[]';
