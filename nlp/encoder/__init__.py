"""A small transformer that reads each word in its surroundings."""
