"""What happened: reports, incidents, and what the mission makes of them."""
