"""Checks of the assessment: simulated people whose truth is known, and people of a survey whose value is hidden."""
