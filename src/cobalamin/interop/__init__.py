"""Other programs: files and formats in and out."""
