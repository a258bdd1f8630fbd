"""What is asked of imported cells: codes, numbers, dates, places, people's data; and the rules that findings name."""
