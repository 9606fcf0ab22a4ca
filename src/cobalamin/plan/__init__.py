"""What each treatment would do for one person."""
