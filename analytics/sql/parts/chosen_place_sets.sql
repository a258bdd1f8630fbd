-- uses: chosen_places
-- The sets of places that hold a chosen one.
select distinct here.place_set
from place_sets as here
inner join chosen_places as chosen on chosen.place_id = here.place_id
