"""From files to a published version: read, understood, checked, compared with what stands, published in one step."""
