-- grain: one row per set of organisations and organisation in it, in one role
select party_set, split_part(named, '/', 1) as organisation_id, split_part(named, '/', 2) as role
from (
    select party_set, unnest(string_split(party_key, ' ')) as named from party_set_keys where party_key <> ''
) as parties
order by party_set, organisation_id, role
