"""Acts: who did what to or for whom, with what - triggers, arguments, items and direction."""
