-- grain: one row per place of $level, attribute $attribute and year: what is known of it
--     value: of numbers; the whole where it is stated, else the sum of its breakdown (areas, sexes), which only makes sense
--         of counts such as the population; of a larger area the sum over the places inside it, where it is not stated itself
--     text_value: where the attribute is a word; parts: rows that the value is the sum of; places: places that it is the sum of
--     The population and the PDET mark of our own reference tables stand in where no import states them.
--     is_twice: one part of it is stated more than once (with different values, where it is a whole)
-- parameters: $attribute, $level
-- uses: attributes_at
select
    place_id, year, value, text_value, parts, places, is_twice, evidence
from attributes_at
order by place_id, year
