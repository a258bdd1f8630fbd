"""What the columns of a file mean: roles proposed from tags, names and contents, for a person to correct."""
