"""A file of mentors."""

HEAD = "name;type;most clients;hours a week;phone;organisation;organisation kind\n"
GOOD = HEAD + "Åse Ærø;external;3;10;20 00 00 01;LAP;users\nBo Ask;external;1;2,5;20 00 00 02;lap;\n"
