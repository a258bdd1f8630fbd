"""An illustrative portfolio: a programme and partners that do not exist, on real places only because maps need them."""
