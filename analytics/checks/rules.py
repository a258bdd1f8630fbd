"""Every rule that a finding can name: how severe it is, what is wrong and what to do.

An `error` blocks publication until the cell is corrected, left out by name or, where `can_accept`, accepted by rule;
a `warning` does not; a `correction` says what was changed and why; a `note` says what was understood.
`docs/rules.md` is written from this table.
"""

from __future__ import annotations

from dataclasses import dataclass

SEVERITIES = ("error", "warning", "correction", "note")


@dataclass(frozen=True)
class Rule:
    """One rule; `message` and `advice` may name {value}, {column} and the finding's own values in braces."""

    id: str
    severity: str
    message: str
    advice: str = ""
    can_accept: bool = False


_ALL = (
    # The file
    Rule("file_empty", "error", "The file is empty.", "Send the file again, or leave it out."),
    Rule("file_header_only", "error", "The table has a header and no rows.", "Check the export, or leave it out."),
    Rule("file_not_a_table", "error", "The content is {found}, not {expected}.", "Save it in the format of its name."),
    Rule("file_too_large", "error", "The file is larger than {limit}.", "Import it from the command line."),
    Rule("file_refused", "error", "The file was refused: {reason}.", "Save it plainly, without what was refused."),
    Rule("file_unreadable", "error", "The file cannot be read: {reason}.", "Open it, save it again and send that."),
    Rule("file_already_imported", "note", "This file was imported before; nothing changes."),
    Rule("encoding_found", "note", "Read as {encoding}."),
    Rule("mojibake_repaired", "correction", "Letters read in a wrong encoding were repaired: {after}."),
    Rule("letters_lost", "warning", "Letters were lost before the file came here (a ? or � inside a word).",
         "Ask for the file in its first encoding."),
    Rule("row_ragged", "error", "The row has {cells} cells where the header has {wanted}.",
         "Correct the line: a quote or a delimiter is missing or too many."),
    Rule("quote_unclosed", "error", "A quotation mark is opened and never closed.", "Correct the line."),
    Rule("control_characters", "correction", "Characters that cannot be seen were taken out."),
    Rule("header_missing", "warning", "No header was found; the columns are called by their letters.",
         "Put a row of names above the first row."),
    Rule("note_left_out", "correction", "A note below the table was left out of it."),
    Rule("total_left_out", "correction", "A total below the table was left out of it."),
    Rule("total_row", "warning", "The last row reads like a total and is kept as data.", "Take it out of the file."),
    Rule("sheet_hidden", "note", "The sheet is hidden; it is read like the others."),
    Rule("merged_cells_filled", "correction", "A merged cell was read as standing in each of its rows."),
    Rule("text_too_long", "error", "The text is longer than {limit} characters.", "Shorten it, or leave it out."),
    # The columns
    Rule("column_doubled", "warning", "The column stands twice in the header; the second is called {name}."),
    Rule("column_missing", "error", "A column is missing: {name}.", "Add it, or choose another for it in the mapping."),
    Rule("column_unknown", "note", "The column is not used.", "Choose a role for it in the mapping if it matters."),
    Rule("table_unknown", "warning", "What this table holds was not understood; nothing of it comes in.",
         "Choose in the mapping what it is, or leave it so."),
    Rule("column_written_otherwise", "note", "The column is written {name} in the mapping."),
    Rule("columns_reordered", "note", "The columns stand in another order than in the mapping."),
    Rule("role_missing", "error", "No column says {name}.", "Choose one in the mapping."),
    Rule("parent_missing", "error", "The row belongs to a submission that is not in the file.",
         "Send the export with all its sheets.", True),
    Rule("columns_disagree", "warning", "The text of the answer and its columns of options disagree; both are kept."),
    Rule("columns_swapped", "warning", "The values of {column} look like {other}, and those of {other} like {column}.",
         "Check whether the two headers are swapped."),
    # Codes, names, places
    Rule("code_corrected", "correction", "The code was read as {after}."),
    Rule("code_unknown", "error", "There is no place with this code.", "Correct the code, or leave the row out.", True),
    Rule("code_wrong_level", "error", "This is the code of a {level}.", "Put a municipality's code.", True),
    Rule("code_ended", "warning", "This code ended and was merged into {into}; it is kept as it stands."),
    Rule("code_and_name_disagree", "error", "The code is {code_name}, the name says {value}.",
         "Correct the one that is wrong.", True),
    Rule("place_unknown", "error", "The place is not known.", "Correct the name or add its department.", True),
    Rule("place_ambiguous", "error", "More than one place has this name: {candidates}.", "Add its department or code.",
         True),
    Rule("place_fuzzy", "error", "Not found; {candidates} is written nearly so.", "Confirm or correct it.", True),
    Rule("place_not_held", "warning", "Our reference holds no such place below {country}; kept as text, shown there."),
    Rule("place_missing", "warning", "The row names no place.", "It is kept and shown as without a place."),
    Rule("name_corrected", "correction", "The name was read as {after}."),
    Rule("point_outside", "warning", "The point lies outside {country}.", "Check latitude and longitude."),
    Rule("places_in_one_cell", "warning", "Several places stand in one cell: {candidates}; split in equal shares."),
    # Values
    Rule("number_wrong", "error", "This is not a number.", "Correct it or leave it empty.", True),
    Rule("number_ambiguous", "error", "A mark in this column can be the thousands' or the decimals'.",
         "Say which in the mapping (number_style)."),
    Rule("number_negative", "error", "People or things counted cannot be fewer than none.", "Correct it.", True),
    Rule("number_fractional", "error", "People cannot be counted in parts.", "Correct it.", True),
    Rule("number_implausible", "error", "The number is too large to be meant.", "Correct it.", True),
    Rule("number_corrected", "correction", "The number was read as {after}."),
    Rule("number_percent", "note", "Percent signs were taken off; the numbers are per cent."),
    Rule("currencies_mixed", "error", "More than one currency stands in this column: {found}.",
         "Put the currency in a column of its own and choose it in the mapping."),
    Rule("number_total", "note", "The column adds up to {total}."),
    Rule("date_wrong", "error", "There is no such date.", "Correct it.", True),
    Rule("date_ambiguous", "error", "Day and month can be either way round in this column.",
         "Say which in the mapping (date_order)."),
    Rule("date_corrected", "correction", "The date was read as {after}."),
    Rule("date_out_of_range", "error", "The date lies outside {first} to {last}.", "Correct it.", True),
    Rule("date_without_year", "warning", "The month has no year; it is kept as text.",
         "Say the year in the mapping (year)."),
    Rule("end_before_start", "error", "The end is before the start.", "Correct the one that is wrong.", True),
    Rule("year_partial", "warning", "{value} is not a whole year in this source: {months}."),
    Rule("missing_word", "note", "{value} was read as not stated.", "Say otherwise in the mapping (missing_words)."),
    Rule("rule_word_unknown", "warning", "This does not say how values come together; nothing of it is added up.",
         "Write sum, last or none."),
    Rule("category_unknown", "warning", "The category is not known; it is kept as sensitive until classified."),
    Rule("value_implausible", "warning", "Every value from {least} on became 0 in {year}.", "Ask the source."),
    # Keys
    Rule("id_doubled", "error", "The id stands twice.", "Correct it, or leave one row out.", True),
    Rule("id_changed", "warning", "The id was imported before with other data; the row is a change."),
    Rule("rows_repeated", "note", "Rows that repeat another are kept: they can be separate cases."),
    Rule("parts_and_whole", "warning",
         "The count of {value} is the sum of {n} places inside it that have rows of their own: it may hold its parts"
         " too.",
         "Leave the row of the area out, or those of its parts: sums count both."),
    Rule("place_repeated", "warning", "The place stands in more than one row.", "Check which row holds."),
    # People
    Rule("personal_data", "warning", "{kind} found and kept out."),
    Rule("personal_data_sensitive", "error", "{kind} found beside a sensitive issue.", "Take it out of the file."),
    Rule("company_number", "note", "The number of an organisation (NIT) was found; it is kept."),
    Rule("column_kept_out", "note", "The column can point at persons and is kept out ({kind}).",
         "Choose it by name in the mapping if it must come in."),
    # IATI
    Rule("iati_element", "error", "{element} cannot be read: {reason}.", "Correct it in the file.", True),
    Rule("iati_code_unknown", "warning", "{value} is not a code of {list}."),
    Rule("iati_element_missing", "warning", "{element} is missing or empty, and the IATI standard asks for it."),
    Rule("iati_element_unknown", "warning", "{element} is not of the IATI standard and is left out."),
    Rule("iati_value_corrected", "correction", "The value was read as {after}."),
    Rule("iati_percentages", "warning", "The percentages of {what} add up to {total}, not to 100."),
    Rule("iati_version_old", "warning", "IATI {version} is read as far as its elements are those of 2.0x."),
    Rule("names_and_codes_disagree", "warning", "Codes and names of sectors disagree: {detail}."),
    # Boundaries
    Rule("boundary_layers", "error", "The file holds several layers: {layers}.",
         "Choose one by its name or its level."),
    Rule("boundary_layer_unknown", "error", "The file has no layer {value}; it has {layers}.", "Choose one of these."),
    Rule("boundary_level_unknown", "error", "The file does not say of which level its places are.",
         "Choose the level."),
    Rule("boundary_no_polygons", "error", "The file holds {found}, and boundaries are polygons.",
         "Choose the file with the areas."),
    Rule("boundary_none_left", "error", "No polygon with a known code is left.", "Choose another file or column."),
    Rule("boundary_column_missing", "error", "There is no column {value}; there are {columns}.",
         "Choose one of these."),
    Rule("boundary_no_codes", "error", "No column holds codes of places of this level; there are {columns}.",
         "Choose the column with the codes."),
    Rule("boundary_no_code", "error", "The feature has no code.", "Add it in the file, or leave the feature out."),
    Rule("boundary_code_unknown", "error", "There is no place of this level with this code.",
         "Correct the code in the file, or leave the feature out."),
    Rule("boundary_name_unknown", "error", "There is no place of exactly this name there.",
         "Use a file with codes, or correct the name."),
    Rule("boundary_name_ambiguous", "error", "More than one place has this name: {candidates}.",
         "Use a file with codes, or with the departments."),
    Rule("boundary_by_name", "warning", "The places were found by their exact names; the file has no codes."),
    Rule("boundary_codes_read", "correction", "The codes were read as we write them, such as {after}."),
    Rule("boundary_code_ended", "warning", "{name}: the code ended, merged into {into}; it is kept as it stands."),
    Rule("boundary_not_held", "note", "Our reference holds no such places; codes and names are the file's."),
    Rule("boundary_missing", "warning", "The file has no polygon for {name}; it stays a circle."),
    Rule("boundary_left_out", "note", "Features that were named were left out."),
    Rule("boundary_wrong_parent", "error", "The file puts {name} into {stated}; its code belongs to {parent}.",
         "Correct the code or the department in the file."),
    Rule("boundary_parents_by_place", "note", "The divisions above were told from where the polygons lie."),
    Rule("boundary_far", "error", "The polygon lies {km} km from {name}; the place lies in the polygon of {holder}.",
         "Check whether codes are exchanged."),
    Rule("boundary_doubled_same", "correction",
         "The code stands {n} times with one polygon (features {rows}); it counts once."),
    Rule("boundary_doubled_joined", "warning",
         "The code stands in {n} features that touch ({rows}); they were joined."),
    Rule("boundary_doubled_apart", "error", "The code stands in {n} features that do not touch ({rows}).",
         "Correct the code of one, or join them in the file."),
    Rule("boundary_empty", "warning", "The feature has no geometry and is left out."),
    Rule("boundary_not_polygon", "warning", "The feature is {found}, not a polygon, and is left out."),
    Rule("boundary_heights", "correction", "Heights were dropped."),
    Rule("boundary_repaired", "correction", "The geometry was invalid ({reason}) and was repaired."),
    Rule("boundary_cut", "correction", "The polygon crosses the 180th meridian and was cut there."),
    Rule("boundary_overlap", "warning", "It overlaps {other} by {km2} km²; the border between them was cleaned."),
    Rule("boundary_overlap_large", "error", "It overlaps {other} by {km2} km².", "Correct the polygons in the file."),
    Rule("boundary_gaps", "correction", "Narrow gaps between polygons were closed."),
    Rule("boundary_crs", "correction", "The coordinates were converted from {crs}."),
    Rule("boundary_crs_assumed", "note", "The file does not say what its coordinates are; they were read as WGS 84."),
    Rule("boundary_crs_missing", "error", "The file does not say what its coordinates are, and they are no degrees.",
         "Add the .prj file, or name the system, such as EPSG:9377."),
    Rule("boundary_crs_unknown", "error", "{value} is no coordinate system that we can convert from.",
         "Name another, such as EPSG:9377."),
    Rule("boundary_not_degrees", "error", "The coordinates are no degrees of longitude and latitude.",
         "Name the coordinate system of the file, such as EPSG:9377."),
    Rule("boundary_elsewhere", "error", "The polygons lie in {found}, not in {country}.",
         "Check the country, and whether latitude and longitude are exchanged."),
    Rule("boundary_nowhere", "error", "The polygons lie in no one country ({found}).",
         "Name the country, or check whether latitude and longitude are exchanged."),
    Rule("status_and_dates_disagree", "warning", "Stated as {stated}, and ended on {end}.", "Ask the publisher."),
)  # fmt: skip

RULES: dict[str, Rule] = {rule.id: rule for rule in _ALL}
