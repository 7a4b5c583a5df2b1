"""How a worker's reports reach the log: kept in order, sent in the background."""
