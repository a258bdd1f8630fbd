"""Stories: slides made of figures, kept as they were made, shown full screen and handed out."""

import streamlit as st

from pages.shared import filters, layout, store, story_desk, story_editor, story_library, story_parts

say = store.words()
filters.language_only()
if store.role() != "analyst":
    st.title(say("Stories"), anchor=False)
    layout.note(say("Only analysts prepare stories. What they hand out is for everyone."))
elif story := story_desk.asked():
    story_editor.head(story)
    story_parts.newer(story)
    story_editor.slides(story)
    story_parts.hand_out(story)
else:
    story_library.library()
