-- What of a kind of set (places, organisations, issues) a count is by, each code once, joined to what has the set.
left join (select distinct /*key*/, /*codes*/ from /*part*/) as /*part*/ on /*part*/./*key*/ = /*of*/./*key*/
