"""When the activity of a tip happens or happened."""
